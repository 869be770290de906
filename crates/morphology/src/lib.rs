//! Binary morphology on grids: exact Euclidean distances, and with them erosion, dilation and
//! closing by balls; growth by steps; connected components and holes.

mod components;
mod distance;
mod envelope;
mod nearest;
mod runs;
mod steps;

pub use components::Components;
pub use distance::{closed, dilated, eroded, squared_distance};
pub use nearest::distances;
pub use runs::{filled, largest_component};
pub use steps::grown;
