//! What is done with the headers: the flags, and the method that follows from them.
#![allow(missing_docs, reason = "clap shows the documentation of flattened groups elsewhere")]

use std::path::PathBuf;

use clap::Args;
use data_encoding::HEXLOWER;
use dicom_common::code::RunError;
use dicom_common::deid::policy::{
    Amendments, Choice, Chosen, Policy, ProfileOption, SafeAdditions,
};
use dicom_common::pipeline::cli::{CHOICES, ChoiceArgs, InputArgs};
use sha2::{Digest, Sha256};

use crate::ctp;
use crate::flag_file::{read_bytes, read_text, unreadable};
use crate::method::{Method, PolicySource};
use crate::script::{Dialect, Reading, Script, dialect};

/// What is done with the headers.
#[derive(Debug, Args)]
#[command(next_help_heading = "Anonymization")]
pub struct HeaderArgs {
    #[command(flatten)]
    pub choice: ChoiceArgs,
    /// A table of attributes (.xlsx or .csv) that replaces the built-in fields of the level.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["script", "profile"])]
    pub policy: Option<PathBuf>,
    /// An anonymization script of the RSNA anonymizer or of CTP, instead of a level or a profile.
    ///
    /// With a script of CTP, hashes, UIDs and shifts of dates are those of CTP: MD5 without a key.
    /// Whoever can guess an original (a patient's ID, a UID) can confirm the guess, and link the
    /// output to the original.
    #[arg(long, value_name = "FILE", conflicts_with_all = CHOICES)]
    pub script: Option<PathBuf>,
    /// Whose script it is; needed where the script holds nothing that tells.
    #[arg(long, value_enum, requires = "script")]
    pub dialect: Option<Dialect>,
    /// The lookup table of a CTP script: a properties file with lines `type/value = replacement`.
    #[arg(long, value_name = "FILE", requires = "script")]
    pub lookup: Option<PathBuf>,
    #[allow(rustdoc::invalid_html_tags, reason = "the manual page shows this text as it is")]
    /// The value of a parameter of a CTP script, instead of the script's own <p>.
    #[arg(long = "param", value_name = "NAME=VALUE", requires = "script", value_parser = param)]
    pub params: Vec<(String, String)>,
    /// The numbers that @integer of a CTP script has given: read, and added to (mode 0600). Holds
    /// originals.
    #[arg(long, value_name = "FILE", requires = "script")]
    pub integers: Option<PathBuf>,
}

/// The method that the flags ask for.
pub struct Headers {
    /// Says what is done with each attribute.
    pub method: Method,
    /// A text of all that the method's results depend on, for the column scrub_config.
    pub settings: String,
    /// What the order of the files means to the method.
    pub order: FileOrder,
}

/// Whether results depend on the order of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileOrder {
    /// They do not: files can be treated side by side.
    Free,
    /// Numbers are given in the order of the files.
    Counts,
}

impl HeaderArgs {
    /// The method, with every flag that its results depend on in its settings. `input` is what the
    /// file of integers must not lie in.
    ///
    /// # Errors
    /// When a policy, a script or what a script needs cannot be read, or flags do not go together.
    pub fn headers(
        &self,
        input: &InputArgs,
        integers_are: ctp::Access,
    ) -> Result<Headers, RunError> {
        // Each flag by name, so that a new one cannot be forgotten in the settings.
        let Self {
            choice,
            policy,
            script,
            dialect: given_dialect,
            lookup,
            params,
            // The numbers given so far change with each file: no text of settings could hold them.
            integers,
        } = self;
        let of_script = [
            ("--dialect", given_dialect.is_some()),
            ("--lookup", lookup.is_some()),
            ("--param", !params.is_empty()),
            ("--integers", integers.is_some()),
        ];
        // clap demands --script in vain where another flag forbids it.
        if let (None, Some((flag, _))) = (script, of_script.iter().find(|(_, given)| *given)) {
            return Err(RunError::Usage(format!("{flag} belongs to --script, which is not given")));
        }
        let additions = choice.safe_additions()?;
        let amendments = choice.amendments();
        match (chosen(choice)?, policy, script) {
            (Some(choice), Some(path), _) => {
                let table = read_bytes(path, "--policy")?;
                let policy = Policy::with_site_table(path).map_err(RunError::usage)?;
                let policy = amendments.amend(policy).map_err(RunError::usage)?;
                let digest = HEXLOWER.encode(&Sha256::digest(table));
                let settings = format!("{} {digest}{}", choice.name(), amendments.settings());
                Ok(of_policy(policy, PolicySource::Site, choice, &additions, settings))
            }
            (Some(choice), None, _) => {
                let policy = amendments.amend(Policy::built_in()).map_err(RunError::usage)?;
                let settings = choice.name() + &amendments.settings();
                let source = match amendments.keep.is_empty() {
                    true => PolicySource::BuiltIn,
                    false => PolicySource::Amended,
                };
                Ok(of_policy(policy, source, choice, &additions, settings))
            }
            (None, _, Some(_)) if amendments != Amendments::default() => Err(RunError::usage(
                "--keep and --remove belong to a level or a profile, not to --script",
            )),
            (None, _, Some(path)) => {
                let text = read_text(path, "--script")?;
                let dialect = match given_dialect {
                    Some(dialect) => *dialect,
                    None => dialect(&text).map_err(RunError::usage)?,
                };
                match dialect {
                    Dialect::Rsna
                        if lookup.is_some() || integers.is_some() || !params.is_empty() =>
                    {
                        Err(RunError::usage(
                            "--lookup, --param and --integers belong to scripts of CTP: this one is \
                             for the RSNA anonymizer",
                        ))
                    }
                    Dialect::Rsna => of_rsna(&text),
                    Dialect::Ctp => self.of_ctp(&text, input, integers_are),
                }
            }
            (None, _, None) => Err(RunError::usage("give --level, --profile or --script")),
        }
    }

    /// The method for people: flags, without what is in the files that they name.
    pub fn in_words(&self) -> String {
        let choice = match self.choice.choice() {
            Ok(Some(choice @ Choice::Level(..))) => format!("level {}", choice.name()),
            Ok(Some(choice @ Choice::Profile(_))) => format!("profile {}", choice.name()),
            Ok(None) | Err(_) => "a script".to_owned(),
        };
        let table = if self.policy.is_some() { " with a policy table" } else { "" };
        choice + table + &self.choice.amendments().settings()
    }

    fn of_ctp(
        &self,
        text: &str,
        input: &InputArgs,
        integers_are: ctp::Access,
    ) -> Result<Headers, RunError> {
        let lookup = self.lookup.as_deref().map(|path| read_text(path, "--lookup")).transpose()?;
        let table = lookup.as_deref().map(ctp::LookupTable::read).transpose();
        let table = table.map_err(RunError::usage)?;
        let params = self.params.clone();
        let settings = format!("ctp {params:?} {lookup:?} {text}");
        let resources = ctp::Resources { params, table, integers: self.integers.is_some() };
        let (mut script, uses) = ctp::Script::read(text, resources).map_err(RunError::usage)?;
        if let Some(path) = self.integers.as_deref().filter(|_| uses.integers) {
            input.check_apart("--integers", Some(path))?;
            let integers = ctp::Integers::open(path, integers_are)
                .map_err(|e| unreadable("--integers", &e))?;
            script = script.with_integers(integers);
        }
        if uses.hashes {
            tracing::warn!(
                "the script's hashes have no key: whoever can guess an original can confirm the guess"
            );
        }
        let order = if uses.integers { FileOrder::Counts } else { FileOrder::Free };
        Ok(Headers { method: Method::CtpScript(Box::new(script)), settings, order })
    }
}

/// The level or profile, if it is one that headers alone can follow.
fn chosen(choice: &ChoiceArgs) -> Result<Option<Choice>, RunError> {
    let choice = choice.choice()?;
    let has = |option| choice.is_some_and(|choice| choice.options().has(option));
    if has(ProfileOption::CleanRecognizableVisualFeatures) {
        return Err(RunError::usage(
            "clean-recognizable-visual-features is about pixels: dcm-deface does it, and claims it",
        ));
    }
    if has(ProfileOption::CleanPixelData) {
        return Err(RunError::usage(
            "clean-pixel-data is about pixels, and no option of headers: dcm-scrub claims it itself for \
             files whose pixels --pixel-rules, --blackout or --blank-text have treated",
        ));
    }
    Ok(choice)
}

fn of_policy(
    policy: Policy,
    source: PolicySource,
    choice: Choice,
    additions: &SafeAdditions,
    settings: String,
) -> Headers {
    let chosen = Box::new(Chosen::new(policy, choice).retaining(additions));
    let settings = settings + additions.settings();
    Headers { method: Method::Policy { chosen, source }, settings, order: FileOrder::Free }
}

fn of_rsna(text: &str) -> Result<Headers, RunError> {
    let script = Script::parse(text, Reading::Mended).map_err(RunError::usage)?;
    let settings = format!("script {text}");
    Ok(Headers { method: Method::RsnaScript(script), settings, order: FileOrder::Free })
}

fn param(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("NAME=VALUE")?;
    let name = name.trim();
    (!name.is_empty())
        .then(|| (name.to_owned(), value.to_owned()))
        .ok_or_else(|| "NAME=VALUE".into())
}
