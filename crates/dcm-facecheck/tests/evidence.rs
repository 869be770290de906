//! Measures both sides of the limits in `dcm_facecheck::limits`: good cuts of every made-up head that
//! shows a face, and failures planted on two of them. It prints one line for each value.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

mod common;

use std::path::Path;

use common::{Cut, Head, Planted};
use demo_data::heads::{Case, cases};
use testkit::{Lab, Rows};

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
        println!("{name},{cut},event,{}", event.trim_end_matches('}'));
    }
    verdicts.join(" and ")
}

#[test]
#[ignore = "takes minutes: it measures the evidence of the limits"]
fn every_good_cut_is_right_and_every_planted_failure_is_wrong() {
    let shown = std::env::var("HEADS").unwrap_or_default();
    let mut wrong = Vec::new();
    let named = |case: &Case| case.name.contains(&shown);
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
