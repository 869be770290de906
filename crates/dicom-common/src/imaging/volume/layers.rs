//! Parallel sheets, and the values between them.

use nalgebra::{Point3, Vector3};
use rayon::prelude::*;

use super::sheet::Sheet;
use crate::imaging::series::GAP;

/// mm; across a gap as wide as this nothing is interpolated, unless slices usually lie so far apart.
const WIDEST_GAP: f64 = 12.0;

/// Parallel sheets by their positions along the normal.
pub(super) struct Layers {
    /// In order along the normal.
    sheets: Vec<Sheet>,
    /// Of each sheet, in mm along the normal.
    positions: Vec<f64>,
    /// The unit vector across the sheets, LPS.
    normal: Vector3<f64>,
    /// Usual distance of neighbours in mm.
    distance: f64,
    /// Whether one lies straight behind the other, so that a point has the same row and column on all
    /// of them.
    aligned: bool,
}

impl Layers {
    /// Sheets in order along the normal; thin ones are averaged to about `spacing` mm.
    pub(super) fn of(sheets: Vec<Sheet>, normal: &Vector3<f64>, spacing: f64) -> Layers {
        let positions = |sheets: &[Sheet]| -> Vec<f64> {
            sheets.iter().map(|sheet| sheet.position(normal)).collect()
        };
        let distance = usual_distance(&positions(&sheets)).unwrap_or(spacing);
        let together = (spacing / distance).round().max(1.0) as usize;
        let sheets =
            if together > 1 { thicken(sheets, normal, distance, together) } else { sheets };
        let positions = positions(&sheets);
        let aligned = sheets.windows(2).all(|pair| match pair {
            [a, b] => a.lines_up_with(b),
            _ => false,
        });
        Layers { aligned, sheets, positions, normal: *normal, distance: distance * together as f64 }
    }

    /// The lowest and the highest corner (LPS, mm) of the box around all sheets and half a slice beyond
    /// the outermost ones; `None` without sheets.
    pub(super) fn bounds(&self) -> Option<(Vector3<f64>, Vector3<f64>)> {
        let half = self.normal * (self.distance / 2.0);
        let corners = self.sheets.iter().flat_map(Sheet::corners);
        let both = corners.flat_map(|c| [c.coords - half, c.coords + half]);
        both.map(|c| (c, c)).reduce(|(low, high), (c, _)| (low.inf(&c), high.sup(&c)))
    }

    /// The value at a point: linear between the two sheets around it, NaN where there is nothing.
    ///
    /// `upper` keeps the index of the first sheet above the point from call to call: a caller who goes
    /// along a line finds it within a step or two. It starts at 0, which also says "not known yet".
    pub(super) fn sample(&self, p: &Point3<f64>, upper: &mut usize) -> f32 {
        let position = p.coords.dot(&self.normal);
        let is_below = |sheet: usize| self.positions.get(sheet).is_some_and(|x| *x <= position);
        if *upper == 0 {
            *upper = self.positions.partition_point(|x| *x <= position);
        }
        while is_below(*upper) {
            *upper += 1;
        }
        while *upper > 0 && !is_below(*upper - 1) {
            *upper -= 1;
        }
        let above = *upper;
        let at = |index: usize| Some((self.sheets.get(index)?, *self.positions.get(index)?));
        let below = above.checked_sub(1).and_then(at);
        let near = |(sheet, x): (&Sheet, f64)| {
            if (position - x).abs() <= self.distance / 2.0 { sheet.sample(p) } else { f32::NAN }
        };
        match (below, at(above)) {
            (Some((lower, from)), Some((upper, to))) => {
                let gap = to - from;
                let share = ((position - from) / gap) as f32;
                if gap > GAP * self.distance && gap >= WIDEST_GAP {
                    return near(if share < 0.5 { (lower, from) } else { (upper, to) });
                }
                let (lower, upper) = if self.aligned {
                    let Some(on_grid) = lower.locate(p) else { return f32::NAN };
                    (lower.value(&on_grid), upper.value(&on_grid))
                } else {
                    (lower.sample(p), upper.sample(p))
                };
                // At the border of a sheared stack only one of the two sheets covers the point.
                match (lower.is_nan(), upper.is_nan()) {
                    (false, false) => lower * (1.0 - share) + upper * share,
                    (false, true) if share < 0.5 => lower,
                    (true, false) if share >= 0.5 => upper,
                    _ => f32::NAN,
                }
            }
            (Some(one), None) | (None, Some(one)) => near(one),
            (None, None) => f32::NAN,
        }
    }
}

/// The median distance; `None` for fewer than two positions.
fn usual_distance(positions: &[f64]) -> Option<f64> {
    let mut distances: Vec<f64> =
        positions.iter().zip(positions.iter().skip(1)).map(|(a, b)| b - a).collect();
    distances.sort_by(f64::total_cmp);
    distances.get(distances.len().saturating_sub(1) / 2).copied().filter(|d| *d > 0.0)
}

/// Averages each `together` neighbouring sheets to one, but not across gaps. `distance` is the usual
/// one in mm.
fn thicken(
    sheets: Vec<Sheet>,
    normal: &Vector3<f64>,
    distance: f64,
    together: usize,
) -> Vec<Sheet> {
    let adjoin = |a: &Sheet, b: &Sheet| b.position(normal) - a.position(normal) <= GAP * distance;
    let runs: Vec<&[Sheet]> =
        sheets.chunk_by(adjoin).flat_map(|run| run.chunks(together)).collect();
    runs.into_par_iter().filter_map(Sheet::mean).collect()
}
