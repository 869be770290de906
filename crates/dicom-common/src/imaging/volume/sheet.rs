//! A plane of averaged pixels, from which the working copy is interpolated.

use nalgebra::{Point3, Vector3};

use crate::imaging::geometry::Plane;

/// A grid of pixels in a plane, whose rows and columns need not be at a right angle. LPS, mm.
#[derive(Clone, Debug)]
pub(crate) struct Grid {
    /// Centre of the first pixel.
    pub(crate) origin: Point3<f64>,
    /// From a pixel to the one in the next row.
    pub(crate) by_row: Vector3<f64>,
    /// From a pixel to the one in the next column.
    pub(crate) by_column: Vector3<f64>,
    /// Number of rows.
    pub(crate) rows: usize,
    /// Number of columns.
    pub(crate) columns: usize,
}

impl From<&Plane> for Grid {
    fn from(plane: &Plane) -> Self {
        Self {
            origin: plane.origin,
            by_row: plane.along_column * plane.row_spacing,
            by_column: plane.along_row * plane.column_spacing,
            rows: plane.rows,
            columns: plane.columns,
        }
    }
}

/// Values on a grid.
#[derive(Clone, Debug)]
pub(crate) struct Sheet {
    grid: Grid,
    /// The row of a point is its offset from the origin in mm, dotted with this (not whole numbers).
    to_row: Vector3<f64>,
    /// The same of its column.
    to_column: Vector3<f64>,
    /// By row, then column.
    values: Vec<f32>,
}

impl Sheet {
    /// Averages the pixels of a grid in boxes of about `spacing` mm. `fill` gives the values of a row.
    pub(crate) fn average(
        pixels: &Grid,
        spacing: f64,
        mut fill: impl FnMut(usize, &mut [f32]),
    ) -> Sheet {
        let Grid { origin, by_row, by_column, rows, columns } = *pixels;
        let (high, wide) = (box_size(spacing, by_row.norm()), box_size(spacing, by_column.norm()));
        let (sheet_rows, sheet_columns) = (rows.div_ceil(high), columns.div_ceil(wide));
        let mut values = vec![0.0; sheet_rows * sheet_columns];
        let mut row_values = vec![0.0; columns];
        for (r, sums) in values.chunks_mut(sheet_columns.max(1)).enumerate() {
            let tall = r * high..rows.min((r + 1) * high);
            let count = tall.len();
            for row in tall {
                fill(row, &mut row_values);
                for (sum, pixels) in sums.iter_mut().zip(row_values.chunks(wide)) {
                    *sum += pixels.iter().sum::<f32>() / (pixels.len() * count) as f32;
                }
            }
        }
        let grid = Grid {
            origin: origin
                + by_row * ((high - 1) as f64 / 2.0)
                + by_column * ((wide - 1) as f64 / 2.0),
            by_row: by_row * high as f64,
            by_column: by_column * wide as f64,
            rows: sheet_rows,
            columns: sheet_columns,
        };
        let to_row = dual(&grid.by_row, &grid.by_column);
        let to_column = dual(&grid.by_column, &grid.by_row);
        Sheet { grid, to_row, to_column, values }
    }

    /// The mean of neighbouring sheets of one size, at their mean position. `None` for none.
    pub(crate) fn mean(sheets: &[Sheet]) -> Option<Sheet> {
        let (first, rest) = sheets.split_first()?;
        let mut mean = first.clone();
        let share = 1.0 / sheets.len() as f64;
        mean.grid.origin =
            Point3::from(sheets.iter().map(|s| s.grid.origin.coords * share).sum::<Vector3<f64>>());
        for sheet in rest {
            for (sum, value) in mean.values.iter_mut().zip(&sheet.values) {
                *sum += value;
            }
        }
        for sum in &mut mean.values {
            *sum *= share as f32;
        }
        Some(mean)
    }

    /// mm along a direction.
    pub(crate) fn position(&self, normal: &Vector3<f64>) -> f64 {
        self.grid.origin.coords.dot(normal)
    }

    /// The four corners of the area that its pixels fill.
    pub(crate) fn corners(&self) -> [Point3<f64>; 4] {
        let Grid { origin, by_row, by_column, rows, columns } = self.grid;
        let at = |row: f64, column: f64| origin + by_row * row + by_column * column;
        let (bottom, right) = (rows as f64 - 0.5, columns as f64 - 0.5);
        [at(-0.5, -0.5), at(bottom, -0.5), at(-0.5, right), at(bottom, right)]
    }

    /// The value at the orthogonal projection of a point: linear between pixels, NaN outside.
    pub(crate) fn sample(&self, p: &Point3<f64>) -> f32 {
        self.locate(p).map_or(f32::NAN, |on_grid| self.value(&on_grid))
    }

    /// Where the orthogonal projection of a point lies; none outside.
    pub(crate) fn locate(&self, p: &Point3<f64>) -> Option<OnGrid> {
        let offset = p - self.grid.origin;
        let (row, down) = between(offset.dot(&self.to_row), self.grid.rows)?;
        let (column, right) = between(offset.dot(&self.to_column), self.grid.columns)?;
        Some(OnGrid { row, down, column, right })
    }

    /// The value there: linear between pixels.
    pub(crate) fn value(&self, on_grid: &OnGrid) -> f32 {
        let OnGrid { row, down, column, right } = *on_grid;
        let Grid { rows, columns, .. } = self.grid;
        let along = |row: usize| {
            let pixel = |column: usize| self.values.get(row * columns + column).copied();
            let first = pixel(column).unwrap_or(f32::NAN);
            // The last column has no next one.
            let second = if column + 1 < columns { pixel(column + 1) } else { None };
            first * (1.0 - right) + second.unwrap_or(first) * right
        };
        let upper = along(row);
        let lower = if row + 1 < rows { along(row + 1) } else { upper };
        upper * (1.0 - down) + lower * down
    }

    /// Whether every point has the same row and column on both, to a millionth of a pixel.
    pub(crate) fn lines_up_with(&self, other: &Sheet) -> bool {
        const NEAR: f64 = 1e-6;
        let corners = self.corners().into_iter().zip(other.corners());
        let near = |offset: Vector3<f64>| {
            offset.dot(&self.to_row).abs() <= NEAR && offset.dot(&self.to_column).abs() <= NEAR
        };
        (self.grid.rows, self.grid.columns) == (other.grid.rows, other.grid.columns)
            && corners.map(|(a, b)| b - a).all(near)
    }
}

/// Where a point lies on a grid.
pub(crate) struct OnGrid {
    /// The row before it.
    row: usize,
    /// The fraction of the distance from that row to the next.
    down: f32,
    /// The column before it.
    column: usize,
    /// The fraction of the distance from that column to the next.
    right: f32,
}

/// Pixels of a box of about so many mm.
fn box_size(spacing: f64, pixel: f64) -> usize {
    (spacing / pixel).round().max(1.0) as usize
}

/// The vector whose dot product with `a` is 1, and with `b` and the normal 0.
fn dual(a: &Vector3<f64>, b: &Vector3<f64>) -> Vector3<f64> {
    let across = a - b * (a.dot(b) / b.norm_squared());
    across / across.dot(a)
}

/// The row or column before a coordinate, and the fraction of the distance to the next one. Up to half
/// a pixel beyond the outermost centres counts as these; `None` further out.
fn between(coordinate: f64, count: usize) -> Option<(usize, f32)> {
    let last = count as f64 - 1.0;
    if !(-0.5..=last + 0.5).contains(&coordinate) {
        return None;
    }
    let coordinate = coordinate.clamp(0.0, last);
    // Not below 0, so that the cast rounds down.
    let before = coordinate as u32;
    Some((before as usize, (coordinate - f64::from(before)) as f32))
}
