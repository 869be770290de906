//! The tools together, over phantoms: anonymized, defaced, checked.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use std::fs;
use std::path::Path;

use clap::Parser;
use demo_data::{Phantom, Settings, planted_identifiers, write_phantom};
use testkit::search::{Search, Wanted};
use testkit::{Lab, Rows};

/// Two heads and a chest, small enough for a test.
fn phantoms(lab: &Lab) {
    for phantom in [Phantom::HeadCt, Phantom::HeadMr, Phantom::ChestCt] {
        let settings = match phantom {
            Phantom::ChestCt => Settings::default(),
            _ => Settings { matrix: 96, slices: Some(48), ..Settings::default() },
        };
        write_phantom(&lab.path("in"), phantom, &settings).unwrap();
    }
}

/// Runs a tool's library as its command line would.
fn scrub(lab: &Lab, level: &str) -> Vec<u8> {
    let at = |name: &str| lab.path(name).to_str().unwrap().to_owned();
    let args = [
        "dcm-scrub",
        "--input",
        &at("in"),
        "--output",
        &at("scrubbed"),
        "--key-file",
        &at("key"),
        "--level",
        level,
        "--manifest",
        &at("scrub.csv"),
    ];
    dcm_scrub::run(&dcm_scrub::Args::parse_from(args)).unwrap();
    fs::read(lab.path("scrub.csv")).unwrap()
}

fn check(lab: &Lab, level: &str, files: &Path) -> Rows {
    let (files, key) = (files.to_str().unwrap(), lab.path("key"));
    let args = ["dcm-hdrcheck", "--input", files, "--level", level, "--key-file"];
    let args = args.into_iter().chain([key.to_str().unwrap()]);
    let args = dcm_hdrcheck::Args::parse_from(args);
    let mut out = Vec::new();
    dcm_hdrcheck::check(&args, &mut out).unwrap();
    Rows::parse(&out)
}

#[test]
fn heads_are_defaced_the_chest_is_not_and_the_checker_finds_nothing_at_level_high() {
    defaced_and_checked("high");
}

#[test]
fn heads_are_defaced_the_chest_is_not_and_the_checker_finds_nothing_at_level_low() {
    defaced_and_checked("low");
}

/// What the tools do together at one level; a test each, so that the levels run side by side.
fn defaced_and_checked(level: &str) {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-deface"));
    phantoms(&lab);
    let manifest = scrub(&lab, level);
    let done = lab.tool().run_with(["--output", "out", "--key-file", "key"], &manifest);
    let rows = done.rows();
    let verdicts = rows.verdicts("deface");
    let count = |verdict: &str| verdicts.iter().filter(|v| *v == verdict).count();
    assert_eq!((count("ok"), count("skip S_NOT_HEAD")), (96, 24), "{}", done.stderr);
    assert_eq!(done.code, Some(0));
    // Masks are no DICOM files.
    for row in &rows.rows {
        let _ = fs::remove_file(lab.path(&row["mask"]));
    }
    let judged = check(&lab, level, &lab.path("out"));
    assert_eq!(judged.verdicts("hdrcheck"), ["ok"; 96]);
    let wanted: Vec<_> =
        planted_identifiers().iter().map(|text| Wanted::text(text.as_str(), text)).collect();
    let search = Search::new(&wanted);
    assert_eq!(search.hits("manifest", &done.stdout), [""; 0]);
    assert_eq!(search.hits("messages", done.stderr.as_bytes()), [""; 0]);
    for (name, entry) in lab.tree("out").entries() {
        // At level low demographics stay, the made-up ethnic group among them.
        if level == "high" {
            assert_eq!(search.hits("file", &entry.bytes), [""; 0]);
        }
        assert_eq!(search.hits("name", name), [""; 0]);
    }
}
