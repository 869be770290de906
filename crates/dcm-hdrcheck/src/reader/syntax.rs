//! Transfer syntaxes, as far as the encoding of a data set goes (PS3.5 annex A).

use dicom_common::code::{Code, Fault, Outcome};

/// How elements are encoded.
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
    /// Whether the most significant byte of a number comes first.
    pub fn big_endian(self) -> bool {
        self == Self::ExplicitBig
    }

    /// A 16-bit number.
    pub fn u16(self, bytes: [u8; 2]) -> u16 {
        if self.big_endian() { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) }
    }

    /// A 32-bit number.
    pub fn u32(self, bytes: [u8; 4]) -> u32 {
        if self.big_endian() { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) }
    }
}

/// A transfer syntax.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Syntax {
    /// Transfer Syntax UID (0002,0010).
    pub uid: String,
    /// The encoding of the elements.
    pub encoding: Encoding,
    /// Whether all of the data set is deflated (PS3.5 A.5).
    pub deflated: bool,
}

impl Syntax {
    /// The transfer syntax of this UID.
    ///
    /// # Errors
    /// `E_TRANSFER_SYNTAX` for those that the standard does not have, but for the one private syntax
    /// that is wide-spread, and for JPIP, whose pixels lie elsewhere.
    pub fn of(uid: &str) -> Outcome<Self> {
        let (encoding, deflated) = match uid {
            "1.2.840.10008.1.2" | "1.2.840.113619.5.2" => (Encoding::ImplicitLittle, false),
            "1.2.840.10008.1.2.2" => (Encoding::ExplicitBig, false),
            "1.2.840.10008.1.2.1.99" => (Encoding::ExplicitLittle, true),
            "1.2.840.10008.1.2.4.94" | "1.2.840.10008.1.2.4.95" => {
                return Err(Fault(Code::TransferSyntax));
            }
            _ if uid.starts_with("1.2.840.10008.1.2.") && is_uid(uid) => {
                (Encoding::ExplicitLittle, false)
            }
            _ => return Err(Fault(Code::TransferSyntax)),
        };
        Ok(Self { uid: uid.to_owned(), encoding, deflated })
    }

    /// The uncompressed syntax of an encoding, for files that name none.
    pub fn native(encoding: Encoding) -> Self {
        let uid = match encoding {
            Encoding::ImplicitLittle => "1.2.840.10008.1.2",
            Encoding::ExplicitLittle => "1.2.840.10008.1.2.1",
            Encoding::ExplicitBig => "1.2.840.10008.1.2.2",
        };
        Self { uid: uid.to_owned(), encoding, deflated: false }
    }
}

/// Whether a text has the form of a UID: digits and dots, at most 64 characters (PS3.5 9.1).
pub fn is_uid(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

/// Whether a text is a UID of the standard itself.
pub fn is_standard_uid(text: &str) -> bool {
    text.starts_with("1.2.840.10008.") && is_uid(text)
}
