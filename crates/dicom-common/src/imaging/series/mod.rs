//! Which frames make up a volume: headers become [`Image`]s, and the images of one series become
//! [`Stack`]s of frames in the order of their positions.

mod apart;
mod class;
mod format;
mod groups;
mod image;
mod kind;
mod plane;
mod projection;
mod stack;
mod traits;

pub(crate) use class::CAPTURES;
pub use class::Modality;
pub use format::{PixelFormat, Rescale};
pub use image::{Frame, Image, PixelData};
pub use kind::Kind;
pub(crate) use stack::GAP;
pub use stack::{Gap, Member, Stack, stacks};

#[cfg(test)]
pub(crate) mod samples;
