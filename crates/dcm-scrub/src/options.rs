//! From the options to what decides about each element.

use std::fs;
use std::path::Path;

use data_encoding::HEXLOWER;
use dicom_common::code::RunError;
use dicom_common::deid::policy::{Choice, Chosen, Policy, ProfileOption};
use sha2::{Digest, Sha256};

use crate::args::Args;
use crate::ctp;
use crate::recipe::Recipe;
use crate::script::{Dialect, Reading, Script, dialect};

/// The recipe, a text of all settings that its results depend on, and whether it gives numbers in
/// the order of the files.
///
/// # Errors
/// When a policy, a script or what a script needs cannot be read.
pub fn recipe(args: &Args) -> Result<(Recipe, String, bool), RunError> {
    match (chosen(args)?, &args.recipe.policy, &args.recipe.script) {
        (Some(choice), Some(path), _) => {
            let table = fs::read(path).map_err(|e| unreadable("--policy", &e))?;
            let policy = Policy::with_site_table(path).map_err(RunError::usage)?;
            let settings = format!("{} {}", choice.name(), HEXLOWER.encode(&Sha256::digest(table)));
            let chosen = Box::new(Chosen::new(policy, choice));
            Ok((Recipe::Policy { chosen, site: true }, settings, false))
        }
        (Some(choice), None, _) => {
            let chosen = Box::new(Chosen::new(Policy::built_in(), choice));
            Ok((Recipe::Policy { chosen, site: false }, choice.name(), false))
        }
        (None, _, Some(path)) => {
            let text = read_text(path, "--script")?;
            let dialect = match args.recipe.dialect {
                Some(dialect) => dialect,
                None => dialect(&text).map_err(RunError::usage)?,
            };
            match dialect {
                Dialect::Rsna => rsna(args, &text),
                Dialect::Ctp => ctp(args, &text),
            }
        }
        (None, _, None) => Err(RunError::Usage("give --level, --profile or --script".into())),
    }
}

/// The level or profile, if it is one that headers alone can follow.
fn chosen(args: &Args) -> Result<Option<Choice>, RunError> {
    let choice = args.recipe.choice.choice()?;
    let has = |option| choice.is_some_and(|choice| choice.options().has(option));
    let refuse = |text: &str| Err(RunError::Usage(text.into()));
    if has(ProfileOption::CleanRecognizableVisualFeatures) {
        return refuse(
            "clean-recognizable-visual-features is about pixels: dcm-deface does it, and claims it",
        );
    }
    if has(ProfileOption::CleanPixelData) {
        return refuse(
            "clean-pixel-data is about pixels, and no option of headers: dcm-scrub claims it itself for \
             files whose pixels --pixel-rules, --blackout or --blank-text have treated",
        );
    }
    Ok(choice)
}

fn rsna(args: &Args, text: &str) -> Result<(Recipe, String, bool), RunError> {
    let recipe = &args.recipe;
    if recipe.lookup.is_some() || recipe.integers.is_some() || !recipe.params.is_empty() {
        let only = "--lookup, --param and --integers belong to scripts of CTP: this one is for the \
                    RSNA anonymizer";
        return Err(RunError::Usage(only.into()));
    }
    let script = Script::parse(text, Reading::Mended).map_err(RunError::usage)?;
    Ok((Recipe::Script(script), format!("script {text}"), false))
}

fn ctp(args: &Args, text: &str) -> Result<(Recipe, String, bool), RunError> {
    let lookup = args.recipe.lookup.as_deref().map(|path| read_text(path, "--lookup"));
    let lookup = lookup.transpose()?;
    let table = lookup.as_deref().map(ctp::Table::read).transpose().map_err(RunError::usage)?;
    let params = args.recipe.params.clone();
    let settings = format!("ctp {params:?} {lookup:?} {text}");
    let resources = ctp::Resources { params, table, integers: args.recipe.integers.is_some() };
    let (mut script, uses) = ctp::Script::read(text, resources).map_err(RunError::usage)?;
    if let Some(path) = args.recipe.integers.as_deref().filter(|_| uses.integers) {
        args.input.check_apart("--integers", Some(path))?;
        let integers =
            ctp::Integers::open(path, args.dry_run).map_err(|e| unreadable("--integers", &e))?;
        script = script.with_integers(integers);
    }
    if uses.hashes {
        tracing::warn!(
            "the script's hashes have no key: whoever can guess an original can confirm the guess"
        );
    }
    Ok((Recipe::Ctp(Box::new(script)), settings, uses.integers))
}

/// A file that an option names.
///
/// # Errors
/// When it cannot be read.
pub fn read_text(path: &Path, flag: &str) -> Result<String, RunError> {
    fs::read_to_string(path).map_err(|e| unreadable(flag, &e))
}

fn unreadable(flag: &str, error: &std::io::Error) -> RunError {
    RunError::Usage(format!("{flag} cannot be read: {}", error.kind()))
}
