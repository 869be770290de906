//! The phantoms that can be made, and how they are usually scanned.

use crate::bounds::Bounds;
use crate::contrast::Contrast;
use crate::identity::{GILDONG, JANE, Patient, ZANETA};
use crate::stack::Plane;
use crate::vec3::vec3;
use clap::ValueEnum;

/// The phantoms that can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Phantom {
    /// Axial CT of a head.
    HeadCt,
    /// Sagittal T1-weighted MR of a head.
    HeadMr,
    /// Axial CT of a chest.
    ChestCt,
    /// Axial CT of a bottle of water.
    WaterCt,
    /// Axial MR of a bottle of water.
    WaterMr,
    /// Axial CT of a knee.
    KneeCt,
    /// Sagittal MR of a knee.
    KneeMr,
}

/// A field of view and how it is sliced.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Protocol {
    /// The direction of the slices.
    pub plane: Plane,
    /// The field of view, in LPS mm.
    pub field: Bounds,
    /// Length of the rows and columns of the field of view, in mm.
    pub side: f64,
    /// Length of the field of view across the slices, in mm.
    pub extent: f64,
    /// The usual number of slices.
    pub slices: u16,
}

impl Phantom {
    /// The set for demonstrations.
    pub const DEMONSTRATION: [Self; 3] = [Self::HeadCt, Self::HeadMr, Self::ChestCt];

    /// What is usually measured.
    #[must_use]
    pub fn contrast(self) -> Contrast {
        match self {
            Self::HeadCt | Self::ChestCt | Self::WaterCt | Self::KneeCt => Contrast::Ct,
            Self::HeadMr | Self::WaterMr | Self::KneeMr => Contrast::MrT1,
        }
    }

    /// The usual field of view.
    #[must_use]
    pub fn protocol(self) -> Protocol {
        let axial = |side: f64, extent: f64, slices, y: f64, z: f64| Protocol {
            plane: Plane::Axial,
            field: Bounds::around(vec3(0.0, y, z), vec3(side / 2.0, side / 2.0, extent / 2.0)),
            side,
            extent,
            slices,
        };
        let sagittal = |side: f64, extent: f64, slices, y: f64, z: f64| Protocol {
            plane: Plane::Sagittal,
            field: Bounds::around(vec3(0.0, y, z), vec3(extent / 2.0, side / 2.0, side / 2.0)),
            side,
            extent,
            slices,
        };
        match self {
            Self::HeadCt => axial(256.0, 248.0, 64, 5.0, -14.0),
            Self::HeadMr => sagittal(250.0, 172.0, 64, -2.0, -14.0),
            Self::ChestCt => axial(400.0, 240.0, 24, 10.0, 0.0),
            Self::WaterCt => axial(260.0, 240.0, 48, 10.0, 0.0),
            Self::WaterMr => axial(240.0, 220.0, 44, 0.0, 0.0),
            Self::KneeCt => axial(220.0, 240.0, 48, 10.0, 0.0),
            Self::KneeMr => sagittal(200.0, 140.0, 35, 0.0, 0.0),
        }
    }

    /// Whose body it is said to be.
    #[must_use]
    pub fn patient(self) -> &'static Patient {
        match self {
            Self::HeadCt | Self::WaterCt | Self::KneeCt => &JANE,
            Self::HeadMr | Self::WaterMr | Self::KneeMr => &ZANETA,
            Self::ChestCt => &GILDONG,
        }
    }

    /// What is examined.
    #[must_use]
    pub fn organ(self) -> &'static str {
        match self {
            Self::HeadCt | Self::HeadMr => "Head",
            Self::ChestCt => "Chest",
            Self::WaterCt | Self::WaterMr => "Phantom",
            Self::KneeCt | Self::KneeMr => "Knee",
        }
    }

    /// The folder of its series in that of the patient.
    #[must_use]
    pub fn folder(self) -> &'static str {
        match self {
            Self::HeadCt => "CT_HEAD",
            Self::HeadMr => "MR_HEAD",
            Self::ChestCt => "CT_CHEST",
            Self::WaterCt => "CT_WATER",
            Self::WaterMr => "MR_WATER",
            Self::KneeCt => "CT_KNEE",
            Self::KneeMr => "MR_KNEE",
        }
    }

    /// `SeriesNumber`.
    #[must_use]
    pub fn number(self) -> u16 {
        match self {
            Self::HeadCt => 1,
            Self::HeadMr => 2,
            Self::ChestCt => 3,
            Self::WaterCt => 4,
            Self::WaterMr => 5,
            Self::KneeCt => 6,
            Self::KneeMr => 7,
        }
    }
}
