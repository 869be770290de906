//! Where the face of a head must be: a model of heads (an average surface, filled with skull and brain) is
//! registered with the head in a volume. It knows nothing of the crate `face` and of the average head that
//! dcm-deface uses: it is made from other people, on another grid, and is laid upon the volume from other starts.
//!
//! `data/SOURCES.md` says where the model comes from.

mod model;
mod parts;
mod seat;

pub use parts::Part;
pub use seat::Seat;
