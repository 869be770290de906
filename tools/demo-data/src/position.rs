//! How the patient lies in the scanner.

use crate::vec3::{Vec3, vec3};
use clap::ValueEnum;

/// `PatientPosition` (PS3.3 C.7.3.1.1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Position {
    /// Head first, supine.
    Hfs,
    /// Head first, prone.
    Hfp,
    /// Head first, on the right side.
    Hfdr,
    /// Head first, on the left side.
    Hfdl,
    /// Feet first, supine.
    Ffs,
}

impl Position {
    /// The defined term.
    #[must_use]
    pub fn term(self) -> &'static str {
        match self {
            Self::Hfs => "HFS",
            Self::Hfp => "HFP",
            Self::Hfdr => "HFDR",
            Self::Hfdl => "HFDL",
            Self::Ffs => "FFS",
        }
    }

    /// Where gravity pulls, in the patient's LPS.
    #[must_use]
    pub fn down(self) -> Vec3 {
        match self {
            Self::Hfs | Self::Ffs => vec3(0.0, 1.0, 0.0),
            Self::Hfp => vec3(0.0, -1.0, 0.0),
            Self::Hfdr => vec3(-1.0, 0.0, 0.0),
            Self::Hfdl => vec3(1.0, 0.0, 0.0),
        }
    }

    /// Row and column direction of images across the body in which down is down, seen from the feet.
    #[must_use]
    pub fn gantry_axes(self) -> (Vec3, Vec3) {
        let down = self.down();
        (down.cross(vec3(0.0, 0.0, 1.0)), down)
    }
}
