//! What is asked about eyes, and the cues that answer: a table of limits for each question. Whoever
//! asks, [`crate::find`] or [`fn@crate::survey`], asks here.

use crate::brain::Brain;
use crate::cue::{Cue, agree};
use crate::eyeball::Candidate;
use crate::eyes::Eyes;
use crate::frame::Frame;
use crate::limits::*;
use crate::profile::Match;

/// Whether eyeballs, skin and symmetry all say that these are the eyes of a face; of one eye, whose
/// partner is outside of the field of view, eyeball and skin.
pub fn face(eyes: &Eyes) -> Vec<Cue> {
    let Match { nose, lids, jaw, cost, seen, .. } = eyes.profile;
    let mut cues = vec![
        Cue::required(&LIDS_LEAST, lids),
        Cue::required(&LIDS_MOST, lids),
        Cue::if_seen(&NOSE, nose),
        Cue::if_seen(&JAW, jaw),
        Cue::if_seen(&NODDING, nose.is_none().then(|| eyes.frame.pitch.abs())),
    ];
    match eyes.symmetry {
        Some(symmetry) => {
            let look = if nose.and(jaw).is_some() { &PAIR_LOOK } else { &PAIR_LOOK_CUT_OFF };
            let bare = nose.or(jaw).is_none();
            cues.extend([
                Cue::if_seen(&NARROW, bare.then_some(eyes.frame.apart)),
                Cue::single(look, eyes.look()),
                Cue::new(&PAIR_COST, cost),
                Cue::new(&PAIR_SYMMETRY, symmetry),
                Cue::new(&PAIR_SCORE, eyes.score),
            ]);
        }
        None => cues.extend([
            Cue::single(&ONE_LOOK, eyes.look()),
            Cue::new(&ONE_COST, cost),
            Cue::new(&ONE_SEEN, seen),
        ]),
    }
    cues
}

/// Whether a single eye may be that of a face which the field of view cuts near its middle: less of
/// the skin is seen, so that what is seen must fit better. Nothing is asked of pairs.
pub fn half_face(eyes: &Eyes) -> Option<Vec<Cue>> {
    let Match { nose, lids, jaw, cost, seen, .. } = eyes.profile;
    eyes.is_single().then(|| {
        vec![
            Cue::required(&LIDS_LEAST, lids),
            Cue::required(&HALF_LIDS_MOST, lids),
            Cue::if_seen(&NOSE, nose),
            Cue::if_seen(&JAW, jaw),
            Cue::if_seen(&NODDING, nose.is_none().then(|| eyes.frame.pitch.abs())),
            Cue::single(&HALF_LOOK, eyes.look()),
            Cue::new(&HALF_COST, cost),
            Cue::new(&HALF_SEEN, seen),
        ]
    })
}

/// Whether a pair looks like eyes even without the skin of a face around them. Nothing is asked of
/// single eyes.
pub fn bare(eyes: &Eyes) -> Option<Vec<Cue>> {
    (!eyes.is_single()).then(|| vec![Cue::single(&BARE_LOOK, eyes.look())])
}

/// Whether a pair lies where the maxillary sinuses below those eyes are.
pub fn sinuses(pair: &Eyes, eyes: &Eyes) -> Vec<Cue> {
    let [left, front, up] = eyes.frame.locate(&pair.frame.origin);
    vec![
        Cue::new(&SINUS_ASIDE, left.abs()),
        Cue::new(&SINUS_FRONT, front.abs()),
        Cue::new(&SINUS_BELOW_LEAST, -up),
        Cue::new(&SINUS_BELOW_MOST, -up),
    ]
}

/// Whether sinuses that score so much more than the eyes above them may still be sinuses.
pub fn sinus_lead(sinuses: &Eyes, eyes: &Eyes) -> Cue {
    let lead = sinuses.score - eyes.score;
    let passes = eyes.score >= sinuses.score - SINUS_LEAD.value;
    Cue { limit: &SINUS_LEAD, value: Some(lead), passes }
}

/// Whether two faces are one, by the middles of their eyes.
pub fn same_place(one: &Eyes, other: &Eyes) -> Cue {
    Cue::new(&SAME_PLACE, (one.frame.origin - other.frame.origin).norm())
}

/// Whether two pairs share an eye: the nearer of right to right and left to left.
pub fn same_eye(one: &Eyes, other: &Eyes) -> Cue {
    let apart = one.centres.iter().zip(&other.centres).map(|(a, b)| (a - b).norm());
    Cue::new(&SAME_EYE, apart.fold(f64::INFINITY, f64::min))
}

/// Whether the best is clearly likelier than a rival.
pub fn lead(best: &Eyes, rival: &Eyes) -> Cue {
    let passes = rival.score <= best.score - LEAD.value;
    Cue { limit: &LEAD, value: Some(best.score - rival.score), passes }
}

/// Whether another place is a rival: elsewhere, and not explained by the best eyes.
pub fn is_rival(best: &Eyes, other: &Eyes) -> bool {
    !same_place(best, other).passes && !agree(&sinuses(other, best))
}

/// Whether the second look puts the face into the same place as the first.
pub fn second_look(first: &Eyes, again: &Eyes) -> Vec<Cue> {
    let [left, front, up] = first.frame.locate(&again.frame.origin);
    let axis = again.frame.left.angle(&first.frame.left).to_degrees();
    vec![
        Cue::new(&AGAIN_ASIDE, left.abs()),
        Cue::new(&AGAIN_FRONT, front.abs()),
        Cue::new(&AGAIN_UP, up.abs()),
        Cue::new(&AGAIN_AXIS, axis),
        Cue::new(&AGAIN_PITCH, (again.frame.pitch - first.frame.pitch).abs()),
    ]
}

/// Whether both finders put the face into the same place.
pub fn both(one: &Frame, other: &Frame) -> Vec<Cue> {
    vec![
        Cue::new(&BOTH_APART, (one.origin - other.origin).norm()),
        Cue::new(&BOTH_AXIS, one.left.angle(&other.left).to_degrees()),
        Cue::new(&BOTH_PITCH, (one.pitch - other.pitch).abs()),
    ]
}

/// Whether eyes lie where the other finder has its own; of one eye, whose partner is only thought, that one.
pub fn beside(eyes: &Eyes, other: &Frame) -> Vec<Cue> {
    vec![Cue::new(&EYES_APART, eyes_apart(eyes, other))]
}

/// mm between eyes and those of the other finder, the larger distance of those that are seen.
fn eyes_apart(eyes: &Eyes, other: &Frame) -> f64 {
    let sides = [-0.5, 0.5].map(|side| other.point(side * other.apart, 0.0, 0.0));
    let balls = eyes.balls.iter().zip(sides);
    let apart = balls.filter_map(|(ball, eye)| Some((ball.as_ref()?.centre - eye).norm()));
    apart.fold(0.0, f64::max)
}

/// Whether eyes are those of a face where the other finder has its own there, by the skin at its pitch: single
/// cues may be weaker then. Of balls that can be nothing but eyes no nose or jaw is asked.
pub fn agreed(eyes: &Eyes, found: &Match, other: &Frame) -> Vec<Cue> {
    let mut cues = beside(eyes, other);
    let look = if eyes.is_single() { &LONELY_LOOK } else { &BOTH_LOOK };
    cues.extend([
        Cue::single(look, eyes.look()),
        Cue::required(&BOTH_LIDS_LEAST, found.lids),
        Cue::required(&BOTH_LIDS_MOST, found.lids),
        Cue::new(&BOTH_COST, found.cost),
    ]);
    if !BOTH_CLEAR.passes_single(eyes.look()) {
        cues.extend([Cue::if_seen(&BOTH_NOSE, found.nose), Cue::if_seen(&BOTH_JAW, found.jaw)]);
    }
    cues
}

/// Whether there is the skin of a face where the average head has its eyes, by the best match there and the
/// symmetry.
pub fn skin(found: &Match, symmetry: f64) -> Vec<Cue> {
    vec![
        Cue::new(&ALONE_COST, found.cost),
        Cue::new(&ALONE_SEEN, found.seen),
        Cue::required(&ALONE_LIDS_LEAST, found.lids),
        Cue::required(&ALONE_LIDS_MOST, found.lids),
        Cue::if_seen(&NOSE, found.nose),
        Cue::if_seen(&JAW, found.jaw),
        Cue::new(&ALONE_SYMMETRY, symmetry),
    ]
}

/// How much of a face must have been in view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Enough for [`face`].
    Whole,
    /// Enough for [`half_face`] alone.
    Half,
}

/// Whether the brain lies where it should: `reached` ml of it in an unguarded cut, and enough behind
/// half of a face.
pub fn brain(brain: Option<&Brain>, reached: f64, extent: Extent) -> Vec<Cue> {
    let mut cues = vec![Cue::new(&BRAIN_IN_CUT, reached)];
    if extent == Extent::Half {
        cues.push(Cue::new(&HALF_BRAIN, brain.map_or(0.0, Brain::volume)));
    }
    cues
}

/// Whether the places of eyes could have been found at all: what is asked of eyeballs and of pairs
/// before anything is compared with a face.
pub fn eyeballs(eyes: &Eyes) -> Vec<Cue> {
    let balls = || eyes.balls.iter().flatten();
    let least = |of: fn(&Candidate) -> f32| balls().map(of).fold(f32::INFINITY, f32::min);
    let most = |of: fn(&Candidate) -> f32| balls().map(of).fold(f32::NEG_INFINITY, f32::max);
    let axis = eyes.frame.left;
    let forward = balls().filter_map(|ball| ball.forward).reduce(f32::min);
    let mut cues = vec![
        Cue::single(&EYE_DEPTH_LEAST, least(|ball| ball.depth)),
        Cue::single(&EYE_DEPTH_MOST, most(|ball| ball.depth)),
        Cue::if_seen(&EYE_FORWARD, forward.map(f64::from)),
        Cue::single(&EYE_ROUGH, most(|ball| ball.look.rough)),
        Cue::single(&EYE_LOOK, eyes.look()),
        Cue::new(&SLOPE, axis.y.abs().max(axis.z.abs())),
        Cue::new(&PITCH, eyes.frame.pitch.abs()),
        Cue::new(&PROFILE_SEEN, eyes.profile.seen),
    ];
    if eyes.is_single() {
        cues.push(Cue::single(&LONELY_LOOK, eyes.look()));
    } else {
        cues.push(Cue::new(&APART_LEAST, eyes.frame.apart));
        cues.push(Cue::new(&APART_MOST, eyes.frame.apart));
    }
    cues
}

/// Whether the inside of eyes measures in CT what eyes do.
pub fn density(eyes: &Eyes) -> Vec<Cue> {
    let means = || eyes.balls.iter().flatten().map(|ball| ball.look.mean);
    vec![
        Cue::single(&EYE_DENSITY_LEAST, means().fold(f32::INFINITY, f32::min)),
        Cue::single(&EYE_DENSITY_MOST, means().fold(f32::NEG_INFINITY, f32::max)),
    ]
}
