//! Failures of defacing, planted: each must be caught, and by the test that is there for it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use std::fs;
use std::sync::LazyLock;

use crate::common::{Head, check};
use nalgebra::Point3;

static CT: LazyLock<Head> = LazyLock::new(|| Head::small("ct_plain"));
static MR: LazyLock<Head> = LazyLock::new(|| Head::small("mr_t1_ax"));

fn same(value: i32, _: usize) -> i32 {
    value
}

/// What is said of both heads where they are cut like this: of CT without a mask, of MR with one
/// that tells of the cut.
fn verdicts(cut: impl Fn(&Head) -> Box<dyn Fn(&Point3<f64>, usize) -> bool + '_>) -> [String; 2] {
    let [ct, mr] = [&*CT, &*MR].map(&cut);
    [CT.write(&ct, &same, None).verdict(), MR.write(&mr, &same, Some(&mr)).verdict()]
}

#[test]
fn a_good_cut_passes_with_its_mask() {
    let good = MR.good();
    assert_eq!(MR.write(&good, &same, Some(&good)).verdict(), "ok");
}

#[test]
fn a_good_cut_passes_without_a_mask_and_an_untouched_series_beside_it_is_caught() {
    let good = CT.write(&CT.good(), &same, None);
    let untouched = MR.write(&|_, _| false, &same, None);
    let mut verdicts = check(&[&good, &untouched]).verdicts("facecheck");
    verdicts.dedup();
    assert_eq!(verdicts, ["ok", "flag F_FACE_LEFT"]);
}

#[test]
fn a_good_cut_of_unevenly_spaced_slices_passes_though_its_mask_is_even() {
    let head = Head::small("ct_missing_slices");
    let good = head.good();
    assert_eq!(head.write(&good, &same, Some(&good)).verdict(), "ok");
}

#[test]
fn an_untouched_copy_is_caught() {
    assert_eq!(CT.write(&|_, _| false, &same, None).verdict(), "flag F_FACE_LEFT");
}

#[test]
fn a_mask_that_was_never_applied_is_caught() {
    let planted = MR.write(&|_, _| false, &same, Some(&MR.good()));
    assert_eq!(planted.verdict(), "flag F_MASK_NOT_APPLIED");
}

#[test]
fn a_cut_on_the_sinuses_instead_of_the_eyes_is_caught() {
    let found = verdicts(|head| Box::new(head.shifted([0.0, 0.0, -35.0])));
    assert_eq!(found, ["flag F_FACE_LEFT"; 2]);
}

#[test]
fn a_cut_that_lies_30_mm_beside_the_face_is_caught() {
    for by in [[30.0, 0.0, -30.0], [0.0, 30.0, 0.0]] {
        let found = verdicts(|head| Box::new(head.shifted(by)));
        assert_eq!(found, ["flag F_FACE_LEFT"; 2], "{by:?}");
    }
}

#[test]
fn a_mask_that_is_not_that_of_the_cut_is_caught() {
    let planted = CT.write(&CT.good(), &same, Some(&CT.shifted([30.0, 0.0, 0.0])));
    assert_eq!(planted.verdict(), "flag F_ALTERED");
}

#[test]
fn three_frames_that_were_passed_over_are_caught() {
    for (head, masked) in [(&*CT, false), (&*MR, true)] {
        let (cut, good) = (head.passing_over(), head.good());
        let planted = head.write(&cut, &same, masked.then_some(&good));
        assert_eq!(planted.verdict(), "flag F_MASK_NOT_APPLIED", "masked: {masked}");
    }
}

#[test]
fn eyes_that_are_left_are_caught_though_the_nose_is_gone() {
    let found = verdicts(|head| Box::new(head.without_eyes()));
    assert_eq!(found, ["flag F_FACE_LEFT"; 2]);
}

#[test]
fn one_eyeball_that_is_left_is_caught_though_it_is_little_of_the_face() {
    let planted = MR.write(&MR.without_left_eyeball(), &same, None);
    assert_eq!(planted.verdict(), "flag F_FACE_LEFT");
}

#[test]
fn five_ml_of_brain_are_caught() {
    let found = verdicts(|head| Box::new(head.with_brain()));
    assert_eq!(found, ["flag F_BRAIN_LOST"; 2]);
}

#[test]
fn values_that_are_scaled_from_slice_to_slice_are_caught() {
    let change = |value: i32, slice: usize| value - (value / 50) * (slice % 3) as i32;
    for (head, masked) in [(&*CT, false), (&*MR, true)] {
        let good = head.good();
        let planted = head.write(&good, &change, masked.then_some(&good));
        assert_eq!(planted.verdict(), "flag F_ALTERED");
    }
}

#[test]
fn a_missing_frame_is_caught() {
    let planted = CT.write(&CT.good(), &same, None);
    let first = fs::read_dir(planted.folder.path()).unwrap().next().unwrap().unwrap();
    fs::remove_file(first.path()).unwrap();
    assert_eq!(planted.verdict(), "flag F_FRAMES");
}
