//! To whom a link file is encrypted.

use std::fs::File;
use std::io::{self, Write};
use std::iter;
use std::path::Path;

use age::secrecy::SecretString;
use age::stream::StreamWriter;
use age::{EncryptError, Encryptor, Recipient, scrypt, x25519};

use crate::LinkError;
use crate::bounds::{MOST_RECIPIENTS, SHORTEST_PASSPHRASE};
use crate::key_file::{lines, passphrase, read_text};

/// log2 of scrypt's N: 256 MiB and about a second on a desktop, as much as age itself takes.
const WORK: u8 = 18;

/// To whom a link file is encrypted.
pub enum Lock {
    /// Any of these can open it.
    Recipients(Vec<x25519::Recipient>),
    /// Whoever knows this can open it.
    Passphrase(SecretString),
}

impl Lock {
    /// Public keys of age (`age1...`), and paths of files with such keys.
    ///
    /// ```
    /// use crosswalk::Lock;
    ///
    /// let key = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";
    /// assert!(Lock::to_recipients(&[key.to_owned()]).is_ok());
    /// assert!(Lock::to_recipients(&[]).is_err());
    /// ```
    ///
    /// # Errors
    /// When one of them cannot be used, or there are none or too many.
    pub fn to_recipients(given: &[String]) -> Result<Self, LinkError> {
        let mut recipients = Vec::new();
        for given in given {
            match is_secret(given) {
                true => return Err(LinkError::SecretRecipient),
                false if given.starts_with("age1") => {
                    recipients.push(given.parse().map_err(|_| LinkError::Recipient)?);
                }
                false => recipients.extend(in_file(Path::new(given))?),
            }
        }
        match recipients.len() {
            1..=MOST_RECIPIENTS => Ok(Self::Recipients(recipients)),
            _ => Err(LinkError::Recipients),
        }
    }

    /// The passphrase in a file that only its owner can read.
    ///
    /// # Errors
    /// When there is none, others could read it, or it is too short.
    pub fn to_passphrase(path: &Path) -> Result<Self, LinkError> {
        let passphrase = passphrase(path)?;
        match passphrase.chars().count() {
            0..SHORTEST_PASSPHRASE => Err(LinkError::ShortPassphrase),
            _ => Ok(Self::Passphrase(passphrase.into())),
        }
    }

    /// Encrypts what is written, and passes it on; not whole until it is finished.
    ///
    /// # Errors
    /// When the header cannot be written.
    pub(crate) fn seal<W: Write>(&self, output: W) -> io::Result<StreamWriter<W>> {
        let encryptor = match self {
            Self::Recipients(keys) => {
                Encryptor::with_recipients(keys.iter().map(|key| key as &dyn Recipient))
            }
            Self::Passphrase(passphrase) => {
                let mut recipient = scrypt::Recipient::new(passphrase.clone());
                recipient.set_work_factor(WORK);
                Encryptor::with_recipients(iter::once(&recipient as &dyn Recipient))
            }
        };
        let encryptor = encryptor.map_err(|error| match error {
            EncryptError::Io(error) => error,
            _ => io::ErrorKind::InvalidInput.into(),
        })?;
        encryptor.wrap_output(output)
    }
}

/// Public keys, one a line; comments begin with `#`.
fn in_file(path: &Path) -> Result<Vec<x25519::Recipient>, LinkError> {
    let file = File::open(path).map_err(|e| LinkError::NoRecipient(e.kind()))?;
    let text = read_text(file).ok_or(LinkError::NoRecipient(io::ErrorKind::InvalidData))?;
    let mut recipients = Vec::new();
    for (at, line) in lines(&text) {
        if is_secret(line) {
            return Err(LinkError::SecretRecipient);
        }
        recipients.push(line.parse().map_err(|_| LinkError::RecipientLine(at))?);
    }
    match recipients.is_empty() {
        true => Err(LinkError::Recipients),
        false => Ok(recipients),
    }
}

/// Whether this is a secret key of age, which nobody may be given.
fn is_secret(text: &str) -> bool {
    text.trim().get(..15).is_some_and(|start| start.eq_ignore_ascii_case("AGE-SECRET-KEY-"))
}
