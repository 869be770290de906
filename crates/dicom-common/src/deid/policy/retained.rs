//! Elements that may stay although their tag alone does not say so: private ones by the creator of
//! their block, those of curves and overlays by what else their group holds. They are found in each
//! data set, and in each item, before its elements are decided upon.

use dicom_core::{Tag, VR};

use super::Action;

/// Why an element may stay, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// The value representation that its value has, also where it was encoded as UN.
    pub vr: VR,
    /// What becomes of the element.
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

    /// Whether no element stays in this way.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
