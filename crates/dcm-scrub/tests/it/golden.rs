//! The manifest over the demonstration data, against the one in `fixtures/golden`.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use std::fs;
use std::path::PathBuf;

use demo_data::identity::{GILDONG, JANE, Patient, ZANETA};
use demo_data::{Phantom, Settings, planted_identifiers, write_phantom};
use testkit::lab::Lab;

const PHANTOMS: [Phantom; 3] = [Phantom::HeadCt, Phantom::HeadMr, Phantom::ChestCt];

const PATIENTS: [Patient; 3] = [JANE, ZANETA, GILDONG];

fn demonstration() -> Lab {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    let settings = Settings { matrix: 32, slices: Some(3), ..Settings::default() };
    for phantom in PHANTOMS {
        write_phantom(&lab.path("in"), phantom, &settings).unwrap();
    }
    let key = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/demo.key");
    lab.secret("key", &fs::read(key).unwrap());
    lab
}

#[test]
fn the_manifest_of_the_demonstration_data_is_the_golden_one() {
    for level in ["low", "high"] {
        let manifest = demonstration().work(&["--level", level]).expect(0).stdout;
        let golden = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join(format!("../../fixtures/golden/scrub-{level}.csv"));
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&golden, &manifest).unwrap();
        }
        let golden = fs::read_to_string(&golden).unwrap();
        assert_eq!(String::from_utf8(manifest).unwrap(), golden, "level {level}");
    }
}

#[test]
fn no_identifier_of_the_demonstration_data_survives() {
    for level in ["low", "high"] {
        let lab = demonstration();
        let done = lab.work(&["--level", level, "-v"]).expect(0);
        let mut heaps = vec![done.stdout, done.stderr.into_bytes()];
        heaps.extend(lab.tree("out").entries().values().map(|entry| entry.bytes.clone()));
        assert!(heaps.len() > 9, "all files were written");
        // Demographics stay at the low level.
        let stays =
            |text: &String| level == "low" && PATIENTS.iter().any(|p| p.ethnic_group == text);
        for identifier in planted_identifiers().into_iter().filter(|text| !stays(text)) {
            let found = heaps.iter().any(|heap| contains(heap, identifier.as_bytes()));
            assert!(!found, "level {level}: {identifier}");
        }
    }
}

fn contains(heap: &[u8], needle: &[u8]) -> bool {
    heap.windows(needle.len()).any(|w| w.eq_ignore_ascii_case(needle))
}
