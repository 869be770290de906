//! A head made of ellipsoids, in mm about its centre (LPS), in the contrasts of several scanners, and
//! things that are no heads.
#![allow(dead_code, reason = "not all is used by all")]

use nalgebra::{Matrix4, Point3, Rotation3, Vector3};
use ndarray::Array3;
use registration::Grid;

/// Brightness of air, skin, bone, grey matter, white matter, liquid and eye.
pub type Contrast = [f32; 7];

pub const CT: Contrast = [-1000.0, 20.0, 900.0, 38.0, 30.0, 5.0, 15.0];
pub const T1: Contrast = [0.0, 420.0, 30.0, 260.0, 350.0, 80.0, 100.0];
pub const T2: Contrast = [0.0, 200.0, 20.0, 180.0, 110.0, 480.0, 520.0];

fn inside(p: &Point3<f64>, centre: [f64; 3], radii: [f64; 3]) -> bool {
    let [x, y, z] = centre;
    (p - Point3::new(x, y, z)).component_div(&Vector3::from(radii)).norm_squared() < 1.0
}

fn tissue(p: &Point3<f64>) -> usize {
    let sides =
        |[x, y, z]: [f64; 3], radii| inside(p, [x, y, z], radii) || inside(p, [-x, y, z], radii);
    if sides([12.0, -10.0, 20.0], [6.0, 32.0, 11.0])
        || inside(p, [3.0, 48.0, -18.0], [5.0, 5.0, 9.0])
    {
        5 // ventricles
    } else if sides([31.0, -8.0, 24.0], [23.0, 52.0, 30.0]) {
        4 // white matter
    } else if sides([33.0, -4.0, 22.0], [33.0, 72.0, 46.0])
        || sides([25.0, 42.0, -32.0], [24.0, 25.0, 20.0])
    {
        3 // cerebrum and cerebellum
    } else if inside(p, [0.0, 0.0, 15.0], [70.0, 85.0, 66.0]) {
        5 // liquid around the brain
    } else if inside(p, [0.0, 0.0, 15.0], [76.0, 91.0, 72.0]) {
        2 // skull
    } else if sides([31.0, -72.0, -28.0], [12.0, 12.0, 12.0]) {
        6 // eyes
    } else if sides([22.0, -62.0, -60.0], [13.0, 18.0, 15.0])
        || inside(p, [0.0, -60.0, -58.0], [7.0, 38.0, 18.0])
    {
        0 // sinuses and nose
    } else if inside(p, [0.0, -58.0, -98.0], [38.0, 30.0, 12.0])
        || inside(p, [0.0, 35.0, -110.0], [13.0, 13.0, 60.0])
    {
        2 // jaw and spine
    } else if inside(p, [0.0, 0.0, 13.0], [82.0, 98.0, 80.0])
        || inside(p, [0.0, -35.0, -55.0], [62.0, 66.0, 70.0])
        || inside(p, [0.0, -104.0, -52.0], [13.0, 18.0, 18.0])
        || inside(p, [0.0, 25.0, -110.0], [55.0, 58.0, 80.0])
        || inside(p, [0.0, 40.0, -290.0], [210.0, 110.0, 130.0])
    {
        1 // skin, muscles, neck, shoulders
    } else {
        0
    }
}

/// The head as a volume with voxels of 4 mm from corner to corner (world mm), where `map` leads
/// from the volume's world to the phantom's.
pub fn volume(map: &Matrix4<f64>, contrast: &Contrast, from: [f64; 3], to: [f64; 3]) -> Grid {
    const SPACING: f64 = 4.0;
    let shape = [0, 1, 2].map(|axis| ((to[axis] - from[axis]) / SPACING) as usize + 1);
    let to_world = Matrix4::new_translation(&Vector3::from(from)) * Matrix4::new_scaling(SPACING);
    let map = map * to_world;
    let values = Array3::from_shape_fn(shape, |(i, j, k)| {
        let mut sum = 0.0;
        for corner in 0..8 {
            let off = [1, 2, 4].map(|bit| if corner & bit == 0 { -0.25 } else { 0.25 });
            let voxel = Point3::new(i as f64 + off[0], j as f64 + off[1], k as f64 + off[2]);
            sum += contrast[tissue(&map.transform_point(&voxel))];
        }
        sum / 8.0
    });
    Grid { values, to_world }
}

/// The whole head and some air, as a template has it.
pub fn whole(map: &Matrix4<f64>, contrast: &Contrast) -> Grid {
    volume(map, contrast, [-120.0, -150.0, -150.0], [120.0, 130.0, 130.0])
}

/// Adds noise of about this size.
pub fn noisy(mut grid: Grid, size: f32) -> Grid {
    for ((i, j, k), value) in grid.values.indexed_iter_mut() {
        let mut bits = ((i * 1_009 + j) * 1_009 + k) as u64;
        for _ in 0..3 {
            bits = (bits ^ (bits >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        }
        *value += size * ((bits >> 40) as f32 / (1u64 << 24) as f32 - 0.5) * 3.46;
    }
    grid
}

/// Turns by roll, pitch and yaw in degrees, then a shift in mm.
pub fn pose(pitch: f64, roll: f64, yaw: f64, shift: [f64; 3]) -> Matrix4<f64> {
    let [pitch, roll, yaw] = [pitch, roll, yaw].map(f64::to_radians);
    let turn = Rotation3::from_euler_angles(pitch, roll, yaw);
    Matrix4::new_translation(&Vector3::from(shift)) * turn.to_homogeneous()
}

/// Largest distance in mm between where two transforms put a place of the phantom's skin, which
/// `map` leads to.
pub fn error(found: &Matrix4<f64>, map: &Matrix4<f64>) -> f64 {
    let back = map.try_inverse().unwrap();
    let skin = [
        [80.0, 0.0, 15.0],
        [0.0, -98.0, 15.0],
        [0.0, 98.0, 15.0],
        [0.0, 0.0, 92.0],
        [0.0, -120.0, -52.0],
        [0.0, -95.0, -98.0],
    ];
    let distance = |[x, y, z]: [f64; 3]| {
        let place = Point3::new(x, y, z);
        (found.transform_point(&back.transform_point(&place)) - place).norm()
    };
    skin.into_iter().map(distance).fold(0.0, f64::max)
}

/// Something of one brightness in air, on the grid of a whole head, with noise.
fn shape(inside: impl Fn(f64, f64, f64) -> bool) -> Grid {
    let mut grid = whole(&Matrix4::identity(), &T1);
    let to_world = grid.to_world;
    for ((i, j, k), value) in grid.values.indexed_iter_mut() {
        let p = to_world.transform_point(&[i as f64, j as f64, k as f64].into());
        *value = if inside(p.x, p.y, p.z) { 300.0 } else { 0.0 };
    }
    noisy(grid, 30.0)
}

/// A cube of the size of a head.
pub fn cube() -> Grid {
    shape(|x, y, z| x.abs().max(y.abs()).max(z.abs()) < 80.0)
}

/// A bottle that stands.
pub fn bottle() -> Grid {
    shape(|x, y, z| x.hypot(y) < 75.0 && z.abs() < 100.0)
}

/// Noise everywhere.
pub fn noise() -> Grid {
    shape(|_, _, _| true)
}
