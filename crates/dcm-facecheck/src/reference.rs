//! The four numbers of the earlier verification tool.

use agreement::{Case, Numbers, foreground, numbers};
use dicom_common::code::Code;
use dicom_common::imaging::geometry::Plane;
use face::{Region, runs};
use ndarray::Array3;
use rayon::prelude::*;

use crate::args::Criteria;
use crate::checked::{Mark, Measured, Metric};
use crate::job::Job;
use crate::mask::StackMask;
use crate::networks::Prediction;
use crate::series::VolumePair;
use crate::spacing::spacing;

/// Where a face was, which is what should have been removed, and which voxels are anatomy.
pub enum Predicted<'a> {
    /// The region in which the face lies by its landmarks; anatomy is found by thresholds
    /// ([`foreground`]).
    Geometry(&'a dyn Region),
    /// What the two networks of the earlier tool say.
    Networks(Prediction),
}

/// What a mask keeps of a stack: by slice, row, column.
pub fn kept(planes: &[&Plane], mask: &StackMask<'_>) -> Array3<bool> {
    let (rows, columns) = planes.first().map_or((0, 0), |plane| (plane.rows, plane.columns));
    voxels([planes.len(), rows, columns], |slice, kept| {
        let plane = planes.get(slice);
        let removed = plane.map(|plane| mask.removed(slice, plane)).unwrap_or_default();
        for (kept, removed) in kept.iter_mut().zip(removed.iter()) {
            *kept = !removed;
        }
    })
}

/// Measures a volume; `keep` is what its mask keeps, by slice, row, column; without a mask it is what
/// did not change. None where before and after cannot be compared.
pub fn measure(
    pair: VolumePair,
    keep: Option<Array3<bool>>,
    predicted: Predicted<'_>,
) -> Option<Numbers> {
    let VolumePair { before, after } = pair;
    let spacing = spacing(&before);
    let planes: Vec<Plane> = before.slices.iter().map(|slice| slice.plane.clone()).collect();
    let shape = before.shape();
    // In an order that never holds more than it must.
    let defaced = after.into_values();
    let (predicted, foreground) = match predicted {
        Predicted::Networks(Prediction { removed, foreground }) => (removed, foreground),
        Predicted::Geometry(region) => {
            let foreground = foreground(defaced.view().reversed_axes()).reversed_axes();
            (face_by_geometry(&planes, shape, region), foreground)
        }
    };
    let raw = before.into_values();
    let keep = keep
        .unwrap_or_else(|| ndarray::Zip::from(&raw).and(&defaced).par_map_collect(|a, b| a == b));
    // The arrays of the earlier tool are indexed column, row, slice.
    let case = Case {
        raw: raw.view().reversed_axes(),
        defaced: defaced.view().reversed_axes(),
        keep: keep.view().reversed_axes(),
        foreground: foreground.view().reversed_axes(),
        predicted: predicted.view().reversed_axes(),
        spacing,
    };
    numbers(&case).ok()
}

/// Writes down the numbers of a volume; they decide where the criteria are the earlier tool's.
pub fn judge(numbers: &Numbers, job: &Job, codes: &mut Vec<Code>, measured: &mut Vec<Measured>) {
    let within = numbers.verdicts();
    let verdicts = [
        (Metric::SurfaceDice, numbers.surface_dice, within.surface_dice),
        (Metric::Hd95, numbers.hd95, within.hd95),
        (Metric::Ssim, numbers.ssim, within.ssim),
        (Metric::Psnr, numbers.psnr, within.psnr),
    ];
    let decides = job.criteria == Criteria::Reference;
    for (metric, value, passes) in verdicts {
        let mark = match (decides, passes) {
            (false, _) => Mark::Silent,
            (true, true) => Mark::Pass,
            (true, false) => Mark::Fail,
        };
        measured.push(Measured { metric, value: Some(value), mark });
    }
    if decides && !within.pass() {
        codes.push(Code::Reference);
    }
}

/// The voxels of a region.
fn face_by_geometry(planes: &[Plane], shape: [usize; 3], region: &dyn Region) -> Array3<bool> {
    voxels(shape, |slice, voxels| {
        for run in planes.get(slice).map(|plane| runs(plane, region)).unwrap_or_default() {
            if let Some(run) = voxels.get_mut(run) {
                run.fill(true);
            }
        }
    })
}

/// A mask that is filled slice by slice.
fn voxels(
    [slices, rows, columns]: [usize; 3],
    fill: impl Fn(usize, &mut [bool]) + Sync,
) -> Array3<bool> {
    let mut voxels = Array3::from_elem((slices, rows, columns), false);
    if let Some(all) = voxels.as_slice_mut() {
        let size = (rows * columns).max(1);
        all.par_chunks_mut(size).enumerate().for_each(|(slice, voxels)| fill(slice, voxels));
    }
    voxels
}
