//! A series, or the part of it that shares a frame of reference: examined for a face, then cut.

mod cut;
mod examine;
mod file;
mod group;
mod images;

pub use cut::{CutSeries, MOST_REMOVED};
pub use file::SeriesFile;
pub use group::Group;
pub use images::Series;
