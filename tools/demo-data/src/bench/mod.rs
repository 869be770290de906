//! The benchmark set: many CT slices of 512 x 512 with rich headers.

mod header;
mod pixels;

use crate::error::Error;
use crate::file;
use dicom_dictionary_std::uids;
use rayon::prelude::*;
use std::path::Path;

/// Four patients with two studies of one series each.
const SERIES: usize = 8;

/// Writes `slices` CT slices as `P0/ST0/SE0/IM00001.dcm` and so on below `output`.
///
/// # Errors
///
/// When a folder or a file cannot be written.
pub fn write_bench_set(output: &Path, slices: usize) -> Result<(), Error> {
    let base = pixels::base_image();
    let per_series = slices.div_ceil(SERIES);
    for series in 0..SERIES {
        let count = per_series.min(slices.saturating_sub(series * per_series));
        let place = format!("P{}/ST{}/SE{series}", series / 2, series % 2);
        let folder = output.join(place);
        file::make_folder(&folder)?;
        let common = header::of_series(series);
        (1..=count).into_par_iter().try_for_each(|number| {
            let mut object = common.clone();
            header::number(&mut object, series, number);
            file::put_pixels(&mut object, pixels::stamped(&base, number));
            let path = folder.join(format!("IM{number:05}.dcm"));
            file::write(&path, object, uids::EXPLICIT_VR_LITTLE_ENDIAN)
        })?;
    }
    Ok(())
}
