//! The working copy of a volume: isotropic, along the patient's axes, as coarse as asked for.

use nalgebra::{Point3, Vector3};
use ndarray::Array3;
use rayon::prelude::*;

use super::layers::Layers;
use super::sheet::{Grid, Sheet};
use super::slice::Slice;
use super::voxels::Volume;
use crate::imaging::series::Modality;

/// HU above which a voxel of CT is no air.
const CT_FLOOR: f32 = -300.0;
/// Voxels from left to right that are sampled together: as many f32 as a cache line of 64 bytes holds.
const BLOCK: usize = 16;
/// Voxels from the feet to the head that are sampled together.
const TALL: usize = 32;

/// A working copy on an isotropic grid along the patient's axes.
#[derive(Clone, Debug, Default)]
pub struct Coarse {
    /// LPS mm of the centre of voxel (0, 0, 0).
    pub origin: Point3<f64>,
    /// mm between voxels, along every axis.
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
        let mut sheets = Sheets::of(spacing);
        sheets.add(self);
        sheets.coarse()
    }

    /// The same of the slices within `reach` mm of a point (LPS, mm) along the normal.
    pub fn coarse_near(&self, point: &Point3<f64>, reach: f64, spacing: f64) -> Coarse {
        let mut sheets = Sheets::of(spacing);
        sheets.add_near(self, point, reach);
        sheets.coarse()
    }
}

/// Slices that become a working copy, averaged as they come: the parts of a volume need not be in memory together.
///
/// ```
/// use dicom_common::imaging::volume::{Sheets, Volume};
///
/// // Parts of one volume in the order of their slices.
/// fn copy(parts: &[Volume]) -> dicom_common::imaging::volume::Coarse {
///     let mut sheets = Sheets::of(3.0);
///     parts.iter().for_each(|part| sheets.add(part));
///     sheets.coarse()
/// }
/// assert!(copy(&[]).values.is_empty());
/// ```
pub struct Sheets {
    /// mm between the voxels of the copy.
    spacing: f64,
    /// Across the slices; none before the first of them.
    normal: Option<Vector3<f64>>,
    sheets: Vec<Sheet>,
}

impl Sheets {
    /// For a copy with voxels of `spacing` mm.
    pub fn of(spacing: f64) -> Self {
        Self { spacing, normal: None, sheets: Vec::new() }
    }

    /// Adds the slices of the next part.
    pub fn add(&mut self, part: &Volume) {
        self.add_if(part, |_| true);
    }

    /// Adds those of its slices that lie within `reach` mm of a point (LPS, mm) along the normal.
    pub fn add_near(&mut self, part: &Volume, point: &Point3<f64>, reach: f64) {
        self.add_if(part, |slice| {
            let plane = &slice.plane;
            (point - plane.origin).dot(&plane.normal()).abs() <= reach
        });
    }

    fn add_if(&mut self, part: &Volume, wanted: impl Fn(&Slice) -> bool + Sync) {
        let (air, spacing) = (part.air(), self.spacing);
        let sheet = |slice: &Slice| {
            let columns = slice.plane.columns;
            Sheet::average(&Grid::from(&slice.plane), spacing, |row, values| {
                slice.fill(&part.format, air, row * columns, values);
            })
        };
        self.normal = self.normal.or(part.slices.first().map(|slice| slice.plane.normal()));
        self.sheets.par_extend(part.slices.par_iter().filter(|slice| wanted(slice)).map(sheet));
    }

    /// The copy of all slices that were added.
    pub fn coarse(self) -> Coarse {
        Coarse::of(self.sheets, &self.normal.unwrap_or_default(), self.spacing)
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
            Modality::Mr | Modality::Pt | Modality::Nm => {
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
            // Points near one another are sampled one after the other, so that the pixels that they
            // need are in the cache: a few rows of a few sheets.
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
                        let mut upper = 0;
                        let line = values.iter_mut().skip(line).take(nz).enumerate();
                        for (z, value) in line.skip(bottom).take(TALL) {
                            let up = Vector3::new(0.0, 0.0, z as f64 * spacing);
                            *value = layers.sample(&(start + up), &mut upper);
                        }
                    }
                },
            );
        }
        coarse
    }
}

fn mean(values: impl Iterator<Item = f32>) -> f32 {
    let (sum, n) = values.fold((0.0, 0u64), |(sum, n), value| (sum + f64::from(value), n + 1));
    (sum / n.max(1) as f64) as f32
}
