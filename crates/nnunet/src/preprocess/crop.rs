//! The part of an image that is not zero (nnunetv2/preprocessing/cropping/cropping.py).

use std::ops::Range;

use ndarray::{Array3, ArrayView3, ArrayViewMut3, Axis, Slice};

use super::fill::filled;

/// A box in an image: for each of its axes, from where to where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Crop([Range<usize>; 3]);

impl Crop {
    /// The smallest box around all voxels that are not zero in every channel; all of an image
    /// that is zero everywhere.
    pub(crate) fn of(channels: &[Array3<f32>]) -> Crop {
        Crop([0, 1, 2].map(|axis| {
            let along = channels.first().map_or(0, |channel| channel.len_of(Axis(axis)));
            let shows = |&at: &usize| {
                let mut planes = channels.iter().map(|channel| channel.index_axis(Axis(axis), at));
                planes.any(|plane| plane.iter().any(|&value| value != 0.0))
            };
            match ((0..along).find(shows), (0..along).rfind(shows)) {
                (Some(first), Some(last)) => first..last + 1,
                _ => 0..along,
            }
        }))
    }

    pub(crate) fn shape(&self) -> [usize; 3] {
        self.0.clone().map(|range| range.len())
    }

    /// The box of a volume.
    pub(crate) fn of_channel<'a>(&self, volume: &'a Array3<f32>) -> ArrayView3<'a, f32> {
        volume.slice_each_axis(|axis| self.along(axis.axis))
    }

    /// The same of a volume that is to be changed.
    pub(crate) fn of_mut<'a, T>(&self, volume: &'a mut Array3<T>) -> ArrayViewMut3<'a, T> {
        volume.slice_each_axis_mut(|axis| self.along(axis.axis))
    }

    fn along(&self, axis: Axis) -> Slice {
        self.0.get(axis.index()).cloned().map_or(Slice::from(..), Slice::from)
    }

    /// Where in the box any channel is not zero, or is zero with no way out.
    pub(super) fn mask(&self, channels: &[Array3<f32>]) -> Array3<bool> {
        let mut mask = Array3::from_elem(self.shape(), false);
        for channel in channels {
            mask.zip_mut_with(&self.of_channel(channel), |mask, &value| *mask |= value != 0.0);
        }
        filled(mask)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_box_holds_what_any_channel_shows() {
        let mut first = Array3::zeros((4, 5, 6));
        let mut second = first.clone();
        first[[1, 2, 3]] = -1.0;
        second[[2, 2, 5]] = 1.0;
        let crop = Crop::of(&[first, second]);
        assert_eq!(crop, Crop([1..3, 2..3, 3..6]));
        assert_eq!(crop.shape(), [2, 1, 3]);
    }

    #[test]
    fn an_image_of_zeros_is_kept_as_it_is() {
        assert_eq!(Crop::of(&[Array3::zeros((4, 5, 6))]), Crop([0..4, 0..5, 0..6]));
    }
}
