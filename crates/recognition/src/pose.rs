//! How a head lies, and from where its face is looked at.

use nalgebra::{Point3, Vector3};
use rayon::prelude::*;
use render::camera::{Axes, Camera, View};
use render::shade::Light;
use render::skin::Skin;
use render::surface::Surface;

use crate::{Detector, Found};

/// From where a face is looked at, in degrees about the head as it lies: from its front, and from a
/// little to both sides and above, as far as the detector knows faces.
const VIEWS: [View; 6] = [
    View { yaw: -20.0, pitch: 0.0 },
    View { yaw: 0.0, pitch: 0.0 },
    View { yaw: 20.0, pitch: 0.0 },
    View { yaw: -20.0, pitch: 10.0 },
    View { yaw: 0.0, pitch: 10.0 },
    View { yaw: 20.0, pitch: 10.0 },
];
/// The middle of a head is about so many mm behind the eyes, and so many below them.
const BEHIND: f64 = 70.0;
const BELOW: f64 = 35.0;
/// The pictures, in pixels.
const WIDTH: usize = 400;
const HEIGHT: usize = 480;
/// Pictures of 240 by 288 mm, in which a head of 260 mm fits.
const MM_PER_PIXEL: f64 = 0.6;

/// How a head lies.
///
/// ```no_run
/// use nalgebra::{Point3, Vector3};
/// use recognition::{Detector, Pose};
/// use render::skin::Skin;
///
/// # fn score(skin: &Skin) -> Result<f64, recognition::UnreadableModel> {
/// // Upright, with the eyes 90 mm before the middle of the scanner.
/// let pose = Pose {
///     eyes: Point3::new(0.0, -90.0, 0.0),
///     left: Vector3::x(),
///     front: -Vector3::y(),
///     up: Vector3::z(),
/// };
/// let sights = pose.look(skin, &Detector::new()?);
/// let scores = sights.iter().filter_map(|sight| sight.found).map(|found| found.score);
/// # Ok(scores.fold(0.0, f64::max))
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pose {
    /// The point between the eyes (LPS, mm).
    pub eyes: Point3<f64>,
    /// To the head's left: a unit vector in LPS.
    pub left: Vector3<f64>,
    /// Where the face looks: a unit vector in LPS.
    pub front: Vector3<f64>,
    /// Towards the crown: a unit vector in LPS.
    pub up: Vector3<f64>,
}

/// What was seen from one side.
#[derive(Debug, Clone)]
pub struct Sight {
    /// The skin, as it is seen from there.
    pub surface: Surface,
    /// What looks most like a face there, if anything does.
    pub found: Option<Found>,
}

impl Pose {
    /// The cameras that look at the face.
    pub fn cameras(&self) -> impl Iterator<Item = Camera> {
        let target = self.eyes - self.front * BEHIND - self.up * BELOW;
        VIEWS.into_iter().map(move |view| Camera {
            axes: self.axes(view),
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

    /// The axes of a picture that is seen from there.
    pub(crate) fn axes(&self, view: View) -> Axes {
        let (sin_yaw, cos_yaw) = view.yaw.to_radians().sin_cos();
        let (sin_pitch, cos_pitch) = view.pitch.to_radians().sin_cos();
        let level = self.left * sin_yaw + self.front * cos_yaw;
        Axes {
            right: self.left * cos_yaw - self.front * sin_yaw,
            up: self.up * cos_pitch - level * sin_pitch,
            ahead: -level * cos_pitch - self.up * sin_pitch,
        }
    }
}
