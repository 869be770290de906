//! The phantom set: series of made-up heads and a chest.

use crate::error::Error;
use crate::file;
use crate::header::header;
use crate::scan::scan_slice;
use crate::series::{Phantom, Series, Settings};
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// A series that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// `Modality`.
    pub modality: &'static str,
    /// Number of files.
    pub files: usize,
    /// The folder that holds them.
    pub folder: PathBuf,
}

/// Writes the series of one phantom below `output`, one folder per patient and series.
///
/// # Errors
///
/// When a folder or a file cannot be written.
pub fn write_phantom(
    output: &Path,
    phantom: Phantom,
    settings: &Settings,
) -> Result<Written, Error> {
    let series = Series::new(phantom, settings);
    let folder = output.join(series.folder());
    file::make_folder(&folder)?;
    let anatomy = series.anatomy();
    let slices = series.stack().slices;
    (0..slices).into_par_iter().try_for_each(|slice| {
        let image =
            scan_slice(&anatomy, series.contrast(), series.stack(), slice, series.noise_seed());
        let mut object = header(&series, slice);
        file::put_pixels(&mut object, image.iter().flat_map(|v| v.to_le_bytes()).collect());
        let path = folder.join(format!("IM{:05}.dcm", slice + 1));
        file::write(&path, object, series.transfer_syntax())
    })?;
    Ok(Written { modality: series.modality(), files: usize::from(slices), folder })
}
