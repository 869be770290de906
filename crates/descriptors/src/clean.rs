//! The whole: words, patterns and names, and the text without what goes.

use std::borrow::Cow;
use std::ops::Range;

use crate::judge::judge;
use crate::names::Surroundings;
use crate::patterns::spans;
use crate::token::{Token, Verdict, tokens};
use crate::words::Words;

/// Cleans texts.
///
/// ```
/// let cleaner = descriptors::Cleaner::default();
/// assert_eq!(cleaner.clean("CT THORAX W/O CONTRAST for Dr. House", &[]), "CT THORAX W/O CONTRAST for");
/// assert_eq!(cleaner.clean("t1_mprage_sag_p2_iso", &[]), "t1_mprage_sag_p2_iso");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Cleaner {
    words: Words,
}

/// In words; of the list's phrases.
const LONGEST_PHRASE: usize = 3;

/// What is left of a text is looked at again, as words have other words beside them then.
const ROUNDS: usize = 4;

impl Cleaner {
    /// A cleaner that lets these words stay.
    pub fn new(words: Words) -> Self {
        Self { words }
    }

    /// The text without what could tell who the patient is; the very same text where nothing has
    /// to go. `known` are places, in bytes, that are known to name somebody.
    pub fn clean<'a>(&self, text: &'a str, known: &[Range<usize>]) -> Cow<'a, str> {
        let Some(mut clean) = self.round(text, known) else {
            return Cow::Borrowed(text);
        };
        for _ in 1..ROUNDS {
            match self.round(&clean, &[]) {
                Some(cleaner) => clean = cleaner,
                None => break,
            }
        }
        Cow::Owned(clean)
    }

    fn round(&self, text: &str, known: &[Range<usize>]) -> Option<String> {
        let given = |start: usize| text.get(..start).is_some_and(|before| before.ends_with('='));
        let mut tokens: Vec<Token> = tokens(text)
            .into_iter()
            .map(|range| {
                let word = text.get(range.clone()).unwrap_or_default();
                let contrast = word.chars().count() == 1 && is_with_sign(text, &range);
                let judged = || judge(&self.words, word, given(range.start));
                Token { verdict: if contrast { Verdict::Stays } else { judged() }, range }
            })
            .collect();
        self.keep_compounds(text, &mut tokens);
        self.keep_eponyms(text, &mut tokens);
        for span in spans(text) {
            mark(&mut tokens, &span, Verdict::Cut);
        }
        for span in known {
            mark(&mut tokens, span, Verdict::Goes);
        }
        Surroundings::new(text).mark(&mut tokens);
        tokens.iter().any(|token| token.verdict.is_out()).then(|| without(text, &tokens))
    }
}

impl Cleaner {
    /// Two words with a hyphen between them can be one of the list (`x-ray`).
    fn keep_compounds(&self, text: &str, tokens: &mut [Token]) {
        for at in 1..tokens.len() {
            let Some([first, second]) = tokens.get_mut(at - 1..=at) else { return };
            let hyphen = text.get(first.range.end..second.range.start) == Some("-");
            let stay = [&first.verdict, &second.verdict].iter().all(|v| **v == Verdict::Stays);
            if !hyphen || stay {
                continue;
            }
            let compound = text.get(first.range.start..second.range.end).unwrap_or_default();
            if self.words.holds(&compound.to_lowercase()) {
                (first.verdict, second.verdict) = (Verdict::Stays, Verdict::Stays);
            }
        }
    }
}

impl Cleaner {
    /// Names that a phrase of the list holds (`Crohn's disease`, `circle of Willis`).
    fn keep_eponyms(&self, text: &str, tokens: &mut [Token]) {
        for length in 2..=LONGEST_PHRASE {
            for first in 0..(tokens.len() + 1).saturating_sub(length) {
                let Some(words) = tokens.get_mut(first..first + length) else { continue };
                if words.iter().any(|word| word.verdict != Verdict::Stays)
                    && phrase(text, words).is_some_and(|phrase| self.words.holds(&phrase))
                {
                    words.iter_mut().for_each(|word| word.verdict = Verdict::Stays);
                }
            }
        }
    }
}

/// Words with a space or a hyphen between them, as the list has phrases.
fn phrase(text: &str, words: &[Token]) -> Option<String> {
    let mut phrase = String::new();
    let mut end = None;
    for word in words {
        if let Some(end) = end {
            let gap = text.get(end..word.range.start)?;
            phrase.push(matches!(gap, " " | "-").then_some(' ')?);
        }
        let lower = text.get(word.range.clone())?.to_lowercase().replace('\u{2019}', "'");
        phrase.push_str(lower.strip_suffix("'s").unwrap_or(&lower));
        end = Some(word.range.end);
    }
    Some(phrase)
}

/// `+C`, `C+`: with contrast, and nobody's initial.
fn is_with_sign(text: &str, letter: &Range<usize>) -> bool {
    let before = text.get(..letter.start).unwrap_or_default();
    let after = text.get(letter.end..).unwrap_or_default();
    let alone = |rest: Option<char>| rest.is_none_or(|c| !c.is_alphanumeric());
    let (mut before, mut after) = (before.chars().rev(), after.chars());
    let leads = before.next().is_some_and(|c| c == '+') && alone(before.next());
    let trails = after.next().is_some_and(|c| c == '+') && alone(after.next());
    leads || trails
}

/// Marks the words that a place covers, wholly or in part.
fn mark(tokens: &mut [Token], span: &Range<usize>, verdict: Verdict) {
    let first = tokens.partition_point(|token| token.range.end <= span.start);
    let covered = tokens.iter_mut().skip(first).take_while(|token| token.range.start < span.end);
    covered.for_each(|token| token.verdict = verdict);
}

/// The text without the words that are out, and without what stood between them.
fn without(text: &str, tokens: &[Token]) -> String {
    let mut clean = String::new();
    // Where the last word that stays ends, and where the first word that is out after it begins.
    let mut end: Option<usize> = None;
    let mut hole: Option<(usize, usize)> = None;
    let mut last = 0;
    for token in tokens {
        let range = token.range.clone();
        if token.verdict.is_out() {
            let start = hole.map_or(range.start, |(start, _)| start);
            hole = Some((start, range.end));
            continue;
        }
        let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default();
        match (end, hole.take()) {
            (None, None) => clean.push_str(part(0..range.start)),
            (None, Some((_, after))) => clean.push_str(attached_after(part(after..range.start))),
            (Some(end), None) => clean.push_str(part(end..range.start)),
            (Some(end), Some((before, after))) => {
                clean.push_str(&joint(part(end..before), part(after..range.start)));
            }
        }
        clean.push_str(part(range.clone()));
        end = Some(range.end);
        last = range.end;
    }
    match (end, hole) {
        (Some(end), Some((before, _))) => {
            let signs = attached_before(text.get(end..before).unwrap_or_default());
            clean.push_str(signs.trim_end_matches([',', ';', ':', '-', '/', '&']));
        }
        (Some(_), None) => clean.push_str(text.get(last..).unwrap_or_default()),
        // No word is left: neither are the signs.
        (None, _) => {}
    }
    balanced(&clean).trim().to_owned()
}

/// What joins two words once those between them are out: the signs that cling to the words, with
/// a space or line break where there was one.
fn joint(before: &str, after: &str) -> String {
    let space = |gap: &str| gap.contains(char::is_whitespace);
    if before == after {
        return before.to_owned();
    }
    let line = [before, after].into_iter().find(|gap| gap.contains('\n') || gap.contains('\r'));
    let between = match line {
        Some(gap) if gap.contains("\r\n") => "\r\n",
        Some(gap) if gap.contains('\r') => "\r",
        Some(_) => "\n",
        None if space(before) || space(after) => " ",
        None => return before.to_owned(),
    };
    let mut joint = attached_before(before).to_owned();
    joint.push_str(between);
    joint.push_str(attached_after(after));
    joint
}

/// The signs that cling to the word before a gap.
fn attached_before(gap: &str) -> &str {
    match gap.find(char::is_whitespace) {
        Some(at) => gap.get(..at).unwrap_or_default(),
        // `t1_Smith`: nothing of it belongs to the first word, unless it is `c+`.
        None => {
            gap.get(..gap.len() - gap.trim_start_matches(['+', '*', '%']).len()).unwrap_or_default()
        }
    }
}

/// The signs that cling to the word after a gap.
fn attached_after(gap: &str) -> &str {
    match gap.rfind(char::is_whitespace) {
        Some(at) => gap.get(at..).unwrap_or_default().trim_start(),
        None => "",
    }
}

/// Without brackets that have lost their partner, and without empty ones.
fn balanced(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut keep = vec![true; letters.len()];
    let mut drop = |places: std::ops::RangeInclusive<usize>| {
        let count = places.end() - places.start() + 1;
        keep.iter_mut().skip(*places.start()).take(count).for_each(|keep| *keep = false);
    };
    // Open brackets: which, where, and how many letters and digits came before.
    let mut open: Vec<(char, usize, usize)> = Vec::new();
    let mut words = 0;
    for (at, c) in letters.iter().enumerate() {
        let partner = match c {
            '(' | '[' | '{' => {
                open.push((*c, at, words));
                continue;
            }
            ')' => '(',
            ']' => '[',
            '}' => '{',
            _ => {
                words += usize::from(c.is_alphanumeric());
                continue;
            }
        };
        match open.pop_if(|(other, ..)| *other == partner) {
            Some((_, start, before)) if before == words => drop(start..=at),
            Some(_) => {}
            None => drop(at..=at),
        }
    }
    open.into_iter().for_each(|(_, at, _)| drop(at..=at));
    letters.into_iter().zip(keep).filter(|(_, keep)| *keep).map(|(c, _)| c).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clean(text: &str) -> String {
        Cleaner::default().clean(text, &[]).into_owned()
    }

    #[test]
    fn signs_go_with_the_words_that_they_belong_to() {
        assert_eq!(clean("CT HEAD, SMITH, CONTRAST"), "CT HEAD, CONTRAST");
        assert_eq!(clean("HEAD (Smith) 5 mm"), "HEAD 5 mm");
        assert_eq!(clean("t1_smith_sag"), "t1_sag");
        assert_eq!(clean("thorax c+ Smith"), "thorax c+");
        assert_eq!(clean("(Smith, lung)"), "lung");
        assert_eq!(clean("Smith"), "");
        assert_eq!(clean("lung, Smith"), "lung");
        assert_eq!(clean("lung: Smith\r\nliver"), "lung:\r\nliver");
    }

    #[test]
    fn a_text_without_anything_to_remove_is_the_same_text() {
        for text in ["", "  ", "MR  Head ((axial", "c+ / w/o  L/R", "T2* 3D"] {
            assert!(matches!(Cleaner::default().clean(text, &[]), Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn what_is_known_goes_with_the_word_around_it() {
        let clean = Cleaner::default().clean("Head^Routine of long Chest", &[16..20, 6..8]);
        assert_eq!(clean, "Head of Chest");
        let clean = Cleaner::default().clean("Chest^Routine^Adult", &[0..5, 14..19]);
        assert_eq!(clean, "Routine");
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_cleaned_once_and_for_all(text in r"(?s)([A-Za-z]{1,8}|[0-9]{1,6}|[ ,.^_()/:-]|\PC|\n){0,20}") {
            let once = clean(&text);
            proptest::prop_assert!(once.len() <= text.len());
            proptest::prop_assert_eq!(clean(&once), once);
        }
    }

    #[test]
    fn what_is_in_doubt_goes_with_what_goes_beside_it() {
        assert_eq!(clean("KIM YOUNG HEE 1957-12-03"), "");
        assert_eq!(clean("white matter"), "white matter");
        assert_eq!(clean("thorax John White"), "thorax");
    }
}
