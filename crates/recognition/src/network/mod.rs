//! dlib's network for faces (`face_recognition_resnet_model_v1`): a ResNet of 29 convolutions that
//! makes 128 numbers of a picture, so that pictures of one person lie near each other.

mod layers;
mod shape;
mod weights;

pub use shape::{NUMBERS, SIDE};
pub use weights::{UnreadableWeights, Weights};

use layers::{Planes, add, average_pool, convolve, max_pool, means, rectify};
use ndarray::{Array3, ArrayView3};
use shape::STAGES;

/// What is subtracted from red, green and blue, and what the rest is divided by.
const MEANS: [f32; 3] = [122.782, 117.001, 104.298];
const SCALE: f32 = 256.0;

/// The numbers of a picture of [`SIDE`] by [`SIDE`] pixels: its channels red, green and blue, 0 to 255.
pub fn describe(weights: &Weights, picture: ArrayView3<'_, u8>) -> Vec<f32> {
    let mut input: Planes = Array3::zeros(picture.dim());
    ndarray::Zip::indexed(&mut input).and(&picture).for_each(|(channel, _, _), value, pixel| {
        let mean = MEANS.get(channel).copied().unwrap_or_default();
        *value = (f32::from(*pixel) - mean) / SCALE;
    });
    let mut filters = weights.filters.iter();
    let mut next = |planes: &Planes, step: usize, border: usize| match filters.next() {
        Some(filter) => convolve(planes, filter, step, border),
        None => planes.clone(),
    };
    let mut planes = max_pool(&rectify(next(&input, 2, 0)), 3, 2);
    for (_, blocks, halves) in STAGES {
        for block in 0..blocks {
            let halved = halves && block == 0;
            let (step, border) = if halved { (2, 0) } else { (1, 1) };
            let inner = rectify(next(&planes, step, border));
            let inner = next(&inner, 1, 1);
            let outer = if halved { average_pool(&planes, 2, 2) } else { planes };
            planes = rectify(add(&outer, &inner));
        }
    }
    means(&planes).dot(&weights.last).to_vec()
}
