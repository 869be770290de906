//! What is written: CSV files and the workbook, each under its name only when it is whole.

mod file;
mod findings;
mod labels;
mod report;
mod summary;

pub use findings::Findings;
pub use report::Report;
pub use summary::Summary;
