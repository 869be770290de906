//! How the phantoms are built and scanned.

use crate::anatomy::head::Head;
use crate::bounds::Bounds;
use crate::contrast::Contrast;
use crate::flaw::Flaw;
use crate::phantom::Phantom;
use crate::position::Position;
use crate::stack::{Plane, Stack};

/// How the phantoms are built and scanned; what is `None` is as usual for the phantom.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Determines noise and unique identifiers.
    pub seed: u64,
    /// Rows and columns of every slice, where no pixel size is given.
    pub matrix: u16,
    /// Slices of every series, where no distance is given; by default 64 for heads and 24 for the chest.
    pub slices: Option<u16>,
    /// Angle in degrees by which the stacks are turned about the LPS x axis.
    pub oblique: f64,
    /// Angle in degrees by which the planes of CT stacks are tilted against their steps.
    pub gantry_tilt: f64,
    /// What the heads are like.
    pub head: Head,
    /// How the patient lies.
    pub position: Position,
    /// What is measured of the phantoms of this modality.
    pub contrast: Option<Contrast>,
    /// The direction of the slices.
    pub plane: Option<Plane>,
    /// The field of view, in LPS mm.
    pub field: Option<Bounds>,
    /// Distance of neighbouring pixels in a slice, in mm.
    pub pixel: Option<f64>,
    /// Distance and thickness of the slices, in mm.
    pub distance: Option<f64>,
    /// How far slices stray from their even places, as a part of their distance.
    pub unevenness: f64,
    /// Slices that are left out, counted from 0.
    pub missing: Vec<u16>,
    /// Noise, as a multiple of the usual.
    pub noise: f64,
    /// Unevenness of the MR coil's sensitivity, as a multiple of the usual.
    pub shading: f64,
    /// What goes wrong.
    pub flaw: Option<Flaw>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seed: 1,
            matrix: 192,
            slices: None,
            oblique: 0.0,
            gantry_tilt: 0.0,
            head: Head::default(),
            position: Position::Hfs,
            contrast: None,
            plane: None,
            field: None,
            pixel: None,
            distance: None,
            unevenness: 0.0,
            missing: Vec::new(),
            noise: 1.0,
            shading: 1.0,
            flaw: None,
        }
    }
}

impl Settings {
    /// What is measured of a phantom.
    #[must_use]
    pub fn contrast(&self, phantom: Phantom) -> Contrast {
        let usual = phantom.contrast();
        self.contrast.filter(|wanted| wanted.is_ct() == usual.is_ct()).unwrap_or(usual)
    }

    /// The direction of the slices.
    #[must_use]
    pub fn plane(&self, phantom: Phantom) -> Plane {
        self.plane.unwrap_or(phantom.protocol().plane)
    }

    /// Where the voxels lie.
    #[must_use]
    pub fn stack(&self, phantom: Phantom) -> Stack {
        let usual = phantom.protocol();
        let slices = f64::from(self.slices.unwrap_or(usual.slices));
        let untilted = Stack::new(
            self.plane(phantom),
            self.position,
            self.field.unwrap_or(usual.field),
            self.pixel.unwrap_or(usual.side / f64::from(self.matrix)),
            self.distance.unwrap_or(usual.extent / slices),
        );
        let tilted = if self.contrast(phantom).is_ct() {
            untilted.tilted(self.gantry_tilt)
        } else {
            untilted
        };
        Stack { unevenness: self.unevenness, ..tilted.oblique(self.oblique) }
    }
}
