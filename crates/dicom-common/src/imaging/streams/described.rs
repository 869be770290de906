//! What a data set says of its frames.

use dicom_dictionary_std::tags;

use crate::code::{Code, Fault, Outcome};
use crate::dataset::{DataSet, Encoding, frame_length};

/// What a data set says of each frame of its pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Described {
    /// Bytes of a frame without compression.
    pub(super) length: u64,
    /// Rows · columns.
    pub(super) pixels: u64,
    /// Samples per Pixel (0028,0002).
    pub(super) samples: u64,
    /// Bits Allocated (0028,0100).
    pub(super) bits: u64,
}

impl Described {
    /// Of a data set.
    ///
    /// # Errors
    /// `E_MALFORMED` where it does not say.
    pub(super) fn of(dataset: &DataSet, encoding: Encoding) -> Outcome<Described> {
        let number = |tag| dataset.u16(tag, encoding).map(u64::from);
        let described = || {
            Some(Described {
                length: frame_length(dataset, encoding)?,
                pixels: number(tags::ROWS)?.checked_mul(number(tags::COLUMNS)?)?,
                samples: number(tags::SAMPLES_PER_PIXEL).unwrap_or(1),
                bits: number(tags::BITS_ALLOCATED)?,
            })
        };
        described().ok_or(Fault(Code::Malformed))
    }
}
