//! Several parts of space together.

use std::sync::Arc;

use nalgebra::Point3;

use crate::region::Region;

/// What lies in any of several parts of space.
///
/// ```
/// use std::sync::Arc;
///
/// use face::{Region, Union};
/// use nalgebra::Point3;
///
/// struct Left(f64);
/// impl Region for Left {
///     fn contains(&self, p: &Point3<f64>) -> bool {
///         p.x > self.0
///     }
/// }
///
/// let both = Union::of([Arc::new(Left(5.0)) as Arc<dyn Region>, Arc::new(Left(1.0))]);
/// assert!(both.contains(&Point3::new(2.0, 0.0, 0.0)));
/// assert!(!both.contains(&Point3::origin()));
/// ```
pub struct Union(Vec<Arc<dyn Region>>);

impl Union {
    /// Of these parts.
    pub fn of(parts: impl IntoIterator<Item = Arc<dyn Region>>) -> Self {
        Self(parts.into_iter().collect())
    }
}

impl Region for Union {
    fn contains(&self, p: &Point3<f64>) -> bool {
        self.0.iter().any(|part| part.contains(p))
    }
}
