//! The same files and key give the same results, however the work is divided.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use std::collections::BTreeSet;
use std::fs;

use testkit::samples::{nested, slice};
use testkit::{Lab, Syntax};

/// Three patients in folders of their own, with copies, duplicates and broken files among them.
fn lab() -> Lab {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    for at in 0..330 {
        let patient = ["A", "B", "C"][at % 3];
        let syntax = Syntax::ALL[at % 5];
        lab.put(format!("in/{patient}/{at:03}"), slice(syntax, patient, at).bytes());
    }
    for at in (0..60).step_by(7) {
        let patient = ["A", "B", "C"][at % 3];
        let again = slice(Syntax::ALL[at % 5], patient, at);
        lab.put(format!("in/{patient}/{at:03}-again"), again.bytes());
        let other = again.with(testkit::text(0x0018_0050, "DS", at.to_string()));
        lab.put(format!("in/{patient}/{at:03}-other"), other.bytes());
    }
    lab.put("in/A/deep", nested(100));
    lab.put("in/B/text", b"not DICOM");
    lab
}

#[test]
fn the_number_of_jobs_changes_nothing() {
    let lab = lab();
    let mut results = Vec::new();
    for jobs in ["1", "8", "3"] {
        let _ = fs::remove_dir_all(lab.path("out"));
        let done = lab.work(&["--level", "low", "--jobs", jobs, "--checksum"]).expect(1);
        results.push((done.stdout, lab.tree("out")));
    }
    for (manifest, tree) in &results[1..] {
        assert_eq!(String::from_utf8_lossy(manifest), String::from_utf8_lossy(&results[0].0));
        assert!(tree.content() == results[0].1.content());
    }
    let files = results[0].1.len();
    testkit::figure(
        "repetition",
        format!("-j1, -j8, -j3: {files} files and their manifest identical"),
    );
}

#[test]
fn the_second_run_writes_no_file_again() {
    let lab = lab();
    for flags in [[].as_slice(), &["--checksum"]] {
        let args = [&["--level", "low"], flags].concat();
        let first = lab.work(&args).expect(1);
        let tree = lab.tree("out");
        let second = lab.work(&[args.as_slice(), &["-v"]].concat()).expect(1);
        assert_eq!(first.stdout, second.stdout);
        assert_eq!(lab.tree("out"), tree, "inodes and times are as they were");
        let ok = first.rows().column("scrub").iter().filter(|s| **s == "ok").count();
        assert!(second.stderr.contains(&format!("({ok} of them unchanged)")), "{}", second.stderr);
        testkit::figure("repetition", format!("a second run: 0 of {ok} files written again"));
    }
}

#[test]
fn shards_together_are_the_whole() {
    let lab = lab();
    let whole = lab.work(&["--level", "high"]).expect(1).rows();
    let tree = lab.tree("out");
    let mut rows = Vec::new();
    for patient in ["A", "B", "C"] {
        let args = ["--input", "in", "--output", "shards", "--key-file", "key", "--level", "high"];
        rows.extend(lab.run([&args[..], &["--subjects", patient]].concat()).rows().rows);
    }
    assert!(lab.tree("shards").content() == tree.content());
    let facts = |rows: &[std::collections::BTreeMap<String, String>]| {
        let facts =
            rows.iter().map(|r| [&r["source"], &r["instance"], &r["scrub"]].map(Clone::clone));
        facts.collect::<BTreeSet<_>>()
    };
    assert_eq!(facts(&rows), facts(&whole.rows));
}

#[test]
fn the_same_object_twice_is_skipped_and_another_one_of_its_name_fails() {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    let file = slice(Syntax::Explicit, "P", 1);
    lab.put("in/1", file.bytes());
    lab.put("in/2", file.bytes());
    lab.put("in/3", file.clone().with(testkit::text(0x0018_0050, "DS", "9.75")).bytes());
    let pixels = testkit::text(0x7FE0_0010, "OW", [3; 128]);
    lab.put("in/4", file.with(pixels).bytes());
    let expected = ["ok", "skip S_SAME_OBJECT", "fail E_DUPLICATE", "fail E_DUPLICATE"];
    for jobs in ["1", "8", "8", "8"] {
        let rows = lab.work(&["--level", "low", "--jobs", jobs]).expect(1).rows();
        assert_eq!(rows.verdicts("scrub"), expected);
        assert_eq!(rows.column("path").iter().filter(|p| !p.is_empty()).count(), 1);
    }
    assert_eq!(lab.tree("out").len(), 1);
    let plan = lab.work(&["--level", "low", "--dry-run"]).rows();
    let codes: Vec<_> = plan.verdicts("scrub");
    assert_eq!(codes[1..], expected[1..], "a dry run foretells the same");
}

#[test]
fn another_key_gives_other_pseudonyms_and_no_key_says_so() {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    lab.put("in/1", slice(Syntax::Explicit, "P", 1).bytes());
    lab.secret("other", b"quite another key of 32 bytes...");
    let subject = |args: &[&str]| {
        let base = ["--input", "in", "--output", "plan", "--dry-run", "--level", "low"];
        let done = lab.run([&base, args].concat()).expect(0);
        (done.rows().rows[0]["subject"].clone(), done.stderr)
    };
    let (first, quiet) = subject(&["--key-file", "key"]);
    assert_eq!(subject(&["--key-file", "key"]).0, first);
    assert_ne!(subject(&["--key-file", "other"]).0, first);
    let (random, warning) = subject(&[]);
    assert_ne!(subject(&[]).0, random);
    assert!(quiet.is_empty(), "{quiet}");
    assert!(warning.contains("will not link"), "{warning}");
}

#[test]
fn an_output_folder_is_not_written_with_another_configuration() {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    lab.put("in/1", slice(Syntax::Explicit, "HOSP100200", 1).bytes());
    lab.secret("other", b"quite another key of 32 bytes...");
    lab.put("words", "xyzzy");
    lab.work(&["--level", "low"]).expect(0);
    let tree = lab.tree("out");
    let to_out = ["--input", "in", "--output", "out"];
    let (level, key) = (["--level", "low"], ["--key-file", "key"]);
    for (args, reason) in [
        ([&key[..], &["--level", "high"]].concat(), "level low, and this run has level high"),
        ([&key[..], &["--profile", "basic"]].concat(), "this run has profile basic"),
        ([&key[..], &level, &["--keep", "PatientAge"]].concat(), "level low keep 00101010"),
        ([&key[..], &level, &["--words", "words"]].concat(), "with other settings"),
        ([&["--key-file", "other"][..], &level, &["--force"]].concat(), "with another key"),
        (level.to_vec(), "with a key, and this run has none"),
        ([&level[..], &["--force"]].concat(), "with a key, and this run has none"),
    ] {
        let done = lab.run([&to_out[..], &args].concat()).expect(2);
        assert!(done.stderr.contains(reason), "{args:?}: {}", done.stderr);
        assert!(done.stderr.contains("--output") && done.stdout.is_empty(), "{args:?}");
        assert_eq!(lab.tree("out"), tree, "{args:?}");
    }
    // What a signal has stopped, and all the same again, goes on.
    lab.work(&["--level", "low", "--jobs", "1", "--checksum"]).expect(0);
    assert_eq!(lab.tree("out"), tree);
    // With --force the same names get the other content, and the folder knows.
    let forced = lab.work(&["--level", "high", "--force"]).expect(0);
    assert!(forced.stderr.contains("was written with level low"), "{}", forced.stderr);
    assert_eq!(lab.tree("out").len(), 1);
    lab.work(&["--level", "high"]).expect(0);
    lab.work(&["--level", "low"]).expect(2);

    let record = std::fs::read_to_string(lab.path("out").join(testkit::tree::RECORD)).unwrap();
    for original in ["HOSP", "in/1", "a key for tests"] {
        assert!(!record.contains(original), "{record}");
    }
    assert!(record.contains("level high"), "{record}");
}

#[test]
fn the_same_command_twice_without_a_key_writes_nothing_twice() {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    lab.put("in/1", slice(Syntax::Explicit, "P", 1).bytes());
    let args = ["--input", "in", "--output", "out", "--level", "high"];
    lab.run(args).expect(0);
    let tree = lab.tree("out");
    for more in [&[][..], &["--force"], &["--key-file", "key"]] {
        let done = lab.run([&args[..], more].concat()).expect(2);
        assert!(done.stderr.contains("random key that is forgotten"), "{}", done.stderr);
    }
    assert_eq!(lab.tree("out"), tree);
    // A folder that another program has filled is not known to be anybody's.
    lab.put("foreign/A/1.dcm", b"");
    let done = lab.run(["--input", "in", "--output", "foreign", "--level", "high"]).expect(2);
    assert!(done.stderr.contains("not empty"), "{}", done.stderr);
    // The folder's own record is no input; whatever else has its name is one.
    lab.run(["--input", "out", "--output", "again", "--key-file", "key", "--level", "high"])
        .expect(0);
    lab.put("in/sub/.dcm-output.json", b"{}");
    let rows = lab.run(["--input", "in", "--output", "third", "--level", "high"]).expect(1).rows();
    assert_eq!(rows.verdicts("scrub"), ["ok", "fail E_NOT_DICOM"]);
}
