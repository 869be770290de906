//! Words that stay for what they are written with, whatever they are by themselves.

use std::ops::Range;

use crate::limits::Limits;
use crate::token::{Fate, Token};
use crate::words::Words;

/// In words: all but a few of the phrases on the list are no longer.
const LONGEST_PHRASE: usize = 3;

/// Chelated in contrast media and tracers.
const METALS: [&str; 5] = ["Gd", "Tc", "Mn", "Zr", "Tl"];
/// The same, but these symbols are syllables of names too.
const ISOTOPES: [&str; 5] = ["Cu", "Ga", "In", "Lu", "Rb"];

/// Two words with a hyphen between them can be one of the list (`x-ray`), or a chelate.
pub(crate) fn compounds(words: &Words, limits: &Limits, text: &str, tokens: &mut [Token]) {
    for at in 1..tokens.len() {
        let Some([first, second]) = tokens.get_mut(at - 1..=at) else { return };
        let hyphen = text.get(first.range.end..second.range.start) == Some("-");
        let stay = [&first.fate, &second.fate].iter().all(|v| **v == Fate::Stays);
        if !hyphen || stay {
            continue;
        }
        let [metal, ligand] =
            [&first, &second].map(|token| text.get(token.range.clone()).unwrap_or_default());
        let compound = format!("{metal}-{ligand}").to_lowercase();
        let chelate = limits.ligand.passes(ligand.len() as f64) && is_chelate(metal, ligand);
        if chelate || words.holds(&compound) {
            (first.fate, second.fate) = (Fate::Stays, Fate::Stays);
        }
    }
}

/// `Gd-DTPA`, `Tc99m-MDP`, `68Ga-DOTATATE`: what contrast media and tracers are called.
fn is_chelate(metal: &str, ligand: &str) -> bool {
    let isotope = metal.contains(|c: char| c.is_ascii_digit());
    let number = |c: char| c.is_ascii_digit() || (c == 'm' && isotope);
    let symbol = metal.trim_matches(number);
    (METALS.contains(&symbol) || (isotope && ISOTOPES.contains(&symbol)))
        && ligand.chars().all(|c| c.is_ascii_uppercase())
}

/// Names that a phrase of the list holds (`Crohn's disease`, `circle of Willis`).
pub(crate) fn eponyms(list: &Words, text: &str, tokens: &mut [Token]) {
    for length in 2..=LONGEST_PHRASE {
        for first in 0..(tokens.len() + 1).saturating_sub(length) {
            let Some(words) = tokens.get_mut(first..first + length) else { continue };
            if words.iter().any(|word| word.fate != Fate::Stays)
                && phrase(text, words).is_some_and(|phrase| list.holds(&phrase))
            {
                words.iter_mut().for_each(|word| word.fate = Fate::Stays);
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
pub(crate) fn is_contrast(text: &str, letter: &Range<usize>) -> bool {
    let before = text.get(..letter.start).unwrap_or_default();
    let after = text.get(letter.end..).unwrap_or_default();
    let alone = |rest: Option<char>| rest.is_none_or(|c| !c.is_alphanumeric());
    let (mut before, mut after) = (before.chars().rev(), after.chars());
    let leads = before.next().is_some_and(|c| c == '+') && alone(before.next());
    let trails = after.next().is_some_and(|c| c == '+') && alone(after.next());
    leads || trails
}

#[cfg(test)]
mod tests {
    use crate::Cleaner;

    fn clean(text: &str) -> String {
        Cleaner::default().clean(text, &[]).into_owned()
    }

    #[test]
    fn eponyms_stay_in_their_phrases_alone() {
        for text in
            ["Crohn's disease", "CIRCLE OF WILLIS", "Chiari malformation", "Budd-Chiari syndrome"]
        {
            assert_eq!(clean(text), text);
        }
        assert_eq!(clean("CT for Crohn, brother of Willis"), "CT for brother of");
        // A patient can have the same name.
        let known = Cleaner::default().clean("Crohn disease of Crohn", &[0..5, 17..22]);
        assert_eq!(known, "disease of");
    }

    #[test]
    fn signs_of_contrast_and_names_of_chelates_are_nobodys_initials() {
        for text in ["COR T1 +C", "Thorax C+", "Gd-DTPA 10 ml", "Tc99m-MDP", "68Ga-DOTATATE"] {
            assert_eq!(clean(text), text);
        }
        assert_eq!(clean("Smith C"), "");
        assert_eq!(clean("Ga-YOUNG Xyqz"), "Ga");
    }
}
