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
        }
    }

    /// From the link file.
    fn parse(kind: &str) -> Option<Self> {
        match kind {
            "path" | "unwritten" => Some(Self::Path),
            "patient" => Some(Self::Patient),
            "study" => Some(Self::Study),
            "series" => Some(Self::Series),
            "instance" => Some(Self::Instance),
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
        if !found.iter().any(|(k, o)| (*k, o.as_slice()) == (kind, original.as_slice())) {
            found.push((kind, original));
        }
    }

    /// The originals of a pseudonym with what they are.
    pub fn get(&self, pseudonym: &str) -> &[(Kind, Vec<u8>)] {
        self.found.get(pseudonym).map(Vec::as_slice).unwrap_or_default()
    }
}
