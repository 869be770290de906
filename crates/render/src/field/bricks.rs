//! The bricks that a ray passes, as in J. Amanatides and A. Woo, A Fast Voxel Traversal Algorithm for
//! Ray Tracing, Eurographics 1987.

use nalgebra::Vector3;
use ndarray::Array3;

/// Voxels along the side of a brick, the smallest piece of space that a ray leaps over.
pub const BRICK: usize = 4;

/// The full bricks along a ray, from the nearest to the farthest: where it enters and leaves them.
pub struct Bricks<'a> {
    full: &'a [bool],
    /// The brick in which the ray is, and what a step along each axis adds.
    at: isize,
    stride: [isize; 3],
    /// Where the ray enters that brick, and where it leaves it along each axis.
    enter: f64,
    leave: [f64; 3],
    /// Between two borders along each axis.
    between: [f64; 3],
    /// Where the ray leaves the last brick.
    end: f64,
}

impl<'a> Bricks<'a> {
    /// For a ray through a box of `size` voxels; none when it passes the box by.
    pub fn along(
        full: &'a Array3<bool>,
        from: &Vector3<f64>,
        direction: &Vector3<f64>,
        size: &Vector3<f64>,
    ) -> Option<Self> {
        let inverse = direction.map(|d| 1.0 / d);
        let a = -from.component_mul(&inverse);
        let b = (size - from).component_mul(&inverse);
        let (enter, end) = (a.inf(&b).max(), a.sup(&b).min());
        if enter >= end {
            return None;
        }
        let side = BRICK as f64;
        let entry = (from + direction * enter).zip_map(size, |at, size| at.clamp(0.0, size));
        let brick = entry.map(|at| (at / side).floor());
        let border =
            brick.zip_map(direction, |brick, d| side * if d > 0.0 { brick + 1.0 } else { brick });
        let strides = Vector3::from_row_slice(full.strides());
        let at = brick.map(|brick| brick as isize).dot(&strides);
        Some(Self {
            full: full.as_slice()?,
            at,
            stride: strides
                .zip_map(direction, |stride, d| if d > 0.0 { stride } else { -stride })
                .into(),
            enter,
            leave: (border - from).component_mul(&inverse).into(),
            between: inverse.abs().map(|way| way * side).into(),
            end,
        })
    }
}

impl Iterator for Bricks<'_> {
    type Item = (f64, f64);

    fn next(&mut self) -> Option<(f64, f64)> {
        while self.enter < self.end {
            let full = self.full.get(usize::try_from(self.at).ok()?)?;
            let [x, y, z] = &mut self.leave;
            let [dx, dy, dz] = self.between;
            let [sx, sy, sz] = self.stride;
            let (leave, between, stride) = if x <= y && x <= z {
                (x, dx, sx)
            } else if y <= z {
                (y, dy, sy)
            } else {
                (z, dz, sz)
            };
            let passed = (self.enter, leave.min(self.end));
            self.enter = *leave;
            *leave += between;
            self.at += stride;
            if *full {
                return Some(passed);
            }
        }
        None
    }
}
