//! The workbook: what a board reads first, then the findings by attribute, then the files. With the
//! criteria of the earlier tool it has that tool's sheets instead.

mod allowed_sheet;
mod book;
mod cells;
mod earlier;
mod file_sheet;
mod files_sheet;
mod findings_sheet;
mod groups;
mod labels;
mod layout;
mod overview;
mod strict;
#[cfg(test)]
mod tests;
mod totals;

pub use book::Report;
pub use file_sheet::MOST_FILE_SHEETS;
pub use layout::Layout;
pub use overview::About;
