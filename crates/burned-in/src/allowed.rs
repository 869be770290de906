//! Words that may stay in an image: sides, units, settings of the device.

use std::collections::BTreeSet;

use crate::limits::LONGEST_NUMBER;

/// The words that may stay in every image, between spaces; lines with `#` are remarks.
const USUAL: &str = include_str!("../data/allowed.txt");

/// A list of words; case does not matter.
///
/// ```
/// let allowed = burned_in::Allowed::with(["ACME"]);
/// assert_eq!(allowed.of_row(&["Acme", "120", "kVp", "Doe"]), [true, true, true, false]);
/// ```
#[derive(Debug, Clone)]
pub struct Allowed(BTreeSet<String>);

impl Allowed {
    /// The usual words, and these.
    pub fn with<'a>(words: impl IntoIterator<Item = &'a str>) -> Allowed {
        let usual = USUAL.lines().filter(|line| !line.starts_with('#'));
        let words = usual.flat_map(str::split_whitespace).chain(words);
        Allowed(words.map(plain).filter(|word| !word.is_empty()).collect())
    }

    /// Which words of a row may stay: those of the list, and numbers that a word of the list follows,
    /// `120 kVp` or `5mm`.
    pub fn of_row(&self, words: &[&str]) -> Vec<bool> {
        let listed: Vec<bool> = words.iter().map(|word| self.holds(word)).collect();
        let next = listed.iter().skip(1).chain([&false]);
        let number = |word: &str| is_number(&plain(word));
        words.iter().zip(&listed).zip(next).map(|((w, l), n)| *l || *n && number(w)).collect()
    }

    fn holds(&self, word: &str) -> bool {
        let word = plain(word);
        let unit = word.trim_start_matches(|c: char| c.is_ascii_digit() || ".,+-".contains(c));
        let number = word.strip_suffix(unit).unwrap_or_default();
        self.0.contains(&word) || number != word && is_number(number) && self.0.contains(unit)
    }
}

/// Lower case, without the punctuation around it.
fn plain(word: &str) -> String {
    let punctuation = |c: char| !c.is_alphanumeric() && !"%°µ+-".contains(c);
    word.trim_matches(punctuation).to_lowercase()
}

/// Digits with a sign and one point or comma, not too many.
fn is_number(text: &str) -> bool {
    LONGEST_NUMBER.passes(text.len() as f64)
        && text.starts_with(|c: char| c.is_ascii_digit() || "+-".contains(c))
        && text.trim_start_matches(['+', '-']).split(['.', ',']).count() <= 2
        && text.chars().all(|c| c.is_ascii_digit() || ".,+-".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stay(row: &str) -> Vec<bool> {
        Allowed::with(["Philips"]).of_row(&row.split_whitespace().collect::<Vec<_>>())
    }

    #[test]
    fn sides_units_and_numbers_before_units_stay() {
        assert_eq!(stay("L 120 kVp 5mm"), [true; 4]);
        assert_eq!(stay("R: W:400"), [true, false]);
        assert_eq!(stay("PHILIPS"), [true]);
    }

    #[test]
    fn names_dates_and_numbers_of_their_own_do_not() {
        assert_eq!(stay("Doe 120 Jane"), [false; 3]);
        assert_eq!(stay("12.08.1964 mm"), [false, true]);
        assert_eq!(stay("4711081512 mm 4711mmX"), [false, true, false]);
        assert_eq!(stay(""), Vec::<bool>::new());
    }
}
