use demo_data::vec3::vec3;

use super::*;
use crate::plane::Plane;

const FILL: u16 = 7;

/// Slices of 21 x 21 voxels of 1 mm about the origin, at these heights; the value is 100.
fn slices(heights: impl IntoIterator<Item = i32>) -> Vec<Slice> {
    let slice = |z: i32| Slice {
        plane: Plane {
            origin: vec3(-10.0, -10.0, f64::from(z)),
            along_row: vec3(1.0, 0.0, 0.0),
            along_column: vec3(0.0, 1.0, 0.0),
            spacing: [1.0, 1.0],
            size: [21, 21],
        },
        voxels: vec![Voxel { before: 100, after: 100, kept: true }; 21 * 21],
    };
    heights.into_iter().map(slice).collect()
}

fn set(slices: &mut [Slice], which: impl Fn(Vec3) -> bool, voxel: Voxel) {
    for slice in slices {
        let plane = slice.plane;
        for (p, there) in plane.voxels().zip(&mut slice.voxels) {
            if which(p) {
                *there = voxel;
            }
        }
    }
}

const REMOVED: Voxel = Voxel { before: 100, after: FILL, kept: false };

fn mark(x: f64, y: f64, z: f64) -> Vec<Landmark> {
    vec![Landmark { name: "chin", at: vec3(x, y, z) }]
}

fn share(slices: &[Slice], marks: &[Landmark]) -> Option<f64> {
    landmarks(slices, 1.0, marks).first().map(|removed| removed.share)
}

#[test]
fn a_ball_has_515_points() {
    assert_eq!(ball().len(), 515);
}

#[test]
fn the_share_is_that_of_the_balls_voxels_which_changed() {
    let mut slices = slices(-10..=10);
    assert_eq!(share(&slices, &mark(0.0, 0.0, 0.0)), Some(0.0));
    set(&mut slices, |p| p.z > 0.5, REMOVED);
    // 81 of the 515 points lie in the middle plane.
    assert_eq!(share(&slices, &mark(0.0, 0.0, 0.0)), Some(217.0 / 515.0));
    set(&mut slices, |p| p.length() < 5.1, REMOVED);
    assert_eq!(share(&slices, &mark(0.0, 0.0, 0.0)), Some(1.0));
}

#[test]
fn what_was_air_before_is_no_remnant_once_something_was_removed() {
    let mut slices = slices(-10..=10);
    set(&mut slices, |p| p.y < 0.5, Voxel { before: FILL, after: FILL, kept: false });
    assert_eq!(share(&slices, &mark(0.0, -5.0, 0.0)), Some(0.0));
    set(&mut slices, |p| p.y > 8.5, REMOVED);
    assert_eq!(share(&slices, &mark(0.0, -5.0, 0.0)), Some(1.0));
}

#[test]
fn a_landmark_counts_from_a_quarter_of_its_ball_on() {
    let mut slices = slices(-10..=10);
    set(&mut slices, |p| p.x > 0.5, REMOVED);
    assert_eq!(share(&slices, &mark(10.0, 0.0, 0.0)), Some(1.0));
    assert_eq!(share(&slices, &mark(14.0, 0.0, 0.0)), None);
    assert_eq!(share(&slices, &mark(0.0, 0.0, 40.0)), None);
}

#[test]
fn missing_slices_are_not_in_the_field_of_view() {
    let mut slices = slices((-10..=10).filter(|z| !(-1..=1).contains(z)));
    assert!(voxel(&slices, 1.0, vec3(0.0, 0.0, 2.3)).is_some());
    assert!(voxel(&slices, 1.0, vec3(0.0, 0.0, 1.0)).is_none());
    set(&mut slices, |_| true, REMOVED);
    assert_eq!(share(&slices, &mark(0.0, 0.0, 0.0)), Some(1.0));
}

#[test]
fn the_brain_loses_what_changed_in_it() {
    let mut slices = slices(-10..=10);
    set(&mut slices, |p| p.x > 0.5, REMOVED);
    assert_eq!(lost(&slices, |p| p.x < 0.5), 0.0);
    assert_eq!(lost(&slices, |p| (p.x - 0.5).abs() < 1.0), 0.5);
    assert_eq!(lost(&slices, |_| false), 0.0);
}

#[test]
fn a_voxel_that_changed_although_it_was_kept_is_noticed() {
    let mut slices = slices(-1..=1);
    set(&mut slices, |p| p.x > 0.5, REMOVED);
    assert_eq!(changed_outside(&slices), 0);
    set(&mut slices, |p| p.length() < 0.5, Voxel { kept: true, ..REMOVED });
    assert_eq!(changed_outside(&slices), 1);
}
