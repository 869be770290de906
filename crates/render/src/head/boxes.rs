//! Erosion and dilation of a mask by boxes, one axis after the other.

use nalgebra::Vector3;
use ndarray::{Array3, ArrayViewMut1, Axis, Zip};

/// Keeps voxels whose box of ± `radius` voxels is set; what lies beyond the edge does not matter.
pub fn erode(mask: &mut Array3<bool>, radius: Vector3<usize>) {
    spread(mask, radius, false);
}

/// Sets voxels whose box of ± `radius` voxels is set somewhere.
pub fn dilate(mask: &mut Array3<bool>, radius: Vector3<usize>) {
    spread(mask, radius, true);
}

/// Spreads one of the two states.
fn spread(mask: &mut Array3<bool>, radius: Vector3<usize>, state: bool) {
    for (axis, radius) in radius.iter().enumerate().filter(|(_, radius)| **radius > 0) {
        Zip::from(mask.lanes_mut(Axis(axis))).par_for_each(|line| both_ways(line, *radius, state));
    }
}

fn both_ways(mut line: ArrayViewMut1<'_, bool>, radius: usize, state: bool) {
    // What one way sets must not spread again on the other.
    let before = line.to_vec();
    one_way(line.iter_mut().zip(&before), radius, state);
    one_way(line.iter_mut().zip(&before).rev(), radius, state);
}

fn one_way<'a>(line: impl Iterator<Item = (&'a mut bool, &'a bool)>, radius: usize, state: bool) {
    let mut left = 0;
    for (value, before) in line {
        if *before == state {
            left = radius;
        } else if left > 0 {
            *value = state;
            left -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Array3<bool> {
        Array3::from_shape_fn((1, 1, text.len()), |(_, _, z)| text.as_bytes()[z] == b'#')
    }

    #[test]
    fn boxes_grow_and_shrink_by_their_radius() {
        let along = Vector3::new(0, 0, 2);
        let mut mask = line("....#.........#");
        dilate(&mut mask, along);
        assert_eq!(mask, line("..#####.....###"));
        erode(&mut mask, along);
        assert_eq!(mask, line("....#.........#"));
    }

    #[test]
    fn a_box_grows_along_all_axes() {
        let mut mask = Array3::from_elem((5, 5, 5), false);
        mask[(2, 2, 2)] = true;
        dilate(&mut mask, Vector3::new(1, 2, 0));
        assert_eq!(mask.iter().filter(|set| **set).count(), 15);
    }
}
