//! What ends a run that cannot write its report.

use std::fmt::Display;
use std::io;

use dicom_common::code::RunError;

/// An error of the disk.
#[allow(clippy::needless_pass_by_value, reason = "for map_err")]
pub(super) fn unwritten(error: io::Error) -> RunError {
    RunError::output("the report", &error)
}

/// An error of the writer of workbooks: these tell about sheets and the disk, not about data.
pub(super) fn refused(error: impl Display) -> RunError {
    RunError::Usage(format!("the report cannot be written: {error}"))
}
