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
