//! The volumes of a diffusion series, and where their slices lie.

/// Slices of a volume.
pub const SLICES: usize = 6;

/// Distance of slices, mm.
const DISTANCE: f64 = 5.0;

/// A volume of a series.
pub(super) struct Volume {
    /// From 1.
    pub(super) number: usize,
    /// In s/mm².
    pub(super) b_value: f64,
    /// Of unit length, in the patient's coordinates or the scanner's, as the vendor writes it.
    pub(super) direction: [f64; 3],
}

pub(super) const VOLUMES: [Volume; 3] = [
    Volume { number: 1, b_value: 0.0, direction: [0.0; 3] },
    Volume { number: 2, b_value: 1000.0, direction: [0.6, 0.8, 0.0] },
    Volume { number: 3, b_value: 1000.0, direction: [0.0, -0.6, 0.8] },
];

/// Height of a slice, mm.
pub(super) fn height(slice: usize) -> f64 {
    DISTANCE * count(slice) - 10.0
}

pub(super) fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or_default())
}
