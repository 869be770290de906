//! The picture of a series: sections and skin, before and after.

use dicom_common::imaging::series::Modality;
use dicom_common::imaging::volume::Coarse;
use face::Face;
use nalgebra::{Point3, center};
use render::grid::{Bounds, Grid};
use render::section::Window;
use render::sheet::Sheet;
use render::skin::Find;

use crate::pixels::air;

/// A volume before and after, as PNG; without a face both are the same. None where it cannot be
/// encoded.
pub fn draw(
    coarse: &Coarse,
    modality: Modality,
    face: Option<&Face>,
    title: &str,
) -> Option<Vec<u8>> {
    let before = Grid::isotropic(coarse.origin, coarse.spacing, coarse.values.view());
    let removed = |p: &Point3<f64>| face.is_some_and(|face| face.region.contains(p));
    let after = before.without(removed, air(modality) as f32);
    let Bounds { low, high } = before.bounds();
    let sheet = Sheet {
        title,
        before: &before,
        after: &Grid { values: after.view(), ..before },
        removed: &removed,
        through: face.map_or_else(|| center(&low, &high), |face| face.centre),
        window: match modality {
            Modality::Ct => Window::SOFT_TISSUE,
            Modality::Mr | Modality::Pt | Modality::Nm => Window::of(&before),
        },
        find: Find::above(coarse.floor(modality)),
    };
    sheet.draw().png().ok()
}
