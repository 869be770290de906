//! Whose face it is: pictures of a head become numbers, and those of one person lie near each other.

use std::env;
use std::fs;
use std::path::PathBuf;

use nalgebra::Vector3;
use ndarray::Array3;
use render::camera::{Camera, View};
use render::shade::Light;
use render::skin::Skin;
use render::surface::Surface;

use crate::network::{SIDE, UnreadableWeights, Weights, describe};
use crate::pose::Pose;

/// Where the network wants the middle between the eyes, below the upper end of its pictures, and how far apart
/// it wants the eyes, in pixels: dlib's mean face with a margin of a quarter.
const EYES_DOWN: f64 = 47.1;
const EYES_APART: f64 = 52.6;

/// The file's name, and the variable that names it wherever it lies.
const NAME: &str = "dlib_face_recognition_resnet_model_v1.dat";
const VARIABLE: &str = "DCM_RECOGNISER";

/// Where it is looked for, as seen from the program's folder: where `make build` and `make install` put it, and
/// where tests find it.
const PLACES: [&str; 4] = [".", "..", "../..", "../share/dicom-deid"];

/// A recogniser of faces.
pub struct Recogniser {
    weights: Weights,
}

/// What a picture of a head says about whose it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Likeness(pub Vec<f32>);

impl Likeness {
    /// How unlike two pictures are: the Euclidean distance, without unit.
    pub fn distance(&self, other: &Self) -> f64 {
        let pairs = self.0.iter().zip(&other.0);
        pairs.map(|(a, b)| f64::from(a - b).powi(2)).sum::<f64>().sqrt()
    }
}

impl Recogniser {
    /// With the weights that the environment variable `DCM_RECOGNISER` names, or else with those that lie near
    /// the program, as `make` puts them there; none where there are none.
    ///
    /// # Errors
    /// When there is a file, but another one.
    pub fn find() -> Result<Option<Self>, UnreadableWeights> {
        let beside = || {
            let program = env::current_exe().ok()?;
            let folder = program.parent()?;
            let mut paths = PLACES.iter().map(|place| folder.join(place).join(NAME));
            paths.find(|path| path.is_file())
        };
        let Some(path) = env::var_os(VARIABLE).map(PathBuf::from).or_else(beside) else {
            return Ok(None);
        };
        let file = fs::read(path).map_err(|_| UnreadableWeights)?;
        Ok(Some(Self { weights: Weights::read(&file)? }))
    }

    /// The likeness of a picture of [`SIDE`] by [`SIDE`] shades.
    pub fn describe(&self, shades: &[u8]) -> Likeness {
        let pixel = |(_, row, column): (usize, usize, usize)| {
            shades.get(row * SIDE + column).copied().unwrap_or_default()
        };
        let picture = Array3::from_shape_fn((3, SIDE, SIDE), pixel);
        Likeness(describe(&self.weights, picture.view()))
    }

    /// The likeness of a head as it is seen from there.
    pub fn look(&self, skin: &Skin, pose: &Pose, apart: f64, view: View) -> Likeness {
        self.describe(&crop(skin, pose, apart, view))
    }
}

/// The picture of a head as the network wants it: no detector is asked, because it is known where the eyes
/// are and how far `apart`, in mm.
pub fn crop(skin: &Skin, pose: &Pose, apart: f64, view: View) -> Vec<u8> {
    let mm_per_pixel = apart / EYES_APART;
    let axes = pose.axes(view);
    let down: Vector3<f64> = axes.up * ((SIDE as f64 / 2.0 - EYES_DOWN) * mm_per_pixel);
    let camera = Camera { axes, target: pose.eyes - down, width: SIDE, height: SIDE, mm_per_pixel };
    Light::default().shade(&Surface::seen(skin, &camera)).pixels
}
