//! The reproduction of another program: the flags, and the project that follows from them.
#![allow(missing_docs, reason = "clap shows the documentation of flattened groups elsewhere")]

use std::path::Path;

use clap::{Args, ValueEnum};
use dicom_common::code::RunError;

use crate::compat::Project;
use crate::flag_file::read_text;
use crate::script::{Reading, Script};

/// The reproduction of another program, for comparisons.
#[derive(Debug, Args)]
#[command(next_help_heading = "Compatibility, for comparisons only")]
pub struct CompatArgs {
    /// Do exactly what another program does with the script, its defects included. Such output is
    /// not safe to share.
    #[arg(long, value_enum, requires_all = ["script", "site_id", "project"], conflicts_with_all = ["key_file", "key_fd", "link", "dialect", "lookup", "params", "integers"])]
    pub compat: Option<Compat>,
    /// The other program's site id.
    #[arg(long, value_name = "DIGITS", requires = "compat", value_parser = digits)]
    pub site_id: Option<String>,
    /// The other program's project name.
    #[arg(long, value_name = "NAME", requires = "compat")]
    pub project: Option<String>,
    /// The other program's root for new UIDs.
    #[arg(long, value_name = "UID", requires = "compat", default_value = "1.2.826.0.1.3680043.10.474.2", value_parser = uid_root)]
    pub uid_root: String,
}

/// Programs whose results can be reproduced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Compat {
    /// RSNA anonymizer 19.0.10.
    Rsna,
}

/// A project of the other program.
pub struct Reproduction {
    /// Does what the other program does.
    pub project: Project,
    /// A text of all that its results depend on, for the column scrub_config.
    pub settings: String,
}

impl CompatArgs {
    /// The project that is to be reproduced with a script; `None` where none is.
    ///
    /// # Errors
    /// When the script cannot be read.
    pub fn reproduction(&self, script: Option<&Path>) -> Result<Option<Reproduction>, RunError> {
        // Each flag by name, so that a new one cannot be forgotten in the settings.
        let Self { compat, site_id, project, uid_root } = self;
        let (Some(Compat::Rsna), Some(path), Some(site), Some(name)) =
            (compat, script, site_id, project)
        else {
            return Ok(None);
        };
        let text = read_text(path, "--script")?;
        let script = Script::parse(&text, Reading::Compatible).map_err(RunError::usage)?;
        let settings = format!("rsna {site} {name} {uid_root} {text}");
        let project = Project::new(script, site.clone(), name.clone(), uid_root.clone());
        Ok(Some(Reproduction { project, settings }))
    }
}

fn digits(text: &str) -> Result<String, String> {
    let valid = (1..=16).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    valid.then(|| text.to_owned()).ok_or_else(|| "up to 16 digits".into())
}

fn uid_root(text: &str) -> Result<String, String> {
    let valid = text.len() <= 40
        && text.split('.').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    valid.then(|| text.to_owned()).ok_or_else(|| "a UID of up to 40 characters".into())
}
