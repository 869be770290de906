//! The picture of a series: sections and skin, before and after.

use dicom_common::imaging::series::Modality;
use dicom_common::imaging::volume::Coarse;
use face::Face;
use nalgebra::{Point3, center};
use render::grid::{Bounds, Grid};
use render::section::Window;
use render::sheet::{Captions, Sheet};
use render::skin::Find;

use crate::pixels::air;

/// What is shown of a volume besides itself.
#[derive(Clone, Copy)]
pub struct Shown<'a> {
    /// The line on top.
    pub title: &'a str,
    /// The words in the picture.
    pub captions: &'static Captions,
    /// The kind of image.
    pub modality: Modality,
}

/// A volume before and after, as PNG; without a face both are the same. None where it cannot be
/// encoded.
pub fn draw(coarse: &Coarse, face: Option<&Face>, shown: &Shown<'_>) -> Option<Vec<u8>> {
    let Shown { title, captions, modality } = *shown;
    let before = Grid::isotropic(coarse.origin, coarse.spacing, coarse.values.view());
    let removed = |p: &Point3<f64>| face.is_some_and(|face| face.region.contains(p));
    let after = before.without(removed, air(modality) as f32);
    let Bounds { low, high } = before.bounds();
    let sheet = Sheet {
        title,
        captions,
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
