//! Names of people and institutions, by the words around them.

use crate::korean::{self, is_hangul};
use crate::token::{Token, Verdict};

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

/// What names of institutions end in.
const INSTITUTIONS: [&str; 18] = [
    "hospital",
    "hospitals",
    "clinic",
    "clinics",
    "infirmary",
    "institute",
    "university",
    "college",
    "hospice",
    "healthcare",
    "sanatorium",
    "klinik",
    "klinikum",
    "krankenhaus",
    "hôpital",
    "clinique",
    "ospedale",
    "ambulatory",
];

/// Words that say of an institution only which it is not.
const ANY_INSTITUTION: [&str; 16] = [
    "outside",
    "other",
    "our",
    "the",
    "this",
    "a",
    "an",
    "in",
    "at",
    "from",
    "of",
    "to",
    "prior",
    "general",
    "local",
    "referring",
];

/// Words between the name of an institution and what it is.
const KINDS: [&str; 15] = [
    "medical",
    "health",
    "cancer",
    "imaging",
    "radiology",
    "care",
    "trauma",
    "general",
    "regional",
    "memorial",
    "community",
    "university",
    "teaching",
    "veterans",
    "children's",
];

/// Endings of departments, examinations, operations and diseases.
const MEDICAL_ENDINGS: [&str; 19] = [
    "logy", "graphy", "gram", "scopy", "metry", "therapy", "tomy", "stomy", "plasty", "surgery",
    "pathy", "iatrics", "iatry", "medicine", "itis", "osis", "oma", "opsy", "centesis",
];

/// Body parts (PS3.16 Annex L), which are what is examined and not where.
const BODY_PARTS: [&str; 42] = [
    "abdomen",
    "ankle",
    "aorta",
    "arm",
    "bladder",
    "brain",
    "breast",
    "chest",
    "colon",
    "ear",
    "elbow",
    "esophagus",
    "extremity",
    "eye",
    "femur",
    "finger",
    "foot",
    "hand",
    "head",
    "heart",
    "hip",
    "jaw",
    "kidney",
    "knee",
    "leg",
    "liver",
    "lung",
    "neck",
    "nose",
    "orbit",
    "pancreas",
    "pelvis",
    "prostate",
    "rib",
    "shoulder",
    "skull",
    "spine",
    "spleen",
    "thigh",
    "thorax",
    "toe",
    "wrist",
];

/// Longest names of people and institutions, in words.
const LONGEST_NAME: usize = 4;

/// What surrounds the words of a text.
pub(crate) struct Surroundings<'a> {
    text: &'a str,
}

impl<'a> Surroundings<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text }
    }

    /// Marks what is part of a name.
    pub fn mark(&self, tokens: &mut [Token]) {
        for at in 0..tokens.len() {
            let word = self.word(tokens, at);
            let lower = word.to_lowercase();
            if self.is_title(tokens, at, word, &lower) {
                self.name_from(tokens, at + 1, true);
                out(tokens, at);
            } else if LABELS.contains(&lower.as_str())
                && self.gap(tokens, at + 1).starts_with([':', '='])
            {
                self.name_from(tokens, at + 1, false);
            } else if DEGREES.contains(&lower.as_str())
                && word != lower
                && self.gap(tokens, at).starts_with(',')
            {
                self.name_before(tokens, at);
                out(tokens, at);
            } else if korean::is_title(word) && at > 0 && self.is_name(tokens, at - 1) {
                out(tokens, at - 1);
                out(tokens, at);
            } else if INSTITUTIONS.contains(&lower.as_str()) || self.is_center(tokens, at, &lower) {
                self.institution(tokens, at);
            }
        }
        self.spread(tokens);
    }

    fn word(&self, tokens: &[Token], at: usize) -> &'a str {
        tokens.get(at).and_then(|token| self.text.get(token.range.clone())).unwrap_or_default()
    }

    /// The text between a word and the one before it; before the first word, all before it.
    fn gap(&self, tokens: &[Token], at: usize) -> &'a str {
        let start = at.checked_sub(1).and_then(|at| tokens.get(at)).map_or(0, |t| t.range.end);
        let end = tokens.get(at).map_or(self.text.len(), |t| t.range.start);
        self.text.get(start..end).unwrap_or_default()
    }

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

    /// Marks the words of a name from a place on: the first whatever it is, others unless they
    /// are on the list.
    fn name_from(&self, tokens: &mut [Token], from: usize, sure: bool) {
        let mut sure = sure;
        for at in from..(from + LONGEST_NAME).min(tokens.len()) {
            let word = self.word(tokens, at);
            let particle = PARTICLES.contains(&word);
            let initial = word.chars().count() == 1 && is_capital(word);
            let stays = tokens.get(at).is_some_and(|token| token.verdict == Verdict::Stays);
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

    fn name_before(&self, tokens: &mut [Token], end: usize) {
        for (steps, at) in (0..end).rev().take(LONGEST_NAME).enumerate() {
            let stays = tokens.get(at).is_some_and(|token| token.verdict == Verdict::Stays);
            if !self.is_name(tokens, at) || (steps > 0 && stays) {
                return;
            }
            out(tokens, at);
        }
    }

    /// `Medical Center` and its kind.
    fn is_center(&self, tokens: &[Token], at: usize, lower: &str) -> bool {
        matches!(lower, "center" | "centre" | "centers" | "group" | "associates" | "practice")
            && at > 0
            && KINDS.contains(&self.word(tokens, at - 1).to_lowercase().as_str())
    }

    /// An institution goes with the capitalized words before it, and with `of ...` after it.
    fn institution(&self, tokens: &mut [Token], at: usize) {
        let mut first = at;
        for before in (0..at).rev().take(LONGEST_NAME) {
            let word = self.word(tokens, before);
            let lower = word.to_lowercase();
            // In capitals one cannot tell where the name begins: one word is taken.
            let shouted = word.len() > 1 && word == word.to_uppercase();
            let joined = self.gap(tokens, before + 1).chars().all(|c| " .,'-&_".contains(c));
            let out = tokens.get(before).is_some_and(|token| token.verdict == Verdict::Goes);
            if !joined || ANY_INSTITUTION.contains(&lower.as_str()) || !(is_capital(word) || out) {
                break;
            }
            first = before;
            if shouted && !out && !KINDS.contains(&lower.as_str()) {
                break;
            }
        }
        while first < at && self.is_medical(tokens, first) {
            first += 1;
        }
        (first..=at).filter(|_| first < at).for_each(|at| out(tokens, at));
        let (of, place) = (self.word(tokens, at + 1), self.word(tokens, at + 2));
        if matches!(of, "of" | "Of" | "OF") && is_capital(place) {
            (at..=at + 2).for_each(|at| out(tokens, at));
        }
    }

    /// `Neurology Mercy Hospital`: what comes before the name of an institution.
    fn is_medical(&self, tokens: &[Token], at: usize) -> bool {
        let word = self.word(tokens, at).to_lowercase();
        let stays = tokens.get(at).is_some_and(|token| token.verdict != Verdict::Goes);
        let ends = |ending: &&str| word.ends_with(*ending) && word.len() > ending.len();
        stays && (BODY_PARTS.contains(&word.as_str()) || MEDICAL_ENDINGS.iter().any(|e| ends(&e)))
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
            let joined = gap.len() <= 3 && gap.chars().all(|c| " ,.^_'\u{2019}-".contains(c));
            let goes = tokens.get(from).is_some_and(|token| token.verdict == Verdict::Goes);
            if let Some(token) = tokens.get_mut(to)
                && goes
                && joined
                && token.verdict == Verdict::Doubtful
            {
                token.verdict = Verdict::Goes;
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

fn out(tokens: &mut [Token], at: usize) {
    if let Some(token) = tokens.get_mut(at) {
        token.verdict = Verdict::Goes;
    }
}

fn is_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// Scripts without capital letters other than the Korean, such as the Chinese.
fn is_unknown_script(word: &str) -> bool {
    word.chars().all(|c| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase())
}
