//! What can be wrong with a link file and with what encrypts or opens it.

use std::io::ErrorKind;

use dicom_common::files::secret::SecretError;

use crate::bounds::{MOST_RECIPIENTS, SHORTEST_PASSPHRASE};

/// Why a link file cannot be encrypted or read. Never tells a value of the file, nor a secret.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// Neither a public key nor a file of them.
    #[error(
        "--link-recipient is neither a public key of age (age1...) nor a file that can be read: {0}"
    )]
    NoRecipient(ErrorKind),
    /// A damaged key, or one of a kind that is not supported.
    #[error("--link-recipient is not a public key of age (age1..., X25519)")]
    Recipient,
    /// The number, from 1, of a line of a file of recipients that is no public key.
    #[error(
        "line {0} of the file of --link-recipient is not a public key of age (age1..., X25519)"
    )]
    RecipientLine(usize),
    /// A secret key where a public one belongs.
    #[error("--link-recipient is given a secret key; its public key is shown by: age-keygen -y")]
    SecretRecipient,
    /// No key in a file, or too many.
    #[error("--link-recipient takes 1 to {MOST_RECIPIENTS} public keys")]
    Recipients,
    /// A file of secret keys that cannot be used.
    #[error("the file of --link-identity {0}")]
    IdentityFile(SecretError),
    /// A file without secret keys, or with something else.
    #[error("the file of --link-identity does not hold secret keys of age (AGE-SECRET-KEY-1...)")]
    Identity,
    /// A file of a passphrase that cannot be used.
    #[error("the file of --link-passphrase-file {0}")]
    PassphraseFile(SecretError),
    /// Empty, several lines, not text, too long.
    #[error("the file of --link-passphrase-file must hold one line of text")]
    Passphrase,
    /// Too easy to guess.
    #[error("the passphrase is shorter than {SHORTEST_PASSPHRASE} characters")]
    ShortPassphrase,
    /// The link file is not there or not readable.
    #[error("--link cannot be read: {0}")]
    Unreadable(ErrorKind),
    /// Not CSV with the columns of a link file.
    #[error(
        "--link is not a link file of dcm-scrub: it lacks the columns source, kind, original, new"
    )]
    NoLinkFile,
    /// A row that is not CSV.
    #[error("--link is broken: a row has not the columns source, kind, original, new")]
    Row,
    /// Encrypted, and nothing was given to open it.
    #[error(
        "--link is encrypted: give --link-identity FILE or --link-passphrase-file FILE, \
         or decrypt it first with: age -d"
    )]
    Encrypted,
    /// Armored: text instead of bytes.
    #[error("--link is encrypted in the text form of age; decrypt it first with: age -d")]
    Armored,
    /// Something was given to open what is open.
    #[error("--link is not encrypted: leave out --link-identity and --link-passphrase-file")]
    NotEncrypted,
    /// Identities were given.
    #[error("--link is encrypted to a passphrase: give --link-passphrase-file FILE")]
    NeedsPassphrase,
    /// A passphrase was given.
    #[error("--link is encrypted to public keys: give --link-identity FILE")]
    NeedsIdentity,
    /// Not one of the recipients.
    #[error("--link is not encrypted to any of the keys of --link-identity")]
    WrongIdentity,
    /// Another passphrase, or a changed header.
    #[error("the passphrase does not open --link")]
    WrongPassphrase,
    /// Its header asks for minutes and gigabytes.
    #[error("--link asks for more work on its passphrase than any link file of dcm-scrub")]
    Work,
    /// Cut, or changed.
    #[error("--link is damaged or was cut: nothing of it can be trusted")]
    Damaged,
}
