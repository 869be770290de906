//! What this tool keeps of its inputs.

use dicom_common::code::Code;
use dicom_common::pipeline::session::{Entries, StudyEntry};
use serde::{Deserialize, Serialize};

/// What this tool keeps of an input besides its path.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Details {
    /// The folders of its output, one inside the other: pseudonyms of its subject and its study, as
    /// the manifest names them or as its header does. Empty until one of them did.
    pub folder: [String; 2],
    /// Its series as a manifest shows it before this tool: a pseudonymous UID, or the keyed id of a NIfTI
    /// file. Empty where nothing tells.
    pub series: String,
    /// The keyed id of the input, where a manifest tells it.
    pub source: String,
    /// Why an earlier tool could not treat the file; none where it could.
    pub failed: Option<Code>,
}

/// One input.
pub type Entry = StudyEntry<Details>;
/// All inputs, in their order.
pub type Inputs = Entries<Entry>;
