//! Manifests of parts become one.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use std::fs;

use testkit::{Done, Lab};

use crate::common::Work;

/// The manifest in parts of these many rows, as files `1.csv` and so on.
fn split(work: &Work, rows: &[usize]) -> Vec<String> {
    let mut lines = work.manifest.lines();
    let header = lines.next().unwrap();
    let part = |(at, rows): (usize, &usize)| {
        let rows: String = lines.by_ref().take(*rows).map(|row| format!("{row}\n")).collect();
        let name = format!("{}.csv", at + 1);
        work.lab.put(&name, format!("{header}\n{rows}"));
        name
    };
    rows.iter().enumerate().map(part).collect()
}

fn join(lab: &Lab, files: &[String]) -> Done {
    lab.run(["join"].into_iter().chain(files.iter().map(String::as_str)))
}

#[test]
fn parts_become_the_whole_again() {
    let work = Work::new();
    let parts = split(&work, &[3, 0, 4, 1]);
    assert_eq!(join(&work.lab, &parts).expect(0).stdout, work.manifest.as_bytes());

    let list: Vec<u8> = parts.iter().flat_map(|name| name.bytes().chain([0])).collect();
    let args = ["join", "--files0-from", "-", "--manifest", "all.csv"];
    let done = work.lab.tool().run_with(args, &list).expect(0);
    assert!(done.stdout.is_empty());
    assert_eq!(fs::read(work.lab.path("all.csv")).unwrap(), work.manifest.as_bytes());
    work.lab.tool().run_with(args, b"").expect(2);
    work.lab.run(["join"]).expect(2);
}

#[test]
fn what_is_no_part_of_the_same_data_set_is_refused_and_named() {
    let work = Work::new();
    let parts = split(&work, &[4, 4]);
    let second = fs::read_to_string(work.lab.path("2.csv")).unwrap();
    let refused = |text: &str, words: &str| {
        work.lab.put("2.csv", text);
        let args = ["join", &parts[0], &parts[1], "--manifest", "all.csv"];
        let done = work.lab.run(args).expect(2);
        assert!(done.stderr.contains("manifest 2"), "{}", done.stderr);
        assert!(done.stderr.contains(words), "{words}: {}", done.stderr);
        assert!(done.stdout.is_empty() && !work.lab.path("all.csv").exists(), "{words}");
    };
    refused(&second.replace("mine", "yours"), "columns");
    let (usual, other) = ("facecheck_code,facecheck_score", "facecheck_score,facecheck_code");
    refused(&second.replace(usual, other), "columns");
    refused("", "empty");
    refused(&second.replace(",ok,,", ",ok,E_TRUNCATED,"), "line 2");
    for (tool, config, fingerprint) in [
        ("dcm-deface", "deface_config", "aaaaaaaaaaaa"),
        ("dcm-hdrcheck", "hdrcheck_config", "bbbbbbbbbbbb"),
        ("dcm-facecheck", "facecheck_config", "cccccccccccc"),
    ] {
        refused(&second.replace(fingerprint, "dddddddddddd"), config);
        refused(&second.replace(fingerprint, "dddddddddddd"), tool);
    }
    let rows = work.rows();
    refused(&second.replace(&rows.rows[0]["scrub_config"], "dddddddddddd"), "scrub_config");
    fs::remove_file(work.lab.path("2.csv")).unwrap();
    assert!(join(&work.lab, &parts).expect(2).stderr.contains("manifest 2"));
}

#[test]
fn an_input_or_an_output_that_is_there_twice_is_named_by_its_lines() {
    let work = Work::new();
    let mut parts = split(&work, &[2, 6]);
    parts.push(parts[0].clone());
    let said = join(&work.lab, &parts).expect(2).stderr;
    for words in
        ["manifest 1 line 2 and manifest 3 line 2", "manifest 1 line 3 and manifest 3 line 3"]
    {
        assert!(said.contains(words), "{said}");
    }

    // Another input that has become the same output; one that has none is no output.
    let source = work.rows().rows[0]["source"].clone();
    let first = fs::read_to_string(work.lab.path(&parts[0])).unwrap();
    let other = first.replace(&source, "AAAAAAAAAAAAAAAAAAAA");
    let lines: Vec<&str> = other.lines().take(2).collect();
    work.lab.put("3.csv", lines.join("\n") + "\n");
    let parts = ["1.csv", "2.csv", "3.csv"].map(str::to_owned);
    let said = join(&work.lab, &parts).expect(2).stderr;
    assert!(said.contains("manifest 1 line 2 and manifest 3 line 2"), "{said}");
    let path = work.rows().rows[0]["path"].clone();
    work.lab.put("3.csv", lines.join("\n").replace(&path, "") + "\n");
    join(&work.lab, &parts).expect(0);
}
