//! The network: which layers it has, and, with the feature `torch`, what they compute.

#[cfg(not(feature = "torch"))]
mod absent;
mod layout;
#[cfg(feature = "torch")]
mod torch;

#[cfg(not(feature = "torch"))]
pub(crate) use absent::{Network, check, start};
pub(crate) use layout::Layout;
#[cfg(feature = "torch")]
pub(crate) use torch::{Network, check, start};
