//! The search for values of the originals in text.

use std::collections::HashSet;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use dicom_common::code::RunError;

use crate::date::Day;
use crate::reason::Reason;

use super::days::{Dates, Year};
use super::fold::{Gap, Squeezed, fold, is_east_asian};
use super::known::{Fate, Kind, Known, Value, is_uid_like};
use super::own::Own;

/// More than this is no list of identifiers.
const MOST_VALUES: usize = 2_000_000;
/// Letters and digits of a value that is looked for inside longer words too (`JaneDoe1957`).
const INSIDE_WORDS: usize = 6;

/// Words of the standard's attribute and UID names (PS3.6), in upper case.
const STANDARD_WORDS: &str = include_str!("../../../dicom-common/data/standard_words.txt");

/// Who chose the words of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Words {
    /// People, freely.
    Free,
    /// The standard or a terminology: its words may occur by chance in an original as well.
    OfStandard,
    /// Nobody: they are numbers.
    Numbers,
    /// Nobody: they are bytes, in which short words occur by chance.
    Chance,
}

/// Whether days are looked for in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Days {
    /// All that are known.
    All,
    /// Those of births and deaths: others move, and may stand in the place of one another.
    OfLife,
}

/// Finds known values in text.
pub(super) struct TextSearch {
    /// Finds the values; none where there are none.
    finder: Option<AhoCorasick>,
    /// The letters of the values and what they are, in the finder's order.
    values: Vec<(String, Value)>,
    dates: Dates,
    days: std::collections::BTreeMap<Day, Fate>,
    uids: HashSet<Vec<u8>>,
    ages: std::collections::BTreeSet<u32>,
}

impl TextSearch {
    /// A search for these values.
    ///
    /// # Errors
    /// More values than can be searched for.
    pub(super) fn new(known: Known) -> Result<Self, RunError> {
        let too_many = || RunError::usage("too many original values to search for");
        let Known { texts, days, uids, ages, .. } = known;
        if texts.len() > MOST_VALUES {
            return Err(too_many());
        }
        let values: Vec<_> = texts.into_iter().collect();
        let finder = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(values.iter().map(|(letters, _)| letters));
        let finder = if values.is_empty() { None } else { Some(finder.map_err(|_| too_many())?) };
        Ok(Self { finder, values, dates: Dates::new()?, days, uids, ages })
    }

    /// The UIDs.
    pub(super) fn uids(&self) -> &HashSet<Vec<u8>> {
        &self.uids
    }

    /// The worst of what a text contains. Words of other files than the text's `own` original may be
    /// ordinary ones.
    pub(super) fn find(
        &self,
        text: &str,
        own: Option<&Own>,
        words: Words,
        days: Days,
    ) -> Option<Reason> {
        if has_uid(text.as_bytes(), &self.uids) {
            return Some(Reason::OriginalUid);
        }
        let folded = fold(text);
        if words != Words::Numbers && self.has_day(&folded, days) || self.has_age(&folded, words) {
            return Some(Reason::Original);
        }
        let finder = self.finder.as_ref()?;
        let squeezed = Squeezed::of(text);
        let mut worst = None;
        for found in finder.find_overlapping_iter(&squeezed.text) {
            let Some((letters, value)) = self.values.get(found.pattern().as_usize()) else {
                continue;
            };
            let place = Found { squeezed: &squeezed, start: found.start(), end: found.end() };
            if !place.counts(letters, value, words) {
                continue;
            }
            if is_certain(letters, value, own, words) {
                return Some(Reason::Original);
            }
            worst = Some(Reason::MaybeOriginal);
        }
        worst
    }

    fn has_day(&self, folded: &str, days: Days) -> bool {
        !self.days.is_empty()
            && self.dates.find(folded, |day, year| match (self.days.get(&day), days, year) {
                (None, ..) => false,
                (Some(Fate::OfLife), ..) => true,
                // Version numbers look like dates with a short year.
                (Some(_), Days::All, Year::Full) => true,
                _ => false,
            })
    }

    /// Whether a date or a date-time is the day of a birth or a death.
    pub(super) fn has_day_of_life(&self, text: &str) -> bool {
        text.split('\\').any(|value| {
            let day = value.trim().get(..8).and_then(Day::parse);
            day.is_some_and(|day| self.days.get(&day) == Some(&Fate::OfLife))
        })
    }

    /// Ages above 89 years in words.
    fn has_age(&self, folded: &str, words: Words) -> bool {
        if self.ages.is_empty() || words != Words::Free {
            return false;
        }
        static AGE: LazyLock<Option<regex::Regex>> = LazyLock::new(|| {
            regex::Regex::new(r"(?:^|[^\w.])0?(\d{2,3}) ?-?(?:y|yr|yrs|yo|y/o|year|years|jahre?|ans|anos|anni|let|лет|세|歳|岁)(?:[^\p{L}]|$|[- ]?old)").ok()
        });
        let Some(age) = AGE.as_ref() else { return false };
        age.captures_iter(folded).any(|found| {
            let years = found.get(1).and_then(|years| years.as_str().parse().ok());
            years.is_some_and(|years: u32| self.ages.contains(&years))
        })
    }
}

/// Whether a text holds one of the UIDs, whatever separates its numbers.
pub(super) fn has_uid(text: &[u8], uids: &HashSet<Vec<u8>>) -> bool {
    if uids.is_empty() || text.len() < 8 {
        return false;
    }
    let in_uid = |b: &u8| b.is_ascii_digit() || matches!(b, b'.' | b'_' | b'-');
    text.split(|b| !in_uid(b)).filter(|run| run.len() >= 8).any(|run| {
        let exact = || run.split(|b| matches!(b, b'_' | b'-')).map(without_dots);
        let joined: Vec<u8> =
            run.iter().map(|b| if matches!(b, b'_' | b'-') { b'.' } else { *b }).collect();
        exact().any(|uid| is_uid_like(uid) && uids.contains(uid))
            || joined != run && uids.contains(without_dots(&joined))
    })
}

/// Without the full stops around it.
fn without_dots(mut run: &[u8]) -> &[u8] {
    while let Some(rest) = run.strip_prefix(b".").or(run.strip_suffix(b".")) {
        run = rest;
    }
    run
}

/// A value found in a text.
struct Found<'a> {
    squeezed: &'a Squeezed,
    start: usize,
    end: usize,
}

impl Found<'_> {
    /// Whether what was found is the value, and not by chance a part of something else.
    fn counts(&self, letters: &str, value: &Value, words: Words) -> bool {
        let (before, behind) = (self.squeezed.gap(self.start), self.squeezed.gap(self.end));
        let whole = before > Gap::None && behind > Gap::None;
        let len = letters.chars().count();
        let east_asian = letters.chars().all(is_east_asian);
        match words {
            Words::Numbers => {
                let value_alone = before == Gap::End && behind == Gap::End;
                return value.kind == Kind::Number
                    && value_alone
                    && len >= INSIDE_WORDS
                    && self.is_one();
            }
            Words::Chance if len < INSIDE_WORDS - 1 && !(east_asian && len > 2) => return false,
            _ => {}
        }
        let is_digit =
            |at: usize| self.squeezed.text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
        match value.kind {
            Kind::Number => {
                let in_longer =
                    self.squeezed.is_in_number(self.start) || self.squeezed.is_in_number(self.end);
                let beside_digits =
                    before == Gap::None && self.start > 0 && is_digit(self.start - 1)
                        || behind == Gap::None && is_digit(self.end);
                !in_longer
                    && !beside_digits
                    && (whole || len >= INSIDE_WORDS)
                    && self.is_joined(value, |gap| matches!(gap, Gap::Soft | Gap::Blank))
            }
            Kind::Identifier => {
                let digits_cut = is_digit(self.start)
                    && self.start > 0
                    && before == Gap::None
                    && is_digit(self.start - 1)
                    || self.end > 0
                        && is_digit(self.end - 1)
                        && behind == Gap::None
                        && is_digit(self.end);
                !digits_cut
                    && (whole || len >= INSIDE_WORDS || east_asian)
                    && self.is_joined(value, |gap| matches!(gap, Gap::Soft | Gap::Blank))
            }
            Kind::Word | Kind::Part => {
                // A number may follow a name.
                let numbered = len >= 4
                    && (before > Gap::None || self.start > 0 && is_digit(self.start - 1))
                    && (behind > Gap::None || is_digit(self.end));
                let begins = east_asian && before > Gap::None;
                (whole || numbered || begins || len >= INSIDE_WORDS && !east_asian)
                    && self.is_joined(value, |gap| gap == Gap::Soft)
            }
            Kind::Whole => {
                (whole || len >= INSIDE_WORDS || east_asian)
                    && self.is_joined(value, |gap| gap == Gap::Soft)
            }
        }
    }

    /// Whether it is separated only where it may be, or elsewhere in a way that is allowed.
    fn is_joined(&self, value: &Value, allowed: impl Fn(Gap) -> bool) -> bool {
        (self.start + 1..self.end).all(|at| {
            let gap = self.squeezed.gap(at);
            let joint = || value.joints.binary_search(&(at - self.start)).is_ok();
            gap == Gap::None || gap != Gap::End && (allowed(gap) || joint())
        })
    }

    /// Whether nothing separates it.
    fn is_one(&self) -> bool {
        (self.start + 1..self.end).all(|at| self.squeezed.gap(at) == Gap::None)
    }
}

/// Whether an occurrence of a value is certain to be the original's.
fn is_certain(letters: &str, value: &Value, own: Option<&Own>, words: Words) -> bool {
    let of_letters = letters.chars().all(char::is_alphabetic);
    let short = letters.chars().count() < INSIDE_WORDS;
    let one_word = matches!(value.kind, Kind::Word | Kind::Part) && of_letters;
    if words == Words::OfStandard && of_letters && is_standard_word(letters) {
        return false;
    }
    match own {
        _ if value.kind == Kind::Whole => true,
        Some(own) if own.has(letters) => value.kind != Kind::Word || !own.is_only_a_path(letters),
        Some(_) => !(one_word || short),
        // A short number or a word may be anything in a file of somebody else.
        None => {
            value.kind == Kind::Part
                || !(short && value.kind == Kind::Number) && value.kind != Kind::Word
        }
    }
}

/// Whether this is a word of the standard: inside a code it is a term, not the patient whose name it
/// happens to be (`Text^Image`).
fn is_standard_word(letters: &str) -> bool {
    static SET: LazyLock<HashSet<&'static str>> =
        LazyLock::new(|| STANDARD_WORDS.lines().collect());
    SET.contains(letters.to_uppercase().as_str())
}
