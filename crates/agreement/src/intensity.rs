//! Intensities on one scale, and how far two pictures of them differ.

use ndarray::{Array3, Axis, parallel::prelude::*};

use crate::{Case, Intensities, percentile::percentiles};

/// Takes intensities to 0..1.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    /// The intensity that becomes 0, in the units of the volume.
    low: f64,
    /// How much above that becomes 1, in the same units.
    width: f64,
}

impl Scale {
    /// From the 1st to the 99th percentile of the original's foreground, as the reference has it: single
    /// bright voxels do not set the scale.
    pub fn of(case: &Case<'_>) -> Self {
        let [low, high] = percentiles(case.raw, Some(case.foreground), [1.0, 99.0]);
        Self::between(low, high)
    }

    /// From one intensity to another.
    pub fn between(low: f64, high: f64) -> Self {
        Self { low, width: high - low }
    }

    /// 0 below the scale and 1 above it; NaN if the value or the scale is not a number. On a scale
    /// without width only values above it are 1.
    pub fn apply(self, value: f32) -> f64 {
        let above = f64::from(value) - self.low;
        if self.width == 0.0 && above == 0.0 { 0.0 } else { (above / self.width).clamp(0.0, 1.0) }
    }
}

/// Peak signal-to-noise ratio in dB of scaled intensities inside a mask, all on one grid; infinite
/// where nothing differs.
pub fn psnr(
    raw: &dyn Intensities,
    defaced: &dyn Intensities,
    inside: &Array3<bool>,
    scale: Scale,
) -> f64 {
    // Slice by slice, each in one order, so that the sum depends neither on the number of threads nor on
    // the order in memory.
    let slices = (0..inside.len_of(Axis(2))).into_par_iter();
    let sums: Vec<(f64, usize)> = slices
        .map(|k| {
            let (raw, defaced) = (raw.slice(k), defaced.slice(k));
            let pixels = raw.iter().zip(&defaced).zip(inside.index_axis(Axis(2), k));
            let inside = pixels.filter(|(_, inside)| **inside);
            inside.fold((0.0, 0), |(sum, count), ((raw, defaced), _)| {
                let difference = scale.apply(*raw) - scale.apply(*defaced);
                (sum + difference * difference, count + 1)
            })
        })
        .collect();
    let (sum, count) = sums.into_iter().fold((0.0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
    if sum == 0.0 { f64::INFINITY } else { 10.0 * (count as f64 / sum).log10() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intensities_are_clipped_and_a_scale_without_width_is_a_step() {
        let scale = Scale::between(-100.0, 300.0);
        assert_eq!(
            [-500.0, -100.0, 0.0, 300.0, 900.0].map(|v| scale.apply(v)),
            [0.0, 0.0, 0.25, 1.0, 1.0]
        );
        let flat = Scale::between(5.0, 5.0);
        assert_eq!([4.0, 5.0, 6.0].map(|v| flat.apply(v)), [0.0, 0.0, 1.0]);
        assert!(scale.apply(f32::NAN).is_nan());
    }

    #[test]
    fn only_differences_inside_the_mask_are_noise() {
        let scale = Scale::between(0.0, 10.0);
        let raw = Array3::from_shape_fn((2, 1, 2), |(i, _, k)| (i + k) as f32);
        let mut defaced = raw.clone();
        let inside = Array3::from_shape_fn((2, 1, 2), |(i, ..)| i == 0);
        defaced[(1, 0, 0)] = 9.0;
        assert_eq!(psnr(&raw, &defaced, &inside, scale), f64::INFINITY);
        // One of two voxels differs by a tenth of the scale: a mean of 0.005.
        defaced[(0, 0, 1)] = 2.0;
        let found = psnr(&raw, &defaced, &inside, scale);
        assert!((found - 10.0 * 200f64.log10()).abs() < 1e-12, "{found}");
    }
}
