//! Keyed pseudonyms: pure functions of a secret key and an original value.
//!
//! The same key gives the same pseudonyms in every run and on every machine; without the key they
//! can be neither made nor undone. Each pseudonym carries a check that needs no key, so that a
//! checker can tell it from an original value.

mod check;
mod key;

pub use key::{Key, KeyError};

use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use check::crc16;

/// Longest a date is moved, in days (about ten years).
const LONGEST_SHIFT: u64 = 3652;

/// Makes the pseudonyms of one key.
///
/// ```
/// use dicom_common::deid::pseudonym::{Key, Pseudonyms, is_identifier, is_uid};
///
/// let key = Key::from_bytes(b"a secret of 16 bytes or more".to_vec())?;
/// let pseudonyms = Pseudonyms::new(&key);
/// let subject = pseudonyms.identifier(b"HOSP100200");
/// assert_eq!(subject, pseudonyms.identifier(b"HOSP100200"));
/// assert!(is_identifier(&subject) && !is_identifier("HOSP100200"));
/// assert!(is_uid(&pseudonyms.uid("1.2.3")) && !is_uid("1.2.3"));
/// assert!(pseudonyms.shift_days(b"HOSP100200") < 0);
/// # Ok::<(), dicom_common::deid::pseudonym::KeyError>(())
/// ```
#[derive(Clone)]
pub struct Pseudonyms {
    mac: Hmac<Sha256>,
}

impl Pseudonyms {
    /// The pseudonyms of this key.
    pub fn new(key: &Key) -> Self {
        let mac = <Hmac<Sha256> as KeyInit>::new(&key.block().into());
        Self { mac }
    }

    fn digest(&self, purpose: &str, value: &[u8]) -> [u8; 32] {
        let mut mac = self.mac.clone();
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(value);
        mac.finalize().into_bytes().into()
    }

    /// The id of an input: 20 characters of base32 for its path relative to the input folder.
    pub fn source(&self, relative_path: &[u8]) -> String {
        let mut id = BASE32_NOPAD.encode(&self.digest("source", relative_path));
        id.truncate(20);
        id
    }

    /// The pseudonym of an identifier: 16 characters of base32, which fit every identifying VR
    /// (SH above all). The last ten bits check the others.
    pub fn identifier(&self, original: &[u8]) -> String {
        let [a, b, c, d, e, f, g, h, i, ..] = self.digest("identifier", original);
        let body = [a, b, c, d, e, f, g, h, i & 0xFC];
        let [hi, lo] = (crc16(&body) & 0x3FF).to_be_bytes();
        let [b0, b1, b2, b3, b4, b5, b6, b7, b8] = body;
        BASE32_NOPAD.encode(&[b0, b1, b2, b3, b4, b5, b6, b7, b8 | hi, lo])
    }

    /// The new UID of a UID: a UUID of version 8 below 2.25 (PS3.5 B.2), whose last 16 bits check
    /// the others.
    pub fn uid(&self, original: &str) -> String {
        self.uid_for("uid", original)
    }

    /// The UID of the defaced copy of an object or series: another one than [`Pseudonyms::uid`]'s,
    /// so that it stands for the defaced pixels alone.
    pub fn defaced_uid(&self, original: &str) -> String {
        self.uid_for("defaced-uid", original)
    }

    fn uid_for(&self, purpose: &str, original: &str) -> String {
        let digest = self.digest(purpose, original.as_bytes());
        let mut bits = digest.first_chunk::<16>().copied().map(u128::from_be_bytes).unwrap_or(0);
        bits = bits & !(0xF << 76) | 8 << 76;
        bits = bits & !(0b11 << 62) | 0b10 << 62;
        format!("2.25.{}", with_check(bits))
    }

    /// By how many days the dates of a patient move: always back, by at least one day.
    pub fn shift_days(&self, patient: &[u8]) -> i64 {
        let digest = self.digest("date-shift", patient);
        let number = digest.first_chunk::<8>().copied().map(u64::from_be_bytes).unwrap_or(0);
        -i64::try_from(1 + number % LONGEST_SHIFT).unwrap_or(1)
    }

    /// Tells which key was used, without telling the key: 12 hexadecimal digits.
    pub fn fingerprint(&self) -> String {
        let mut text = data_encoding::HEXLOWER.encode(&self.digest("fingerprint", b""));
        text.truncate(12);
        text
    }
}

fn with_check(bits: u128) -> u128 {
    let body = bits & !0xFFFF;
    body | u128::from(crc16(&body.to_be_bytes()))
}

/// Whether a text has the form and the check of [`Pseudonyms::identifier`].
pub fn is_identifier(text: &str) -> bool {
    let Ok(bytes) = BASE32_NOPAD.decode(text.as_bytes()) else {
        return false;
    };
    let Ok([b0, b1, b2, b3, b4, b5, b6, b7, b8, lo]) = <[u8; 10]>::try_from(bytes) else {
        return false;
    };
    let body = [b0, b1, b2, b3, b4, b5, b6, b7, b8 & 0xFC];
    u16::from_be_bytes([b8 & 3, lo]) == crc16(&body) & 0x3FF
}

/// Whether a UID has the form and the check of [`Pseudonyms::uid`].
pub fn is_uid(text: &str) -> bool {
    let Some(bits) = text.strip_prefix("2.25.").and_then(|n| n.parse::<u128>().ok()) else {
        return false;
    };
    (bits >> 76) & 0xF == 8 && (bits >> 62) & 0b11 == 0b10 && with_check(bits) == bits
}

/// Whether a path is made of pseudonyms alone, as the tools name their output: any other may tell
/// who the patient is and does not go into a manifest.
pub fn is_pseudonymous(relative_path: &[u8]) -> bool {
    let Ok(path) = std::str::from_utf8(relative_path) else { return false };
    path.split('/').all(|name| {
        let stem = name.strip_suffix(".dcm").unwrap_or(name);
        is_identifier(stem) || is_uid(stem)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pseudonyms(seed: &[u8]) -> Pseudonyms {
        Pseudonyms::new(&Key::from_bytes(seed.to_vec()).unwrap())
    }

    proptest! {
        #[test]
        fn pseudonyms_are_recognised_stable_and_within_their_vr(value in ".{0,80}") {
            let p = pseudonyms(&[7; 32]);
            let (id, uid) = (p.identifier(value.as_bytes()), p.uid(&value));
            prop_assert!(is_identifier(&id) && id.len() == 16);
            prop_assert!(is_uid(&uid) && uid.len() <= 64);
            prop_assert!(is_uid(&p.defaced_uid(&value)) && p.defaced_uid(&value) != uid);
            prop_assert_eq!(&id, &p.identifier(value.as_bytes()));
            prop_assert_ne!(&id, &pseudonyms(&[8; 32]).identifier(value.as_bytes()));
            let days = p.shift_days(value.as_bytes());
            prop_assert!((-3652..0).contains(&days));
        }
    }

    #[test]
    fn original_values_are_not_taken_for_pseudonyms() {
        for id in ["", "1234567890", "HOSP100200", "ABCDEFGHIJKLMNOP", "20210301101500"] {
            assert!(!is_identifier(id), "{id}");
        }
        let uuid = "2.25.329800735698586629295641978511506172918";
        for uid in ["", "1.2.840.113619.2.1", uuid, "2.25.x"] {
            assert!(!is_uid(uid), "{uid}");
        }
    }
}
