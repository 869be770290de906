//! The flags that say what is done with headers, the same for the tool that writes and the tool that
//! checks.

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};

use crate::code::RunError;
use crate::deid::policy::{Choice, Level, Options, Profile, ProfileOption, SafeTables};

/// What was chosen.
#[derive(Debug, Clone, Default, Args)]
pub struct ChoiceArgs {
    /// How much is removed: low keeps demographics and intervals between dates, high keeps nothing
    /// that links.
    #[arg(long, value_enum, conflicts_with = "profile")]
    pub level: Option<Level>,
    /// Instead of a level, a profile of DICOM PS3.15, with any of its options.
    #[arg(long, value_enum)]
    pub profile: Option<ProfileName>,
    /// Options of the profile, repeated or separated by commas. Without a profile, `low` and `high`:
    /// the same as --level.
    #[arg(long = "option", value_name = "OPTION", value_enum, value_delimiter = ',')]
    pub options: Vec<OptionName>,
    /// What retain-safe-private retains: the private elements that the standard lists, or also those
    /// that CTP's dictionary marks as safe [default: standard]
    #[arg(
        long,
        value_enum,
        value_name = "TABLES",
        requires = "profile",
        hide_default_value = true
    )]
    pub safe_private: Option<SafeTables>,
}

/// Profiles of PS3.15.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ProfileName {
    /// Basic Application Level Confidentiality Profile.
    Basic,
}

/// What `--option` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OptionName {
    /// As earlier tools called it.
    Level(Level),
    /// An option of the profile.
    Profile(ProfileOption),
}

/// The flags of [`ChoiceArgs`] of which one must be given.
pub const CHOICES: [&str; 3] = ["level", "profile", "options"];

impl ValueEnum for OptionName {
    fn value_variants<'a>() -> &'a [Self] {
        use ProfileOption::*;
        &[
            OptionName::Profile(CleanPixelData),
            OptionName::Profile(CleanRecognizableVisualFeatures),
            OptionName::Profile(CleanGraphics),
            OptionName::Profile(CleanStructuredContent),
            OptionName::Profile(CleanDescriptors),
            OptionName::Profile(RetainLongFullDates),
            OptionName::Profile(RetainLongModifiedDates),
            OptionName::Profile(RetainPatientCharacteristics),
            OptionName::Profile(RetainDeviceIdentity),
            OptionName::Profile(RetainUids),
            OptionName::Profile(RetainSafePrivate),
            OptionName::Profile(RetainInstitutionIdentity),
            OptionName::Level(Level::Low),
            OptionName::Level(Level::High),
        ]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        match self {
            OptionName::Level(level) => {
                Some(PossibleValue::new(level.name()).help("The same as --level"))
            }
            OptionName::Profile(option) => option.to_possible_value(),
        }
    }
}

impl ChoiceArgs {
    /// What was chosen; none where no flag says anything.
    ///
    /// # Errors
    /// Flags that contradict one another.
    pub fn choice(&self) -> Result<Option<Choice>, RunError> {
        let refuse = |text: String| Err(RunError::Usage(text));
        let (mut levels, mut options) = (Vec::new(), Vec::new());
        for name in &self.options {
            match name {
                OptionName::Level(level) => levels.push(*level),
                OptionName::Profile(option) => options.push(*option),
            }
        }
        let set: Options = options.iter().copied().collect();
        if self.safe_private.is_some() && !set.has(ProfileOption::RetainSafePrivate) {
            return refuse("--safe-private belongs to --option retain-safe-private".to_owned());
        }
        match (self.profile, levels.as_slice(), options.first()) {
            (Some(_), [level, ..], _) => refuse(format!(
                "--option {0} is a level, and --profile takes options of the standard: give --level {0} \
                 or --profile basic",
                level.name()
            )),
            (None, _, Some(option)) => refuse(format!(
                "--option {} is an option of --profile basic, which is not given",
                option.name()
            )),
            (None, [], None) => Ok(self.level.map(Choice::Level)),
            (None, [level], None) if self.level.is_none() => Ok(Some(Choice::Level(*level))),
            (None, ..) => refuse(
                "the level is given twice: --option low and --option high are older names of \
                 --level low and --level high"
                    .to_owned(),
            ),
            (Some(ProfileName::Basic), [], _) => self.profile(set).map(Some),
        }
    }

    fn profile(&self, options: Options) -> Result<Choice, RunError> {
        use ProfileOption::{RetainLongFullDates, RetainLongModifiedDates};
        if options.has(RetainLongFullDates) && options.has(RetainLongModifiedDates) {
            return Err(RunError::Usage(
                "retain-long-full-dates and retain-long-modified-dates contradict one another"
                    .into(),
            ));
        }
        let safe_private = self.safe_private.unwrap_or_default();
        Ok(Choice::Profile(Profile { options, safe_private }))
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Debug, Parser)]
    struct Line {
        #[command(flatten)]
        choice: ChoiceArgs,
    }

    /// The name of the choice, or why there is none.
    fn choice(flags: &str) -> String {
        let args = ["tool"].into_iter().chain(flags.split(' ').filter(|flag| !flag.is_empty()));
        match Line::try_parse_from(args).map(|line| line.choice.choice()) {
            Ok(Ok(choice)) => choice.map_or("none".into(), Choice::name),
            Ok(Err(error)) => format!("refused: {error}"),
            Err(_) => "usage".into(),
        }
    }

    #[test]
    fn levels_keep_their_older_name() {
        for (flags, name) in [
            ("--level low", "low"),
            ("--option high", "high"),
            ("--option=low", "low"),
            ("", "none"),
        ] {
            assert_eq!(choice(flags), name, "{flags}");
        }
    }

    #[test]
    fn options_are_repeated_or_separated_by_commas() {
        let both = "basic clean-graphics retain-uids";
        assert_eq!(choice("--profile basic --option retain-uids,clean-graphics"), both);
        assert_eq!(choice("--profile basic --option clean-graphics --option retain-uids"), both);
        assert_eq!(choice("--profile basic"), "basic");
        assert_eq!(
            choice("--profile basic --option retain-safe-private --safe-private ctp"),
            "basic retain-safe-private (ctp)"
        );
        assert_eq!(OptionName::value_variants().len(), ProfileOption::ALL.len() + 2);
    }

    #[test]
    fn mixtures_and_contradictions_are_refused() {
        for (flags, word) in [
            ("--option retain-uids", "--profile basic"),
            ("--level low --option retain-uids", "--profile basic"),
            ("--profile basic --option low", "--level low"),
            ("--level low --option high", "twice"),
            ("--option low,high", "twice"),
            (
                "--profile basic --option retain-long-full-dates,retain-long-modified-dates",
                "contradict",
            ),
            ("--profile basic --safe-private ctp", "retain-safe-private"),
            ("--level low --safe-private ctp", "retain-safe-private"),
        ] {
            let said = choice(flags);
            assert!(said.starts_with("refused") && said.contains(word), "{flags}: {said}");
        }
        assert_eq!(choice("--profile basic --level low"), "usage");
    }
}
