//! How finely a head is drawn.

use super::{cranium, fossae};
use crate::solid::Solid;

/// How finely a head is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Model {
    /// A flat skull base and a solid neck: enough for a demonstration.
    #[default]
    Simple,
    /// Cranial fossae, cerebellum, muscles with fat between them, and shoulders.
    Detailed,
}

impl Model {
    /// What the inner table of the skull encloses.
    #[must_use]
    pub fn cavity(self) -> Solid {
        match self {
            Self::Simple => cranium::cavity(),
            Self::Detailed => fossae::cavity(),
        }
    }
}
