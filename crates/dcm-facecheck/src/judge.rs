//! One series: measured, and judged by the limits.

use dicom_common::code::{Code, Outcome};
use dicom_common::imaging::volume::Coarse;
use face::Face;
use render::grid::Grid;
use render::skin::{Find, Skin};

use crate::args::Criteria;
use crate::checked::{Limits, Mark, Measured, Metric};
use crate::coverage::Coverage;
use crate::entry::Inputs;
use crate::finding::ExaminedVolume;
use crate::integrity::Integrity;
use crate::job::Job;
use crate::mask::Masks;
use crate::picture;
use crate::recognisability::{Detection, pose};
use crate::reference::{self, Predicted};
use crate::series::Series;
use crate::skin_copy::skin_copy;
use crate::stacks::{all_stacks, integrity};
use crate::utility::Utility;

/// What was measured of a series, and what follows.
#[derive(Default)]
pub struct Judged {
    /// Every test that failed or could not be judged.
    pub codes: Vec<Code>,
    /// What was measured.
    pub measured: Vec<Measured>,
    /// Whether networks took part.
    pub by_networks: bool,
    /// What it looks like.
    pub picture: Option<Vec<u8>>,
}

impl Judged {
    /// A series that cannot be judged.
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

/// Measures a series whose face is known. `examined` is its first volume if it has one; `missing`
/// files of the original were not delivered.
///
/// # Errors
/// Those of reading pixels and masks.
pub fn judge(
    job: &Job,
    entries: &Inputs,
    series: &Series,
    (examined, face): (Option<ExaminedVolume>, &Face),
    missing: usize,
) -> Outcome<Judged> {
    let (mut judged, mut masks) = (Judged::default(), Masks::default());
    if job.criteria == Criteria::Default {
        let (integrity, coverage) =
            all_stacks(entries, series, examined.as_ref(), (face, &mut masks))?;
        if series.before.is_some() {
            untouched(&mut judged, missing + series.moved(), &integrity);
        }
        gone(&mut judged, &job.limits, &coverage);
    } else if examined.is_none() {
        // The numbers need a volume.
        judged.fail(Code::NotJudged);
    }
    if let Some(examined) = examined {
        if job.criteria == Criteria::Default {
            seen(job, &examined, face, &mut judged);
        }
        let keep = match series.stacks.iter().find(|stack| stack.volume) {
            Some(stack) => masks
                .of(series.mask(stack, entries), &examined.both.before)?
                .map(|mask| reference::kept(&examined.both.before, &mask)),
            None => None,
        };
        drop(masks);
        let predicted = match &job.networks {
            None => Predicted::Geometry(face.region.as_ref()),
            Some(networks) => {
                let name = job.named(series.after.first().map_or("", |image| &image.series));
                Predicted::Networks(networks.predict(&examined.both.after, &name, &job.progress)?)
            }
        };
        judged.by_networks = job.networks.is_some();
        match reference::measure(examined.both, keep, predicted) {
            Some(numbers) => numbers.judge(job, &mut judged.codes, &mut judged.measured),
            None if job.criteria == Criteria::Reference => judged.fail(Code::Geometry),
            None => {}
        }
    }
    judged.measured.sort_by_key(|measured| measured.metric);
    Ok(judged)
}

/// Judges a series in whose original there is no face: nothing but what lies in the cut of
/// another series may have changed.
///
/// # Errors
/// Those of reading pixels and masks.
pub fn judge_faceless(
    entries: &Inputs,
    series: &Series,
    examined: Option<&ExaminedVolume>,
    missing: usize,
) -> Outcome<Judged> {
    let mut judged = Judged::default();
    if series.before.is_none() {
        return Ok(judged);
    }
    let integrity = integrity(entries, series, examined)?;
    untouched(&mut judged, missing + series.moved(), &integrity);
    Ok(judged)
}

/// Nothing but what was removed may have changed.
fn untouched(judged: &mut Judged, amiss: usize, integrity: &Integrity) {
    let Integrity { altered, uncut, .. } = *integrity;
    judged.test(Metric::FramesAmiss, Some(amiss as f64), amiss == 0, Code::Frames);
    judged.test(Metric::Altered, Some(altered as f64), altered == 0, Code::Altered);
    judged.test(Metric::FramesUncut, Some(uncut as f64), uncut == 0, Code::MaskNotApplied);
}

/// The face must not be there any more; where none lies in the field of view nothing is said.
fn gone(judged: &mut Judged, limits: &Limits, coverage: &Coverage) {
    match coverage.share() {
        None => judged.note(Metric::Covered, None, Mark::Silent),
        share @ Some(covered) => {
            judged.test(Metric::Covered, share, covered >= limits.covered, Code::FaceLeft);
        }
    }
}

/// What is seen of the first volume.
fn seen(job: &Job, examined: &ExaminedVolume, face: &Face, judged: &mut Judged) {
    let ExaminedVolume { both, coarse, .. } = examined;
    let modality = both.before.modality;
    let floor = coarse.floor(modality);
    let [before, after] = [&both.before, &both.after].map(|volume| skin_copy(volume, face));
    let skins = [&before, &after].map(|copy| Skin::of(&grid(copy), &Find::above(floor)));
    let pose = pose(&face.frame);
    let [then, now] = skins.map(|skin| Detection::at(skin.as_ref(), &pose, &job.detector));
    tracing::debug!(then.score, ?then.at, now.score, ?now.at, "recognisability");
    recognisability(job, (&then, &now), judged);
    if job.pictures {
        judged.picture = picture::draw(&before, &after, modality, face, floor);
    }
    whole(judged, &job.limits, Utility::of(examined, face, floor));
}

/// What is left must not read as a face where a face was seen before; where none was, the detector
/// has no word in it.
fn recognisability(job: &Job, (then, now): (&Detection, &Detection), judged: &mut Judged) {
    let limits = &job.limits;
    judged.note(Metric::ScoreBefore, Some(then.score), Mark::Silent);
    if then.score >= limits.score_before {
        let passes = now.score <= limits.score_left * then.score;
        judged.test(Metric::ScoreAfter, Some(now.score), passes, Code::Recognizable);
        if !then.is_between_the_eyes() {
            // The detector sees the face elsewhere: the landmarks of every other test are in doubt.
            judged.fail(Code::FaceDoubt);
        }
    } else {
        judged.note(Metric::ScoreAfter, Some(now.score), Mark::Silent);
    }
}

/// The brain must be whole; where it is not found nothing is said.
fn whole(judged: &mut Judged, limits: &Limits, utility: Option<Utility>) {
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
