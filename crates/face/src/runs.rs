//! Parts of space, seen on the grid of a slice.

use std::ops::Range;

use dicom_common::imaging::geometry::Plane;

use crate::region::Region;

/// mm; a part of a region that lies alone and is smaller than this may be overlooked.
const TILE: f64 = 4.0;

/// The voxels of a slice that go: runs of row · columns + column, ascending.
pub type Runs = Vec<Range<usize>>;

/// The voxels of a slice whose centres lie in a region.
///
/// ```
/// use dicom_common::imaging::geometry::Plane;
/// use face::{Region, runs};
/// use nalgebra::{Point3, Vector3};
///
/// /// Everything to the left of the middle.
/// struct Left;
/// impl Region for Left {
///     fn contains(&self, p: &Point3<f64>) -> bool {
///         p.x > 0.0
///     }
/// }
///
/// let plane = Plane {
///     origin: Point3::new(-8.0, 0.0, 0.0),
///     along_row: Vector3::x(),
///     along_column: Vector3::y(),
///     row_spacing: 1.0,
///     column_spacing: 1.0,
///     rows: 2,
///     columns: 16,
/// };
/// // Columns 9 to 15 of both rows.
/// assert_eq!(runs(&plane, &Left), [9..16, 25..32]);
/// ```
pub fn runs(plane: &Plane, region: &dyn Region) -> Runs {
    let tiles = Tiles::of(plane, region);
    let mut runs: Runs = Vec::new();
    let step = plane.along_row * plane.column_spacing;
    for row in 0..plane.rows {
        let first = plane.voxel(row, 0);
        for stretch in tiles.stretches(row) {
            for column in stretch.clone() {
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
    }
    runs
}

/// A slice in tiles, to pass over those that have nothing of the region in or next to them: most.
struct Tiles {
    /// Rows and columns of a tile.
    size: [usize; 2],
    /// For each row of tiles, the columns that are to be looked at: neighbouring tiles together.
    near: Vec<Vec<Range<usize>>>,
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
        let near = |at: usize| -> Vec<Range<usize>> {
            let above = at.saturating_sub(1);
            let around = hits.get(above..(at + 2).min(hits.len())).unwrap_or_default();
            let tiles = hits.first().map_or(0, Vec::len);
            let is_near = |at: &usize| {
                let left = at.saturating_sub(1);
                let hit = |row: &Vec<bool>| row.iter().skip(left).take(at + 2 - left).any(|h| *h);
                around.iter().any(hit)
            };
            let mut stretches: Vec<Range<usize>> = Vec::new();
            for at in (0..tiles).filter(is_near) {
                let end = ((at + 1) * columns).min(plane.columns);
                match stretches.last_mut() {
                    Some(last) if last.end == at * columns => last.end = end,
                    _ => stretches.push(at * columns..end),
                }
            }
            stretches
        };
        let near = (0..hits.len()).map(near).collect();
        Self { size, near }
    }

    /// The columns of a row that are to be looked at, ascending.
    fn stretches(&self, row: usize) -> &[Range<usize>] {
        let [rows, _] = self.size;
        self.near.get(row / rows).map(Vec::as_slice).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::{Point3, Vector3};

    /// A ball, to have curved limits.
    struct Ball(Point3<f64>, f64);
    impl Region for Ball {
        fn contains(&self, p: &Point3<f64>) -> bool {
            (p - self.0).norm() < self.1
        }
    }

    #[test]
    fn passing_over_tiles_changes_nothing() {
        let plane = Plane {
            origin: Point3::new(-10.0, -20.0, 0.0),
            along_row: Vector3::x(),
            along_column: Vector3::y(),
            row_spacing: 0.7,
            column_spacing: 0.9,
            rows: 130,
            columns: 97,
        };
        for ball in [Ball(plane.voxel(60, 40), 20.0), Ball(plane.voxel(0, 96), 11.0)] {
            let all: Vec<usize> =
                (0..130 * 97).filter(|at| ball.contains(&plane.voxel(at / 97, at % 97))).collect();
            assert_eq!(runs(&plane, &ball).into_iter().flatten().collect::<Vec<_>>(), all);
        }
    }
}
