//! The box around what was or should have been removed: work outside of it would change nothing.

use std::ops::Range;

use ndarray::{ArrayView3, Axis, CowArray, Ix2, Slice, Zip};

use crate::{Case, Intensities};

/// A box of voxels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extent([Range<usize>; 3]);

/// Whether a voxel was or should have been removed.
pub fn concerned(predicted: bool, keep: bool, foreground: bool) -> bool {
    predicted || foreground && !keep
}

impl Extent {
    /// The smallest box with all voxels that were or should have been removed; 0..0 if there are
    /// none.
    pub fn of(case: &Case<'_>) -> Self {
        /// The first voxel, and the first behind.
        type Bounds = [(usize, usize); 3];
        let nothing: Bounds = [(usize::MAX, 0); 3];
        let unite = |mut a: Bounds, b: Bounds| {
            for (a, b) in a.iter_mut().zip(b) {
                *a = (a.0.min(b.0), a.1.max(b.1));
            }
            a
        };
        let include = |bounds,
                       (i, j, k): (usize, usize, usize),
                       predicted: &bool,
                       keep: &bool,
                       foreground: &bool| {
            if concerned(*predicted, *keep, *foreground) {
                unite(bounds, [(i, i + 1), (j, j + 1), (k, k + 1)])
            } else {
                bounds
            }
        };
        let bounds = Zip::indexed(case.predicted).and(case.keep).and(case.foreground).par_fold(
            || nothing,
            include,
            unite,
        );
        Self(bounds.map(|(from, to)| from.min(to)..to))
    }

    /// With so many voxels more on each side, as far as the grid goes.
    pub fn grown(&self, by: usize, shape: [usize; 3]) -> Self {
        let mut grown = self.clone();
        for (range, len) in grown.0.iter_mut().zip(shape) {
            *range = range.start.saturating_sub(by)..range.end.saturating_add(by).min(len);
        }
        grown
    }

    /// What of a volume's intensities lies in the box.
    pub fn window<'a>(&self, of: &'a dyn Intensities) -> Window<'a> {
        Window { of, extent: self.clone() }
    }

    /// What of a mask lies in the box.
    pub fn cut<'a, T>(&self, mut volume: ArrayView3<'a, T>) -> ArrayView3<'a, T> {
        for (axis, range) in self.0.iter().enumerate() {
            volume.slice_axis_inplace(Axis(axis), Slice::from(range.clone()));
        }
        volume
    }
}

/// The intensities in a box.
#[derive(Debug)]
pub struct Window<'a> {
    of: &'a dyn Intensities,
    extent: Extent,
}

impl Intensities for Window<'_> {
    fn dim(&self) -> (usize, usize, usize) {
        let [i, j, k] = &self.extent.0;
        (i.len(), j.len(), k.len())
    }

    fn slice(&self, at: usize) -> CowArray<'_, f32, Ix2> {
        let [i, j, k] = &self.extent.0;
        let mut slice = self.of.slice(k.start + at);
        slice.slice_axis_inplace(Axis(0), Slice::from(i.clone()));
        slice.slice_axis_inplace(Axis(1), Slice::from(j.clone()));
        slice
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array3;

    #[test]
    fn the_box_holds_what_was_removed_or_predicted_alone() {
        let values = Array3::<f32>::zeros((5, 6, 7));
        let (mut keep, mut predicted) =
            (Array3::from_elem((5, 6, 7), true), Array3::from_elem((5, 6, 7), false));
        let mut foreground = predicted.clone();
        let extent = |keep: &Array3<bool>, foreground: &Array3<bool>, predicted: &Array3<bool>| {
            Extent::of(&Case {
                raw: &values,
                defaced: &values,
                keep: keep.view(),
                foreground: foreground.view(),
                predicted: predicted.view(),
                spacing: [1.0; 3],
            })
        };
        // Not in the head.
        keep[(0, 0, 0)] = false;
        assert_eq!(extent(&keep, &foreground, &predicted), Extent([0..0, 0..0, 0..0]));
        (keep[(1, 4, 2)], foreground[(1, 4, 2)]) = (false, true);
        assert_eq!(extent(&keep, &foreground, &predicted), Extent([1..2, 4..5, 2..3]));
        predicted[(3, 1, 2)] = true;
        let found = extent(&keep, &foreground, &predicted);
        assert_eq!(found, Extent([1..4, 1..5, 2..3]));
        assert_eq!(found.grown(2, [5, 6, 7]), Extent([0..5, 0..6, 0..5]));
    }
}
