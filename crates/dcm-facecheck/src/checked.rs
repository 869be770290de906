//! What was measured of a series, and what follows from it.

use dicom_common::code::Code;
use dicom_common::pipeline::manifest::Status;

use crate::likeness::Portrait;

/// A quantity that is measured of a series, in the order of the reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Metric {
    /// Integrity: frames of the original that are missing, are others, or lie elsewhere.
    FramesAmiss,
    /// Integrity: voxels that changed and are not removed.
    Altered,
    /// Integrity: frames in which voxels are left that should be removed.
    FramesUncut,
    /// Coverage: share of the facial tissue that is gone, 0 to 1.
    Covered,
    /// Second way: mm between where landmarks and the model of heads have an eye.
    EyeAside,
    /// Second way: of the part of the face of which most is left, the share that is left, 0 to 1.
    PartLeft,
    /// Second way: of the part of a face of which most is in what is left, the share, 0 to 1.
    PartShown,
    /// Recognisability: the face detector's mean score over all views of the original, in its own
    /// measure; whole faces have 20 to 50.
    ScoreBefore,
    /// Recognisability: the same after defacing.
    ScoreAfter,
    /// Recognisability: the recogniser's distance from the original, seen from the front, to itself, seen from
    /// the side.
    ToItselfBefore,
    /// Recognisability: the same to what is left, where it is most alike.
    ToItselfAfter,
    /// Recognisability: the same with the cut completed by the average head.
    ToItselfCompleted,
    /// Recognisability: of pairs of different people, the share that are as near to each other as what is left is to
    /// the original, 0 to 1.
    StrangersNearer,
    /// Recognisability: the recogniser's distance from what is left to the other person of the run who is nearest.
    ToNearestOther,
    /// Recognisability: 1 where what is left is nearer to the original than to every other person of the run, 2
    /// where one is nearer, and so on.
    Rank,
    /// Utility: ml of the original's brain that became air.
    BrainLost,
    /// Utility: the same as a share of the original's brain, 0 to 1.
    BrainShare,
    /// Reference: agreement of the surfaces of the removed and the predicted part, 0 to 1.
    SurfaceDice,
    /// Reference: distance of these two surfaces in mm, the 95th percentile; infinite if one is empty.
    Hd95,
    /// Reference: structural similarity of the removed part before and after, −1 to 1.
    Ssim,
    /// Reference: peak signal-to-noise ratio of the removed part after against before, in dB; infinite
    /// if nothing changed.
    Psnr,
}

/// What follows from a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// The value is within its limit.
    Pass,
    /// The value is beyond its limit.
    Fail,
    /// The value decides nothing, or there is none.
    Silent,
}

/// A measured quantity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// Which quantity.
    pub metric: Metric,
    /// Its value, in the unit that [`Metric`] names; none where it could not be measured.
    pub value: Option<f64>,
    /// What follows from it by the criteria of the run.
    pub mark: Mark,
}

/// A series that was checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// Its pseudonymous UID, with a number where it has several parts.
    pub name: String,
    /// Pseudonym of the patient.
    pub subject: String,
    /// Pseudonymous UID of the study.
    pub study: String,
    /// `CT` or `MR`.
    pub modality: &'static str,
    /// Number of files.
    pub files: usize,
    /// Every test that failed or could not be judged, gravest first; empty for PASS.
    pub codes: Vec<Code>,
    /// What a person decided, where a test failed or could not be made; empty where nobody had to.
    pub decided: String,
    /// What was measured, in the order of [`Metric`].
    pub measured: Vec<Measured>,
    /// Where the foreground and the predicted part came from: networks or geometry.
    pub predicted_by_networks: bool,
    /// What the recogniser makes of it, where it can tell the original from others.
    pub portrait: Option<Portrait>,
    /// A PNG with the face from the front and the side, before and after, and the cut in planes.
    pub picture: Option<Vec<u8>>,
}

impl Checked {
    /// The status of its rows.
    pub fn status(&self) -> Status {
        self.codes.first().map_or(Status::Ok, |code| Status::of(*code))
    }
}

/// The limits of the tests; those in force come from [`crate::limits`]. Their debug text is part of the
/// fingerprint in the column `facecheck_config`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// The least share of facial tissue that must be gone, 0 to 1.
    pub covered: f64,
    /// The least score of the original from which on the score after is judged.
    pub score_before: f64,
    /// The largest part of the original's score that may be left, 0 to 1.
    pub score_left: f64,
    /// ml of brain that may be lost at most.
    pub brain_lost: f64,
    /// Reference: the least surface Dice.
    pub surface_dice: f64,
    /// Reference: the largest distance in mm.
    pub hd95: f64,
    /// Reference: the largest SSIM.
    pub ssim: f64,
    /// Reference: the largest PSNR in dB.
    pub psnr: f64,
}

/// What the manifest says of a file.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct FileVerdict {
    /// The gravest reason why its series does not pass; none if it does.
    pub code: Option<Code>,
    /// The share of its series' facial tissue that is gone, 0 to 1, where it was measured: the column
    /// `facecheck_score`.
    pub covered: Option<f64>,
    /// The line of the table by which a person let the series pass; none where nobody had to.
    pub decided: Option<u64>,
}

impl FileVerdict {
    /// A file that does not pass for this reason.
    pub fn not_passed(code: Code) -> Self {
        Self { code: Some(code), ..Self::default() }
    }
}
