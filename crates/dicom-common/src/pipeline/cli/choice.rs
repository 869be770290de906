//! The flags that say what is done with headers, the same for the tool that writes and the tool that
//! checks.

use std::path::{Path, PathBuf};

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};

use crate::code::RunError;
use crate::dataset::Tag;
use crate::deid::policy::{
    Amendments, Choice, Level, Options, Profile, ProfileOption, SafeAdditions, SafeTables,
};
use crate::files::settings;

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
    /// Options of the profile, repeated or separated by commas; with a level, they say more than the
    /// level does. `low` and `high` are older names of --level low and --level high.
    #[arg(long = "option", value_name = "OPTION", value_enum, value_delimiter = ',')]
    pub options: Vec<OptionName>,
    /// What retain-safe-private retains besides the private elements that the standard lists: `ctp`,
    /// those that CTP's dictionary marks as safe; `converters`, those that converters to NIfTI need,
    /// with numbers and terms that are checked; FILE.csv, a table of one's own with the columns group,
    /// element, creator, vr, meaning and, if wanted, values. Repeat it for several. With a level,
    /// `converters` and FILE.csv alone are retained [default: standard]
    #[arg(
        long,
        value_name = "TABLE",
        value_parser = SafePrivateName::parse,
        hide_default_value = true
    )]
    pub safe_private: Vec<SafePrivateName>,
    /// An attribute that stays as it is, whatever the level or the profile says: its keyword, or its tag
    /// as (0010,1010) or 00101010. Repeat it for several. The checker needs the same flag.
    #[arg(long, value_name = "ATTRIBUTE", value_parser = Amendments::kept)]
    pub keep: Vec<Tag>,
    /// An attribute that goes, or is emptied where the object must have it. Repeat it for several.
    #[arg(long, value_name = "ATTRIBUTE", value_parser = Amendments::removed)]
    pub remove: Vec<Tag>,
}

/// What `--safe-private` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SafePrivateName {
    /// What the standard lists, and no more.
    Standard,
    /// Also what CTP's dictionary marks as safe.
    Ctp,
    /// Also what converters need.
    Converters,
    /// Also what a table of the user's own names.
    File(PathBuf),
}

impl SafePrivateName {
    fn parse(text: &str) -> Result<Self, String> {
        let is_table = Path::new(text).extension().is_some_and(|e| e.eq_ignore_ascii_case("csv"));
        match text {
            "standard" => Ok(Self::Standard),
            "ctp" => Ok(Self::Ctp),
            "converters" => Ok(Self::Converters),
            _ if is_table => Ok(Self::File(text.into())),
            _ => Err("standard, ctp, converters or FILE.csv".to_owned()),
        }
    }
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
        let choice = match (self.profile, self.level, levels.as_slice()) {
            (Some(_), _, [level, ..]) => refuse(format!(
                "--option {0} is a level, and --profile takes options of the standard: give --level {0} \
                 or --profile basic",
                level.name()
            )),
            (Some(ProfileName::Basic), ..) => self.profile(set).map(Some),
            (None, Some(level), []) => at_level(level, set).map(Some),
            (None, None, [level]) => at_level(*level, set).map(Some),
            (None, None, []) => match options.first() {
                Some(option) => refuse(format!(
                    "--option {} belongs to a --level or to --profile basic, and none is given",
                    option.name()
                )),
                None => Ok(None),
            },
            (None, ..) => refuse(
                "the level is given twice: --option low and --option high are older names of \
                 --level low and --level high"
                    .to_owned(),
            ),
        }?;
        self.check_safe_private(choice)?;
        Ok(choice)
    }

    /// The tables of safe private elements must belong to something.
    fn check_safe_private(&self, choice: Option<Choice>) -> Result<(), RunError> {
        use SafePrivateName::{Ctp, Standard};
        let belongs = match choice {
            _ if self.safe_private.is_empty() => true,
            Some(Choice::Profile(profile)) => profile.options.has(ProfileOption::RetainSafePrivate),
            Some(Choice::Level(..)) => {
                !self.safe_private.iter().any(|name| matches!(name, Standard | Ctp))
            }
            None => false,
        };
        match belongs {
            true => Ok(()),
            false => Err(RunError::usage(
                "--safe-private belongs to --option retain-safe-private; with a level it can be \
                 `converters` or FILE.csv",
            )),
        }
    }

    /// The attributes that the user names.
    pub fn amendments(&self) -> Amendments {
        Amendments { keep: self.keep.clone(), remove: self.remove.clone() }
    }

    /// What stays of private elements besides what the standard and CTP list.
    ///
    /// # Errors
    /// A table that cannot be read or is not understood.
    pub fn safe_additions(&self) -> Result<SafeAdditions, RunError> {
        let mut additions = SafeAdditions::default();
        for name in &self.safe_private {
            match name {
                SafePrivateName::Standard | SafePrivateName::Ctp => {}
                SafePrivateName::Converters => additions = additions.with_converters(),
                SafePrivateName::File(path) => {
                    let table = settings::read(path).map_err(|e| {
                        RunError::usage(format!("--safe-private cannot be read: {}", e.kind()))
                    })?;
                    additions = additions.with_table(&table).map_err(RunError::usage)?;
                }
            }
        }
        Ok(additions)
    }

    fn profile(&self, options: Options) -> Result<Choice, RunError> {
        use ProfileOption::{RetainLongFullDates, RetainLongModifiedDates};
        if options.has(RetainLongFullDates) && options.has(RetainLongModifiedDates) {
            return Err(RunError::usage(CONTRADICTION));
        }
        let safe_private = match self.safe_private.contains(&SafePrivateName::Ctp) {
            true => SafeTables::Ctp,
            false => SafeTables::Standard,
        };
        Ok(Choice::Profile(Profile { options, safe_private }))
    }
}

/// A level with the options that were asked for besides.
fn at_level(level: Level, asked: Options) -> Result<Choice, RunError> {
    use ProfileOption::{RetainLongFullDates, RetainLongModifiedDates};
    let all = level.options().or(asked);
    if all.has(RetainLongFullDates) && all.has(RetainLongModifiedDates) {
        return Err(RunError::usage(match level {
            Level::Low => "--level low moves dates: it contradicts retain-long-full-dates",
            Level::High => CONTRADICTION,
        }));
    }
    Ok(Choice::Level(level, asked))
}

/// Dates stay or move.
const CONTRADICTION: &str =
    "retain-long-full-dates and retain-long-modified-dates contradict one another";

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
            ("--level low --option clean-descriptors", "low clean-descriptors"),
            ("--option high,retain-uids", "high retain-uids"),
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
            ("--level low --option retain-long-full-dates", "contradicts"),
            (
                "--level high --option retain-long-full-dates,retain-long-modified-dates",
                "contradict",
            ),
            ("--profile basic --option low", "--level low"),
            ("--level low --option high", "twice"),
            ("--option low,high", "twice"),
            (
                "--profile basic --option retain-long-full-dates,retain-long-modified-dates",
                "contradict",
            ),
            ("--profile basic --safe-private ctp", "retain-safe-private"),
            ("--level low --safe-private ctp", "retain-safe-private"),
            ("--profile basic --safe-private converters", "retain-safe-private"),
            ("--level low --safe-private standard --safe-private converters", "with a level"),
            ("--safe-private converters", "retain-safe-private"),
        ] {
            let said = choice(flags);
            assert!(said.starts_with("refused") && said.contains(word), "{flags}: {said}");
        }
        assert_eq!(choice("--profile basic --level low"), "usage");
        assert_eq!(choice("--level low --safe-private nonsense"), "usage");
    }

    #[test]
    fn tables_of_safe_private_elements_add_up() {
        let folder = tempfile::tempdir().unwrap();
        let table = folder.path().join("own.csv");
        let of = |flags: &[&str]| {
            let line = Line::try_parse_from(["tool"].iter().chain(flags)).unwrap();
            (line.choice.choice().unwrap().map(Choice::name), line.choice.safe_additions())
        };
        let file = table.to_str().unwrap();
        let flags = ["--level", "low", "--safe-private", "converters", "--safe-private", file];
        assert!(of(&flags).1.unwrap_err().to_string().contains("--safe-private cannot be read"));
        std::fs::write(&table, "group,element,creator,vr,meaning\n0019,xx01,ACME,DS,x\n").unwrap();
        let (name, additions) = of(&flags);
        let additions = additions.unwrap();
        assert_eq!(name.as_deref(), Some("low"));
        assert!(additions.settings().starts_with(" converters safe 0019,01,ACME,DS,"));
        std::fs::write(&table, "group\n").unwrap();
        assert!(of(&flags).1.unwrap_err().to_string().contains("no column"));
        let basic = ["--profile", "basic", "--option", "retain-safe-private"];
        assert!(of(&basic).1.unwrap().is_empty());
    }
}
