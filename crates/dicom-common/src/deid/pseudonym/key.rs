//! The secret key: from a file or descriptor that others cannot read, or random for one run.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::files::secret::{SecretError, open_secret};

const SHORTEST: usize = 16;
const LONGEST: usize = 4096;
/// Different bytes of a key: 16 random digits have fewer in one of some million keys.
const FEWEST_BYTES: usize = 5;

/// A secret from which all pseudonyms derive. Never printed.
#[derive(Clone)]
pub struct Key {
    bytes: Vec<u8>,
}

/// Why a key could not be used; says nothing of its content.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The descriptor delivers nothing.
    #[error("the key cannot be read: {0}")]
    Unreadable(std::io::ErrorKind),
    /// Missing, no regular file, or open to others.
    #[error("the key file {0}")]
    File(#[from] SecretError),
    /// Too little secret.
    #[error("the key is shorter than {SHORTEST} bytes; make one with: head -c 32 /dev/urandom")]
    Short,
    /// More than a key.
    #[error("the key is longer than {LONGEST} bytes")]
    Long,
    /// One byte over and over, or a few.
    #[error("the key is not random; make one with: head -c 32 /dev/urandom")]
    Plain,
    /// No random numbers.
    #[error("the system gives no random numbers for a key")]
    Random,
}

impl Key {
    /// A key of these bytes, white space around them removed.
    ///
    /// # Errors
    /// Keys shorter than 16 bytes or longer than 4,096.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, KeyError> {
        let bytes = bytes.trim_ascii().to_vec();
        match bytes.len() {
            0..SHORTEST => Err(KeyError::Short),
            SHORTEST..=LONGEST => Ok(Self { bytes }),
            _ => Err(KeyError::Long),
        }
    }

    /// A random key, for one run.
    pub fn random() -> Result<Self, KeyError> {
        let mut bytes = vec![0; 32];
        getrandom::fill(&mut bytes).map_err(|_| KeyError::Random)?;
        Ok(Self { bytes })
    }

    /// The key in a regular file that only its owner can read.
    pub fn from_file(path: &Path) -> Result<Self, KeyError> {
        Self::read(open_secret(path)?)
    }

    /// The key that an inherited file descriptor delivers.
    pub fn from_descriptor(fd: i32) -> Result<Self, KeyError> {
        // Opened by its name: taking over a bare number would need unsafe code.
        let file = File::open(format!("/proc/self/fd/{fd}"));
        Self::read(file.map_err(|e| KeyError::Unreadable(e.kind()))?)
    }

    fn read(source: impl Read) -> Result<Self, KeyError> {
        let mut bytes = Vec::new();
        let limit = LONGEST as u64 + 256;
        source.take(limit).read_to_end(&mut bytes).map_err(|e| KeyError::Unreadable(e.kind()))?;
        let key = Self::from_bytes(bytes)?;
        let different: BTreeSet<u8> = key.bytes.iter().copied().collect();
        if different.len() < FEWEST_BYTES { Err(KeyError::Plain) } else { Ok(key) }
    }

    /// A block for HMAC-SHA256 that depends on the whole key, bound to this use of it.
    pub(super) fn block(&self) -> [u8; 64] {
        let digest = Sha256::new()
            .chain_update(b"dcm-tools pseudonym key v1\0")
            .chain_update(&self.bytes)
            .finalize();
        let mut block = [0; 64];
        block.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
        block
    }
}

impl Drop for Key {
    fn drop(&mut self) {
        self.bytes.fill(0);
        // So that the compiler does not leave it out.
        std::hint::black_box(&self.bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_of_one_byte_over_and_over_is_refused() {
        for bytes in [vec![0; 32], vec![b'a'; 64], b"0101010101010101".to_vec()] {
            assert!(matches!(Key::read(bytes.as_slice()), Err(KeyError::Plain)), "{bytes:?}");
        }
        assert!(Key::read(b"3141592653589793".as_slice()).is_ok());
        assert!(matches!(Key::read([0; 8].as_slice()), Err(KeyError::Short)));
    }
}
