//! Parts of space.

use nalgebra::Point3;

/// A part of space that is to be removed.
pub trait Region: Send + Sync {
    /// Whether a point (LPS, mm) lies in it.
    fn contains(&self, p: &Point3<f64>) -> bool;
}
