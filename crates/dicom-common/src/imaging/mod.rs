//! Images become volumes: headers make images and stacks of frames ([`series`]), which lie in space
//! ([`geometry`]), are decoded ([`pixels`]; [`bounds`] says what a decoder may be given) and put together ([`volume`], [`nifti`]). What an
//! object can show of the patient besides its header is [`disclosure`]; what compressed pixels hold
//! besides the image is taken out by [`streams`].

pub mod bounds;
pub mod disclosure;
pub mod geometry;
pub mod nifti;
pub mod pixels;
pub mod series;
mod sop_class;
pub mod streams;
pub mod volume;
