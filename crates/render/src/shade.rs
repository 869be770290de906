//! Light on the skin.

mod around;

use nalgebra::Vector3;

use crate::image::Image;
use crate::surface::{Hit, Surface};

/// How the skin is lit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Light {
    /// Degrees above the line of view from which the light comes.
    pub elevation: f64,
    /// Share of the light that comes from everywhere.
    pub ambient: f64,
    /// Share of the light that skin loses for each mm behind the nearest.
    pub haze: f64,
    /// Share of the light that hollows lose for each mm below their surroundings.
    pub hollows: f64,
}

impl Default for Light {
    /// Under this light a face detector gives faces of bare skin the highest scores.
    fn default() -> Self {
        Self { elevation: 35.0, ambient: 0.15, haze: 0.003, hollows: 0.02 }
    }
}

/// Half the side of the square that is called the surroundings of a place, in mm.
const SURROUNDINGS: f64 = 35.0;
/// The share of the light that neither distance nor depth takes.
const LEAST: f64 = 0.2;

impl Light {
    /// The skin under this light, on black.
    pub fn shade(&self, surface: &Surface) -> Image {
        let depths = || surface.hits.iter().flatten().map(|hit| hit.depth);
        let near = depths().fold(f64::INFINITY, f64::min);
        let (sin, cos) = self.elevation.to_radians().sin_cos();
        let sun = Vector3::new(0.0, sin, cos);
        let around = around::depths(surface, SURROUNDINGS);
        let tone = |(hit, around): (&Option<Hit>, f64)| {
            let Some(hit) = hit else {
                return 0;
            };
            let lit = self.ambient + (1.0 - self.ambient) * hit.normal.dot(&sun).max(0.0);
            let haze = 1.0 - self.haze * (hit.depth - near);
            let hollow = 1.0 - self.hollows * (hit.depth - around).max(0.0);
            (255.0 * lit * haze.max(LEAST) * hollow.max(LEAST)).round() as u8
        };
        Image {
            width: surface.camera.width,
            height: surface.camera.height,
            mm_per_pixel: surface.camera.mm_per_pixel,
            pixels: surface.hits.iter().zip(around).map(tone).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::camera::{Camera, View};
    use crate::grid::Bounds;
    use nalgebra::Point3;

    /// A wall with a hollow in its middle.
    fn wall() -> Surface {
        let bounds = Bounds { low: Point3::origin(), high: Point3::new(90.0, 90.0, 90.0) };
        let camera = Camera::around(&bounds, View::FRONT, 90, 90);
        let hits = (0..90 * 90).map(|n| {
            let (column, row) = (n % 90, n / 90);
            let hollow = (40..50).contains(&column) && (40..50).contains(&row);
            let depth = if hollow { 10.0 } else { 0.0 };
            (row > 0).then_some(Hit { depth, normal: Vector3::z() })
        });
        Surface { camera, hits: hits.collect() }
    }

    #[test]
    fn the_background_is_black_and_hollows_are_darker() {
        let image = Light::default().shade(&wall());
        let tone = |column: usize, row: usize| image.pixels[row * 90 + column];
        assert_eq!((image.width, image.height, tone(10, 0)), (90, 90, 0));
        assert!(tone(45, 45) + 20 < tone(10, 10));
    }

    #[test]
    fn light_comes_from_above() {
        let tilted = |up: f64| {
            let mut wall = wall();
            let normal = Vector3::new(0.0, up, 1.0).normalize();
            wall.hits.iter_mut().flatten().for_each(|hit| hit.normal = normal);
            Light::default().shade(&wall).pixels[10 * 90 + 10]
        };
        assert!(tilted(0.5) > tilted(0.0) && tilted(0.0) > tilted(-0.5));
    }
}
