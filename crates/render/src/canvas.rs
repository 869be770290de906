//! A coloured picture in the making.

mod hangul;
mod pixels;
mod text;

pub use pixels::{Area, Canvas, Color, mix};
pub use text::{Size, has_letter, width as text_width};
