//! One series: measured, and judged by the limits.

use dicom_common::code::{Code, Lang, Outcome};
use dicom_common::imaging::series::Modality;
use dicom_common::imaging::volume::Coarse;
use face::{Face, SPACING};
use head_model::Seat;
use render::grid::Grid;
use render::sheet::Captions;
use render::skin::{Find, Skin};

use crate::args::Criteria;
use crate::attack::completed;
use crate::axes::Axes;
use crate::checked::{Limits, Mark, Measured, Metric};
use crate::coverage::Coverage;
use crate::finding::ExaminedVolume;
use crate::integrity::Integrity;
use crate::job::Job;
use crate::left::{Places, shown};
use crate::likeness::{Portrait, Skins};
use crate::limits::{PART_COVERED, STRANGER, TO_ITSELF};
use crate::mask::Masks;
use crate::picture;
use crate::recognisability::{Detection, Offset, pose};
use crate::reference::{self, Predicted};
use crate::second_way::SecondWay;
use crate::series::{Series, When};
use crate::skin_copy::skin_copy;
use crate::stacks::{Sought, all_stacks};
use crate::strangers::as_near;
use crate::utility::Utility;

/// What was measured of a series, and what follows.
#[derive(Default)]
pub struct Judged {
    /// Every test that failed or could not be made, in the order of the tests; empty for PASS.
    pub codes: Vec<Code>,
    /// What was measured, in the order of [`Metric`].
    pub measured: Vec<Measured>,
    /// Whether anything but landmarks says that the face was where it was looked for.
    pub confirmed: bool,
    /// Whether the earlier tool's networks, not geometry, said where the face was.
    pub by_networks: bool,
    /// What the recogniser makes of it, where it can tell the original from others.
    pub portrait: Option<Portrait>,
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
    pub fn test(&mut self, metric: Metric, value: Option<f64>, passes: bool, code: Code) {
        let mark = match value {
            None if passes => Mark::Silent,
            _ if passes => Mark::Pass,
            _ => Mark::Fail,
        };
        self.note(metric, value, mark);
        if !passes {
            self.fail(code);
        }
    }

    /// Adds a code once.
    pub fn fail(&mut self, code: Code) {
        if !self.codes.contains(&code) {
            self.codes.push(code);
        }
    }
}

/// Where a face is, by two ways that know nothing of each other.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// By landmarks.
    pub face: &'a Face,
    /// By a model of heads, if that lies on the head.
    pub seat: Option<&'a Seat>,
    /// Whether the series in which it was found has confirmed it already.
    pub confirmed: bool,
}

/// Measures a series whose face is known. `examined` is its first volume if it has one; what is known was
/// found in it or, in the same frame of reference, in another series of the study; `missing` files
/// of the original were not delivered.
///
/// # Errors
/// Those of reading pixels and masks.
pub fn judge(
    job: &Job,
    series: &Series,
    examined: Option<ExaminedVolume<'_>>,
    known: Known<'_>,
    missing: usize,
) -> Outcome<Judged> {
    let Known { face, seat, confirmed } = known;
    let mut second = SecondWay::of(seat, face);
    let (mut judged, mut masks) = (Judged { confirmed, ..Judged::default() }, Masks::default());
    if job.criteria == Criteria::Default {
        let sought = Sought { face, places: &Places::of(seat) };
        let found = all_stacks(series, examined.as_ref(), Some(&sought), &mut masks)?;
        second.left = found.left;
        if series.before.is_some() {
            judge_integrity(&mut judged, missing + series.moved(), &found.integrity);
        }
        judge_coverage(&mut judged, &job.limits, &found.coverage);
    } else if examined.is_none() {
        // The numbers need a volume.
        judged.fail(Code::NotJudged);
    }
    if let Some(examined) = examined {
        if job.criteria == Criteria::Default {
            let after = examined.pair.coarse(When::After, SPACING)?;
            // The one registers a model, the other draws: what each does on one thread the other fills.
            let (shown, sight) = rayon::join(
                || shown_alone(&examined, &after),
                || Sight::of(job, &examined, &after, known),
            );
            second.shown = shown?;
            judged.confirmed |= judge_sight(job, sight?, &mut judged);
        }
        // Who sees no numbers of the earlier tool needs none, nor the memory for all voxels at once.
        let are_wanted = job.criteria == Criteria::Reference
            || job.networks.is_some()
            || job.reported && examined.pair.is_held();
        if are_wanted {
            judge_reference(job, series, examined, face, &mut masks, &mut judged)?;
        }
    }
    if job.criteria == Criteria::Default {
        judge_second_way(&mut judged, &second);
        judged.confirmed |= second.has_a_word();
        if judged.codes.is_empty() && !judged.confirmed {
            // Nothing but the landmarks says that the face was there.
            judged.fail(Code::NotJudged);
        }
    }
    judged.measured.sort_by_key(|measured| measured.metric);
    for Measured { metric, value, mark } in &judged.measured {
        tracing::debug!(?metric, value, ?mark, "measured");
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
    examined: Option<&ExaminedVolume<'_>>,
    missing: usize,
) -> Outcome<Judged> {
    let mut judged = Judged::default();
    if series.before.is_none() {
        return Ok(judged);
    }
    let found = all_stacks(series, examined, None, &mut Masks::default())?;
    judge_integrity(&mut judged, missing + series.moved(), &found.integrity);
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
            let least = coverage.least_of_parts();
            tracing::debug!(least, "gone of an eye or the nose");
            let passes =
                covered >= limits.covered && least.is_none_or(|least| PART_COVERED.passes(least));
            judged.test(Metric::Covered, share, passes, Code::FaceLeft);
        }
    }
}

/// What the volume after defacing shows by itself, where a model of heads lies on it beyond doubt.
fn shown_alone(examined: &ExaminedVolume<'_>, after: &Coarse) -> Outcome<Option<f64>> {
    let Some(seat) = Seat::of(after).filter(Seat::is_trusted) else { return Ok(None) };
    let floor = examined.coarse.floor(examined.pair.modality());
    shown(&Places::of(Some(&seat)), &examined.pair, floor)
}

/// Measures the numbers of the earlier tool, which decide where the criteria are its own.
fn judge_reference(
    job: &Job,
    series: &Series,
    examined: ExaminedVolume<'_>,
    face: &Face,
    masks: &mut Masks,
    judged: &mut Judged,
) -> Outcome<()> {
    let planes = examined.pair.planes();
    let keep = match series.stacks.iter().find(|stack| stack.volume) {
        Some(stack) => {
            masks.of(series.mask(stack), &planes)?.map(|mask| reference::kept(&planes, &mask))
        }
        None => None,
    };
    let pair = examined.pair.into_whole()?;
    let predicted = match &job.networks {
        None => Predicted::Geometry(face.region.as_ref()),
        Some(networks) => {
            let first = series.after.first();
            let name = job.named(first.map_or("", |image| &image.series));
            let in_3d = first.is_some_and(|image| image.acquired_in_3d);
            let axes = if in_3d { Axes::nearest_to_ras(&pair.after) } else { Axes::ROWS_FLIPPED };
            Predicted::Networks(networks.predict(&pair.after, axes, &name, &job.progress)?)
        }
    };
    judged.by_networks = job.networks.is_some();
    match reference::measure(pair, keep, predicted) {
        Some(numbers) => {
            reference::judge(&numbers, job, &mut judged.codes, &mut judged.measured);
        }
        None if job.criteria == Criteria::Reference => judged.fail(Code::Geometry),
        None => {}
    }
    Ok(())
}

/// No part of the face may be left where a model of heads has it, and the model must lie where the landmarks
/// are.
fn judge_second_way(judged: &mut Judged, second: &SecondWay) {
    if second.has_a_word() {
        judged.test(Metric::PartLeft, second.left, second.is_gone(), Code::FaceLeft);
        judged.test(Metric::EyeAside, second.aside, !second.contradicts(), Code::FaceDoubt);
    } else {
        judged.note(Metric::PartLeft, second.left, Mark::Silent);
        judged.note(Metric::EyeAside, second.aside, Mark::Silent);
    }
    judged.test(Metric::PartShown, second.shown, second.shows_none(), Code::FaceLeft);
}

/// What is seen of the first volume: its skin and its brain.
struct Sight {
    /// What the face detector sees, before and after.
    then: Detection,
    now: Detection,
    /// What the recogniser makes of both, where there is one and the detector saw a face.
    portrait: Option<Portrait>,
    utility: Option<Utility>,
    picture: Option<Vec<u8>>,
}

impl Sight {
    fn of(
        job: &Job,
        examined: &ExaminedVolume<'_>,
        after_coarse: &Coarse,
        Known { face, seat, .. }: Known<'_>,
    ) -> Outcome<Self> {
        let ExaminedVolume { pair, coarse, .. } = examined;
        let modality = pair.modality();
        let floor = coarse.floor(modality);
        let skin = |copy: &Coarse| Skin::of(&grid(copy), &Find::above(floor));
        // A copy is large, and only pictures need it once its skin is known.
        let look = |when| -> Outcome<_> {
            let copy = skin_copy(pair, when, &face.centre)?;
            let whole = match seat.filter(|_| job.attack && when == When::After) {
                Some(seat) => skin(&completed(&copy, seat, floor, air(modality))),
                None => None,
            };
            let skin = skin(&copy);
            Ok((job.reported.then_some(copy), skin, whole))
        };
        let (before, skin_before, _) = look(When::Before)?;
        let (after, skin_after, whole) = look(When::After)?;
        let skins = [skin_before, skin_after];
        let pose = pose(&face.frame);
        let [then, now] =
            skins.each_ref().map(|skin| Detection::of(skin.as_ref(), &pose, &job.detector));
        if let Some(Offset { left, up }) = then.middle {
            tracing::debug!(score = then.score, left, up, "face detected before");
        }
        let has_face = then.score >= job.limits.score_before;
        let portrait = match (has_face, &job.recogniser, &skins) {
            (true, Some(recogniser), [Some(before), Some(after)]) => {
                let skins = Skins { before, after, completed: whole.as_ref() };
                Portrait::of(recogniser, &skins, &pose, face.frame.apart)
            }
            _ => None,
        };
        drop(skins);
        let picture = match (before, after) {
            (Some(before), Some(after)) => {
                let captions = match job.lang {
                    Lang::En => &Captions::ENGLISH,
                    Lang::Ko => &Captions::KOREAN,
                };
                picture::draw(&before, &after, modality, face, floor, captions)
            }
            _ => None,
        };
        let utility = Utility::of(examined, face, after_coarse, floor);
        Ok(Self { then, now, portrait, utility, picture })
    }
}

/// Judges what is seen of the first volume. Whether the face detector has a word.
fn judge_sight(job: &Job, sight: Sight, judged: &mut Judged) -> bool {
    let Sight { then, now, portrait, utility, picture } = sight;
    judge_recognisability(job, &then, &now, judged);
    if let Some(portrait) = portrait {
        judge_likeness(judged, portrait);
    }
    judged.picture = picture;
    judge_utility(judged, &job.limits, utility);
    then.score >= job.limits.score_before && then.agrees_with_landmarks()
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

/// What is left must be no more like the original than another person is. Where the original is not like
/// itself, the recogniser decides nothing.
fn judge_likeness(judged: &mut Judged, portrait: Portrait) {
    let (before, after) = (portrait.before_to_itself(), portrait.left_to_itself());
    judged.note(Metric::ToItselfBefore, Some(before), Mark::Silent);
    if TO_ITSELF.passes(before) {
        let passes = STRANGER.passes(after);
        judged.test(Metric::ToItselfAfter, Some(after), passes, Code::Recognizable);
        judged.note(Metric::StrangersNearer, Some(as_near(after)), Mark::Silent);
        if let completed @ Some(distance) = portrait.completed_to_itself() {
            let passes = STRANGER.passes(distance);
            judged.test(Metric::ToItselfCompleted, completed, passes, Code::Recognizable);
        }
        judged.portrait = Some(portrait);
    } else {
        judged.note(Metric::ToItselfAfter, Some(after), Mark::Silent);
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

/// What padding counts as.
fn air(modality: Modality) -> f32 {
    match modality {
        Modality::Ct => -1000.0,
        Modality::Mr | Modality::Pt | Modality::Nm => 0.0,
    }
}

fn grid(copy: &Coarse) -> Grid<'_> {
    Grid::isotropic(copy.origin, copy.spacing, copy.values.view())
}
