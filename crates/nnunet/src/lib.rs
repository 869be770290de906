//! Inference with trained nnU-Net v2 models: reads a model folder as nnU-Net's training leaves it,
//! and labels images voxel for voxel as `nnUNetv2_predict_from_modelfolder -device cpu` of nnunetv2
//! 2.8.1 does. No Python takes part, and nothing that a checkpoint asks for is executed.
//!
//! The networks themselves are computed by libtorch, with the feature `torch`; everything else is
//! here: the checkpoint, the plans, the preparation of images, the sliding window, the labels.

mod checkpoint;
mod describe;
mod error;
mod export;
mod half;
mod json;
mod labels;
mod mirror;
mod model;
mod network;
mod options;
mod plans;
mod predict;
mod preprocess;
#[cfg(test)]
mod reference;
mod resample;
mod window;

pub use error::{Error, File};
pub use model::Model;
pub use options::{Device, ENVIRONMENT, Image, Options};
