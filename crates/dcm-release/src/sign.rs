//! Signatures: Ed25519 (RFC 8032) over the bytes of the statement, in keys' usual form (PEM, RFC 8410).

use std::io::Read;
use std::path::Path;

use data_encoding::HEXLOWER;
use dicom_common::code::RunError;
use dicom_common::files::secret::open_secret;
use ed25519_dalek::pkcs8::DecodePrivateKey;
use ed25519_dalek::pkcs8::spki::DecodePublicKey;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};

use crate::statement::Signer;

/// Name of an algorithm in a statement.
const ALGORITHM: &str = "Ed25519";
/// Bytes that a file of a key may have.
const LARGEST: u64 = 64 << 10;

/// A key to sign with.
pub struct Key(SigningKey);

impl Key {
    /// Reads a key that only its owner can read.
    ///
    /// # Errors
    /// When others can read it too, or it is no Ed25519 key in PEM.
    pub fn read(path: &Path) -> Result<Self, RunError> {
        let refuse = |why: String| RunError::Usage(format!("the file of --sign-key {why}"));
        let mut text = String::new();
        open_secret(path)
            .map_err(|e| refuse(e.to_string()))?
            .take(LARGEST)
            .read_to_string(&mut text)
            .map_err(|e| refuse(format!("cannot be read: {}", e.kind())))?;
        let key = SigningKey::from_pkcs8_pem(&text);
        key.map(Self).map_err(|_| {
            refuse(
                "holds no Ed25519 key; make one with: openssl genpkey -algorithm ed25519"
                    .to_owned(),
            )
        })
    }

    /// How a statement names it.
    pub fn signer(&self) -> Signer {
        let public_key = HEXLOWER.encode(self.0.verifying_key().as_bytes());
        Signer { algorithm: ALGORITHM.into(), public_key }
    }

    /// Signs.
    pub fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        self.0.sign(bytes).to_bytes()
    }
}

/// Reads a public key, as 64 hexadecimal digits.
///
/// # Errors
/// When it cannot be read, or is no Ed25519 key in PEM.
pub fn public_key(path: &Path) -> Result<String, RunError> {
    let refuse = |why: String| RunError::Usage(format!("the file of --public-key {why}"));
    let text = std::fs::read_to_string(path)
        .map_err(|e| refuse(format!("cannot be read: {}", e.kind())))?;
    let key = VerifyingKey::from_public_key_pem(&text)
        .map_err(|_| refuse("holds no Ed25519 public key in PEM".to_owned()))?;
    Ok(HEXLOWER.encode(key.as_bytes()))
}

/// Whether a signature over these bytes is of this signer.
pub fn is_of(signer: &Signer, bytes: &[u8], signature: &[u8]) -> bool {
    let key = HEXLOWER.decode(signer.public_key.as_bytes()).ok();
    let key = key.and_then(|key| VerifyingKey::from_bytes(&key.try_into().ok()?).ok());
    match (key, Signature::from_slice(signature)) {
        (Some(key), Ok(signature)) if signer.algorithm == ALGORITHM => {
            key.verify_strict(bytes, &signature).is_ok()
        }
        _ => false,
    }
}
