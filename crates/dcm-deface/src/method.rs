//! What finds faces.

use std::sync::Arc;

use dicom_common::series::Modality;
use dicom_common::volume::Coarse;
use face::Verdict;

/// A finder of faces that a program brings along.
pub type Finder = dyn Fn(&Coarse, Modality) -> Verdict + Send + Sync;

/// What finds faces.
#[derive(Clone)]
pub enum Method {
    /// Eyes, nose and skin as they show themselves; needs nothing else.
    Landmarks,
    /// Whatever the caller knows better, for programs that use this library.
    Given(Arc<Finder>),
}

impl Method {
    /// What a working copy of [`face::SPACING`] shows.
    pub fn look(&self, coarse: &Coarse, modality: Modality) -> Verdict {
        match self {
            Method::Landmarks => face::find(coarse, modality),
            Method::Given(find) => find(coarse, modality),
        }
    }

    /// Its name, which is part of the settings' fingerprint.
    pub fn name(&self) -> &'static str {
        match self {
            Method::Landmarks => "landmarks",
            Method::Given(_) => "given",
        }
    }
}
