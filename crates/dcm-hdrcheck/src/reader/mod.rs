//! Reading, with eyes of its own: dicom-object says what is in a file, and a file in which it, a walk
//! over the bytes and the project's own reader do not see the same is flagged.
//!
//! dicom-object takes in whatever a file claims, nests as deeply as the file says, and accepts files
//! that were cut. So the [`walk`] goes first: it refuses what is too deep, too long or too much, and
//! leaves large values where they are. All criteria see its [`element`]s.

mod charset;
mod element;
mod file;
mod limits;
mod object;
mod second;
mod source;
mod syntax;
mod text;
mod vr;
mod walk;

pub use dicom_core::{Tag, VR};

pub use element::{DataSet, Element, Fragments, Value, is_blank, split_values, trim};
pub use file::{Contents, Readers, open, read, read_leniently};
pub use source::{Extent, Source};
pub use syntax::{Encoding, Syntax, is_standard_uid, is_uid};
pub use text::Text;
pub use vr::{dictionary_vr, has_own_characters, is_characters, is_text, keyword};
