//! How stored values are laid out in samples (PS3.3 C.7.6.3, PS3.5 8.1.1).

use dicom_dictionary_std::tags;

use crate::code::{Code, Fault, Outcome};
use crate::dataset::{DataSet, Syntax, VR};

/// The one private syntax with big-endian pixels in a little-endian data set.
const IMPLICIT_WITH_BIG_ENDIAN_PIXELS: &str = "1.2.840.113619.5.2";

/// The layout of one sample.
///
/// ```
/// use dicom_common::imaging::series::PixelFormat;
///
/// let format = PixelFormat {
///     allocated: 16,
///     stored: 12,
///     high_bit: 11,
///     signed: true,
///     big_endian: false,
///     inverted: false,
/// };
/// // The four bits above the value are not read.
/// assert_eq!(format.value(format.read(&[0xFF, 0x1F])), -1);
/// assert_eq!(format.range(), (-2048, 2047));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PixelFormat {
    /// Bits of storage: 8, 16 or 32.
    pub allocated: u16,
    /// Bits that carry the value; unsigned values have at most 31.
    pub stored: u16,
    /// Position of the most significant of these, counted from 0 (High Bit).
    pub high_bit: u16,
    /// Whether values are signed, in two's complement (Pixel Representation 1).
    pub signed: bool,
    /// Whether the most significant byte of a sample comes first.
    pub big_endian: bool,
    /// MONOCHROME1: the lowest value is shown white.
    pub inverted: bool,
}

impl PixelFormat {
    /// The format of a grey image's samples once they are decoded.
    ///
    /// # Errors
    /// `E_PIXEL_FORMAT` for anything but whole numbers of one grey channel.
    pub(super) fn of(root: &DataSet, syntax: &Syntax) -> Outcome<PixelFormat> {
        let grey = matches!(
            root.ascii(tags::PHOTOMETRIC_INTERPRETATION),
            Some("MONOCHROME1" | "MONOCHROME2")
        );
        if !grey || root.u16(tags::SAMPLES_PER_PIXEL, syntax.encoding).unwrap_or(1) != 1 {
            return Err(Fault(Code::PixelFormat));
        }
        Self::of_samples(root, syntax)
    }

    /// The format of one sample once it is decoded, whatever the samples mean.
    ///
    /// # Errors
    /// `E_PIXEL_FORMAT` for anything but whole numbers.
    pub fn of_samples(root: &DataSet, syntax: &Syntax) -> Outcome<PixelFormat> {
        let wrong = Fault(Code::PixelFormat);
        let number = |tag| root.u16(tag, syntax.encoding).ok_or(wrong);
        let allocated = number(tags::BITS_ALLOCATED)?;
        let stored = number(tags::BITS_STORED)?;
        let high_bit = number(tags::HIGH_BIT).unwrap_or(stored.saturating_sub(1));
        let signed = number(tags::PIXEL_REPRESENTATION)? == 1;
        let inverted = root.ascii(tags::PHOTOMETRIC_INTERPRETATION) == Some("MONOCHROME1");
        let native_big = syntax.encoding.big_endian() && !syntax.encapsulated;
        let big_endian = native_big || syntax.uid == IMPLICIT_WITH_BIG_ENDIAN_PIXELS;
        let words = root.get(tags::PIXEL_DATA).is_some_and(|e| e.vr == VR::OW);
        let ok = matches!(allocated, 8 | 16 | 32)
            && (1..=allocated).contains(&stored)
            && (stored - 1..allocated).contains(&high_bit)
            && (signed || stored < 32)
            // Pixels of 8 bits in big-endian words would come in pairs of swapped bytes (PS3.5 8.1.1).
            && !(big_endian && allocated == 8 && words)
            // Decoders put values into the lowest bits, wherever the header says that they lie.
            && (!syntax.encapsulated || high_bit == stored - 1);
        if !ok {
            return Err(wrong);
        }
        Ok(PixelFormat { allocated, stored, high_bit, signed, big_endian, inverted })
    }

    /// Bytes of one sample.
    pub fn bytes(&self) -> usize {
        usize::from(self.allocated / 8)
    }

    /// The value in a sample's bits, other bits left out.
    pub fn value(&self, bits: u32) -> i32 {
        let unused = 32 - u32::from(self.stored);
        let top = bits << (31 - u32::from(self.high_bit).min(31));
        if self.signed { (top as i32) >> unused } else { (top >> unused) as i32 }
    }

    /// The bits of a value at its place in a sample, other bits zero.
    pub fn bits(&self, value: i32) -> u32 {
        let mask = u32::MAX >> (32 - u32::from(self.stored));
        (value as u32 & mask) << (self.high_bit + 1 - self.stored)
    }

    /// The bits of a sample that carry the value.
    pub fn mask(&self) -> u32 {
        self.bits(-1)
    }

    /// Lowest and highest value that can be stored.
    pub fn range(&self) -> (i32, i32) {
        let highest = |bits: u16| (u32::MAX >> (32 - u32::from(bits).max(1))) as i32;
        match (self.signed, self.stored) {
            (true, 1) => (-1, 0),
            (true, stored) => (-highest(stored - 1) - 1, highest(stored - 1)),
            (false, stored) => (0, highest(stored)),
        }
    }

    /// The bits of the sample whose bytes these are; 0 when they are too few.
    pub fn read(&self, sample: &[u8]) -> u32 {
        match (sample, self.big_endian) {
            (&[a], _) => u32::from(a),
            (&[a, b], false) => u32::from(u16::from_le_bytes([a, b])),
            (&[a, b], true) => u32::from(u16::from_be_bytes([a, b])),
            (&[a, b, c, d], false) => u32::from_le_bytes([a, b, c, d]),
            (&[a, b, c, d], true) => u32::from_be_bytes([a, b, c, d]),
            _ => 0,
        }
    }

    /// Puts a value into a sample's bytes; bits that do not belong to the value stay.
    pub fn write(&self, sample: &mut [u8], value: i32) {
        let bits = self.read(sample) & !self.mask() | self.bits(value);
        match (sample, self.big_endian) {
            ([a], _) => *a = bits as u8,
            (two @ [_, _], false) => two.copy_from_slice(&(bits as u16).to_le_bytes()),
            (two @ [_, _], true) => two.copy_from_slice(&(bits as u16).to_be_bytes()),
            (four @ [_, _, _, _], false) => four.copy_from_slice(&bits.to_le_bytes()),
            (four @ [_, _, _, _], true) => four.copy_from_slice(&bits.to_be_bytes()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(allocated: u16, stored: u16, signed: bool, big_endian: bool) -> PixelFormat {
        let high_bit = stored - 1;
        PixelFormat { allocated, stored, high_bit, signed, big_endian, inverted: false }
    }

    #[test]
    fn twelve_bits_are_read_without_the_overlay_above_them() {
        let unsigned = format(16, 12, false, false);
        assert_eq!(unsigned.value(unsigned.read(&[0x23, 0xF1])), 0x123);
        let signed = format(16, 12, true, false);
        assert_eq!(signed.value(signed.read(&[0xFF, 0x1F])), -1);
        assert_eq!(signed.value(signed.read(&[0x18, 0xFC])), -1000);
        let high = PixelFormat { high_bit: 15, ..unsigned };
        assert_eq!(high.value(0xABC0), 0xABC);
    }

    #[test]
    fn a_written_value_reads_back_and_leaves_other_bits() {
        for (format, values) in [
            (format(16, 12, true, true), vec![-2048, -1, 0, 2047]),
            (format(16, 16, false, false), vec![0, 65535]),
            (format(8, 8, true, false), vec![-128, 127]),
            (format(32, 32, true, true), vec![i32::MIN, i32::MAX]),
        ] {
            let (lowest, highest) = format.range();
            assert_eq!((Some(&lowest), Some(&highest)), (values.first(), values.last()));
            for value in values {
                let mut sample = vec![0xF0; format.bytes()];
                let others = format.read(&sample) & !format.mask();
                format.write(&mut sample, value);
                assert_eq!(format.value(format.read(&sample)), value);
                assert_eq!(format.read(&sample) & !format.mask(), others);
            }
        }
    }
}
