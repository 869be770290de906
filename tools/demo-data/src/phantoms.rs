//! Writing the series of phantoms.

use crate::error::Error;
use crate::file;
use crate::header::header;
use crate::phantom::Phantom;
use crate::scan::scan_slice;
use crate::series::Series;
use crate::settings::Settings;
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// A series that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Modality (0008,0060).
    pub modality: &'static str,
    /// Number of files that were written.
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
    write_series(&output.join(series.folder()), &series)
}

/// Writes the files of a series straight into `folder`.
///
/// # Errors
///
/// When the folder or a file cannot be written.
pub fn write_series(folder: &Path, series: &Series) -> Result<Written, Error> {
    file::make_folder(folder)?;
    let anatomy = series.anatomy();
    let slices: Vec<u16> = series.slices().collect();
    slices.par_iter().try_for_each(|&slice| {
        let image = scan_slice(&anatomy, &series.measurement(), series.stack(), slice);
        let mut object = header(series, slice);
        file::put_pixels(&mut object, image.iter().flat_map(|v| v.to_le_bytes()).collect());
        let path = folder.join(format!("IM{:05}.dcm", slice + 1));
        file::write(&path, object, series.transfer_syntax())
    })?;
    Ok(Written { modality: series.modality(), files: slices.len(), folder: folder.into() })
}
