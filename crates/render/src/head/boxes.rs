//! Erosion and dilation of a mask by boxes, one axis after the other.

use nalgebra::Vector3;
use ndarray::iter::AxisIterMut;
use ndarray::parallel::prelude::*;
use ndarray::{Array3, ArrayView1, ArrayViewMut1, Axis, Ix2, Zip};

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
        match axis {
            0 => rows_both_ways(mask.axis_iter_mut(Axis(1)), *radius, state),
            1 => rows_both_ways(mask.axis_iter_mut(Axis(0)), *radius, state),
            _ => {
                let lines = Zip::from(mask.lanes_mut(Axis(axis)));
                lines.par_for_each(|line| both_ways(line, *radius, state));
            }
        }
    }
}

/// Spreads across the rows of planes: voxels side by side in memory are taken together.
fn rows_both_ways(planes: AxisIterMut<'_, bool, Ix2>, radius: usize, state: bool) {
    let radius = u32::try_from(radius).unwrap_or(u32::MAX);
    planes.into_par_iter().for_each(|mut plane| {
        // What one way sets must not spread again on the other.
        let before = plane.to_owned();
        let mut left = vec![0; plane.ncols()];
        for (row, before) in plane.outer_iter_mut().zip(before.outer_iter()) {
            step(row, before, &mut left, radius, state);
        }
        left.fill(0);
        for (row, before) in plane.outer_iter_mut().zip(before.outer_iter()).rev() {
            step(row, before, &mut left, radius, state);
        }
    });
}

/// From row to row; `left` says for each column how far the state still spreads.
fn step(
    row: ArrayViewMut1<'_, bool>,
    before: ArrayView1<'_, bool>,
    left: &mut [u32],
    radius: u32,
    state: bool,
) {
    for ((value, before), left) in row.into_iter().zip(before).zip(left) {
        let is_state = *before == state;
        *value = if *left > 0 && !is_state { state } else { *value };
        *left = if is_state { radius } else { left.saturating_sub(1) };
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
    fn each_axis_is_treated_alike() {
        let along = line("..#....##.....#.....");
        let radius = 3;
        for (axis, radius) in [
            (0, Vector3::new(radius, 0, 0)),
            (1, Vector3::new(0, radius, 0)),
            (2, Vector3::new(0, 0, radius)),
        ] {
            // The line beside lines that hold nothing, along each axis.
            let turned = |mask: &Array3<bool>| {
                let mut all = Array3::from_elem((20, 20, 20), false);
                all.lanes_mut(Axis(axis)).into_iter().nth(45).unwrap().assign(&mask.flatten());
                all
            };
            let mut expected = [along.clone(), along.clone()];
            dilate(&mut expected[0], Vector3::new(0, 0, 3));
            erode(&mut expected[1], Vector3::new(0, 0, 3));
            let mut found = [turned(&along), turned(&along)];
            dilate(&mut found[0], radius);
            erode(&mut found[1], radius);
            assert_eq!(found, expected.each_ref().map(turned), "{axis}");
        }
    }

    #[test]
    fn a_box_grows_along_all_axes() {
        let mut mask = Array3::from_elem((5, 5, 5), false);
        mask[(2, 2, 2)] = true;
        dilate(&mut mask, Vector3::new(1, 2, 0));
        assert_eq!(mask.iter().filter(|set| **set).count(), 15);
    }
}
