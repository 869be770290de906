//! The working copy.

use nalgebra::{Point3, Vector3};
use ndarray::Array3;
use rayon::prelude::*;

use super::{Sheet, Slice, Volume};
use crate::imaging::series::{GAP, Modality};

/// HU above which a voxel of CT is no air.
const CT_FLOOR: f32 = -300.0;
/// mm; across a larger gap between slices nothing is interpolated, unless it is the usual one.
const WIDEST_GAP: f64 = 12.0;

/// Voxels from left to right that are sampled together: as many as a cache line holds.
const BLOCK: usize = 16;
/// Voxels from the feet to the head that are.
const TALL: usize = 32;

/// A working copy on an isotropic grid along the patient's axes.
#[derive(Clone, Debug, Default)]
pub struct Coarse {
    /// LPS mm of the centre of voxel (0, 0, 0).
    pub origin: Point3<f64>,
    /// mm between voxels.
    pub spacing: f64,
    /// Rescaled values by [x to the left, y to the back, z to the head]; NaN outside the field of
    /// view.
    pub values: Array3<f32>,
}

impl Volume {
    /// A working copy with isotropic voxels of `spacing` mm along the patient's axes, which covers
    /// the stack. Pixels and thin slices are averaged to about that size, then values are linear
    /// between the two neighbouring slices, wherever each of them lies. Further than half a slice beyond
    /// the outermost slices, and inside gaps of 12 mm or more, there is nothing.
    pub fn coarse(&self, spacing: f64) -> Coarse {
        self.coarse_of(|_| true, spacing)
    }

    /// The same of the slices within `reach` mm of a point (LPS, mm) along the normal.
    pub fn coarse_near(&self, point: &Point3<f64>, reach: f64, spacing: f64) -> Coarse {
        let near = |slice: &Slice| {
            let plane = &slice.plane;
            (point - plane.origin).dot(&plane.normal()).abs() <= reach
        };
        self.coarse_of(near, spacing)
    }

    fn coarse_of(&self, wanted: impl Fn(&Slice) -> bool + Sync, spacing: f64) -> Coarse {
        let air = self.air();
        let sheet = |slice: &Slice| {
            let columns = slice.plane.columns;
            Sheet::average(&slice.plane, spacing, |row, values| {
                slice.fill(&self.format, air, row * columns, values);
            })
        };
        let sheets = self.slices.par_iter().filter(|slice| wanted(slice)).map(sheet).collect();
        let normal = self.slices.first().map(|slice| slice.plane.normal());
        Coarse::of(sheets, &normal.unwrap_or_default(), spacing)
    }
}

impl Coarse {
    /// The centre of a voxel, LPS mm.
    pub fn point(&self, at: [usize; 3]) -> Point3<f64> {
        let [x, y, z] = at.map(|i| i as f64 * self.spacing);
        self.origin + Vector3::new(x, y, z)
    }

    /// Above this value a voxel is no air: −300 HU in CT. MR signal has no unit: a quarter of the
    /// mean of what is brighter than the mean.
    pub fn floor(&self, modality: Modality) -> f32 {
        match modality {
            Modality::Ct => CT_FLOOR,
            Modality::Mr => {
                let all = mean(self.values.iter().copied().filter(|value| value.is_finite()));
                mean(self.values.iter().copied().filter(|value| *value > all)) / 4.0
            }
        }
    }

    /// Interpolates between parallel sheets, which are in order along the normal.
    pub(crate) fn of(sheets: Vec<Sheet>, normal: &Vector3<f64>, spacing: f64) -> Coarse {
        let layers = Layers::of(sheets, normal, spacing);
        let Some((low, high)) = layers.bounds() else {
            return Coarse { spacing, ..Coarse::default() };
        };
        let origin = Point3::from(low.map(|x| (x / spacing).floor() * spacing));
        let size = |low: f64, high: f64| ((high - low) / spacing).ceil() as usize + 1;
        let (nx, ny, nz) = (size(origin.x, high.x), size(origin.y, high.y), size(origin.z, high.z));
        let mut coarse =
            Coarse { origin, spacing, values: Array3::from_elem((nx, ny, nz), f32::NAN) };
        if let Some(values) = coarse.values.as_slice_mut() {
            // What is sampled together lies together: pixels in a few rows of a few sheets.
            values.par_chunks_mut(BLOCK * (ny * nz).max(1)).enumerate().for_each(
                |(block, values)| {
                    let wide = values.len() / (ny * nz).max(1);
                    let columns = || (0..ny).flat_map(|y| (0..wide).map(move |x| (y, x)));
                    for (bottom, (y, x)) in (0..nz)
                        .step_by(TALL)
                        .flat_map(|bottom| columns().map(move |column| (bottom, column)))
                    {
                        let at = Vector3::new((block * BLOCK + x) as f64, y as f64, 0.0);
                        let start = origin + at * spacing;
                        let line = (x * ny + y) * nz;
                        let mut above = 0;
                        let line = values.iter_mut().skip(line).take(nz).enumerate();
                        for (z, value) in line.skip(bottom).take(TALL) {
                            let up = Vector3::new(0.0, 0.0, z as f64 * spacing);
                            *value = layers.sample(&(start + up), &mut above);
                        }
                    }
                },
            );
        }
        coarse
    }
}

/// Parallel sheets by their positions along the normal.
struct Layers {
    sheets: Vec<Sheet>,
    positions: Vec<f64>,
    normal: Vector3<f64>,
    /// Usual distance in mm.
    distance: f64,
    /// Whether one lies behind the other, so that a point has the same place on all of them.
    aligned: bool,
}

impl Layers {
    fn of(sheets: Vec<Sheet>, normal: &Vector3<f64>, spacing: f64) -> Layers {
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

    /// The corners of the box around it all, half a slice beyond the outermost ones included.
    fn bounds(&self) -> Option<(Vector3<f64>, Vector3<f64>)> {
        let half = self.normal * (self.distance / 2.0);
        let corners = self.sheets.iter().flat_map(Sheet::corners);
        let both = corners.flat_map(|c| [c.coords - half, c.coords + half]);
        both.map(|c| (c, c)).reduce(|(low, high), (c, _)| (low.inf(&c), high.sup(&c)))
    }

    /// The value at a point. `above` is the first sheet above the point before, and then above this
    /// one: from a point to its neighbour that changes little.
    fn sample(&self, p: &Point3<f64>, above: &mut usize) -> f32 {
        let position = p.coords.dot(&self.normal);
        let is_below = |sheet: usize| self.positions.get(sheet).is_some_and(|x| *x <= position);
        if *above == 0 {
            *above = self.positions.partition_point(|x| *x <= position);
        }
        while is_below(*above) {
            *above += 1;
        }
        while *above > 0 && !is_below(*above - 1) {
            *above -= 1;
        }
        let above = *above;
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
                    let Some(place) = lower.place(p) else { return f32::NAN };
                    (lower.value(&place), upper.value(&place))
                } else {
                    (lower.sample(p), upper.sample(p))
                };
                // At the border of a sheared stack only one of them has something.
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

fn mean(values: impl Iterator<Item = f32>) -> f32 {
    let (sum, n) = values.fold((0.0, 0u64), |(sum, n), value| (sum + f64::from(value), n + 1));
    (sum / n.max(1) as f64) as f32
}

/// The median distance; `None` for fewer than two positions.
fn usual_distance(positions: &[f64]) -> Option<f64> {
    let mut distances: Vec<f64> =
        positions.iter().zip(positions.iter().skip(1)).map(|(a, b)| b - a).collect();
    distances.sort_by(f64::total_cmp);
    distances.get(distances.len().saturating_sub(1) / 2).copied().filter(|d| *d > 0.0)
}

/// Averages so many neighbouring sheets, but not across gaps.
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
