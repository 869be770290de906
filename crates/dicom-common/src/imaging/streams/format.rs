//! How the frames of a transfer syntax are coded (PS3.5 A.4).

use crate::code::{Code, Fault, Outcome};
use crate::dataset::Syntax;

/// A coding whose streams can be walked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// As native pixel data (A.4.11).
    Uncompressed,
    /// Each frame deflated (A.4.13).
    Deflated,
    Rle,
    /// All processes of ISO 10918-1.
    Jpeg,
    JpegLs,
    /// With HTJ2K.
    Jpeg2000,
    /// JPEG 2000 Part 2: one codestream can hold several frames as components.
    Jpeg2000Part2,
    Mpeg2,
    H264,
    H265,
}

impl Format {
    /// The coding of a transfer syntax.
    ///
    /// # Errors
    /// `E_STREAM` for one whose streams cannot be walked: JPEG XL.
    pub(super) fn of(syntax: &Syntax) -> Outcome<Format> {
        let parts = syntax.uid.strip_prefix("1.2.840.10008.1.2.").unwrap_or_default();
        let (family, number) = parts.split_once('.').unwrap_or((parts, ""));
        // Fragmentable variants of video end with `.1`.
        let (number, variant) = number.split_once('.').unwrap_or((number, ""));
        let number = number.parse::<u16>().unwrap_or(0);
        match (family, number, variant) {
            ("1", 98, "") => Ok(Format::Uncompressed),
            ("8", 1, "") => Ok(Format::Deflated),
            ("5", 0, "") => Ok(Format::Rle),
            ("4", 50..=66 | 70, "") => Ok(Format::Jpeg),
            ("4", 80 | 81, "") => Ok(Format::JpegLs),
            ("4", 90 | 91 | 201..=203, "") => Ok(Format::Jpeg2000),
            ("4", 92 | 93, "") => Ok(Format::Jpeg2000Part2),
            ("4", 100 | 101, "" | "1") => Ok(Format::Mpeg2),
            ("4", 102..=106, "" | "1") => Ok(Format::H264),
            ("4", 107 | 108, "" | "1") => Ok(Format::H265),
            _ => Err(Fault(Code::Stream)),
        }
    }

    /// Whether all frames are one stream (PS3.5 8.2.5 to 8.2.8).
    pub(super) fn is_video(self) -> bool {
        matches!(self, Format::Mpeg2 | Format::H264 | Format::H265)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_syntax_has_its_coding_and_jpeg_xl_is_refused() {
        let of = |uid: &str| {
            let uid = format!("1.2.840.10008.1.2.{uid}");
            Syntax::from_uid(&uid).and_then(|syntax| Format::of(&syntax))
        };
        assert_eq!(of("4.50"), Ok(Format::Jpeg));
        assert_eq!(of("4.102.1"), Ok(Format::H264));
        for unknown in ["4.110", "4.111", "4.112"] {
            assert_eq!(of(unknown), Err(Fault(Code::Stream)), "{unknown}");
        }
    }
}
