//! Which voxels go: a part of space, seen on the grid of a stack.

use std::ops::Range;

use dicom_common::geometry::Plane;
use dicom_common::series::Modality;
use dicom_common::volume::Coarse;
use face::Region;
use rayon::prelude::*;

/// HU above which a voxel of CT is no air.
const AIR: f32 = -300.0;

/// mm; a part of a region that lies alone and is smaller than this may be overlooked.
const TILE: f64 = 4.0;

/// The voxels of a slice that go: runs of row · columns + column, ascending.
pub type Runs = Vec<Range<usize>>;

/// The voxels of parallel slices whose centres lie in a region.
pub fn cut(planes: &[&Plane], region: &dyn Region) -> Vec<Runs> {
    planes.par_iter().map(|plane| runs(plane, region)).collect()
}

fn runs(plane: &Plane, region: &dyn Region) -> Runs {
    let tiles = Tiles::of(plane, region);
    let mut runs: Runs = Vec::new();
    let step = plane.along_row * plane.column_spacing;
    for row in 0..plane.rows {
        let first = plane.voxel(row, 0);
        for column in tiles.columns(row) {
            if !region.contains(&(first + step * column as f64)) {
                continue;
            }
            let at = row * plane.columns + column;
            match runs.last_mut() {
                Some(run) if run.end == at => run.end += 1,
                _ => runs.push(at..at + 1),
            }
        }
    }
    runs
}

/// A slice in tiles, to pass over those that have nothing of the region in or next to them: most.
struct Tiles {
    /// Rows and columns of a tile.
    size: [usize; 2],
    /// Columns of the slice.
    columns: usize,
    /// For each row of tiles, which tiles are to be looked at.
    near: Vec<Vec<bool>>,
}

impl Tiles {
    fn of(plane: &Plane, region: &dyn Region) -> Self {
        let size = [plane.row_spacing, plane.column_spacing]
            .map(|spacing| ((TILE / spacing) as usize).max(1));
        let [rows, columns] = size;
        let hits = |row: usize| -> Vec<bool> {
            (0..plane.columns)
                .step_by(columns)
                .map(|column| region.contains(&plane.voxel(row, column)))
                .collect()
        };
        let hits: Vec<Vec<bool>> = (0..plane.rows).step_by(rows).map(hits).collect();
        let near = |at: usize| -> Vec<bool> {
            let above = at.saturating_sub(1);
            let around = hits.get(above..(at + 2).min(hits.len())).unwrap_or_default();
            let tiles = hits.first().map_or(0, Vec::len);
            (0..tiles)
                .map(|at| {
                    let left = at.saturating_sub(1);
                    let hit =
                        |row: &Vec<bool>| row.iter().skip(left).take(at + 2 - left).any(|h| *h);
                    around.iter().any(hit)
                })
                .collect()
        };
        let near = (0..hits.len()).map(near).collect();
        Self { size, columns: plane.columns, near }
    }

    /// The columns of a row that are to be looked at, ascending.
    fn columns(&self, row: usize) -> impl Iterator<Item = usize> {
        let [rows, columns] = self.size;
        let near = self.near.get(row / rows).map(Vec::as_slice).unwrap_or_default();
        let tiles = near.iter().enumerate().filter(|(_, near)| **near);
        tiles.flat_map(move |(at, _)| at * columns..((at + 1) * columns).min(self.columns))
    }
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
    let floor = floor(coarse, modality);
    let (mut body, mut removed) = (0u64, 0u64);
    for ((x, y, z), _) in coarse.values.indexed_iter().filter(|(_, value)| **value > floor) {
        body += 1;
        removed += u64::from(region.contains(&coarse.point([x, y, z])));
    }
    removed as f64 / body.max(1) as f64
}

/// Above this value a voxel is no air.
pub fn floor(coarse: &Coarse, modality: Modality) -> f32 {
    match modality {
        Modality::Ct => AIR,
        Modality::Mr => mr_floor(coarse),
    }
}

/// MR signal has no unit: a quarter of the mean of what is brighter than the mean.
fn mr_floor(coarse: &Coarse) -> f32 {
    let mean = |values: &mut dyn Iterator<Item = f32>| {
        let (sum, n) = values.fold((0.0, 0u64), |(sum, n), value| (sum + f64::from(value), n + 1));
        (sum / n.max(1) as f64) as f32
    };
    let values = || coarse.values.iter().copied().filter(|value| value.is_finite());
    let all = mean(&mut values());
    mean(&mut values().filter(|value| *value > all)) / 4.0
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

    /// A ball, to have curved limits.
    struct Ball(Point3<f64>, f64);
    impl Region for Ball {
        fn contains(&self, p: &Point3<f64>) -> bool {
            (p - self.0).norm() < self.1
        }
    }

    #[test]
    fn passing_over_tiles_changes_nothing() {
        let plane =
            Plane { row_spacing: 0.7, column_spacing: 0.9, rows: 130, columns: 97, ..plane(0.0) };
        for ball in [Ball(plane.voxel(60, 40), 20.0), Ball(plane.voxel(0, 96), 11.0)] {
            let all: Vec<usize> =
                (0..130 * 97).filter(|at| ball.contains(&plane.voxel(at / 97, at % 97))).collect();
            assert_eq!(runs(&plane, &ball).into_iter().flatten().collect::<Vec<_>>(), all);
        }
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
