//! The mean depth around each pixel.

use std::iter;

use crate::surface::Surface;

/// Sum and number of the depths above and to the left of a corner between pixels.
type Sum = (f64, f64);

/// For each pixel the mean depth of the skin seen in a square of ± `radius` mm, 0 where there is
/// none: a table of sums makes the square's size no matter.
pub fn depths(surface: &Surface, radius: f64) -> Vec<f64> {
    let (width, height) = (surface.camera.width, surface.camera.height);
    let radius = (radius / surface.camera.mm_per_pixel).round().max(1.0) as usize;
    let sums = sums(surface);
    let sum = |column: usize, row: usize| {
        let at = row.min(height) * (width + 1) + column.min(width);
        sums.get(at).copied().unwrap_or_default()
    };
    let mean = |(column, row): (usize, usize)| {
        let (left, right) = (column.saturating_sub(radius), column + radius + 1);
        let (top, bottom) = (row.saturating_sub(radius), row + radius + 1);
        let corners = [sum(right, bottom), sum(left, top), sum(right, top), sum(left, bottom)];
        let [(a, n), (b, m), (c, o), (d, p)] = corners;
        let count = n + m - o - p;
        if count > 0.0 { (a + b - c - d) / count } else { 0.0 }
    };
    (0..height).flat_map(|row| (0..width).map(move |column| (column, row))).map(mean).collect()
}

fn sums(surface: &Surface) -> Vec<Sum> {
    let width = surface.camera.width;
    let mut above = vec![Sum::default(); width + 1];
    let mut sums = above.clone();
    for row in surface.hits.chunks(width.max(1)) {
        let hits = row.iter().scan(Sum::default(), |sum, hit| {
            if let Some(hit) = hit {
                *sum = (sum.0 + hit.depth, sum.1 + 1.0);
            }
            Some(*sum)
        });
        let line = iter::once(Sum::default()).chain(hits);
        above = line.zip(&above).map(|(a, b)| (a.0 + b.0, a.1 + b.1)).collect();
        sums.extend(&above);
    }
    sums
}
