//! One series: a phantom as the settings have it scanned.

use crate::anatomy::{Anatomy, chest, knee, water};
use crate::contrast::Contrast;
use crate::flaw::Flaw;
use crate::identity::Patient;
use crate::measurement::Measurement;
use crate::phantom::Phantom;
use crate::settings::Settings;
use crate::stack::Stack;
use crate::truth::Truth;
use crate::uid::SeriesUids;
use dicom_dictionary_std::uids;

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
        Self {
            phantom,
            settings: settings.clone(),
            stack: settings.stack(phantom),
            uids: SeriesUids::new(settings.seed, phantom.number()),
        }
    }

    /// What is scanned.
    #[must_use]
    pub fn anatomy(&self) -> Anatomy {
        match self.phantom {
            Phantom::HeadCt | Phantom::HeadMr => self.settings.head.anatomy(self.settings.position),
            Phantom::ChestCt => chest::chest(),
            Phantom::WaterCt | Phantom::WaterMr => water::water(),
            Phantom::KneeCt | Phantom::KneeMr => knee::knee(),
        }
    }

    /// What is measured.
    #[must_use]
    pub fn contrast(&self) -> Contrast {
        self.settings.contrast(self.phantom)
    }

    /// What is measured, and how well.
    #[must_use]
    pub fn measurement(&self) -> Measurement {
        let seed = self.settings.seed.wrapping_mul(31) ^ u64::from(self.number());
        let Settings { noise, shading, flaw, .. } = self.settings;
        Measurement { contrast: self.contrast(), noise, shading, flaw, seed }
    }

    /// Face and brain, unless the phantom has no face or has lost it.
    #[must_use]
    pub fn truth(&self) -> Option<Truth> {
        let has_face = matches!(self.phantom, Phantom::HeadCt | Phantom::HeadMr)
            && self.settings.head.stripped.is_none();
        has_face.then(|| Truth::of(&self.settings.head))
    }

    /// Whose body it is said to be.
    #[must_use]
    pub fn patient(&self) -> &'static Patient {
        self.phantom.patient()
    }

    /// `Modality`.
    #[must_use]
    pub fn modality(&self) -> &'static str {
        if self.contrast().is_ct() { "CT" } else { "MR" }
    }

    /// `SOPClassUID`.
    #[must_use]
    pub fn sop_class(&self) -> &'static str {
        if self.contrast().is_ct() { uids::CT_IMAGE_STORAGE } else { uids::MR_IMAGE_STORAGE }
    }

    /// Explicit VR for CT, implicit VR for MR, little endian both.
    #[must_use]
    pub fn transfer_syntax(&self) -> &'static str {
        if self.contrast().is_ct() {
            uids::EXPLICIT_VR_LITTLE_ENDIAN
        } else {
            uids::IMPLICIT_VR_LITTLE_ENDIAN
        }
    }

    /// `SeriesDescription`.
    #[must_use]
    pub fn description(&self) -> String {
        match self.contrast() {
            Contrast::Ct => format!("CT {}", self.phantom.organ()),
            mr => format!("{} {}", mr.sequence(), self.settings.plane(self.phantom).term()),
        }
    }

    /// `BodyPartExamined`.
    #[must_use]
    pub fn body_part(&self) -> String {
        self.phantom.organ().to_uppercase()
    }

    /// The folder of the series, relative to the output folder.
    #[must_use]
    pub fn folder(&self) -> String {
        format!("{}/{}", self.patient().folder, self.phantom.folder())
    }

    /// `SeriesNumber`.
    #[must_use]
    pub fn number(&self) -> u16 {
        self.phantom.number()
    }

    /// What goes wrong.
    #[must_use]
    pub fn flaw(&self) -> Option<Flaw> {
        self.settings.flaw
    }

    /// Where the voxels lie.
    #[must_use]
    pub fn stack(&self) -> &Stack {
        &self.stack
    }

    /// The slices of the stack that there are, from the first on.
    pub fn slices(&self) -> impl Iterator<Item = u16> {
        (0..self.stack.slices).filter(|slice| !self.settings.missing.contains(slice))
    }

    /// The unique identifiers of the series.
    #[must_use]
    pub fn uids(&self) -> &SeriesUids {
        &self.uids
    }

    /// `PatientPosition`.
    #[must_use]
    pub fn patient_position(&self) -> &'static str {
        self.settings.position.term()
    }

    /// `GantryDetectorTilt`, in degrees.
    #[must_use]
    pub fn gantry_tilt(&self) -> f64 {
        self.settings.gantry_tilt
    }
}
