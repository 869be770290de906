//! Which frames make up a volume: headers become [`Image`]s, and the images of one series become
//! [`Stack`]s of frames in the order of their positions.

mod apart;
mod format;
mod frame;
mod grid;
mod groups;
mod image;
mod kind;
mod modality;
mod mosaic;
mod nuclear;
mod parallel;
mod pixel_data;
mod placed_frame;
mod plane;
mod projection;
mod rescale;
mod stack;
mod traits;

pub use format::PixelFormat;
pub use frame::{Frame, Padding};
pub use image::Image;
pub use kind::Kind;
pub use modality::Modality;
pub use mosaic::Tiling;
pub use pixel_data::PixelData;
pub use placed_frame::Member;
pub use rescale::Rescale;
pub(crate) use stack::GAP;
pub use stack::{Gap, Stack, stacks};

#[cfg(test)]
pub(crate) mod test_headers;
