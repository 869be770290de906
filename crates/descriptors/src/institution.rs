//! Names of institutions, by what they end in.

use crate::endings::is_medical_before_an_institution;
use crate::surroundings::{Surroundings, is_capital, out};
use crate::token::{Fate, Token};

/// The last word of an institution's name.
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

/// Words before an institution that are no part of its name: `the hospital`, `an outside clinic`.
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

/// What stands between the name of an institution and its last word: `Mercy General Hospital`.
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

impl Surroundings<'_> {
    /// Whether a word is what names of institutions end in.
    pub(crate) fn is_institution(&self, tokens: &[Token], at: usize, lower: &str) -> bool {
        INSTITUTIONS.contains(&lower) || self.is_center(tokens, at, lower)
    }

    /// Whether a word names an institution together with the one before it: `Medical Center`.
    fn is_center(&self, tokens: &[Token], at: usize, lower: &str) -> bool {
        matches!(lower, "center" | "centre" | "centers" | "group" | "associates" | "practice")
            && at > 0
            && KINDS.contains(&self.word(tokens, at - 1).to_lowercase().as_str())
    }

    /// An institution goes with the capitalized words before it, and with `of ...` after it.
    pub(crate) fn institution(&self, tokens: &mut [Token], at: usize) {
        let mut first = at;
        let all_shouted = self.word(tokens, at) == self.word(tokens, at).to_uppercase();
        for before in (0..at).rev().take(self.longest_name()) {
            let word = self.word(tokens, before);
            let lower = word.to_lowercase();
            // In capitals one cannot tell where the name begins: one word is taken.
            let shouted = word.len() > 1 && word == word.to_uppercase();
            let joined = self.gap(tokens, before + 1).chars().all(|c| " .,'-&_".contains(c));
            let out = tokens.get(before).is_some_and(|token| token.fate == Fate::Goes);
            if !joined || ANY_INSTITUTION.contains(&lower.as_str()) || !(is_capital(word) || out) {
                break;
            }
            let kind = out || KINDS.contains(&lower.as_str());
            // `CT CHEST Mercy Hospital`: the name begins where the capitals end.
            if shouted && !kind && !all_shouted {
                break;
            }
            first = before;
            if shouted && !kind {
                break;
            }
        }
        while first < at && self.is_medical(tokens, first) {
            first += 1;
        }
        for token in tokens.get_mut(first..=at).filter(|_| first < at).into_iter().flatten() {
            // In capitals there may be more of the name before it.
            token.fate = if all_shouted { Fate::Goes } else { Fate::Cut };
        }
        let (of, place) = (self.word(tokens, at + 1), self.word(tokens, at + 2));
        if matches!(of, "of" | "Of" | "OF") && is_capital(place) {
            (at..=at + 2).for_each(|at| out(tokens, at));
        }
    }

    /// Whether a word before the name of an institution is a department or what was examined:
    /// `Neurology Mercy Hospital`.
    fn is_medical(&self, tokens: &[Token], at: usize) -> bool {
        let word = self.word(tokens, at).to_lowercase();
        let stays = tokens.get(at).is_some_and(|token| token.fate != Fate::Goes);
        stays && (BODY_PARTS.contains(&word.as_str()) || is_medical_before_an_institution(&word))
    }
}

#[cfg(test)]
mod tests {
    use crate::Cleaner;

    #[test]
    fn what_stands_before_the_name_of_an_institution_stays() {
        for (text, clean) in [
            ("Neurology Fjaerhavn Memorial Clinic", "Neurology"),
            ("Echocardiogram Mercy Hospital", "Echocardiogram"),
            ("CT CHEST HIGH RESOLUTION Larkmoor Memorial Clinic", "CT CHEST HIGH RESOLUTION"),
            ("NM BONE SCAN WHOLE BODY Mercy Hospital", "NM BONE SCAN WHOLE BODY"),
            ("Brain, Royal Larkmoor Heart Hospital", "Brain"),
            ("Cardiology Clinic", "Cardiology Clinic"),
        ] {
            assert_eq!(Cleaner::default().clean(text, &[]), clean, "{text}");
        }
    }

    #[test]
    fn names_of_institutions_in_capitals_go_with_the_word_before_them() {
        assert_eq!(Cleaner::default().clean("CT HEAD MERCY HOSPITAL", &[]), "CT HEAD");
        assert_eq!(Cleaner::default().clean("CT UCLA Medical Center", &[]), "CT");
    }
}
