//! What is done with an attribute, and how that follows from the standard's action codes.

use dicom_core::VR;

/// The type of an attribute in its module: whether it must be there (PS3.5 section 7.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttributeType {
    /// Types 1 and 1C: a valid value is required.
    One,
    /// Types 2 and 2C: required, may be empty.
    Two,
    /// Type 3, and attributes outside the IOD: optional.
    Three,
}

/// What becomes of one element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Stays as it is; sequences are treated item by item.
    Keep,
    /// Stays without what identifies in it (PS3.15 table E.1-1a, C); sequences are treated item by
    /// item.
    Clean,
    /// Is deleted.
    Remove,
    /// Stays without a value.
    Empty,
    /// Gets a value that is valid for its VR and says nothing.
    Dummy,
    /// Becomes a keyed pseudonym.
    Hash,
    /// Becomes a new UID, the same for the same original everywhere.
    Uid,
    /// Moves by the patient's number of days.
    Shift,
    /// Is rounded to intervals of this many units.
    Round(u32),
}

/// What a policy says of an attribute before its type is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Treatment {
    /// Always the same.
    Fixed(Action),
    /// One of the standard's codes (PS3.15 table E.1-1a): which of them depends on the type.
    ByType {
        /// X: remove.
        x: bool,
        /// Z: empty.
        z: bool,
        /// D: dummy.
        d: bool,
        /// U, or U* inside a sequence: new UIDs.
        u: bool,
    },
}

impl Treatment {
    /// Removal in the way that keeps the object valid.
    pub const REMOVE: Treatment = Treatment::ByType { x: true, z: false, d: false, u: false };

    /// Reads a word of a policy table for an attribute of this VR; an unknown word is `None`.
    pub fn from_word(word: &str, vr: &str) -> Option<Self> {
        Some(Treatment::Fixed(match (word, vr) {
            ("keep" | "preserve", _) => Action::Keep,
            ("clean", _) => Action::Clean,
            ("remove", "UI") => Action::Uid,
            ("remove", _) => return Some(Self::REMOVE),
            ("delete", _) => Action::Remove,
            ("empty", _) => Action::Empty,
            ("dummy", _) => Action::Dummy,
            ("hash" | "uid", "UI") => Action::Uid,
            ("hash" | "shift", "DA" | "DT" | "") => Action::Shift,
            // Dates move by whole days: the time of day is consistent as it is.
            ("hash" | "shift", "TM") => Action::Keep,
            ("hash", _) => Action::Hash,
            ("round5", _) => Action::Round(5),
            _ => return None,
        }))
    }

    /// Reads a code of PS3.15 table E.1-1: `X`, `Z/D`, `X/Z/U*` and so on.
    pub fn from_code(code: &str) -> Option<Self> {
        let (mut x, mut z, mut d, mut u) = (false, false, false, false);
        for part in code.split('/') {
            match part {
                "X" => x = true,
                "Z" => z = true,
                "D" => d = true,
                "U" | "U*" => u = true,
                "K" => return Some(Treatment::Fixed(Action::Keep)),
                _ => return None,
            }
        }
        Some(Treatment::ByType { x, z, d, u })
    }

    /// The word or the code for it, as [`Self::from_word`] or [`Self::from_code`] read it.
    pub fn word(self) -> String {
        let word = match self {
            Treatment::Fixed(action) => match action {
                Action::Keep => "keep",
                Action::Clean => "clean",
                Action::Remove => "delete",
                Action::Empty => "empty",
                Action::Dummy => "dummy",
                Action::Hash => "hash",
                Action::Uid => "uid",
                Action::Shift => "shift",
                Action::Round(width) => return format!("round{width}"),
            },
            Treatment::ByType { x, z, d, u } => {
                let codes = [(x, "X"), (z, "Z"), (d, "D"), (u, "U")];
                let named = codes.into_iter().filter_map(|(named, code)| named.then_some(code));
                return named.collect::<Vec<_>>().join("/");
            }
        };
        word.to_owned()
    }

    /// What is done with an attribute of this type and value representation, so that the object stays
    /// valid.
    pub fn resolve(self, attribute: AttributeType, vr: VR) -> Action {
        let (x, z, d, u) = match self {
            Treatment::Fixed(action) => return action,
            Treatment::ByType { x, z, d, u } => (x, z, d, u),
        };
        let sequence = vr == VR::SQ;
        if u {
            // A sequence of references stays; the UIDs in it change.
            return if sequence { Action::Keep } else { Action::Uid };
        }
        match attribute {
            AttributeType::One if sequence && !d => Action::Remove,
            AttributeType::One => Action::Dummy,
            AttributeType::Two if x || z => Action::Empty,
            _ if x => Action::Remove,
            _ if z => Action::Empty,
            _ => Action::Dummy,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_type_decides_among_the_codes() {
        let resolve = |code: &str, t| Treatment::from_code(code).unwrap().resolve(t, VR::LO);
        assert_eq!(resolve("X", AttributeType::Three), Action::Remove);
        assert_eq!(resolve("X", AttributeType::Two), Action::Empty);
        assert_eq!(resolve("X/Z/D", AttributeType::One), Action::Dummy);
        assert_eq!(resolve("Z/D", AttributeType::Three), Action::Empty);
        assert_eq!(resolve("D", AttributeType::Three), Action::Dummy);
        assert_eq!(resolve("U", AttributeType::One), Action::Uid);
        assert_eq!(
            Treatment::from_code("X/Z/U*").unwrap().resolve(AttributeType::One, VR::SQ),
            Action::Keep
        );
        assert_eq!(Treatment::from_code("Q"), None);
    }
}
