//! Sums of single precision in numpy's order of additions, which decides their last bits.

use std::ops::Add;

use ndarray::Array3;

/// Values that numpy's iterator hands to the innermost loop at once, where they do not lie in one
/// run anyway.
const BUFFER: usize = 8192;

/// numpy's pairwise sum of values in one run (pairwise_sum in loops_utils.h).
pub(crate) fn pairwise<T: Copy + Default + Add<Output = T>>(values: &[T]) -> T {
    if values.len() < 8 {
        return values.iter().fold(T::default(), |sum, &value| sum + value);
    }
    if values.len() <= 128 {
        let (eights, rest) = values.as_chunks::<8>();
        let sums = eights.iter().copied().reduce(|mut sums, eight| {
            for (sum, value) in sums.iter_mut().zip(eight) {
                *sum = *sum + value;
            }
            sums
        });
        let [a, b, c, d, e, f, g, h] = sums.unwrap_or_default();
        let sum = ((a + b) + (c + d)) + ((e + f) + (g + h));
        return rest.iter().fold(sum, |sum, &value| sum + value);
    }
    let half = values.len() / 2;
    let (first, second) = values.split_at(half - half % 8);
    pairwise(first) + pairwise(second)
}

/// numpy's sum over a part of a larger array, given as a copy of the part and the strides the part
/// has in the array (numpy 2.3 to 2.4: as many whole inner axes as fit the buffer are summed
/// pairwise, such sums one after the other).
pub(super) fn sum(copy: &Array3<f32>, strides: &[isize]) -> f32 {
    let Some(values) = copy.as_slice() else { return 0.0 };
    let one_after_the_other = |pieces: &mut dyn Iterator<Item = &[f32]>| {
        pieces.fold(0.0, |sum, piece| sum + pairwise(piece))
    };
    let runs = runs(copy.shape(), strides);
    // Whole runs and axes of runs that fit the buffer together.
    let mut core = 1;
    for (i, &run) in runs.iter().rev().enumerate() {
        if core * run <= BUFFER {
            core *= run;
            continue;
        }
        let last = i + 1 == runs.len();
        return match (i, last) {
            (0, true) => pairwise(values),
            (0, false) => one_after_the_other(&mut values.chunks(run)),
            _ => {
                let piece = BUFFER / core * core;
                one_after_the_other(
                    &mut values.chunks(run * core).flat_map(|axis| axis.chunks(piece)),
                )
            }
        };
    }
    pairwise(values)
}

/// Lengths of the axes when all that follow each other in memory are taken together.
fn runs(shape: &[usize], strides: &[isize]) -> Vec<usize> {
    let mut runs: Vec<(usize, isize)> = Vec::new();
    for (&len, &stride) in shape.iter().zip(strides).filter(|(len, _)| **len != 1) {
        match runs.last_mut() {
            Some((run, outer)) if isize::try_from(len).is_ok_and(|n| *outer == n * stride) => {
                (*run, *outer) = (*run * len, stride);
            }
            _ => runs.push((len, stride)),
        }
    }
    runs.into_iter().map(|(run, _)| run).collect()
}

#[cfg(test)]
mod tests {
    use ndarray::{Array3, Slice};

    use super::*;

    /// Values over many magnitudes, so that each order of additions has its own sum.
    fn values(shape: [usize; 3]) -> Array3<f32> {
        let mut state = 1_u32;
        Array3::from_shape_simple_fn(shape, || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            2f32.powi((state >> 27) as i32) + (state >> 8) as f32 / 1024.0
        })
    }

    fn sums(shape: [usize; 3], from: [usize; 3]) -> f32 {
        let values = values(shape);
        let part = values.slice_each_axis(|axis| Slice::from(from[axis.axis.index()]..));
        sum(&part.as_standard_layout().into_owned(), part.strides())
    }

    /// What numpy 2.4.6 computes of the same values.
    #[test]
    fn sums_are_those_of_numpy_bit_by_bit() {
        let expected = [
            f32::from_bits(0x5569F7CF),
            f32::from_bits(0x5550AF6F),
            f32::from_bits(0x5557402C),
            f32::from_bits(0x555C27E0),
            f32::from_bits(0x55417DBA),
            f32::from_bits(0x550C11F8),
            f32::from_bits(0x552AE281),
            f32::from_bits(0x5083EE45),
        ];
        assert_eq!(
            [
                sums([40, 50, 60], [0, 0, 0]),
                sums([40, 50, 60], [1, 2, 3]),
                sums([40, 50, 60], [0, 0, 5]),
                sums([40, 50, 60], [0, 3, 0]),
                sums([40, 50, 60], [7, 0, 0]),
                sums([5, 130, 140], [1, 1, 1]),
                sums([5, 130, 140], [0, 4, 0]),
                sums([9, 3, 9], [1, 1, 1]),
            ],
            expected
        );
    }
}
