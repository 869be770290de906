//! Linear interpolation of the network's result, row by row, in half precision.

use half::f16;
use half::slice::HalfFloatSliceExt;
use ndarray::{ArrayView3, Axis};

use super::{nearest, place};
use crate::half::round;

/// Two voxels and how much a new one depends on each.
type Taps = [(usize, f64); 2];

/// How a volume is resampled to another shape.
#[derive(Clone, Debug)]
pub(crate) struct Linear {
    /// For each axis, for each new voxel.
    taps: [Vec<Taps>; 3],
}

/// Memory for the computation of rows.
#[derive(Default)]
pub(crate) struct Scratch {
    source: Vec<f32>,
    /// Source rows times their weights, one after the other.
    weighted: Vec<f64>,
    sum: Vec<f64>,
    single: Vec<f32>,
}

impl Linear {
    /// From one shape to another; with `across`, slice by slice across that axis.
    pub(crate) fn new(from: [usize; 3], to: [usize; 3], across: Option<usize>) -> Linear {
        let [z, y, x] = [0, 1, 2].map(|axis| {
            let (old, new) = (
                from.get(axis).copied().unwrap_or_default(),
                to.get(axis).copied().unwrap_or_default(),
            );
            let tap = |k| if across == Some(axis) { one(k, old, new) } else { two(k, old, new) };
            (0..new).map(tap).collect()
        });
        Linear { taps: [z, y, x] }
    }

    /// Computes row (z, y) of the resampled volume.
    ///
    /// Each value is the sum over up to 8 voxels in the order of their indices, each multiplied by
    /// its weights along z, y and x in turn, as scipy's zoom does it: halves lie far enough apart
    /// for many sums to lie in the middle of two.
    pub(crate) fn row(
        &self,
        volume: ArrayView3<f16>,
        [z, y]: [usize; 2],
        scratch: &mut Scratch,
        row: &mut [f16],
    ) {
        let [along_z, along_y, along_x] = &self.taps;
        let (Some(along_z), Some(along_y)) = (along_z.get(z), along_y.get(y)) else { return };
        let width = volume.dim().2;
        let Scratch { source, weighted, sum, single } = scratch;
        source.resize(width, 0.0);
        weighted.resize(width, 0.0);
        sum.clear();
        sum.resize(along_x.len(), 0.0);
        for &(z, by_z) in along_z.iter().filter(|tap| tap.1 != 0.0) {
            for &(y, by_y) in along_y.iter().filter(|tap| tap.1 != 0.0) {
                let plane = volume.index_axis(Axis(0), z);
                let row = plane.index_axis(Axis(0), y);
                match row.as_slice() {
                    Some(row) => row.convert_to_f32_slice(source),
                    None => {
                        for (to, from) in source.iter_mut().zip(row) {
                            *to = from.to_f32();
                        }
                    }
                }
                for (to, &from) in weighted.iter_mut().zip(source.iter()) {
                    *to = f64::from(from) * by_z * by_y;
                }
                for (sum, &[(a, by_a), (b, by_b)]) in sum.iter_mut().zip(along_x) {
                    if let (Some(a), Some(b)) = (weighted.get(a), weighted.get(b)) {
                        *sum += a * by_a;
                        *sum += b * by_b;
                    }
                }
            }
        }
        round(sum, single, row);
    }
}

/// The two voxels around; beyond the edge, the voxel at the edge twice.
fn two(k: usize, old: usize, new: usize) -> Taps {
    let place = place(k, old, new);
    let start = place.floor();
    let part = place - start;
    let inside = |i: f64| (i.max(0.0) as usize).min(old.saturating_sub(1));
    [(inside(start), 1.0 - part), (inside(start + 1.0), part)]
}

fn one(k: usize, old: usize, new: usize) -> Taps {
    let at = nearest(k, old, new);
    [(at, 1.0), (at, 0.0)]
}
