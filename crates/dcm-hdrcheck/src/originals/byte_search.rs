//! The search for values of the originals in bytes that are no text: pixels, streams, large values.
//!
//! Of each value three pieces of four bytes are remembered, those at its first three places; of the
//! bytes every third piece is looked up, so that one of the three is met wherever the value stands.
//! A table of bits answers most of these questions without any further look.

use std::collections::{BTreeSet, HashMap, HashSet};

use memchr::memchr_iter;

use super::known::{SHORTEST_IN_BYTES, is_uid_like};

/// Bytes of a piece.
const PIECE: usize = 4;
/// Bytes from one piece that is looked up to the next.
const STRIDE: usize = SHORTEST_IN_BYTES - PIECE + 1;
/// Bits of the table for each piece that it knows.
const BITS_FOR_PIECE: usize = 64;
/// Longest UID (PS3.5 9.1), in bytes of UTF-16.
const LONGEST_UID: usize = 128;

/// Finds known values in bytes.
pub(super) struct ByteSearch {
    /// Whether a piece with this hash is known.
    bits: Vec<u64>,
    /// By how much a hash is shifted to be a place in the table.
    shift: u32,
    /// Which values have a piece, and at which place.
    pieces: HashMap<u32, Vec<Occurrence>>,
    values: Vec<Vec<u8>>,
    longest: usize,
}

/// A piece of a value.
#[derive(Debug, Clone, Copy)]
struct Occurrence {
    value: u32,
    at: u8,
}

impl ByteSearch {
    /// A search for these values, ASCII in lower case.
    pub(super) fn new(values: BTreeSet<Vec<u8>>) -> Self {
        let values: Vec<Vec<u8>> = values.into_iter().collect();
        let bits =
            (values.len() * STRIDE * BITS_FOR_PIECE).next_power_of_two().clamp(1 << 12, 1 << 26);
        let mut search = Self {
            bits: vec![0; bits / 64],
            shift: 32 - bits.trailing_zeros(),
            pieces: HashMap::new(),
            longest: values.iter().map(Vec::len).max().unwrap_or_default(),
            values: Vec::new(),
        };
        for (number, value) in values.iter().enumerate() {
            for at in 0..STRIDE {
                let Some(piece) = value.get(at..).and_then(|rest| rest.first_chunk()) else {
                    continue;
                };
                let piece = folded(*piece);
                let place = search.place(piece);
                if let Some(word) = search.bits.get_mut(place / 64) {
                    *word |= 1 << (place % 64);
                }
                let occurrence = Occurrence { value: number as u32, at: at as u8 };
                search.pieces.entry(piece).or_default().push(occurrence);
            }
        }
        search.values = values;
        search
    }

    /// Bytes by which pieces of a source have to overlap.
    pub(super) fn overlap(&self) -> usize {
        self.longest.max(LONGEST_UID) + 2 * PIECE
    }

    fn place(&self, piece: u32) -> usize {
        (piece.wrapping_mul(0x9E37_79B1) >> self.shift) as usize
    }

    /// Whether the bytes hold one of the values.
    pub(super) fn finds(&self, bytes: &[u8]) -> bool {
        if self.values.is_empty() {
            return false;
        }
        for (number, window) in bytes.windows(PIECE).step_by(STRIDE).enumerate() {
            let Some(piece) = window.first_chunk().map(|piece| folded(*piece)) else { continue };
            let place = self.place(piece);
            let known = self.bits.get(place / 64).is_some_and(|word| word >> (place % 64) & 1 == 1);
            if known && self.is_at(bytes, number * STRIDE, piece) {
                return true;
            }
        }
        false
    }

    /// Whether one of the values that have the piece lies around the place.
    fn is_at(&self, bytes: &[u8], place: usize, piece: u32) -> bool {
        let occurrences = self.pieces.get(&piece).map(Vec::as_slice).unwrap_or_default();
        occurrences.iter().any(|occurrence| {
            let value = self.values.get(occurrence.value as usize);
            let start = place.checked_sub(usize::from(occurrence.at));
            let Some((value, start)) = value.zip(start) else { return false };
            let end = start + value.len();
            bytes.get(start..end).is_some_and(|found| found.eq_ignore_ascii_case(value))
                && stands_alone(bytes, start, end)
        })
    }
}

/// The piece without the bit by which small letters differ from capitals.
fn folded(piece: [u8; PIECE]) -> u32 {
    u32::from_le_bytes(piece) | 0x2020_2020
}

/// Whether a value is not a part of a longer word or number, in bytes of one or of two for each
/// character.
fn stands_alone(bytes: &[u8], start: usize, end: usize) -> bool {
    let at = |at: Option<usize>| at.and_then(|at| bytes.get(at)).copied().unwrap_or_default();
    let wide = bytes.get(start..end).is_some_and(|value| value.contains(&0));
    let step = if wide { 2 } else { 1 };
    // Of UTF-16 the byte that tells is the first or the second of two.
    let shift = usize::from(wide && at(Some(start)) == 0);
    let before = |n: usize| at((start + shift).checked_sub(n * step));
    let behind = |n: usize| at(Some(end + shift + (n - 1) * step));
    let (first, last) = (at(Some(start + shift)), at(Some(end + shift - step)));
    let number = |inside: u8, next: u8, second: u8| {
        inside.is_ascii_digit()
            && (next.is_ascii_digit() || matches!(next, b'.' | b',') && second.is_ascii_digit())
    };
    let word = |inside: u8, next: u8| inside.is_ascii_alphabetic() && next.is_ascii_alphabetic();
    !(number(first, before(1), before(2))
        || number(last, behind(1), behind(2))
        || word(first, before(1))
        || word(last, behind(1)))
}

/// Whether the bytes hold one of the UIDs, in one byte for each character or in two.
pub(super) fn finds_uid(bytes: &[u8], uids: &HashSet<Vec<u8>>) -> bool {
    if uids.is_empty() {
        return false;
    }
    let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    let mut passed = 0;
    memchr_iter(b'.', bytes).any(|dot| {
        let step = match () {
            () if dot < passed => return false,
            () if digit(dot.checked_sub(1)) && digit(Some(dot + 1)) => 1,
            () if digit(dot.checked_sub(2)) && digit(Some(dot + 2)) => 2,
            () => return false,
        };
        let in_uid = |at: usize| bytes.get(at).is_some_and(|b| b.is_ascii_digit() || *b == b'.');
        let (mut start, mut end) = (dot, dot);
        while start >= step && in_uid(start - step) && dot - start < LONGEST_UID {
            start -= step;
        }
        while in_uid(end + step) && end - dot < LONGEST_UID {
            end += step;
        }
        passed = end;
        let uid: Vec<u8> =
            bytes.get(start..=end).unwrap_or_default().iter().step_by(step).copied().collect();
        let uid = uid.strip_suffix(b".").unwrap_or(&uid);
        is_uid_like(uid) && uids.contains(uid)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn search(values: &[&str]) -> ByteSearch {
        ByteSearch::new(values.iter().map(|value| value.as_bytes().to_vec()).collect())
    }

    #[test]
    fn values_are_found_at_every_place_in_any_case() {
        let search = search(&["doe^jane", "hosp100200", "1963-02-17"]);
        for at in 0..20 {
            for value in ["DOE^Jane", "HOSP100200", "1963-02-17"] {
                let mut bytes = vec![0x01; at];
                bytes.extend(value.as_bytes());
                bytes.extend([0x81; 7]);
                assert!(search.finds(&bytes), "{value} at {at}");
            }
        }
        assert!(!search.finds(&[0; 1000]) && !search.finds(b"Roe^Jane Roe^Jane Roe^Jane"));
    }

    #[test]
    fn parts_of_longer_words_and_numbers_are_no_hits() {
        let search = search(&["9999997", "martin"]);
        for text in
            ["2.3999999741376", "-99.99999971", "19999997", "1.9999997", "9999997.5", "Martinique"]
        {
            assert!(!search.finds(text.as_bytes()), "{text}");
        }
        for text in ["id 9999997.", "(9999997)", "MRN9999997", "for MARTIN\0"] {
            assert!(search.finds(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn values_of_two_bytes_for_each_character_are_found() {
        let wide = |text: &str, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
            text.encode_utf16().flat_map(bytes).collect()
        };
        for bytes in [u16::to_le_bytes as fn(u16) -> [u8; 2], u16::to_be_bytes] {
            let search = ByteSearch::new(BTreeSet::from([wide("doe jane", bytes)]));
            for at in 0..7 {
                let mut text = vec![0x81; at];
                text.extend(wide("Doe Jane", bytes));
                assert!(search.finds(&text), "{at}");
            }
            let uids = HashSet::from([b"1.2.3.456.7890".to_vec()]);
            assert!(finds_uid(&wide("of 1.2.3.456.7890 x", bytes), &uids));
        }
    }

    #[test]
    fn uids_are_found_whole() {
        let uids = HashSet::from([b"1.2.3.456.7890".to_vec()]);
        assert!(finds_uid(b"\xFF1.2.3.456.7890\0", &uids));
        assert!(!finds_uid(b"1.2.3.456.78901", &uids) && !finds_uid(b"11.2.3.456.7890", &uids));
    }
}
