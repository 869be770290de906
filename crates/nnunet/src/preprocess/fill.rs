//! Holes in masks (scipy's binary_fill_holes).

use ndarray::Array3;

/// The mask with all that is enclosed by it: what cannot be left over faces of voxels.
pub(super) fn filled(mask: Array3<bool>) -> Array3<bool> {
    let (nz, ny, nx) = mask.dim();
    let mut outside = Array3::from_elem(mask.dim(), false);
    let mut stack = Vec::new();
    let mut visit = |at: (usize, usize, usize), stack: &mut Vec<_>| {
        if let (Some(false), Some(outside @ false)) = (mask.get(at), outside.get_mut(at)) {
            *outside = true;
            stack.push(at);
        }
    };
    for ((z, y, x), _) in mask.indexed_iter() {
        if z == 0 || y == 0 || x == 0 || z + 1 == nz || y + 1 == ny || x + 1 == nx {
            visit((z, y, x), &mut stack);
            while let Some((z, y, x)) = stack.pop() {
                for at in [
                    (z.wrapping_sub(1), y, x),
                    (z + 1, y, x),
                    (z, y.wrapping_sub(1), x),
                    (z, y + 1, x),
                    (z, y, x.wrapping_sub(1)),
                    (z, y, x + 1),
                ] {
                    visit(at, &mut stack);
                }
            }
        }
    }
    outside.mapv(|outside| !outside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_enclosed_is_filled() {
        let mut shell = Array3::from_elem((5, 5, 5), false);
        shell.slice_each_axis_mut(|_| (1..4).into()).fill(true);
        shell[[2, 2, 2]] = false;
        assert_eq!(filled(shell.clone()).iter().filter(|inside| **inside).count(), 27);
        // A way out over a face; an edge would be none.
        shell[[1, 1, 1]] = false;
        assert_eq!(filled(shell.clone()).iter().filter(|inside| **inside).count(), 26);
        shell[[1, 2, 2]] = false;
        assert_eq!(filled(shell.clone()), shell);
    }
}
