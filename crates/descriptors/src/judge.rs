//! What becomes of one word, by itself.

use crate::korean::{self, is_hangul};
use crate::token::Verdict;
use crate::words::{Mark, Words};

/// More digits in a row are an identifier.
const MOST_DIGITS: usize = 4;
/// More changes between letters and digits too (`K1A0B6`).
const MOST_PARTS: usize = 5;
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

/// Endings of examinations and operations. No name is known to have one in so many letters.
const MEDICAL_ENDINGS: [&str; 10] = [
    "ogram", "ography", "ographic", "oscopy", "oscopic", "ectomy", "otomy", "ostomy", "plasty",
    "centesis",
];
const LEAST_BUILT: usize = 8;

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

/// What becomes of a word; `given` says whether something before it makes a number a measure
/// (`b=2000`).
pub(crate) fn judge(words: &Words, word: &str, given: bool) -> Verdict {
    if UNITS.contains(&word) {
        return Verdict::Stays;
    }
    let lower = word.to_lowercase().replace('\u{2019}', "'");
    if let Some(verdict) = listed(words, word, &lower) {
        return verdict;
    }
    if let Some(stem) = lower.strip_suffix("'s") {
        let stem = word.get(..stem.len()).unwrap_or_default();
        return judge(words, stem, given);
    }
    let parts = parts(word);
    match parts.as_slice() {
        [Part::Number(number)] => judge_number(number, given),
        [Part::Letters(letters)] => judge_letters(words, letters),
        [Part::Hangul(hangul)] => judge_hangul(words, hangul),
        parts => judge_mixed(words, parts),
    }
}

/// The verdict on a word that is on a list.
fn listed(words: &Words, word: &str, lower: &str) -> Option<Verdict> {
    if word.chars().any(is_hangul) {
        return None;
    }
    words.find(lower).map(|mark| match mark {
        // One capital letter can be an initial.
        Mark::Plain if word.len() == 1 && word != lower => Verdict::Doubtful,
        Mark::Plain => Verdict::Stays,
        Mark::Term => Verdict::Doubtful,
        Mark::General if word == lower => Verdict::Doubtful,
        Mark::General => Verdict::Goes,
    })
}

fn judge_number(number: &str, given: bool) -> Verdict {
    let mut parts = number.split(['.', ',']);
    let whole = parts.next().unwrap_or_default();
    let decimals = parts.next();
    let year =
        decimals.is_none() && whole.len() == 4 && whole.parse().is_ok_and(|n| YEARS.contains(&n));
    let long = whole.len() > MOST_DIGITS || decimals.is_some_and(|d| d.len() > 6);
    // Three groups are a version or a date.
    let several = parts.next().is_some();
    if long || several || (year && !given) { Verdict::Cut } else { Verdict::Stays }
}

fn judge_letters(words: &Words, letters: &str) -> Verdict {
    let count = letters.chars().count();
    if count <= 2 {
        let capital = letters.chars().any(char::is_uppercase);
        return if count == 1 && !capital { Verdict::Stays } else { Verdict::Doubtful };
    }
    let plural = letters.strip_suffix('s').filter(|_| count > 3).map(str::to_lowercase);
    if plural.is_some_and(|stem| words.find(&stem) == Some(Mark::Plain)) {
        return Verdict::Stays;
    }
    let humps = humps(letters);
    let known = |part: &str| words.find(&part.to_lowercase()) == Some(Mark::Plain);
    let joined = humps.len() > 1 && humps.iter().all(|part| known(part));
    let lower = letters.to_lowercase();
    let prefixed = PREFIXES.iter().any(|prefix| {
        lower.strip_prefix(prefix).is_some_and(|stem| stem.chars().count() > 3 && known(stem))
    });
    let built =
        count >= LEAST_BUILT && MEDICAL_ENDINGS.iter().any(|ending| lower.ends_with(ending));
    if joined || prefixed || built { Verdict::Stays } else { Verdict::Goes }
}

fn judge_hangul(words: &Words, hangul: &str) -> Verdict {
    match korean::judge(words, hangul) {
        Some(Mark::Plain) => Verdict::Stays,
        Some(_) => Verdict::Doubtful,
        None => Verdict::Goes,
    }
}

/// Letters and digits together: sequences, kernels, measures with their unit (`t1`, `H30s`,
/// `512x512`, `5.0mm`, `3개월`).
fn judge_mixed(words: &Words, parts: &[Part<'_>]) -> Verdict {
    let matrix =
        parts.iter().all(|p| matches!(p, Part::Number(_) | Part::Letters("x" | "X" | "*")));
    if parts.len() > MOST_PARTS && !matrix {
        return Verdict::Cut;
    }
    let mut verdict = Verdict::Stays;
    let mut before = "";
    for part in parts {
        let here = match part {
            Part::Number(number) => {
                let measured = MEASURED.contains(&before.to_lowercase().as_str());
                let fits = digits(number) < MOST_DIGITS || before.is_empty() || measured;
                if fits { judge_number(number, true) } else { Verdict::Cut }
            }
            Part::Letters(letters) if letters.chars().count() <= 2 => Verdict::Stays,
            Part::Letters(letters) if UNITS.contains(letters) => Verdict::Stays,
            Part::Letters(letters) => {
                let lower = letters.to_lowercase();
                listed(words, letters, &lower).unwrap_or_else(|| judge_letters(words, letters))
            }
            Part::Hangul(hangul) => judge_hangul(words, hangul),
        };
        verdict = graver(verdict, here);
        before = match part {
            Part::Letters(letters) => letters,
            _ => "",
        };
    }
    verdict
}

fn graver(one: Verdict, other: Verdict) -> Verdict {
    let grave = |verdict| match verdict {
        Verdict::Stays => 0,
        Verdict::Doubtful => 1,
        Verdict::Cut => 2,
        Verdict::Goes => 3,
    };
    if grave(other) > grave(one) { other } else { one }
}

fn digits(number: &str) -> usize {
    number.split(['.', ',']).next().unwrap_or_default().len()
}

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

    fn of(word: &str) -> Verdict {
        judge(&Words::default(), word, false)
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
            assert_eq!(of(word), Verdict::Stays, "{word}");
        }
    }

    #[test]
    fn identifiers_and_years_are_cut() {
        for word in ["12345", "1957", "A123456", "K1A0B6", "HO1234", "1.2.840", "19571203"] {
            assert!(of(word).is_out(), "{word}");
        }
        assert_eq!(judge(&Words::default(), "2000", true), Verdict::Stays);
    }

    #[test]
    fn names_go_and_words_that_are_names_too_are_doubtful() {
        for word in ["Smith", "Cuddy", "Xyqz", "Brown", "Smith2", "JohnDoe", "O'Neill", "Mercy's"] {
            assert_eq!(of(word), Verdict::Goes, "{word}");
        }
        for word in ["WHITE", "brown", "long", "J", "XU"] {
            assert_eq!(of(word), Verdict::Doubtful, "{word}");
        }
    }

    #[test]
    fn words_written_as_one_are_split_at_their_capitals() {
        assert_eq!(humps("AbdomenPelvis"), ["Abdomen", "Pelvis"]);
        assert_eq!(humps("MRBrain"), ["MR", "Brain"]);
        assert_eq!(humps("FLAIR"), ["FLAIR"]);
    }
}
