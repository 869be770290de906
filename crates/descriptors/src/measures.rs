//! Expressions of several numbers (`b=1500(0.895,-0.445,0.000)`, `TE=12.5/25.0/37.5`): they stay or go
//! as a whole, as a part of one, or one without a sign, says something else.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::limits::Limits;
use crate::token::{Fate, Token};

const NUMBER: &str = r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?";
/// Numbers with a decimal point or an exponent in an expression of measures; less could be a date.
const FEWEST_DECIMALS: usize = 2;

/// Lists, vectors and matrices.
static LISTS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let between = r"(?:\s*[,;/|\\]\s*|\s*[()\[\]]+\s*|\s*[x×*]\s*|\s+)";
    Regex::new(&format!("{NUMBER}(?:{between}{NUMBER})+")).ok()
});

/// Numbers that are written in one.
static IN_ONE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\d[\d.]*(?:[eE][-+]\d+)?(?:[,;/|\\:()\[\]×*+-]+\d[\d.]*(?:[eE][-+]\d+)?)+").ok()
});

static NUMBERS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(NUMBER).ok());

/// Measures stay, whatever dates or versions their parts look like.
pub(crate) fn keep(text: &str, limits: &Limits, tokens: &mut [Token]) {
    for list in places(&LISTS, text) {
        if is_of_measures(text, &list, limits) {
            covered(tokens, &list).for_each(|token| token.fate = Fate::Stays);
        }
    }
}

/// Where a number of an expression goes, all of it goes.
pub(crate) fn spread(text: &str, limits: &Limits, tokens: &mut [Token]) {
    let lists = places(&LISTS, text).into_iter().filter(|list| is_of_measures(text, list, limits));
    let expressions: Vec<_> = lists.chain(places(&IN_ONE, text)).collect();
    for expression in expressions {
        if covered(tokens, &expression).any(|token| token.fate.is_out()) {
            let numbers = covered(tokens, &expression).filter(|token| {
                let word = text.get(token.range.clone()).unwrap_or_default();
                word.starts_with(|c: char| c.is_ascii_digit())
            });
            numbers.filter(|token| !token.fate.is_out()).for_each(|token| token.fate = Fate::Cut);
        }
    }
}

fn places(pattern: &LazyLock<Option<Regex>>, text: &str) -> Vec<Range<usize>> {
    let pattern: &Option<Regex> = pattern;
    pattern.iter().flat_map(|pattern| pattern.find_iter(text)).map(|found| found.range()).collect()
}

/// Whether all numbers of a list are short, some of them decimal, and no number goes on beside it.
fn is_of_measures(text: &str, list: &Range<usize>, limits: &Limits) -> bool {
    let mut before = text.get(..list.start).unwrap_or_default().chars().rev();
    let mut after = text.get(list.end..).unwrap_or_default().chars();
    let (before, further) = (before.next(), before.next());
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let inside = matches!(before, Some('.' | '-' | '/' | ':')) && word(further) || word(before);
    let goes_on = match after.next() {
        Some('.' | '-' | '/' | ':') => after.next().is_some_and(|c| c.is_ascii_digit()),
        next => next.is_some_and(|c| c.is_ascii_digit()),
    };
    if inside || goes_on {
        return false;
    }
    let list = text.get(list.clone()).unwrap_or_default();
    let mut decimals = 0;
    let fits = NUMBERS.iter().flat_map(|number| number.find_iter(list)).all(|number| {
        let number = number.as_str().trim_start_matches(['-', '+']);
        let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, ""));
        let (whole, decimal) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        decimals += usize::from(number.len() > whole.len());
        limits.digits.passes(whole.len() as f64)
            && limits.decimals.passes(decimal.len() as f64)
            && exponent.trim_start_matches(['-', '+']).len() <= 3
    });
    fits && decimals >= FEWEST_DECIMALS
}

fn covered<'a>(
    tokens: &'a mut [Token],
    place: &Range<usize>,
) -> impl Iterator<Item = &'a mut Token> {
    let first = tokens.partition_point(|token| token.range.end <= place.start);
    let end = place.end;
    tokens.iter_mut().skip(first).take_while(move |token| token.range.start < end)
}

#[cfg(test)]
mod tests {
    use crate::Cleaner;

    fn clean(text: &str) -> String {
        Cleaner::default().clean(text, &[]).into_owned()
    }

    #[test]
    fn measures_stay_as_they_are_with_all_of_their_signs() {
        for text in [
            "b=1500(0.895,0.000,-0.445)",
            "b=1500(0.895,-0.445,0.000)",
            "TE=12.5/25.0/37.5",
            "[0.5 -0.25 1.5]",
            "(0.500, -0.250, 1.500)",
            "dir -0.707\\0.000\\0.707",
            "1.5e-05,-2.0E+06",
            "0.9x0.9x1.2",
            "0.9 x 0.9 x 1.2",
            "TE 12.5/25.0",
            "b 0-1000",
            "-0.445",
            "matrix 1.0/0.0/0.0/0.0/1.0/0.0",
        ] {
            assert_eq!(clean(text), text);
        }
    }

    #[test]
    fn numbers_go_as_a_whole() {
        for (text, left) in [
            ("head 12345-67", "head"),
            ("head 12/03/1957", "head"),
            ("head 0.5,-0.25,12345678", "head"),
            ("head 900101-1234567", "head"),
            ("head 3.12.57/4.1.60", "head"),
            ("head 17.02.1963", "head"),
            ("head (0.70710678,-0.70710678,0) axial", "head axial"),
            ("5 mm 555-1234", "5 mm"),
        ] {
            assert_eq!(clean(text), left, "{text}");
        }
    }

    #[test]
    fn a_number_keeps_its_sign_where_the_word_before_it_goes() {
        assert_eq!(clean("axial Smith=-0.5"), "axial -0.5");
        assert_eq!(clean("axial Smith -0.5"), "axial -0.5");
        let known = Cleaner::default().clean("dir 0.5,-0.25,0.75", std::slice::from_ref(&(4..7)));
        assert_eq!(known, "dir");
    }
}
