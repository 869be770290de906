//! Kinds of images with text in their pixels.

use dicom_dictionary_std::uids;

/// A kind of image, and how its text is written.
pub struct Kind {
    /// SOP Class UID (0008,0016).
    pub sop_class: &'static str,
    /// Modality (0008,0060).
    pub modality: &'static str,
    /// Manufacturer's Model Name (0008,1090).
    pub model: &'static str,
    /// Photometric Interpretation (0028,0004).
    pub photometric: &'static str,
    /// Rows and columns of a frame.
    pub size: [usize; 2],
    /// Samples of a pixel.
    pub samples: usize,
    /// Whether colours lie plane by plane.
    pub planar: bool,
    /// Bits allocated and stored.
    pub bits: [u16; 2],
    /// Number of frames, all with the same text.
    pub frames: usize,
    /// Stored values of the text.
    pub ink: [u16; 3],
    /// What the header says of the text; nothing at all if it is empty.
    pub hint: &'static str,
    /// What is subtracted from all values, which are signed then.
    pub offset: u16,
    /// UID of the transfer syntax in which it is written.
    pub syntax: &'static str,
    /// Rows at which lines of text start.
    pub lines: &'static [usize],
}

/// What most of them are like.
pub const PLAIN: Kind = Kind {
    sop_class: uids::SECONDARY_CAPTURE_IMAGE_STORAGE,
    modality: "OT",
    model: "Grabber 2",
    photometric: "MONOCHROME2",
    size: [256, 384],
    samples: 1,
    planar: false,
    bits: [8, 8],
    frames: 1,
    ink: [250, 250, 250],
    hint: "YES",
    offset: 0,
    syntax: uids::EXPLICIT_VR_LITTLE_ENDIAN,
    lines: &[6, 234],
};

/// All of them; patients get one after the other.
pub const KINDS: [Kind; 10] = [
    // The upper edge of this device's images is known to hold text.
    Kind {
        sop_class: uids::ULTRASOUND_IMAGE_STORAGE,
        modality: "US",
        model: "iU22",
        photometric: "RGB",
        size: [600, 800],
        samples: 3,
        ink: [255, 255, 0],
        lines: &[8, 32],
        ..PLAIN
    },
    Kind {
        sop_class: uids::ULTRASOUND_MULTI_FRAME_IMAGE_STORAGE,
        modality: "US",
        model: "Sonomat 9",
        size: [480, 640],
        frames: 3,
        hint: "",
        lines: &[10, 440],
        ..PLAIN
    },
    Kind { photometric: "RGB", samples: 3, planar: true, lines: &[6, 26, 234], ..PLAIN },
    Kind { photometric: "YBR_FULL", samples: 3, ink: [235, 128, 128], hint: "", ..PLAIN },
    Kind { photometric: "PALETTE COLOR", ..PLAIN },
    Kind {
        sop_class: uids::COMPUTED_RADIOGRAPHY_IMAGE_STORAGE,
        modality: "CR",
        photometric: "MONOCHROME1",
        bits: [16, 12],
        ink: [0, 0, 0],
        hint: "",
        ..PLAIN
    },
    // Text across the anatomy.
    Kind { size: [200, 320], lines: &[80, 178], ..PLAIN },
    Kind { bits: [16, 16], ink: [3000; 3], offset: 1024, hint: "NO", ..PLAIN },
    Kind {
        sop_class: uids::ULTRASOUND_IMAGE_STORAGE,
        modality: "US",
        model: "Sonomat 9",
        photometric: "RGB",
        samples: 3,
        ink: [255, 255, 255],
        hint: "",
        syntax: uids::RLE_LOSSLESS,
        ..PLAIN
    },
    Kind {
        sop_class: uids::ULTRASOUND_MULTI_FRAME_IMAGE_STORAGE,
        modality: "US",
        model: "Sonomat 9",
        size: [480, 640],
        frames: 2,
        hint: "",
        syntax: uids::JPEG_BASELINE8_BIT,
        lines: &[10, 440],
        ..PLAIN
    },
];
