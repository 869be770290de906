//! MPEG-2 video (ISO 13818-2 6.2) as an elementary stream; systems with other streams beside it are
//! refused.

use super::start_code::{self, Next, Unit};
use super::stream::Stream;
use crate::code::{Code, Fault, Outcome};

/// Walks all units. User data goes, and extensions that say nothing of the picture.
pub(super) fn walk(stream: &mut Stream<'_>) -> Outcome<()> {
    start_code::first(stream)?;
    let mut slices = 0u64;
    loop {
        let (unit, next) = start_code::unit(stream, |code| matches!(code, 1..=0xAF))?;
        let code = *unit.head.first().ok_or(Fault(Code::Stream))?;
        match code {
            0x01..=0xAF => slices += 1,
            // Picture, sequence, group of pictures: as long as their content.
            0x00 => shorter_than(&unit, 8)?,
            0xB3 => shorter_than(&unit, 1 + 8 + 128)?,
            0xB8 => shorter_than(&unit, 5)?,
            0xB7 => unit.cut(stream, 1)?,
            0xB5 => match unit.head.get(1).map(|byte| byte >> 4) {
                Some(3) => shorter_than(&unit, 1 + 257)?,
                Some(1 | 2 | 5 | 7..=10) => shorter_than(&unit, 20)?,
                // Copyright, camera.
                _ => unit.remove(stream)?,
            },
            // User data, errors, reserved.
            0xB0..=0xB2 | 0xB4 | 0xB6 => unit.remove(stream)?,
            0xB9.. => return Err(Fault(Code::Stream)),
        }
        match next {
            Next::Unit => {}
            Next::End if slices > 0 => return Ok(()),
            Next::End => return Err(Fault(Code::Stream)),
        }
    }
}

fn shorter_than(unit: &Unit, most: u64) -> Outcome<()> {
    if unit.len() <= most { Ok(()) } else { Err(Fault(Code::Stream)) }
}
