//! What this tool keeps of its inputs.

use dicom_common::pipeline::session::{Entries, StudyEntry};

/// What this tool keeps of an input besides its path.
#[derive(Debug, Default)]
pub struct Details {
    /// The folders of its output, one inside the other: pseudonyms of its subject and its study, as
    /// the manifest names them or as its header does. Empty until one of them did.
    pub folder: [String; 2],
}

/// One input.
pub type Entry = StudyEntry<Details>;
/// All inputs, in their order.
pub type Inputs = Entries<Entry>;
