//! A coloured picture in the making.

mod pixels;
mod text;

pub use pixels::{Area, Canvas, Color, mix};
pub use text::{Size, width as text_width};
