//! Growth by steps between voxels that share a face.

use ndarray::{Array3, ArrayViewMut3, Axis, Zip, parallel::prelude::*};

/// The mask after growing `times` times by the cross of the six neighbours: all voxels that are at
/// most so many steps away. Linear in the number of voxels as long as `times` is below 255, with
/// one byte a voxel besides the mask.
///
/// ```
/// use ndarray::Array3;
///
/// let mut mask = Array3::from_elem((5, 5, 5), false);
/// mask[(2, 2, 2)] = true;
/// let near = morphology::grown(mask, 1);
/// // Itself and its six neighbours.
/// assert_eq!(near.iter().filter(|inside| **inside).count(), 7);
/// ```
pub fn grown(mut mask: Array3<bool>, times: usize) -> Array3<bool> {
    const MOST: usize = u8::MAX as usize - 1;
    // No voxel is farther from another.
    let mut left = times.min(mask.shape().iter().sum());
    while left > 0 {
        let steps = left.min(MOST);
        let mut field = mask.mapv(|inside| if inside { 0 } else { u8::MAX });
        for axis in 0..3 {
            spread(&mut field, Axis(axis), |n| n.saturating_add(1));
        }
        let within = |inside: &mut bool, n: &u8| *inside = usize::from(*n) <= steps;
        Zip::from(&mut mask).and(&field).par_for_each(within);
        left -= steps;
    }
    mask
}

/// Lets the values of a field run along an axis, changed by `next` with each step, until they meet
/// lower ones.
pub(crate) fn spread<T: Copy + Ord + Send + Sync>(
    field: &mut Array3<T>,
    axis: Axis,
    next: impl Fn(T) -> T + Sync,
) {
    /// Lines side by side that one thread treats together.
    const TOGETHER: usize = 8;
    let across = if axis == Axis(0) { Axis(1) } else { Axis(0) };
    field.axis_chunks_iter_mut(across, TOGETHER).into_par_iter().for_each(|mut part| {
        let len = part.len_of(axis);
        (1..len).for_each(|at| pass(part.view_mut(), axis, at, Way::Up, &next));
        (1..len).rev().for_each(|at| pass(part.view_mut(), axis, at, Way::Down, &next));
    });
}

/// Which way values run along an axis.
#[derive(Clone, Copy)]
enum Way {
    /// To higher places.
    Up,
    /// To lower places.
    Down,
}

/// One step between the places `at` − 1 and `at`.
fn pass<T: Copy + Ord>(
    part: ArrayViewMut3<'_, T>,
    axis: Axis,
    at: usize,
    way: Way,
    next: impl Fn(T) -> T,
) {
    let (mut below, mut above) = part.split_at(axis, at);
    let below = below.index_axis_mut(axis, at - 1);
    let above = above.index_axis_mut(axis, 0);
    let (from, to) = match way {
        Way::Up => (below, above),
        Way::Down => (above, below),
    };
    Zip::from(to).and(from).for_each(|to, from| *to = (*to).min(next(*from)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_grown_lies_within_so_many_steps() {
        let seeds = [(1usize, 2usize, 3usize), (11, 0, 7)];
        let mut mask = Array3::from_elem((12, 20, 9), false);
        seeds.iter().for_each(|seed| mask[*seed] = true);
        for times in [0, 1, 2, 5, 11, usize::MAX] {
            for ((x, y, z), &inside) in grown(mask.clone(), times).indexed_iter() {
                let near = |s: &(usize, usize, usize)| {
                    s.0.abs_diff(x) + s.1.abs_diff(y) + s.2.abs_diff(z) <= times
                };
                assert_eq!(inside, seeds.iter().any(near), "{times}");
            }
        }
    }

    #[test]
    fn many_steps_are_more_than_a_byte_counts() {
        let mask = Array3::from_shape_fn((1, 1, 1000), |(_, _, z)| z == 0);
        let count = |times| grown(mask.clone(), times).iter().filter(|inside| **inside).count();
        assert_eq!([254, 255, 600, 998, 2000].map(count), [255, 256, 601, 999, 1000]);
    }

    #[test]
    fn nothing_grows_from_nothing() {
        for shape in [(2, 3, 4), (0, 3, 4), (2, 3, 0)] {
            assert!(grown(Array3::from_elem(shape, false), 9).iter().all(|inside| !inside));
        }
    }
}
