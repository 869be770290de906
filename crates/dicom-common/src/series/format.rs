//! How stored values are laid out and read (PS3.3 C.7.6.3, C.11.1; PS3.5 8.1.1).

/// The layout of one sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PixelFormat {
    /// Bits of storage: 8, 16 or 32.
    pub allocated: u16,
    /// Bits that carry the value.
    pub stored: u16,
    /// The most significant of these.
    pub high_bit: u16,
    /// Two's complement.
    pub signed: bool,
    /// Most significant byte first.
    pub big_endian: bool,
    /// MONOCHROME1: the lowest value is shown white.
    pub inverted: bool,
}

/// Stored values to output units (HU in CT): `slope` · stored + `intercept`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rescale {
    /// Finite and not zero.
    pub slope: f64,
    /// Finite.
    pub intercept: f64,
}

impl Default for Rescale {
    fn default() -> Self {
        Self { slope: 1.0, intercept: 0.0 }
    }
}
