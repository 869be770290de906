//! Text in coded image data. Coded data looks random: there is no telling where the last of it ends
//! without decoding it, but a sentence in it can be told.

use crate::code::{Code, Fault, Outcome};

/// Characters of text in a row that do not occur by chance: about once in 10 TB of coded data.
const RUN: usize = 24;
/// Different characters among them: coded data of flat areas repeats short patterns.
const DIFFERENT: u32 = 10;
/// Every run of so many characters has three of these places in it.
const STEP: usize = 8;

/// Refuses coded data that holds text.
///
/// # Errors
/// `E_STREAM`.
pub(super) fn refuse(coded: &[u8]) -> Outcome<()> {
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
    run.iter().fold(0u128, |seen, byte| seen | 1 << (byte & 0x7F)).count_ones()
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
}
