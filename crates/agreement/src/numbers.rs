//! The procedure: from a case to its numbers.

use crate::{
    Case, Error,
    extent::Extent,
    intensity::{Scale, psnr},
    region::{Regions, count},
    ssim::ssim,
    surface::Agreement,
};

/// What the reference implementation computes of a case.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Numbers {
    /// Share of the surfaces of the predicted and the removed region that lie within 5 mm of each
    /// other: 1 if both are empty, 0 if one is.
    pub surface_dice: f64,
    /// 95th percentile of the distances between the two surfaces in mm: 0 if both are empty,
    /// infinite if one is.
    pub hd95: f64,
    /// Mean structural similarity of original and defaced volume over slices of the removed region,
    /// 1 if no slice could be compared.
    pub ssim: f64,
    /// Peak signal-to-noise ratio in the removed region, in dB; infinite if it is empty or nothing
    /// in it has changed.
    pub psnr: f64,
    /// Dice coefficient of the two regions, 1 if both are empty; the reference judges nothing by it.
    pub dice: f32,
    /// Voxels of the predicted region.
    pub predicted_voxels: usize,
    /// Voxels of the removed region.
    pub removed_voxels: usize,
    /// Slices that [`Numbers::ssim`] is the mean of. A region that was blanked evenly has none and
    /// fails, as in the reference.
    pub compared_slices: usize,
}

/// Computes the numbers of a case. The result does not depend on the number of threads; a value that is not a
/// number makes SSIM and PSNR NaN where it takes part in them.
///
/// ```
/// use agreement::{Case, numbers};
/// use ndarray::Array3;
///
/// // A head of 20 × 20 × 20 voxels of 2 mm whose first half was made flat, as was predicted.
/// let shape = (20, 20, 20);
/// let raw = Array3::from_shape_fn(shape, |(i, j, k)| ((i * 7 + j * 11 + k * 13) % 17) as f32);
/// let keep = Array3::from_shape_fn(shape, |(i, ..)| i >= 10);
/// let mut defaced = raw.clone();
/// defaced.zip_mut_with(&keep, |value, keep| *value = if *keep { *value } else { 0.0 });
/// let found = numbers(&Case {
///     raw: &raw,
///     defaced: &defaced,
///     keep: keep.view(),
///     foreground: Array3::from_elem(shape, true).view(),
///     predicted: keep.mapv(|keep| !keep).view(),
///     spacing: [2.0; 3],
/// })?;
/// assert_eq!((found.surface_dice, found.hd95), (1.0, 0.0));
/// // A flat picture has no structure to compare: by the reference that is no pass.
/// assert!(found.verdicts().psnr && !found.verdicts().pass());
/// # Ok::<(), agreement::Error>(())
/// ```
///
/// # Errors
/// [`Error::Shape`] and [`Error::Geometry`] for volumes that cannot be compared.
pub fn numbers(case: &Case<'_>) -> Result<Numbers, Error> {
    case.check()?;
    let extent = Extent::of(case);
    let regions = Regions::of(case, &extent);
    let surfaces = Agreement::of(&regions.predicted, &regions.removed, case.spacing);
    let scale = Scale::of(case);
    let (raw, defaced) = (extent.window(case.raw), extent.window(case.defaced));
    let similarity = ssim(&raw, &defaced, &regions.removed, scale);
    Ok(Numbers {
        surface_dice: surfaces.dice,
        hd95: surfaces.hd95,
        ssim: similarity.mean,
        psnr: psnr(&raw, &defaced, &regions.removed, scale),
        dice: regions.dice(),
        predicted_voxels: count(&regions.predicted),
        removed_voxels: count(&regions.removed),
        compared_slices: similarity.slices,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::region_of_interest;
    use ndarray::{Array3, ArrayView3};

    /// A head of 30 × 6 × 6 voxels of 10 × 10 × 2 mm in air, of which the first `removed` layers
    /// are removed and as many as `predicted` are said to be.
    struct Sample {
        raw: Array3<f32>,
        defaced: Array3<f32>,
        keep: Array3<bool>,
        foreground: Array3<bool>,
        predicted: Array3<bool>,
    }

    impl Sample {
        fn new(removed: usize, predicted: usize) -> Self {
            let shape = (34, 8, 8);
            let noise = |i: usize, j: usize, k: usize| ((i * 7 + j * 11 + k * 13) % 17) as f32;
            let raw = Array3::from_shape_fn(shape, |(i, j, k)| noise(i, j, k));
            let foreground = Array3::from_shape_fn(shape, |(i, j, k)| {
                (2..32).contains(&i) && [j, k].iter().all(|n| (1..7).contains(n))
            });
            let layers = |count: usize| Array3::from_shape_fn(shape, move |(i, ..)| i < 2 + count);
            let mut defaced = raw.clone();
            for ((i, j, k), value) in
                defaced.indexed_iter_mut().filter(|(at, _)| at.0 < 2 + removed)
            {
                *value = noise(k, i, j);
            }
            let keep = layers(removed).mapv(|gone| !gone);
            let predicted = &layers(predicted) & &foreground;
            Self { raw, defaced, keep, foreground, predicted }
        }

        fn case(&self) -> Case<'_> {
            Case {
                raw: &self.raw,
                defaced: &self.defaced,
                keep: self.keep.view(),
                foreground: self.foreground.view(),
                predicted: self.predicted.view(),
                spacing: [10.0, 10.0, 2.0],
            }
        }
    }

    #[test]
    fn layers_too_many_are_as_far_from_the_rest_as_they_are_thick() {
        let found = numbers(&Sample::new(8, 10).case()).unwrap();
        assert_eq!((found.predicted_voxels, found.removed_voxels), (360, 288));
        assert_eq!(found.dice, 2.0 * 288.0 / 648.0);
        // Surfaces of boxes of n × 6 × 6 voxels: all but (n - 2) × 4 × 4. The sides of the two
        // layers too many and the end are 10 and 20 mm from the other surface. Of the removed
        // region only the end that was not predicted, without its rim, is away: by at most 4 mm.
        let (predicted, removed) = (360 - 8 * 16, 288 - 6 * 16);
        let far = 20 + 36;
        let dice = (predicted + removed - far) as f64 / (predicted + removed) as f64;
        assert!((found.surface_dice - dice).abs() < 1e-12, "{}", found.surface_dice);
        assert_eq!(found.hd95, 20.0);
        assert_eq!(found.compared_slices, 6);
    }

    #[test]
    fn what_lies_outside_of_the_foreground_is_neither_removed_nor_predicted() {
        let mut sample = Sample::new(8, 8);
        let before = numbers(&sample.case()).unwrap();
        sample.predicted[(1, 3, 3)] = true;
        sample.keep[(33, 3, 3)] = false;
        let after = numbers(&sample.case()).unwrap();
        assert_eq!(after, before);
        assert_eq!((before.surface_dice, before.hd95, before.dice), (1.0, 0.0, 1.0));
    }

    #[test]
    fn the_region_of_interest_reaches_as_many_steps_as_the_finest_axis_has_voxels_in_30_mm() {
        let mut sample = Sample::new(0, 0);
        assert_eq!(region_of_interest(&sample.case()), Ok(0));
        sample.predicted[(17, 0, 0)] = true;
        let near = |i: usize, j: usize, k: usize| i.abs_diff(17) + j + k <= 15;
        let all = sample.raw.indexed_iter().filter(|((i, j, k), _)| near(*i, *j, *k)).count();
        assert_eq!(region_of_interest(&sample.case()), Ok(all));
    }

    #[test]
    fn a_region_that_was_not_changed_is_the_same_picture() {
        let mut sample = Sample::new(8, 8);
        sample.defaced = sample.raw.clone();
        let found = numbers(&sample.case()).unwrap();
        assert_eq!(found.psnr, f64::INFINITY);
        assert!((found.ssim - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_region_that_was_blanked_evenly_has_no_slice_to_compare() {
        let mut sample = Sample::new(8, 8);
        sample.defaced.fill(0.0);
        let found = numbers(&sample.case()).unwrap();
        assert_eq!((found.ssim, found.compared_slices), (1.0, 0));
        assert!(found.psnr < 10.0);
    }

    #[test]
    fn a_value_that_is_not_a_number_passes_nothing() {
        let mut sample = Sample::new(8, 8);
        sample.defaced[(4, 4, 4)] = f32::NAN;
        let found = numbers(&sample.case()).unwrap();
        assert!(found.ssim.is_nan() && found.psnr.is_nan());
    }

    #[test]
    fn volumes_on_different_grids_are_an_error() {
        let sample = Sample::new(8, 8);
        let other = Array3::from_elem((34, 8, 9), true);
        let case = sample.case();
        assert_eq!(numbers(&Case { keep: other.view(), ..case }), Err(Error::Shape));
        assert_eq!(numbers(&Case { foreground: other.view(), ..case }), Err(Error::Shape));
        assert_eq!(numbers(&Case { predicted: other.view(), ..case }), Err(Error::Shape));
        for mm in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(numbers(&Case { spacing: [1.0, mm, 1.0], ..case }), Err(Error::Geometry));
        }
    }

    #[test]
    fn a_grid_without_voxels_has_nothing_removed() {
        let (values, mask) = (Array3::<f32>::zeros((0, 3, 4)), Array3::from_elem((0, 3, 4), true));
        let mask: ArrayView3<'_, bool> = mask.view();
        let case = Case {
            raw: &values,
            defaced: &values,
            keep: mask,
            foreground: mask,
            predicted: mask,
            spacing: [1.0; 3],
        };
        let found = numbers(&case).unwrap();
        assert_eq!((found.surface_dice, found.hd95, found.ssim), (1.0, 0.0, 1.0));
        assert_eq!((found.psnr, found.dice), (f64::INFINITY, 1.0));
        assert_eq!(region_of_interest(&case), Ok(0));
    }
}
