//! Text in coded image data. Coded data looks random: there is no telling where the last of it ends
//! without decoding it, but a sentence in it can be told.

use crate::code::{Code, Fault, Outcome};

/// Characters of text in a row that do not occur by chance: about once in 10 TB of coded data.
const RUN: usize = 24;
/// Different characters among them: coded data of flat areas repeats short patterns.
const DIFFERENT: u32 = 10;
/// Every run of so many characters has three of these places in it.
const STEP: usize = 8;

/// The run of text with which a stretch of coded data ended: it may go on in the next.
#[derive(Debug, Default)]
pub(super) struct Run {
    len: usize,
    /// A bit for each character.
    seen: u128,
}

impl Run {
    /// Refuses coded data that holds text, or goes on with the text before it.
    ///
    /// # Errors
    /// `E_STREAM`.
    pub(super) fn refuse(&mut self, coded: &[u8]) -> Outcome<()> {
        let is_text = |byte: &&u8| is_text(**byte);
        refuse(coded)?;
        let head = coded.iter().take_while(is_text).count();
        self.grow(coded.iter().take(head));
        if self.len >= RUN && self.seen.count_ones() >= DIFFERENT {
            return Err(Fault(Code::Stream));
        }
        if head < coded.len() {
            *self = Self::default();
            self.grow(coded.iter().rev().take_while(is_text));
        }
        Ok(())
    }

    fn grow<'a>(&mut self, text: impl Iterator<Item = &'a u8>) {
        for byte in text {
            self.len += 1;
            self.seen |= bit(*byte);
        }
    }
}

/// Refuses coded data that holds text.
///
/// # Errors
/// `E_STREAM`.
fn refuse(coded: &[u8]) -> Outcome<()> {
    if coded.len() < RUN {
        return Ok(());
    }
    let (mut checked, mut seen) = (0, 0u32);
    for (at, byte) in coded.iter().enumerate().step_by(STEP) {
        seen = seen << 1 | u32::from(is_text(*byte));
        // Three places in a row.
        if seen & 0b111 == 0b111 && at >= checked {
            checked = at + run_ahead(coded, at)?;
        }
    }
    Ok(())
}

/// The length of the run of text from here on.
///
/// # Errors
/// `E_STREAM` where the run, with what lies before, is no chance.
fn run_ahead(coded: &[u8], at: usize) -> Outcome<usize> {
    let (before, after) = coded.split_at_checked(at).unwrap_or((coded, &[]));
    let start = before.iter().rev().take_while(|byte| is_text(**byte)).count();
    let end = after.iter().take_while(|byte| is_text(**byte)).count();
    let run = coded.get(at - start..at + end).unwrap_or_default();
    if run.len() >= RUN && different(run) >= DIFFERENT {
        return Err(Fault(Code::Stream));
    }
    Ok(end)
}

fn is_text(byte: u8) -> bool {
    TEXT.get(usize::from(byte)).copied().unwrap_or_default()
}

/// Letters, digits, and what stands between them in names, dates and sentences. A table, as this is asked
/// of every eighth byte of an image.
const TEXT: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0u8;
    while byte < 128 {
        let is_between = matches!(byte, b' ' | b'^' | b'.' | b',' | b'-' | b':' | b'/');
        // Constants can be made by index alone.
        #[allow(clippy::indexing_slicing, reason = "a byte is below 256")]
        {
            table[byte as usize] = byte.is_ascii_alphanumeric() || is_between;
        }
        byte += 1;
    }
    table
};

fn different(run: &[u8]) -> u32 {
    run.iter().fold(0, |seen, byte| seen | bit(*byte)).count_ones()
}

fn bit(byte: u8) -> u128 {
    1 << (byte & 0x7F)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_found_wherever_it_lies_and_patterns_of_flat_areas_are_none() {
        let coded: Vec<u8> =
            (0..4096u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8 | 0x80).collect();
        assert_eq!(refuse(&coded), Ok(()));
        for at in 1000..1010 {
            let text = b"Mustermann^Erika 19640812";
            let planted = [&coded[..at], text, &coded[at..]].concat();
            assert_eq!(refuse(&planted), Err(Fault(Code::Stream)));
        }
        assert_eq!(refuse(&b"QEQEQE EQ EQEQ".repeat(100)), Ok(()));
    }

    #[test]
    fn a_sentence_is_found_across_stretches() {
        let text = b"\x80Mustermann^Erika 19640812\x80";
        for at in 0..text.len() {
            let (mut run, (one, other)) = (Run::default(), text.split_at(at));
            let found = run.refuse(one).and_then(|()| run.refuse(other));
            assert_eq!(found, Err(Fault(Code::Stream)), "{at}");
        }
        let mut run = Run::default();
        for stretch in [b"Mustermann^\x80".as_slice(), b"Erika 1964", b"\x800812"] {
            assert_eq!(run.refuse(stretch), Ok(()));
        }
    }
}
