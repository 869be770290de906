//! Planes through the volume, with what is removed.

mod marks;
mod orientation;
mod window;

use nalgebra::Point3;
use rayon::prelude::*;

use crate::canvas::{Canvas, Color, mix};
use crate::grid::Grid;

pub use orientation::Orientation;
pub use window::Window;

/// Whether a point, in mm, is removed. For a mask on a grid of 0 and 1: `|p| mask.value(p) > 0.5`.
pub type Removed<'a> = &'a (dyn Fn(&Point3<f64>) -> bool + Sync);

/// The colour where there is no data.
const NOTHING: Color = [10, 11, 13];
/// The colour that lies over what is removed, and how much it covers.
const TINT: Color = [255, 48, 40];
const TINT_COVER: f32 = 0.3;
/// The colour of the border of what is removed.
const OUTLINE: Color = [255, 106, 84];

/// A picture of a plane.
#[derive(Debug, Clone, Copy)]
pub struct Section {
    /// Along which of the patient's axes the plane lies.
    pub orientation: Orientation,
    /// The point in the middle of the picture, in LPS mm.
    pub middle: Point3<f64>,
    /// The width of the picture, in pixels.
    pub width: usize,
    /// The height of the picture, in pixels.
    pub height: usize,
    /// What a pixel's side measures, in mm.
    pub mm_per_pixel: f64,
}

impl Section {
    /// The point at a place in the picture, in mm; 0, 0 is the top left corner of the first pixel.
    pub fn point(&self, column: f64, row: f64) -> Point3<f64> {
        let (right, down) = self.orientation.axes();
        let from_middle = |at: f64, len: usize| (at - 0.5 * len as f64) * self.mm_per_pixel;
        self.middle + right * from_middle(column, self.width) + down * from_middle(row, self.height)
    }

    /// The plane in gray, what is removed tinted red and outlined, with orientation letters and a
    /// scale bar of 50 mm.
    pub fn draw(&self, grid: &Grid<'_>, window: &Window, removed: Removed<'_>) -> Canvas {
        let corners = self.corners(removed);
        let pixels = (0..self.width * self.height)
            .into_par_iter()
            .map(|n| {
                let (column, row) = (n % self.width, n / self.width);
                let p = self.point(column as f64 + 0.5, row as f64 + 0.5);
                let Some(gray) = window.gray(grid.value(&p)) else {
                    return NOTHING;
                };
                let corner = |column, row| corners.get(row * (self.width + 1) + column).copied();
                let sides = [
                    corner(column, row),
                    corner(column + 1, row),
                    corner(column, row + 1),
                    corner(column + 1, row + 1),
                ];
                match sides.iter().filter(|side| **side == Some(true)).count() {
                    0 => [gray; 3],
                    4 => mix([gray; 3], TINT, TINT_COVER),
                    _ => OUTLINE,
                }
            })
            .collect();
        let mut canvas = Canvas::from_pixels(self.width, self.height, pixels);
        marks::letters(&mut canvas, self.orientation);
        marks::scale_bar(&mut canvas, self.mm_per_pixel);
        canvas
    }

    /// Whether the corners of the pixels are removed: the outline runs where a pixel's differ.
    fn corners(&self, removed: Removed<'_>) -> Vec<bool> {
        let columns = self.width + 1;
        (0..columns * (self.height + 1))
            .into_par_iter()
            .map(|n| removed(&self.point((n % columns) as f64, (n / columns) as f64)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::Vector3;
    use ndarray::Array3;

    const WINDOW: Window = Window { center: 50.0, width: 100.0 };

    /// Gray of 100 mm to each side of 0, with a white marker of 10 mm around a point.
    fn marked(marker: [f64; 3]) -> Array3<f32> {
        Array3::from_shape_fn((101, 101, 101), |(x, y, z)| {
            let p = Point3::new(x as f64, y as f64, z as f64) * 2.0;
            let p = p - Vector3::repeat(100.0);
            if (p - Point3::from(marker)).norm() < 10.0 { 100.0 } else { 20.0 }
        })
    }

    fn draw(values: &Array3<f32>, orientation: Orientation, removed: Removed<'_>) -> Canvas {
        let grid = Grid::isotropic(Point3::new(-100.0, -100.0, -100.0), 2.0, values.view());
        let section = Section {
            orientation,
            middle: Point3::origin(),
            width: 400,
            height: 300,
            mm_per_pixel: 0.5,
        };
        section.draw(&grid, &WINDOW, removed)
    }

    #[test]
    fn the_patients_right_is_on_the_left_and_the_face_is_up_or_left() {
        let right = marked([-40.0, 0.0, 0.0]);
        let front = marked([0.0, -40.0, 0.0]);
        let top = marked([0.0, 0.0, 40.0]);
        let white = |values, orientation, column, row| {
            draw(values, orientation, &|_| false).get(column, row) == Some([255; 3])
        };
        assert!(white(&right, Orientation::Axial, 120, 150));
        assert!(white(&right, Orientation::Coronal, 120, 150));
        assert!(white(&front, Orientation::Axial, 200, 70));
        assert!(white(&front, Orientation::Sagittal, 120, 150));
        assert!(white(&top, Orientation::Coronal, 200, 70));
        assert!(white(&top, Orientation::Sagittal, 200, 70));
        assert!(!white(&right, Orientation::Sagittal, 120, 150));
    }

    #[test]
    fn what_is_removed_is_red_with_an_outline_where_it_ends() {
        let values = marked([90.0; 3]);
        let picture = draw(&values, Orientation::Axial, &|p| p.x < 10.1);
        let [kept, removed, border] =
            [260, 100, 220].map(|column| picture.get(column, 60).unwrap());
        assert_eq!(kept, [51; 3]);
        assert_eq!(removed, mix([51; 3], TINT, TINT_COVER));
        assert_eq!(border, OUTLINE);
        assert!(picture.get(219, 60) == Some(removed) && picture.get(221, 60) == Some(kept));
    }

    #[test]
    fn a_mask_on_a_grid_can_say_what_is_removed() {
        let values = marked([90.0; 3]);
        let mask = marked([0.0; 3]).mapv(|value| f32::from(value > 50.0));
        let mask = Grid::isotropic(Point3::new(-100.0, -100.0, -100.0), 2.0, mask.view());
        let picture = draw(&values, Orientation::Sagittal, &|p| mask.value(p) > 0.5);
        assert_eq!(picture.get(200, 150), Some(mix([51; 3], TINT, TINT_COVER)));
        assert_eq!(picture.get(240, 150), Some([51; 3]));
    }

    #[test]
    fn the_bar_is_50_mm_long() {
        let picture = draw(&marked([90.0; 3]), Orientation::Axial, &|_| false);
        let row = 300 - 12 - 4;
        let white = (250..400).filter(|column| picture.get(*column, row) == Some([240, 242, 245]));
        assert_eq!(white.count(), 100);
    }
}
