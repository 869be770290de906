//! Rounding to half precision.

use half::f16;
use half::slice::HalfFloatSliceExt;

/// Rounds to the nearest half, ties to even, as numpy does. By way of single precision without
/// rounding twice: what single precision cannot hold is marked in its last bit.
pub(crate) fn round(values: &[f64], single: &mut Vec<f32>, halves: &mut [f16]) {
    single.clear();
    single.extend(values.iter().map(|&value| to_odd(value)));
    halves.convert_from_f32_slice(single);
}

/// Rounds towards zero, and sets the last bit if anything was lost.
fn to_odd(value: f64) -> f32 {
    let near = value as f32;
    if f64::from(near) == value || !near.is_finite() {
        return near;
    }
    let beyond = f64::from(near).abs() > value.abs();
    f32::from_bits((near.to_bits() - u32::from(beyond)) | 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rounded(value: f64) -> f32 {
        let mut half = [f16::ZERO];
        round(&[value], &mut Vec::new(), &mut half);
        half[0].to_f32()
    }

    #[test]
    fn values_are_rounded_once() {
        // Halves lie 2^-10 apart from 1 on: a little more than the middle goes up, the middle goes
        // to the even neighbour, and the little is lost in single precision.
        let middle = 1.0 + 2f64.powi(-11);
        assert_eq!(rounded(middle), 1.0);
        assert_eq!(rounded(middle + 2f64.powi(-40)), 1.0 + 2f32.powi(-10));
        assert_eq!(rounded(-middle - 2f64.powi(-40)), -1.0 - 2f32.powi(-10));
        assert_eq!(rounded(middle - 2f64.powi(-40)), 1.0);
        assert_eq!(rounded(1.0 + 3.0 * 2f64.powi(-11) - 2f64.powi(-40)), 1.0 + 2f32.powi(-10));
    }

    #[test]
    fn halves_stay_as_they_are() {
        for value in [0.0, -0.0, 1.5, 65504.0, 2f32.powi(-24), f32::INFINITY] {
            assert_eq!(rounded(value.into()), value);
        }
    }
}
