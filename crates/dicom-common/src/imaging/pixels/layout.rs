//! How the samples of an image lie in its frames (PS3.3 C.7.6.3.1).

use dicom_dictionary_std::tags;

use crate::code::{Code, Fault, Outcome};
use crate::dataset::{DataSet, Syntax};
use crate::imaging::series::PixelFormat;

/// Bytes of memory that one frame may take while it is decoded.
const MOST_MEMORY: usize = 1 << 30;
/// Bytes that a decoder has in hand for each sample: its own value, a copy of it, and the one that is
/// laid out. What looks at a frame takes less.
const IN_HAND: usize = 12;

/// What the samples of a pixel mean (Photometric Interpretation, PS3.3 C.7.6.3.1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// MONOCHROME1 or MONOCHROME2: which of them, the format says.
    Grey,
    /// PALETTE COLOR: an index into three tables.
    Palette,
    /// RGB: red, green, blue.
    Rgb,
    /// YBR_FULL: luminance, then two chroma samples.
    Ybr,
    /// YBR_FULL_422: two pixels share their chroma samples, Y Y B R.
    YbrHalved,
    /// YBR_RCT and YBR_ICT, inside JPEG 2000 alone: its decoders give RGB.
    YbrReversible,
}

/// Size of the frames, and how samples lie in them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layout {
    /// Number of rows of a frame.
    pub rows: usize,
    /// Number of columns of a frame.
    pub columns: usize,
    /// Number of Frames (0028,0008); 1 where the header has none.
    pub frames: usize,
    /// What the samples of a pixel mean.
    pub colour: Colour,
    /// Whether all samples of a channel stand together (Planar Configuration 1).
    pub planar: bool,
    /// How one sample is stored.
    pub format: PixelFormat,
}

impl Colour {
    fn of(name: Option<&str>, samples: u16) -> Option<Colour> {
        Some(match (name?, samples) {
            ("MONOCHROME1" | "MONOCHROME2", 1) => Colour::Grey,
            ("PALETTE COLOR", 1) => Colour::Palette,
            ("RGB", 3) => Colour::Rgb,
            ("YBR_FULL", 3) => Colour::Ybr,
            ("YBR_FULL_422", 3) => Colour::YbrHalved,
            ("YBR_RCT" | "YBR_ICT", 3) => Colour::YbrReversible,
            _ => return None,
        })
    }

    /// The photometric interpretation of colour, for headers; grey keeps what it has.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Colour::Grey => None,
            Colour::Palette => Some("PALETTE COLOR"),
            Colour::Rgb | Colour::YbrReversible => Some("RGB"),
            Colour::Ybr => Some("YBR_FULL"),
            Colour::YbrHalved => Some("YBR_FULL_422"),
        }
    }
}

impl Layout {
    /// As a file declares it.
    ///
    /// # Errors
    /// `E_PIXEL_FORMAT` for anything but whole numbers of one or three channels; `E_TOO_LARGE`.
    pub fn of(root: &DataSet, syntax: &Syntax) -> Outcome<Layout> {
        let number = |tag| root.u16(tag, syntax.encoding);
        let samples = number(tags::SAMPLES_PER_PIXEL).unwrap_or(1);
        let colour = Colour::of(root.ascii(tags::PHOTOMETRIC_INTERPRETATION), samples);
        let frames = root.ascii(tags::NUMBER_OF_FRAMES).map_or(Ok(1), str::parse);
        let layout = Layout {
            rows: number(tags::ROWS).map_or(0, usize::from),
            columns: number(tags::COLUMNS).map_or(0, usize::from),
            frames: frames.map_err(|_| Fault(Code::PixelFormat))?,
            colour: colour.ok_or(Fault(Code::PixelFormat))?,
            planar: samples > 1 && number(tags::PLANAR_CONFIGURATION) == Some(1),
            format: PixelFormat::of_samples(root, syntax)?,
        };
        if !layout.is_bearable() {
            return Err(Fault(Code::TooLarge));
        }
        // Native YBR_FULL_422 needs pairs of pixels side by side; the colours of JPEG 2000 cannot be
        // native at all.
        let halved = layout.colour == Colour::YbrHalved;
        let reversible = layout.colour == Colour::YbrReversible && !syntax.encapsulated;
        let possible = layout.frame_len() > 0
            && layout.frames > 0
            && !(halved && (layout.planar || layout.columns % 2 == 1) && !syntax.encapsulated)
            && !reversible
            && !(samples == 3 && layout.format.signed);
        if possible { Ok(layout) } else { Err(Fault(Code::PixelFormat)) }
    }

    /// One grey frame.
    pub(in crate::imaging) fn grey(rows: usize, columns: usize, format: PixelFormat) -> Layout {
        Layout { rows, columns, frames: 1, colour: Colour::Grey, planar: false, format }
    }

    /// Whether a frame can be decoded in the memory that one may take.
    pub(in crate::imaging) fn is_bearable(&self) -> bool {
        let samples = self.pixels().saturating_mul(self.samples());
        samples.saturating_mul(IN_HAND + self.format.bytes()) <= MOST_MEMORY
    }

    /// Pixels of a frame.
    pub fn pixels(&self) -> usize {
        self.rows * self.columns
    }

    /// Samples of a pixel: 1, or 3 for colour.
    pub fn samples(&self) -> usize {
        match self.colour {
            Colour::Grey | Colour::Palette => 1,
            _ => 3,
        }
    }

    /// Bytes of a frame.
    pub fn frame_len(&self) -> usize {
        let samples = if self.colour == Colour::YbrHalved { 2 } else { self.samples() };
        self.pixels() * samples * self.format.bytes()
    }
}
