//! An identifier, or another value that tells of somebody, as it is known again in a text.

use std::ops::Range;

use super::find::INSIDE_WORDS;
use super::fold::Folded;
use super::identifiers::Telling;
use super::script::Script;
use super::words::is_standard_word;

/// Letters and digits; shorter values would match inside ordinary numbers.
const SHORTEST: usize = 4;
/// Digits of a number that tells, where many values are ordinary numbers.
const SHORTEST_NUMBER: usize = 5;
/// Letters and digits of a line of an address.
const SHORTEST_LINE: usize = 6;
/// Letters and digits of a value that is known also with signs between them (`555-0199`).
const SHORTEST_SPREAD: usize = 7;
/// Different letters and digits of the same; `0000001` is written in many numbers.
const FEWEST_DIFFERENT: usize = 3;
/// What stands between two words of a value, at most, in bytes.
const LONGEST_GAP: usize = 3;

/// A value without its signs, folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identifier {
    /// Its letters and digits.
    pub squeezed: String,
    /// Where signs stood between these, in bytes of `squeezed`, ascending.
    joints: Vec<usize>,
    /// Whether it counts inside of longer words.
    inside: bool,
    /// Whether it is a number.
    number: bool,
    /// The signs before its first and behind its last letter or digit.
    ends: [String; 2],
}

/// A text without its signs.
#[derive(Debug)]
pub struct Squeezed<'a> {
    folded: &'a str,
    /// Its letters and digits.
    pub text: String,
    /// Where each byte of `text` stands in the folded text.
    places: Vec<usize>,
}

impl<'a> Squeezed<'a> {
    /// Of a folded text.
    pub fn new(folded: &'a Folded<'_>) -> Self {
        let folded = folded.text();
        let mut text = String::with_capacity(folded.len());
        let mut places = Vec::with_capacity(folded.len());
        for (at, c) in folded.char_indices() {
            if Script::of(c) != Script::Sign {
                text.push(c);
                places.extend((0..c.len_utf8()).map(|byte| at + byte));
            }
        }
        Self { folded, text, places }
    }

    /// A part of the squeezed text as a place in the folded text.
    fn place(&self, part: &Range<usize>) -> Option<Range<usize>> {
        let last = self.places.get(part.end.checked_sub(1)?)?;
        Some(*self.places.get(part.start)?..last + 1)
    }

    /// What stands before a byte of the squeezed text, which is not the first.
    fn gap(&self, at: usize) -> &'a str {
        let place = |at: usize| self.places.get(at).copied();
        let before = at.checked_sub(1).and_then(place).map_or(0, |before| before + 1);
        self.folded.get(before..place(at).unwrap_or(before)).unwrap_or_default()
    }
}

impl Identifier {
    /// The values that a text of an attribute is known by.
    pub fn of(value: &str, telling: Telling) -> Vec<Self> {
        let mut all = Vec::new();
        all.extend(Self::one(value, telling, SHORTEST));
        if telling == Telling::Address {
            let lines = value.split(['\r', '\n', ',', ';', '^', '\\']);
            let lines = lines.filter(|line| line.trim() != value.trim());
            let lines = lines.filter_map(|line| Self::one(line, telling, SHORTEST_LINE));
            // One word, such as a town, is not yet an address.
            all.extend(lines.filter(|line| !line.joints.is_empty()));
        }
        all
    }

    fn one(value: &str, telling: Telling, shortest: usize) -> Option<Self> {
        let folded = Folded::new(value.trim());
        let squeezed = Squeezed::new(&folded);
        let joints: Vec<usize> =
            (1..squeezed.text.len()).filter(|at| !squeezed.gap(*at).is_empty()).collect();
        let within = squeezed.place(&(0..squeezed.text.len()))?;
        let ends = [folded.text().get(..within.start)?, folded.text().get(within.end..)?];
        let ends = ends.map(str::to_owned);
        let text = squeezed.text;
        let count = text.chars().count();
        let east_asian = text.chars().any(|c| Script::of(c).is_east_asian());
        let number = text.bytes().all(|b| b.is_ascii_digit());
        let has_digit = text.contains(|c: char| c.is_ascii_digit());
        let long_enough = count >= shortest || (east_asian && count > 1);
        let label = telling == Telling::Label;
        if !long_enough
            || text.bytes().all(|b| b == b'0')
            || (number && label && count < SHORTEST_NUMBER)
            || (label && folded.text().split(|c| Script::of(c) == Script::Sign).all(is_ordinary))
        {
            return None;
        }
        // One word of a place or a trade may be part of another word.
        let word = label && !has_digit && joints.is_empty();
        let inside = (count >= INSIDE_WORDS && !word) || east_asian;
        Some(Self { squeezed: text, joints, inside, number, ends })
    }

    /// Where it lies in the folded text, if a part of the squeezed text that is equal to it is
    /// this value: not a part of a longer number, a word, or other words that only look the same.
    pub fn is_at(&self, text: &Squeezed<'_>, part: Range<usize>) -> Option<Range<usize>> {
        let place = text.place(&part)?;
        let neighbours = [
            text.folded.get(..place.start)?.chars().next_back(),
            text.folded.get(place.end..)?.chars().next(),
        ];
        let edges = [self.squeezed.chars().next()?, self.squeezed.chars().next_back()?];
        for (edge, neighbour) in edges.into_iter().zip(neighbours) {
            let neighbour = neighbour.map_or(Script::Sign, Script::of);
            let same_number = Script::of(edge) == Script::Digit && neighbour == Script::Digit;
            if same_number || (!self.inside && neighbour != Script::Sign) {
                return None;
            }
        }
        if self.number && is_in_decimal(text.folded, &place) {
            return None;
        }
        let [before, after] = &self.ends;
        let start =
            if text.folded.get(..place.start)?.ends_with(before) { before.len() } else { 0 };
        let end = if text.folded.get(place.end..)?.starts_with(after) { after.len() } else { 0 };
        let whole = place.start - start..place.end + end;
        self.is_joined_alike(text, &part).then_some(whole)
    }

    /// Whether signs stand only where they may.
    fn is_joined_alike(&self, text: &Squeezed<'_>, part: &Range<usize>) -> bool {
        let mut different: Vec<u8> = self.squeezed.bytes().collect();
        different.sort_unstable();
        different.dedup();
        let spread = self.squeezed.len() >= SHORTEST_SPREAD && different.len() >= FEWEST_DIFFERENT;
        let strict = self.squeezed.chars().count() < INSIDE_WORDS && self.number;
        (part.start + 1..part.end).all(|at| {
            let gap = text.gap(at);
            let joint = self.joints.binary_search(&(at - part.start)).is_ok();
            match (joint, gap) {
                (true, "") => !strict,
                (true, gap) => gap.len() <= LONGEST_GAP,
                (false, "") => true,
                (false, gap) => spread && matches!(gap, " " | "-" | "." | "/" | "_"),
            }
        })
    }
}

/// Words that anybody could write there.
fn is_ordinary(word: &str) -> bool {
    word.is_empty() || word.len() < SHORTEST || is_standard_word(word.as_bytes())
}

/// Whether a number is a part of a decimal number or of a UID.
fn is_in_decimal(text: &str, place: &Range<usize>) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let point = |c: Option<char>| matches!(c, Some('.' | ','));
    let mut before = text.get(..place.start).unwrap_or_default().chars().rev();
    let mut after = text.get(place.end..).unwrap_or_default().chars();
    (point(before.next()) && digit(before.next())) || (point(after.next()) && digit(after.next()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_in(value: &str, telling: Telling, text: &str) -> bool {
        let folded = Folded::new(text);
        let squeezed = Squeezed::new(&folded);
        Identifier::of(value, telling).iter().any(|identifier| {
            let hits = squeezed.text.match_indices(&identifier.squeezed);
            hits.into_iter()
                .any(|(at, hit)| identifier.is_at(&squeezed, at..at + hit.len()).is_some())
        })
    }

    #[test]
    fn identifiers_are_known_again_however_they_are_divided() {
        for (value, text) in [
            ("PL-77123", "x PL-77123 y"),
            ("PL-77123", "pl77123"),
            ("PL-77123", "PL 77123"),
            ("(01)0088(21)XYZ9", "UDI (01)0088(21)xyz9"),
            ("5550199", "555-0199"),
            ("+49 6221 5550199", "+49-6221-5550199"),
            ("HOSP100200", "xHOSP100200x"),
            ("Saint Elsewhere", "SAINT-ELSEWHERE CT"),
            ("성모병원", "성모병원에서"),
            ("Zürich-Süd", "ZU\u{308}RICH SU\u{308}D"),
            ("1234", "no 1234."),
        ] {
            assert!(is_in(value, Telling::Identifier, text), "{value} in {text}");
        }
        assert!(is_in("17 Quillon Lane, Freedonia", Telling::Address, "near 17 Quillon Lane"));
        assert!(is_in("beekeeper", Telling::Label, "a BEEKEEPER."));
    }

    #[test]
    fn other_numbers_and_words_are_none() {
        for (value, telling, text) in [
            ("9999997", Telling::Identifier, "2.3999999741376"),
            ("9999997", Telling::Identifier, "1.9999997"),
            ("9999997", Telling::Identifier, "99999971"),
            ("1234", Telling::Identifier, "x1234"),
            ("12-34", Telling::Identifier, "TE 1234"),
            ("0000001", Telling::Identifier, "0 0 0 0 0 0 1"),
            ("1000", Telling::Label, "b 1000"),
            ("Image", Telling::Label, "image"),
            ("CT1", Telling::Label, "CT1"),
            ("driver", Telling::Label, "screwdriver"),
        ] {
            assert!(!is_in(value, telling, text), "{value} in {text}");
        }
    }
}
