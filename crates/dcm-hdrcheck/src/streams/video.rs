//! Video: MPEG-2, MPEG-4 AVC and HEVC (PS3.5 8.2.5 to 8.2.9). Text may stand in user data of the
//! streams and in boxes of the MP4 format.

use dicom_common::code::Outcome;

use super::stream::{Foreign, Stream};
use crate::reader::Extent;

/// How a stream is coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// MPEG-2 (ITU-T H.262).
    Mpeg2,
    /// MPEG-4 AVC (H.264).
    Avc,
    /// HEVC (H.265).
    Hevc,
}

/// The kind of video of a transfer syntax; none for images.
pub(super) fn kind(syntax: &str) -> Option<Kind> {
    let of_standard = syntax.strip_prefix("1.2.840.10008.1.2.4.")?;
    Some(match of_standard.split('.').next()? {
        "100" | "101" => Kind::Mpeg2,
        "102" | "103" | "104" | "105" | "106" => Kind::Avc,
        "107" | "108" => Kind::Hevc,
        _ => return None,
    })
}

/// Boxes of the MP4 format that hold text of users.
const BOXES: [&[u8; 4]; 8] =
    [b"udta", b"meta", b"uuid", b"ilst", b"loci", b"free", b"skip", b"XMP_"];

/// Letters in a row that are text.
const LETTERS: usize = 8;

/// What is no image in a stream.
pub(super) fn foreign(syntax: &str, stream: &mut Stream<'_>) -> Outcome<Vec<Foreign>> {
    let Some(kind) = kind(syntax) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    let mut window = [0u8; 8];
    let mut text = TextAhead::default();
    let mut user_data = false;
    while let Some(byte) = stream.byte()? {
        window.rotate_left(1);
        if let Some(last) = window.last_mut() {
            *last = byte;
        }
        let [.., a, b, c, d, e] = window;
        if [a, b, c] == [0, 0, 1] {
            user_data = is_user_data(kind, d, e);
            text = TextAhead::default();
        }
        let box_name = [b, c, d, e];
        if BOXES.iter().any(|name| **name == box_name) {
            user_data = true;
            text = TextAhead::default();
        }
        if user_data && text.is_complete(byte) {
            found.push(Foreign::Segment(Extent { offset: stream.pos(), len: 0 }));
            return Ok(found);
        }
    }
    Ok(found)
}

/// Whether a start code begins data of users.
fn is_user_data(kind: Kind, code: u8, next: u8) -> bool {
    match kind {
        Kind::Mpeg2 => code == 0xB2,
        // Supplemental information: user data registered or not.
        Kind::Avc => code & 0x1F == 6 && matches!(next, 4 | 5),
        Kind::Hevc => matches!(code >> 1 & 0x3F, 39 | 40),
    }
}

/// Counts letters in a row.
#[derive(Default)]
struct TextAhead(usize);

impl TextAhead {
    fn is_complete(&mut self, byte: u8) -> bool {
        let letter = byte.is_ascii_alphanumeric() || b" ^-_.,".contains(&byte);
        self.0 = if letter { self.0 + 1 } else { 0 };
        self.0 >= LETTERS
    }
}
