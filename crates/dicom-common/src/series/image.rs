//! What defacing needs of one file, read from its header alone.

use super::{PixelFormat, Rescale};
use crate::code::{Code, Fault, Outcome};
use crate::dataset::{Extent, Parsed, Syntax};
use crate::geometry::Plane;

/// What was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Modality {
    /// Computed tomography; values are HU.
    Ct,
    /// Magnetic resonance; values have no unit.
    Mr,
}

/// What the frames of an image show, by its Image Type (PS3.3 C.7.6.1.1.2, C.8.2.1.1.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Slices as they were acquired or reconstructed; they may make up a volume.
    Slices,
    /// Slices computed from others (MPR); they may make up a volume.
    Reformat,
    /// A localizer or scout, which shows the head as a whole.
    Localizer,
    /// A projection (MIP), rendering or screenshot: no slice through the patient.
    Rendering,
}

/// Where the pixel data lies.
#[derive(Clone, Debug, PartialEq)]
pub enum PixelData {
    /// Native, at this place of the file.
    Native(Extent),
    /// Native, at this place of the inflated data set (PS3.5 A.5).
    Deflated(Extent),
    /// Native and so small that the header's reader took it in.
    Inline(Vec<u8>),
    /// Encapsulated: items and delimiter, at this place of the file (PS3.5 A.4).
    Encapsulated(Extent),
}

/// One frame: where it lies and how its values are read.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// Where its pixels lie.
    pub plane: Plane,
    /// How its stored values are scaled.
    pub rescale: Rescale,
    /// Stored values that stand for no tissue: PixelPaddingValue to PixelPaddingRangeLimit,
    /// lowest and highest, both included (PS3.3 C.7.5.1.1.2).
    pub padding: Option<(i32, i32)>,
}

/// A CT or MR image: one file.
#[derive(Clone, Debug, PartialEq)]
pub struct Image {
    /// What was measured.
    pub modality: Modality,
    /// What its frames show.
    pub kind: Kind,
    /// SOP Class UID.
    pub class: String,
    /// SOP Instance UID.
    pub instance: String,
    /// Study Instance UID.
    pub study: String,
    /// Series Instance UID.
    pub series: String,
    /// Frame of Reference UID; empty where there is none.
    pub frame_of_reference: String,
    /// How the file is encoded.
    pub syntax: Syntax,
    /// The layout of its samples once decoded.
    pub format: PixelFormat,
    /// Where its pixels are.
    pub pixels: PixelData,
    /// Its frames, in the order of the pixel data; at least one, all with the same matrix.
    pub frames: Vec<Frame>,
}

impl Image {
    /// Reads the header of a file.
    ///
    /// # Errors
    /// `S_MODALITY`, `F_MOSAIC`, `F_RENDERING` (secondary captures), `E_GEOMETRY`,
    /// `E_PIXEL_FORMAT`, `E_NO_PIXELS`, `E_PIXEL_LENGTH`, `E_TOO_LARGE`, `E_MISSING_UID`.
    pub fn of(_parsed: &Parsed) -> Outcome<Image> {
        Err(Fault(Code::Internal))
    }

    /// Bytes of one decoded frame: rows · columns · allocated / 8.
    pub fn frame_len(&self) -> usize {
        self.frames.first().map_or(0, |frame| {
            frame.plane.rows * frame.plane.columns * usize::from(self.format.allocated / 8)
        })
    }
}
