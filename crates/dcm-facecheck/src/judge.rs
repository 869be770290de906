//! One series: measured, and judged by the limits.

use dicom_common::code::{Code, Outcome};
use dicom_common::imaging::volume::Coarse;
use face::Face;
use render::grid::Grid;
use render::skin::{Find, Skin};

use crate::args::Criteria;
use crate::checked::{Limits, Mark, Measured, Metric};
use crate::coverage::Coverage;
use crate::finding::ExaminedVolume;
use crate::integrity::Integrity;
use crate::job::Job;
use crate::mask::Masks;
use crate::picture;
use crate::recognisability::{Detection, Offset, pose};
use crate::reference::{self, Predicted};
use crate::series::Series;
use crate::skin_copy::skin_copy;
use crate::stacks::{all_stacks, integrity};
use crate::utility::Utility;

/// What was measured of a series, and what follows.
#[derive(Default)]
pub struct Judged {
    /// Every test that failed or could not be made, in the order of the tests; empty for PASS.
    pub codes: Vec<Code>,
    /// What was measured, in the order of [`Metric`].
    pub measured: Vec<Measured>,
    /// Whether the earlier tool's networks, not geometry, said where the face was.
    pub by_networks: bool,
    /// A PNG of its first volume before and after, where pictures are wanted.
    pub picture: Option<Vec<u8>>,
}

impl Judged {
    /// A series that cannot be judged, for the reason of this code.
    pub fn not(code: Code) -> Self {
        Self { codes: vec![code], ..Self::default() }
    }

    /// Whether any of the face lay in the field of view.
    pub fn saw_a_face(&self) -> bool {
        self.measured.iter().any(|m| m.metric == Metric::Covered && m.value.is_some())
    }

    fn note(&mut self, metric: Metric, value: Option<f64>, mark: Mark) {
        self.measured.push(Measured { metric, value, mark });
    }

    /// Notes a value that must not miss its limit.
    fn test(&mut self, metric: Metric, value: Option<f64>, passes: bool, code: Code) {
        self.note(metric, value, if passes { Mark::Pass } else { Mark::Fail });
        if !passes {
            self.fail(code);
        }
    }

    fn fail(&mut self, code: Code) {
        if !self.codes.contains(&code) {
            self.codes.push(code);
        }
    }
}

/// Measures a series whose face is known. `examined` is its first volume if it has one; `face` was
/// found in it or, in the same frame of reference, in another series of the study; `missing` files
/// of the original were not delivered.
///
/// # Errors
/// Those of reading pixels and masks.
pub fn judge(
    job: &Job,
    series: &Series,
    examined: Option<ExaminedVolume>,
    face: &Face,
    missing: usize,
) -> Outcome<Judged> {
    let (mut judged, mut masks) = (Judged::default(), Masks::default());
    if job.criteria == Criteria::Default {
        let (integrity, coverage) = all_stacks(series, examined.as_ref(), face, &mut masks)?;
        if series.before.is_some() {
            judge_integrity(&mut judged, missing + series.moved(), &integrity);
        }
        judge_coverage(&mut judged, &job.limits, &coverage);
    } else if examined.is_none() {
        // The numbers need a volume.
        judged.fail(Code::NotJudged);
    }
    if let Some(examined) = examined {
        if job.criteria == Criteria::Default {
            judge_sight(job, &examined, face, &mut judged);
        }
        let keep = match series.stacks.iter().find(|stack| stack.volume) {
            Some(stack) => masks
                .of(series.mask(stack), &examined.pair.before)?
                .map(|mask| reference::kept(&examined.pair.before, &mask)),
            None => None,
        };
        drop(masks);
        let predicted = match &job.networks {
            None => Predicted::Geometry(face.region.as_ref()),
            Some(networks) => {
                let name = job.named(series.after.first().map_or("", |image| &image.series));
                Predicted::Networks(networks.predict(&examined.pair.after, &name, &job.progress)?)
            }
        };
        judged.by_networks = job.networks.is_some();
        match reference::measure(examined.pair, keep, predicted) {
            Some(numbers) => {
                reference::judge(&numbers, job, &mut judged.codes, &mut judged.measured);
            }
            None if job.criteria == Criteria::Reference => judged.fail(Code::Geometry),
            None => {}
        }
    }
    judged.measured.sort_by_key(|measured| measured.metric);
    for Measured { metric, value, .. } in &judged.measured {
        tracing::debug!(?metric, value, "measured");
    }
    Ok(judged)
}

/// Judges a series in whose original there is no face: nothing but what lies in the cut of
/// another series may have changed.
///
/// # Errors
/// Those of reading pixels and masks.
pub fn judge_faceless(
    series: &Series,
    examined: Option<&ExaminedVolume>,
    missing: usize,
) -> Outcome<Judged> {
    let mut judged = Judged::default();
    if series.before.is_none() {
        return Ok(judged);
    }
    let integrity = integrity(series, examined)?;
    judge_integrity(&mut judged, missing + series.moved(), &integrity);
    Ok(judged)
}

/// Nothing but what was removed may have changed; `amiss` frames are missing, are others than they
/// were, or lie elsewhere.
fn judge_integrity(judged: &mut Judged, amiss: usize, integrity: &Integrity) {
    let Integrity { altered, uncut, .. } = *integrity;
    judged.test(Metric::FramesAmiss, Some(amiss as f64), amiss == 0, Code::Frames);
    judged.test(Metric::Altered, Some(altered as f64), altered == 0, Code::Altered);
    judged.test(Metric::FramesUncut, Some(uncut as f64), uncut == 0, Code::MaskNotApplied);
}

/// The face must not be there any more; where none lies in the field of view nothing is said.
fn judge_coverage(judged: &mut Judged, limits: &Limits, coverage: &Coverage) {
    match coverage.share() {
        None => judged.note(Metric::Covered, None, Mark::Silent),
        share @ Some(covered) => {
            judged.test(Metric::Covered, share, covered >= limits.covered, Code::FaceLeft);
        }
    }
}

/// Judges what is seen of the first volume: its skin and its brain.
fn judge_sight(job: &Job, examined: &ExaminedVolume, face: &Face, judged: &mut Judged) {
    let ExaminedVolume { pair, coarse, .. } = examined;
    let modality = pair.before.modality;
    let floor = coarse.floor(modality);
    let [before, after] = [&pair.before, &pair.after].map(|volume| skin_copy(volume, face));
    let skins = [&before, &after].map(|copy| Skin::of(&grid(copy), &Find::above(floor)));
    let pose = pose(&face.frame);
    let [then, now] = skins.map(|skin| Detection::of(skin.as_ref(), &pose, &job.detector));
    if let Some(Offset { left, up }) = then.middle {
        tracing::debug!(score = then.score, left, up, "face detected before");
    }
    judge_recognisability(job, &then, &now, judged);
    if job.pictures {
        judged.picture = picture::draw(&before, &after, modality, face, floor);
    }
    judge_utility(judged, &job.limits, Utility::of(examined, face, floor));
}

/// What is left must not be detected as a face where one was detected before. Where the original's
/// score is too low (half faces, upper heads), the detector decides nothing.
fn judge_recognisability(job: &Job, then: &Detection, now: &Detection, judged: &mut Judged) {
    let limits = &job.limits;
    judged.note(Metric::ScoreBefore, Some(then.score), Mark::Silent);
    if then.score >= limits.score_before {
        let passes = now.score <= limits.score_left * then.score;
        judged.test(Metric::ScoreAfter, Some(now.score), passes, Code::Recognizable);
        if !then.agrees_with_landmarks() {
            // The detector sees the face elsewhere: the landmarks of every other test are in doubt.
            judged.fail(Code::FaceDoubt);
        }
    } else {
        judged.note(Metric::ScoreAfter, Some(now.score), Mark::Silent);
    }
}

/// The brain must be whole; where it is not found nothing is said.
fn judge_utility(judged: &mut Judged, limits: &Limits, utility: Option<Utility>) {
    let Some(Utility { lost, brain }) = utility else {
        judged.note(Metric::BrainLost, None, Mark::Silent);
        return judged.note(Metric::BrainShare, None, Mark::Silent);
    };
    judged.test(Metric::BrainLost, Some(lost), lost <= limits.brain_lost, Code::BrainLost);
    judged.note(Metric::BrainShare, Some(lost / brain.max(f64::MIN_POSITIVE)), Mark::Silent);
}

fn grid(copy: &Coarse) -> Grid<'_> {
    Grid::isotropic(copy.origin, copy.spacing, copy.values.view())
}
