//! A stack in memory: the stored bytes of each slice, and how to read them.

mod affine;
mod coarse;
mod layers;
mod load;
mod sheet;
mod slice;
mod voxels;

pub use coarse::{Coarse, Sheets};
pub(crate) use sheet::{Grid, Sheet};
pub use slice::Slice;
pub use voxels::Volume;

#[cfg(test)]
mod tests;
