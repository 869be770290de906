//! The limits that decide, each with what was measured on both sides of it.
//!
//! The sentences of `tests/sentences` say what is right: what names nobody stays as it is, what must not
//! be left goes. A limit is moved while all the others stay, until one of the two is no longer so.

use limit::Bound::{AtLeast, AtMost};
use limit::{Evidence, Limit};

/// The limits of a [`crate::Cleaner`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// The digits in a row of a number that stays; more are an identifier.
    pub digits: Limit,
    /// The digits that may follow letters in a word that stays (`H30s`); more are a number that
    /// somebody was given.
    pub digits_after_letters: Limit,
    /// The digits that may follow a decimal point.
    pub decimals: Limit,
    /// How often letters and digits may take turns in a word that stays; more often is an identifier
    /// (`K1A0B6`).
    pub parts: Limit,
    /// The letters of a word that stays for its ending alone.
    pub built: Limit,
    /// The letters of a known word that something was put before (`post` + `operative`).
    pub stem: Limit,
    /// The letters of a known word in the plural.
    pub plural: Limit,
    /// The letters of a word on no list that can be an abbreviation: it goes only beside what goes.
    pub abbreviation: Limit,
    /// The words of a name of a person or an institution that go together.
    pub name: Limit,
    /// The letters before a point that ends no sentence (`J.`, `St.`).
    pub initial: Limit,
    /// What may stand between two words of one name, in bytes.
    pub gap: Limit,
    /// The letters of a ligand behind a metal (`Gd-DTPA`); less can be a name's.
    pub ligand: Limit,
}

/// What was measured on the sentences of `tests/sentences`: 97 that name nobody, 120 with identifiers. A
/// side that is missing was not met within twelve steps: no sentence hangs on it.
const fn sentences(right: Option<f64>, wrong: Option<f64>) -> Evidence {
    Evidence {
        right,
        wrong,
        measured_by: "cargo test -p descriptors --test it limits -- --nocapture",
    }
}

impl Limits {
    /// Those that are in force.
    pub const SHIPPED: Limits = Limits {
        digits: Limit::new(
            "digits of a number",
            AtMost,
            4.0,
            "digits",
            &[sentences(Some(4.0), Some(5.0))],
        ),
        digits_after_letters: Limit::new(
            "digits after letters",
            AtMost,
            3.0,
            "digits",
            &[sentences(Some(2.0), None)],
        ),
        decimals: Limit::new(
            "digits after a point",
            AtMost,
            6.0,
            "digits",
            &[sentences(Some(3.0), None)],
        ),
        parts: Limit::new(
            "parts of letters and of digits",
            AtMost,
            5.0,
            "parts",
            &[sentences(Some(3.0), None)],
        ),
        built: Limit::new(
            "length of a word with a medical ending",
            AtLeast,
            8.0,
            "letters",
            &[sentences(Some(10.0), None)],
        ),
        stem: Limit::new(
            "length of a word behind a prefix",
            AtLeast,
            4.0,
            "letters",
            &[sentences(None, None)],
        ),
        plural: Limit::new("length of a plural", AtLeast, 4.0, "letters", &[sentences(None, None)]),
        abbreviation: Limit::new(
            "length of an abbreviation",
            AtMost,
            2.0,
            "letters",
            &[sentences(None, Some(4.0))],
        ),
        name: Limit::new("words of a name", AtMost, 4.0, "words", &[sentences(Some(3.0), None)]),
        initial: Limit::new(
            "length of an initial",
            AtMost,
            2.0,
            "letters",
            &[sentences(None, None)],
        ),
        gap: Limit::new("gap within a name", AtMost, 3.0, "bytes", &[sentences(Some(1.0), None)]),
        ligand: Limit::new("length of a ligand", AtLeast, 3.0, "letters", &[sentences(None, None)]),
    };

    /// All of them, so that one can be set to another value for a measurement.
    pub fn each(&mut self) -> [&mut Limit; 12] {
        [
            &mut self.digits,
            &mut self.digits_after_letters,
            &mut self.decimals,
            &mut self.parts,
            &mut self.built,
            &mut self.stem,
            &mut self.plural,
            &mut self.abbreviation,
            &mut self.name,
            &mut self.initial,
            &mut self.gap,
            &mut self.ligand,
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_lies_between_what_was_right_and_what_was_wrong() {
        let mut limits = Limits::SHIPPED;
        for limit in limits.each() {
            assert!(limit.lies_between(), "{limit:?}");
        }
    }
}
