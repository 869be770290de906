//! Morphology by balls: exact, as by the distance transform, but no farther than the ball reaches.

use ndarray::{Array2, Array3, ArrayView1, ArrayViewMut1, Axis, Slice, Zip, parallel::prelude::*};

use crate::planes::steps_across;

/// The mask grown by a ball of this radius in mm; `spacing` is the distance of neighbouring voxels
/// along each axis in mm. The first axis has no more than `u16::MAX` voxels.
pub fn dilated(mask: &Array3<bool>, spacing: [f64; 3], radius: f64) -> Array3<bool> {
    let [across, down, right] = spacing;
    let reach = (radius * radius) as f32;
    let square = |steps: u16| match steps {
        u16::MAX => f32::INFINITY,
        steps => (f64::from(steps) * across).powi(2) as f32,
    };
    let mut grown = Array3::from_elem(mask.dim(), false);
    let steps = steps_across(mask);
    let planes = grown.outer_iter_mut().into_par_iter().zip(steps.outer_iter().into_par_iter());
    planes.for_each(|(mut grown, steps)| {
        let mut plane = steps.mapv(square);
        if plane.iter().all(|square| *square > reach) {
            return;
        }
        for (axis, step) in [(Axis(0), down), (Axis(1), right)] {
            plane = lowest_around(&plane, axis, step, radius);
        }
        Zip::from(&mut grown).and(&plane).for_each(|grown, square| *grown = *square <= reach);
    });
    grown
}

/// The mask shrunk by a ball of this radius in mm; beyond the grid counts as inside.
pub fn eroded(mask: &Array3<bool>, spacing: [f64; 3], radius: f64) -> Array3<bool> {
    let mut outside = dilated(&mask.mapv(|inside| !inside), spacing, radius);
    outside.par_mapv_inplace(|near| !near);
    outside
}

/// The mask grown, then shrunk by a ball of this radius in mm: gaps and bays narrower than twice
/// that are bridged.
///
/// ```
/// use morphology::closed;
/// use ndarray::Array3;
///
/// // Two plates that are 4 mm apart, on a grid with voxels of 2 mm.
/// let plates = Array3::from_shape_fn((7, 7, 7), |(x, _, _)| x == 2 || x == 4);
/// let joined = closed(&plates, [2.0; 3], 3.0);
/// assert!(joined[(3, 3, 3)] && !joined[(0, 3, 3)]);
/// ```
pub fn closed(mask: &Array3<bool>, spacing: [f64; 3], radius: f64) -> Array3<bool> {
    let mut result = eroded(&dilated(mask, spacing, radius), spacing, radius);
    Zip::from(&mut result).and(mask).for_each(|to, &from| *to |= from);
    result
}

/// `min over j of values[j] + ((i − j) · step)²` along an axis, for places j up to `radius` mm away.
fn lowest_around(values: &Array2<f32>, axis: Axis, step: f64, radius: f64) -> Array2<f32> {
    let mut lowest = values.clone();
    // No place is farther than the axis is long.
    let most = values.len_of(axis).saturating_sub(1);
    for away in 1..=((radius / step) as usize).min(most) {
        let more = (away as f64 * step).powi(2) as f32;
        let (later, earlier) = (Slice::from(away..), Slice::from(..-(away as isize)));
        for (here, there) in [(later, earlier), (earlier, later)] {
            let mut lowest = lowest.slice_axis_mut(axis, here);
            let values = values.slice_axis(axis, there);
            for (lowest, values) in lowest.rows_mut().into_iter().zip(values.rows()) {
                lower(lowest, values, more);
            }
        }
    }
    lowest
}

/// Takes each value with `more` added where that is less.
fn lower(mut lowest: ArrayViewMut1<'_, f32>, values: ArrayView1<'_, f32>, more: f32) {
    let least = |lowest: &mut f32, value: &f32| {
        let value = value + more;
        *lowest = if value < *lowest { value } else { *lowest };
    };
    // Most of the time of a dilation: values side by side in memory are taken several at a time.
    match (lowest.as_slice_mut(), values.as_slice()) {
        (Some(lowest), Some(values)) => {
            lowest.iter_mut().zip(values).for_each(|(lowest, value)| least(lowest, value));
        }
        _ => Zip::from(lowest).and(values).for_each(least),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::squared_distance;

    #[test]
    fn a_ball_reaches_what_the_distance_says() {
        let mask =
            Array3::from_shape_fn((9, 12, 17), |(x, y, z)| (x * 7 + y * 5 + z * 3) % 211 == 0);
        for (spacing, radius) in [([1.5, 1.0, 3.0], 4.0), ([2.0; 3], 6.0), ([0.7, 5.0, 0.4], 40.0)]
        {
            let near = squared_distance(&mask, spacing).mapv(|square| square <= radius * radius);
            assert_eq!(dilated(&mask, spacing, radius.into()), near);
            let far = eroded(&mask.mapv(|inside| !inside), spacing, radius.into());
            assert_eq!(far, near.mapv(|near| !near));
        }
        assert!(!dilated(&Array3::from_elem((2, 3, 4), false), [1.0; 3], 9.0).iter().any(|at| *at));
    }

    #[test]
    fn closing_bridges_gaps_and_keeps_the_rest() {
        let mask = Array3::from_shape_fn((11, 3, 3), |(x, _, _)| !(4..=5).contains(&x));
        assert!(closed(&mask, [1.0; 3], 2.0).iter().all(|inside| *inside));
        let far = Array3::from_shape_fn((21, 3, 3), |(x, _, _)| !(4..=15).contains(&x));
        assert_eq!(closed(&far, [1.0; 3], 2.0), far);
    }
}
