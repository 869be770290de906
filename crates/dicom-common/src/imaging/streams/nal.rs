//! H.264 and H.265 (ISO 14496-10 7.4.1, ISO 23008-2 7.4.2) as byte streams; containers (MP4, transport
//! streams) are refused.

use super::start_code::{self, HEAD, Next, Unit};
use super::stream::Stream;
use crate::code::{Code, Fault, Outcome};

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    H264,
    H265,
}

/// What a unit is for a decoder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// A slice of a picture.
    Slice,
    /// Parameters that slices need.
    Parameters,
    /// Supplemental enhancement information.
    Supplement,
    /// A delimiter with so many bytes in all.
    Delimiter(u64),
    /// Filler and what is not specified.
    Other,
}

/// Walks all units. Supplements go but for timing and arrangement, and everything that decoders pass
/// over.
pub(super) fn walk(stream: &mut Stream<'_>, kind: Kind) -> Outcome<()> {
    start_code::first(stream)?;
    let mut slices = 0u64;
    loop {
        let coded = |first| matches!(kind.role(first), Role::Slice | Role::Parameters);
        let (unit, next) = start_code::unit(stream, coded)?;
        let first = *unit.head.first().ok_or(Fault(Code::Stream))?;
        // The bit that must not be set is so in the codes of MPEG systems.
        if first & 0x80 != 0 {
            return Err(Fault(Code::Stream));
        }
        match kind.role(first) {
            Role::Slice => slices += 1,
            Role::Parameters => {}
            Role::Supplement if stays(&unit, kind) => {}
            Role::Delimiter(len) => unit.cut(stream, len)?,
            Role::Supplement | Role::Other => unit.remove(stream)?,
        }
        match next {
            Next::Unit => {}
            Next::End if slices > 0 => return Ok(()),
            Next::End => return Err(Fault(Code::Stream)),
        }
    }
}

impl Kind {
    fn role(self, first: u8) -> Role {
        match self {
            Kind::H264 => match first & 0x1F {
                1..=5 | 14 | 19..=21 => Role::Slice,
                7 | 8 | 13 | 15 => Role::Parameters,
                6 => Role::Supplement,
                9 => Role::Delimiter(2),
                10 | 11 => Role::Delimiter(1),
                _ => Role::Other,
            },
            Kind::H265 => match first >> 1 & 0x3F {
                0..=9 | 16..=21 => Role::Slice,
                32..=34 => Role::Parameters,
                39 | 40 => Role::Supplement,
                35 => Role::Delimiter(3),
                36 | 37 => Role::Delimiter(2),
                _ => Role::Other,
            },
        }
    }

    /// Bytes of a unit's header.
    fn header(self) -> usize {
        match self {
            Kind::H264 => 1,
            Kind::H265 => 2,
        }
    }
}

/// Whether each message of a supplement says when or how pictures are shown, and nothing else.
fn stays(unit: &Unit, kind: Kind) -> bool {
    if unit.len() >= HEAD as u64 {
        return false;
    }
    let solid = usize::try_from(unit.len()).unwrap_or(0);
    let message = unit.head.get(kind.header()..solid).unwrap_or_default();
    let message = without_emulation(message);
    let mut rest = message.as_slice();
    loop {
        match rest {
            // Trailing bits.
            [0x80] => return true,
            // Buffering, timing, recovery point, arrangement of stereo frames, active parameters.
            [0 | 1 | 6 | 45 | 129, len @ 0..=32, after @ ..] => {
                let Some((content, after)) = after.split_at_checked(usize::from(*len)) else {
                    return false;
                };
                let is_text = |part: &[u8]| part.iter().all(u8::is_ascii_graphic);
                if content.windows(5).any(is_text) {
                    return false;
                }
                rest = after;
            }
            _ => return false,
        }
    }
}

/// Without the bytes that keep a start code from occurring by chance (7.4.1.1).
fn without_emulation(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(bytes.len());
    for byte in bytes {
        if *byte == 3 && plain.ends_with(&[0, 0]) {
            continue;
        }
        plain.push(*byte);
    }
    plain
}
