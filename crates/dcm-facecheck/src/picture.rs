//! The picture of a series for the report: before and after defacing.

use dicom_common::imaging::series::Modality;
use dicom_common::imaging::volume::Coarse;
use face::Face;
use nalgebra::Point3;
use render::grid::Grid;
use render::section::Window;
use render::sheet::{Captions, Sheet};
use render::skin::Find;

/// A PNG with the three planes through the middle of the face, in which what became air is coloured,
/// and the skin from the front and the side, before and after. Both copies lie on one grid; `floor` is
/// the value above which a voxel is no air. None if it cannot be encoded.
pub fn draw(
    before: &Coarse,
    after: &Coarse,
    modality: Modality,
    face: &Face,
    floor: f32,
    captions: &'static Captions,
) -> Option<Vec<u8>> {
    let [then, now] =
        [before, after].map(|copy| Grid::isotropic(copy.origin, copy.spacing, copy.values.view()));
    let removed = |p: &Point3<f64>| {
        let value = |grid: &Grid<'_>| {
            let at = grid.locate(p).map(f64::round);
            let inside = at.iter().all(|index| *index >= 0.0);
            let index = [at.x as usize, at.y as usize, at.z as usize];
            grid.values.get(index).copied().filter(|_| inside).unwrap_or(f32::NAN)
        };
        value(&then) > floor && value(&now) <= floor
    };
    let sheet = Sheet {
        title: "",
        captions,
        before: &then,
        after: &now,
        removed: &removed,
        through: face.centre,
        window: match modality {
            Modality::Ct => Window::SOFT_TISSUE,
            Modality::Mr | Modality::Pt | Modality::Nm => Window::of(&then),
        },
        find: Find::above(floor),
    };
    sheet.draw().png().ok()
}
