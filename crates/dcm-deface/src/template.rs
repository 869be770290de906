//! A template of the site's own: registered with the head, its mask says what goes.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::sync::Arc;

use dicom_common::code::{Code, RunError};
use dicom_common::imaging::nifti::Nifti;
use dicom_common::imaging::series::Modality;
use dicom_common::imaging::volume::Coarse;
use dicom_common::pipeline::seal::checksum;
use face::{Face, Frame as HeadFrame, Region, USUAL_DISTANCE, Verdict};
use nalgebra::{Matrix4, Point3, Vector3};
use ndarray::Array3;
use registration::{Error, Grid, Settings, TemplateRegion, register};

/// A head and what is kept of it, in one space.
pub struct Template {
    head: Grid,
    mask: Grid,
    /// Tells these two files from others.
    pub fingerprint: String,
}

/// What the mask of a registered template removes.
struct Registered(TemplateRegion);

impl Region for Registered {
    fn contains(&self, p: &Point3<f64>) -> bool {
        self.0.contains(p)
    }
}

impl Template {
    /// Reads a head and its mask (1 = kept, 0 = removed).
    ///
    /// # Errors
    /// When one of them cannot be read as NIfTI.
    pub fn open(head: &Path, mask: &Path) -> Result<Self, RunError> {
        let ((head, of_head), (mask, of_mask)) = (read("--template", head)?, read("--mask", mask)?);
        Ok(Self { head, mask, fingerprint: format!("{of_head} {of_mask}") })
    }

    /// What a working copy shows. What is no head by its size is none; where the eyes are found
    /// without the template, both must lie in what the mask removes.
    pub fn find_face(&self, coarse: &Coarse, modality: Modality) -> Verdict {
        let own = match face::find(coarse, modality) {
            Verdict::NoFace(code) => return Verdict::NoFace(code),
            Verdict::Face(face) => Some(face),
            Verdict::Doubt { .. } => None,
        };
        let fixed = Grid { values: coarse.values.clone(), to_world: to_world(coarse) };
        let region = register(&fixed, &self.head, &Settings::default())
            .and_then(|found| TemplateRegion::new(&self.mask, &found.fixed_to_moving));
        match region {
            Ok(region) => judge(Registered(region), own, coarse),
            Err(Error::NoHead) => doubt(Code::NoFace),
            Err(Error::Geometry | Error::Doubt(_)) => doubt(Code::Registration),
        }
    }
}

fn judge(region: Registered, own: Option<Face>, coarse: &Coarse) -> Verdict {
    let frame = match own {
        Some(Face { frame, .. }) => {
            let eyes = [-0.5, 0.5].map(|side| frame.point(side * frame.apart, 0.0, 0.0));
            if !eyes.iter().all(|eye| region.contains(eye)) {
                return doubt(Code::Registration);
            }
            frame
        }
        None => {
            if let Some(other) = average_head::opinion(coarse) {
                return Verdict::Face(Face {
                    centre: other.frame.origin,
                    frame: other.frame,
                    region: Arc::new(region),
                });
            }
            let (x, y, z) = coarse.values.dim();
            let middle = coarse.point([x / 2, y / 2, z / 2]);
            let aside = Vector3::new(USUAL_DISTANCE / 2.0, 0.0, 0.0);
            HeadFrame::of(&(middle - aside), &(middle + aside))
        }
    };
    Verdict::Face(Face { centre: frame.origin, frame, region: Arc::new(region) })
}

fn doubt(why: Code) -> Verdict {
    Verdict::Doubt { why, deep: None }
}

/// Voxel indices of a working copy to LPS mm.
fn to_world(coarse: &Coarse) -> Matrix4<f64> {
    Matrix4::new_translation(&coarse.origin.coords) * Matrix4::new_scaling(coarse.spacing)
}

/// A NIfTI file, and its checksum.
fn read(flag: &str, path: &Path) -> Result<(Grid, String), RunError> {
    let fault = || RunError::Usage(format!("{flag} cannot be read as NIfTI"));
    let file = File::open(path).map_err(|_| fault())?;
    let sum = checksum(&file).map_err(|_| fault())?;
    let file = File::open(path).map_err(|_| fault())?;
    let image = Nifti::read(BufReader::new(file)).map_err(|_| fault())?;
    let [x, y, z] = image.shape();
    let values = Array3::from_shape_fn((x, y, z), |(i, j, k)| image.value([i, j, k]));
    Ok((Grid { values, to_world: image.affine() }, sum))
}
