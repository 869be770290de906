//! What a camera sees of the skin.

use nalgebra::{Point3, Vector3};
use rayon::prelude::*;

use crate::camera::Camera;
use crate::grid::Bounds;
use crate::skin::Skin;

/// The skin as a camera sees it.
#[derive(Debug, Clone)]
pub struct Surface {
    /// The camera that sees it.
    pub camera: Camera,
    /// For each pixel, row by row from the top, the skin nearest to the camera.
    pub hits: Vec<Option<Hit>>,
}

/// A place on the skin.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// In mm behind the camera's target.
    pub depth: f64,
    /// Unit vector out of the head: to the right and up in the picture, and towards the camera.
    pub normal: Vector3<f64>,
}

impl Surface {
    /// Casts a ray through the centre of each pixel.
    pub fn seen(skin: &Skin, camera: &Camera) -> Self {
        let axes = camera.axes;
        let Bounds { low, high } = skin.bounds();
        // In front of everything, wherever the target is.
        let near = -(high - low).norm() - (nalgebra::center(&low, &high) - camera.target).norm();
        let corner = camera.point(0, 0, near);
        let (right, down) = (axes.right * camera.mm_per_pixel, -axes.up * camera.mm_per_pixel);
        let hits = (0..camera.width * camera.height)
            .into_par_iter()
            .map(|n| {
                let (column, row) = (n % camera.width, n / camera.width);
                let from = corner + right * column as f64 + down * row as f64;
                let (way, out) = skin.hit(&from, &axes.ahead)?;
                let normal =
                    Vector3::new(out.dot(&axes.right), out.dot(&axes.up), -out.dot(&axes.ahead));
                Some(Hit { depth: near + way, normal })
            })
            .collect();
        Self { camera: *camera, hits }
    }

    /// The place on the skin under a pixel, in mm; none where the background is seen.
    pub fn point(&self, column: usize, row: usize) -> Option<Point3<f64>> {
        if column >= self.camera.width {
            return None;
        }
        let hit = self.hits.get(row * self.camera.width + column)?.as_ref()?;
        Some(self.camera.point(column, row, hit.depth))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::camera::View;
    use crate::grid::Grid;
    use crate::skin::Find;
    use ndarray::Array3;

    const RADIUS: f64 = 60.0;

    /// A ball around 3, -2, 5 with a nose, in voxels of 2 mm. Its border voxels are partly air.
    fn ball(nose: bool) -> Array3<f32> {
        Array3::from_shape_fn((90, 90, 90), |(x, y, z)| {
            let p = Vector3::new(x as f64, y as f64, z as f64) * 2.0 + Vector3::repeat(-90.0);
            let from = p - Vector3::new(3.0, -2.0, 5.0);
            let ball = RADIUS - from.norm();
            let nose =
                if nose { 15.0 - (from + Vector3::new(0.0, RADIUS, 0.0)).norm() } else { ball };
            (-300.0 + 700.0 * (ball.max(nose) / 2.0).clamp(-1.0, 1.0)) as f32
        })
    }

    fn seen(values: &Array3<f32>, view: View) -> Surface {
        let grid = Grid::isotropic(Point3::new(-90.0, -90.0, -90.0), 2.0, values.view());
        let skin = Skin::of(&grid, &Find::above(-300.0)).unwrap();
        Surface::seen(&skin, &Camera::around(&skin.bounds(), view, 160, 160))
    }

    #[test]
    fn a_ball_is_seen_to_a_tenth_of_a_voxel_from_every_side() {
        let values = ball(false);
        let center = Point3::new(3.0, -2.0, 5.0);
        for (yaw, pitch) in [(0.0, 0.0), (30.0, 0.0), (-20.0, 10.0), (90.0, 0.0), (0.0, -90.0)] {
            let surface = seen(&values, View { yaw, pitch });
            let mut seen = 0;
            for (n, hit) in surface.hits.iter().enumerate() {
                let Some(hit) = hit else { continue };
                let p = surface.point(n % 160, n / 160).unwrap();
                // Towards the edge, rays only touch the ball.
                if hit.normal.z < 0.4 {
                    continue;
                }
                seen += 1;
                assert!(((p - center).norm() - RADIUS).abs() < 0.2, "{yaw} {pitch} {p}");
                let axes = surface.camera.axes;
                let out = (p - center) / RADIUS;
                let normal =
                    Vector3::new(out.dot(&axes.right), out.dot(&axes.up), -out.dot(&axes.ahead));
                assert!(normal.dot(&hit.normal) > 0.99, "{yaw} {pitch} {p}");
            }
            let area = f64::from(seen) * surface.camera.mm_per_pixel.powi(2);
            assert!(area > 0.8 * std::f64::consts::PI * RADIUS * RADIUS);
        }
    }

    #[test]
    fn the_face_turns_away_from_where_the_camera_goes() {
        let values = ball(true);
        let nose = |yaw| {
            let surface = seen(&values, View { yaw, pitch: 0.0 });
            let tip = Point3::new(3.0, -2.0 - RADIUS - 15.0, 5.0);
            let (column, row, depth) = surface.camera.project(&tip);
            let hit = surface.hits[row.round() as usize * 160 + column.round() as usize].unwrap();
            assert!((hit.depth - depth).abs() < 3.0, "the tip of the nose is what is seen there");
            column
        };
        assert!(nose(30.0) < 70.0 && nose(-30.0) > 90.0);
        assert!((nose(0.0) - 79.5).abs() < 2.0);
    }

    #[test]
    fn past_the_head_there_is_nothing() {
        let surface = seen(&ball(false), View::FRONT);
        assert_eq!(surface.point(0, 0), None);
        assert_eq!(surface.point(160, 80), None);
        assert_eq!(surface.point(80, 160), None);
    }
}
