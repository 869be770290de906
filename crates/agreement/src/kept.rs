//! A deface mask brought onto the grid of the volume it belongs to.

use nalgebra::{Matrix4, Point3, Vector3};
use ndarray::{Array3, Axis, parallel::prelude::*};

use crate::Error;

/// Matrices that differ by no more than this in every element place volumes alike: a thousandth of a mm,
/// for the elements that turn and scale times the index of a voxel. The reference's own tolerance.
const ALIKE: f64 = 1e-3;

/// A mask on a grid of this shape: the value of the nearest voxel's centre, and unset beyond the
/// mask's voxels. A mask that is on the grid already is returned as it is. Both matrices map voxel
/// indices (i, j, k, 1) to the same world coordinates in mm.
///
/// ```
/// use nalgebra::{Matrix4, Vector3};
/// use ndarray::Array3;
///
/// // Three voxels of 1 mm, on a grid that lies 1 mm farther along the third axis.
/// let mask = Array3::from_shape_fn((1, 1, 3), |(.., k)| k > 0);
/// let grid = Matrix4::new_translation(&Vector3::new(0.0, 0.0, 1.0));
/// let found = agreement::on_grid(mask, &Matrix4::identity(), [1, 1, 3], &grid)?;
/// assert_eq!(found.into_raw_vec_and_offset().0, [true, true, false]);
/// # Ok::<(), agreement::Error>(())
/// ```
///
/// # Errors
/// [`Error::Geometry`] where one of the matrices does not place a volume in space.
pub fn on_grid(
    mask: Array3<bool>,
    mask_to_world: &Matrix4<f64>,
    shape: [usize; 3],
    to_world: &Matrix4<f64>,
) -> Result<Array3<bool>, Error> {
    let affine = |matrix: &Matrix4<f64>| {
        matrix.row(3) == Matrix4::identity().row(3) && matrix.iter().all(|x| x.is_finite())
    };
    if !affine(mask_to_world) || !affine(to_world) {
        return Err(Error::Geometry);
    }
    if mask.shape() == shape && (mask_to_world - to_world).amax() <= ALIKE {
        return Ok(mask);
    }
    let from_world = mask_to_world.try_inverse().ok_or(Error::Geometry)?;
    let place = from_world * to_world;
    let step = Vector3::from(place.fixed_view::<3, 1>(0, 2));
    let [rows, columns, slices] = mask.dim().into();
    let nearest = |at: f64, len: usize| {
        let inside = (-0.5..len as f64 - 0.5).contains(&at);
        inside.then_some((at + 0.5) as usize)
    };
    let mut found = Array3::from_elem(shape, false);
    found.axis_iter_mut(Axis(0)).into_par_iter().enumerate().for_each(|(i, mut plane)| {
        for (j, mut row) in plane.outer_iter_mut().enumerate() {
            let start = place.transform_point(&Point3::new(i as f64, j as f64, 0.0));
            for (k, to) in row.iter_mut().enumerate() {
                let at = start + step * k as f64;
                let voxel = (nearest(at.x, rows), nearest(at.y, columns), nearest(at.z, slices));
                if let (Some(i), Some(j), Some(k)) = voxel {
                    *to = mask.get((i, j, k)).is_some_and(|kept| *kept);
                }
            }
        }
    });
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mask() -> Array3<bool> {
        Array3::from_shape_fn((3, 4, 5), |(i, j, k)| (i * 7 + j * 5 + k * 3) % 4 == 0)
    }

    #[test]
    fn a_mask_on_the_same_grid_stays_as_it_is() {
        let here = Matrix4::new_translation(&Vector3::new(10.0, -3.0, 4.0));
        let mut near = here;
        near[(0, 3)] += 0.9e-3;
        assert_eq!(on_grid(mask(), &here, [3, 4, 5], &near).unwrap(), mask());
    }

    #[test]
    fn axes_that_are_turned_are_followed() {
        // The grid counts the mask's third axis first, and its first axis backwards.
        let mut turned = Matrix4::zeros();
        turned[(2, 0)] = 1.0;
        turned[(1, 1)] = 1.0;
        turned[(0, 2)] = -1.0;
        turned[(0, 3)] = 2.0;
        turned[(3, 3)] = 1.0;
        let found = on_grid(mask(), &Matrix4::identity(), [5, 4, 3], &turned).unwrap();
        for ((i, j, k), inside) in found.indexed_iter() {
            assert_eq!(*inside, mask()[(2 - k, j, i)]);
        }
    }

    #[test]
    fn the_nearest_voxel_decides_and_beyond_the_mask_nothing_is_kept() {
        let mask = Array3::from_shape_fn((1, 1, 3), |(.., k)| k != 1);
        // A grid of half the spacing that begins 0.6 voxels before the mask.
        let mut fine = Matrix4::from_diagonal(&nalgebra::Vector4::new(1.0, 1.0, 0.5, 1.0));
        fine[(2, 3)] = -0.6;
        let found = on_grid(mask, &Matrix4::identity(), [1, 1, 8], &fine).unwrap();
        // At -0.6, -0.1, 0.4, 0.9, 1.4, 1.9, 2.4, 2.9.
        let expected = [false, true, true, false, false, true, true, false];
        assert!(found.iter().eq(&expected), "{found}");
    }

    #[test]
    fn a_matrix_that_places_nothing_is_an_error() {
        let whole = Matrix4::identity();
        let (mut flat, mut projective, mut lost) = (whole, whole, whole);
        flat[(1, 1)] = 0.0;
        projective[(3, 0)] = 0.1;
        lost[(0, 3)] = f64::NAN;
        for broken in [flat, projective, lost] {
            assert_eq!(on_grid(mask(), &broken, [3, 4, 6], &whole), Err(Error::Geometry));
        }
        assert_eq!(on_grid(mask(), &whole, [3, 4, 6], &lost), Err(Error::Geometry));
    }
}
