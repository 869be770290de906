//! Names of people and institutions, by the words around them.

use crate::hangul::is_hangul;
use crate::korean;
use crate::surroundings::{Surroundings, is_capital, out};
use crate::token::{Fate, Token};

/// Titles before a name; those that are also codes (MR, DR, MS) only as `Mr` or with a point.
const TITLES: [&str; 36] = [
    "dr",
    "mr",
    "ms",
    "prof",
    "mrs",
    "miss",
    "mister",
    "doctor",
    "professor",
    "sir",
    "madam",
    "madame",
    "monsieur",
    "mme",
    "mlle",
    "herr",
    "frau",
    "herrn",
    "hr",
    "fr",
    "dra",
    "sra",
    "srta",
    "señor",
    "señora",
    "sig",
    "signor",
    "signora",
    "dott",
    "dottor",
    "dottoressa",
    "pr",
    "docteur",
    "doktor",
    "mevr",
    "dhr",
];

/// Titles that are something else without a point or a name's capital letter.
const CODES: [&str; 8] = ["dr", "mr", "ms", "hr", "fr", "pr", "sir", "sig"];

/// Degrees after a name and a comma.
const DEGREES: [&str; 12] =
    ["md", "phd", "rn", "np", "pa", "dds", "dmd", "frcr", "frcp", "mbbs", "facr", "rtr"];

/// Parts of names in lower case.
const PARTICLES: [&str; 22] = [
    "von", "van", "zu", "zur", "vom", "de", "der", "den", "del", "della", "di", "da", "do", "dos",
    "du", "la", "le", "el", "al", "bin", "ter", "ten",
];

/// What stands before a name and a colon.
const LABELS: [&str; 24] = [
    "name",
    "patient",
    "pt",
    "pat",
    "physician",
    "doctor",
    "operator",
    "technologist",
    "tech",
    "radiologist",
    "nom",
    "nombre",
    "nome",
    "paciente",
    "arzt",
    "성명",
    "이름",
    "환자",
    "환자명",
    "의사",
    "담당의",
    "판독의",
    "氏名",
    "姓名",
];

/// What is known of the first word of a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum First {
    /// It is a name, whatever it looks like: a title stands before it.
    IsAName,
    /// It is a name if it looks like one: a label stands before it.
    CanBeAName,
}

impl Surroundings<'_> {
    /// Marks what is part of a name.
    pub fn mark(&self, tokens: &mut [Token]) {
        for at in 0..tokens.len() {
            let word = self.word(tokens, at);
            let lower = word.to_lowercase();
            if self.is_title(tokens, at, word, &lower) {
                self.name_from(tokens, at + 1, First::IsAName);
                out(tokens, at);
            } else if LABELS.contains(&lower.as_str())
                && self.gap(tokens, at + 1).starts_with([':', '='])
            {
                self.name_from(tokens, at + 1, First::CanBeAName);
            } else if DEGREES.contains(&lower.as_str())
                && word != lower
                && self.gap(tokens, at).starts_with(',')
            {
                self.name_before(tokens, at);
                out(tokens, at);
            } else if korean::is_title(word) && at > 0 && self.is_name(tokens, at - 1) {
                out(tokens, at - 1);
                out(tokens, at);
            } else if self.is_institution(tokens, at, &lower) {
                self.institution(tokens, at);
            }
        }
        self.spread(tokens);
    }

    /// Whether a word is a title before a name, and not one of the codes that look the same.
    fn is_title(&self, tokens: &[Token], at: usize, word: &str, lower: &str) -> bool {
        if !TITLES.contains(&lower) || at + 1 >= tokens.len() {
            return false;
        }
        let gap = self.gap(tokens, at + 1);
        let point = gap.starts_with('.') && gap.trim_start_matches('.').trim() == "";
        if !point && !gap.trim().is_empty() {
            return false;
        }
        let next = self.word(tokens, at + 1);
        let named = next.chars().all(|c| c.is_alphabetic() || c == '\'' || c == '\u{2019}');
        let capital = is_capital(next) || PARTICLES.contains(&next);
        // `DR chest`, `MR Brain`: only with a point, or written as a title is.
        let title = !CODES.contains(&lower) || point || word != word.to_uppercase();
        named && title && (capital || point || word == lower && lower != "sir")
    }

    /// Marks the words of a name from a place on: those that look like a name's and are not on the
    /// list.
    fn name_from(&self, tokens: &mut [Token], from: usize, first: First) {
        let mut sure = first == First::IsAName;
        for at in from..(from + self.longest_name()).min(tokens.len()) {
            let word = self.word(tokens, at);
            let particle = PARTICLES.contains(&word);
            let initial = word.chars().count() == 1 && is_capital(word);
            let stays = tokens.get(at).is_some_and(|token| token.fate == Fate::Stays);
            let gap = self.gap(tokens, at);
            let joined = at == from || gap.chars().all(|c| " .,^-".contains(c));
            let name = sure || particle || initial || (self.is_name(tokens, at) && !stays);
            if !joined || !name || word.starts_with(|c: char| c.is_ascii_digit()) {
                return;
            }
            out(tokens, at);
            // The first word after particles and initials is the name itself.
            sure = (sure && particle) || initial;
        }
    }

    /// Marks the words of a name before a place.
    fn name_before(&self, tokens: &mut [Token], end: usize) {
        for (steps, at) in (0..end).rev().take(self.longest_name()).enumerate() {
            let stays = tokens.get(at).is_some_and(|token| token.fate == Fate::Stays);
            if !self.is_name(tokens, at) || (steps > 0 && stays) {
                return;
            }
            out(tokens, at);
        }
    }

    /// A word that begins like a name.
    fn is_name(&self, tokens: &[Token], at: usize) -> bool {
        let word = self.word(tokens, at);
        is_capital(word) || word.chars().all(is_hangul) || is_unknown_script(word)
    }

    /// What is in doubt goes with what goes beside it.
    fn spread(&self, tokens: &mut [Token]) {
        let step = |tokens: &mut [Token], from: usize, to: usize| {
            let gap = self.gap(tokens, from.max(to));
            // A point behind a word ends a sentence, one behind an initial does not.
            let before = self.word(tokens, from.min(to)).chars().count();
            let initial = self.limits.initial.passes(before as f64);
            let ends = !initial && gap.starts_with(". ");
            let joined = !ends
                && self.limits.gap.passes(gap.len() as f64)
                && gap.chars().all(|c| " ,.^_'\u{2019}-".contains(c));
            let goes = tokens.get(from).is_some_and(|token| token.fate == Fate::Goes);
            if let Some(token) = tokens.get_mut(to)
                && goes
                && joined
                && token.fate == Fate::Doubtful
            {
                token.fate = Fate::Goes;
            }
        };
        for at in 1..tokens.len() {
            step(tokens, at - 1, at);
        }
        for at in (1..tokens.len()).rev() {
            step(tokens, at, at - 1);
        }
    }
}

/// Scripts without capital letters other than the Korean, such as the Chinese.
fn is_unknown_script(word: &str) -> bool {
    word.chars().all(|c| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase())
}
