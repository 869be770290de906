//! Measures both sides of the limits in `dcm_facecheck::limits`: good cuts of made-up heads of all kinds
//! of poses, contrasts and fields of view, and failures planted on two of them. It prints one line for
//! each value.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use std::fs;
use std::path::Path;

use crate::common::{Cut, Head, Planted};
use demo_data::heads::{Case, cases};
use testkit::{Lab, Rows};

/// With pixels of 2 mm no face is found in `ct_left_eye_missing` and `mr_t1_infant`: these are passed
/// over.
const HEADS: [&str; 16] = [
    "ct_plain",
    "ct_coronal",
    "ct_yaw_minus_25",
    "ct_pitch_minus_25",
    "ct_roll_plus_25",
    "ct_left_half",
    "ct_upper_head",
    "ct_left_eye_missing",
    "ct_head_and_shoulders",
    "mr_t1_ax",
    "mr_t1_yaw_plus_25",
    "mr_t1_pitch_plus_25",
    "mr_t1_left_half",
    "mr_t1_infant",
    "mr_t2_upper_head",
    "mr_flair_ax_oblique",
];
/// What the program's messages of a measurement begin with.
const MEASURED: [&str; 3] = ["\"measured", "\"face detected before", "\"left in a frame"];

/// Prints what the program measures of a cut; returns its verdict and the tests that failed.
fn measure(name: &str, cut: &str, head: &Head, planted: &Planted<'_>) -> (String, String) {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-facecheck"));
    let (after, before) = (planted.folder.path(), head.raw());
    let at = |path: &Path| path.to_str().unwrap().to_owned();
    let flags = ["-vv", "--log-format", "json", "--defaced", &at(after), "--raw", &at(&before)];
    let done = lab.run(flags);
    let mut verdicts = Rows::parse(&done.stdout).verdicts("facecheck");
    verdicts.retain(|verdict| verdict != "skip S_MODALITY");
    verdicts.dedup();
    println!("{name},{cut},verdict,{}", verdicts.join(" and "));
    let mut failed = Vec::new();
    // {"level":"DEBUG","message":"measured","metric":"Covered","value":0.99,"mark":"Pass"}
    for line in done.stderr.lines() {
        let Some((_, event)) = line.split_once("\"message\":") else { continue };
        if MEASURED.iter().any(|begin| event.starts_with(begin)) {
            println!("{name},{cut},measured,{}", event.trim_end_matches('}'));
        }
        if event.contains("\"mark\":\"Fail\"") {
            let metric = event.split_once("\"metric\":\"").unwrap().1.split_once('"').unwrap().0;
            failed.push(metric.to_owned());
        }
    }
    println!("| {cut} | {name} | {} | {} |", failed.join(", "), verdicts.join(" and "));
    (verdicts.join(" and "), failed.join(", "))
}

fn same(value: i32, _: usize) -> i32 {
    value
}

/// Scaled from slice to slice.
fn scaled(value: i32, slice: usize) -> i32 {
    value - (value / 50) * (slice % 3) as i32
}

#[test]
#[ignore = "takes minutes: it measures the evidence of the limits"]
fn every_good_cut_is_right_and_every_planted_failure_is_wrong() {
    let (mut wrong, mut failures) = (Vec::new(), 0);
    let named = |case: &Case| HEADS.contains(&case.name.as_str());
    for case in cases(7).into_iter().filter(named) {
        let name = case.name.clone();
        let Some(head) = Head::of(case) else { continue };
        let good = head.good();
        let planted = head.write(&good, &same, None);
        let (verdict, _) = measure(&name, "good", &head, &planted);
        if verdict != "ok" {
            wrong.push(format!("{name}: {verdict}"));
        }
        if !["ct_plain", "mr_t1_ax"].contains(&name.as_str()) {
            continue;
        }
        let none = |_: &_, _: usize| false;
        let beside = head.shifted([30.0, 0.0, 0.0]);
        let cuts: [(&str, Cut<'_>); 10] = [
            ("an untouched copy", &none),
            ("a cut on the sinuses", &head.shifted([0.0, 0.0, -35.0])),
            ("a cut 30 mm beside and too low", &head.shifted([30.0, 0.0, -30.0])),
            ("a cut 30 mm in front", &head.shifted([0.0, 30.0, 0.0])),
            ("eyes left, nose gone", &head.without_eyes()),
            ("half of the face left", &head.half()),
            ("one eye left", &head.without_left_eye()),
            ("mouth and chin left", &head.without_mouth()),
            ("5 ml of brain gone", &head.with_brain()),
            ("three frames passed over", &head.passing_over()),
        ];
        let mut planted: Vec<(&str, Planted<'_>)> =
            cuts.into_iter().map(|(way, cut)| (way, head.write(cut, &same, None))).collect();
        planted.push(("a mask never applied", head.write(&none, &same, Some(&good))));
        planted.push(("a mask of another cut", head.write(&good, &same, Some(&beside))));
        planted.push(("values scaled from slice to slice", head.write(&good, &scaled, None)));
        let missing = head.write(&good, &same, None);
        let first = fs::read_dir(missing.folder.path()).unwrap().next().unwrap().unwrap();
        fs::remove_file(first.path()).unwrap();
        planted.push(("a frame missing", missing));
        failures += planted.len();
        for (way, planted) in planted {
            let (verdict, failed) = measure(&name, way, &head, &planted);
            if verdict == "ok" || failed.is_empty() {
                wrong.push(format!("{name}, {way}: {verdict}"));
            }
        }
    }
    assert_eq!(failures, 28);
    assert!(wrong.is_empty(), "{wrong:#?}");
}
