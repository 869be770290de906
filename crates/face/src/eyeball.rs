//! Places that look like an eyeball: a homogeneous ball of 24 mm under the skin of the front, with a
//! border all around, whatever the contrast.

use std::sync::LazyLock;

use dicom_common::imaging::series::Modality;
use dicom_common::imaging::volume::Coarse;
use nalgebra::{Point3, Vector3};
use rayon::prelude::*;

use crate::field::Field;
use crate::head::Head;
use crate::limits::{
    EYE_DENSITY_LEAST, EYE_DENSITY_MOST, EYE_DEPTH_LEAST, EYE_DEPTH_MOST, EYE_FORWARD, EYE_LOOK,
    EYE_ROUGH,
};

/// Where the inside is looked at, in mm from the centre: an adult's eye has a radius of 12.
const INTERIOR: [f64; 4] = [3.0, 5.5, 8.5, 7.0];
/// Where the border is looked for, in mm from the centre: on both sides of 12.
const BORDER: [f64; 4] = [10.0, 11.5, 13.0, 14.5];
/// Two candidates are not closer, in mm: less than the radius of an eye.
const APART: f64 = 10.0;
/// As many candidates are looked at further: to have both eyes among them, whatever else is round.
const MOST: usize = 60;

/// A place that may be the centre of an eyeball.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// LPS, mm.
    pub centre: Point3<f64>,
    /// mm under the skin.
    pub depth: f32,
    /// How much the skin above looks forward, −1 to 1; none at the edge of the field of view.
    pub forward: Option<f32>,
    /// What is there.
    pub look: Look,
}

/// How much a place looks like an eyeball.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    /// How much of the border is there, less how rough the inside is: 1 is a perfect eyeball.
    pub score: f32,
    /// Mean of the inside, in HU (CT) or the unit of the signal (MR).
    pub mean: f32,
    /// How rough the inside is: see [`crate::limits::EYE_ROUGH`].
    pub rough: f32,
}

/// The best candidates, best first.
///
/// `size` is that of the eyes beside an adult's.
pub fn candidates(volume: &Coarse, head: &Head, size: f64) -> Vec<Candidate> {
    let field = Field::of(volume);
    let ball = Ball { modality: head.modality, contrast: contrast(volume, head), size };
    let look = |at: [usize; 3]| {
        let depth = *head.hull_depth.get(at)?;
        if !EYE_DEPTH_LEAST.passes_single(depth) || !EYE_DEPTH_MOST.passes_single(depth) {
            return None;
        }
        let slope = slope(head, at);
        if !slope.is_none_or(|slope| slope.y > EYE_FORWARD.value as f32 * length(&slope)) {
            return None;
        }
        let centre = volume.point(at);
        let look = ball.look(&field, &centre)?;
        let forward = slope.map(|slope| slope.y / length(&slope));
        Some((at, Candidate { centre, depth, forward, look }))
    };
    let (nx, ny, nz) = head.hull_depth.dim();
    let columns: Vec<_> =
        (0..nx).step_by(2).flat_map(|x| (0..ny).step_by(2).map(move |y| (x, y))).collect();
    let coarse: Vec<_> = columns
        .into_par_iter()
        .flat_map_iter(|(x, y)| (0..nz).step_by(2).filter_map(move |z| look([x, y, z])))
        .collect();
    let fine = apart(coarse, 3 * MOST).into_par_iter().map(|best| climb(best, &look)).collect();
    apart(fine, MOST).into_iter().map(|(_, candidate)| candidate).collect()
}

type Placed = ([usize; 3], Candidate);

/// The best, none near a better one.
fn apart(mut placed: Vec<Placed>, most: usize) -> Vec<Placed> {
    placed.sort_by(|(_, a), (_, b)| b.look.score.total_cmp(&a.look.score));
    let mut best: Vec<Placed> = Vec::new();
    for one in placed {
        if best.len() == most {
            break;
        }
        if best.iter().all(|(_, other)| (other.centre - one.1.centre).norm() > APART) {
            best.push(one);
        }
    }
    best
}

/// The best place that can be reached by always better steps.
fn climb(mut best: Placed, look: &impl Fn([usize; 3]) -> Option<Placed>) -> Placed {
    const STEPS: [[isize; 3]; 6] =
        [[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]];
    loop {
        let [x, y, z] = best.0;
        let next = STEPS
            .iter()
            .filter_map(|[dx, dy, dz]| {
                look([
                    x.checked_add_signed(*dx)?,
                    y.checked_add_signed(*dy)?,
                    z.checked_add_signed(*dz)?,
                ])
            })
            .max_by(|(_, a), (_, b)| a.look.score.total_cmp(&b.look.score));
        match next {
            Some(next) if next.1.look.score > best.1.look.score => best = next,
            _ => return best,
        }
    }
}

/// The spread of values among tissue: what counts as a contrast.
fn contrast(volume: &Coarse, head: &Head) -> f32 {
    let mut sample: Vec<f32> = volume
        .values
        .iter()
        .zip(&head.tissue)
        .filter(|(v, inside)| **inside && v.is_finite())
        .map(|(v, _)| *v)
        .step_by(11)
        .collect();
    sample.sort_unstable_by(f32::total_cmp);
    let percentile =
        |p: usize| sample.get((sample.len().saturating_sub(1) * p) / 100).copied().unwrap_or(0.0);
    (percentile(90) - percentile(10)).max(f32::MIN_POSITIVE)
}

/// How the depth under the skin grows to the left, to the back and upwards around a voxel: the
/// opposite of where the skin above looks. None at the edge of the field of view.
fn slope(head: &Head, [x, y, z]: [usize; 3]) -> Option<Vector3<f32>> {
    /// Voxels on both sides.
    const REACH: usize = 3;
    let depth = |x: usize, y: usize, z: usize| head.hull_depth.get([x, y, z]).copied();
    let slope = |low: Option<f32>, high: Option<f32>| Some(high? - low?);
    Some(Vector3::new(
        slope(x.checked_sub(REACH).and_then(|x| depth(x, y, z)), depth(x + REACH, y, z))?,
        slope(y.checked_sub(REACH).and_then(|y| depth(x, y, z)), depth(x, y + REACH, z))?,
        slope(z.checked_sub(REACH).and_then(|z| depth(x, y, z)), depth(x, y, z + REACH))?,
    ))
}

fn length(v: &Vector3<f32>) -> f32 {
    (v.x * v.x + v.y * v.y + v.z * v.z).sqrt()
}

/// Directions spread evenly over the sphere (a Fibonacci lattice).
static DIRECTIONS: LazyLock<Vec<Vector3<f64>>> = LazyLock::new(|| {
    const COUNT: usize = 80;
    let golden = std::f64::consts::PI * (3.0 - 5.0f64.sqrt());
    (0..COUNT)
        .map(|i| {
            let z = 1.0 - (2 * i + 1) as f64 / COUNT as f64;
            let (sin, cos) = (golden * i as f64).sin_cos();
            let r = (1.0 - z * z).sqrt();
            Vector3::new(r * cos, r * sin, z)
        })
        .collect()
});

/// What an eyeball is expected to be.
struct Ball {
    modality: Modality,
    /// What counts as a contrast, in the unit of the volume.
    contrast: f32,
    /// Beside an adult's.
    size: f64,
}

impl Ball {
    /// How much a place looks like an eyeball; none where too little is seen, or what is seen is less
    /// like one than [`EYE_LOOK`].
    fn look(&self, field: &Field<'_>, centre: &Point3<f64>) -> Option<Look> {
        let (mean, deviation) = self.interior(field, centre)?;
        if self.modality == Modality::Ct
            && !(EYE_DENSITY_LEAST.passes_single(mean) && EYE_DENSITY_MOST.passes_single(mean))
        {
            return None;
        }
        // A step is noticeable from 35 HU on, between fat and the eye; in MR from an eighth of the
        // spread of the tissue's values on, and above the noise.
        let (rough, noticeable) = match self.modality {
            Modality::Ct => (deviation / 90.0, 35.0),
            Modality::Mr | Modality::Pt | Modality::Nm => {
                (1.5 * deviation / self.contrast, (0.12 * self.contrast).max(1.2 * deviation))
            }
        };
        if !EYE_ROUGH.passes_single(rough) {
            return None;
        }
        // A little less than the limit, so that rounding decides nothing.
        let hopeless = EYE_LOOK.value as f32 - 0.001;
        let (mut brighter, mut darker, mut seen) = (0.0f32, 0.0f32, 0.0f32);
        for (left, direction) in (0..DIRECTIONS.len()).rev().zip(DIRECTIONS.iter()) {
            let Some(step) = self.border(field, centre, direction, mean, noticeable) else {
                continue;
            };
            seen += 1.0;
            if step > noticeable {
                brighter += 1.0;
            } else if step < -noticeable {
                darker += 1.0;
            }
            // Most places are no eyes even if there were a border in all directions that are left.
            let left = left as f32;
            if (brighter + darker + left) / (seen + left) - rough < hopeless {
                return None;
            }
        }
        // Of 80 directions.
        if seen < 30.0 {
            return None;
        }
        // In CT fat is darker and bone brighter than the eye; in MR one of them prevails.
        let border = match self.modality {
            Modality::Ct => brighter + darker,
            Modality::Mr | Modality::Pt | Modality::Nm => {
                brighter.max(darker) + 0.6 * brighter.min(darker)
            }
        };
        let score = border / seen - rough;
        EYE_LOOK.passes_single(score).then_some(Look { score, mean, rough })
    }

    /// Mean and standard deviation inside.
    fn interior(&self, field: &Field<'_>, centre: &Point3<f64>) -> Option<(f32, f32)> {
        let (mut sum, mut squares, mut count) = (0.0f32, 0.0f32, 0.0f32);
        for (direction, radius) in DIRECTIONS.iter().zip(INTERIOR.into_iter().cycle()) {
            let v = field.at(&(centre + direction * (radius * self.size)));
            if !v.is_nan() {
                (sum, squares, count) = (sum + v, squares + v * v, count + 1.0);
            }
        }
        let mean = sum / count;
        // Half of the 80 points.
        (count >= 40.0).then(|| (mean, (squares / count - mean * mean).max(0.0).sqrt()))
    }

    /// By how much the strongest border in a direction differs from the interior; 0 without one,
    /// none outside of the field of view.
    fn border(
        &self,
        field: &Field<'_>,
        centre: &Point3<f64>,
        direction: &Vector3<f64>,
        mean: f32,
        noticeable: f32,
    ) -> Option<f32> {
        let (mut strongest, mut steepest, mut seen) = (0.0f32, 0.0f32, false);
        for radius in BORDER {
            let at = |r: f64| field.at(&(centre + direction * r));
            let inner = at(radius * self.size - 2.5);
            // What lies within the border must still look like the interior.
            let alike = (inner - mean).abs() < noticeable;
            if inner.is_nan() || (seen && !alike) {
                continue;
            }
            let outer = at(radius * self.size + 1.5);
            if outer.is_nan() {
                continue;
            }
            seen = true;
            let step = (outer - inner).abs();
            if alike && step > steepest {
                (strongest, steepest) = (outer - mean, step);
            }
        }
        seen.then_some(strongest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array3;

    /// A ball of this radius in mm at (40, 40, 40), of 100 in surroundings of `around`.
    fn scored(radius: f64, around: f32) -> Option<f32> {
        let middle = Point3::new(40.0, 40.0, 40.0);
        let mut volume = Coarse {
            origin: Point3::origin(),
            spacing: 2.0,
            values: Array3::default((41, 41, 41)),
        };
        let grid = volume.clone();
        for ((x, y, z), value) in volume.values.indexed_iter_mut() {
            let inside = (grid.point([x, y, z]) - middle).norm() < radius;
            *value = if inside { 100.0 } else { around };
        }
        let ball = Ball { modality: Modality::Mr, contrast: 200.0, size: 1.0 };
        ball.look(&Field::of(&volume), &middle).map(|look| look.score)
    }

    #[test]
    fn a_ball_of_the_size_of_an_eye_is_found_in_any_contrast() {
        assert!(scored(12.0, 300.0).unwrap() > 0.9);
        assert!(scored(12.0, 0.0).unwrap() > 0.9);
    }

    #[test]
    fn larger_and_smaller_balls_and_none_are_no_eyes() {
        for other in [scored(6.0, 300.0), scored(18.0, 300.0), scored(12.0, 100.0)] {
            assert!(other.is_none_or(|score| score < 0.3), "{other:?}");
        }
    }
}
