//! Streams made of units that begin with the start code prefix 00 00 01 (ISO 13818-2 5.2.3,
//! ISO 14496-10 annex B).

use std::io::BufRead;

use super::stream::Stream;
use super::text;
use crate::code::{Code, Fault, Outcome};

/// Bytes of a unit that are looked at.
pub(super) const HEAD: usize = 256;

/// A unit, passed to the next one's prefix.
#[derive(Debug)]
pub(super) struct Unit {
    /// Offset of its prefix.
    pub(super) start: u64,
    /// Offset behind its last byte that is not zero.
    pub(super) solid: u64,
    /// Offset of the next prefix, or the end of the stream.
    pub(super) end: u64,
    /// Its first bytes behind the prefix.
    pub(super) head: Vec<u8>,
}

impl Unit {
    /// Its length behind the prefix, in bytes, without the zeros that may follow any unit.
    pub(super) fn len(&self) -> u64 {
        self.solid.saturating_sub(self.start + 3)
    }

    /// Takes out the whole unit.
    pub(super) fn remove(&self, stream: &mut Stream<'_>) -> Outcome<()> {
        stream.edits.replace(self.start, self.end, Vec::new())
    }

    /// Takes out what lies behind its first `len` bytes.
    pub(super) fn cut(&self, stream: &mut Stream<'_>, len: u64) -> Outcome<()> {
        if self.len() <= len {
            return Ok(());
        }
        stream.edits.replace(self.start + 3 + len, self.end, Vec::new())
    }
}

/// Passes everything up to and with the first prefix.
///
/// # Errors
/// `E_STREAM` where there is something before it: then this is another format.
pub(super) fn first(stream: &mut Stream<'_>) -> Outcome<()> {
    let before = pass(stream, |_| false)?;
    if before.is_closed && before.solid == 0 { Ok(()) } else { Err(Fault(Code::Stream)) }
}

/// Passes a unit whose prefix was passed, and the next prefix. `is_coded` says of a unit's first byte
/// whether it stays as it is: it must hold no text then.
pub(super) fn unit(
    stream: &mut Stream<'_>,
    is_coded: impl Fn(u8) -> bool,
) -> Outcome<(Unit, Next)> {
    let start = stream.pos() - 3;
    let passed = pass(stream, is_coded)?;
    let next = if passed.is_closed { Next::Unit } else { Next::End };
    let end = if passed.is_closed { stream.pos() - 3 } else { stream.pos() };
    Ok((Unit { start, solid: passed.solid, end, head: passed.head }, next))
}

/// What follows a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    Unit,
    End,
}

struct Passed {
    head: Vec<u8>,
    /// Offset behind the last byte that is not zero; 0 where there is none.
    solid: u64,
    /// Whether a prefix follows.
    is_closed: bool,
}

fn pass(stream: &mut Stream<'_>, is_coded: impl Fn(u8) -> bool) -> Outcome<Passed> {
    let mut passed = Passed { head: Vec::new(), solid: 0, is_closed: false };
    let mut zeros = 0;
    loop {
        let at = stream.pos();
        let ahead = stream.ahead()?;
        if ahead.is_empty() {
            return Ok(passed);
        }
        let found = memchr::memchr(1, ahead);
        let part = ahead.get(..found.unwrap_or(ahead.len())).unwrap_or_default();
        let room = HEAD.saturating_sub(passed.head.len());
        passed.head.extend(part.iter().take(room));
        if passed.head.first().is_some_and(|first| is_coded(*first)) {
            text::refuse(part)?;
        }
        match part.iter().rposition(|byte| *byte != 0) {
            Some(last) => {
                passed.solid = at + last as u64 + 1;
                zeros = part.len() - last - 1;
            }
            None => zeros += part.len(),
        }
        let len = part.len();
        stream.consume(len + usize::from(found.is_some()));
        if found.is_some() {
            if zeros >= 2 {
                passed.is_closed = true;
                return Ok(passed);
            }
            if passed.head.len() < HEAD {
                passed.head.push(1);
            }
            (zeros, passed.solid) = (0, stream.pos());
        }
    }
}
