//! One slice of a volume.

use crate::imaging::geometry::Plane;
use crate::imaging::series::{Padding, PixelFormat, Rescale};

/// One slice of a volume.
#[derive(Clone, Debug, PartialEq)]
pub struct Slice {
    /// Where its pixels lie.
    pub plane: Plane,
    /// From its stored values to output units.
    pub rescale: Rescale,
    /// Stored values that stand for no tissue.
    pub padding: Option<Padding>,
    /// Stored values, row by row, in the volume's format.
    pub bytes: Vec<u8>,
}

impl Slice {
    pub(super) fn is_padding(&self, stored: i32) -> bool {
        self.padding.is_some_and(|padding| padding.contains(stored))
    }

    /// The rescaled value, HU in CT; `air` for padding.
    pub(super) fn value(&self, stored: i32, air: f32) -> f32 {
        if self.is_padding(stored) { air } else { self.rescale.apply(stored) }
    }

    /// Rescaled values from the pixel `start` on.
    pub(crate) fn fill(&self, format: &PixelFormat, air: f32, start: usize, values: &mut [f32]) {
        match format.bytes() {
            1 => self.fill_samples::<1>(format, air, start, values),
            2 => self.fill_samples::<2>(format, air, start, values),
            _ => self.fill_samples::<4>(format, air, start, values),
        }
    }

    fn fill_samples<const N: usize>(
        &self,
        format: &PixelFormat,
        air: f32,
        start: usize,
        values: &mut [f32],
    ) {
        let (samples, _) = self.bytes.as_chunks::<N>();
        let samples = samples.get(start..).unwrap_or_default();
        match self.padding {
            None => {
                for (value, sample) in values.iter_mut().zip(samples) {
                    *value = self.rescale.apply(format.value(format.read(sample)));
                }
            }
            Some(_) => {
                for (value, sample) in values.iter_mut().zip(samples) {
                    *value = self.value(format.value(format.read(sample)), air);
                }
            }
        }
    }
}
