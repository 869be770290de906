//! Whole studies through the pipe, with what persons decide: every series is delivered, cut or left out, and
//! the exit code is 0.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use std::collections::BTreeMap;
use std::fs;

use clap::Parser;
use demo_data::heads::{Case, cases};
use demo_data::study::{Part, write_study};
use testkit::{Lab, Rows};

/// Cases by name, drawn coarsely: it is not the finders that are tested here.
fn named(names: &[&str]) -> Vec<Case> {
    let all = cases(7);
    let coarse = |name: &&str| {
        let mut case = all.iter().find(|case| case.name == *name).unwrap().clone();
        case.settings.pixel = Some(2.0);
        case
    };
    names.iter().map(coarse).collect()
}

struct Study {
    lab: Lab,
    /// What each stage wrote.
    manifests: BTreeMap<&'static str, Vec<u8>>,
}

impl Study {
    fn new(cases: &[&str], parts: &[Part]) -> Self {
        let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-facecheck"));
        write_study(&lab.path("in"), &named(cases), parts).unwrap();
        let mut study = Self { lab, manifests: BTreeMap::new() };
        let (input, output, key) = (study.at("in"), study.at("scrubbed"), study.at("key"));
        let args = [
            "dcm-scrub",
            "--input",
            &input,
            "--output",
            &output,
            "--key-file",
            &key,
            "--level",
            "high",
            "--safe-private",
            "converters",
            "--accept-burned-in",
            "--manifest",
        ];
        let manifest = study.at("scrub.csv");
        let args = args.into_iter().chain([manifest.as_str()]);
        dcm_scrub::run(&dcm_scrub::Args::parse_from(args)).unwrap();
        let rows = fs::read(&manifest).unwrap();
        study.manifests.insert("scrub", rows);
        study
    }

    fn at(&self, name: &str) -> String {
        self.lab.path(name).to_str().unwrap().to_owned()
    }

    /// Defaces and checks, with these lines of decisions; says how many rows each series has by both verdicts.
    fn run(&mut self, decisions: &[String]) -> (Option<i32>, Vec<String>) {
        let table: String = decisions.iter().map(|line| format!("{line}\n")).collect();
        self.lab.put("decisions.csv", format!("series,decision,by,date,reason\n{table}"));
        let (output, key, table) = (self.at("defaced"), self.at("key"), self.at("decisions.csv"));
        let report = self.at("faces");
        let args = [
            "dcm-deface",
            "--output",
            &output,
            "--key-file",
            &key,
            "--decisions",
            &table,
            "--report",
            &report,
        ];
        let args = dcm_deface::Args::parse_from(args);
        let method = dcm_deface::Method::of(&args.face).unwrap();
        let scrubbed = self.manifests["scrub"].clone();
        let manifest = || {
            let rows = dicom_common::pipeline::manifest::Manifest::read(scrubbed.as_slice());
            Ok(dicom_common::pipeline::cli::Rows::Manifest(rows.unwrap()))
        };
        let mut defaced = Vec::new();
        let tally = dcm_deface::deface(&args, &method, manifest, &mut defaced).unwrap();
        let done = self.lab.tool().run_with(["--decisions", &table], &defaced);
        self.manifests.insert("deface", defaced);
        self.manifests.insert("facecheck", done.stdout.clone());
        let rows = self.rows("facecheck");
        let mut said: Vec<String> = rows
            .verdicts("deface")
            .into_iter()
            .zip(rows.verdicts("facecheck"))
            .map(|(deface, facecheck)| format!("{deface}, {facecheck}"))
            .collect();
        said.sort();
        said.dedup();
        // A pipe ends with the worst code of its tools (set -o pipefail).
        let flagged = tally.flagged + tally.failed > 0;
        (if flagged { Some(1) } else { done.code }, said)
    }

    /// What is wrong with the headers of all files that were scrubbed or defaced.
    fn names(&self) -> Vec<String> {
        let (scrubbed, defaced, key) = (self.at("scrubbed"), self.at("defaced"), self.at("key"));
        let args = [
            "dcm-hdrcheck",
            "--input",
            &scrubbed,
            "--input",
            &defaced,
            "--key-file",
            &key,
            "--level",
            "high",
            "--safe-private",
            "converters",
        ];
        let args = dcm_hdrcheck::Args::parse_from(args);
        let mut rows = Vec::new();
        dcm_hdrcheck::check(&args, &mut rows).unwrap();
        let mut wrong = Rows::parse(&rows).verdicts("hdrcheck");
        // The masks beside a series are compressed NIfTI.
        wrong.retain(|said| said != "ok" && said != "fail E_ARCHIVE");
        wrong
    }

    fn rows(&self, stage: &str) -> Rows {
        Rows::parse(&self.manifests[stage])
    }

    /// The series whose files lie below this folder of the input, as dcm-scrub named it.
    fn series_with(&self, verdict: &str) -> Vec<String> {
        let rows = self.rows("deface");
        let flagged = rows.verdicts("deface").into_iter().zip(&rows.rows);
        let mut series: Vec<String> = flagged
            .filter(|(said, _)| said == verdict)
            .map(|(_, row)| row["series"].clone())
            .collect();
        series.sort();
        series.dedup();
        series
    }
}

fn decide(series: &str, decision: &str) -> String {
    format!("{series},{decision},A. Nobody,2026-11-29,looked at it")
}

#[test]
fn an_mr_study_is_cut_mosaics_and_phases_too_and_only_the_rendering_waits() {
    let volumes = ["mr_t1_sag", "mr_flair_ax_6mm"];
    let parts = [
        Part::Volume(volumes[0]),
        Part::Volume(volumes[1]),
        Part::Diffusion,
        Part::Mosaic,
        Part::Grid,
        Part::Phase,
        Part::Localizer,
        Part::Projection,
        Part::Report,
    ];
    let mut study = Study::new(&volumes, &parts);
    let (code, said) = study.run(&[]);
    let expected =
        ["flag F_RENDERING, skip S_UPSTREAM", "ok, ok", "skip S_MODALITY, skip S_MODALITY"];
    assert_eq!((code, said), (Some(1), expected.map(str::to_owned).to_vec()));
    assert_eq!(study.series_with("flag F_RENDERING").len(), 1);
    // Every file of a cut series is a new one, and those of both volumes of each tiled series have lost voxels.
    let rows = study.rows("deface");
    let cut = rows.rows.iter().filter(|row| row["deface"] == "ok" && !row["undefaced"].is_empty());
    let changed = cut.filter(|row| {
        let pixels = |path: &str| {
            testkit::read(&fs::read(path).unwrap()).unwrap().flat()["7FE00010"].clone()
        };
        row["rows"].parse::<usize>().unwrap() > 350
            && pixels(&row["path"]) != pixels(&row["undefaced"])
    });
    assert_eq!(changed.count(), 6);
    assert_eq!(study.names(), Vec::<String>::new());
}

#[test]
fn a_rendering_that_waits_is_decided_once_for_both_tools() {
    let volume = "mr_flair_ax_6mm";
    let mut study = Study::new(&[volume], &[Part::Volume(volume), Part::Projection]);
    assert_eq!(study.run(&[]).0, Some(1));
    let waiting = study.series_with("flag F_RENDERING");
    assert_eq!(waiting.len(), 1);
    let (code, said) = study.run(&[decide(&waiting[0], "pass")]);
    assert_eq!((code, said), (Some(0), vec!["ok, ok".to_owned()]));
    let rows = study.rows("facecheck");
    let decided: Vec<_> = rows.rows.iter().filter(|row| !row["decision"].is_empty()).collect();
    assert!(!decided.is_empty() && decided.iter().all(|row| row["decision"] == "pass"));
}

#[test]
fn pet_and_nuclear_medicine_are_cut_by_the_face_of_the_ct_beside_them() {
    let parts = [Part::Volume("ct_plain"), Part::Pet, Part::Spect];
    let mut study = Study::new(&["ct_plain"], &parts);
    let (code, said) = study.run(&[]);
    assert_eq!((code, said), (Some(0), vec!["ok, ok".to_owned()]));
    let rows = study.rows("deface");
    let nuclear = rows.rows.iter().find(|row| row["modality"] == "NM").unwrap();
    let pixels =
        |path: &str| testkit::read(&fs::read(path).unwrap()).unwrap().flat()["7FE00010"].clone();
    assert_ne!(pixels(&nuclear["path"]), pixels(&nuclear["undefaced"]));
    // Alone they wait for a decision.
    let mut alone = Study::new(&["ct_plain"], &[Part::Pet, Part::Spect]);
    let (code, said) = alone.run(&[]);
    assert_eq!((code, said), (Some(1), vec!["flag F_MODALITY, skip S_UPSTREAM".to_owned()]));
    let waiting = alone.series_with("flag F_MODALITY");
    assert_eq!(waiting.len(), 2);
    let decisions: Vec<_> = waiting.iter().map(|series| decide(series, "pass")).collect();
    let (code, said) = alone.run(&decisions);
    assert_eq!((code, said), (Some(0), vec!["ok, ok".to_owned()]));
}
