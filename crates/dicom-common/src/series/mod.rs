//! Which frames make up a volume: headers become [`Image`]s, and the images of one series become
//! [`Stack`]s of frames in the order of their positions.

mod format;
mod image;
mod stack;

pub use format::{PixelFormat, Rescale};
pub use image::{Frame, Image, Kind, Modality, PixelData};
pub use stack::{Gap, Member, Stack, stacks};
