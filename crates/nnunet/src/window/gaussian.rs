//! The weights of a patch's voxels.

use half::f16;

use crate::preprocess::pairwise;

/// Weights from 10 in the middle to the smallest half above zero at the corners: scipy's
/// gaussian_filter of a single voxel, an eighth of the patch wide.
pub(super) fn gaussian([nz, ny, nx]: [usize; 3]) -> Vec<f16> {
    let [along_z, along_y, along_x] = [nz, ny, nx].map(along);
    let most = |axis: &[f64]| axis.iter().copied().fold(0.0, f64::max);
    // Largest where each factor is.
    let scale = most(&along_z) * most(&along_y) * most(&along_x) / 10.0;
    let mut weights = Vec::with_capacity(nz * ny * nx);
    for z in &along_z {
        for y in &along_y {
            // torch rounds to single and then to half precision.
            weights.extend(along_x.iter().map(|x| f16::from_f32((z * y * x / scale) as f32)));
        }
    }
    let positive = weights.iter().copied().filter(|weight| *weight > f16::ZERO);
    let least = positive.min_by(f16::total_cmp).unwrap_or(f16::ONE);
    for weight in &mut weights {
        *weight = weight.max(least);
    }
    weights
}

/// The filter's weights along one axis, cut off at four deviations.
fn along(len: usize) -> Vec<f64> {
    let deviation = len as f64 * (1.0 / 8.0);
    let radius = (4.0 * deviation + 0.5) as i64;
    let scale = -0.5 / (deviation * deviation);
    let filter: Vec<f64> =
        (-radius..=radius).map(|place| (scale * (place * place) as f64).exp()).collect();
    let sum = pairwise(&filter);
    let middle = (len / 2) as i64;
    let weight = |i: i64| {
        let place = usize::try_from(i - middle + radius).ok();
        place.and_then(|place| filter.get(place)).map_or(0.0, |weight| weight / sum)
    };
    (0..len as i64).map(weight).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What compute_gaussian says of this patch, with a value_scaling_factor of 10.
    #[test]
    fn weights_fall_from_the_middle_to_the_smallest_half() {
        let weights = gaussian([24, 32, 32]);
        let at = |z: usize, y: usize, x: usize| weights[(z * 32 + y) * 32 + x].to_f32();
        assert_eq!(at(12, 16, 16), 10.0);
        assert_eq!(at(0, 0, 0), 2f32.powi(-24));
        assert_eq!(weights.iter().filter(|weight| weight.to_f32() == 2f32.powi(-24)).count(), 255);
        // Around the middle voxel it is symmetric.
        assert_eq!(at(12, 20, 16), at(12, 12, 16));
        assert_eq!(at(12, 16, 20), at(12, 20, 16));
    }
}
