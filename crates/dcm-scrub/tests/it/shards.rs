//! Inputs are split into lists that can be treated apart.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;

use testkit::samples::slice;
use testkit::{Done, Lab, Syntax, text};

/// Files of three patients, two studies each, that lie in no order; and two that are no DICOM.
fn lab() -> Lab {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    for at in 0..24 {
        let patient = ["MUSTERMANN", "B", "C"][at % 3];
        let study = format!("1.2.3.{}.{}", at % 3, at % 2);
        let file = slice(Syntax::ALL[at % 5], patient, at).with(text(0x0020_000D, "UI", &study));
        lab.put(format!("in/MUSTERMANN {at:02}"), file.bytes());
    }
    lab.put("in/none", b"no DICOM");
    lab.put("in/MUSTERMANN 03a", b"");
    lab
}

fn shard(lab: &Lab, more: &[&str]) -> Done {
    lab.run([&["shard", "--input", "in", "--output", "shards"], more].concat())
}

/// The lists by their names.
fn lists(lab: &Lab) -> BTreeMap<String, Vec<String>> {
    let tree = lab.tree("shards");
    let lists = tree.entries().iter().filter(|(name, _)| name.ends_with(b".files0"));
    lists
        .map(|(name, entry)| {
            let text = String::from_utf8(entry.bytes.clone()).unwrap();
            let files = text.split_terminator('\0').map(str::to_owned).collect();
            (String::from_utf8(name.clone()).unwrap(), files)
        })
        .collect()
}

#[test]
fn every_input_is_in_one_list_and_no_study_in_two() {
    for (by, most) in [("subject", 3), ("study", 6)] {
        for wanted in ["1", "2", "1000"] {
            let lab = lab();
            let done = shard(&lab, &["--by", by, "--shards", wanted]).expect(0);
            assert!(!done.stderr.contains("MUSTERMANN"));
            let lists = lists(&lab);
            let count = wanted.parse::<usize>().unwrap().min(most);
            let names: Vec<String> = (1..=count).map(|at| format!("{at}.files0")).collect();
            assert_eq!(lists.keys().collect::<Vec<_>>(), names.iter().collect::<Vec<_>>());
            let mut all: Vec<&String> = lists.values().flatten().collect();
            all.sort();
            assert_eq!(all.len(), 26);
            all.dedup();
            assert_eq!(all.len(), 26);
            let mut of_group = BTreeMap::new();
            for (list, file) in
                lists.iter().flat_map(|(l, files)| files.iter().map(move |f| (l, f)))
            {
                let Some(at) =
                    file.strip_prefix("in/MUSTERMANN ").and_then(|n| n.parse::<usize>().ok())
                else {
                    continue;
                };
                let group = if by == "subject" { (at % 3, 0) } else { (at % 3, at % 2) };
                assert_eq!(of_group.entry(group).or_insert(list), &list, "{file}");
            }
            let table = fs::read_to_string(lab.path("shards/shards.csv")).unwrap();
            for (at, list) in (1..=count).zip(&names) {
                assert!(table.contains(&format!("\n{at},{}\n", lists[list].len())), "{table}");
            }
        }
    }
}

#[test]
fn lists_are_for_their_owner_alone_and_are_not_replaced() {
    let lab = lab();
    shard(&lab, &["--shards", "2"]).expect(0);
    let mode = |name: &str| lab.path(name).metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("shards"), 0o700);
    for name in ["shards/1.files0", "shards/2.files0", "shards/shards.csv"] {
        assert_eq!(mode(name), 0o600, "{name}");
    }
    let before = lists(&lab);
    assert!(shard(&lab, &["--shards", "3"]).expect(2).stderr.contains("there already"));
    assert_eq!(lists(&lab), before);
    assert_eq!(fs::read_dir(lab.path("")).unwrap().count(), 3, "nothing half is left");
}

#[test]
fn what_cannot_be_split_is_refused() {
    let lab = lab();
    for args in [
        ["shard", "--input", "in", "--output", "in/shards", "--shards", "2"],
        ["shard", "--input", "nowhere", "--output", "shards", "--shards", "2"],
        ["shard", "--input", "in", "--output", "shards", "--shards", "0"],
    ] {
        lab.run(args).expect(2);
    }
    fs::create_dir(lab.path("empty")).unwrap();
    lab.run(["shard", "--input", "empty", "--output", "shards", "--shards", "2"]).expect(1);
    assert!(!lab.path("shards").exists());
}

#[test]
fn lists_can_be_made_of_a_list() {
    let lab = lab();
    let args = ["shard", "--files0-from", "-", "--output", "shards", "--shards", "9"];
    let list = b"in/MUSTERMANN 05\0in/MUSTERMANN 06\0in/MUSTERMANN 02\0";
    lab.tool().run_with(args, list).expect(0);
    let lists = lists(&lab);
    assert_eq!(lists["1.files0"], ["in/MUSTERMANN 05", "in/MUSTERMANN 02"]);
    assert_eq!(lists["2.files0"], ["in/MUSTERMANN 06"]);
}
