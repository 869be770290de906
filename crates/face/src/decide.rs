//! From cues to a verdict: a face only where independent cues agree.

use std::sync::Arc;

use dicom_common::code::Code;
use dicom_common::imaging::series::Modality;
use dicom_common::imaging::volume::Coarse;
use nalgebra::Point3;

use crate::body::{Body, body};
use crate::brain::Brain;
use crate::cue::agree;
use crate::cut::{Cut, Guard};
use crate::eyeball::Candidate;
use crate::eyes::{Eyes, around, eyes};
use crate::fill;
use crate::frame::Frame;
use crate::grey;
use crate::head::Head;
use crate::limits::{BOTH_CLEAR, BRAIN_IN_CUT};
use crate::opinion::Opinion;
use crate::profile::Match;
use crate::questions::{self, Extent};
use crate::region::Region;
use crate::second_look::second_look;
use crate::skinless;
use crate::union::Union;
use crate::verdict::{Face, Verdict};

/// Sizes of eyes beside an adult's: adults and children, small children. The second is tried where the
/// first shows no face.
pub(crate) const SIZES: [f64; 2] = [1.0, 0.8];

/// Degrees by which the skin may turn the head that the other finder sees.
pub(crate) const TURN: f64 = 10.0;

/// Degrees by which a head may nod whose eyes a person has pointed at.
const POINTED_TURN: f64 = 30.0;

/// Where both finders agree, but for more than so many degrees of pitch, both cuts are taken: the mouth would
/// move by some 10 mm.
const NODS: f64 = 10.0;

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
    find_with(volume, modality, |_| None)
}

/// The same with the opinion of another finder, which is asked about the working copy as it is read here.
/// Where both agree there is a face, although single cues may be weak. Where one of them is sure and the
/// other knows nothing, that one is followed; where they contradict each other, there is doubt.
pub fn find_with(
    volume: &Coarse,
    modality: Modality,
    other: impl FnOnce(&Coarse) -> Option<Opinion> + Send,
) -> Verdict {
    let (volume, modality) = grey::read(volume, modality);
    let volume = volume.as_ref();
    let Some(head) = Head::of(volume, modality) else {
        return Verdict::Doubt { why: Code::NoFace, deep: None };
    };
    let (sought, opinion) = rayon::join(|| seek(volume, &head), || other(volume));
    let trusted = opinion.filter(|opinion| opinion.trusted).map(|opinion| opinion.frame);
    let scene = Scene { volume, modality, head: &head, sought: &sought, other: trusted };
    scene.verdict()
}

/// What a working copy shows by a frame that another finder alone is sure of: a face, if there is the skin of
/// one, otherwise a doubt.
pub fn at(volume: &Coarse, modality: Modality, frame: &Frame) -> Verdict {
    let (volume, modality) = grey::read(volume, modality);
    let volume = volume.as_ref();
    let Some(head) = Head::of(volume, modality) else {
        return Verdict::Doubt { why: Code::NoFace, deep: None };
    };
    let scene = Scene { volume, modality, head: &head, sought: &[], other: Some(*frame) };
    scene.verdict()
}

/// The face whose eyes a person has pointed at (LPS, mm, the right one first): the skin around them, where there
/// is any in `view`, says how the head nods.
pub fn pointed(view: Option<(&Coarse, Modality)>, [right, left]: [Point3<f64>; 2]) -> Face {
    let frame = Frame::of(&right, &left);
    let read = view.map(|(volume, modality)| grey::read(volume, modality));
    let head = read.as_ref().and_then(|(volume, modality)| Head::of(volume.as_ref(), *modality));
    let (Some((volume, modality)), Some(head)) = (&read, &head) else {
        let region = Arc::new(Cut::new(frame, Guard::None));
        return Face { centre: frame.origin, frame, region };
    };
    let (volume, modality) = (volume.as_ref(), *modality);
    let scene = Scene { volume, modality, head, sought: &[], other: None };
    match around(volume, head, &frame, POINTED_TURN) {
        Some((found, _)) => scene.face(&frame.pitched(found.pitch), None, Cut::new),
        // Where the mouth is, nothing tells.
        None => scene.face(&frame, None, Cut::deep),
    }
}

/// The larger cut around what is likeliest to be a face, where a person says that there is one: around the face
/// or what may be one, otherwise around the likeliest eyes and where the other finder puts the head, however
/// weak; none where neither has anything.
pub fn deepest(
    volume: &Coarse,
    modality: Modality,
    other: impl FnOnce(&Coarse) -> Option<Opinion> + Send,
) -> Option<Face> {
    let (volume, modality) = grey::read(volume, modality);
    let volume = volume.as_ref();
    let head = Head::of(volume, modality)?;
    let (sought, opinion) = rayon::join(|| seek(volume, &head), || other(volume));
    let trusted = opinion.filter(|opinion| opinion.trusted).map(|opinion| opinion.frame);
    let scene = Scene { volume, modality, head: &head, sought: &sought, other: trusted };
    match scene.verdict() {
        Verdict::Face(face) => Some(scene.face(&face.frame, trusted, Cut::deep)),
        Verdict::Doubt { deep: Some(face), .. } => Some(face),
        Verdict::Doubt { deep: None, .. } | Verdict::NoFace(_) => {
            let best = scene.all().max_by(|a, b| a.score.total_cmp(&b.score));
            let frames = [best.map(|eyes| eyes.frame), opinion.map(|opinion| opinion.frame)];
            let mut frames = frames.into_iter().flatten();
            let first = frames.next()?;
            Some(scene.face(&first, frames.next(), Cut::deep))
        }
    }
}

/// What may be the eyes, by the size of eyes that were looked for: the first in which there is a face, or all.
fn seek(volume: &Coarse, head: &Head) -> Vec<Sought> {
    let mut sought = Vec::new();
    for size in SIZES {
        let found = eyes(volume, head, size);
        let face = likeliest(&found).is_some();
        if let Some(best) = found.first().filter(|_| !face) {
            tracing::debug!(?best.balls, ?best.profile, ?best.symmetry, best.score, "no face");
        }
        sought.push(Sought { size, found });
        if face {
            break;
        }
    }
    sought
}

/// What may be the eyes.
pub(crate) struct Sought {
    /// Of the eyes that were looked for, beside an adult's.
    size: f64,
    /// Likeliest first.
    found: Vec<Eyes>,
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

/// A volume and what was found in it.
struct Scene<'a> {
    volume: &'a Coarse,
    modality: Modality,
    head: &'a Head,
    sought: &'a [Sought],
    /// Where the other finder puts the head, if it holds itself for right.
    other: Option<Frame>,
}

impl Scene<'_> {
    fn verdict(&self) -> Verdict {
        let whole = self.sought.iter().find_map(|sought| Some((sought, likeliest(&sought.found)?)));
        let body = body(self.head, self.volume);
        let half = || {
            let half = self.sought.iter().find_map(|sought| {
                Some((sought, sought.found.iter().find(|eyes| is_half_face(eyes))?))
            });
            half.filter(|_| body == Body::PerhapsHead)
        };
        if let Some((sought, best)) = whole.or_else(half) {
            return self.judge(best, sought);
        }
        // Where a head can be laid upon it, size alone makes no torso of it.
        if body == Body::Torso && self.other.is_none() {
            return Verdict::NoFace(Code::NotHead);
        }
        let bare = self.all().find(|eyes| is_bare(eyes));
        if let Some(verdict) = self.other.and_then(|other| self.by_other(&other)) {
            return verdict;
        }
        self.without_face(bare, body)
    }

    fn all(&self) -> impl Iterator<Item = &Eyes> {
        self.sought.iter().flat_map(|sought| &sought.found)
    }

    /// What a volume is in which neither finder sees a face.
    fn without_face(&self, bare: Option<&Eyes>, body: Body) -> Verdict {
        if bare.is_none() && self.other.is_none() && body == Body::Limb {
            return Verdict::NoFace(Code::NotHead);
        }
        let skinless = || {
            [skinless::brain_alone(self.volume), skinless::thin(self.volume)]
                .iter()
                .any(|cues| agree(cues))
        };
        // Balls in the folds of a brain are no eyes, unless the other finder has its eyes there, or they are
        // very clear and it knows nothing.
        let has_eyes = self.all().filter(|eyes| is_bare(eyes)).any(|eyes| match self.other {
            Some(other) => agree(&questions::beside(eyes, &other)),
            None => BOTH_CLEAR.passes_single(eyes.look()),
        });
        if !has_eyes && skinless() {
            return Verdict::NoFace(Code::NoSkin);
        }
        let frames = [bare.map(|eyes| eyes.frame), self.other];
        let mut frames = frames.into_iter().flatten();
        let removed = frames.clone().find(|frame| self.is_removed(frame));
        let why = if removed.is_some() { Code::Defaced } else { Code::FaceDoubt };
        match removed.or_else(|| frames.next_back()) {
            Some(frame) => Verdict::Doubt { why, deep: Some(self.face(&frame, None, Cut::deep)) },
            None => Verdict::Doubt { why: Code::NoFace, deep: None },
        }
    }

    /// Asks the other cues, and the other finder, about the best eyes.
    fn judge(&self, best: &Eyes, sought: &Sought) -> Verdict {
        let Self { volume, modality, .. } = *self;
        let found = &sought.found;
        let extent = if is_face(best) { Extent::Whole } else { Extent::Half };
        let like: fn(&Eyes) -> bool = match extent {
            Extent::Whole => is_face,
            Extent::Half => is_half_face,
        };
        let (brain, again) = rayon::join(
            || Brain::of(volume, modality, &best.frame).map(Arc::new),
            || again(volume, modality, sought.size, extent),
        );
        let reached = reached(best, brain.as_deref());
        let mut rivals =
            found.iter().filter(|other| like(other) && questions::is_rival(best, other));
        let alone = rivals.all(|rival| questions::lead(best, rival).passes);
        let same = again.as_ref().is_some_and(|again| agree(&questions::second_look(best, again)));
        let brain_agrees = agree(&questions::brain(brain.as_deref(), reached, extent));
        let both = self.other.map(|other| agree(&questions::both(&best.frame, &other)));
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
            again = again.as_ref().map(|again| again.score),
            both,
            "a face"
        );
        let certain = match both {
            // One weak cue does not outweigh another way of looking.
            Some(true) => alone || same,
            Some(false) => false,
            None => alone && same,
        };
        let removed = self.is_removed(&best.frame);
        if certain && brain_agrees && !removed {
            // A profile that ends with the view may mislead about how the head nods.
            let nods = |other: &Frame| (other.pitch - best.frame.pitch).abs() > NODS;
            let weak = !(alone && same);
            let other = self.other.filter(|other| weak || nods(other));
            // Where a cue is missing, whatever lies where the other finder says goes as well.
            let look = again.filter(|_| weak).map(|again| again.frame);
            let look = look
                .filter(|look| other.is_some_and(|other| agree(&questions::both(look, &other))));
            let more = other.into_iter().chain(look);
            return Verdict::Face(self.face(&best.frame, more, Cut::new));
        }
        let agreed = self.other.filter(|_| both == Some(false));
        if let Some(verdict) = agreed.and_then(|other| self.agreed(&other)) {
            return verdict;
        }
        let why = if removed { Code::Defaced } else { Code::FaceDoubt };
        Verdict::Doubt { why, deep: Some(self.face(&best.frame, self.other, Cut::deep)) }
    }

    /// What the other finder makes of a volume in which this one sees no face.
    fn by_other(&self, other: &Frame) -> Option<Verdict> {
        if let Some(verdict) = self.agreed(other) {
            return Some(verdict);
        }
        let (found, symmetry) = around(self.volume, self.head, other, TURN)?;
        let skin = agree(&questions::skin(&found, symmetry)) && !self.is_removed(other);
        tracing::debug!(?found, symmetry, skin, "the average head alone");
        let frame = other.pitched(found.pitch);
        (skin && self.brain_agrees(&[*other, frame]))
            .then(|| Verdict::Face(self.face(&frame, Some(*other), Cut::new)))
    }

    /// The likeliest eyes that lie where the other finder puts them, if they may be those of a face. It knows
    /// better how the head nods: it sees all of it, where a profile may end with the view.
    fn agreed(&self, other: &Frame) -> Option<Verdict> {
        let near = self.all().filter(|eyes| agree(&questions::beside(eyes, other)));
        let best = near
            .filter_map(|eyes| Some((eyes, self.nodding_like(eyes, other)?)))
            .filter(|(eyes, found)| agree(&questions::agreed(eyes, found, other)));
        let (best, found) = best.max_by(|a, b| a.0.score.total_cmp(&b.0.score))?;
        // Where the partner of a single eye is, it knows better too.
        let place = |side: f64| other.point(side * other.apart, 0.0, 0.0);
        let at =
            |ball: Option<Candidate>, side| ball.map_or_else(|| place(side), |ball| ball.centre);
        let [right, left] = best.balls;
        let (right, left) = (at(right, -0.5), at(left, 0.5));
        let frame = Frame::of(&right, &left).pitched(other.pitch + found.pitch);
        tracing::debug!(?best.balls, ?found, ?best.symmetry, best.score, "a face, with the average head");
        let sound = self.brain_agrees(&[frame, *other]) && !self.is_removed(&frame);
        sound.then(|| Verdict::Face(self.face(&frame, Some(*other), Cut::new)))
    }

    /// How the skin around eyes fits at the other finder's pitch.
    fn nodding_like(&self, eyes: &Eyes, other: &Frame) -> Option<Match> {
        let frame = eyes.frame.pitched(other.pitch - eyes.frame.pitch);
        Some(around(self.volume, self.head, &frame, TURN)?.0)
    }

    fn is_removed(&self, frame: &Frame) -> bool {
        fill::removed(self.volume, self.head, frame).passes
    }

    fn brain_agrees(&self, frames: &[Frame]) -> bool {
        let reached = |frame: &Frame| {
            let brain = Brain::of(self.volume, self.modality, frame);
            brain.map_or(0.0, |brain| brain.overlap(&Cut::new(*frame, Guard::None)))
        };
        frames.iter().all(|frame| BRAIN_IN_CUT.passes(reached(frame)))
    }

    /// The face that one or more frames cut. The brain is that behind the first of them.
    fn face(
        &self,
        first: &Frame,
        more: impl IntoIterator<Item = Frame>,
        cut: fn(Frame, Guard) -> Cut,
    ) -> Face {
        let brain = Brain::of(self.volume, self.modality, first).map(Arc::new);
        let part = |frame: &Frame| -> Arc<dyn Region> {
            Arc::new(cut(*frame, Guard::of(self.modality, brain.clone())))
        };
        let more: Vec<_> = more.into_iter().map(|frame| part(&frame)).collect();
        let region = match more.is_empty() {
            true => part(first),
            false => Arc::new(Union::of(more.into_iter().chain([part(first)]))),
        };
        Face { centre: first.origin, frame: *first, region }
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
