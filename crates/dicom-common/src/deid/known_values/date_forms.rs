//! A date of a person, in the forms in which people and machines write it.

use std::ops::Range;

use super::months::is_month;
use super::script::Script;

/// Between two parts of a date, at most, in bytes.
const LONGEST_GAP: usize = 3;
/// Words between two parts of a date, and behind its numbers.
const FILLERS: [&str; 31] = [
    "of",
    "de",
    "del",
    "den",
    "der",
    "the",
    "d",
    "am",
    "st",
    "nd",
    "rd",
    "th",
    "er",
    "e",
    "a",
    "o",
    "г",
    "го",
    "year",
    "年",
    "月",
    "日",
    "년",
    "월",
    "일",
    "生",
    "号",
    "號",
    "ปี",
    "เดือน",
    "วันที่",
];
/// Parts of a date's number in Chinese, Japanese and Korean: no other sign has to stand there.
const UNITS: [&str; 8] = ["年", "月", "日", "号", "號", "년", "월", "일"];
/// What stands before a date of birth.
const LABELS: [&str; 29] = [
    "dob",
    "born",
    "birth",
    "birthdate",
    "birthday",
    "bd",
    "b",
    "geb",
    "geboren",
    "geburtsdatum",
    "ne",
    "nee",
    "naissance",
    "nacido",
    "nacida",
    "nacimiento",
    "nato",
    "nata",
    "nascita",
    "nascimento",
    "fodd",
    "fodt",
    "рожд",
    "рождения",
    "生日",
    "생년월일",
    "생일",
    "生年月日",
    "出生日期",
];
/// Japanese eras by their names, the first letters of these, and the year before their first.
const ERAS: [(&str, &str, u32); 6] = [
    ("明治", "m", 1867),
    ("大正", "t", 1911),
    ("昭和", "s", 1925),
    ("平成", "h", 1988),
    ("令和", "r", 2018),
    ("民國", "民国", 1911),
];
/// Years of the Thai calendar before those of ours.
const BUDDHIST: u32 = 543;

/// A day that is searched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct KnownDate {
    year: u32,
    month: u32,
    day: u32,
}

/// A run of digits or of letters.
struct Token<'a> {
    text: &'a str,
    range: Range<usize>,
    is_number: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Year,
    Month,
    Day,
}

const ORDERS: [[Part; 3]; 4] = [
    [Part::Day, Part::Month, Part::Year],
    [Part::Month, Part::Day, Part::Year],
    [Part::Year, Part::Month, Part::Day],
    [Part::Year, Part::Day, Part::Month],
];

impl KnownDate {
    /// A date of year, month and day, in any calendar; `None` where there is none such.
    pub fn new(year: u32, month: u32, day: u32) -> Option<Self> {
        let is_one = (1..=9999).contains(&year) && (1..=13).contains(&month);
        (is_one && (1..=32).contains(&day)).then_some(Self { year, month, day })
    }

    /// Where it stands in a folded text, in bytes.
    pub fn find(&self, folded: &str, found: &mut Vec<Range<usize>>) {
        let tokens = tokens(folded);
        for at in 0..tokens.len() {
            if let Some(range) = self.alone(folded, &tokens, at) {
                found.push(range);
            }
            for order in ORDERS {
                if let Some(range) = self.in_parts(folded, &tokens, at, order) {
                    found.push(range);
                }
            }
        }
    }

    /// All of it in one number.
    fn alone(&self, text: &str, tokens: &[Token<'_>], at: usize) -> Option<Range<usize>> {
        let token = tokens.get(at).filter(|token| token.is_number)?;
        let Self { year, month, day } = *self;
        let forms = [
            format!("{year:04}{month:02}{day:02}"),
            format!("{day:02}{month:02}{year:04}"),
            format!("{month:02}{day:02}{year:04}"),
        ];
        let digits = token.text;
        // Of a date with its time.
        let timed =
            matches!(digits.len(), 12 | 14) && forms.first().is_some_and(|f| digits.starts_with(f));
        if timed || forms.iter().any(|form| form == digits) {
            return Some(token.range.clone());
        }
        let short = year % 100;
        let forms = [
            format!("{short:02}{month:02}{day:02}"),
            format!("{day:02}{month:02}{short:02}"),
            format!("{month:02}{day:02}{short:02}"),
        ];
        let year_alone = digits.parse() == Ok(year) && digits.len() == 4;
        let labelled = (forms.iter().any(|form| form == digits) || year_alone)
            && is_labelled(text, tokens, at);
        labelled.then(|| token.range.clone())
    }

    /// In three parts that begin with a token.
    fn in_parts(
        &self,
        text: &str,
        tokens: &[Token<'_>],
        first: usize,
        order: [Part; 3],
    ) -> Option<Range<usize>> {
        let mut at = first;
        let mut end = None;
        let (mut short_year, mut named) = (false, false);
        let mut signs = Vec::new();
        for part in order {
            if end.is_some() {
                let (next, sign) = between(text, tokens, at)?;
                at = next;
                signs.push(sign);
            }
            let token = tokens.get(at)?;
            let number = token.is_number.then(|| token.text.parse().ok()).flatten();
            let few = token.text.len() <= 2;
            let is_it = match part {
                Part::Day => few && number == Some(self.day),
                Part::Month if token.is_number => few && number == Some(self.month),
                Part::Month => {
                    named = true;
                    is_month(token.text, self.month)
                }
                Part::Year => {
                    let years = |year: u32| number == Some(year);
                    let era = self.is_era(tokens, &mut at);
                    short_year = !era && token.text.len() == 2 && years(self.year % 100);
                    let long = token.text.len() > 2 || self.year < 100;
                    era || short_year || (long && (years(self.year) || years(self.year + BUDDHIST)))
                }
            };
            if !is_it {
                return None;
            }
            end = Some(tokens.get(at)?.range.end);
            at += 1;
        }
        let numbers = !named;
        let bare = signs.contains(&Sign::Nothing) && numbers;
        let spaces = signs.contains(&Sign::Space) && numbers && short_year;
        let range = tokens.get(first)?.range.start..with_unit(tokens, at, end?);
        if bare || spaces || (short_year && numbers && is_inside_of_numbers(text, &range)) {
            return None;
        }
        Some(range)
    }

    /// Whether a year of an era that has this date begins here; steps to its number.
    fn is_era(&self, tokens: &[Token<'_>], at: &mut usize) -> bool {
        let word = tokens.get(*at).map_or("", |token| token.text);
        let number = tokens.get(*at + 1).and_then(|token| token.text.parse::<u32>().ok());
        let is_it = |(name, letter, before): &(&str, &str, u32)| {
            (word == *name || word == *letter) && number.map(|n| n + before) == Some(self.year)
        };
        let era = ERAS.iter().any(is_it);
        *at += usize::from(era);
        era
    }
}

/// What stands between two parts of a date.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Nothing,
    Space,
    Mark,
}

/// The next part of a date, and what stands before it; `None` where it is none of the same date.
fn between(text: &str, tokens: &[Token<'_>], mut at: usize) -> Option<(usize, Sign)> {
    let mut sign = Sign::Nothing;
    loop {
        let before = tokens.get(at.checked_sub(1)?)?;
        let token = tokens.get(at)?;
        let gap = text.get(before.range.end..token.range.start)?;
        if gap.len() > LONGEST_GAP || gap.contains(['(', ')', '[', ']', '=', '\\']) {
            return None;
        }
        let mark = gap.contains(|c: char| !c.is_whitespace());
        sign = match sign {
            _ if mark => Sign::Mark,
            Sign::Nothing if !gap.is_empty() => Sign::Space,
            _ => sign,
        };
        if !FILLERS.contains(&token.text) {
            return Some((at, sign));
        }
        if UNITS.contains(&token.text) {
            sign = Sign::Mark;
        }
        at += 1;
    }
}

/// The end of a date with the unit of its last number.
fn with_unit(tokens: &[Token<'_>], at: usize, end: usize) -> usize {
    let unit =
        tokens.get(at).filter(|token| token.range.start == end && UNITS.contains(&token.text));
    unit.map_or(end, |token| token.range.end)
}

/// Whether numbers go on before or behind: a version, a vector, no date.
fn is_inside_of_numbers(text: &str, range: &Range<usize>) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let mark = |c: Option<char>| matches!(c, Some('.' | ',' | '/' | '-'));
    let mut before = text.get(..range.start).unwrap_or_default().chars().rev();
    let mut after = text.get(range.end..).unwrap_or_default().chars();
    (mark(before.next()) && digit(before.next())) || (mark(after.next()) && digit(after.next()))
}

/// Whether something before a number says that it is a date of birth.
fn is_labelled(text: &str, tokens: &[Token<'_>], at: usize) -> bool {
    let Some(start) = tokens.get(at).map(|token| token.range.start) else { return false };
    let before = text.get(..start).unwrap_or_default().trim_end();
    let near = tokens.get(at.saturating_sub(5)..at).unwrap_or_default();
    let start = near.first().map_or(0, |token| token.range.start);
    let words = text.get(start..before.len()).unwrap_or_default();
    // Characters that are units of dates stand in labels too, so these are looked for as they are.
    let unspaced = |label: &&str| !label.is_ascii() && words.contains(*label);
    before.ends_with('*')
        || near.iter().any(|token| LABELS.contains(&token.text))
        || LABELS.iter().any(unspaced)
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut last = Script::Sign;
    for (at, c) in text.char_indices() {
        let script = Script::of(c);
        let end = at + c.len_utf8();
        match tokens.last_mut() {
            _ if script == Script::Sign => {}
            // Units of a number are words of one character.
            Some(token)
                if script == last
                    && !is_unit(token.text)
                    && !is_unit(text.get(at..end).unwrap_or_default()) =>
            {
                token.range.end = end;
                token.text = text.get(token.range.clone()).unwrap_or_default();
            }
            _ => tokens.push(Token {
                text: text.get(at..end).unwrap_or_default(),
                range: at..end,
                is_number: c.is_ascii_digit(),
            }),
        }
        last = script;
    }
    tokens
}

fn is_unit(word: &str) -> bool {
    UNITS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deid::known_values::fold::Folded;

    fn found(text: &str) -> Vec<&str> {
        let folded = Folded::new(text);
        let mut ranges = Vec::new();
        KnownDate::new(1963, 2, 17).unwrap().find(folded.text(), &mut ranges);
        ranges.dedup();
        ranges.into_iter().map(|range| text.get(folded.original(range)).unwrap()).collect()
    }

    #[test]
    fn a_birth_date_is_found_in_the_forms_that_people_and_machines_write() {
        for date in [
            "19630217",
            "17021963",
            "02171963",
            "19630217101500",
            "1963-02-17",
            "1963.2.17",
            "1963/02/17",
            "17.02.1963",
            "17.2.1963",
            "17. 2. 1963",
            "17/2/1963",
            "2/17/1963",
            "02-17-1963",
            "17_02_1963",
            "17.02.63",
            "17/2/63",
            "63-02-17",
            "2/17/63",
            "17 2 1963",
            "17 Feb 1963",
            "17-FEB-1963",
            "17FEB1963",
            "17feb63",
            "17 Feb '63",
            "Feb 17, 1963",
            "February 17, 1963",
            "February 17th 1963",
            "17th of February, 1963",
            "1963-Feb-17",
            "1963 February 17",
            "17. Februar 1963",
            "17 février 1963",
            "17 de febrero de 1963",
            "17 febbraio 1963",
            "17 de fevereiro de 1963",
            "17 februari 1963",
            "17 lutego 1963",
            "17. února 1963",
            "17 Şubat 1963",
            "17 февраля 1963",
            "17 ФЕВ 1963",
            "17 Φεβρουαρίου 1963",
            "17.II.1963",
            "1963年2月17日",
            "1963年02月17日",
            "1963년 2월 17일",
            "1963년2월17일",
            "63년 2월 17일",
            "昭和38年2月17日",
            "S38.2.17",
            "17/02/2506",
            "１９６３／０２／１７",
            "١٧/٠٢/١٩٦٣",
        ] {
            assert!(found(&format!("born {date} x")).contains(&date), "{date} {:?}", found(date));
        }
        for (text, date) in
            [("DOB 630217", "630217"), ("생년월일: 630217", "630217"), ("*1963", "1963")]
        {
            assert_eq!(found(text), [date], "{text}");
        }
    }

    #[test]
    fn other_numbers_are_no_birth_date() {
        for text in [
            "17.3.1963",
            "630217",
            "1963",
            "17 2 63",
            "1.17.2.63.5",
            "TE 17/2/63.5",
            "196302171",
            "b=17(2,63)",
            "17.2",
            "Feb 1963",
            "17 2",
            "2 17 1964",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
    }
}
