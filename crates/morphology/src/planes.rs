//! The distance transform as far as columns of planes: what is left is one pass along their rows,
//! which not every caller needs everywhere.

use ndarray::{Array2, Array3, ArrayView2, Axis};

use crate::{envelope::Envelope, steps::spread};

/// How many steps along the first axis the nearest voxel of a mask is away; `u16::MAX` where there
/// is none.
pub fn steps_across(mask: &Array3<bool>) -> Array3<u16> {
    let mut steps = mask.mapv(|inside| if inside { 0 } else { u16::MAX });
    spread(&mut steps, Axis(0), |n: u16| n.saturating_add(1));
    steps
}

/// The squared distances in mm² of a plane's voxels to the nearest voxel of the mask in the same
/// place of a row; `steps` are those across the plane, each of `across` mm, rows lie `down` mm apart.
pub fn to_same_column(
    steps: ArrayView2<'_, u16>,
    [across, down]: [f64; 2],
    envelope: &mut Envelope,
) -> Array2<f64> {
    let square = |steps: u16| match steps {
        u16::MAX => f64::INFINITY,
        steps => (f64::from(steps) * across).powi(2),
    };
    let mut plane = steps.mapv(square);
    for mut column in plane.lanes_mut(Axis(0)) {
        let lowest = envelope.of(column.iter().copied(), down);
        column.iter_mut().zip(lowest).for_each(|(to, from)| *to = *from);
    }
    plane
}
