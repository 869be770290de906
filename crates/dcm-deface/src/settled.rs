//! What becomes of an input.

use std::path::PathBuf;
use std::sync::Arc;

use dicom_common::code::Code;
use dicom_common::pipeline::decisions::Decision;
use dicom_common::pipeline::manifest::Status;

/// What is said of an input.
pub struct Word {
    /// What became of it.
    pub settled: Settled,
    /// What a person decided about its series, where that made a difference.
    pub decision: Option<Arc<Decision>>,
    /// The first file of its series that could not be treated, as `CODE:SOURCE`; empty where there is none.
    pub series_failed: String,
}

/// What became of an input.
pub enum Settled {
    /// A person let the file pass as it is although its series was flagged.
    Passed,
    /// Nothing to do, by rule: the file is handed on as it is.
    Kept(Code),
    /// Nothing is handed on.
    Lost(Code),
    /// Its face is removed.
    Defaced(Box<Defaced>),
}

/// A file under its final name, or one that would be there.
#[derive(Default)]
pub struct Defaced {
    /// SOP Instance UID of the file that is written.
    pub instance: String,
    /// Series Instance UID of the file that is written.
    pub series: String,
    /// Transfer Syntax UID of the file that is written.
    pub transfer_syntax: String,
    /// Where the file lies; none in a dry run.
    pub written: Option<Written>,
}

/// A file that is there.
pub struct Written {
    /// Where it lies, below `--output` as the user wrote it.
    pub path: PathBuf,
    /// Where the mask of its first frame's stack lies, beside it.
    pub mask: PathBuf,
    /// How it came there.
    pub put: Put,
}

/// How a file came to be where it is.
pub struct Put {
    /// Length of the file in bytes.
    pub bytes: u64,
    /// SHA-256 of the file in hexadecimal digits; empty without `--checksum`.
    pub sha256: String,
    /// Whether an earlier run had written the same file already.
    pub unchanged: bool,
}

impl Settled {
    /// What the failure of a file, or the rule it falls under, makes of it.
    pub fn by(code: Code) -> Self {
        match (Status::of(code), code) {
            // Another row has this object, no row ever had a file, or a person holds it back.
            (_, Code::SameObject | Code::Upstream | Code::Decided) => Settled::Lost(code),
            (Status::Skip, _) => Settled::Kept(code),
            _ => Settled::Lost(code),
        }
    }
}
