//! A scalar field on a grid, read between its voxels.

mod bricks;

use nalgebra::Vector3;
use ndarray::{Array3, Axis, Slice, Zip, parallel::prelude::*};

use self::bricks::{BRICK, Bricks};

/// The value far from everything.
pub const OUTSIDE: f32 = -1.0;

/// A place on a ray that was looked at.
#[derive(Clone, Copy)]
struct Look {
    /// How far it is from the ray's start, in lengths of its direction.
    way: f64,
    /// The field there.
    value: f32,
}

/// A field from -1 to 1 whose outermost voxels are -1. Positions are in voxels.
#[derive(Debug, Clone)]
pub struct Field {
    /// The field at each voxel.
    values: Array3<f32>,
    /// Bricks in which the field rises above 0.
    full: Array3<bool>,
}

impl Field {
    /// The field of these values, smoothed by a Gaussian of `sigma` voxels along each axis.
    pub fn new(mut values: Array3<f32>, sigma: Vector3<f64>) -> Self {
        for (axis, sigma) in sigma.iter().enumerate().filter(|(_, sigma)| **sigma > 0.0) {
            values = convolve(&values, Axis(axis), &gaussian(*sigma));
        }
        let full = full(&values);
        Self { values: values.as_standard_layout().into_owned(), full }
    }

    /// The trilinear value.
    pub fn value(&self, at: &Vector3<f64>) -> f32 {
        let (Some(values), (_, ny, nz)) = (self.values.as_slice(), self.values.dim()) else {
            return OUTSIDE;
        };
        let first = at.map(|at| at as u32);
        let share = at.zip_map(&first, |at, first| (at - f64::from(first)) as f32);
        let [x, y, z] = <[u32; 3]>::from(first).map(|first| first as usize);
        let start = (x * ny + y) * nz + z;
        let edge = |start: usize| match values.get(start..start + 2) {
            Some([a, b]) => a + (b - a) * share.z,
            _ => OUTSIDE,
        };
        let face = |start: usize| {
            let (a, b) = (edge(start), edge(start + nz));
            a + (b - a) * share.y
        };
        let (a, b) = (face(start), face(start + ny * nz));
        a + (b - a) * share.x
    }

    /// Change per voxel along each axis, over one voxel to either side.
    pub fn gradient(&self, at: &Vector3<f64>) -> Vector3<f64> {
        let along = |axis: Vector3<f64>| {
            f64::from(self.value(&(at + axis)) - self.value(&(at - axis))) / 2.0
        };
        Vector3::new(along(Vector3::x()), along(Vector3::y()), along(Vector3::z()))
    }

    /// How far a ray goes until the field rises above 0, counted in lengths of `direction`; it is
    /// looked at every `step`. The ray begins outside, and none of its components is 0.
    pub fn hit(&self, from: &Vector3<f64>, direction: &Vector3<f64>, step: f64) -> Option<f64> {
        let (nx, ny, nz) = self.values.dim();
        let size = Vector3::new(nx, ny, nz).map(|n| n as f64 - 1.001);
        for (enter, exit) in Bricks::along(&self.full, from, direction, &size)? {
            // The skin may lie between the last look and the border of the brick.
            let mut before = Look { way: enter, value: self.value(&(from + direction * enter)) };
            while before.way < exit {
                let t = (before.way + step).min(exit);
                let value = self.value(&(from + direction * t));
                if value >= 0.0 {
                    return Some(self.root(from, direction, before, Look { way: t, value }));
                }
                before = Look { way: t, value };
            }
        }
        None
    }

    /// Where the field is 0 between two places on a ray with values below and above 0.
    fn root(&self, from: &Vector3<f64>, direction: &Vector3<f64>, below: Look, above: Look) -> f64 {
        let (mut above, mut high) = (above.way, above.value);
        // On the border of two bricks rounding decides.
        let (mut below, mut low) = (below.way, below.value.min(-f32::EPSILON));
        for _ in 0..4 {
            let share = f64::from(low / (low - high)).clamp(0.05, 0.95);
            let middle = below + (above - below) * share;
            let value = self.value(&(from + direction * middle));
            if value < 0.0 {
                (below, low) = (middle, value);
            } else {
                (above, high) = (middle, value);
            }
        }
        below + (above - below) * f64::from(low / (low - high)).clamp(0.0, 1.0)
    }
}

/// Which bricks are full.
fn full(values: &Array3<f32>) -> Array3<bool> {
    let (nx, ny, nz) = values.dim();
    let bricks = (nx.div_ceil(BRICK), ny.div_ceil(BRICK), nz.div_ceil(BRICK));
    let mut full = Array3::from_elem(bricks, false);
    // Between a brick's last voxel and the next brick's first one the field is the brick's.
    let voxels = |at: usize, len: usize| Slice::from(at * BRICK..((at + 1) * BRICK + 1).min(len));
    Zip::indexed(&mut full).par_for_each(|(x, y, z), full| {
        let brick = values.slice_each_axis(|axis| match axis.axis {
            Axis(0) => voxels(x, nx),
            Axis(1) => voxels(y, ny),
            _ => voxels(z, nz),
        });
        *full = brick.iter().any(|value| *value >= 0.0);
    });
    full
}

/// The weights of a Gaussian of `sigma` voxels, an odd number of them.
fn gaussian(sigma: f64) -> Vec<f32> {
    let radius = (3.0 * sigma).ceil();
    let weights: Vec<f64> = (0..=2 * radius as usize)
        .map(|n| (-0.5 * ((n as f64 - radius) / sigma).powi(2)).exp())
        .collect();
    let sum: f64 = weights.iter().sum();
    weights.iter().map(|weight| (weight / sum) as f32).collect()
}

/// What is nearer to an edge than the kernel's radius becomes [`OUTSIDE`].
fn convolve(values: &Array3<f32>, axis: Axis, kernel: &[f32]) -> Array3<f32> {
    let mut sum = Array3::from_elem(values.dim(), OUTSIDE);
    let radius = kernel.len() / 2;
    let Some(len) = values.len_of(axis).checked_sub(2 * radius) else {
        return sum;
    };
    // Planes that hold the axis: one stays in a core's cache under the whole kernel.
    let (across, along) =
        if axis == Axis(0) { (Axis(1), axis) } else { (Axis(0), Axis(axis.0 - 1)) };
    let planes = sum.axis_iter_mut(across).into_par_iter();
    planes.zip(values.axis_iter(across).into_par_iter()).for_each(|(mut sum, values)| {
        let mut inner = sum.slice_axis_mut(along, Slice::from(radius..radius + len));
        inner.fill(0.0);
        for (n, weight) in kernel.iter().enumerate() {
            let shifted = values.slice_axis(along, Slice::from(n..n + len));
            Zip::from(&mut inner).and(&shifted).for_each(|sum, value| *sum += weight * value);
        }
    });
    sum
}
