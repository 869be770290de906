//! Everything that limits are compared with in a volume: how the numbers of [`crate::limits`] are
//! measured. [`crate::find`] asks the same questions, but only until it knows the answer.

use dicom_common::imaging::series::Modality;
use dicom_common::imaging::volume::Coarse;
use nalgebra::Point3;
use rayon::prelude::*;

use crate::body::Sections;
use crate::brain::Brain;
use crate::cue::{Cue, agree};
use crate::decide::{SIZES, TURN, again, is_face, is_half_face, likeliest, reached};
use crate::eyes::{Eyes, around, eyes};
use crate::fill;
use crate::frame::Frame;
use crate::grey;
use crate::head::Head;
use crate::opinion::Opinion;
use crate::questions::{self, Extent};
use crate::skinless;

/// The brain is sought behind so many of the likeliest places: to bound the time.
const BRAINS: usize = 6;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Question {
    /// Whether the place could be one of eyes, whatever is around.
    Eyeballs,
    /// Whether it is a face.
    Face,
    /// Whether it may be half of a face.
    HalfFace,
    /// Whether it looks like eyes without a face.
    Bare,
    /// Whether two places are of one face.
    SamePlace,
    /// Whether two pairs share an eye.
    SameEye,
    /// Whether one place lies where the sinuses below the other's eyes are, and may be taken for them.
    Sinuses,
    /// Whether one place is clearly likelier than its rival.
    Lead,
    /// Whether a second look finds the same.
    SecondLook,
    /// Whether the brain lies where it should.
    Brain,
    /// Whether the other finder puts the face into the same place.
    Both,
    /// Whether it may be a face where the other finder puts it into the same place.
    Agreed,
    /// Whether there is the skin of a face where the other finder has its eyes.
    Skin,
    /// Whether the face around eyes was removed.
    Removed,
    /// Whether all there is is a brain.
    BrainAlone,
    /// Whether all there is is thin.
    Thin,
    /// Whether the body is a torso.
    Torso,
    /// Whether the body is a limb.
    Limb,
}

/// Where eyes may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Centres of the patient's right and left eye (LPS, mm).
    pub centres: [Point3<f64>; 2],
    /// Whether the field of view shows each.
    pub seen: [bool; 2],
}

impl Place {
    fn at(frame: &Frame) -> Self {
        let centres = [-0.5, 0.5].map(|side| frame.point(side * frame.apart, 0.0, 0.0));
        Self { centres, seen: [true; 2] }
    }

    fn of(eyes: &Eyes) -> Self {
        Self { centres: eyes.centres, seen: eyes.balls.map(|ball| ball.is_some()) }
    }

    /// Between the eyes (LPS, mm).
    pub fn middle(&self) -> Point3<f64> {
        let [right, left] = self.centres;
        nalgebra::center(&right, &left)
    }
}

/// What was asked, about which place, and the cues of the answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// What was asked.
    pub question: Question,
    /// About which place; none of a whole body.
    pub place: Option<Place>,
    /// The other place, where two are compared: the other face, the eyes above the sinuses, the
    /// rival, or what the second look found.
    pub other: Option<Place>,
    /// What the answer is made from. It is yes where all of them pass.
    pub cues: Vec<Cue>,
}

/// Asks everything about every place that may be eyes, likeliest first, about the body, and about what another
/// finder says. What the volume has to be is said at [`crate::find`].
pub fn survey(
    volume: &Coarse,
    modality: Modality,
    other: impl FnOnce(&Coarse) -> Option<Opinion>,
) -> Vec<Answer> {
    let (volume, modality) = grey::read(volume, modality);
    let volume = volume.as_ref();
    let other = other(volume).filter(|opinion| opinion.trusted).map(|opinion| opinion.frame);
    let Some(head) = Head::of(volume, modality) else { return Vec::new() };
    let sections = Sections::of(&head, volume);
    let body =
        |question, cues: &[Cue]| Answer { question, place: None, other: None, cues: cues.to_vec() };
    let mut answers =
        vec![body(Question::Torso, &sections.torso()), body(Question::Limb, &sections.limb())];
    for size in SIZES {
        let found = eyes(volume, &head, size);
        found.iter().for_each(|eyes| answers.extend(alone(eyes, modality)));
        answers.extend(compared(&found));
        answers.extend(looked_again(&found, volume, modality, size));
        answers.extend(brains(&found, volume, modality));
        let bare =
            found.iter().filter(|eyes| questions::bare(eyes).is_some_and(|cues| agree(&cues)));
        answers.extend(bare.take(1).map(|eyes| {
            let cues = vec![fill::removed(volume, &head, &eyes.frame)];
            let place = Some(Place::of(eyes));
            Answer { question: Question::Removed, place, other: None, cues }
        }));
        if let Some(frame) = &other {
            answers.extend(found.iter().flat_map(|eyes| with_other(eyes, frame, volume, &head)));
        }
        if likeliest(&found).is_some() {
            break;
        }
    }
    if let Some((frame, (found, symmetry))) =
        other.and_then(|frame| Some((frame, around(volume, &head, &frame, TURN)?)))
    {
        let cues = questions::skin(&found, symmetry);
        let place = Some(Place::at(&frame));
        answers.push(Answer { question: Question::Skin, place, other: None, cues });
    }
    answers.push(body(Question::BrainAlone, &skinless::brain_alone(volume)));
    answers.push(body(Question::Thin, &skinless::thin(volume)));
    answers
}

/// What is asked about eyes and what the other finder says.
fn with_other(eyes: &Eyes, frame: &Frame, volume: &Coarse, head: &Head) -> Vec<Answer> {
    let (place, other) = (Some(Place::of(eyes)), Some(Place::at(frame)));
    let mut answers = Vec::new();
    if agree(&questions::beside(eyes, frame)) {
        let nodding = eyes.frame.pitched(frame.pitch - eyes.frame.pitch);
        let found = around(volume, head, &nodding, TURN).map(|(found, _)| found);
        let cues = found.map(|found| questions::agreed(eyes, &found, frame));
        answers.extend(cues.map(|cues| Answer { question: Question::Agreed, place, other, cues }));
    }
    if is_face(eyes) {
        let cues = questions::both(&eyes.frame, frame);
        answers.push(Answer { question: Question::Both, place, other, cues });
    }
    answers
}

/// What is asked about a place by itself.
fn alone(eyes: &Eyes, modality: Modality) -> Vec<Answer> {
    let mut eyeballs = questions::eyeballs(eyes);
    if modality == Modality::Ct {
        eyeballs.extend(questions::density(eyes));
    }
    let asked = [
        (Question::Eyeballs, Some(eyeballs)),
        (Question::Face, Some(questions::face(eyes))),
        (Question::HalfFace, questions::half_face(eyes)),
        (Question::Bare, questions::bare(eyes)),
    ];
    let place = Some(Place::of(eyes));
    let answer = |(question, cues): (Question, Option<Vec<Cue>>)| {
        cues.map(|cues| Answer { question, place, other: None, cues })
    };
    asked.into_iter().filter_map(answer).collect()
}

/// What is asked about the best face and every other.
fn compared(found: &[Eyes]) -> Vec<Answer> {
    let whole = likeliest(found);
    let best = whole.or_else(|| found.iter().find(|eyes| is_half_face(eyes)));
    let Some(best) = best else { return Vec::new() };
    let like: fn(&Eyes) -> bool = if whole.is_some() { is_face } else { is_half_face };
    let others = found.iter().filter(|other| like(other) && *other != best);
    others
        .flat_map(|other| {
            let answer = |question, one, two, cues| {
                let (place, other) = (Some(Place::of(one)), Some(Place::of(two)));
                Answer { question, place, other, cues }
            };
            let sinuses = |lower, upper| {
                let mut cues = questions::sinuses(lower, upper);
                cues.push(questions::sinus_lead(lower, upper));
                answer(Question::Sinuses, lower, upper, cues)
            };
            let same = questions::same_place(best, other);
            let eye = questions::same_eye(other, best);
            let mut answers = vec![
                answer(Question::SamePlace, best, other, vec![same]),
                answer(Question::SameEye, best, other, vec![eye]),
                sinuses(best, other),
                sinuses(other, best),
            ];
            if questions::is_rival(best, other) {
                let lead = vec![questions::lead(best, other)];
                answers.push(answer(Question::Lead, best, other, lead));
            }
            answers
        })
        .collect()
}

/// What the second look says about every face, the best and the others.
fn looked_again(found: &[Eyes], volume: &Coarse, modality: Modality, size: f64) -> Vec<Answer> {
    let ask = |extent, like: fn(&Eyes) -> bool| {
        let mut faces = found.iter().filter(|eyes| like(eyes)).peekable();
        let again = faces.peek().and_then(|_| again(volume, modality, size, extent));
        let Some(again) = again else { return Vec::new() };
        faces
            .map(|eyes| Answer {
                question: Question::SecondLook,
                place: Some(Place::of(eyes)),
                other: Some(Place::of(&again)),
                cues: questions::second_look(eyes, &again),
            })
            .collect()
    };
    let whole = ask(Extent::Whole, is_face);
    if whole.is_empty() { ask(Extent::Half, is_half_face) } else { whole }
}

/// The brain behind the likeliest faces.
fn brains(found: &[Eyes], volume: &Coarse, modality: Modality) -> Vec<Answer> {
    let extent = |eyes: &Eyes| match (is_face(eyes), is_half_face(eyes)) {
        (true, _) => Some(Extent::Whole),
        (false, true) => Some(Extent::Half),
        (false, false) => None,
    };
    let faces = found.iter().filter_map(|eyes| Some((eyes, extent(eyes)?)));
    let faces: Vec<_> = faces.take(BRAINS).collect();
    let ask = |(eyes, extent): (&Eyes, Extent)| {
        let brain = Brain::of(volume, modality, &eyes.frame);
        let reached = reached(eyes, brain.as_ref());
        let cues = questions::brain(brain.as_ref(), reached, extent);
        Answer { question: Question::Brain, place: Some(Place::of(eyes)), other: None, cues }
    };
    faces.into_par_iter().map(ask).collect()
}
