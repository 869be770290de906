//! The stages of the pipeline before this tool.

use dicom_common::pipeline::manifest::Column;

/// A stage whose acceptance a file needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// Headers were anonymized.
    Scrub,
    /// Faces were removed.
    Deface,
    /// Headers were checked.
    Hdrcheck,
    /// Faces were checked.
    Facecheck,
}

impl Stage {
    /// In the order of the pipeline.
    pub const ALL: [Stage; 4] = [Stage::Scrub, Stage::Deface, Stage::Hdrcheck, Stage::Facecheck];

    /// The tool that does it.
    pub fn tool(self) -> &'static str {
        match self {
            Stage::Scrub => "dcm-scrub",
            Stage::Deface => "dcm-deface",
            Stage::Hdrcheck => "dcm-hdrcheck",
            Stage::Facecheck => "dcm-facecheck",
        }
    }

    /// Its columns: status, code and fingerprint.
    pub fn columns(self) -> [Column; 3] {
        match self {
            Stage::Scrub => [Column::Scrub, Column::ScrubCode, Column::ScrubConfig],
            Stage::Deface => [Column::Deface, Column::DefaceCode, Column::DefaceConfig],
            Stage::Hdrcheck => [Column::Hdrcheck, Column::HdrcheckCode, Column::HdrcheckConfig],
            Stage::Facecheck => [Column::Facecheck, Column::FacecheckCode, Column::FacecheckConfig],
        }
    }

    /// Whether it looks at files without making new ones: its doubts can be decided by a person.
    pub fn is_check(self) -> bool {
        matches!(self, Stage::Hdrcheck | Stage::Facecheck)
    }
}
