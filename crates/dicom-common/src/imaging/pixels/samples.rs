//! Decoded samples, as every decoder gives them.

use crate::code::{Code, Fault, Outcome};
use crate::imaging::series::PixelFormat;

/// What a decoder gives.
pub(super) struct Samples {
    /// One for each sample, pixel by pixel: bit patterns of `precision` bits. Encoders write signed
    /// pixels as unsigned ones and the other way round, so that signs say nothing.
    pub(super) values: Vec<u32>,
    /// Bits of each value that count.
    pub(super) precision: u32,
}

impl Samples {
    /// The values as bytes of the format, little endian; signs are extended to all allocated bits.
    ///
    /// # Errors
    /// `E_CODEC` where there are not `count` of them, or where they do not fit.
    pub(super) fn lay_out(&self, count: usize, format: &PixelFormat) -> Outcome<Vec<u8>> {
        let wrong = Fault(Code::Codec);
        let (precision, allocated) = (self.precision, u32::from(format.allocated));
        if self.values.len() != count || precision == 0 || precision > allocated {
            return Err(wrong);
        }
        let unused = 32 - precision;
        let extend = |value: u32| {
            let top = value << unused;
            if format.signed { (top as i32 >> unused) as u32 } else { top >> unused }
        };
        let values = self.values.iter().map(|value| extend(*value));
        Ok(match format.allocated {
            8 => values.map(|v| v as u8).collect(),
            16 => values.flat_map(|v| (v as u16).to_le_bytes()).collect(),
            _ => values.flat_map(u32::to_le_bytes).collect(),
        })
    }
}
