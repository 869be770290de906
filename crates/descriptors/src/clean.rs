//! The whole: words, patterns and names, and the text without what goes.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use crate::judge::{Before, Judge};
use crate::kept;
use crate::limits::Limits;
use crate::measures;
use crate::memo::Memo;
use crate::patterns::spans;
use crate::surroundings::Surroundings;
use crate::token::{Fate, Token, tokens};
use crate::without::without;
use crate::words::Words;

/// Cleans texts.
///
/// ```
/// let cleaner = descriptors::Cleaner::default();
/// assert_eq!(cleaner.clean("CT THORAX W/O CONTRAST for Dr. House", &[]), "CT THORAX W/O CONTRAST for");
/// assert_eq!(cleaner.clean("t1_mprage_sag_p2_iso", &[]), "t1_mprage_sag_p2_iso");
/// ```
#[derive(Clone, Debug)]
pub struct Cleaner {
    /// The words that may stay.
    words: Words,
    /// By what everything else is judged.
    limits: Limits,
    /// What was left of earlier texts.
    memo: Arc<Memo>,
}

/// How often a text is looked at, at most: what is left of it is looked at again, as words have other
/// words beside them then.
const ROUNDS: usize = 4;

impl Default for Cleaner {
    /// A cleaner with the built-in words alone.
    fn default() -> Self {
        Self::new(Words::default())
    }
}

impl Cleaner {
    /// A cleaner that lets these words stay.
    pub fn new(words: Words) -> Self {
        Self::with_limits(words, Limits::SHIPPED)
    }

    /// The same by other limits, to measure what each of them does.
    pub fn with_limits(words: Words, limits: Limits) -> Self {
        Self { words, limits, memo: Arc::default() }
    }

    /// The text without what could tell who the patient is; the very same text where nothing has
    /// to go. `known` are places, in bytes, that are known to name somebody.
    pub fn clean<'a>(&self, text: &'a str, known: &[Range<usize>]) -> Cow<'a, str> {
        match self.memo.or_look(text, known, || self.look(text, known)) {
            Some(clean) => Cow::Owned(clean),
            None => Cow::Borrowed(text),
        }
    }

    /// What is left of a text; none where nothing has to go.
    fn look(&self, text: &str, known: &[Range<usize>]) -> Option<String> {
        let mut clean = self.round(text, known)?;
        for _ in 1..ROUNDS {
            match self.round(&clean, &[]) {
                Some(cleaner) => clean = cleaner,
                None => break,
            }
        }
        Some(clean)
    }

    /// What is left of a text that is looked at once; none where nothing has to go.
    fn round(&self, text: &str, known: &[Range<usize>]) -> Option<String> {
        let judge = Judge { words: &self.words, limits: &self.limits };
        let before = |start: usize| match text.get(..start) {
            Some(before) if before.ends_with('=') => Before::Equals,
            _ => Before::Other,
        };
        let mut tokens: Vec<Token> = tokens(text)
            .into_iter()
            .map(|range| {
                let word = text.get(range.clone()).unwrap_or_default();
                let contrast = word.chars().count() == 1 && kept::is_contrast(text, &range);
                let judged = || judge.word(word, before(range.start));
                Token { fate: if contrast { Fate::Stays } else { judged() }, range }
            })
            .collect();
        kept::compounds(&self.words, &self.limits, text, &mut tokens);
        kept::eponyms(&self.words, text, &mut tokens);
        let by_form = spans(text);
        for span in &by_form {
            mark(&mut tokens, span, Fate::Cut);
        }
        let has_at =
            |span: &&Range<usize>| text.get((*span).clone()).is_some_and(|t| t.contains('@'));
        let emails: Vec<_> = by_form.iter().filter(has_at).collect();
        measures::keep(text, &self.limits, &mut tokens);
        for span in known {
            // A number or an e-mail address says nothing of the words beside it.
            let name = text.get(span.clone()).is_some_and(|t| t.contains(char::is_alphabetic))
                && !emails.iter().any(|e| e.start <= span.start && span.end <= e.end);
            mark(&mut tokens, span, if name { Fate::Goes } else { Fate::Cut });
        }
        Surroundings { text, limits: &self.limits }.mark(&mut tokens);
        measures::spread(text, &self.limits, &mut tokens);
        tokens.iter().any(|token| token.fate.is_out()).then(|| without(text, &tokens))
    }
}

/// Marks the words that a place covers, wholly or in part.
fn mark(tokens: &mut [Token], span: &Range<usize>, fate: Fate) {
    let first = tokens.partition_point(|token| token.range.end <= span.start);
    let covered = tokens.iter_mut().skip(first).take_while(|token| token.range.start < span.end);
    covered.for_each(|token| token.fate = fate);
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
    fn numbers_and_the_ends_of_sentences_cast_no_doubt_on_words() {
        let small = "field of view too small";
        assert_eq!(clean(&format!("{small}. Tobias Xyqz")), format!("{small}."));
        let text = format!("{small} 555-207-3690");
        let number = small.len() + 1..text.len();
        assert_eq!(Cleaner::default().clean(&text, std::slice::from_ref(&number)), small);
        assert_eq!(clean("Small, Xyqz"), "");
    }

    #[test]
    fn an_email_address_casts_no_doubt_on_words_known_or_not() {
        let text = "contrast given t.xyqz@example.org";
        let address = "contrast given ".len()..text.len();
        assert_eq!(clean(text), "contrast given");
        assert_eq!(Cleaner::default().clean(text, &[address]), "contrast given");
        let name = "contrast given ".len()..text.find('@').unwrap();
        assert_eq!(Cleaner::default().clean(text, &[name]), "contrast given");
    }

    #[test]
    fn words_built_like_medical_ones_stay() {
        for text in ["MR ARTHROGRAM", "Fistulography", "post hemipelvectomy"] {
            assert_eq!(clean(text), text);
        }
        assert_eq!(clean("CT Ingram"), "CT");
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
