//! What the link file knows of the pseudonyms that are asked for.

use std::collections::{HashMap, HashSet};

use crosswalk::LinkRow;

/// What a pseudonym stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A path below the inputs.
    Path,
    /// Patient ID, or the UID of the study where there is none.
    Patient,
    /// Study Instance UID.
    Study,
    /// Series Instance UID.
    Series,
    /// SOP Instance UID.
    Instance,
    /// Any other UID.
    Uid,
}

impl Kind {
    /// As in the table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Patient => "patient",
            Self::Study => "study",
            Self::Series => "series",
            Self::Instance => "instance",
            Self::Uid => "uid",
        }
    }

    /// From the link file.
    pub fn parse(kind: &str) -> Option<Self> {
        match kind {
            "path" | "unwritten" => Some(Self::Path),
            "patient" => Some(Self::Patient),
            "study" => Some(Self::Study),
            "series" => Some(Self::Series),
            "instance" => Some(Self::Instance),
            "uid" => Some(Self::Uid),
            _ => None,
        }
    }
}

/// The originals of some pseudonyms: the link file may be much longer.
pub struct Originals {
    found: HashMap<String, Vec<(Kind, Vec<u8>)>>,
}

impl Originals {
    /// None yet of these.
    pub fn of(pseudonyms: HashSet<String>) -> Self {
        Self { found: pseudonyms.into_iter().map(|asked| (asked, Vec::new())).collect() }
    }

    /// Keeps what a row of the link file tells, if it was asked for.
    pub fn add(&mut self, LinkRow { kind, original, new, .. }: LinkRow) {
        let Some(kind) = Kind::parse(&kind) else { return };
        let Some(found) = self.found.get_mut(&new) else { return };
        // That something refers to a study, a series or an instance says less than what it is.
        let says_less = |a: Kind, b: Kind| a == b || a == Kind::Uid;
        if found.iter().any(|(k, o)| *o == original && says_less(kind, *k)) {
            return;
        }
        found.retain(|(k, o)| *o != original || !says_less(*k, kind));
        found.push((kind, original));
    }

    /// The originals of a pseudonym with what they are.
    pub fn get(&self, pseudonym: &str) -> &[(Kind, Vec<u8>)] {
        self.found.get(pseudonym).map(Vec::as_slice).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uid_is_told_once_by_what_says_most() {
        let row = |kind: &str, original: &str| LinkRow {
            source: "S".into(),
            kind: kind.into(),
            original: original.into(),
            new: "2.25.1".into(),
        };
        let mut originals = Originals::of(HashSet::from(["2.25.1".to_owned()]));
        for (kind, original) in
            [("uid", "1.2"), ("study", "1.2"), ("uid", "1.2"), ("uid", "1.3"), ("uid", "1.3")]
        {
            originals.add(row(kind, original));
        }
        let found: Vec<_> = originals.get("2.25.1").iter().map(|(kind, _)| *kind).collect();
        assert_eq!(found, [Kind::Study, Kind::Uid]);
    }
}
