//! To whom a link file is encrypted.

use std::fs::File;
use std::io::{self, Read, Write};
use std::iter;
use std::path::Path;

use age::secrecy::SecretString;
use age::stream::StreamWriter;
use age::{EncryptError, Encryptor, Recipient, scrypt, x25519};
use dicom_common::files::secret::open_secret;

use crate::LinkError;

/// More than anyone needs; the header stays small.
pub(crate) const MOST_RECIPIENTS: usize = 100;

/// Patient data may be attacked for years.
pub(crate) const SHORTEST_PASSPHRASE: usize = 12;

/// log2 of scrypt's N: 256 MiB and about a second, age's own default.
const WORK: u8 = 18;

/// Public keys are text of 62 characters; with comments, a file of them is still small.
const LONGEST_FILE: u64 = 1 << 16;

/// To whom a link file is encrypted.
pub enum Lock {
    /// Any of these can open it.
    Recipients(Vec<x25519::Recipient>),
    /// Whoever knows this can open it.
    Passphrase(SecretString),
}

impl Lock {
    /// Public keys, and files of public keys.
    ///
    /// # Errors
    /// When one is not, or there are none or too many.
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

/// The only line of a file that only its owner can read, without its end.
pub(crate) fn passphrase(path: &Path) -> Result<String, LinkError> {
    let file = open_secret(path).map_err(LinkError::PassphraseFile)?;
    let text = read_text(file).ok_or(LinkError::Passphrase)?;
    let line = text.strip_suffix('\n').unwrap_or(&text);
    let line = line.strip_suffix('\r').unwrap_or(line);
    match line.is_empty() || line.contains(char::is_control) {
        true => Err(LinkError::Passphrase),
        false => Ok(line.to_owned()),
    }
}

/// Public keys, one a line; comments begin with `#`.
fn in_file(path: &Path) -> Result<Vec<x25519::Recipient>, LinkError> {
    let file = File::open(path).map_err(|e| LinkError::NoRecipient(e.kind()))?;
    let text = read_text(file).ok_or(LinkError::NoRecipient(io::ErrorKind::InvalidData))?;
    let mut recipients = Vec::new();
    for (at, line) in entries(&text) {
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

/// The lines that hold something, with their numbers.
pub(crate) fn entries(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().map(str::trim).enumerate().map(|(at, line)| (at + 1, line));
    lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}

/// A small text.
pub(crate) fn read_text(file: File) -> Option<String> {
    let mut text = String::new();
    let len = file.take(LONGEST_FILE + 1).read_to_string(&mut text).ok()?;
    (len as u64 <= LONGEST_FILE).then_some(text)
}

fn is_secret(text: &str) -> bool {
    text.trim().get(..15).is_some_and(|start| start.eq_ignore_ascii_case("AGE-SECRET-KEY-"))
}
