//! What a template's mask says about a place in another head.

use nalgebra::{Matrix4, Point3};

use crate::{error::Error, grid::Grid, mask::Mask};

/// The part of a head's space that the mask of a template removes.
///
/// ```
/// use nalgebra::{Matrix4, Point3};
/// use ndarray::Array3;
/// use registration::{Grid, TemplateRegion};
///
/// // The front half of the template goes: y grows to the back, voxels of 3 mm.
/// let values = Array3::from_shape_fn((10, 10, 10), |(_, j, _)| if j < 5 { 0.0 } else { 1.0 });
/// let mask = Grid { values, to_world: Matrix4::new_scaling(3.0) };
/// // The head lies where the template does.
/// let region = TemplateRegion::new(&mask, &Matrix4::identity())?;
/// assert!(region.contains(&Point3::new(9.0, 6.0, 9.0)));
/// assert!(!region.contains(&Point3::new(9.0, 24.0, 9.0)));
/// # Ok::<(), registration::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct TemplateRegion {
    /// In the template's space.
    removed: Mask,
    /// From the head's world to the template's, both LPS mm.
    fixed_to_moving: Matrix4<f64>,
}

impl TemplateRegion {
    /// The region for a head that was registered with the template as the moving volume. The mask
    /// lies in the template's space: 1 = kept, 0 = removed; what lies outside of its grid is kept.
    ///
    /// # Errors
    /// [`Error::Geometry`] where the mask's matrix does not place it in space.
    pub fn new(mask: &Grid, fixed_to_moving: &Matrix4<f64>) -> Result<TemplateRegion, Error> {
        mask.check()?;
        let removed = Mask::of(mask, |value| value < 0.5);
        Ok(TemplateRegion { removed, fixed_to_moving: *fixed_to_moving })
    }

    /// Whether a place of the fixed volume (world coordinates, LPS mm) is removed: what the voxel
    /// of the mask says that is nearest to the same place of the template.
    pub fn contains(&self, point: &Point3<f64>) -> bool {
        self.removed.contains(&self.fixed_to_moving.transform_point(point))
    }
}

#[cfg(test)]
mod tests {
    use nalgebra::Vector3;
    use ndarray::Array3;

    use super::*;

    #[test]
    fn a_place_is_removed_where_the_mask_is_0_and_kept_outside() {
        let values = Array3::from_shape_fn((10, 10, 10), |(_, j, _)| if j < 5 { 0.0 } else { 1.0 });
        let mask = Grid { values, to_world: Matrix4::new_scaling(3.0) };
        let shift = Matrix4::new_translation(&Vector3::new(100.0, 0.0, 0.0));
        let region = TemplateRegion::new(&mask, &shift).unwrap();
        assert!(region.contains(&Point3::new(-90.0, 13.4, 9.0)));
        assert!(!region.contains(&Point3::new(-90.0, 13.6, 9.0)));
        assert!(!region.contains(&Point3::new(-102.0, 3.0, 9.0)));
        assert!(!region.contains(&Point3::new(0.0, 3.0, 9.0)));
    }
}
