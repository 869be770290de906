//! A plane of averaged pixels, from which the working copy is interpolated.

use nalgebra::{Point3, Vector3};

use crate::imaging::geometry::Plane;

/// Values on a parallelogram of points.
#[derive(Clone, Debug)]
pub(crate) struct Sheet {
    /// Centre of the first pixel.
    origin: Point3<f64>,
    /// Dotted with the way from the origin they give the row and the column.
    to_row: Vector3<f64>,
    to_column: Vector3<f64>,
    /// From pixel to pixel along a column, along a row.
    by_row: Vector3<f64>,
    by_column: Vector3<f64>,
    rows: usize,
    columns: usize,
    values: Vec<f32>,
}

impl Sheet {
    /// Averages the pixels of a slice in boxes of about `spacing` mm. `fill` gives the values of a
    /// row.
    pub(crate) fn average(
        plane: &Plane,
        spacing: f64,
        mut fill: impl FnMut(usize, &mut [f32]),
    ) -> Sheet {
        let by_row = plane.along_column * plane.row_spacing;
        let by_column = plane.along_row * plane.column_spacing;
        Self::skewed(
            plane.origin,
            by_row,
            by_column,
            [plane.rows, plane.columns],
            spacing,
            &mut fill,
        )
    }

    /// The same of a slice whose rows and columns need not be at a right angle.
    pub(crate) fn skewed(
        origin: Point3<f64>,
        by_row: Vector3<f64>,
        by_column: Vector3<f64>,
        [rows, columns]: [usize; 2],
        spacing: f64,
        fill: &mut dyn FnMut(usize, &mut [f32]),
    ) -> Sheet {
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
        let origin =
            origin + by_row * ((high - 1) as f64 / 2.0) + by_column * ((wide - 1) as f64 / 2.0);
        let (by_row, by_column) = (by_row * high as f64, by_column * wide as f64);
        let (to_row, to_column) = (dual(&by_row, &by_column), dual(&by_column, &by_row));
        Sheet {
            origin,
            to_row,
            to_column,
            by_row,
            by_column,
            rows: sheet_rows,
            columns: sheet_columns,
            values,
        }
    }

    /// The mean of neighbouring sheets of one size, at their mean place. `None` for none.
    pub(crate) fn mean(sheets: &[Sheet]) -> Option<Sheet> {
        let (first, rest) = sheets.split_first()?;
        let mut mean = first.clone();
        let share = 1.0 / sheets.len() as f64;
        mean.origin =
            Point3::from(sheets.iter().map(|s| s.origin.coords * share).sum::<Vector3<f64>>());
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
        self.origin.coords.dot(normal)
    }

    /// The four corners of the area that its pixels fill.
    pub(crate) fn corners(&self) -> [Point3<f64>; 4] {
        let at = |row: f64, column: f64| self.origin + self.by_row * row + self.by_column * column;
        let (bottom, right) = (self.rows as f64 - 0.5, self.columns as f64 - 0.5);
        [at(-0.5, -0.5), at(bottom, -0.5), at(-0.5, right), at(bottom, right)]
    }

    /// The value at the orthogonal projection of a point: linear between pixels, NaN outside.
    pub(crate) fn sample(&self, p: &Point3<f64>) -> f32 {
        self.place(p).map_or(f32::NAN, |place| self.value(&place))
    }

    /// Where the orthogonal projection of a point lies; none outside.
    pub(crate) fn place(&self, p: &Point3<f64>) -> Option<Place> {
        let way = p - self.origin;
        let (row, down) = between(way.dot(&self.to_row), self.rows)?;
        let (column, right) = between(way.dot(&self.to_column), self.columns)?;
        Some(Place { row, down, column, right })
    }

    /// The value at a place: linear between pixels.
    pub(crate) fn value(&self, place: &Place) -> f32 {
        let Place { row, down, column, right } = *place;
        let along = |row: usize| {
            let pixel = |column: usize| self.values.get(row * self.columns + column).copied();
            let first = pixel(column).unwrap_or(f32::NAN);
            // In the last column there is no way to the next.
            let second = if column + 1 < self.columns { pixel(column + 1) } else { None };
            first * (1.0 - right) + second.unwrap_or(first) * right
        };
        let upper = along(row);
        let lower = if row + 1 < self.rows { along(row + 1) } else { upper };
        upper * (1.0 - down) + lower * down
    }

    /// Whether every point has the same place on both, to a millionth of a pixel.
    pub(crate) fn lines_up_with(&self, other: &Sheet) -> bool {
        const NEAR: f64 = 1e-6;
        let corners = self.corners().into_iter().zip(other.corners());
        let near = |way: Vector3<f64>| {
            way.dot(&self.to_row).abs() <= NEAR && way.dot(&self.to_column).abs() <= NEAR
        };
        (self.rows, self.columns) == (other.rows, other.columns)
            && corners.map(|(a, b)| b - a).all(near)
    }
}

/// A place on a sheet.
pub(crate) struct Place {
    /// The pixel before it, and the fraction of the way to the next.
    row: usize,
    down: f32,
    column: usize,
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

/// The pixel before a place and the fraction of the way to the next one; half a pixel beyond the
/// outermost counts as these.
fn between(place: f64, count: usize) -> Option<(usize, f32)> {
    let last = count as f64 - 1.0;
    if !(-0.5..=last + 0.5).contains(&place) {
        return None;
    }
    let place = place.clamp(0.0, last);
    // Not below 0, so that the cast rounds down.
    let before = place as u32;
    Some((before as usize, (place - f64::from(before)) as f32))
}
