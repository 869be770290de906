//! The pixels of the benchmark set: one noisy disc, stamped with the number of the slice.

use ndarray::Array2;
use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;
use rand_distr::{Distribution, StandardNormal};

/// Rows and columns.
pub const MATRIX: u16 = 512;

/// Soft tissue with noise in a disc of radius 200 pixels, air around it; in Hounsfield units.
pub fn base_image() -> Array2<i16> {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(7);
    let side = usize::from(MATRIX);
    Array2::from_shape_fn((side, side), |(row, column)| {
        let normal: f64 = StandardNormal.sample(&mut rng);
        if row.abs_diff(256).pow(2) + column.abs_diff(256).pow(2) > 200 * 200 {
            -1024
        } else {
            hounsfield(40.0 + 20.0 * normal)
        }
    })
}

#[expect(clippy::cast_possible_truncation, reason = "clamped to 16 bits")]
fn hounsfield(value: f64) -> i16 {
    value.clamp(-1024.0, 3071.0) as i16
}

/// The image's little-endian bytes, with the number of the slice written into a small corner of it.
pub fn stamped(base: &Array2<i16>, number: usize) -> Vec<u8> {
    let mut image = base.clone();
    let stamp = i16::try_from(number).unwrap_or(i16::MAX);
    for mut row in image.rows_mut().into_iter().skip(10).take(4) {
        row.iter_mut().take(64).for_each(|value| *value = stamp);
    }
    image.iter().flat_map(|value| value.to_le_bytes()).collect()
}
