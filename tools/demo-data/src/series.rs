//! The series of the phantom set.

use crate::anatomy::{Anatomy, chest, head};
use crate::identity::{GILDONG, JANE, Patient, ZANETA};
use crate::scan::Contrast;
use crate::stack::Stack;
use crate::uid::SeriesUids;
use crate::vec3::vec3;
use clap::ValueEnum;
use dicom_dictionary_std::uids;

/// The phantoms that can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Phantom {
    /// Axial CT of a head.
    HeadCt,
    /// Sagittal T1-weighted MR of a head.
    HeadMr,
    /// Axial CT of a chest.
    ChestCt,
}

/// How the phantoms are scanned.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Determines noise and unique identifiers.
    pub seed: u64,
    /// Rows and columns of every slice.
    pub matrix: u16,
    /// Slices of every series; by default 64 for heads and 24 for the chest.
    pub slices: Option<u16>,
    /// Angle in degrees by which the stacks are turned about the LPS x axis.
    pub oblique: f64,
    /// Angle in degrees by which the planes of CT stacks are tilted against their steps.
    pub gantry_tilt: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { seed: 1, matrix: 192, slices: None, oblique: 0.0, gantry_tilt: 0.0 }
    }
}

/// One series: a phantom as the settings have it scanned.
#[derive(Clone, Debug)]
pub struct Series {
    phantom: Phantom,
    settings: Settings,
    stack: Stack,
    uids: SeriesUids,
}

impl Series {
    /// The series of this phantom.
    #[must_use]
    pub fn new(phantom: Phantom, settings: &Settings) -> Self {
        let matrix = settings.matrix;
        let slices = |default| settings.slices.unwrap_or(default);
        let untilted = match phantom {
            Phantom::HeadCt => {
                Stack::axial(matrix, slices(64), 256.0, 248.0, vec3(0.0, 5.0, -14.0))
            }
            Phantom::HeadMr => {
                Stack::sagittal(matrix, slices(64), 250.0, 172.0, vec3(0.0, -2.0, -14.0))
            }
            Phantom::ChestCt => {
                Stack::axial(matrix, slices(24), 400.0, 240.0, vec3(0.0, 10.0, 0.0))
            }
        };
        let tilted = match phantom {
            Phantom::HeadMr => untilted,
            Phantom::HeadCt | Phantom::ChestCt => untilted.tilted(settings.gantry_tilt),
        };
        Self {
            phantom,
            settings: settings.clone(),
            stack: tilted.oblique(settings.oblique),
            uids: SeriesUids::new(settings.seed, phantom.number()),
        }
    }

    /// What is scanned.
    #[must_use]
    pub fn anatomy(&self) -> Anatomy {
        match self.phantom {
            Phantom::HeadCt | Phantom::HeadMr => head::head(),
            Phantom::ChestCt => chest::chest(),
        }
    }

    /// What is measured.
    #[must_use]
    pub fn contrast(&self) -> Contrast {
        match self.phantom {
            Phantom::HeadCt | Phantom::ChestCt => Contrast::Ct,
            Phantom::HeadMr => Contrast::MrT1,
        }
    }

    /// Whose body it is said to be.
    #[must_use]
    pub fn patient(&self) -> &'static Patient {
        match self.phantom {
            Phantom::HeadCt => &JANE,
            Phantom::HeadMr => &ZANETA,
            Phantom::ChestCt => &GILDONG,
        }
    }

    /// `Modality`.
    #[must_use]
    pub fn modality(&self) -> &'static str {
        match self.contrast() {
            Contrast::Ct => "CT",
            Contrast::MrT1 => "MR",
        }
    }

    /// `SOPClassUID`.
    #[must_use]
    pub fn sop_class(&self) -> &'static str {
        match self.contrast() {
            Contrast::Ct => uids::CT_IMAGE_STORAGE,
            Contrast::MrT1 => uids::MR_IMAGE_STORAGE,
        }
    }

    /// Explicit VR for CT, implicit VR for MR, little endian both.
    #[must_use]
    pub fn transfer_syntax(&self) -> &'static str {
        match self.contrast() {
            Contrast::Ct => uids::EXPLICIT_VR_LITTLE_ENDIAN,
            Contrast::MrT1 => uids::IMPLICIT_VR_LITTLE_ENDIAN,
        }
    }

    /// `SeriesDescription`.
    #[must_use]
    pub fn description(&self) -> &'static str {
        match self.phantom {
            Phantom::HeadCt => "CT Head",
            Phantom::HeadMr => "T1 MPRAGE SAG",
            Phantom::ChestCt => "CT Chest",
        }
    }

    /// `BodyPartExamined`.
    #[must_use]
    pub fn body_part(&self) -> &'static str {
        match self.phantom {
            Phantom::HeadCt | Phantom::HeadMr => "HEAD",
            Phantom::ChestCt => "CHEST",
        }
    }

    /// The folder of the series, relative to the output folder.
    #[must_use]
    pub fn folder(&self) -> String {
        let name = match self.phantom {
            Phantom::HeadCt => "CT_HEAD",
            Phantom::HeadMr => "MR_HEAD",
            Phantom::ChestCt => "CT_CHEST",
        };
        format!("{}/{name}", self.patient().folder)
    }

    /// `SeriesNumber`.
    #[must_use]
    pub fn number(&self) -> u16 {
        self.phantom.number()
    }

    /// Where the voxels lie.
    #[must_use]
    pub fn stack(&self) -> &Stack {
        &self.stack
    }

    /// The unique identifiers of the series.
    #[must_use]
    pub fn uids(&self) -> &SeriesUids {
        &self.uids
    }

    /// `GantryDetectorTilt`, in degrees.
    #[must_use]
    pub fn gantry_tilt(&self) -> f64 {
        self.settings.gantry_tilt
    }

    /// The seed of the noise.
    #[must_use]
    pub fn noise_seed(&self) -> u64 {
        self.settings.seed.wrapping_mul(31) ^ u64::from(self.number())
    }
}

impl Phantom {
    fn number(self) -> u16 {
        match self {
            Self::HeadCt => 1,
            Self::HeadMr => 2,
            Self::ChestCt => 3,
        }
    }
}
