//! The earlier tool's verdicts, cell for cell. The reference data lies beside the repository; the
//! tests say so and pass where it is not there.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use std::path::{Path, PathBuf};

use clap::Parser;
use dcm_hdrcheck::{Args, check};

/// A folder with the outputs of `dcm-scrub --compat rsna`, in folders named as the reference files.
const OUTPUTS: &str = "DCM_REFERENCE_OUTPUTS";

fn shared() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/golden")
}

/// Compares the verdicts on the files of a folder with the reference of this name.
fn compare(folder: &Path, name: &str) {
    let verifier = shared().join("verifier");
    if !folder.is_dir() || !verifier.is_dir() {
        println!("skipped: there is no reference data for {name}");
        return;
    }
    let results = tempfile::tempdir().unwrap();
    for level in ["low", "high"] {
        let [tags, summary] =
            ["tags", "summary"].map(|kind| results.path().join(format!("{kind}.csv")));
        let args =
            ["dcm-hdrcheck", "-q", "--criteria", "reference", "--show-values", "--level", level];
        let mut args: Vec<_> = args.iter().map(|arg| Path::new(arg).to_owned()).collect();
        args.extend(["--input".into(), folder.to_owned()]);
        args.extend(["--findings".into(), tags.clone(), "--summary".into(), summary.clone()]);
        check(&Args::parse_from(args), std::io::sink()).unwrap();
        for (kind, file) in [("tags", tags), ("summary", summary)] {
            let ours = rows(&file);
            let theirs = rows(&verifier.join(format!("{name}__{level}.{kind}.csv")));
            assert_eq!(ours.len(), theirs.len(), "{name} {level} {kind}");
            for (ours, theirs) in ours.iter().zip(&theirs) {
                assert_eq!(ours, theirs, "{name} {level} {kind}");
            }
        }
    }
}

fn rows(path: &Path) -> Vec<csv::StringRecord> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .from_path(path)
        .unwrap()
        .records()
        .collect::<Result<_, _>>()
        .unwrap()
}

#[test]
fn verdicts_on_the_inputs_are_equal() {
    compare(&shared().join("inputs"), "inputs");
}

#[test]
fn verdicts_on_the_rsna_outputs_are_equal() {
    let Some(outputs) = std::env::var_os(OUTPUTS) else {
        println!("skipped: {OUTPUTS} names no folder");
        return;
    };
    for name in ["rsna_low", "rsna_high_storagepatched", "rsna_high_strcoerce"] {
        compare(&Path::new(&outputs).join(name), name);
    }
}
