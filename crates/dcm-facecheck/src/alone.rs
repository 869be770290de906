//! A volume without anything to compare it with: is there a face in here?

use dicom_common::code::{Code, Outcome};
use head_model::{Part, Seat};
use nalgebra::Point3;
use recognition::Pose;
use render::grid::Grid;
use render::skin::{Find, Skin};

use crate::checked::Metric;
use crate::finding::ExaminedVolume;
use crate::job::Job;
use crate::judge::Judged;
use crate::left::{Places, shown};
use crate::limits::PART_SHOWN;
use crate::recognisability::Detection;
use crate::series::{Series, When};
use crate::skin_copy::skin_copy;
use crate::stack_pair::StackPair;

/// What must be in view before a volume can be said to show no face.
const WHOLE: [Part; 3] = [Part::RightEye, Part::LeftEye, Part::Nose];

/// Judges a volume in which landmarks see no face for certain. It passes only where a model of heads lies on it
/// beyond doubt, has eyes and nose in view, finds nothing where they must be, in no volume of the series, and the
/// face detector sees none.
///
/// # Errors
/// Those of reading pixels.
pub fn judge_alone(job: &Job, series: &Series, examined: &ExaminedVolume<'_>) -> Outcome<Judged> {
    let mut judged = Judged::default();
    let pair = &examined.pair;
    let floor = examined.coarse.floor(pair.modality());
    let Some(seat) = examined.seat.as_ref().filter(|seat| seat.is_trusted()) else {
        return Ok(Judged::not(Code::NotJudged));
    };
    let places = Places::of(Some(seat));
    for part in WHOLE {
        if shown(&Places::part(seat, part), pair, floor)?.is_none() {
            judged.fail(Code::NotJudged);
        }
    }
    let mut most = shown(&places, pair, floor)?;
    for stack in series.stacks.iter().filter(|stack| stack.volume).skip(1) {
        let other = shown(&places, &StackPair::open(series, stack)?, floor)?;
        most = [most, other].into_iter().flatten().reduce(f64::max);
    }
    let passes = most.is_none_or(|shown| PART_SHOWN.passes(shown));
    judged.test(Metric::PartShown, most, passes, Code::FaceLeft);
    let pose = pose(seat);
    let copy = skin_copy(pair, When::After, &pose.eyes)?;
    let grid = Grid::isotropic(copy.origin, copy.spacing, copy.values.view());
    let skin = Skin::of(&grid, &Find::above(floor));
    let seen = Detection::of(skin.as_ref(), &pose, &job.detector);
    let passes = seen.score < job.limits.score_before;
    judged.test(Metric::ScoreAfter, Some(seen.score), passes, Code::Recognizable);
    Ok(judged)
}

/// How a head lies by the model.
fn pose(seat: &Seat) -> Pose {
    let [right, left] = [Part::RightEye, Part::LeftEye].map(|part| seat.middle(part));
    let along = (left - right).normalize();
    let front = seat.front();
    let front = (front - along * front.dot(&along)).normalize();
    let eyes: Point3<f64> = nalgebra::center(&right, &left);
    Pose { eyes, left: along, front, up: front.cross(&along) }
}
