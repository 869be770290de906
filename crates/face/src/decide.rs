//! From cues to a verdict: a face only where independent cues agree.

use std::sync::Arc;

use dicom_common::code::Code;
use dicom_common::imaging::series::Modality;
use dicom_common::imaging::volume::Coarse;
use ndarray::{Array3, Zip};

use crate::body::{Body, body};
use crate::brain::Brain;
use crate::cut::Cut;
use crate::eyes::{Eyes, eyes};
use crate::field::Field;
use crate::head::Head;
use crate::profile::Match;
use crate::{Face, Verdict};

/// Sizes of eyes beside an adult's: adults and children, small children.
const SIZES: [f64; 2] = [1.0, 0.8];
/// A second look at this spacing, for eyes of an adult's size, must find the same eyes, in mm.
const SECOND_LOOK: f64 = 2.5;
/// The second grid is shifted by this along each axis, in mm.
const SHIFT: f64 = 0.9;
/// Two looks agree when the middles of the eyes are this near to the left, front and up, in mm, ...
const AGREEMENT: [f64; 3] = [12.0, 8.0, 8.0];
/// ... the axes of the eyes in degrees, ...
const SAME_AXIS: f64 = 12.0;
/// ... and the pitches in degrees.
const SAME_PITCH: f64 = 15.0;
/// Two pairs share an eye when its centres are this near, in mm.
const SAME_EYE: f64 = 12.0;
/// Faces farther apart than this are different ones, in mm.
const ELSEWHERE: f64 = 12.0;
/// A rival must be this much less likely.
const MARGIN: f64 = 0.25;
/// The maxillary sinuses lie this far below the eyes, in mm.
const SINUSES: std::ops::RangeInclusive<f64> = 18.0..=48.0;
/// They may look more like eyes than the eyes by this.
const SINUS_MARGIN: f64 = 0.45;
/// Distance of the skin in front of eyes, beside the usual: deeper balls are no eyes.
const LIDS: std::ops::RangeInclusive<f64> = 0.7..=1.18;
/// Less is a nose that was removed.
const LEAST_NOSE: f64 = 0.42;
/// Less is a jaw that was removed.
const LEAST_JAW: f64 = 0.6;
/// A cut at the right place reaches no more of the brain than this, in ml.
const BRAIN_IN_CUT: f64 = 40.0;
/// The same as [`LIDS`] where the size of the head is not known from the distance of its eyes.
const LIDS_OF_ONE: std::ops::RangeInclusive<f64> = 0.7..=1.25;
/// Half a face is believed only before this much of a brain, in ml.
const BRAIN_BEHIND: f64 = 100.0;

/// Looks for the face in a working copy.
pub fn find(volume: &Coarse, modality: Modality) -> Verdict {
    let Some(head) = Head::of(volume, modality) else {
        return Verdict::Doubt { why: Code::NoFace, deep: None };
    };
    let mut sought = Vec::new();
    for size in SIZES {
        let found = eyes(volume, &head, size);
        if let Some(best) = likeliest(&found) {
            return judge(best, &found, volume, modality, size);
        }
        if let Some(best) = found.first() {
            tracing::debug!(?best.looks, ?best.profile, ?best.symmetry, best.score, "no face");
        }
        sought.push((size, found));
    }
    let body = body(&head, volume);
    for (size, found) in &sought {
        if let (Some(best), Body::PerhapsHead) = (found.iter().find(|e| is_half(e)), body) {
            return judge(best, found, volume, modality, *size);
        }
    }
    let bare = sought.iter().any(|(_, found)| found.iter().any(is_bare));
    match (bare, body) {
        (_, Body::Torso) | (false, Body::Limb) => Verdict::NoFace(Code::NotHead),
        (true, _) => Verdict::Doubt { why: Code::Defaced, deep: None },
        (false, Body::PerhapsHead) => Verdict::Doubt { why: Code::NoFace, deep: None },
    }
}

/// The best that is like a face. What competes with the eyes are the maxillary sinuses below them:
/// of two pairs one above the other that are nearly as likely, the upper one is the eyes if the skin
/// says so too.
fn likeliest(found: &[Eyes]) -> Option<&Eyes> {
    let best = found.iter().find(|eyes| is_face(eyes))?;
    let upper = found.iter().filter(|eyes| is_face(eyes) && best.may_be_sinuses_of(eyes));
    let close = upper.filter(|upper| {
        upper.score >= best.score - SINUS_MARGIN && upper.profile.cost < best.profile.cost
    });
    Some(close.max_by(|a, b| a.score.total_cmp(&b.score)).unwrap_or(best))
}

/// Asks the other cues about the best eyes.
fn judge(best: &Eyes, found: &[Eyes], volume: &Coarse, modality: Modality, size: f64) -> Verdict {
    let (brain, again) = rayon::join(
        || Brain::of(volume, modality, &best.frame).map(Arc::new),
        || second_look(volume, modality, size),
    );
    let sure = modality == Modality::Ct;
    let face =
        |cut: Cut| Face { centre: best.frame.origin, frame: best.frame, region: Arc::new(cut) };
    let bare = Cut::new(best.frame, None, sure);
    let reached = brain.as_ref().map_or(0.0, |brain| brain.overlap(&bare));
    let whole = is_face(best);
    let like: fn(&Eyes) -> bool = if whole { is_face } else { is_half };
    let alone = has_no_rival(best, found, like);
    let mut again = again.into_iter();
    let again = if whole { again.next() } else { again.find(is_half) };
    let same = again.as_ref().is_some_and(|again| again.is_at(best));
    let behind = brain.as_ref().map_or(0.0, |brain| brain.volume());
    tracing::debug!(
        score = best.score,
        looks = ?best.looks,
        apart = best.frame.apart,
        symmetry = best.symmetry,
        cost = best.profile.cost,
        pitch = best.frame.pitch,
        nose = best.profile.nose,
        lids = best.profile.lids,
        jaw = best.profile.jaw,
        alone,
        reached,
        behind,
        same,
        again = again.map(|again| again.score),
        "a face"
    );
    let brain_agrees = reached <= BRAIN_IN_CUT && (whole || behind >= BRAIN_BEHIND);
    if alone && same && brain_agrees {
        Verdict::Face(face(Cut::new(best.frame, brain, sure)))
    } else {
        let deep = Some(face(Cut::deep(best.frame, brain, sure)));
        Verdict::Doubt { why: Code::FaceDoubt, deep }
    }
}

/// Whether eyeballs, skin profile and symmetry all say that these are the eyes.
fn is_face(eyes: &Eyes) -> bool {
    let Match { nose, lids, jaw, .. } = eyes.profile;
    let skin = lids.is_some_and(|lids| LIDS.contains(&lids))
        && nose.is_none_or(|nose| nose >= LEAST_NOSE)
        && jaw.is_none_or(|jaw| jaw >= LEAST_JAW);
    skin && match (eyes.looks, eyes.symmetry) {
        ([Some(right), Some(left)], Some(symmetry)) => {
            // Without nose and jaw in view the eyes must be clearer.
            let least = if nose.and(jaw).is_some() { 0.5 } else { 0.6 };
            right.min(left) >= least
                && eyes.profile.cost <= 0.52
                && symmetry >= 0.5
                && eyes.score >= 1.72
        }
        ([Some(look), None] | [None, Some(look)], _) => {
            look >= 0.8 && eyes.profile.cost <= 0.46 && eyes.profile.seen >= 0.5
        }
        _ => false,
    }
}

/// Whether this may be the eye of a face that the field of view cuts near its middle: less of the
/// skin is seen, so that what is seen must fit better, and a brain must lie behind.
fn is_half(eyes: &Eyes) -> bool {
    let Match { nose, lids, jaw, cost, seen, .. } = eyes.profile;
    let skin = lids.is_some_and(|lids| LIDS_OF_ONE.contains(&lids))
        && nose.is_none_or(|nose| nose >= LEAST_NOSE)
        && jaw.is_none_or(|jaw| jaw >= LEAST_JAW);
    matches!(eyes.looks, [Some(look), None] | [None, Some(look)] if look >= 0.7)
        && skin
        && cost <= 0.3
        && seen >= 0.3
}

/// Whether these look like eyes without the skin of a face around them.
fn is_bare(eyes: &Eyes) -> bool {
    eyes.looks.iter().all(|look| look.is_some_and(|look| look >= 0.6))
}

/// Whether no other place is nearly as likely.
fn has_no_rival(best: &Eyes, found: &[Eyes], like: fn(&Eyes) -> bool) -> bool {
    let other = |eyes: &&Eyes| {
        let apart = (eyes.frame.origin - best.frame.origin).norm();
        apart > ELSEWHERE
            && like(eyes)
            && !eyes.shares_an_eye(best)
            && !eyes.may_be_sinuses_of(best)
    };
    found.iter().filter(other).all(|rival| rival.score <= best.score - MARGIN)
}

/// What may be the eyes on a coarser grid, likeliest first.
fn second_look(volume: &Coarse, modality: Modality, size: f64) -> Vec<Eyes> {
    let field = Field::of(volume);
    let (x, y, z) = volume.values.dim();
    let spacing = SECOND_LOOK * size;
    let count = |n: usize| (n as f64 * volume.spacing / spacing) as usize;
    let mut coarser = Coarse {
        origin: volume.origin.map(|x| x + SHIFT),
        spacing,
        values: Array3::default((count(x), count(y), count(z))),
    };
    let grid = Coarse { values: Array3::default((0, 0, 0)), ..coarser };
    Zip::indexed(&mut coarser.values).par_for_each(|(x, y, z), value| {
        *value = field.at(&grid.point([x, y, z]));
    });
    Head::of(&coarser, modality).map(|head| eyes(&coarser, &head, size)).unwrap_or_default()
}

impl Eyes {
    /// Whether both put the face into the same place: an eye that drifts sideways in its socket
    /// does not matter to the cut.
    fn is_at(&self, other: &Eyes) -> bool {
        let [left, front, up] = other.frame.locate(&self.frame.origin);
        left.abs() <= AGREEMENT[0]
            && front.abs() <= AGREEMENT[1]
            && up.abs() <= AGREEMENT[2]
            && self.frame.left.angle(&other.frame.left).to_degrees() <= SAME_AXIS
            && (self.frame.pitch - other.frame.pitch).abs() <= SAME_PITCH
    }

    /// Whether this pair lies where the maxillary sinuses below those eyes are.
    fn may_be_sinuses_of(&self, eyes: &Eyes) -> bool {
        let [left, front, up] = eyes.frame.locate(&self.frame.origin);
        left.abs() <= ELSEWHERE && front.abs() <= 25.0 && SINUSES.contains(&-up)
    }

    fn shares_an_eye(&self, other: &Eyes) -> bool {
        self.centres.iter().zip(&other.centres).any(|(a, b)| (a - b).norm() <= SAME_EYE)
    }
}
