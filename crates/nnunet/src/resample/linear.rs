//! Linear interpolation of the network's result, row by row, in half precision.

use half::f16;
use half::slice::HalfFloatSliceExt;
use ndarray::{ArrayView3, Axis};

use super::{nearest, place};
use crate::half::round;

/// A voxel on which a new one depends.
#[derive(Clone, Copy, Debug)]
struct Tap {
    /// Its index along the axis.
    voxel: usize,
    /// Its share of the new voxel's value, 0 to 1.
    weight: f64,
}

/// The two voxels between which a new one lies.
type Taps = [Tap; 2];

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
    /// Each value is the sum over up to 8 voxels. The order of additions and multiplications is that
    /// of scipy's zoom: voxels in the order of their indices, each multiplied by its weights along z,
    /// y and x in turn. It matters, as the result is rounded to half precision, whose numbers are so
    /// far apart that many sums lie exactly between two of them: the last bit of the sum then decides
    /// to which one it is rounded.
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
        for of_z in along_z.iter().filter(|tap| tap.weight != 0.0) {
            for of_y in along_y.iter().filter(|tap| tap.weight != 0.0) {
                let plane = volume.index_axis(Axis(0), of_z.voxel);
                let row = plane.index_axis(Axis(0), of_y.voxel);
                match row.as_slice() {
                    Some(row) => row.convert_to_f32_slice(source),
                    None => {
                        for (to, from) in source.iter_mut().zip(row) {
                            *to = from.to_f32();
                        }
                    }
                }
                for (to, &from) in weighted.iter_mut().zip(source.iter()) {
                    *to = f64::from(from) * of_z.weight * of_y.weight;
                }
                for (sum, [a, b]) in sum.iter_mut().zip(along_x) {
                    let values = (weighted.get(a.voxel), weighted.get(b.voxel));
                    if let (Some(at_a), Some(at_b)) = values {
                        *sum += at_a * a.weight;
                        *sum += at_b * b.weight;
                    }
                }
            }
        }
        round(sum, single, row);
    }
}

/// The two voxels around new voxel `k` of `new` over `old` ones; beyond the edge, the voxel at the
/// edge twice.
fn two(k: usize, old: usize, new: usize) -> Taps {
    let place = place(k, old, new);
    let start = place.floor();
    let part = place - start;
    let inside = |i: f64| (i.max(0.0) as usize).min(old.saturating_sub(1));
    [
        Tap { voxel: inside(start), weight: 1.0 - part },
        Tap { voxel: inside(start + 1.0), weight: part },
    ]
}

/// The nearest voxel alone.
fn one(k: usize, old: usize, new: usize) -> Taps {
    let voxel = nearest(k, old, new);
    [Tap { voxel, weight: 1.0 }, Tap { voxel, weight: 0.0 }]
}
