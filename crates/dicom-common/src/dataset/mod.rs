//! DICOM data sets as they are stored: every value as the bytes of the file, in the file's own
//! encoding, so that what is not changed on purpose is written back bit for bit.
//!
//! Large binary values (pixel data above all) are not read: an [`Extent`] says where they lie in
//! the source, and the writer lets the kernel copy them.

mod age;
mod changed;
mod charset;
mod complete;
mod date;
mod dictionary;
mod element;
mod encode;
mod encoded;
mod extent;
mod form;
mod iso2022;
mod meta;
mod open;
mod overlay;
mod parse;
mod piece;
mod reads_as;
mod splice;
mod syntax;
mod text;
mod values;
mod vr;

pub use age::{Age, OLDEST, in_years, is_above_89};
pub use changed::{STATISTICS_OF_IMAGE, STATISTICS_OF_SERIES};
pub use complete::{check_complete, frame_length, number_of_frames, trim_pixels};
pub use date::{Date, DateTime};
pub use dictionary::{dictionary_vr, keyword, tag_of_keyword};
pub use element::{DataSet, Element, Value};
pub use encoded::{Encoded, Source};
pub use extent::Extent;
pub use form::has_form;
pub use meta::{FileMeta, IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME};
pub use open::open;
pub use overlay::embeds_overlay;
pub use parse::{Parsed, ReadLimits, parse};
pub use piece::Piece;
pub use splice::Conveyor;
pub use syntax::{Encoding, STANDARD_UID_ROOT, Syntax, is_standard_uid, is_uid};
pub use text::Text;
pub use values::{split_values, trim};
pub use vr::is_text;

pub use dicom_core::{Tag, VR};
