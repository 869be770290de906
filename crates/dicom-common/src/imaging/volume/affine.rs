//! From indices to millimetres.

use nalgebra::{Matrix4, Point3, Vector3};

use crate::imaging::geometry::Plane;

/// (column, row, slice, 1) → LPS mm of parallel planes, in their order. A single plane counts as
/// 1 mm thick.
pub(super) fn of(planes: &[&Plane]) -> Matrix4<f64> {
    let Some(first) = planes.first() else { return Matrix4::identity() };
    let (origin, step) = line(planes).unwrap_or((first.origin, first.normal()));
    let column = first.along_row * first.column_spacing;
    let row = first.along_column * first.row_spacing;
    Matrix4::from_columns(&[
        column.push(0.0),
        row.push(0.0),
        step.push(0.0),
        origin.coords.push(1.0),
    ])
}

/// The line with the least squared distances to the planes' origins: where it begins, and how far
/// it goes from plane to plane.
fn line(planes: &[&Plane]) -> Option<(Point3<f64>, Vector3<f64>)> {
    if planes.len() < 2 {
        return None;
    }
    let count = planes.len() as f64;
    let middle = (count - 1.0) / 2.0;
    let mean = planes.iter().map(|p| p.origin.coords).sum::<Vector3<f64>>() / count;
    let (mut covariance, mut variance) = (Vector3::zeros(), 0.0);
    for (i, plane) in planes.iter().enumerate() {
        let offset = i as f64 - middle;
        covariance += (plane.origin.coords - mean) * offset;
        variance += offset * offset;
    }
    let step = covariance / variance;
    Some((Point3::from(mean - step * middle), step))
}
