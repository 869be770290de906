//! What was removed of the face, what was lost of the brain, and what changed elsewhere.

use std::collections::BTreeMap;

use demo_data::vec3::{Vec3, vec3};
use demo_data::{Landmark, Truth};
use rayon::prelude::*;

use crate::slice::{Slice, Voxel};

/// Radius of the ball around a landmark, in mm.
const RADIUS: f64 = 5.0;

/// The share of a ball in the field of view from which on its landmark counts.
const SEEN: f64 = 0.25;

/// What a defaced head is judged by.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// How much of each landmark in the field of view was removed.
    pub landmarks: Vec<Removed>,
    /// Part of the brain's voxels that changed, 0 to 1.
    pub brain_lost: f64,
    /// Voxels that changed although the mask says that they were kept.
    pub changed_outside: usize,
}

/// What is gone of a landmark.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Removed {
    /// Its name.
    pub name: &'static str,
    /// Part of the ball's voxels in the field of view, 0 to 1.
    pub share: f64,
}

impl Score {
    /// Measures a series; `usual` is the distance of neighbouring slices, in mm.
    pub fn of(slices: &[Slice], usual: f64, truth: &Truth) -> Self {
        Self {
            landmarks: landmarks(slices, usual, truth.landmarks()),
            brain_lost: lost(slices, |p| truth.is_brain(p)),
            changed_outside: changed_outside(slices),
        }
    }

    /// The landmark of which most is left.
    pub fn least(&self) -> Option<Removed> {
        self.landmarks.iter().copied().min_by(|a, b| a.share.total_cmp(&b.share))
    }
}

fn landmarks(slices: &[Slice], usual: f64, marks: &[Landmark]) -> Vec<Removed> {
    let fill = fill(slices);
    let removed = |voxel: Voxel| voxel.is_changed() || Some(voxel.after) == fill;
    let ball = ball();
    let measure = |mark: &Landmark| {
        let seen: Vec<Voxel> =
            ball.iter().filter_map(|&offset| voxel(slices, usual, mark.at + offset)).collect();
        let gone = seen.iter().filter(|voxel| removed(**voxel)).count();
        let counts = ratio(seen.len(), ball.len()) >= SEEN;
        counts.then(|| Removed { name: mark.name, share: ratio(gone, seen.len()) })
    };
    marks.iter().filter_map(measure).collect()
}

/// The stored value that stands for what was removed: the one that most changed voxels have.
fn fill(slices: &[Slice]) -> Option<u16> {
    let mut times: BTreeMap<u16, usize> = BTreeMap::new();
    for voxel in slices.iter().flat_map(|slice| &slice.voxels).filter(|v| v.is_changed()) {
        *times.entry(voxel.after).or_default() += 1;
    }
    times.into_iter().max_by_key(|&(_, n)| n).map(|(value, _)| value)
}

/// Points 1 mm apart around a landmark.
fn ball() -> Vec<Vec3> {
    let steps = || (-5..=5).map(f64::from);
    let points =
        steps().flat_map(|x| steps().flat_map(move |y| steps().map(move |z| vec3(x, y, z))));
    points.filter(|p| p.length() <= RADIUS).collect()
}

/// The voxel at `p` (LPS mm), if a slice shows it.
fn voxel(slices: &[Slice], usual: f64, p: Vec3) -> Option<Voxel> {
    let height = |slice: &Slice| slice.plane.height(p).abs();
    let slice = slices.iter().min_by(|a, b| height(a).total_cmp(&height(b)))?;
    let within = height(slice) <= 0.51 * usual;
    slice.voxels.get(slice.plane.nearest(p).filter(|_| within)?).copied()
}

/// The part of the voxels in a body that changed.
fn lost(slices: &[Slice], is_inside: impl Fn(Vec3) -> bool + Sync) -> f64 {
    let count = |slice: &Slice| {
        let voxels = slice.plane.voxels().zip(&slice.voxels);
        let inside: Vec<_> =
            voxels.filter(|(p, _)| is_inside(*p)).map(|(_, voxel)| voxel).collect();
        [inside.iter().filter(|voxel| voxel.is_changed()).count(), inside.len()]
    };
    let sum = |[a, b]: [usize; 2], [c, d]: [usize; 2]| [a + c, b + d];
    let [changed, all] = slices.par_iter().map(count).reduce(|| [0, 0], sum);
    ratio(changed, all)
}

fn changed_outside(slices: &[Slice]) -> usize {
    let voxels = slices.iter().flat_map(|slice| &slice.voxels);
    voxels.filter(|voxel| voxel.is_changed() && voxel.kept).count()
}

/// The part of a whole, 0 of nothing.
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests;
