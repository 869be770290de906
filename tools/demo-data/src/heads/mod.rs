//! Annotated heads on which a defacer can be tried, and other bodies that it must leave alone.

mod brain;
mod cases;
mod truth_file;

pub use cases::{Case, cases};

use crate::error::Error;
use crate::file;
use crate::phantoms::{Written, write_series};
use crate::series::Series;
use std::path::Path;

/// Writes a case to `output`: `NAME/dicom/*.dcm` and, where there is a face, `NAME/truth.json` and
/// `NAME/brain.nii.gz`.
///
/// # Errors
///
/// When a folder or a file cannot be written.
pub fn write_case(output: &Path, case: &Case) -> Result<Written, Error> {
    let series = Series::new(case.phantom, &case.settings);
    let folder = output.join(&case.name);
    let written = write_series(&folder.join("dicom"), &series)?;
    if let Some(truth) = series.truth() {
        let brain = brain::mask(&truth, series.stack());
        let path = folder.join("brain.nii.gz");
        let bytes =
            brain.nifti_gz().map_err(|source| Error::Bytes { path: path.clone(), source })?;
        file::write_bytes(&path, &bytes)?;
        let text = truth_file::json(&truth, &series, brain.millilitres());
        file::write_bytes(&folder.join("truth.json"), text.as_bytes())?;
    }
    Ok(written)
}
