//! What is known of a series' face before the series is judged.

use dicom_common::code::Code;
use dicom_common::imaging::volume::Coarse;
use face::{Face, SPACING, Verdict, find};

use crate::series::VolumePair;

/// What the original of a series shows, looked at anew.
#[derive(Clone)]
pub enum Finding {
    /// A face.
    Face(Face),
    /// None, beyond doubt.
    NoFace(Code),
    /// What may be a face.
    Doubt(Code),
    /// Slices that make up no volume.
    Slices,
    /// Pictures that are no slices.
    Projection(Code),
}

/// The first volume of a series, in memory.
pub struct ExaminedVolume {
    /// Before and after.
    pub both: VolumePair,
    /// A working copy of what was before.
    pub coarse: Coarse,
    /// What it shows.
    pub finding: Finding,
}

impl ExaminedVolume {
    /// Looks for the face in what was before.
    pub fn at(both: VolumePair) -> Self {
        let coarse = both.before.coarse(SPACING);
        let finding = match find(&coarse, both.before.modality) {
            Verdict::Face(face) => Finding::Face(face),
            Verdict::NoFace(code) => Finding::NoFace(code),
            Verdict::Doubt { why, .. } => Finding::Doubt(why),
        };
        Self { both, coarse, finding }
    }
}

/// Faces by frame of reference: what is found in one series serves the others of the study.
#[derive(Default)]
pub struct Faces {
    found: Vec<(String, f64, Face)>,
}

impl Faces {
    /// Adds the face of a series, with the volume of its voxels in mm³.
    pub fn add(&mut self, space: &str, voxel: f64, face: &Face) {
        if !space.is_empty() {
            self.found.push((space.to_owned(), voxel, face.clone()));
        }
    }

    /// The face in a frame of reference: that of the series with the finest voxels.
    pub fn of(&self, space: &str) -> Option<&Face> {
        let here = self.found.iter().filter(|(other, ..)| other == space);
        here.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(.., face)| face)
    }
}
