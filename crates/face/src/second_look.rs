//! A second look at the same volume, on another grid: what is found on one grid alone is chance.

use dicom_common::imaging::series::Modality;
use dicom_common::imaging::volume::Coarse;
use ndarray::{Array3, Zip};

use crate::eyes::{Eyes, eyes};
use crate::field::Field;
use crate::head::Head;

/// Spacing of the second grid for eyes of an adult's size, in mm: no multiple of the first's.
const SPACING: f64 = 2.5;
/// The second grid is shifted by this along each axis, in mm: not by whole voxels of either grid.
const SHIFT: f64 = 0.9;

/// What may be the eyes on a shifted, coarser grid, likeliest first; `size` is that of the eyes beside
/// an adult's.
pub fn second_look(volume: &Coarse, modality: Modality, size: f64) -> Vec<Eyes> {
    let field = Field::of(volume);
    let (x, y, z) = volume.values.dim();
    let spacing = SPACING * size;
    let count = |n: usize| (n as f64 * volume.spacing / spacing) as usize;
    let mut coarser = Coarse {
        origin: volume.origin.map(|x| x + SHIFT),
        spacing,
        values: Array3::default((count(x), count(y), count(z))),
    };
    let grid = Coarse { values: Array3::default((0, 0, 0)), ..coarser };
    Zip::indexed(&mut coarser.values).par_for_each(|(x, y, z), value| {
        *value = field.at(&grid.point([x, y, z]));
    });
    Head::of(&coarser, modality).map(|head| eyes(&coarser, &head, size)).unwrap_or_default()
}
