//! Which voxels are the head: the largest connected part above a threshold.

mod boxes;

use morphology::largest_component;
use ndarray::{Array3, Zip};

use crate::grid::Grid;

/// Thin parts of the head, such as the wings of the nose or the scalp over dark bone, lie within
/// this many mm of its bulk.
const THIN: f64 = 12.0;
/// The largest radius of an opening, in voxels; no grid is larger.
const FARTHEST: f64 = 1e6;

/// The largest 6-connected part of the voxels above a threshold. Parts that hang together by less
/// than twice `opening` mm, such as a head and its holder, are told apart first; what remains of a
/// holder lies next to the head. 0 leaves the voxels as they are.
pub fn head(grid: &Grid<'_>, threshold: f32, opening: f64) -> Array3<bool> {
    let mut above = Array3::from_elem(grid.values.dim(), false);
    Zip::from(&mut above)
        .and(&grid.values)
        .par_for_each(|above, value| *above = *value > threshold);
    let voxels =
        |mm: f64| grid.spacing.map(|spacing| (mm / spacing).round().clamp(0.0, FARTHEST) as usize);
    let radius = voxels(opening);
    if radius.iter().any(|radius| *radius > 0) {
        let mut bulk = above.clone();
        boxes::erode(&mut bulk, radius);
        bulk = largest_component(&bulk);
        boxes::dilate(&mut bulk, radius + voxels(THIN));
        Zip::from(&mut above).and(&bulk).par_for_each(|above, near| *above &= near);
    }
    largest_component(&above)
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::Point3;

    /// A ball of 20 mm on a table that touches it.
    fn lying() -> Array3<f32> {
        Array3::from_shape_fn((64, 64, 64), |(x, y, z)| {
            let off = [x, y, z].map(|i| i as f64 - 30.0);
            let ball = off.iter().map(|o| o * o).sum::<f64>() <= 400.0;
            let table = (50..53).contains(&y);
            if ball || table { 0.0 } else { -1000.0 }
        })
    }

    #[test]
    fn the_head_is_kept_and_the_table_under_it_is_not() {
        let values = lying();
        let grid = Grid::isotropic(Point3::origin(), 1.0, values.view());
        let all = head(&grid, -300.0, 0.0);
        assert!(all[(5, 51, 5)] && all[(30, 30, 30)]);
        let ball = head(&grid, -300.0, 2.0);
        assert!(!ball[(0, 51, 0)] && !ball[(63, 51, 63)]);
        for surface in [(30, 10, 30), (10, 30, 30), (50, 30, 30), (30, 30, 10), (30, 30, 50)] {
            assert!(ball[surface], "{surface:?}");
        }
    }

    #[test]
    fn thin_parts_of_the_head_stay() {
        // Skin of one voxel over dark bone of 6 mm.
        let values = Array3::from_shape_fn((70, 70, 70), |(x, y, z)| {
            let r = [x, y, z].map(|i| (i as f64 - 35.0).powi(2)).iter().sum::<f64>().sqrt();
            let bridge = x == 35 && z == 35 && y < 35;
            let tissue = r < 22.0 || (28.5..30.0).contains(&r) || (bridge && r < 29.0);
            if tissue { 300.0 } else { 0.0 }
        });
        let grid = Grid::isotropic(Point3::origin(), 1.0, values.view());
        assert_eq!(head(&grid, 150.0, 2.0), values.mapv(|value| value > 150.0));
    }

    #[test]
    fn no_data_is_no_head() {
        let values = Array3::from_elem((4, 4, 4), f32::NAN);
        let grid = Grid::isotropic(Point3::origin(), 1.0, values.view());
        assert!(head(&grid, -300.0, 2.0).iter().all(|inside| !inside));
        let none = Array3::from_elem((0, 0, 0), 0.0_f32);
        let grid = Grid::isotropic(Point3::origin(), 1.0, none.view());
        assert!(head(&grid, -300.0, 2.0).is_empty());
    }
}
