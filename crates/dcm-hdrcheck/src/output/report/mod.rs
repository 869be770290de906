//! The workbook: a summary of all files, then a sheet for each file while there are few, or one
//! long sheet of what was not accepted.

mod allowed_sheet;
mod book;
mod cells;
mod file_sheet;
mod findings_sheet;
mod labels;
mod layout;
mod summary_sheet;

pub use book::{MOST_FILE_SHEETS, Report};
pub use layout::Layout;
