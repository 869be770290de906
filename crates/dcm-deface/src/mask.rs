//! Which voxels go: a part of space, seen on the grid of a stack.

use std::ops::Range;

use dicom_common::imaging::geometry::Plane;
use dicom_common::imaging::series::Modality;
use dicom_common::imaging::volume::Coarse;
use face::{Region, Runs, runs};
use rayon::prelude::*;

/// The voxels of parallel slices whose centres lie in a region.
pub fn cut(planes: &[&Plane], region: &dyn Region) -> Vec<Runs> {
    planes.par_iter().map(|plane| runs(plane, region)).collect()
}

/// One byte for each voxel of a slice: 1 kept, 0 removed.
pub fn kept(plane: &Plane, runs: &[Range<usize>]) -> Vec<u8> {
    let mut kept = vec![1; plane.rows * plane.columns];
    for run in runs {
        if let Some(removed) = kept.get_mut(run.clone()) {
            removed.fill(0);
        }
    }
    kept
}

/// Which part of the body that a working copy shows lies in a region, 0 to 1.
pub fn part_removed(coarse: &Coarse, modality: Modality, region: &dyn Region) -> f64 {
    let floor = coarse.floor(modality);
    let (mut body, mut removed) = (0u64, 0u64);
    for ((x, y, z), _) in coarse.values.indexed_iter().filter(|(_, value)| **value > floor) {
        body += 1;
        removed += u64::from(region.contains(&coarse.point([x, y, z])));
    }
    removed as f64 / body.max(1) as f64
}

/// Everything on the front side of a plane: what tests remove.
#[cfg(test)]
pub struct Front(pub f64);

#[cfg(test)]
impl Region for Front {
    fn contains(&self, p: &nalgebra::Point3<f64>) -> bool {
        p.y < self.0
    }
}

#[cfg(test)]
#[allow(clippy::single_range_in_vec_init, reason = "runs are ranges")]
mod tests {
    use super::*;
    use nalgebra::{Point3, Vector3};
    use ndarray::Array3;

    fn plane(z: f64) -> Plane {
        Plane {
            origin: Point3::new(-10.0, -20.0, z),
            along_row: Vector3::x(),
            along_column: Vector3::y(),
            row_spacing: 10.0,
            column_spacing: 5.0,
            rows: 4,
            columns: 3,
        }
    }

    #[test]
    fn voxels_go_where_their_centres_lie_in_the_region() {
        // Rows at -20, -10, 0, 10.
        let cut = cut(&[&plane(0.0), &plane(5.0)], &Front(-5.0));
        assert_eq!(cut, [vec![0..6], vec![0..6]]);
        assert_eq!(kept(&plane(0.0), &[1..3, 6..7]), [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 1, 1]);
    }

    #[test]
    fn the_body_of_ct_is_what_is_no_air() {
        let body = |(_, y, _)| if y < 5 { -1000.0 } else { 40.0 };
        let values = Array3::from_shape_fn((4, 10, 4), body);
        let coarse = Coarse { origin: Point3::origin(), spacing: 1.0, values };
        let part = |y| part_removed(&coarse, Modality::Ct, &Front(y));
        assert_eq!([4.5, 5.5, 7.5, 9.5].map(part), [0.0, 0.2, 0.6, 1.0]);
    }

    #[test]
    fn the_body_is_told_from_background_in_mr_of_any_scale() {
        for scale in [1.0, 1000.0] {
            let body = |(_, y, _)| if y < 6 { 0.05 * scale } else { scale };
            let mut values = Array3::from_shape_fn((4, 10, 4), body);
            values[[0, 0, 0]] = f32::NAN;
            let coarse = Coarse { origin: Point3::origin(), spacing: 1.0, values };
            let part = |y| part_removed(&coarse, Modality::Mr, &Front(y));
            assert_eq!([5.5, 7.5, 9.5].map(part), [0.0, 0.5, 1.0]);
        }
    }
}
