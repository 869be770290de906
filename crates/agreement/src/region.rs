//! The two regions that are compared.

use ndarray::{Array3, Zip};

use crate::{
    Case, Error,
    extent::{Extent, concerned},
};

/// How far around, in mm, the reference's region of interest reaches. No number depends on it.
const MARGIN: f64 = 30.0;

/// Masks within one box.
pub struct Regions {
    /// Predicted as removed, in the foreground.
    pub predicted: Array3<bool>,
    /// Removed according to the deface mask, in the foreground.
    pub removed: Array3<bool>,
}

impl Regions {
    /// The region of interest holds both by its definition and so takes nothing from them.
    pub fn of(case: &Case<'_>, extent: &Extent) -> Self {
        let [predicted, keep, foreground] =
            [case.predicted, case.keep, case.foreground].map(|mask| extent.cut(mask));
        // Read in the order of the volumes, then turned where that is another than this crate's.
        let removed = |keep: &bool, foreground: &bool| *foreground && !keep;
        let both = |predicted: &bool, foreground: &bool| *predicted && *foreground;
        let ordered = |mask: Array3<bool>| mask.as_standard_layout().into_owned();
        Self {
            predicted: ordered(Zip::from(predicted).and(foreground).par_map_collect(both)),
            removed: ordered(Zip::from(keep).and(foreground).par_map_collect(removed)),
        }
    }

    /// Dice coefficient, 1 for two empty regions, in single precision as the reference has it.
    pub fn dice(&self) -> f32 {
        let shared = Zip::from(&self.predicted)
            .and(&self.removed)
            .fold(0, |n, predicted, removed| n + usize::from(*predicted && *removed));
        match count(&self.predicted) + count(&self.removed) {
            0 => 1.0,
            both => (2.0 * shared as f64 / both as f64) as f32,
        }
    }
}

/// Voxels of a mask.
pub fn count(mask: &Array3<bool>) -> usize {
    mask.fold(0, |count, inside| count + usize::from(*inside))
}

/// Voxels of the region of interest: what was or should have been removed, grown by the cross of
/// the six neighbours as often as the finest axis has voxels in 30 mm. It holds both compared regions
/// by its definition, and no number depends on it.
///
/// # Errors
/// [`Error::Shape`] and [`Error::Geometry`] for volumes that cannot be compared.
pub fn region_of_interest(case: &Case<'_>) -> Result<usize, Error> {
    case.check()?;
    let voxels = case.spacing.map(|mm| (MARGIN / mm).ceil().max(1.0) as usize);
    let times = voxels.into_iter().max().unwrap_or(1);
    let (i, j, k) = case.raw.dim();
    let around = Extent::of(case).grown(times, [i, j, k]);
    let region = Zip::from(around.cut(case.predicted))
        .and(around.cut(case.keep))
        .and(around.cut(case.foreground))
        .par_map_collect(|predicted, keep, foreground| concerned(*predicted, *keep, *foreground));
    Ok(count(&morphology::grown(region, times)))
}
