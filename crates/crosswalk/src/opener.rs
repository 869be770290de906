//! What opens an encrypted link file.

use std::io::{BufRead, ErrorKind};
use std::iter;
use std::path::{Path, PathBuf};

use age::secrecy::SecretString;
use age::stream::StreamReader;
use age::{DecryptError, Decryptor, Identity, scrypt, x25519};
use dicom_common::files::secret::open_secret;

use crate::LinkError;
use crate::key_file::{lines, passphrase, read_text};

/// log2 of scrypt's N up to which a file is worked on: 1 GiB and a few seconds.
const MOST_WORK: u8 = 20;

/// What opens an encrypted link file.
pub enum Opener {
    /// Secret keys, one of which may belong to a recipient.
    Identities(Vec<x25519::Identity>),
    /// The passphrase.
    Passphrase(SecretString),
}

impl Opener {
    /// The secret keys in files that only their owner can read, as `age-keygen` writes them.
    ///
    /// # Errors
    /// When there are none, or others could read them.
    pub fn of_identities(paths: &[PathBuf]) -> Result<Self, LinkError> {
        let mut identities = Vec::new();
        for path in paths {
            let file = open_secret(path).map_err(LinkError::IdentityFile)?;
            let text = read_text(file).ok_or(LinkError::Identity)?;
            for (_, line) in lines(&text) {
                identities.push(line.parse().map_err(|_| LinkError::Identity)?);
            }
        }
        match identities.is_empty() {
            true => Err(LinkError::Identity),
            false => Ok(Self::Identities(identities)),
        }
    }

    /// The passphrase in a file that only its owner can read.
    ///
    /// # Errors
    /// When there is none, or others could read it.
    pub fn of_passphrase(path: &Path) -> Result<Self, LinkError> {
        Ok(Self::Passphrase(passphrase(path)?.into()))
    }

    /// The plain content; every piece of it is authenticated before it is handed out.
    ///
    /// # Errors
    /// When this does not open it.
    pub(crate) fn open<R: BufRead>(&self, source: R) -> Result<StreamReader<R>, LinkError> {
        let sealed = Decryptor::new_buffered(source).map_err(|error| match error {
            DecryptError::Io(e) if e.kind() != ErrorKind::UnexpectedEof => {
                LinkError::Unreadable(e.kind())
            }
            _ => LinkError::Damaged,
        })?;
        match (self, sealed.is_scrypt()) {
            (Self::Identities(_), true) => Err(LinkError::NeedsPassphrase),
            (Self::Passphrase(_), false) => Err(LinkError::NeedsIdentity),
            (Self::Identities(keys), false) => sealed
                .decrypt(keys.iter().map(|key| key as &dyn Identity))
                .map_err(|error| refused(&error, LinkError::WrongIdentity)),
            (Self::Passphrase(passphrase), true) => {
                let mut identity = scrypt::Identity::new(passphrase.clone());
                identity.set_max_work_factor(MOST_WORK);
                sealed
                    .decrypt(iter::once(&identity as &dyn Identity))
                    .map_err(|error| refused(&error, LinkError::WrongPassphrase))
            }
        }
    }
}

/// Why a file was not opened; `wrong` where the key is not the right one.
fn refused(error: &DecryptError, wrong: LinkError) -> LinkError {
    match error {
        DecryptError::ExcessiveWork { .. } => LinkError::Work,
        DecryptError::NoMatchingKeys
        | DecryptError::DecryptionFailed
        | DecryptError::KeyDecryptionFailed => wrong,
        _ => LinkError::Damaged,
    }
}
