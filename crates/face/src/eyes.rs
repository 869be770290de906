//! The eyes: two candidates that stand to each other, to the skin and to the rest of the head as
//! eyes do; or one, where the field of view ends before the other.

use dicom_common::imaging::volume::Coarse;
use nalgebra::{Point3, Vector3};
use rayon::prelude::*;

use crate::eyeball::{Candidate, candidates};
use crate::field::Field;
use crate::frame::{Frame, USUAL_DISTANCE};
use crate::head::Head;
use crate::limits::{
    APART_LEAST, APART_MOST, LEAD, LONELY_LOOK, NOSE, PAIR_COST, PAIR_LOOK, PITCH, SAME_EYE, SLOPE,
};
use crate::profile::{Match, Profile};

/// As many pairs are compared with a face: to bound the time.
const MOST: usize = 200;
/// As many single eyes are looked at: to bound the time.
const MOST_SINGLE: usize = 3;

/// Above, below, before and behind the partner of a single eye nothing is in view, in mm: a view whose
/// lower or upper end is nearer does not end beside the eye, but under or above it.
const CLEAR: f64 = 40.0;
/// In steps of so many mm: less than any part of a head.
const CLEAR_STEP: f64 = 8.0;

/// What may be the eyes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Eyes {
    /// Centres of the patient's right and left eye (LPS, mm).
    pub centres: [Point3<f64>; 2],
    /// What is seen at the right and the left one; none for one outside of the field of view.
    pub balls: [Option<Candidate>; 2],
    /// Of the head: the axis of the eyes, and the pitch of the best match.
    pub frame: Frame,
    /// How the skin around compares with a face.
    pub profile: Match,
    /// How alike the two sides of the head are, −1 to 1; none where one side is not seen.
    pub symmetry: Option<f64>,
    /// All of it: the larger, the likelier. Of a pair half of how eye-like both are (0 to 2) less how
    /// unlike each other, 1.5 for a usual profile, and half of the symmetry; of a single eye how
    /// eye-like it is and 1.5 for a usual profile, less for a head that is turned.
    pub score: f64,
}

impl Eyes {
    /// How much the less eye-like of those in view looks like an eyeball; 1 is a perfect one.
    pub fn look(&self) -> f32 {
        let looks = self.balls.iter().flatten().map(|ball| ball.look.score);
        looks.reduce(f32::min).unwrap_or(f32::NAN)
    }

    /// Whether one of them is outside of the field of view.
    pub fn is_single(&self) -> bool {
        self.balls.iter().any(Option::is_none)
    }
}

/// What may be the eyes, likeliest first; `size` is theirs beside an adult's.
pub fn eyes(volume: &Coarse, head: &Head, size: f64) -> Vec<Eyes> {
    let found = candidates(volume, head, size);
    let view = View { depth: Field::on(volume, &head.depth), values: Field::of(volume) };
    let mut all: Vec<Eyes> = likely_pairs(&found)
        .into_par_iter()
        .filter_map(|(alike, right, left)| view.pair(alike, &right, &left))
        .collect();
    let single = found.iter().filter(|c| LONELY_LOOK.passes_single(c.look.score)).take(MOST_SINGLE);
    let single: Vec<Eyes> = single.filter_map(|eye| view.single(eye)).collect();
    // An eye whose partner is in view needs none that is not.
    all.extend(single.into_iter().filter(|one| !found_with_partner(one, &all)).collect::<Vec<_>>());
    all.sort_by(|a, b| b.score.total_cmp(&a.score));
    all
}

/// Whether a plausible pair, not clearly less likely, shares the only eye in view: at the edge of the view of
/// half a face there is always something to pair it with.
fn found_with_partner(single: &Eyes, all: &[Eyes]) -> bool {
    let mine = single.balls.iter().flatten();
    mine.map(|ball| ball.centre).any(|centre| {
        let shares = |pair: &&Eyes| {
            let balls = pair.balls.iter().flatten();
            balls.map(|ball| (ball.centre - centre).norm()).any(|apart| SAME_EYE.passes(apart))
        };
        let mut pairs = all.iter().filter(|eyes| !eyes.is_single()).filter(shares);
        pairs.any(|pair| is_plausible(pair) && !LEAD.passes(single.score - pair.score))
    })
}

/// Whether a pair may be the eyes of a face: its skin is like a face's, and both are like eyes.
fn is_plausible(pair: &Eyes) -> bool {
    let skin = PAIR_COST.passes(pair.profile.cost)
        && pair.profile.nose.is_none_or(|nose| NOSE.passes(nose));
    skin && PAIR_LOOK.passes_single(pair.look())
}

/// Pairs of candidates at the distance of eyes, with how alike they are, most alike first.
fn likely_pairs(found: &[Candidate]) -> Vec<(f64, Candidate, Candidate)> {
    let mut pairs = Vec::new();
    for (i, a) in found.iter().enumerate() {
        for b in found.iter().skip(i + 1) {
            let (right, left) = if a.centre.x < b.centre.x { (a, b) } else { (b, a) };
            let axis = left.centre - right.centre;
            let apart = APART_LEAST.passes(axis.norm()) && APART_MOST.passes(axis.norm());
            let slope = SLOPE.value * axis.norm();
            if !apart || axis.y.abs() > slope || axis.z.abs() > slope {
                continue;
            }
            // 10 mm of depth count as much as a difference of 1 in how eye-like they are.
            let unlike = f64::from((a.depth - b.depth).abs()) / 20.0
                + f64::from((a.look.score - b.look.score).abs()) / 2.0;
            pairs.push((f64::from(a.look.score + b.look.score) - unlike, *right, *left));
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
    pairs.truncate(MOST);
    pairs
}

/// What pairs are judged by.
struct View<'a> {
    depth: Field<'a>,
    values: Field<'a>,
}

impl View<'_> {
    fn pair(&self, alike: f64, right: &Candidate, left: &Candidate) -> Option<Eyes> {
        let frame = Frame::of(&right.centre, &left.centre);
        let profile = Profile::of(&self.depth, &frame).best_match(frame.scale(), PITCH.value)?;
        let frame = frame.pitched(profile.pitch);
        let symmetry = symmetry(&self.values, &frame);
        let face = 1.5 * (1.0 - profile.cost);
        Some(Eyes {
            centres: [right.centre, left.centre],
            balls: [Some(*right), Some(*left)],
            frame,
            profile,
            symmetry: Some(symmetry),
            score: alike / 2.0 + face + 0.5 * symmetry,
        })
    }

    /// Whether the field of view ends before a place at a side: nowhere near above, below, before or
    /// behind it is anything in view. A view that ends under the eyes has no eye beyond its lower end.
    fn is_beside(&self, place: &Point3<f64>) -> bool {
        let steps = (1..=(CLEAR / CLEAR_STEP) as i32).flat_map(|i| [i, -i]);
        let steps = steps.map(|i| f64::from(i) * CLEAR_STEP);
        let around = steps.flat_map(|mm| [Vector3::new(0.0, mm, 0.0), Vector3::new(0.0, 0.0, mm)]);
        let mut seen = around.chain([Vector3::zeros()]).map(|off| self.depth.at(&(place + off)));
        seen.all(f32::is_nan)
    }

    /// An eye whose partner would lie beside the field of view, in the most face-like place for it.
    fn single(&self, eye: &Candidate) -> Option<Eyes> {
        let turns = [-24.0f64, -16.0, -8.0, 0.0, 8.0, 16.0, 24.0].map(f64::to_radians);
        let partners = [-1.0, 1.0].into_iter().flat_map(|side| {
            turns.into_iter().flat_map(move |yaw| {
                turns.into_iter().map(move |roll| (side, Vector3::new(1.0, yaw.tan(), roll.tan())))
            })
        });
        partners
            .filter_map(|(side, axis)| {
                let partner = eye.centre + axis.normalize() * (side * USUAL_DISTANCE);
                if !self.is_beside(&partner) {
                    return None;
                }
                let eyes = [(eye.centre, Some(*eye)), (partner, None)];
                let [right, left] = if side > 0.0 { eyes } else { [eyes[1], eyes[0]] };
                let frame = Frame::of(&right.0, &left.0);
                let profile = Profile::of(&self.depth, &frame).best_match(1.0, PITCH.value)?;
                Some(Eyes {
                    centres: [right.0, left.0],
                    balls: [right.1, left.1],
                    frame: frame.pitched(profile.pitch),
                    profile,
                    symmetry: None,
                    // Heads that are turned much are rare.
                    score: f64::from(eye.look.score) + 1.5 * (1.0 - profile.cost)
                        - 0.3 * (axis.y * axis.y + axis.z * axis.z),
                })
            })
            .max_by(|a, b| a.score.total_cmp(&b.score))
    }
}

/// How the skin around a frame compares with a face's, turned by so many degrees at most, and how alike the two
/// sides of the head are.
pub fn around(volume: &Coarse, head: &Head, frame: &Frame, within: f64) -> Option<(Match, f64)> {
    let depth = Field::on(volume, &head.depth);
    let found = Profile::of(&depth, frame).best_match(frame.scale(), within)?;
    Some((found, symmetry(&Field::of(volume), frame)))
}

/// The correlation of values at mirrored points around the eyes.
fn symmetry(values: &Field<'_>, frame: &Frame) -> f64 {
    let mut sums = [0.0f64; 6];
    for left in (4..=64).step_by(6) {
        for front in (-60..=20).step_by(8) {
            for up in (-56..=56).step_by(8) {
                let [l, f, u] = [left, front, up].map(f64::from);
                let a = f64::from(values.at(&frame.point(l, f, u)));
                let b = f64::from(values.at(&frame.point(-l, f, u)));
                if a.is_nan() || b.is_nan() {
                    continue;
                }
                for (sum, term) in sums.iter_mut().zip([1.0, a, b, a * a, b * b, a * b]) {
                    *sum += term;
                }
            }
        }
    }
    let [n, a, b, aa, bb, ab] = sums;
    let spread = ((aa - a * a / n) * (bb - b * b / n)).sqrt();
    if n >= 100.0 && spread > 0.0 { (ab - a * b / n) / spread } else { 0.0 }
}
