//! Binary morphology on grids: exact Euclidean distances, and with them erosion, dilation and
//! closing by balls; connected components.

mod components;
mod distance;

pub use components::{Components, largest_component};
pub use distance::{closed, dilated, eroded, squared_distance};
