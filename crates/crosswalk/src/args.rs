//! The flags for encrypted link files, which the tools share.

use std::path::PathBuf;

use clap::Args;
use dicom_common::code::RunError;

use crate::{Lock, Opener};

/// To whom the link file is encrypted.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Key")]
pub struct LockArgs {
    /// Encrypt the link file to this public key of age (age1...), or to all in this file, one a
    /// line. Repeat it for more people; each of them can open the file alone.
    #[arg(
        long,
        value_name = "RECIPIENT",
        requires = "link",
        conflicts_with = "link_passphrase_file"
    )]
    pub link_recipient: Vec<String>,
    /// Encrypt the link file to the passphrase in FILE: one line, which only you may be able to
    /// read.
    #[arg(long, value_name = "FILE", requires = "link")]
    pub link_passphrase_file: Option<PathBuf>,
}

impl LockArgs {
    /// What the flags name; none where the file is to be plain.
    ///
    /// # Errors
    /// Keys or a passphrase that cannot be used.
    pub fn lock(&self) -> Result<Option<Lock>, RunError> {
        let lock = match (&self.link_passphrase_file, self.link_recipient.as_slice()) {
            (None, []) => return Ok(None),
            (Some(path), _) => Lock::to_passphrase(path),
            (None, recipients) => Lock::to_recipients(recipients),
        };
        lock.map(Some).map_err(RunError::usage)
    }
}

/// What opens an encrypted link file.
#[derive(Debug, Clone, Default, Args)]
pub struct OpenArgs {
    /// Open the encrypted link file with the secret keys in FILE, as age-keygen writes it, which
    /// only you may be able to read.
    #[arg(
        long,
        value_name = "FILE",
        visible_alias = "identity",
        requires = "link",
        conflicts_with = "link_passphrase_file"
    )]
    pub link_identity: Vec<PathBuf>,
    /// Open the encrypted link file with the passphrase in FILE: one line, which only you may be
    /// able to read.
    #[arg(long, value_name = "FILE", visible_alias = "passphrase-file", requires = "link")]
    pub link_passphrase_file: Option<PathBuf>,
}

impl OpenArgs {
    /// What the flags name, if anything.
    ///
    /// # Errors
    /// Keys or a passphrase that cannot be used.
    pub fn opener(&self) -> Result<Option<Opener>, RunError> {
        let opener = match (&self.link_passphrase_file, self.link_identity.as_slice()) {
            (None, []) => return Ok(None),
            (Some(path), _) => Opener::of_passphrase(path),
            (None, paths) => Opener::of_identities(paths),
        };
        opener.map(Some).map_err(RunError::usage)
    }
}
