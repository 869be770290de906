//! From cues to a verdict: a face only where independent cues agree.

use std::sync::Arc;

use dicom_common::code::Code;
use dicom_common::imaging::series::Modality;
use dicom_common::imaging::volume::Coarse;

use crate::body::{Body, body};
use crate::brain::Brain;
use crate::cue::agree;
use crate::cut::{Cut, Guard};
use crate::eyes::{Eyes, eyes};
use crate::head::Head;
use crate::questions::{self, Extent};
use crate::second_look::second_look;
use crate::verdict::{Face, Verdict};

/// Sizes of eyes beside an adult's: adults and children, small children. The second is tried where the
/// first shows no face.
pub(crate) const SIZES: [f64; 2] = [1.0, 0.8];

/// Looks for the face in a working copy: rescaled values (HU in CT) on a grid along the patient's axes
/// (LPS, mm) of [`crate::SPACING`].
///
/// ```
/// use dicom_common::code::Code;
/// use dicom_common::imaging::{series::Modality, volume::Coarse};
/// use face::{SPACING, Verdict, find};
/// use ndarray::Array3;
///
/// // Nothing but air has no face, but nobody can say that it is no head either.
/// let air = Array3::from_elem((60, 60, 60), -1000.0);
/// let volume = Coarse { spacing: SPACING, values: air, ..Coarse::default() };
/// let found = find(&volume, Modality::Ct);
/// assert!(matches!(found, Verdict::Doubt { why: Code::NoFace, deep: None }));
/// ```
pub fn find(volume: &Coarse, modality: Modality) -> Verdict {
    let Some(head) = Head::of(volume, modality) else {
        return Verdict::Doubt { why: Code::NoFace, deep: None };
    };
    let mut sought = Vec::new();
    for size in SIZES {
        let found = eyes(volume, &head, size);
        if let Some(best) = likeliest(&found) {
            return judge(best, &Scene { found: &found, volume, modality, size });
        }
        if let Some(best) = found.first() {
            tracing::debug!(?best.balls, ?best.profile, ?best.symmetry, best.score, "no face");
        }
        sought.push((size, found));
    }
    let body = body(&head, volume);
    for (size, found) in &sought {
        let half = found.iter().find(|eyes| is_half_face(eyes));
        if let (Some(best), Body::PerhapsHead) = (half, body) {
            return judge(best, &Scene { found, volume, modality, size: *size });
        }
    }
    let bare = sought.iter().any(|(_, found)| found.iter().any(is_bare));
    match (bare, body) {
        (_, Body::Torso) | (false, Body::Limb) => Verdict::NoFace(Code::NotHead),
        (true, _) => Verdict::Doubt { why: Code::Defaced, deep: None },
        (false, Body::PerhapsHead) => Verdict::Doubt { why: Code::NoFace, deep: None },
    }
}

pub(crate) fn is_face(eyes: &Eyes) -> bool {
    agree(&questions::face(eyes))
}

pub(crate) fn is_half_face(eyes: &Eyes) -> bool {
    questions::half_face(eyes).is_some_and(|cues| agree(&cues))
}

fn is_bare(eyes: &Eyes) -> bool {
    questions::bare(eyes).is_some_and(|cues| agree(&cues))
}

/// The best that is like a face. What competes with the eyes are the maxillary sinuses below them:
/// of two pairs one above the other that are nearly as likely, the upper one is the eyes if the skin
/// says so too.
pub(crate) fn likeliest(found: &[Eyes]) -> Option<&Eyes> {
    let best = found.iter().find(|eyes| is_face(eyes))?;
    let above = |upper: &&Eyes| {
        is_face(upper)
            && agree(&questions::sinuses(best, upper))
            && questions::sinus_lead(best, upper).passes
            && upper.profile.cost < best.profile.cost
    };
    let above = found.iter().filter(above);
    Some(above.max_by(|a, b| a.score.total_cmp(&b.score)).unwrap_or(best))
}

/// Where the best eyes were found.
struct Scene<'a> {
    /// All that may be eyes, the best included.
    found: &'a [Eyes],
    volume: &'a Coarse,
    modality: Modality,
    /// Of the eyes that were looked for, beside an adult's.
    size: f64,
}

/// Asks the other cues about the best eyes.
fn judge(best: &Eyes, scene: &Scene<'_>) -> Verdict {
    let Scene { found, volume, modality, size } = *scene;
    let extent = if is_face(best) { Extent::Whole } else { Extent::Half };
    let like: fn(&Eyes) -> bool = match extent {
        Extent::Whole => is_face,
        Extent::Half => is_half_face,
    };
    let (brain, again) = rayon::join(
        || Brain::of(volume, modality, &best.frame).map(Arc::new),
        || again(volume, modality, size, extent),
    );
    let reached = reached(best, brain.as_deref());
    let mut rivals = found.iter().filter(|other| like(other) && questions::is_rival(best, other));
    let alone = rivals.all(|rival| questions::lead(best, rival).passes);
    let same = again.as_ref().is_some_and(|again| agree(&questions::second_look(best, again)));
    let brain_agrees = agree(&questions::brain(brain.as_deref(), reached, extent));
    tracing::debug!(
        score = best.score,
        balls = ?best.balls,
        apart = best.frame.apart,
        symmetry = best.symmetry,
        cost = best.profile.cost,
        pitch = best.frame.pitch,
        nose = best.profile.nose,
        lids = best.profile.lids,
        jaw = best.profile.jaw,
        alone,
        reached,
        behind = brain.as_ref().map(|brain| brain.volume()),
        same,
        again = again.map(|again| again.score),
        "a face"
    );
    let guard = Guard::of(modality, brain);
    let face =
        |cut: Cut| Face { centre: best.frame.origin, frame: best.frame, region: Arc::new(cut) };
    if alone && same && brain_agrees {
        Verdict::Face(face(Cut::new(best.frame, guard)))
    } else {
        let deep = Some(face(Cut::deep(best.frame, guard)));
        Verdict::Doubt { why: Code::FaceDoubt, deep }
    }
}

/// What the second look takes for the eyes.
pub(crate) fn again(
    volume: &Coarse,
    modality: Modality,
    size: f64,
    extent: Extent,
) -> Option<Eyes> {
    let mut again = second_look(volume, modality, size).into_iter();
    match extent {
        Extent::Whole => again.next(),
        Extent::Half => again.find(is_half_face),
    }
}

/// ml of the brain that an unguarded cut reaches.
pub(crate) fn reached(eyes: &Eyes, brain: Option<&Brain>) -> f64 {
    brain.map_or(0.0, |brain| brain.overlap(&Cut::new(eyes.frame, Guard::None)))
}
