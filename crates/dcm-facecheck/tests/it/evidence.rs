//! Measures both sides of the limits in `dcm_facecheck::limits`: good cuts of made-up heads of all kinds
//! of poses, contrasts and fields of view, and failures planted on two of them. It prints one line for
//! each value.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

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

/// Prints what the program measures of a cut, and returns its verdict.
fn measure(name: &str, cut: &str, head: &Head, planted: &Planted<'_>) -> String {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-facecheck"));
    let (after, before) = (planted.folder.path(), head.raw());
    let at = |path: &Path| path.to_str().unwrap().to_owned();
    let flags = ["-vv", "--log-format", "json", "--defaced", &at(after), "--raw", &at(&before)];
    let done = lab.run(flags);
    let mut verdicts = Rows::parse(&done.stdout).verdicts("facecheck");
    verdicts.retain(|verdict| verdict != "skip S_MODALITY");
    verdicts.dedup();
    println!("{name},{cut},verdict,{}", verdicts.join(" and "));
    // {"level":"DEBUG","message":"measured","metric":"Covered","value":0.99}
    for line in done.stderr.lines() {
        let Some((_, event)) = line.split_once("\"message\":") else { continue };
        if MEASURED.iter().any(|begin| event.starts_with(begin)) {
            println!("{name},{cut},measured,{}", event.trim_end_matches('}'));
        }
    }
    verdicts.join(" and ")
}

#[test]
#[ignore = "takes minutes: it measures the evidence of the limits"]
fn every_good_cut_is_right_and_every_planted_failure_is_wrong() {
    let mut wrong = Vec::new();
    let named = |case: &Case| HEADS.contains(&case.name.as_str());
    for case in cases(7).into_iter().filter(named) {
        let name = case.name.clone();
        let Some(head) = Head::of(case) else { continue };
        let good = head.good();
        let planted = head.write(&good, &|value, _| value, None);
        let verdict = measure(&name, "good", &head, &planted);
        if verdict != "ok" {
            wrong.push(format!("{name}: {verdict}"));
        }
        if !["ct_plain", "mr_t1_ax"].contains(&name.as_str()) {
            continue;
        }
        let failures: [(&str, Cut<'_>); 7] = [
            ("untouched", &|_, _| false),
            ("sinuses", &head.shifted([0.0, 0.0, -35.0])),
            ("beside", &head.shifted([30.0, 0.0, -30.0])),
            ("in front", &head.shifted([0.0, 30.0, 0.0])),
            ("eyes left", &head.without_eyes()),
            ("brain", &head.with_brain()),
            ("passed over", &head.passing_over()),
        ];
        for (failure, cut) in failures {
            let planted = head.write(cut, &|value, _| value, None);
            let verdict = measure(&name, failure, &head, &planted);
            if verdict == "ok" {
                wrong.push(format!("{name}, {failure}: {verdict}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
