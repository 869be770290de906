//! Transfer syntaxes, as far as the encoding of a data set goes (PS3.5 annex A).

use crate::code::{Code, Fault, Outcome};

/// UIDs below this root name classes, syntaxes and the like of the standard, never an object.
pub const STANDARD_UID_ROOT: &str = "1.2.840.10008.";

/// How the elements of a data set are encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// Implicit VR Little Endian.
    ImplicitLittle,
    /// Explicit VR Little Endian.
    ExplicitLittle,
    /// Explicit VR Big Endian (retired).
    ExplicitBig,
}

impl Encoding {
    /// Whether numbers are stored with their most significant byte first.
    pub fn big_endian(self) -> bool {
        self == Encoding::ExplicitBig
    }

    /// Whether each element carries its value representation.
    pub fn explicit(self) -> bool {
        self != Encoding::ImplicitLittle
    }
}

/// A transfer syntax.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Syntax {
    /// Transfer Syntax UID (0002,0010).
    pub uid: String,
    /// The encoding of the data set's elements.
    pub encoding: Encoding,
    /// Whether the whole data set is compressed with deflate (PS3.5 A.5).
    pub deflated: bool,
    /// Whether pixel data is encapsulated in items (PS3.5 A.4).
    pub encapsulated: bool,
}

/// Whether a text is a UID of the standard itself, and nothing but a UID.
pub fn is_standard_uid(text: &str) -> bool {
    text.starts_with(STANDARD_UID_ROOT) && is_uid(text)
}

/// Whether a text is made as a UID: digits and dots, at most 64 characters (PS3.5 9.1).
pub fn is_uid(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

impl Syntax {
    /// The transfer syntax of this UID.
    ///
    /// # Errors
    /// `E_TRANSFER_SYNTAX` for a text that is no transfer syntax of PS3.5 with the pixels in the file
    /// itself, but for the one private syntax that is wide-spread (implicit VR with big-endian
    /// pixels).
    pub fn from_uid(uid: &str) -> Outcome<Self> {
        let (encoding, deflated, encapsulated) = match uid {
            "1.2.840.10008.1.2" => (Encoding::ImplicitLittle, false, false),
            "1.2.840.113619.5.2" => (Encoding::ImplicitLittle, false, false),
            "1.2.840.10008.1.2.1" => (Encoding::ExplicitLittle, false, false),
            "1.2.840.10008.1.2.2" => (Encoding::ExplicitBig, false, false),
            "1.2.840.10008.1.2.1.99" => (Encoding::ExplicitLittle, true, false),
            _ if is_encapsulated(uid) => (Encoding::ExplicitLittle, false, true),
            _ => return Err(Fault(Code::TransferSyntax)),
        };
        Ok(Self { uid: uid.to_owned(), encoding, deflated, encapsulated })
    }

    /// The uncompressed syntax of an encoding, for files that do not name theirs.
    pub fn native(encoding: Encoding) -> Self {
        let uid = match encoding {
            Encoding::ImplicitLittle => "1.2.840.10008.1.2",
            Encoding::ExplicitLittle => "1.2.840.10008.1.2.1",
            Encoding::ExplicitBig => "1.2.840.10008.1.2.2",
        };
        Self { uid: uid.to_owned(), encoding, deflated: false, encapsulated: false }
    }
}

/// Whether a transfer syntax of the standard encapsulates its pixels (PS3.5 A.4). Those that name an
/// address instead (JPIP), documents (retired) and live video are none.
fn is_encapsulated(uid: &str) -> bool {
    let suffix = uid.strip_prefix("1.2.840.10008.1.2.").unwrap_or_default();
    if matches!(suffix, "1.98" | "5" | "8.1") {
        return true;
    }
    let number = suffix.strip_prefix("4.").unwrap_or_default();
    // Fragmentable variants of video end with `.1`.
    let (number, is_variant) = match number.strip_suffix(".1") {
        Some(number) => (number, true),
        None => (number, false),
    };
    // Leading zeros and signs are no part of a UID.
    let is_number = number.starts_with(|first: char| matches!(first, '1'..='9'));
    match number.parse::<u16>() {
        Ok(100..=106) if is_number => true,
        Ok(50..=66 | 70 | 80 | 81 | 90..=93 | 107 | 108 | 110..=112 | 201..=203) => {
            is_number && !is_variant
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_behind_the_standards_root_makes_no_uid_of_the_standard() {
        assert!(is_standard_uid("1.2.840.10008.1.2"));
        assert!(!is_standard_uid("1.2.840.10008.JANE DOE") && !is_standard_uid("1.2.3"));
    }

    #[test]
    fn syntaxes_that_the_standard_does_not_know_and_pixels_elsewhere_are_refused() {
        let of = |suffix: &str| Syntax::from_uid(&format!("1.2.840.10008.1.2.{suffix}"));
        for known in
            ["1.98", "5", "8.1", "4.50", "4.70", "4.93", "4.102", "4.102.1", "4.112", "4.203"]
        {
            assert!(of(known).unwrap().encapsulated, "{known}");
        }
        // JPIP, documents, live video; what is nothing.
        for unknown in [
            "4.94",
            "4.95",
            "4.204",
            "4.205",
            "6.1",
            "6.2",
            "7.1",
            "7.2",
            "7.3",
            "4.50.1",
            "4.050",
            "4.5",
            "4.+50",
            "4.102.1.1",
            "5.1",
            "9",
            "4.JANE",
        ] {
            assert_eq!(of(unknown), Err(Fault(Code::TransferSyntax)), "{unknown}");
        }
    }
}
