//! Measures both sides of the limits in `dcm_facecheck::limits`: good cuts of made-up heads of all kinds
//! of poses, contrasts and fields of view, and failures planted on two of them. It prints one line for
//! each value, and writes what caught each failure into data/planted.csv, which docs/facecheck.md shows. Without the
//! recogniser's weights it writes nothing.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::common::{Cut, Head, Planted};
use demo_data::heads::{Case, cases};
use recognition::Recogniser;
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
/// The columns of the table in docs/facecheck.md.
const COLUMNS: &str = "way of being wrong,head,integrity,left of the face (coverage),of a part (second way),\
    in what is left,detector,recogniser,completed by an average face,brain lost,said";
/// What the program's messages of a measurement begin with.
const MEASURED: [&str; 4] =
    ["\"measured", "\"gone of an eye", "\"face detected before", "\"left in a frame"];

/// What the program says of one cut.
struct Said {
    head: String,
    way: &'static str,
    verdict: String,
    /// Value and mark of each quantity.
    measured: BTreeMap<String, (Option<f64>, String)>,
}

/// What the program measures of a cut, completed by an average face too; prints it.
fn measure(head: &Head, name: &str, way: &'static str, planted: &Planted<'_>) -> Said {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-facecheck"));
    let (after, before) = (planted.folder.path(), head.raw());
    let at = |path: &Path| path.to_str().unwrap().to_owned();
    let (after, before) = (at(after), at(&before));
    let flags = ["-vv", "--log-format", "json", "--attack", "--defaced", &after, "--raw", &before];
    let done = lab.run(flags);
    let mut verdicts = Rows::parse(&done.stdout).verdicts("facecheck");
    verdicts.retain(|verdict| verdict != "skip S_MODALITY");
    verdicts.dedup();
    let verdict = verdicts.join(" and ");
    println!("{name},{way},verdict,{verdict}");
    let mut measured = BTreeMap::new();
    // {"level":"DEBUG","message":"measured","metric":"Covered","value":0.99,"mark":"Pass"}
    for line in done.stderr.lines() {
        let Some((_, event)) = line.split_once("\"message\":") else { continue };
        if MEASURED.iter().any(|begin| event.starts_with(begin)) {
            println!("{name},{way},measured,{}", event.trim_end_matches('}'));
        }
        let after = |key: &str| event.split_once(key)?.1.split([',', '"', '}']).next();
        if let (Some(metric), Some(mark)) = (after("\"metric\":\""), after("\"mark\":\"")) {
            let value = after("\"value\":").map(|value| value.parse().unwrap());
            measured.insert(metric.to_owned(), (value, mark.to_owned()));
        }
    }
    Said { head: name.to_owned(), way, verdict, measured }
}

impl Said {
    fn fails(&self, metric: &str) -> bool {
        self.measured.get(metric).is_some_and(|(_, mark)| mark == "Fail")
    }

    fn caught_by_something(&self) -> bool {
        self.measured.values().any(|(_, mark)| mark == "Fail")
    }

    /// A value as it is shown, and whether it gave the cut away.
    fn cell(&self, metric: &str, show: impl Fn(f64) -> String) -> String {
        let shown = |(value, mark): &(Option<f64>, String)| {
            value.map(show).filter(|_| mark != "Silent").map(|text| (text, mark == "Fail"))
        };
        match self.measured.get(metric).and_then(shown) {
            Some((text, true)) => format!("{text}: **caught**"),
            Some((text, false)) => text,
            None => "no word".to_owned(),
        }
    }

    /// A row of the table in docs/facecheck.md.
    fn row(&self) -> String {
        let percent = |share: f64| format!("{:.0} %", 100.0 * share);
        let integrity = [
            ("FramesAmiss", "frames missing"),
            ("Altered", "voxels altered"),
            ("FramesUncut", "frames not cut"),
        ];
        let amiss: Vec<&str> = integrity
            .iter()
            .filter(|(metric, _)| self.fails(metric))
            .map(|(_, what)| *what)
            .collect();
        let integrity = match amiss.as_slice() {
            [] => "whole".to_owned(),
            amiss => format!("{}: **caught**", amiss.join(" and ")),
        };
        let cells = [
            self.way.to_owned(),
            self.head.clone(),
            integrity,
            self.cell("Covered", |covered| percent(1.0 - covered)),
            self.cell("PartLeft", percent),
            self.cell("PartShown", percent),
            self.cell("ScoreAfter", |score| format!("{score:.1}")),
            self.cell("ToItselfAfter", |distance| format!("{distance:.2}")),
            self.cell("ToItselfCompleted", |distance| format!("{distance:.2}")),
            self.cell("BrainLost", |ml| format!("{ml:.1} ml")),
            self.verdict.trim_start_matches("flag ").to_owned(),
        ];
        cells.join(",") + "\n"
    }
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
    let (mut wrong, mut failures, mut table) = (Vec::new(), 0, String::new());
    let named = |case: &Case| HEADS.contains(&case.name.as_str());
    for case in cases(7).into_iter().filter(named) {
        let name = case.name.clone();
        let Some(head) = Head::of(case) else { continue };
        let good = head.good();
        let planted = head.write(&good, &same, None);
        let said = measure(&head, &name, "a good cut", &planted);
        if said.verdict != "ok" {
            wrong.push(format!("{name}: {}", said.verdict));
        }
        if !["ct_plain", "mr_t1_ax"].contains(&name.as_str()) {
            continue;
        }
        table += &said.row();
        let none = |_: &_, _: usize| false;
        let beside = head.shifted([30.0, 0.0, 0.0]);
        let cuts: [(&'static str, Cut<'_>); 11] = [
            ("an untouched copy", &none),
            ("a cut on the sinuses", &head.shifted([0.0, 0.0, -35.0])),
            ("a cut 30 mm beside and too low", &head.shifted([30.0, 0.0, -30.0])),
            ("a cut 30 mm in front", &head.shifted([0.0, 30.0, 0.0])),
            ("eyes left and the nose gone", &head.without_eyes()),
            ("half of the face left", &head.half()),
            ("one eye left", &head.without_left_eye()),
            ("nothing but an eyeball left", &head.without_left_eyeball()),
            ("mouth and chin left", &head.without_mouth()),
            ("5 ml of brain gone", &head.with_brain()),
            ("three frames passed over", &head.passing_over()),
        ];
        let mut planted: Vec<(&'static str, Planted<'_>)> =
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
            let said = measure(&head, &name, way, &planted);
            if said.verdict == "ok" || !said.caught_by_something() {
                wrong.push(format!("{name}, {way}: {}", said.verdict));
            }
            table += &said.row();
        }
    }
    assert_eq!(failures, 30);
    assert!(wrong.is_empty(), "{wrong:#?}");
    if Recogniser::find().unwrap().is_some() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/planted.csv");
        fs::write(path, format!("{COLUMNS}\n{table}")).unwrap();
    }
}
