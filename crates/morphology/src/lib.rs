//! Binary morphology on grids: exact Euclidean distances, and with them erosion, dilation and
//! closing by balls; growth by steps; connected components and holes.

mod ball;
mod components;
mod distance;
mod envelope;
mod nearest;
mod planes;
mod runs;
mod steps;

pub use ball::{closed, dilated, eroded};
pub use components::Components;
pub use distance::squared_distance;
pub use nearest::distances;
pub use runs::{filled, large_components, largest_component};
pub use steps::grown;
