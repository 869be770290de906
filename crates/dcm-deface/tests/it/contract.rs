//! The contract that all tools share: rows, order, repetition, keys, outputs.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use std::fs;

use testkit::{Rows, Syntax, Tree, text};

use crate::common::{Bench, Head, paths};

/// Heads of two patients in several encodings, with copies, duplicates and broken files among them.
fn mixture() -> Bench {
    let bench = Bench::with(&[
        Head::new("P", 1),
        Head { syntax: Syntax::Rle, ..Head::new("Q", 1) },
        Head { syntax: Syntax::Deflated, ..Head::new("Q", 2) },
        Head { most: 800, frame_of_reference: "1.2.3.98", ..Head::new("P", 2) },
        Head { most: 900, frame_of_reference: "1.2.3.97", ..Head::new("Q", 3) },
    ]);
    let again = Head::new("P", 1).slice(2);
    bench.put("5", std::slice::from_ref(&again));
    bench.put("6", &[again.with(text(0x0018_0050, "DS", "9.75"))]);
    bench.lab.put("in/7/text", b"no DICOM");
    bench.lab.put("in/3/zz", Head::new("P", 2).slice(0).bytes().split_at(900).0);
    bench
}

#[test]
fn the_number_of_jobs_changes_nothing() {
    let bench = mixture();
    let mut results = Vec::new();
    for jobs in ["1", "8", "3"] {
        let _ = fs::remove_dir_all(bench.lab.path("out"));
        let ran = bench.work(&["--jobs", jobs, "--checksum"]).expect(1);
        results.push((ran.stdout, bench.lab.tree("out")));
    }
    for (manifest, tree) in &results[1..] {
        assert_eq!(String::from_utf8_lossy(manifest), String::from_utf8_lossy(&results[0].0));
        assert!(tree.content() == results[0].1.content());
    }
    let rows = Rows::parse(&results[0].0);
    assert_eq!(rows.len(), 29, "one row for each file");
    let verdicts = rows.verdicts("deface");
    let count = |verdict: &str| verdicts.iter().filter(|v| *v == verdict).count();
    assert_eq!(count("ok"), 15);
    assert_eq!(count("flag F_FACE_DOUBT"), 5);
    assert_eq!(count("skip S_NOT_HEAD"), 5);
    let rest = ["skip S_SAME_OBJECT", "fail E_DUPLICATE", "fail E_NOT_DICOM", "fail E_TRUNCATED"];
    assert_eq!(rest.map(count), [1; 4]);
    assert_eq!(results[0].1.len(), 15 + 3, "no file besides those of the rows and the masks");
}

#[test]
fn the_second_run_writes_no_file_again_and_says_the_same() {
    let bench = mixture();
    let first = bench.work(&[]).expect(1);
    let tree = bench.lab.tree("out");
    let second = bench.work(&[]).expect(1);
    assert_eq!(first.stdout, second.stdout);
    assert_eq!(bench.lab.tree("out"), tree, "inodes and times are as they were");
    assert_eq!(second.result.unwrap().unchanged, 15);
}

#[test]
fn a_run_over_its_own_manifest_equals_the_run() {
    let bench = Bench::new();
    let (head, doubt) = (Head::new("P", 1), Head { most: 700, ..Head::new("Q", 1) });
    let chest = Head { most: 900, ..Head::new("R", 1) };
    let files: Vec<_> = [head.files(), doubt.files(), chest.files()].concat();
    let names: Vec<String> = (0..files.len()).map(|at| format!("{at:02}")).collect();
    let rows: Vec<_> = names.iter().map(String::as_str).zip(&files).collect();
    let manifest = bench.manifest(&rows);
    let once = bench.pipe(&manifest, &[]).expect(1);
    let tree = bench.lab.tree("out");
    let twice = bench.pipe(&once.stdout, &[]).expect(1);
    assert_eq!(String::from_utf8_lossy(&twice.stdout), String::from_utf8_lossy(&once.stdout));
    assert_eq!(bench.lab.tree("out"), tree);
    // Other settings take up what was flagged, from the same scrubbed files.
    let deep = bench.pipe(&once.stdout, &["--on-doubt", "deep"]).expect(0).rows();
    assert_eq!(paths(&deep, "path").len(), 15);
    assert_eq!(paths(&deep, "undefaced"), paths(&once.rows(), "undefaced"));
}

#[test]
fn rows_and_unknown_columns_pass_and_upstream_failures_travel_on() {
    let bench = Bench::new();
    let files = Head::new("P", 1).files();
    let names = ["0", "1", "2", "3", "4"];
    let rows: Vec<_> = names.into_iter().zip(&files).collect();
    let manifest = String::from_utf8(bench.manifest(&rows)).unwrap();
    let failed = manifest.replacen(",ok,,", ",fail,E_DEPTH,", 1);
    let gone = format!("{failed}1,SOURCE999,,,,,fail,E_NOT_DICOM,last\n");
    let ran = bench.pipe(gone.as_bytes(), &[]).expect(0);
    let (before, after) = (Rows::parse(gone.as_bytes()), ran.rows());
    assert_eq!(after.column("mine"), before.column("mine"));
    assert_eq!(after.column("source"), before.column("source"));
    assert_eq!(after.columns[..9], before.columns[..9]);
    let expected = ["skip S_UPSTREAM", "ok", "ok", "ok", "ok", "skip S_UPSTREAM"];
    assert_eq!(ran.verdicts(), expected);
    assert_eq!(after.column("path").iter().filter(|p| p.is_empty()).count(), 2);
    assert_eq!(after.rows[1]["undefaced"], before.rows[1]["path"]);
    assert!(after.rows[1]["path"].contains("/out/SUBJECT/"));
}

#[test]
fn a_file_that_is_not_the_one_of_its_row_is_not_trusted() {
    let bench = Bench::new();
    let files = Head::new("P", 1).files();
    let rows: Vec<_> = ["0", "1", "2", "3", "4"].into_iter().zip(&files).collect();
    let manifest = bench.manifest(&rows);
    let longer = [files[1].bytes(), vec![0; 8]].concat();
    bench.lab.put("scrubbed/1", longer);
    let verdicts = bench.pipe(&manifest, &[]).expect(1).verdicts();
    assert_eq!(verdicts, ["ok", "fail E_CHANGED", "ok", "ok", "ok"]);
}

#[test]
fn the_same_key_gives_the_same_uids_and_another_one_others() {
    let bench = Bench::with(&[Head::new("P", 1)]);
    bench.lab.secret("other", b"quite another key of 32 bytes...");
    let instances = |args: &[&str]| {
        let rows = bench.work(&[&["--dry-run"], args].concat()).expect(0).rows();
        let owned = |column| rows.column(column).into_iter().map(str::to_owned).collect::<Vec<_>>();
        (owned("instance"), owned("series"), owned("subject"))
    };
    let first = instances(&[]);
    assert_eq!(instances(&[]), first);
    assert_ne!(instances(&["--key-file", &bench.at("other")]), first);
    assert_ne!(instances(&["--no-key"]), instances(&["--no-key"]));
}

#[test]
fn a_dry_run_foretells_the_rows_and_writes_nothing() {
    let bench = mixture();
    let plan = bench.work(&["--dry-run"]).expect(1);
    assert!(!bench.lab.path("out").exists());
    let done = bench.work(&[]).expect(1).rows();
    let plan = plan.rows();
    for (plan, done) in plan.rows.iter().zip(&done.rows) {
        let expected = if done["deface"] == "ok" { "plan" } else { &done["deface"] };
        assert_eq!((plan["deface"].as_str(), &plan["instance"]), (expected, &done["instance"]));
        assert_eq!((plan["path"].as_str(), plan["mask"].as_str()), ("", ""));
    }
}

#[test]
fn no_original_name_uid_or_path_is_in_the_manifest_or_in_names_of_files() {
    let bench = Bench::new();
    let head = Head::new("PATIENT-4711", 1);
    bench.put("Erika-Mustermann", &head.files());
    bench.put("2.25.1", &[Head { most: 900, ..Head::new("PATIENT-4711", 2) }.slice(0)]);
    let ran = bench.work(&[]);
    let file = head.slice(0);
    let mut wanted = vec!["Erika", "Mustermann", "PATIENT-4711", "/in/"];
    let uids = [0x0020_000D, 0x0020_000E, 0x0008_0018].map(|tag| file.text(tag));
    wanted.extend(uids.iter().map(String::as_str));
    let names: Vec<_> = bench.lab.tree("out").entries().keys().cloned().collect();
    let all = [ran.stdout.clone(), names.concat()].concat();
    let all = String::from_utf8_lossy(&all);
    for wanted in wanted {
        assert!(!all.contains(wanted), "{wanted}");
    }
}

#[test]
fn hostile_rows_name_no_file_outside_the_output() {
    let bench = Bench::new();
    let files = Head::new("P", 1).files();
    let rows: Vec<_> = ["0", "1", "2", "3", "4"].into_iter().zip(&files).collect();
    let manifest = String::from_utf8(bench.manifest(&rows)).unwrap();
    for subject in ["..", "../..", "/tmp", "a/b", ""] {
        let manifest = manifest.replace(",SUBJECT,", &format!(",{subject},"));
        let ran = bench.pipe(manifest.as_bytes(), &["--dry-run"]).expect(0);
        assert!(ran.rows().column("path").iter().all(|path| path.is_empty()));
        let ran = bench.pipe(manifest.as_bytes(), &["--force"]).expect(0);
        for path in paths(&ran.rows(), "path") {
            let rest = path.strip_prefix(bench.at("out")).unwrap();
            assert_eq!(rest.components().count(), 4, "{subject}: {}", rest.display());
        }
    }
}

#[test]
fn another_file_under_an_outputs_name_stays_without_force() {
    let bench = Bench::with(&[Head::new("P", 1)]);
    let rows = bench.work(&[]).expect(0).rows();
    let (path, mask) = (&rows.rows[0]["path"], &rows.rows[0]["mask"]);
    let good = fs::read(path).unwrap();
    let mut other = good.clone();
    let last = other.len() - 1;
    other[last] ^= 1;
    fs::write(path, &other).unwrap();
    let verdicts = bench.work(&[]).expect(1).verdicts();
    assert_eq!(verdicts, ["fail E_EXISTS", "ok", "ok", "ok", "ok"]);
    assert_eq!(fs::read(path).unwrap(), other);
    fs::write(mask, b"mine").unwrap();
    assert_eq!(bench.work(&[]).expect(1).verdicts(), ["fail E_EXISTS"; 5]);
    bench.work(&["--force"]).expect(0);
    assert_eq!(fs::read(path).unwrap(), good);
}

#[test]
fn outputs_apart_from_inputs_or_nothing() {
    let bench = Bench::with(&[Head::new("P", 1)]);
    let before = bench.lab.tree("in");
    for output in ["in", "in/out", ""] {
        let args = ["--input", &bench.at("in"), "--output", &bench.at(output), "--force"];
        bench.run(&args, None).expect(2);
        assert_eq!(bench.lab.tree("in"), before);
    }
    let manifest = bench.at("in/manifest.csv");
    bench.work(&["--manifest", &manifest]).expect(2);
    assert_eq!(bench.lab.tree("in"), before);
    let list = bench.lab.put("list", format!("{}\0", bench.at("out/mine.dcm")));
    bench.lab.put("out/mine.dcm", Head::new("Q", 1).slice(0).bytes());
    let args = ["--files0-from", list.to_str().unwrap(), "--output", &bench.at("out")];
    assert_eq!(bench.run(&args, None).expect(1).verdicts(), ["fail E_INSIDE_OUTPUT"]);
}

#[test]
fn an_output_that_cannot_be_written_stops_the_run_or_fails_its_rows() {
    let bench = Bench::with(&[Head::new("P", 1)]);
    bench.lab.put("file", b"");
    let args = ["--input", &bench.at("in"), "--output", &bench.at("file/out")];
    bench.run(&args, None).expect(2);
    let rows = bench.work(&[]).expect(0).rows();
    let folder = paths(&rows, "path")[0].parent().unwrap().to_owned();
    fs::remove_dir_all(&folder).unwrap();
    fs::write(&folder, b"in the way").unwrap();
    assert_eq!(bench.work(&[]).expect(1).verdicts(), ["fail E_UNWRITABLE"; 5]);
    assert!(!bench.lab.path("out/.dcm-staging").exists());
}

#[test]
fn the_manifest_file_appears_when_it_is_whole() {
    let bench = Bench::with(&[Head::new("P", 1)]);
    let ran = bench.work(&["--manifest", &bench.at("deface.csv")]).expect(0);
    assert!(ran.stdout.is_empty());
    let rows = Rows::parse(&fs::read(bench.at("deface.csv")).unwrap());
    assert_eq!(rows.verdicts("deface"), ["ok"; 5]);
    let tree = Tree::of(&bench.lab.path("out"));
    let other: Vec<_> = tree.leftovers();
    assert_eq!(other.len(), 1, "the mask: {other:?}");
}

#[test]
fn an_output_folder_is_not_written_with_another_configuration() {
    let bench = Bench::with(&[Head::new("P", 1)]);
    let (to_out, other) = (["--input", &bench.at("in"), "--output", &bench.at("out")], "other");
    bench.lab.secret(other, b"quite another key of 32 bytes...");
    bench.work(&[]).expect(0);
    let tree = bench.lab.tree("out");
    bench.work(&["--decisions", &bench.at("none")]).expect(2);
    for (more, reason) in [
        (&["--compress", "jpegls"][..], "this run has method given, jpegls compression"),
        (&["--key-file", &bench.at(other), "--force"], "another key"),
        (&["--no-key"], "this run has none"),
    ] {
        let refused =
            bench.run(&[&to_out[..], more].concat(), None).result.unwrap_err().to_string();
        assert!(refused.contains(reason) && refused.contains("--output"), "{refused}");
        assert_eq!(bench.lab.tree("out"), tree);
    }
    bench.work(&["--nifti"]).expect(0);
    // Twice without a key, and into a folder of another tool.
    let own = ["--input", &bench.at("in"), "--output", &bench.at("own"), "--no-key"];
    bench.run(&own, None).expect(0);
    let refused = bench.run(&own, None).result.unwrap_err().to_string();
    assert!(refused.contains("random key that is forgotten"), "{refused}");
    let record = fs::read_to_string(bench.at("own/.dcm-output.json")).unwrap();
    fs::write(bench.at("own/.dcm-output.json"), record.replace("dcm-deface", "dcm-scrub")).unwrap();
    let refused = bench.run(&own, None).result.unwrap_err().to_string();
    assert!(refused.contains("by dcm-scrub"), "{refused}");
}
