//! What all series of a run share.

use std::sync::Arc;

use dicom_common::code::Lang;
use dicom_common::deid::pseudonym::{Pseudonyms, is_uid};
use dicom_common::pipeline::cli::Progress;
use dicom_common::pipeline::decisions::Decisions;
use recognition::{Detector, Recogniser};

use crate::args::Criteria;
use crate::checked::Limits;
use crate::networks::Networks;

/// Whether a run has originals to compare with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compared {
    /// Each defaced file has one.
    WithOriginals,
    /// What is there must speak for itself.
    Alone,
}

/// What all series of a run share.
pub struct Job {
    /// By what to judge.
    pub criteria: Criteria,
    /// Whether what is left is completed by an average face and looked at again.
    pub attack: bool,
    /// Whether there are originals to compare with.
    pub originals: Compared,
    /// The limits of the tests.
    pub limits: Limits,
    /// What persons decided.
    pub decisions: Decisions,
    /// What tells whether a skin reads as a face.
    pub detector: Detector,
    /// What tells whose face it is, where its weights are at hand.
    pub recogniser: Option<Recogniser>,
    /// What predicts the areas that the earlier tool compares.
    pub networks: Option<Networks>,
    /// How far the run is.
    pub progress: Arc<Progress>,
    /// Whether a report is written: with pictures, and the numbers of the earlier tool.
    pub reported: bool,
    /// The language of the report.
    pub lang: Lang,
    /// Names what no earlier tool has named.
    pub pseudonyms: Pseudonyms,
}

impl Job {
    /// What a report may call a series.
    pub fn named(&self, uid: &str) -> String {
        if is_uid(uid) { uid.to_owned() } else { self.pseudonyms.uid(uid) }
    }
}
