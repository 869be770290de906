//! A data set that went through the pipeline.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use std::fs;

use clap::Parser;
use testkit::samples::ct;
use testkit::{Dicom, Done, Lab, Rows, text};

/// People of the data set, and files of the series of each.
pub const PEOPLE: [(&str, usize); 4] = [("ONE", 3), ("TWO", 2), ("THREE", 2), ("FOUR", 1)];
/// All files.
pub const FILES: usize = 8;

/// A data set that was scrubbed and went through the other stages.
pub struct Work {
    /// The folder.
    pub lab: Lab,
    /// The manifest of the stage before.
    pub manifest: String,
}

impl Work {
    /// Four people with a series each, whose headers differ by age, scanner and year where `edit` makes
    /// them so.
    pub fn with(edit: impl Fn(&str, Dicom) -> Dicom) -> Self {
        let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-release"));
        for (person, files) in PEOPLE {
            for at in 0..files {
                // Dates are moved by days of each person's own.
                let file = ct(person, at + 1).without(0x0008_0020).without(0x0008_0021);
                let file = edit(person, file);
                lab.put(format!("in/{person}/{at}.dcm"), file.bytes());
            }
        }
        Self::scrubbed(lab, &[])
    }

    /// What lies in `in`, scrubbed; the other stages found nothing.
    pub fn scrubbed(lab: Lab, flags: &[&str]) -> Self {
        let at = |name: &str| lab.path(name).to_str().unwrap().to_owned();
        let args = [
            "dcm-scrub",
            "--quiet",
            "--level",
            "low",
            "--checksum",
            "--input",
            &at("in"),
            "--output",
            &at("clean"),
            "--key-file",
            &at("key"),
            "--manifest",
            &at("scrub.csv"),
        ];
        let args = args.into_iter().chain(flags.iter().copied());
        dcm_scrub::run(&dcm_scrub::Args::parse_from(args)).unwrap();
        let scrub = fs::read_to_string(lab.path("scrub.csv")).unwrap();
        let manifest = scrub
            .lines()
            .map(|line| {
                let rest = match line {
                    line if line.starts_with("schema") => {
                        "deface,deface_code,deface_config,hdrcheck,hdrcheck_code,hdrcheck_findings,\
                         hdrcheck_config,facecheck,facecheck_code,facecheck_score,facecheck_config,mine"
                    }
                    line if line.contains(",ok,,") => {
                        "skip,S_NOT_HEAD,aaaaaaaaaaaa,ok,,0,bbbbbbbbbbbb,skip,S_NOT_HEAD,,cccccccccccc,x y"
                    }
                    _ => {
                        "skip,S_UPSTREAM,aaaaaaaaaaaa,skip,S_UPSTREAM,,bbbbbbbbbbbb,skip,S_UPSTREAM,,\
                         cccccccccccc,x y"
                    }
                };
                format!("{line},{rest}\n")
            })
            .collect();
        Self { lab, manifest }
    }

    /// The usual one: everyone has the same attributes.
    pub fn new() -> Self {
        Self::with(|_, file| file)
    }

    /// The rows before the release.
    pub fn rows(&self) -> Rows {
        Rows::parse(self.manifest.as_bytes())
    }

    /// Sets cells of the rows of a person's number-th file; counted from 0.
    pub fn set(&mut self, row: usize, cells: &[(&str, &str)]) {
        let mut rows = self.rows();
        for (column, value) in cells {
            *rows.rows[row].get_mut(*column).unwrap() = (*value).to_owned();
        }
        self.put(&rows);
    }

    /// Replaces the manifest.
    pub fn put(&mut self, rows: &Rows) {
        let mut text = rows.columns.join(",") + "\n";
        for row in &rows.rows {
            let cells: Vec<&str> = rows.columns.iter().map(|name| row[name].as_str()).collect();
            text += &(cells.join(",") + "\n");
        }
        self.manifest = text;
    }

    /// With further columns, whose cells are empty.
    pub fn add(&mut self, columns: &[&str]) {
        let mut rows = self.rows();
        for column in columns {
            rows.columns.push((*column).to_owned());
            rows.rows
                .iter_mut()
                .for_each(|row| drop(row.insert((*column).to_owned(), String::new())));
        }
        self.put(&rows);
    }

    /// Without columns whose names begin like this.
    pub fn without(&mut self, prefix: &str) {
        let mut rows = self.rows();
        rows.columns.retain(|name| !name.starts_with(prefix));
        self.put(&rows);
    }

    /// Releases into `share` and `evidence`, with further arguments.
    pub fn release(&self, args: &[&str]) -> Done {
        let usual = ["--output", "share", "--evidence", "evidence"];
        self.lab.tool().run_with([&usual, args].concat(), self.manifest.as_bytes())
    }

    /// Verifies it, with further arguments.
    pub fn verify(&self, args: &[&str]) -> Done {
        self.lab.run([&["verify", "share", "evidence/statement.json"], args].concat())
    }

    /// The statement.
    pub fn statement(&self) -> serde_json::Value {
        serde_json::from_slice(&fs::read(self.lab.path("evidence/statement.json")).unwrap())
            .unwrap()
    }

    /// Names of the files in the folder to share, without the two lists.
    pub fn shared(&self) -> Vec<String> {
        let tree = self.lab.tree("share");
        let names = tree.entries().keys().map(|name| String::from_utf8_lossy(name).into_owned());
        names.filter(|name| !["SHA256SUMS", "manifest.csv"].contains(&name.as_str())).collect()
    }
}

/// A file of another age, scanner and year.
pub fn rare(file: Dicom) -> Dicom {
    file.with(text(0x0010_1010, "AS", "017Y")).with(text(0x0008_1090, "LO", "Scanner 7"))
}

/// Where rows of a person's files stand, in the order of the inputs: FOUR, ONE, THREE, TWO.
pub fn row_of(person: &str) -> usize {
    match person {
        "FOUR" => 0,
        "ONE" => 1,
        "THREE" => 4,
        _ => 6,
    }
}
