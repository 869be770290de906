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
    /// No face, beyond doubt; the code says what it is instead.
    NoFace(Code),
    /// Something that may be a face; the code says what speaks against it.
    Doubt(Code),
    /// Slices that make up no volume.
    Slices,
    /// Pictures that are no slices: projections, renderings, screenshots.
    Projection(Code),
}

/// The first volume of a series, in memory.
pub struct ExaminedVolume {
    /// The volume before and after defacing.
    pub pair: VolumePair,
    /// A working copy of the volume before defacing, with voxels of [`SPACING`] mm.
    pub coarse: Coarse,
    /// What the volume before defacing shows.
    pub finding: Finding,
}

impl ExaminedVolume {
    /// A volume that was searched before, with what was found then.
    pub fn again(pair: VolumePair, finding: Finding) -> Self {
        let coarse = pair.before.coarse(SPACING);
        Self { pair, coarse, finding }
    }

    /// Looks for the face in what was before.
    pub fn at(pair: VolumePair) -> Self {
        let coarse = pair.before.coarse(SPACING);
        let finding = match find(&coarse, pair.before.modality) {
            Verdict::Face(face) => Finding::Face(face),
            Verdict::NoFace(code) => Finding::NoFace(code),
            Verdict::Doubt { why, .. } => Finding::Doubt(why),
        };
        Self { pair, coarse, finding }
    }
}

/// Faces by frame of reference: what is found in one series serves the others of the study.
#[derive(Default)]
pub struct Faces {
    found: Vec<(String, f64, Face)>,
}

impl Faces {
    /// Adds the face of a series, with the volume of its voxels in mm³.
    pub fn add(&mut self, frame_of_reference: &str, voxel: f64, face: &Face) {
        if !frame_of_reference.is_empty() {
            self.found.push((frame_of_reference.to_owned(), voxel, face.clone()));
        }
    }

    /// The face in a frame of reference: that of the series with the finest voxels.
    pub fn of(&self, frame_of_reference: &str) -> Option<&Face> {
        let here = self.found.iter().filter(|(other, ..)| other == frame_of_reference);
        here.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(.., face)| face)
    }
}
