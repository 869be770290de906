//! What compressed pixels hold besides the image: comments, application segments, metadata boxes,
//! what follows the end of an image, fragments that belong to no frame, offset tables that are none.
//!
//! Each stream is walked to its end by the rules of its format, without decoding it and without
//! holding it in memory. What no decoder needs is left out; every byte that makes the image stays. A
//! stream that cannot be walked is refused.

mod deflated;
mod described;
mod edit;
mod extended_table;
mod format;
mod frame;
mod icc;
mod icc_text;
mod items;
mod jp2;
mod jpeg;
mod jpeg2000;
mod jpeg_segment;
mod mpeg2;
mod nal;
mod offset_table;
mod pieces;
mod pixel_data;
mod place;
mod rle;
mod start_code;
mod stream;
mod strip;
mod text;
mod tile_parts;

pub use strip::strip_streams;
