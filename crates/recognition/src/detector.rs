//! The face detector.

use render::image::Image;
use rustface::{ImageData, Model, create_detector_with_model, read_model};

/// The detector's model, as it ships with rustface 0.1.7; see the licence beside it.
const MODEL: &[u8] = include_bytes!("../model/seeta_fd_frontal_v1.0.bin");
/// The side of the smallest face that is looked for, in pixels: a head fills its picture, so its face is
/// larger.
const SMALLEST: u32 = 40;
/// The lowest score that is told: what scores less hardly looks like a face.
const FAINTEST: f64 = 0.5;
/// Pixels by which the window moves from one place to the next.
const STEP: u32 = 2;
/// How much smaller the picture becomes from one size of faces to the next.
const SCALE: f32 = 0.8;

/// A face detector.
///
/// ```
/// use recognition::Detector;
/// use render::image::Image;
///
/// let image = Image { width: 100, height: 100, mm_per_pixel: 1.0, pixels: vec![128; 100 * 100] };
/// assert_eq!(Detector::new()?.best(&image), None);
/// # Ok::<(), recognition::UnreadableModel>(())
/// ```
pub struct Detector {
    /// What it learned.
    model: Model,
}

/// The detector's model, which is a part of the program, cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("the model of the face detector cannot be read")]
pub struct UnreadableModel;

/// A face in a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// How much it looks like one; photographs of faces score 5 to 60.
    pub score: f64,
    /// The middle of its square, column and row in pixels.
    pub middle: [f64; 2],
    /// The side of the square in pixels.
    pub side: f64,
}

impl Detector {
    /// A detector with its own model.
    ///
    /// # Errors
    /// When the model cannot be read.
    pub fn new() -> Result<Self, UnreadableModel> {
        Ok(Self { model: read_model(MODEL).map_err(|_| UnreadableModel)? })
    }

    /// What looks most like a face; none where nothing does, or the picture is smaller than a face.
    pub fn best(&self, image: &Image) -> Option<Found> {
        let sides = [image.width, image.height].map(u32::try_from);
        let [Ok(width), Ok(height)] = sides else { return None };
        if width.min(height) < SMALLEST || image.pixels.len() != image.width * image.height {
            return None;
        }
        let mut detector = create_detector_with_model(self.model.clone());
        detector.set_min_face_size(SMALLEST);
        detector.set_score_thresh(FAINTEST);
        detector.set_pyramid_scale_factor(SCALE);
        detector.set_slide_window_step(STEP, STEP);
        let faces = detector.detect(&ImageData::new(&image.pixels, width, height));
        let best = faces.iter().max_by(|a, b| a.score().total_cmp(&b.score()))?;
        let square = best.bbox();
        let (side, half) = (f64::from(square.width()), f64::from(square.width()) / 2.0);
        let middle = [f64::from(square.x()) + half, f64::from(square.y()) + half];
        Some(Found { score: best.score(), middle, side })
    }
}
