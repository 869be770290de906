//! Deflated frames (PS3.5 A.4.13).

use std::io::{ErrorKind, Read};

use flate2::bufread::DeflateDecoder;

use super::stream::Stream;
use crate::code::{Code, Fault, Outcome};

/// Inflates a frame of `length` bytes to see where it ends; what is inflated is not kept.
pub(super) fn walk(stream: &mut Stream<'_>, length: u64) -> Outcome<()> {
    let mut decoder = DeflateDecoder::new(stream);
    let (mut inflated, mut part) = (0u64, [0; 4096]);
    loop {
        match decoder.read(&mut part) {
            Ok(0) if inflated >= length => return Ok(()),
            Ok(0) => return Err(Fault(Code::Stream)),
            Ok(read) => {
                let frame = usize::try_from(length.saturating_sub(inflated)).unwrap_or(read);
                inflated += read as u64;
                // Nothing but the pad byte may lie behind the frame.
                let behind = part.get(..read).and_then(|part| part.get(frame..));
                let padded = behind.is_none_or(|behind| behind.iter().all(|b| *b == 0));
                if inflated > length.next_multiple_of(2) || !padded {
                    return Err(Fault(Code::Stream));
                }
            }
            Err(e) if e.kind() == ErrorKind::Other => return Err(Fault(Code::Unreadable)),
            Err(_) => return Err(Fault(Code::Stream)),
        }
    }
}
