//! What this tool keeps of its inputs.

use std::path::PathBuf;

use dicom_common::pipeline::session::{Entries, StudyEntry, stored_path};
use serde::{Deserialize, Serialize};

/// What this tool keeps of an input besides its path.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Details {
    /// The file that it was made from, as the manifest or the originals tell.
    #[serde(with = "stored_path")]
    pub original: Option<PathBuf>,
    /// Whether a defacer made it, so that there must be an original.
    pub defaced: bool,
    /// The mask of what was removed.
    #[serde(with = "stored_path")]
    pub mask: Option<PathBuf>,
    /// What a report may call the patient.
    pub subject: String,
    /// The Series Instance UID of an original that a defacer did not deliver.
    pub lost: Option<String>,
    /// Series Instance UID as the manifest has it.
    pub series: String,
    /// What an earlier tool says that a person decided about it: what, who, when and why.
    pub decided: Option<Box<[String; 4]>>,
}

/// One input: the file to be checked.
pub type Entry = StudyEntry<Details>;
/// All inputs, in their order.
pub type Inputs = Entries<Entry>;
