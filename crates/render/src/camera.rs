//! From where the head is looked at.

use nalgebra::{Point3, Vector3};

use crate::grid::Bounds;

/// A direction of view, in degrees about the head.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    /// Degrees about the patient's long axis: 0 from the front, 90 from the patient's left, -90 from the right.
    pub yaw: f64,
    /// Degrees above the horizontal plane; below 0 from farther down.
    pub pitch: f64,
}

impl View {
    /// The face, from the front.
    pub const FRONT: View = View { yaw: 0.0, pitch: 0.0 };
    /// The patient's left side; the face is on the left of the picture.
    pub const LEFT: View = View { yaw: 90.0, pitch: 0.0 };
    /// The patient's right side; the face is on the right of the picture.
    pub const RIGHT: View = View { yaw: -90.0, pitch: 0.0 };

    /// The picture's axes as unit vectors in LPS.
    pub fn axes(&self) -> Axes {
        let (sin_yaw, cos_yaw) = self.yaw.to_radians().sin_cos();
        let (sin_pitch, cos_pitch) = self.pitch.to_radians().sin_cos();
        Axes {
            right: Vector3::new(cos_yaw, sin_yaw, 0.0),
            up: Vector3::new(-sin_yaw * sin_pitch, cos_yaw * sin_pitch, cos_pitch),
            ahead: Vector3::new(-sin_yaw * cos_pitch, cos_yaw * cos_pitch, -sin_pitch),
        }
    }
}

/// The axes of a picture in the patient, unit vectors in LPS.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Axes {
    /// To the right of the picture.
    pub right: Vector3<f64>,
    /// Up in the picture.
    pub up: Vector3<f64>,
    /// Into the picture, as the rays go.
    pub ahead: Vector3<f64>,
}

/// A camera with parallel rays.
#[derive(Debug, Clone, Copy)]
pub struct Camera {
    /// The axes of the picture in the patient.
    pub axes: Axes,
    /// The point in the middle of the picture, in LPS mm; depths are counted from it.
    pub target: Point3<f64>,
    /// The width of the picture, in pixels.
    pub width: usize,
    /// The height of the picture, in pixels.
    pub height: usize,
    /// What a pixel's side measures, in mm.
    pub mm_per_pixel: f64,
}

/// The share of the picture's width or height that a box fills.
const FILLED: f64 = 0.94;

impl Camera {
    /// A camera that sees the whole of a box, with a margin of 3 % of the picture on each side.
    pub fn around(bounds: &Bounds, view: View, width: usize, height: usize) -> Self {
        let Bounds { low, high } = bounds;
        let size = high - low;
        let axes = view.axes();
        let seen = |axis: &Vector3<f64>| axis.abs().dot(&size.abs());
        let scale = |mm: f64, pixels: usize| mm / (FILLED * pixels.max(1) as f64);
        let mm_per_pixel = scale(seen(&axes.right), width).max(scale(seen(&axes.up), height));
        let target = nalgebra::center(low, high);
        Self { axes, target, width, height, mm_per_pixel: mm_per_pixel.max(1e-3) }
    }

    /// The point in the patient at a depth of `depth` mm behind the target, under the centre of a
    /// pixel.
    pub fn point(&self, column: usize, row: usize, depth: f64) -> Point3<f64> {
        let axes = &self.axes;
        let from_middle = |at: usize, len: usize| at as f64 + 0.5 - 0.5 * len as f64;
        let right = from_middle(column, self.width) * self.mm_per_pixel;
        let down = from_middle(row, self.height) * self.mm_per_pixel;
        self.target + axes.right * right - axes.up * down + axes.ahead * depth
    }

    /// Where a point of the patient appears: column and row in pixels, and depth in mm.
    pub fn project(&self, p: &Point3<f64>) -> (f64, f64, f64) {
        let axes = &self.axes;
        let from = p - self.target;
        let column = axes.right.dot(&from) / self.mm_per_pixel + 0.5 * self.width as f64 - 0.5;
        let row = -axes.up.dot(&from) / self.mm_per_pixel + 0.5 * self.height as f64 - 0.5;
        (column, row, axes.ahead.dot(&from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: Vector3<f64>, b: [f64; 3]) -> bool {
        (a - Vector3::from(b)).norm() < 1e-9
    }

    #[test]
    fn from_the_front_the_patients_right_is_on_the_left() {
        let axes = View::FRONT.axes();
        assert!(close(axes.right, [1.0, 0.0, 0.0]));
        assert!(close(axes.up, [0.0, 0.0, 1.0]));
        assert!(close(axes.ahead, [0.0, 1.0, 0.0]));
    }

    #[test]
    fn from_the_left_side_the_face_is_on_the_left_of_the_picture() {
        let axes = View::LEFT.axes();
        assert!(close(axes.ahead, [-1.0, 0.0, 0.0]) && close(axes.right, [0.0, 1.0, 0.0]));
        assert!(close(View::RIGHT.axes().right, [0.0, -1.0, 0.0]));
    }

    #[test]
    fn from_above_the_rays_go_down() {
        let axes = View { yaw: 30.0, pitch: 20.0 }.axes();
        assert!(axes.ahead.z < 0.0 && axes.up.z > 0.0);
        assert!((axes.right.cross(&axes.up) + axes.ahead).norm() < 1e-9, "right-handed");
    }

    #[test]
    fn points_are_found_again() {
        let (low, high) = (Point3::new(-80.0, -100.0, -120.0), Point3::new(70.0, 90.0, 110.0));
        let bounds = Bounds { low, high };
        let camera = Camera::around(&bounds, View { yaw: -20.0, pitch: 10.0 }, 400, 480);
        let (column, row, depth) = camera.project(&camera.point(37, 401, -12.5));
        assert!((column - 37.0).abs() < 1e-9 && (row - 401.0).abs() < 1e-9);
        assert!((depth + 12.5).abs() < 1e-9);
    }
}
