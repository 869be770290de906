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
    /// `E_TRANSFER_SYNTAX` for a text that is no UID below the standard's root, but for the one
    /// private syntax that is wide-spread (implicit VR with big-endian pixels).
    pub fn from_uid(uid: &str) -> Outcome<Self> {
        let (encoding, deflated, encapsulated) = match uid {
            "1.2.840.10008.1.2" => (Encoding::ImplicitLittle, false, false),
            "1.2.840.113619.5.2" => (Encoding::ImplicitLittle, false, false),
            "1.2.840.10008.1.2.1" => (Encoding::ExplicitLittle, false, false),
            "1.2.840.10008.1.2.2" => (Encoding::ExplicitBig, false, false),
            "1.2.840.10008.1.2.1.99" => (Encoding::ExplicitLittle, true, false),
            // JPIP: the pixels lie elsewhere, at an address that may name the site.
            "1.2.840.10008.1.2.4.95" | "1.2.840.10008.1.2.4.94" => {
                return Err(Fault(Code::TransferSyntax));
            }
            _ if uid.starts_with("1.2.840.10008.1.2.") && is_uid(uid) => {
                (Encoding::ExplicitLittle, false, true)
            }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_behind_the_standards_root_makes_no_uid_of_the_standard() {
        assert!(is_standard_uid("1.2.840.10008.1.2"));
        assert!(!is_standard_uid("1.2.840.10008.JANE DOE") && !is_standard_uid("1.2.3"));
    }
}
