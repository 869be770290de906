//! Percentiles with linear interpolation, as NumPy has them.

use ndarray::{ArrayView3, Axis, Zip, parallel::prelude::*};

use crate::Intensities;

/// Where a percentile lies among sorted values.
struct Position {
    /// The value below it and the value above it.
    between: [usize; 2],
    /// How far it is from the one to the other.
    share: f64,
}

impl Position {
    fn of(percent: f64, count: usize) -> Self {
        let last = count.saturating_sub(1);
        let at = last as f64 * (percent / 100.0);
        let below = (at.floor() as usize).min(last);
        Self { between: [below, (below + 1).min(last)], share: at - below as f64 }
    }

    /// NumPy's interpolation, which is exact at both ends.
    fn interpolate(&self, [below, above]: [f64; 2]) -> f64 {
        let step = above - below;
        if self.share < 0.5 { below + step * self.share } else { above - step * (1.0 - self.share) }
    }
}

/// A percentile of a list, which is reordered; NaN if it is empty.
pub fn percentile(values: &mut [f64], percent: f64) -> f64 {
    let position = Position::of(percent, values.len());
    let ends = position.between.map(|n| {
        let sorted = n < values.len();
        if sorted { *values.select_nth_unstable_by(n, f64::total_cmp).1 } else { f64::NAN }
    });
    position.interpolate(ends)
}

/// Percentiles of the values inside a mask, or of all; NaN if there are none or one of them is NaN.
///
/// Values are found by their upper, then by their lower 16 bits, with counts alone: a volume is
/// neither copied nor sorted.
pub fn percentiles<const N: usize>(
    values: &dyn Intensities,
    inside: Option<ArrayView3<'_, bool>>,
    percents: [f64; N],
) -> [f64; N] {
    let upper = tally(values, inside, HALF, |key| Some((key >> 16) as usize));
    let count = upper.iter().sum();
    if count == 0 || upper.last() != Some(&0) {
        return [f64::NAN; N];
    }
    let positions = percents.map(|percent| Position::of(percent, count));

    let mut bins: Vec<usize> =
        positions.iter().flat_map(|at| at.between.map(|n| find(&upper, n).0)).collect();
    bins.sort_unstable();
    bins.dedup();
    let mut numbers = vec![None; HALF];
    for (number, bin) in bins.iter().enumerate() {
        numbers.get_mut(*bin).into_iter().for_each(|to| *to = u8::try_from(number).ok());
    }
    let number = |bin: usize| numbers.get(bin).copied().flatten().map(usize::from);
    let lower = tally(values, inside, HALF * bins.len(), |key| {
        Some(number((key >> 16) as usize)? * HALF + key as usize % HALF)
    });

    let value_at = |n: usize| {
        let (bin, before) = find(&upper, n);
        let counts = number(bin).and_then(|number| lower.chunks(HALF).nth(number));
        let (rest, _) = find(counts.unwrap_or_default(), n - before);
        f64::from(value((bin << 16 | rest) as u32))
    };
    positions.map(|position| position.interpolate(position.between.map(value_at)))
}

/// How many values 16 bits can have.
const HALF: usize = 1 << 16;

/// A number that sorts as the value does; NaN is the largest.
fn key(value: f32) -> u32 {
    let bits = value.to_bits();
    if value.is_nan() {
        u32::MAX
    } else if value.is_sign_negative() {
        !bits
    } else {
        bits | 1 << 31
    }
}

/// The value that sorts as the number does.
fn value(key: u32) -> f32 {
    f32::from_bits(if key >> 31 == 0 { !key } else { key & !(1 << 31) })
}

/// Counts the values inside a mask by the places of their keys.
fn tally(
    values: &dyn Intensities,
    inside: Option<ArrayView3<'_, bool>>,
    places: usize,
    place: impl Fn(u32) -> Option<usize> + Sync,
) -> Vec<usize> {
    let count = |counts: &mut Vec<usize>, value: f32| {
        let count = place(key(value)).and_then(|place| counts.get_mut(place));
        count.into_iter().for_each(|count| *count += 1);
    };
    let none = || vec![0; places];
    let in_slice = |mut counts: Vec<usize>, k: usize| {
        let values = values.slice(k);
        match inside.map(|inside| inside.index_axis_move(Axis(2), k)) {
            None => values.for_each(|value| count(&mut counts, *value)),
            Some(inside) => Zip::from(&values).and(inside).for_each(|value, inside| {
                if *inside {
                    count(&mut counts, *value);
                }
            }),
        }
        counts
    };
    let add = |mut a: Vec<usize>, b: Vec<usize>| {
        a.iter_mut().zip(b).for_each(|(a, b)| *a += b);
        a
    };
    let (.., slices) = values.dim();
    (0..slices).into_par_iter().fold(none, in_slice).reduce(none, add)
}

/// The place of the n-th of the counted values, counted from 0, and how many lie before that place.
fn find(counts: &[usize], n: usize) -> (usize, usize) {
    let mut before = 0;
    for (place, count) in counts.iter().enumerate() {
        if n < before + count {
            return (place, before);
        }
        before += count;
    }
    (counts.len(), before)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array3;
    use proptest::prelude::*;

    #[test]
    fn a_percentile_between_two_values_is_interpolated() {
        assert_eq!(percentile(&mut [4.0, 1.0, 3.0, 2.0], 50.0), 2.5);
        assert_eq!(percentile(&mut [10.0, 0.0], 95.0), 9.5);
        assert_eq!(percentile(&mut [7.0], 95.0), 7.0);
        assert_eq!(percentile(&mut [1.0, 2.0, 3.0], 100.0), 3.0);
        assert!(percentile(&mut [], 95.0).is_nan());
    }

    #[test]
    fn equal_values_have_one_percentile() {
        // Ranks 0.59, 18.88, 20.06 and 58.41 of 20 times -7 and 40 times 3.
        let values = Array3::from_shape_fn((3, 4, 5), |(i, ..)| if i == 0 { -7.0 } else { 3.0 });
        assert_eq!(percentiles(&values, None, [1.0, 32.0, 34.0, 99.0]), [-7.0, -7.0, 3.0, 3.0]);
    }

    #[test]
    fn values_outside_of_the_mask_do_not_count() {
        let values = Array3::from_shape_fn((1, 1, 9), |(.., k)| k as f32 - 4.0);
        let inside = values.mapv(|value| value > 0.0);
        assert_eq!(percentiles(&values, Some(inside.view()), [0.0, 50.0]), [1.0, 2.5]);
        let nothing = inside.mapv(|_| false);
        assert!(percentiles(&values, Some(nothing.view()), [50.0])[0].is_nan());
        assert!(percentiles(&Array3::zeros((0, 1, 1)), None, [50.0])[0].is_nan());
    }

    #[test]
    fn what_is_not_a_number_has_no_percentile() {
        for nan in [f32::NAN, -f32::NAN] {
            let values =
                Array3::from_shape_fn((1, 2, 2), |(_, j, k)| if j > k { nan } else { 1.0 });
            assert!(percentiles(&values, None, [5.0])[0].is_nan());
        }
    }

    proptest! {
        #[test]
        fn counting_finds_what_sorting_finds(
            values in prop::collection::vec(
                prop_oneof![-2000.0..3000.0f32, (-5..5i8).prop_map(f32::from), prop::num::f32::NORMAL],
                24,
            ),
            percent in 0.0..100.0f64,
        ) {
            let mut list: Vec<f64> = values.iter().copied().map(f64::from).collect();
            let volume = Array3::from_shape_vec((2, 3, 4), values).unwrap();
            let [found] = percentiles(&volume, None, [percent]);
            prop_assert_eq!(found, percentile(&mut list, percent));
        }
    }
}
