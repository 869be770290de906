//! One page of pictures for one volume: what was removed, and the face before and after.

mod captions;

use nalgebra::Point3;

use crate::camera::{Camera, View};
use crate::canvas::{Area, Canvas, Color, Size};
use crate::grid::{Bounds, Grid};
use crate::section::{Orientation, Removed, Section, Window};
use crate::shade::Light;
use crate::skin::{Find, Skin};
use crate::surface::Surface;

pub use captions::Captions;

/// The colours of the sheet, of lines, of its title and of captions.
const PAPER: Color = [22, 24, 27];
const EDGE: Color = [48, 52, 58];
const INK: Color = [232, 234, 237];
const FAINT: Color = [154, 160, 166];

/// The sheet and its parts, in pixels.
const WIDTH: usize = 1440;
const MARGIN: usize = 24;
const GAP: usize = 12;
const CAPTION: usize = 24;
const TITLE: usize = 34;
/// Three planes beside each other.
const PLANE_WIDTH: usize = (WIDTH - 2 * MARGIN - 2 * GAP) / 3;
const PLANE_HEIGHT: usize = 456;
/// Four views of the face beside each other.
const FACE_WIDTH: usize = (WIDTH - 2 * MARGIN - 3 * GAP) / 4;
const FACE_HEIGHT: usize = 420;
const HEIGHT: usize =
    MARGIN + TITLE + CAPTION + PLANE_HEIGHT + GAP + CAPTION + FACE_HEIGHT + MARGIN;

/// What is shown around the head in the planes, in mm.
const AROUND: f64 = 8.0;

/// What a sheet shows. It shows the face, and has to be guarded like the volume itself.
#[derive(Clone, Copy)]
pub struct Sheet<'a> {
    /// The line on top, ASCII; it must not tell who the patient is.
    pub title: &'a str,
    /// The words above each picture.
    pub captions: &'static Captions,
    /// The volume before its face was removed.
    pub before: &'a Grid<'a>,
    /// The same volume after.
    pub after: &'a Grid<'a>,
    /// What was removed.
    pub removed: Removed<'a>,
    /// The point through which the planes go, in LPS mm.
    pub through: Point3<f64>,
    /// The gray values of the planes.
    pub window: Window,
    /// How the skin is found.
    pub find: Find,
}

impl Sheet<'_> {
    /// Draws the sheet: 1440 pixels wide, the planes in the upper row, the face in the lower.
    pub fn draw(&self) -> Canvas {
        let mut canvas = Canvas::new(WIDTH, HEIGHT, PAPER);
        canvas.text(MARGIN, MARGIN - 4, self.title, Size::Large, INK);
        let before = Skin::of(self.before, &self.find);
        let after = Skin::of(self.after, &self.find);
        let bounds = before.as_ref().map_or_else(|| self.before.bounds(), Skin::bounds);

        let top = MARGIN + TITLE;
        for (section, left) in self.sections(&bounds).iter().zip(lefts(PLANE_WIDTH)) {
            let tile = section.draw(self.before, &self.window, self.removed);
            place(&mut canvas, left, top, self.captions.plane(section.orientation), &tile);
        }
        let top = top + CAPTION + PLANE_HEIGHT + GAP;
        let faces = [
            (self.captions.front_before, View::FRONT, &before),
            (self.captions.front_after, View::FRONT, &after),
            (self.captions.left_before, View::LEFT, &before),
            (self.captions.left_after, View::LEFT, &after),
        ];
        for ((caption, view, skin), left) in faces.into_iter().zip(lefts(FACE_WIDTH)) {
            let camera = Camera::around(&bounds, view, FACE_WIDTH, FACE_HEIGHT);
            place(&mut canvas, left, top, caption, &self.face(skin.as_ref(), &camera));
        }
        canvas
    }

    /// The three planes, in one scale that shows all of the head.
    fn sections(&self, Bounds { low, high }: &Bounds) -> [Section; 3] {
        let size = (high - low).add_scalar(2.0 * AROUND);
        let (width, height) = (PLANE_WIDTH, PLANE_HEIGHT);
        let mm_per_pixel = Orientation::ALL
            .iter()
            .map(|orientation| {
                let (right, down) = orientation.axes();
                let (wide, high) = (right.abs().dot(&size), down.abs().dot(&size));
                (wide / width as f64).max(high / height as f64)
            })
            .fold(0.1, f64::max);
        let center = nalgebra::center(low, high);
        Orientation::ALL.map(|orientation| {
            // In the plane the head is in the middle; the plane itself goes through the point.
            let (right, down) = orientation.axes();
            let normal = right.cross(&down);
            let middle = center + normal * normal.dot(&(self.through - center));
            Section { orientation, middle, width, height, mm_per_pixel }
        })
    }

    fn face(&self, skin: Option<&Skin>, camera: &Camera) -> Canvas {
        match skin {
            Some(skin) => (&Light::default().shade(&Surface::seen(skin, camera))).into(),
            None => {
                let mut empty = Canvas::new(camera.width, camera.height, [0; 3]);
                empty.text(GAP, GAP, self.captions.no_surface, Size::Small, FAINT);
                empty
            }
        }
    }
}

/// Where the pictures of a row begin.
fn lefts(width: usize) -> impl Iterator<Item = usize> {
    (0..).map(move |n| MARGIN + n * (width + GAP))
}

/// A picture under its caption.
fn place(canvas: &mut Canvas, left: usize, top: usize, caption: &str, picture: &Canvas) {
    canvas.text(left, top + 2, caption, Size::Small, FAINT);
    canvas.paste(left, top + CAPTION, picture);
    let (width, height) = (picture.width(), picture.height());
    canvas.outline(Area { left, top: top + CAPTION, width, height }, EDGE);
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array3;
    use std::io::Cursor;

    fn sheet(values: &Array3<f32>, captions: &'static Captions) -> Vec<u8> {
        let grid = Grid::isotropic(Point3::new(-40.0, -40.0, -40.0), 4.0, values.view());
        let removed = |p: &Point3<f64>| p.y < -10.0;
        let after = grid.without(removed, -1000.0);
        let sheet = Sheet {
            title: "SUBJECT",
            captions,
            before: &grid,
            after: &Grid { values: after.view(), ..grid },
            removed: &removed,
            through: Point3::origin(),
            window: Window::SOFT_TISSUE,
            find: Find::above(-300.0),
        };
        sheet.draw().png().unwrap()
    }

    fn size(png: &[u8]) -> (u32, u32) {
        let reader = png::Decoder::new(Cursor::new(png)).read_info().unwrap();
        (reader.info().width, reader.info().height)
    }

    #[test]
    fn the_same_volume_gives_the_same_bytes() {
        let ball = Array3::from_shape_fn((21, 21, 21), |(x, y, z)| {
            let off = [x, y, z].map(|i| (i as f32 - 10.0) * 4.0);
            if off.iter().map(|o| o * o).sum::<f32>() < 900.0 { 40.0 } else { -1000.0 }
        });
        let first = sheet(&ball, &Captions::ENGLISH);
        assert_eq!(size(&first), (1440, HEIGHT as u32));
        assert!(first == sheet(&ball, &Captions::ENGLISH));
        assert!(first != sheet(&ball, &Captions::KOREAN));
    }

    #[test]
    fn a_volume_without_a_head_has_a_sheet_too() {
        for values in [Array3::from_elem((5, 5, 5), f32::NAN), Array3::zeros((0, 0, 0))] {
            assert_eq!(size(&sheet(&values, &Captions::KOREAN)).0, 1440);
        }
    }
}
