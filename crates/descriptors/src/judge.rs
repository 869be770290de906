//! What becomes of one word, by itself.

use crate::endings::is_built_like_a_term;
use crate::hangul::is_hangul;
use crate::korean;
use crate::limits::Limits;
use crate::token::Fate;
use crate::words::{Mark, Words};

/// Letters that 4 digits may follow: b values and times in milliseconds. After other letters
/// they are a number that somebody was given.
const MEASURED: [&str; 6] = ["b", "tr", "te", "ti", "td", "x"];

/// Units as they are written (UCUM, and vendors' headers).
const UNITS: [&str; 22] = [
    "\u{b5}m", "\u{3bc}m", "mAs", "mA", "kV", "kVp", "keV", "MeV", "mGy", "cGy", "Gy", "mSv",
    "MBq", "mCi", "Hz", "kHz", "MHz", "ppm", "mT", "ms", "ml", "mL",
];

/// What may be written before a word on the list without a space.
const PREFIXES: [&str; 14] = [
    "pre", "post", "non", "peri", "para", "intra", "inter", "sub", "supra", "infra", "retro",
    "multi", "anti", "hemi",
];

/// Years, which are part of a date.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=2099;

/// A run of one kind of characters in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part<'a> {
    /// Digits, with points and commas between them.
    Number(&'a str),
    /// Letters of any script but the Korean.
    Letters(&'a str),
    /// Korean syllables.
    Hangul(&'a str),
}

/// What stands before a word.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Before {
    /// An equals sign: a number is a measure (`b=2000`), not a year.
    Equals,
    /// Anything else.
    Other,
}

/// What tells the fate of a word by itself.
pub(crate) struct Judge<'a> {
    /// The words that may stay.
    pub words: &'a Words,
    /// The limits of numbers and words.
    pub limits: &'a Limits,
}

impl Judge<'_> {
    /// What becomes of a word.
    pub fn word(&self, word: &str, before: Before) -> Fate {
        if UNITS.contains(&word) {
            return Fate::Stays;
        }
        let lower = word.to_lowercase().replace('\u{2019}', "'");
        if let Some(fate) = listed(self.words, word, &lower) {
            return fate;
        }
        if let Some(stem) = lower.strip_suffix("'s") {
            let stem = word.get(..stem.len()).unwrap_or_default();
            return self.word(stem, before);
        }
        let parts = parts(word);
        match parts.as_slice() {
            [Part::Number(number)] => self.number(number, before),
            [Part::Letters(letters)] => self.letters(letters),
            [Part::Hangul(hangul)] => judge_hangul(self.words, hangul),
            parts => self.mixed(parts),
        }
    }

    fn number(&self, number: &str, before: Before) -> Fate {
        let mut parts = number.split(['.', ',']);
        let whole = parts.next().unwrap_or_default();
        let decimals = parts.next();
        let year = decimals.is_none()
            && whole.len() == 4
            && whole.parse().is_ok_and(|n| YEARS.contains(&n));
        let long = !self.limits.digits.passes(whole.len() as f64)
            || decimals.is_some_and(|d| !self.limits.decimals.passes(d.len() as f64));
        // Three groups are a version or a date.
        let several = parts.next().is_some();
        let out = long || several || (year && before == Before::Other);
        if out { Fate::Cut } else { Fate::Stays }
    }

    fn letters(&self, letters: &str) -> Fate {
        let limits = self.limits;
        let count = letters.chars().count();
        if self.can_be_abbreviation(letters) {
            let capital = letters.chars().any(char::is_uppercase);
            return if count == 1 && !capital { Fate::Stays } else { Fate::Doubtful };
        }
        let known = |part: &str| self.words.find(&part.to_lowercase()) == Some(Mark::Plain);
        let plural = letters.strip_suffix('s').filter(|_| limits.plural.passes(count as f64));
        if plural.is_some_and(known) {
            return Fate::Stays;
        }
        let humps = humps(letters);
        let joined = humps.len() > 1 && humps.iter().all(|part| known(part));
        let lower = letters.to_lowercase();
        let prefixed = PREFIXES.iter().any(|prefix| {
            lower
                .strip_prefix(prefix)
                .is_some_and(|stem| limits.stem.passes(stem.chars().count() as f64) && known(stem))
        });
        let built = limits.built.passes(count as f64) && is_built_like_a_term(&lower);
        if joined || prefixed || built { Fate::Stays } else { Fate::Goes }
    }

    /// A few letters of a script that has capitals. In other scripts, two characters can be a whole
    /// name.
    fn can_be_abbreviation(&self, letters: &str) -> bool {
        let whole_names = |c: char| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase();
        self.limits.abbreviation.passes(letters.chars().count() as f64)
            && !letters.contains(whole_names)
    }

    /// Letters and digits together: sequences, kernels, measures with their unit (`t1`, `H30s`,
    /// `512x512`, `5.0mm`, `3개월`).
    fn mixed(&self, parts: &[Part<'_>]) -> Fate {
        let limits = self.limits;
        let matrix =
            parts.iter().all(|p| matches!(p, Part::Number(_) | Part::Letters("x" | "X" | "*")));
        if !limits.parts.passes(parts.len() as f64) && !matrix {
            return Fate::Cut;
        }
        let mut fate = Fate::Stays;
        let mut before = "";
        for part in parts {
            let here = match part {
                Part::Number(number) => {
                    let measured = MEASURED.contains(&before.to_lowercase().as_str());
                    let few = limits.digits_after_letters.passes(digits(number) as f64);
                    let fits = few || before.is_empty() || measured;
                    if fits { self.number(number, Before::Equals) } else { Fate::Cut }
                }
                Part::Letters(letters) if self.can_be_abbreviation(letters) => Fate::Stays,
                Part::Letters(letters) if UNITS.contains(letters) => Fate::Stays,
                Part::Letters(letters) => {
                    let lower = letters.to_lowercase();
                    listed(self.words, letters, &lower).unwrap_or_else(|| self.letters(letters))
                }
                Part::Hangul(hangul) => judge_hangul(self.words, hangul),
            };
            fate = graver(fate, here);
            before = match part {
                Part::Letters(letters) => letters,
                _ => "",
            };
        }
        fate
    }
}

/// The fate of a word that is on a list.
fn listed(words: &Words, word: &str, lower: &str) -> Option<Fate> {
    if word.chars().any(is_hangul) {
        return None;
    }
    words.find(lower).map(|mark| match mark {
        // One capital letter can be an initial.
        Mark::Plain if word.len() == 1 && word != lower => Fate::Doubtful,
        Mark::Plain => Fate::Stays,
        Mark::Term => Fate::Doubtful,
        Mark::General if word == lower => Fate::Doubtful,
        Mark::General => Fate::Goes,
    })
}

/// The fate of Korean syllables.
fn judge_hangul(words: &Words, hangul: &str) -> Fate {
    match korean::judge(words, hangul) {
        Some(Mark::Plain) => Fate::Stays,
        Some(_) => Fate::Doubtful,
        None => Fate::Goes,
    }
}

/// The graver of two fates: a word shares that of its worst part.
fn graver(one: Fate, other: Fate) -> Fate {
    let grave = |fate| match fate {
        Fate::Stays => 0,
        Fate::Doubtful => 1,
        Fate::Cut => 2,
        Fate::Goes => 3,
    };
    if grave(other) > grave(one) { other } else { one }
}

/// The digits before the point of a number.
fn digits(number: &str) -> usize {
    number.split(['.', ',']).next().unwrap_or_default().len()
}

/// The runs of one kind of characters in a word.
fn parts(word: &str) -> Vec<Part<'_>> {
    let kind = |c: char| match c {
        '0'..='9' | '.' | ',' => 0,
        c if is_hangul(c) => 1,
        _ => 2,
    };
    let mut parts = Vec::new();
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c| kind(c) != kind(first)).unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        parts.push(match kind(first) {
            0 => Part::Number(part),
            1 => Part::Hangul(part),
            _ => Part::Letters(part),
        });
        rest = after;
    }
    parts
}

/// The words that are written as one: `AbdomenPelvis`, `MRBrain`.
fn humps(letters: &str) -> Vec<&str> {
    let mut humps = Vec::new();
    let mut start = 0;
    let all: Vec<(usize, char)> = letters.char_indices().collect();
    for window in all.windows(3) {
        let &[(_, a), (at, b), (_, c)] = window else { continue };
        let rises = a.is_lowercase() && b.is_uppercase();
        let turns = a.is_uppercase() && b.is_uppercase() && c.is_lowercase();
        if rises || turns {
            humps.extend(letters.get(start..at));
            start = at;
        }
    }
    humps.extend(letters.get(start..));
    humps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(word: &str, before: Before) -> Fate {
        Judge { words: &Words::default(), limits: &Limits::SHIPPED }.word(word, before)
    }

    fn of(word: &str) -> Fate {
        judge(word, Before::Other)
    }

    #[test]
    fn sequences_kernels_and_measures_stay() {
        for word in [
            "t1",
            "mprage",
            "p2",
            "H30s",
            "3D",
            "512x512",
            "1024x1024x64",
            "5.0",
            "5.0mm",
            "b1000",
            "TR2500",
            "AbdomenPelvis",
        ] {
            assert_eq!(of(word), Fate::Stays, "{word}");
        }
    }

    #[test]
    fn identifiers_and_years_are_cut() {
        for word in ["12345", "1957", "A123456", "K1A0B6", "HO1234", "1.2.840", "19571203"] {
            assert!(of(word).is_out(), "{word}");
        }
        assert_eq!(judge("2000", Before::Equals), Fate::Stays);
    }

    #[test]
    fn names_go_and_words_that_are_names_too_are_doubtful() {
        for word in [
            "Smith", "Cuddy", "Xyqz", "Brown", "Smith2", "JohnDoe", "O'Neill", "Mercy's", "李娜",
            "张", "3张伟",
        ] {
            assert_eq!(of(word), Fate::Goes, "{word}");
        }
        for word in ["WHITE", "brown", "long", "J", "XU"] {
            assert_eq!(of(word), Fate::Doubtful, "{word}");
        }
    }

    #[test]
    fn words_written_as_one_are_split_at_their_capitals() {
        assert_eq!(humps("AbdomenPelvis"), ["Abdomen", "Pelvis"]);
        assert_eq!(humps("MRBrain"), ["MR", "Brain"]);
        assert_eq!(humps("FLAIR"), ["FLAIR"]);
    }
}
