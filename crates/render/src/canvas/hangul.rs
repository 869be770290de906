//! The Korean syllables of captions as bitmaps; `data/SOURCES.md` says where they come from.

/// A line for each: the number of the letter and its rows from the top, in hexadecimal digits.
const BITMAPS: &str = include_str!("../../data/hangul.hex");

/// Width and height of a syllable, in pixels.
pub const SIDE: usize = 16;

/// The pixels of a syllable: its rows from the top, the leftmost pixel in the highest bit. None of what stands in no
/// caption.
pub fn rows(letter: char) -> Option<[u16; SIDE]> {
    if !('\u{AC00}'..='\u{D7A3}').contains(&letter) {
        return None;
    }
    let number = format!("{:04X}:", u32::from(letter));
    let digits = BITMAPS.lines().find_map(|line| line.strip_prefix(&number))?;
    let mut rows = [0; SIDE];
    for (row, digits) in rows.iter_mut().zip(digits.as_bytes().chunks(4)) {
        *row = u16::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()?;
    }
    Some(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_syllable_of_a_caption_has_all_its_rows_and_others_have_none() {
        let rows = rows('상').unwrap();
        assert_eq!((rows[3], rows[5]), (0x0408, 0x0C0E));
        assert_eq!(rows.iter().map(|row| row.count_ones()).sum::<u32>(), 35);
        for line in BITMAPS.lines() {
            assert_eq!(line.len(), "AC00:".len() + SIDE * SIDE / 4, "{line}");
        }
        for letter in ['A', '뷁', '臺'] {
            assert_eq!(super::rows(letter), None);
        }
    }
}
