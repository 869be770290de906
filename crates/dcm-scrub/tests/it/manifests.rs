//! Rows: as many out as in, in order, with what others wrote untouched; broken manifests stop the
//! run before it begins.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use testkit::samples::{ct, nested};
use testkit::{Lab, Rows};

const AGAIN: [&str; 6] = ["--output", "again", "--key-file", "key", "--level", "high"];

fn mixed_lab() -> Lab {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    for at in 0..300 {
        match at % 50 {
            7 => lab.put(format!("in/{at:03}"), b"no DICOM"),
            8 => lab.put(format!("in/{at:03}"), nested(70)),
            9 => lab.put(format!("in/{at:03}"), ct("P", 5).bytes()),
            _ => lab.put(format!("in/{at:03}"), ct("P", at).bytes()),
        };
    }
    lab
}

#[test]
fn every_input_has_its_row_in_the_order_of_the_inputs() {
    let lab = mixed_lab();
    let rows = lab.work(&["--level", "low"]).expect(1).rows();
    assert_eq!(rows.len(), 300);
    for (at, verdict) in rows.verdicts("scrub").into_iter().enumerate() {
        let expected = match at % 50 {
            7 => "fail E_NOT_DICOM",
            8 => "fail E_DEPTH",
            9 => "skip S_SAME_OBJECT",
            _ => "ok",
        };
        assert_eq!(verdict, expected, "row {at}");
    }
    for row in &rows.rows {
        assert_eq!(row["path"].is_empty(), row["scrub"] != "ok");
        assert_eq!(row["path"].is_empty(), row["bytes"].is_empty());
        assert_eq!(row["source"].len(), 20);
        assert_eq!(row["schema"], "1");
    }
    // Instance numbers are kept, and say which input a row is about.
    for (at, row) in rows.rows.iter().enumerate().filter(|(_, row)| row["scrub"] == "ok") {
        assert_eq!(lab.output(&row["path"]).text(0x0020_0013), at.to_string());
    }
}

/// The manifest with a column of the user's own in the middle, quoted values in it.
fn with_own_column(manifest: &[u8]) -> Vec<u8> {
    let rows = Rows::parse(manifest);
    let mut writer = Vec::new();
    for (at, line) in String::from_utf8_lossy(manifest).lines().enumerate() {
        let own = if at == 0 { "my notes".into() } else { format!("\"no. {at}, \"\"good\"\"\"") };
        let (first, rest) = line.split_once(',').unwrap();
        writer.extend(format!("{first},{own},{rest}\n").bytes());
    }
    assert_eq!(rows.columns.len() + 1, Rows::parse(&writer).columns.len());
    writer
}

#[test]
fn a_manifest_passes_through_with_unknown_columns_and_failed_rows() {
    let lab = mixed_lab();
    let first = lab.work(&["--level", "low"]).expect(1);
    let given = with_own_column(&first.stdout);
    let done = lab.tool().run_with(AGAIN, &given).expect(0);
    let (before, after) = (Rows::parse(&given), done.rows());
    assert_eq!(after.columns, before.columns, "known columns are replaced, not added again");
    assert_eq!(after.len(), before.len());
    for (old, new) in before.rows.iter().zip(&after.rows) {
        assert_eq!(old["my notes"], new["my notes"]);
        assert_eq!(old["source"], new["source"]);
        if old["scrub"] == "ok" {
            assert_eq!(new["scrub"], "ok");
            assert!(new["path"].starts_with("again/"));
        } else {
            assert_eq!((new["scrub"].as_str(), new["scrub_code"].as_str()), ("skip", "S_UPSTREAM"));
            assert_eq!(new["path"], "");
        }
    }
    let twice = lab.tool().run_with(AGAIN, &given).expect(0);
    assert_eq!(twice.stdout, done.stdout, "running twice equals running once");
    testkit::figure(
        "conservation",
        format!("dcm-scrub: {} rows in, {} out", before.len(), after.len()),
    );
}

#[test]
fn a_file_that_is_not_the_one_of_the_manifest_is_not_trusted() {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    lab.put("in/a", ct("P", 1).bytes());
    lab.put("in/b", ct("P", 2).bytes());
    let first = lab.work(&["--level", "low", "--checksum"]).expect(0);
    let paths: Vec<_> = first.rows().column("path").into_iter().map(str::to_owned).collect();
    let mut longer = std::fs::read(lab.path(&paths[0])).unwrap();
    longer.extend([0; 8]);
    std::fs::write(lab.path(&paths[0]), longer).unwrap();
    let mut same_length = std::fs::read(lab.path(&paths[1])).unwrap();
    *same_length.last_mut().unwrap() ^= 1;
    std::fs::write(lab.path(&paths[1]), same_length).unwrap();
    let done = lab.tool().run_with(AGAIN, &first.stdout).expect(1);
    assert_eq!(done.rows().verdicts("scrub"), ["fail E_CHANGED"; 2], "by size, and by hash");
}

#[test]
fn a_broken_manifest_stops_the_run_with_its_line_and_nothing_is_written() {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    for (text, says) in [
        ("", "empty"),
        ("schema,source,path,path\n", "line 1"),
        ("schema,source\n", "line 1"),
        ("schema,source,path\n1,A,a\n1,B\n", "line 3"),
        ("schema,source,path\n1,A,a\n2,B,b\n", "line 3"),
        ("schema,source,path\n1,A,a\n1,SECRETVALUE,=cmd()\n", "line 3"),
        ("schema,source,path,scrub\n1,A,a,fine\n", "line 2"),
        ("schema,source,path\n1,A,a\u{202E}b\n", "line 2"),
        ("schema,source,path,bytes\n1,A,a,many\n", "line 2"),
        ("schema,source,path\n1,\"A,a\n", "line 2"),
    ] {
        let done = lab.tool().run_with(AGAIN, text.as_bytes()).expect(2);
        assert!(done.stderr.contains(says), "{text:?}: {}", done.stderr);
        assert!(done.stdout.is_empty());
        assert!(!lab.path("again").exists(), "{text:?}");
        assert!(!done.stderr.contains("SECRETVALUE") && !done.stderr.contains("cmd"));
    }
    let latin1 = b"schema,source,path\n1,A,\xE4\n";
    assert!(lab.tool().run_with(AGAIN, latin1).expect(2).stderr.contains("line 2"));
}

#[test]
fn a_manifest_file_appears_whole_and_standard_output_stays_empty() {
    let lab = mixed_lab();
    let on_stdout = lab.work(&["--level", "low"]).expect(1).stdout;
    let to_file = lab.work(&["--level", "low", "--manifest", "m.csv"]).expect(1);
    assert!(to_file.stdout.is_empty());
    assert_eq!(std::fs::read(lab.path("m.csv")).unwrap(), on_stdout);
    let missing = lab.work(&["--level", "low", "--manifest", "none/m.csv"]).expect(2);
    assert!(missing.stderr.contains("--manifest"), "{}", missing.stderr);
}

#[test]
fn a_dry_run_plans_every_row_and_writes_nothing() {
    let lab = mixed_lab();
    let rows = lab.work(&["--level", "low", "--dry-run"]).rows();
    assert_eq!(rows.len(), 300);
    assert_eq!(rows.column("scrub").iter().filter(|s| **s == "plan").count(), 300 - 18);
    assert!(rows.column("path").iter().all(|path| path.is_empty()));
    assert!(!lab.path("out").exists());
}
