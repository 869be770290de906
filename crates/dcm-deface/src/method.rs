//! What finds faces.

use std::sync::Arc;

use dicom_common::code::RunError;
use dicom_common::imaging::series::Modality;
use dicom_common::imaging::volume::Coarse;
use face::{Face, Verdict};

use crate::args::{FaceArgs, MethodName};
use crate::template::Template;

/// A finder of faces that a program brings along.
pub type Finder = dyn Fn(&Coarse, Modality) -> Verdict + Send + Sync;

/// What finds faces.
#[derive(Clone)]
pub enum Method {
    /// Landmarks, and the average head beside them.
    Both,
    /// Eyes, nose and skin as they show themselves.
    Landmarks,
    /// The average head alone, registered with each head.
    Average,
    /// A template with a mask, registered with each head.
    Template(Arc<Template>),
    /// Whatever the caller knows better, for programs that use this library.
    Given(Arc<Finder>),
}

impl Method {
    /// What a working copy of [`face::SPACING`] shows.
    pub fn find_face(&self, coarse: &Coarse, modality: Modality) -> Verdict {
        match self {
            Method::Both => face::find_with(coarse, modality, average_head::opinion),
            Method::Average => average_head::find(coarse, modality),
            Method::Landmarks => face::find(coarse, modality),
            Method::Template(template) => template.find_face(coarse, modality),
            Method::Given(find) => find(coarse, modality),
        }
    }

    /// The larger cut around what may be a face, however weak the cues: what a person asks for who sees one.
    pub fn deepest(&self, coarse: &Coarse, modality: Modality) -> Option<Face> {
        match self {
            Method::Both | Method::Average => {
                face::deepest(coarse, modality, average_head::opinion)
            }
            Method::Landmarks => face::deepest(coarse, modality, |_| None),
            Method::Template(_) | Method::Given(_) => match self.find_face(coarse, modality) {
                Verdict::Face(face) | Verdict::Doubt { deep: Some(face), .. } => Some(face),
                Verdict::Doubt { deep: None, .. } | Verdict::NoFace(_) => None,
            },
        }
    }

    /// The method that the flags name.
    ///
    /// # Errors
    /// When a template cannot be read.
    pub fn of(args: &FaceArgs) -> Result<Self, RunError> {
        match (args.method, &args.template, &args.mask) {
            (MethodName::Template, Some(head), Some(mask)) => {
                Ok(Self::Template(Arc::new(Template::open(head, mask)?)))
            }
            (MethodName::Both, None, None) => Ok(Self::Both),
            (MethodName::Landmarks, None, None) => Ok(Self::Landmarks),
            (MethodName::Average, None, None) => Ok(Self::Average),
            _ => Err(RunError::usage("--template and --mask belong to --method template")),
        }
    }

    /// What it is, as a part of the settings' fingerprint.
    pub fn name(&self) -> &str {
        match self {
            Method::Both => "both",
            Method::Landmarks => "landmarks",
            Method::Average => "average",
            Method::Template(template) => &template.fingerprint,
            Method::Given(_) => "given",
        }
    }
}
