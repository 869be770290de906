//! The four numbers of the earlier verification tool.

use agreement::{Case, Intensities, Numbers, foreground, numbers};
use dicom_common::code::Code;
use dicom_common::imaging::geometry::Plane;
use dicom_common::imaging::volume::Volume;
use face::{Region, runs};
use ndarray::{Array2, Array3, CowArray, Ix2};
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
    let VolumePair { before, after } = &pair;
    let (raw, defaced) = (Values(before), Values(after));
    let (predicted, foreground) = match predicted {
        Predicted::Networks(Prediction { removed, foreground }) => (removed, foreground),
        Predicted::Geometry(region) => {
            let foreground = foreground(&defaced).reversed_axes();
            (face_by_geometry(before, region), foreground)
        }
    };
    let keep = keep.unwrap_or_else(|| unchanged(&raw, &defaced));
    // The arrays of the earlier tool are indexed column, row, slice.
    let case = Case {
        raw: &raw,
        defaced: &defaced,
        keep: keep.view().reversed_axes(),
        foreground: foreground.view().reversed_axes(),
        predicted: predicted.view().reversed_axes(),
        spacing: spacing(before),
    };
    numbers(&case).ok()
}

/// A volume as the earlier tool has it: rescaled values by column, row, slice. Floats of one slice at a
/// time, as those of all take twice the memory of what is stored.
#[derive(Debug)]
struct Values<'a>(&'a Volume);

impl Intensities for Values<'_> {
    fn dim(&self) -> (usize, usize, usize) {
        let [slices, rows, columns] = self.0.shape();
        (columns, rows, slices)
    }

    fn slice(&self, k: usize) -> CowArray<'_, f32, Ix2> {
        let [_, rows, columns] = self.0.shape();
        let mut values = Array2::zeros((rows, columns));
        if let Some(values) = values.as_slice_mut() {
            self.0.fill(k, values);
        }
        values.reversed_axes().into()
    }
}

/// Which voxels are what they were, by slice, row, column.
fn unchanged(raw: &Values<'_>, defaced: &Values<'_>) -> Array3<bool> {
    voxels(raw.0.shape(), |slice, unchanged| {
        let (raw, defaced) = (raw.slice(slice), defaced.slice(slice));
        // By row, then column.
        let pixels = raw.t().into_iter().zip(defaced.t());
        for (unchanged, (raw, defaced)) in unchanged.iter_mut().zip(pixels) {
            *unchanged = raw == defaced;
        }
    })
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
fn face_by_geometry(volume: &Volume, region: &dyn Region) -> Array3<bool> {
    voxels(volume.shape(), |slice, voxels| {
        let plane = volume.slices.get(slice).map(|slice| &slice.plane);
        for run in plane.map(|plane| runs(plane, region)).unwrap_or_default() {
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
