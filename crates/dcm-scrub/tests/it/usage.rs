//! The command line: inputs by their places, flags that would do nothing, the table of actions.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use testkit::Lab;
use testkit::samples::ct;

fn lab() -> Lab {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    lab.put("in/A/1", ct("P", 1).bytes());
    lab.put("in/B/2", ct("Q", 2).bytes());
    lab
}

#[test]
fn inputs_need_no_flag() {
    let lab = lab();
    let run = |line: &str| lab.run(line.split(' ')).expect(0).stdout;
    let by_flag = run("--level low --key-file key --output out --input in");
    for line in [
        "--level low --key-file key --output out in",
        "in --level low --key-file key --output out",
        "in/A in/B --level low --key-file key --output out",
        "in/A --level low --key-file key --output out --input in/B --force",
    ] {
        assert_eq!(run(line).split(|b| *b == b'\n').count(), 4, "{line}");
        if !line.contains("in/A") {
            assert_eq!(run(line), by_flag, "{line}");
        }
    }
    let inside = lab.run("in --level low --key-file key --output in/out".split(' ')).expect(2);
    assert!(inside.stderr.contains("must be apart"), "{}", inside.stderr);
}

#[test]
fn a_subject_that_is_not_there_ends_the_run_before_it_begins() {
    let lab = lab();
    let done = lab.work(&["--level", "low", "--subjects", "A", "MUSTERMAN"]).expect(2);
    assert!(done.stderr.contains("subject 2 of --subjects"), "{}", done.stderr);
    assert!(!done.stderr.contains("MUSTERMAN") && !lab.path("out").exists());
    let none = lab.tool().run_with(
        ["--level", "low", "--output", "out", "--key-file", "key", "--subjects", "A"],
        b"",
    );
    assert!(none.expect(2).stderr.contains("--subjects chooses"));
}

#[test]
fn a_flag_that_would_do_nothing_is_refused() {
    let lab = lab();
    for (flags, says) in [
        ("--level low --lookup none", "--lookup belongs to --script"),
        ("--level low --param A=b", "--param belongs to --script"),
        ("--profile basic --dialect ctp", "--dialect belongs to --script"),
        ("--level high --integers none", "--integers belongs to --script"),
        ("--script key --words none", "--words"),
        ("--script key --keep PatientAge", "--keep and --remove belong"),
        ("--level low --keep PatientAge --remove PatientAge", "to stay and to go"),
        ("--level low --keep StudyInstanceUID", "nobody could read"),
        ("--level low --keep FrameOfReferenceUID", "retain-uids"),
        ("--level low --keep (0009,1001)", "--safe-private"),
        ("--level low --remove Rows", "nobody could read"),
        ("--level low --keep PatientsAge", "no keyword"),
        ("--option clean-descriptors", "--level"),
        ("--level low --option retain-long-full-dates", "moves dates"),
    ] {
        let done = lab.work(&flags.split(' ').collect::<Vec<_>>()).expect(2);
        assert!(done.stderr.contains(says), "{flags}: {}", done.stderr);
        assert!(!lab.path("out").exists(), "{flags}");
    }
}

#[test]
fn messages_begin_with_the_tool() {
    let lab = lab();
    lab.put("in/A/3", b"no DICOM file");
    let done = lab.run("in --level low --output out".split(' ')).expect(1);
    assert!(done.stderr.lines().count() > 2, "{}", done.stderr);
    for line in done.stderr.lines() {
        assert!(line.starts_with("dcm-scrub: warning: "), "{line}");
    }
    let refused = lab.run("nowhere --level low --output none".split(' ')).expect(2);
    let says = "dcm-scrub: error: input 1 cannot be read: there is no such file or folder\n";
    assert_eq!(refused.stderr, says);
}

#[test]
fn the_table_of_actions_is_what_policy_takes() {
    let lab = lab();
    let printed = |flags: &str| {
        let line = format!("policy {flags}");
        String::from_utf8(lab.run(line.split(' ')).expect(0).stdout).unwrap()
    };
    let action = |table: &str, keyword: &str| {
        let row = table.lines().find(|line| line.split(',').nth(1) == Some(keyword)).unwrap();
        row.rsplit(',').next().unwrap().to_owned()
    };
    let low = printed("--level low");
    assert!(low.starts_with("tag,keyword,name,vr,action\n00"));
    assert_eq!(action(&low, "PatientID"), "hash");
    assert_eq!(action(&low, "StudyDate"), "shift");
    assert_eq!(action(&low, "SeriesDescription"), "X");
    assert_eq!(
        action(&printed("--level low --option clean-descriptors"), "SeriesDescription"),
        "clean"
    );
    assert_eq!(action(&printed("--level high --keep PatientAge"), "PatientAge"), "keep");
    assert_eq!(action(&printed("--profile basic --remove Manufacturer"), "Manufacturer"), "X");
    lab.run(["policy"]).expect(2);
    // The whole table gives what the level gives, but for what an output claims.
    lab.put("low.csv", &low);
    let pixels_and_text = |folder: &str, more: &[&str]| {
        let args = ["in", "--level", "low", "--key-file", "key", "--output", folder];
        let rows = lab.run([&args[..], more].concat()).expect(0).rows();
        let own = [0x0012_0062, 0x0012_0063, 0x0012_0064];
        let of = |path: &str| {
            let mut nodes = lab.output(path).nodes;
            nodes.retain(|node| !own.contains(&node.tag));
            nodes
        };
        rows.column("path").into_iter().map(of).collect::<Vec<_>>()
    };
    let by_table = pixels_and_text("by-table", &["--policy", "low.csv"]);
    assert_eq!(by_table, pixels_and_text("by-level", &[]));
}
