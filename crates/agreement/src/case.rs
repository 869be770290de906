//! What is judged.

use ndarray::ArrayView3;

use crate::Intensities;

/// The volumes of one series, on one grid.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// Intensities of the original.
    pub raw: &'a dyn Intensities,
    /// Intensities after defacing, in the same units.
    pub defaced: &'a dyn Intensities,
    /// What the deface mask says was kept.
    pub keep: ArrayView3<'a, bool>,
    /// Anatomy: predicted, or [`fn@crate::foreground`].
    pub foreground: ArrayView3<'a, bool>,
    /// What a network takes for removed.
    pub predicted: ArrayView3<'a, bool>,
    /// Distance of neighbouring voxels along i, j, k, in mm.
    pub spacing: [f64; 3],
}

/// Why there are no numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Volumes of one case differ in shape, or an axis is longer than 32,767 voxels.
    #[error("the volumes are not on one grid")]
    Shape,
    /// A spacing that is not between 0.001 and 1000 mm, or a matrix that does not place a volume
    /// in space.
    #[error("the geometry of a volume cannot be used")]
    Geometry,
}

/// In voxels: what the header of a NIfTI-1 file can say, in which the reference gets its volumes.
const LONGEST_AXIS: usize = i16::MAX as usize;

impl Case<'_> {
    /// Refuses volumes that cannot be compared.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let shape = self.raw.dim();
        let others = [self.keep.dim(), self.foreground.dim(), self.predicted.dim()];
        let same = self.defaced.dim() == shape && others.iter().all(|other| *other == shape);
        if !same || [shape.0, shape.1, shape.2].iter().any(|len| *len > LONGEST_AXIS) {
            return Err(Error::Shape);
        }
        // No scan has voxels of less than a thousandth of a mm, or of a metre.
        let usable = |mm: &f64| (1e-3..=1e3).contains(mm);
        if self.spacing.iter().all(usable) { Ok(()) } else { Err(Error::Geometry) }
    }
}
