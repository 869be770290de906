//! Elements that stay for more than their tag: what their block is reserved for, what their group
//! holds. Known for each data set and each item before its elements are decided upon.

use dicom_core::{Tag, VR};

use super::Action;

/// Why an element may stay, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// Its value representation by its meaning.
    pub vr: VR,
    /// What becomes of it.
    pub action: Action,
}

/// What stays, ascending by tag.
#[derive(Debug, Default)]
pub struct Retained(Vec<(Tag, Retention)>);

impl Retained {
    pub(super) fn new(mut elements: Vec<(Tag, Retention)>) -> Self {
        elements.sort_unstable_by_key(|(tag, _)| *tag);
        elements.dedup_by_key(|(tag, _)| *tag);
        Self(elements)
    }

    /// How an element stays; none where its tag alone decides.
    pub fn get(&self, tag: Tag) -> Option<Retention> {
        let at = self.0.binary_search_by_key(&tag, |(tag, _)| *tag).ok()?;
        self.0.get(at).map(|(_, stay)| *stay)
    }

    /// Whether there is anything.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
