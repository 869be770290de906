//! What the registration finds, and what it refuses, on volumes whose truth is known.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

mod phantom;

use nalgebra::{Matrix4, Rotation3, Vector3};
use phantom::{CT, T1, T2, bottle, cube, error, noise, noisy, pose, volume, whole};
use registration::{Error, Grid, Registration, Settings, align, register};

fn find(fixed: &Grid, moving: &Grid) -> Registration {
    register(fixed, moving, &Settings::default()).unwrap()
}

/// Angle in degrees by which two transforms turn differently.
fn angle(a: &Matrix4<f64>, b: &Matrix4<f64>) -> f64 {
    let turn = |m: &Matrix4<f64>| Rotation3::from_matrix(&m.fixed_view::<3, 3>(0, 0).into_owned());
    turn(a).angle_to(&turn(b)).to_degrees()
}

#[test]
fn a_turned_and_shifted_head_is_found_in_another_contrast_with_noise() {
    let map = pose(14.0, -8.0, 17.0, [9.0, -22.0, 31.0]);
    let fixed = noisy(whole(&map, &T2), 15.0);
    let found = find(&fixed, &noisy(whole(&Matrix4::identity(), &T1), 15.0));
    assert!(error(&found.rigid, &map) < 1.0, "{}", error(&found.rigid, &map));
    assert!(error(&found.fixed_to_moving, &map) < 1.0, "{}", error(&found.fixed_to_moving, &map));
    assert!(angle(&found.rigid, &map) < 1.0);
}

#[test]
fn a_larger_and_sheared_head_is_found() {
    let mut map = Matrix4::new_nonuniform_scaling(&Vector3::new(1.08, 0.93, 1.03));
    map[(1, 2)] = 0.05;
    let map = pose(-10.0, 4.0, 0.0, [0.0, 12.0, -8.0]) * map;
    let found = find(&whole(&map, &T1), &whole(&Matrix4::identity(), &T2));
    assert!(error(&found.fixed_to_moving, &map) < 1.0, "{}", error(&found.fixed_to_moving, &map));
    assert!((found.quality.scales[0] - 1.08).abs() < 0.01);
}

#[test]
fn a_head_whose_top_and_one_side_were_not_scanned_is_found() {
    let map = pose(24.0, 0.0, -6.0, [-14.0, 5.0, 12.0]);
    let fixed = noisy(volume(&map, &CT, [-40.0, -150.0, -160.0], [130.0, 130.0, 30.0]), 25.0);
    let found = find(&fixed, &whole(&Matrix4::identity(), &T1));
    assert!(error(&found.fixed_to_moving, &map) < 2.0, "{}", error(&found.fixed_to_moving, &map));
}

#[test]
fn shoulders_do_not_hide_the_head() {
    let map = pose(-15.0, 3.0, 8.0, [10.0, 5.0, -20.0]);
    let fixed = volume(&map, &CT, [-220.0, -160.0, -330.0], [220.0, 160.0, 140.0]);
    let found = find(&noisy(fixed, 25.0), &whole(&Matrix4::identity(), &T1));
    assert!(error(&found.fixed_to_moving, &map) < 1.0, "{}", error(&found.fixed_to_moving, &map));
}

#[test]
fn the_axes_of_a_volume_do_not_matter() {
    let map = pose(5.0, 5.0, -5.0, [3.0, -2.0, 10.0]);
    let Grid { values, to_world } = whole(&Matrix4::identity(), &T1);
    // Index order (k, i, j), with i turned round.
    let last = values.shape()[0] as f64 - 1.0;
    let mut values = values.permuted_axes([2, 0, 1]);
    values.invert_axis(ndarray::Axis(1));
    let axes = Matrix4::new(
        0.0, -1.0, 0.0, last, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0,
    );
    let moving = Grid { values, to_world: to_world * axes };
    let found = find(&whole(&map, &CT), &moving);
    assert!(error(&found.fixed_to_moving, &map) < 1.0, "{}", error(&found.fixed_to_moving, &map));
}

#[test]
fn the_number_of_threads_does_not_change_the_result() {
    let map = pose(10.0, 0.0, 0.0, [0.0, 8.0, 0.0]);
    let (fixed, moving) = (whole(&map, &T1), whole(&Matrix4::identity(), &T2));
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| find(&fixed, &moving))
    };
    let (one, two) = (with(1), with(2));
    assert_eq!(one.fixed_to_moving, two.fixed_to_moving);
    assert_eq!(format!("{:?}", one.quality), format!("{:?}", two.quality));
}

#[test]
fn what_is_no_head_is_refused() {
    let head = whole(&Matrix4::identity(), &T1);
    let (cube, bottle, noise) = (cube(), bottle(), noise());
    for (fixed, moving) in [(&cube, &head), (&head, &bottle), (&noise, &head)] {
        let found = register(fixed, moving, &Settings::default());
        assert!(matches!(found, Err(Error::Doubt(_) | Error::NoHead)), "{found:?}");
    }
}

#[test]
fn a_volume_without_extent_or_head_is_an_error() {
    let head = whole(&Matrix4::identity(), &T1);
    let mut flat = head.clone();
    flat.to_world.fixed_view_mut::<3, 1>(0, 2).fill(0.0);
    assert_eq!(align(&flat, &head, &Settings::default()).unwrap_err(), Error::Geometry);
    let mut air = head.clone();
    air.values.fill(-1000.0);
    assert_eq!(align(&head, &air, &Settings::default()).unwrap_err(), Error::NoHead);
}
