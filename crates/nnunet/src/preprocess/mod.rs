//! From an image to what the network looks at
//! (nnunetv2/preprocessing/preprocessors/default_preprocessor.py): cropped to what is not zero,
//! its values normalized, its axes and voxels those of the plans.

mod crop;
mod fill;
mod normalize;
mod sum;

use ndarray::{Array4, Axis, Zip};

pub(crate) use crop::Crop;
pub(crate) use sum::pairwise;

use crate::error::Error;
use crate::options::Image;
use crate::plans::Plans;
use crate::resample::{cubic, new_shape, slice_axis};

/// Values that any array may have.
pub(crate) const LARGEST: usize = 1 << 29;

/// What the network looks at, and how it came about.
#[derive(Clone, Debug)]
pub(crate) struct Prepared {
    /// [channel, axes of the plans].
    pub data: Array4<f32>,
    /// The part of the image that was looked at.
    pub crop: Crop,
}

/// The three values in the order of the plans' axes.
pub(crate) fn transposed<T: Copy>(values: [T; 3], transpose: [usize; 3]) -> [T; 3] {
    transpose.map(|axis| {
        let [z, y, x] = values;
        match axis {
            0 => z,
            1 => y,
            _ => x,
        }
    })
}

/// Values of the largest array on the way from one shape to the other and through the network.
fn largest(old: [usize; 3], new: [usize; 3], patch: [usize; 3], count: usize) -> usize {
    let product = |shape: [usize; 3]| shape.into_iter().fold(1, usize::saturating_mul);
    let ([oz, oy, ox], [nz, ny, nx], [pz, py, px]) = (old, new, patch);
    // One axis is resampled last of all.
    let half_way = [[oz, ny, nx], [nz, oy, nx], [nz, ny, ox]].map(product);
    let padded = product([nz.max(pz), ny.max(py), nx.max(px)]).saturating_mul(count);
    half_way.into_iter().fold(padded, usize::max)
}

/// Prepares an image for a network with so many outputs.
///
/// # Errors
/// [`Error::Image`] for what is no image of this model, [`Error::TooLarge`].
pub(crate) fn prepare(image: &Image, plans: &Plans, heads: usize) -> Result<Prepared, Error> {
    let channels = plans.normalization.len();
    image.shape(channels)?;
    let crop = Crop::of(&image.channels);
    let spacing = transposed(image.spacing, plans.transpose);
    let shape = transposed(crop.shape(), plans.transpose);
    let new = new_shape(shape, spacing, plans.spacing)
        .ok_or(Error::Image("it has far too few or too many voxels for the model"))?;
    if largest(shape, new, plans.patch, channels.max(heads)) > LARGEST {
        return Err(Error::TooLarge("the image in the model's voxels"));
    }
    let across = slice_axis(plans.separate_data, spacing, plans.spacing);
    let mask = plans.normalization.iter().any(|n| n.masked).then(|| crop.mask(&image.channels));
    let [z, y, x] = new;
    let mut data = Array4::zeros((channels, z, y, x));
    let normalization = &plans.normalization;
    for ((mut to, channel), how) in
        data.axis_iter_mut(Axis(0)).zip(&image.channels).zip(normalization)
    {
        let normalized = how.apply(crop.of_channel(channel), mask.as_ref(), plans.transpose)?;
        let resampled = cubic(normalized.view().permuted_axes(plans.transpose), new, across);
        Zip::from(&mut to).and(&resampled).par_for_each(|to, &from| *to = from);
    }
    Ok(Prepared { data, crop })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_large_half_way_or_by_channels_counts_too() {
        assert_eq!(largest([9, 2, 2], [3, 4, 5], [1; 3], 1), 9 * 4 * 5);
        assert_eq!(largest([3, 4, 5], [3, 4, 5], [8; 3], 3), 8 * 8 * 8 * 3);
        assert_eq!(largest([usize::MAX; 3], [3, 4, 5], [1; 3], 1), usize::MAX);
    }
}
