//! What was chosen: a level, or the profile of the standard with some of its options.

use clap::ValueEnum;

use super::option::{BASIC, MethodCode, Options, ProfileOption};

/// The two levels of header anonymization.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, ValueEnum)]
pub enum Level {
    /// Identifiers become keyed hashes, dates shift, demographics stay.
    Low,
    /// Nothing that links survives.
    High,
}

impl Level {
    /// `low` or `high`.
    pub fn name(self) -> &'static str {
        match self {
            Level::Low => "low",
            Level::High => "high",
        }
    }
}

impl Level {
    /// The options of the profile that it follows.
    pub fn options(self) -> Options {
        use ProfileOption::{RetainLongModifiedDates, RetainPatientCharacteristics};
        match self {
            Level::Low => {
                [RetainLongModifiedDates, RetainPatientCharacteristics].into_iter().collect()
            }
            Level::High => Options::default(),
        }
    }
}

/// What is said for each of the two levels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ByLevel<T> {
    /// At the level low.
    pub low: T,
    /// At the level high.
    pub high: T,
}

impl<T: Copy> ByLevel<T> {
    /// What is said for a level.
    pub fn at(self, level: Level) -> T {
        match level {
            Level::Low => self.low,
            Level::High => self.high,
        }
    }
}

/// Which private elements are known to be safe.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum SafeTables {
    /// Those of PS3.15 table E.3.10-1.
    #[default]
    Standard,
    /// And those that CTP's dictionary marks as safe.
    Ctp,
}

/// The Basic Application Confidentiality Profile with options.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Profile {
    /// The options that were chosen; none for the profile alone.
    pub options: Options,
    /// What Retain Safe Private retains.
    pub safe_private: SafeTables,
}

/// What was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// The profile with the options of the level, and the fields that the level treats in its own
    /// way; the options that were asked for besides say more than the level does.
    Level(Level, Options),
    /// The profile as the standard has it.
    Profile(Profile),
}

impl From<Level> for Choice {
    fn from(level: Level) -> Self {
        Choice::Level(level, Options::default())
    }
}

impl Choice {
    /// The options of the profile that it follows.
    pub fn options(self) -> Options {
        match self {
            Choice::Level(level, asked) => level.options().or(asked),
            Choice::Profile(profile) => profile.options,
        }
    }

    /// The options that were asked for by name.
    pub fn asked(self) -> Options {
        match self {
            Choice::Level(_, asked) => asked,
            Choice::Profile(profile) => profile.options,
        }
    }

    /// Which private elements are known to be safe where such stay.
    pub fn safe_private(self) -> SafeTables {
        match self {
            Choice::Level(..) => SafeTables::Standard,
            Choice::Profile(profile) => profile.safe_private,
        }
    }

    /// A word for the level, or words for the profile and its options.
    pub fn name(self) -> String {
        match self {
            Choice::Level(level, asked) => level.name().to_owned() + &names(asked),
            Choice::Profile(Profile { options, safe_private }) => {
                let ctp = if safe_private == SafeTables::Ctp { " (ctp)" } else { "" };
                format!("basic{}{ctp}", names(options))
            }
        }
    }

    /// The codes of what it applies, for (0012,0064): the profile, then its options in ascending order.
    pub fn method_codes(self) -> Vec<MethodCode> {
        [BASIC].into_iter().chain(self.options().iter().map(ProfileOption::method_code)).collect()
    }
}

/// The names of options, each behind a blank.
fn names(options: Options) -> String {
    options.iter().map(|option| format!(" {}", option.name())).collect()
}
