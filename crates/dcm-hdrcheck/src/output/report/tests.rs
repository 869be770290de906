//! Workbooks of very many files.

use std::borrow::Cow;
use std::fs;
use std::path::PathBuf;

use calamine::{Reader, Xlsx, open_workbook};
use dicom_common::code::{Lang, Outcome};
use dicom_common::deid::policy::{Choice, Level, Options};

use super::*;
use crate::args::Criteria;
use crate::reason::Reason;
use crate::verdict::{Field, FileVerdict, Values, Verdict};

/// A file with a finding in an item, and one in a private attribute of its own.
fn file(number: usize) -> FileVerdict {
    let field = |path: String| Field {
        path,
        keyword: Cow::Borrowed("PersonName"),
        vr: None,
        absolute: false,
        reason: Reason::NotEmpty,
        value: None,
        allowed: None,
    };
    let fields =
        vec![field(format!("00081110[{number}].0040A123")), field(format!("0009{number:04X}"))];
    let verdict: Outcome<Verdict> =
        Ok(Verdict { inspected: 100, failed: 2, fields, ..Verdict::default() });
    let name =
        format!("share/ABCDEFGHIJ234567/2.25.{number}/2.25.{}/2.25.{number:039}.dcm", number / 100);
    FileVerdict { source: format!("{number:020}"), name, verdict }
}

/// A report on so many files, in a folder that goes with it.
fn report(files: usize) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.xlsx");
    let layout = Layout {
        lang: Lang::En,
        criteria: Criteria::Strict,
        choice: Choice::Level(Level::High, Options::default()),
        values: Values::Hidden,
    };
    let about = About { configuration: String::new(), own_table: false, originals: false };
    let mut report = Report::create(&path, layout, about).unwrap();
    for number in 0..files {
        report.add(file(number)).unwrap();
    }
    report.finish().unwrap();
    (folder, path)
}

#[test]
#[ignore = "a quarter of a minute"]
fn ten_thousand_series_in_a_million_files_make_no_workbook_of_50_megabytes() {
    let (_folder, path) = report(1_000_000);
    let megabytes = fs::metadata(&path).unwrap().len() as f64 / 1e6;
    println!("{megabytes:.1} MB");
    assert!(megabytes <= 50.0, "{megabytes}");
}

#[test]
fn findings_of_many_files_are_few_rows_whatever_attributes_they_make_up() {
    let (_folder, path) = report(10_500);
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let findings = book.worksheet_range("Findings").unwrap();
    let cell = |row: usize, column: usize| findings.get((row, column)).unwrap().to_string();
    assert_eq!(findings.height(), 1 + 10_000 + 1);
    // In all files, whatever the item.
    assert_eq!(
        [0, 5, 6].map(|column| cell(1, column)),
        ["00081110.0040A123", "10500", "10500"].map(str::to_owned)
    );
    // What is too much to be listed is one row.
    assert_eq!([0, 5].map(|column| cell(2, column)), ["…", "501"].map(str::to_owned));
}
