//! How a head lies, and from where its face is looked at.

use nalgebra::{Point3, Vector3};
use rayon::prelude::*;
use render::camera::{Axes, Camera};
use render::shade::Light;
use render::skin::Skin;
use render::surface::Surface;

use crate::{Detector, Found};

/// Degrees to the left of the face, and above it, from where it is looked at.
const VIEWS: [(f64, f64); 6] =
    [(-20.0, 0.0), (0.0, 0.0), (20.0, 0.0), (-20.0, 10.0), (0.0, 10.0), (20.0, 10.0)];
/// mm behind the eyes and below them: about the middle of the head.
const MIDDLE: [f64; 2] = [70.0, 35.0];
/// Pixels.
const WIDTH: usize = 400;
const HEIGHT: usize = 480;
/// A head of 260 mm fits.
const MM_PER_PIXEL: f64 = 0.6;

/// How a head lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pose {
    /// Between the eyes (LPS, mm).
    pub eyes: Point3<f64>,
    /// Unit, to the head's left.
    pub left: Vector3<f64>,
    /// Unit, where the face looks.
    pub front: Vector3<f64>,
    /// Unit, towards the crown.
    pub up: Vector3<f64>,
}

/// What was seen from one side.
#[derive(Debug, Clone)]
pub struct Sight {
    /// The skin, as it is seen from there.
    pub surface: Surface,
    /// What looks most like a face.
    pub found: Option<Found>,
}

impl Pose {
    /// The cameras that look at the face.
    pub fn cameras(&self) -> impl Iterator<Item = Camera> {
        let [behind, below] = MIDDLE;
        let target = self.eyes - self.front * behind - self.up * below;
        VIEWS.into_iter().map(move |(yaw, pitch)| Camera {
            axes: self.axes(yaw, pitch),
            target,
            width: WIDTH,
            height: HEIGHT,
            mm_per_pixel: MM_PER_PIXEL,
        })
    }

    /// Looks at a skin from all sides.
    pub fn look(&self, skin: &Skin, detector: &Detector) -> Vec<Sight> {
        let cameras: Vec<Camera> = self.cameras().collect();
        let sight = |camera: &Camera| {
            let surface = Surface::seen(skin, camera);
            let found = detector.best(&Light::default().shade(&surface));
            Sight { surface, found }
        };
        cameras.par_iter().map(sight).collect()
    }

    fn axes(&self, yaw: f64, pitch: f64) -> Axes {
        let (sin_yaw, cos_yaw) = yaw.to_radians().sin_cos();
        let (sin_pitch, cos_pitch) = pitch.to_radians().sin_cos();
        let level = self.left * sin_yaw + self.front * cos_yaw;
        Axes {
            right: self.left * cos_yaw - self.front * sin_yaw,
            up: self.up * cos_pitch - level * sin_pitch,
            ahead: -level * cos_pitch - self.up * sin_pitch,
        }
    }
}
