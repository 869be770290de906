//! The workbook over raw demonstration data, sheet by sheet, against the one in `fixtures/golden`.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use std::fmt::Write;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use calamine::{Reader, Xlsx, open_workbook};
use clap::Parser;
use dcm_hdrcheck::{Args, check};
use demo_data::{Phantom, Settings, write_phantom};
use dicom_common::pipeline::session::today;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures").join(name)
}

/// Every sheet as lines of cells.
fn text_of(workbook: &Path) -> String {
    let mut book: Xlsx<_> = open_workbook(workbook).unwrap();
    let mut text = String::new();
    for (name, range) in book.worksheets() {
        writeln!(text, "== {name}").unwrap();
        for row in range.rows() {
            let cells: Vec<String> = row.iter().map(ToString::to_string).collect();
            writeln!(text, "{}", cells.join("|")).unwrap();
        }
    }
    text
}

#[test]
fn the_workbook_of_the_demonstration_data_is_the_golden_one() {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings { matrix: 16, slices: Some(2), ..Settings::default() };
    write_phantom(&folder.path().join("raw"), Phantom::HeadCt, &settings).unwrap();
    let key = folder.path().join("key");
    fs::copy(fixture("demo.key"), &key).unwrap();
    fs::set_permissions(&key, Permissions::from_mode(0o600)).unwrap();
    for language in ["en", "ko"] {
        let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        let report = path(&format!("{language}.xlsx"));
        let (raw, key) = (path("raw"), path("key"));
        let line = ["dcm-hdrcheck", "--input", &raw, "--level", "high", "--key-file", &key];
        let report_flags = ["--report", &report, "--lang", language];
        let args = Args::try_parse_from(line.into_iter().chain(report_flags)).unwrap();
        check(&args, std::io::sink()).unwrap();
        let found = text_of(Path::new(&report)).replace(&today(), "(today)");
        let golden = fixture(&format!("golden/header-{language}.txt"));
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&golden, &found).unwrap();
        }
        assert_eq!(found, fs::read_to_string(&golden).unwrap(), "{language}");
    }
}
