//! The Basic Profile with its options: each does what the table says for every one of its rows, and
//! is claimed.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "helpers of tests")]

use std::collections::BTreeMap;

use dicom_common::dataset::Date;
use dicom_common::deid::policy::{MethodCode, Policy, ProfileOption, Rule, safe_rows};
use dicom_common::deid::pseudonym::{is_identifier, is_uid};
use testkit::dicom::Content;
use testkit::samples::ct;
use testkit::{Dicom, Lab, Node, Parsed, item, number, sequence, text};

use ProfileOption::*;

fn scrubbed(file: &Dicom, options: &[&str]) -> Parsed {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    lab.put("in/a", file.bytes());
    let flags = options.iter().flat_map(|option| ["--option", option]);
    let args: Vec<&str> = ["--profile", "basic"].into_iter().chain(flags).collect();
    lab.work(&args).expect(0);
    lab.only_output()
}

fn with(file: &Dicom, option: ProfileOption) -> Parsed {
    scrubbed(file, &[option.name()])
}

fn tag(rule: &Rule) -> Option<u32> {
    u32::from_str_radix(&rule.tag, 16).ok().filter(|tag| rule.tag.len() == 8 && tag >> 16 >= 8)
}

fn vr(rule: &Rule) -> &str {
    match rule.vr.as_str() {
        "" if rule.name.ends_with("Comment") => "LT",
        "" => "LO",
        vr => vr,
    }
}

/// An element of the rule with a value that could be an original's.
fn original(rule: &Rule) -> Option<Node> {
    let (tag, vr) = (tag(rule)?, vr(rule));
    Some(match vr {
        // Something that stays everywhere.
        "SQ" => item(tag, vec![text(0x0008_0104, "LO", "Chest")]),
        "DA" => text(tag, vr, "20200301"),
        "DT" => text(tag, vr, "20200301101112"),
        "TM" => text(tag, vr, "101112"),
        "UI" => text(tag, vr, format!("1.2.3.4.{tag}")),
        "AS" => text(tag, vr, "043Y"),
        "DS" | "IS" => text(tag, vr, "43"),
        "US" | "SS" => text(tag, vr, [4, 3]),
        "UL" | "SL" | "FL" | "AT" => text(tag, vr, [4, 3, 2, 1]),
        "FD" => text(tag, vr, [4, 3, 2, 1, 4, 3, 2, 1]),
        "OB" | "UN" => text(tag, vr, "bytes!"),
        "CS" | "AE" => text(tag, vr, "PLAIN"),
        _ => text(tag, vr, "plain words"),
    })
}

/// A file with every attribute of the rows that an option is about.
fn file_of(option: ProfileOption) -> (Dicom, Vec<(Rule, u32)>) {
    let rules = Policy::built_in().rules().to_vec();
    let of_option = |rule: &Rule| rule.keeps.has(option) || rule.cleans.has(option);
    let rows: Vec<_> = rules
        .into_iter()
        .filter(of_option)
        .filter_map(|rule| tag(&rule).map(|tag| (rule, tag)))
        .collect();
    let nodes = rows.iter().filter_map(|(rule, _)| original(rule));
    (ct("P", 1).with_all(nodes), rows)
}

fn bytes(parsed: &Parsed, tag: u32) -> Option<Content> {
    parsed.node(tag).map(|node| node.content.clone())
}

/// Every option with every row of its own: kept, cleaned or moved with it; without it, what stays of
/// the original is only what the profile leaves.
#[test]
fn each_option_does_what_the_table_says_for_every_row() {
    let mut checked = 0;
    for option in ProfileOption::of_headers() {
        let (file, rows) = file_of(option);
        let (output, basic) = (with(&file, option), scrubbed(&file, &[]));
        for (rule, tag) in rows {
            let before = file.nodes.iter().find(|n| n.tag == tag).map(|n| n.content.clone());
            let after = bytes(&output, tag);
            let name = format!("{} {} {}", option.name(), rule.tag, rule.name);
            let letter = if rule.keeps.has(option) { "K" } else { "C" };
            match (letter, option, vr(&rule)) {
                // New sequences come with their statements, never with the original's items.
                ("C", RetainLongModifiedDates, "DA" | "DT") => {
                    let (Some(Content::Bytes(after)), Some(Content::Bytes(before))) =
                        (&after, &before)
                    else {
                        panic!("{name}")
                    };
                    let day = |bytes: &[u8]| {
                        Date::parse(std::str::from_utf8(&bytes[..8]).unwrap()).unwrap().to_days()
                    };
                    let study = day(output.text(0x0008_0020).as_bytes())
                        - day(file.text(0x0008_0020).as_bytes());
                    assert!(study < 0 && day(after) - day(before) == study, "{name}");
                    assert_eq!(after[8..], before[8..], "{name}: the time of day");
                }
                // Bytes that nobody can clean go as without the option.
                ("C", _, "OB") => assert_eq!(after, bytes(&basic, tag), "{name}"),
                _ => assert_eq!(after, before, "{name}"),
            }
            // Sequences may stay as they are where nothing in their items identifies.
            if vr(&rule) != "SQ" {
                assert_ne!(bytes(&basic, tag), before, "{name} without the option");
            }
            checked += 1;
        }
    }
    println!("{checked} attributes of options");
    assert!(checked > 600, "{checked}");
}

/// The profile alone: every attribute of the table.
#[test]
fn the_profile_alone_leaves_no_value_of_any_row() {
    let rules = Policy::built_in().rules().to_vec();
    let listed: Vec<_> = rules.into_iter().filter(|r| !r.basic.is_empty()).collect();
    let nodes: Vec<Node> = listed.iter().filter_map(original).collect();
    // A document is refused as a whole.
    let nodes = nodes.into_iter().filter(|node| node.tag != 0x0042_0011);
    let file = ct("P", 1).with_all(nodes);
    let output = scrubbed(&file, &[]);
    let mut seen = BTreeMap::new();
    for rule in &listed {
        let Some(tag) = tag(rule).filter(|tag| *tag != 0x0042_0011 && *tag >> 16 != 0xFFFC) else {
            continue;
        };
        let before = file.nodes.iter().find(|n| n.tag == tag).unwrap();
        let after = output.node(tag);
        *seen.entry(rule.basic.clone()).or_insert(0) += 1;
        let statements = [0x0012_0063, 0x0012_0064];
        match (rule.basic.as_str(), vr(rule)) {
            _ if statements.contains(&tag) => {}
            ("X", _) if after.is_none() => {}
            ("U", _) => assert!(is_uid(&output.text(tag)), "{} {}", rule.tag, rule.name),
            (code, "SQ") => {
                let empty = after.is_none_or(|node| node.items().is_empty());
                assert!(empty || code.contains(['D', 'U']), "{} {}", rule.tag, rule.name);
            }
            _ => assert_ne!(
                after.map(|n| &n.content),
                Some(&before.content),
                "{} {}",
                rule.tag,
                rule.name
            ),
        }
    }
    assert!(seen.values().sum::<i32>() > 640, "{seen:?}");
    assert!(is_identifier(&output.text(0x0010_0020)), "patients can be told apart");
    assert_eq!(output.text(0x0010_0010), "");
}

#[test]
fn what_was_done_is_claimed_and_nothing_else() {
    let claims = |output: &Parsed| -> Vec<(String, String)> {
        let code =
            |item: &Vec<Node>, tag| match &item.iter().find(|n| n.tag == tag).unwrap().content {
                Content::Bytes(bytes) => String::from_utf8_lossy(bytes).trim().to_owned(),
                _ => panic!(),
            };
        let items = output.node(0x0012_0064).unwrap().items();
        items.iter().map(|item| (code(item, 0x0008_0100), code(item, 0x0008_0104))).collect()
    };
    let basic = ("113100".to_owned(), "Basic Application Confidentiality Profile".to_owned());
    let file = ct("P", 1);
    assert_eq!(claims(&scrubbed(&file, &[])), std::slice::from_ref(&basic));
    for option in ProfileOption::of_headers() {
        let output = with(&file, option);
        let MethodCode { value: code, meaning } = option.method_code();
        assert_eq!(claims(&output), [basic.clone(), (code.into(), meaning.into())]);
        assert_eq!(output.text(0x0012_0062), "YES");
        let dates = match option {
            RetainLongFullDates => "UNMODIFIED",
            RetainLongModifiedDates => "MODIFIED",
            _ => "REMOVED",
        };
        assert_eq!(output.text(0x0028_0303), dates, "{}", option.name());
    }
    let all = scrubbed(&file, &["retain-uids,clean-graphics", "retain-safe-private"]);
    let codes: Vec<_> = claims(&all).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["113100", "113103", "113110", "113111"]);
}

#[test]
fn levels_and_pixels_are_no_options_of_headers() {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    lab.put("in/a", ct("P", 1).bytes());
    for (flags, says) in [
        ("--profile basic --option clean-recognizable-visual-features", "dcm-deface"),
        ("--profile basic --option clean-pixel-data", "pixels"),
        ("--profile basic --option low", "--level low"),
        ("--option retain-uids", "--profile basic"),
        (
            "--profile basic --option retain-long-full-dates,retain-long-modified-dates",
            "contradict",
        ),
        ("--profile basic --safe-private ctp", "retain-safe-private"),
        ("--profile basic --script x", "--script"),
        ("--profile basic --policy x.csv", "--policy"),
        ("--level low --profile basic", "--profile"),
    ] {
        let done = lab.work(&flags.split(' ').collect::<Vec<_>>()).expect(2);
        assert!(done.stderr.contains(says), "{flags}: {}", done.stderr);
        assert!(!lab.path("out").exists());
    }
    let by_level = lab.work(&["--level", "low"]).expect(0);
    let by_option = lab.work(&["--option", "low"]).expect(0);
    assert_eq!(by_option.stdout, by_level.stdout);
}

#[test]
fn what_stays_is_swept_for_what_the_file_tells_of_the_patient() {
    let file = ct("HOSP445566", 1).with_all([
        text(0x0008_1030, "LO", "Head of Mustermann"),
        text(0x0008_1010, "SH", "CT for Erika"),
        text(0x0008_103E, "LO", "Mustermann^Head"),
        text(0x0010_2110, "LO", "HOSP445566 nuts"),
        item(0x0040_A730, vec![text(0x0040_A160, "UT", "Erika has a small mass")]),
        text(0x7053_0010, "LO", "Philips PET Private Group"),
        text(0x7053_1000, "DS", "1.5"),
        text(0x2001_0010, "LO", "Philips Imaging DD 001"),
        text(0x2001_106D, "LO", "Font of Mustermann"),
    ]);
    let output = scrubbed(
        &file,
        &[
            "clean-descriptors,retain-device-identity,retain-patient-characteristics,retain-safe-private,clean-structured-content",
        ],
    );
    assert_eq!(output.text(0x0008_1030), "Head of");
    assert_eq!(output.text(0x0008_1010), "CT for");
    assert_eq!(output.text(0x0008_103E), "Head");
    assert_eq!(output.text(0x0010_2110), "nuts");
    assert_eq!(output.text(0x2001_106D), "Font of");
    assert_eq!(output.text(0x7053_1000), "1.5");
    let value = &output.flat()["0040A730[0].0040A160"];
    assert_eq!(String::from_utf8_lossy(value).trim(), "has a small mass");
}

#[test]
fn content_trees_stay_item_by_item_only_with_their_option() {
    let tree = item(
        0x0040_A730,
        vec![
            text(0x0040_A160, "UT", "a small mass"),
            text(0x0040_A123, "PN", "Cuddy^Lisa"),
            text(0x0040_A121, "DA", "20200301"),
            item(0x0040_A730, vec![text(0x0040_A160, "UT", "in the left lobe")]),
        ],
    );
    let file =
        ct("P", 1).with(tree).with(item(0x0040_0610, vec![text(0x0008_0104, "LO", "fixed")]));
    let flat = |output: &Parsed| -> Vec<(String, String)> {
        let text = |v: &Vec<u8>| String::from_utf8_lossy(v).trim().to_owned();
        output
            .flat()
            .iter()
            .filter(|(path, _)| path.starts_with("0040") && path.contains("]."))
            .map(|(path, value)| (path.clone(), text(value)))
            .collect()
    };
    let pair = |path: &str, value: &str| (path.to_owned(), value.to_owned());
    let cleaned = flat(&with(&file, CleanStructuredContent));
    for (path, value) in [
        ("00400610[0].00080104", "fixed"),
        ("0040A730[0].0040A160", "a small mass"),
        ("0040A730[0].0040A730[0].0040A160", "in the left lobe"),
    ] {
        assert!(cleaned.contains(&pair(path, value)), "{path}: {cleaned:?}");
    }
    let basic = flat(&scrubbed(&file, &[]));
    for tree in [&cleaned, &basic] {
        assert!(
            !tree.iter().any(|(_, v)| v.contains("Cuddy") || v.contains("20200301")),
            "{tree:?}"
        );
    }
    assert!(!basic.iter().any(|(_, v)| v.contains("mass") || v.contains("lobe") || v == "fixed"));
}

#[test]
fn graphics_keep_regions_and_lose_drawings_and_sound() {
    let overlay = |group: u32, kind: &str| {
        [
            number(group << 16 | 0x10, 8),
            number(group << 16 | 0x11, 8),
            text(group << 16 | 0x40, "CS", kind),
            number(group << 16 | 0x100, 1),
            number(group << 16 | 0x102, 0),
            text(group << 16 | 0x1500, "LO", "left of Erika"),
            text(group << 16 | 0x3000, "OW", "12345678"),
        ]
    };
    let file = ct("P", 1)
        .with_all(overlay(0x6000, "R"))
        .with_all(overlay(0x6002, "G"))
        .with(text(0x6002_4000, "LT", "seen by Erika"))
        .with_all([
            number(0x5000_0005, 1),
            text(0x5000_3000, "OW", "1234"),
            text(0x5000_200C, "OB", "wave"),
        ])
        .with(item(0x0070_0001, vec![item(0x0070_0009, vec![text(0x0070_0023, "CS", "POINT")])]));
    let output = with(&file, CleanGraphics);
    let groups = |tag: u32| output.node(tag).is_some();
    assert!(
        groups(0x6000_3000) && groups(0x6000_0010) && !groups(0x6002_3000) && !groups(0x6002_0010)
    );
    assert_eq!(output.text(0x6000_1500), "left of");
    assert_eq!(output.text(0x6002_4000), "seen by");
    assert!(groups(0x5000_3000) && groups(0x5000_0005) && !groups(0x5000_200C));
    assert!(output.flat().contains_key("00700001[0].00700009[0].00700023"));
    let basic = scrubbed(&file, &[]);
    assert!(!basic.nodes.iter().any(|n| matches!(n.tag >> 24, 0x50 | 0x60)));
}

/// One element of every row of a table, each creator in a block of its own; also as an item.
fn safe_private(ctp: bool) -> Vec<Node> {
    let mut blocks: BTreeMap<(u16, String), u32> = BTreeMap::new();
    let mut nodes = Vec::new();
    for row in safe_rows().filter(|row| row.ctp == ctp) {
        let used = blocks.keys().filter(|(group, _)| *group == row.group).count();
        let group = u32::from(row.group) << 16;
        let block = *blocks.entry((row.group, row.creator.clone())).or_insert_with(|| {
            let block = 0x21 + u32::try_from(used).unwrap();
            nodes.push(text(group | block, "LO", row.creator.clone()));
            block
        });
        let tag = group | block << 8 | u32::from(row.element);
        if nodes.iter().any(|node: &Node| node.tag == tag) {
            continue;
        }
        let vr = row.vr.split('/').next().filter(|vr| !vr.is_empty()).unwrap_or("FL");
        nodes.push(match vr {
            "SQ" => item(tag, vec![text(0x0008_0104, "LO", "Chest")]),
            "UI" => text(tag, vr, format!("1.2.3.4.{tag}")),
            "DS" | "IS" => text(tag, vr, "43"),
            "FD" => text(tag, vr, [0; 8]),
            "FL" | "SL" | "UL" | "AT" => text(tag, vr, [1, 2, 3, 4]),
            "US" | "SS" | "OW" | "OB" => text(tag, vr, [1, 2]),
            _ => text(tag, vr, "SAFE"),
        });
    }
    nodes
}

fn private(nodes: &[Node]) -> Vec<&Node> {
    nodes.iter().filter(|n| (n.tag >> 16) % 2 == 1).collect()
}

#[test]
fn all_safe_private_elements_stay_with_their_creators_at_every_depth() {
    let unsafe_ones = || {
        [
            text(0x7053_00F0, "LO", "ANOTHER COMPANY"),
            text(0x7053_F000, "DS", "1.5"),
            text(0x7053_F100, "DS", "1.5"),
            text(0x2001_21F8, "LO", "not in the table"),
        ]
    };
    for ctp in [false, true] {
        let safe = safe_private(ctp);
        let level: Vec<Node> = safe.iter().cloned().chain(unsafe_ones()).collect();
        let file = ct("P", 1)
            .with_all(level.clone())
            .with(sequence(0x0008_1140, vec![level.clone(), level]));
        let flags = [
            "retain-safe-private",
            "retain-uids",
            "--safe-private",
            if ctp { "ctp" } else { "standard" },
        ];
        let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
        lab.put("in/a", file.bytes());
        lab.work(&[
            "--profile",
            "basic",
            "--option",
            flags[0],
            "--option",
            flags[1],
            flags[2],
            flags[3],
        ])
        .expect(0);
        let output = lab.only_output();
        let mut expected: Vec<&Node> = safe.iter().collect();
        expected.sort_by_key(|n| n.tag);
        assert_eq!(private(&output.nodes), expected);
        let items = output.node(0x0008_1140).unwrap().items();
        assert!(items.len() == 2 && items.iter().all(|item| private(item) == expected));
        println!("{} safe private elements", expected.len());
        assert!(private(&scrubbed(&file, &["retain-uids"]).nodes).is_empty());
    }
}

#[test]
fn uids_in_safe_private_elements_are_new_unless_uids_stay() {
    let file = ct("P", 1).with_all([
        text(0x0099_0010, "LO", "NQHeader"),
        text(0x0099_1002, "UI", ct("P", 1).text(0x0020_000E)),
    ]);
    let output = with(&file, RetainSafePrivate);
    assert_eq!(output.text(0x0099_1002), output.text(0x0020_000E));
    assert!(is_uid(&output.text(0x0099_1002)));
}

#[test]
fn names_of_files_are_the_uids_that_stay() {
    let file = ct("P", 1);
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    lab.put("in/a", file.bytes());
    let done = lab.work(&["--profile", "basic", "--option", "retain-uids"]).expect(0);
    let rows = done.rows();
    assert_eq!(rows.rows[0]["instance"], file.text(0x0008_0018));
    assert_eq!(lab.only_output().meta_text(0x0002_0003), file.text(0x0008_0018));
    assert!(is_identifier(&rows.rows[0]["subject"]));
}

#[test]
fn dates_of_the_device_move_with_the_others_or_stay_with_it() {
    let file = ct("P", 1).with(text(0x0018_1200, "DA", "20200115"));
    assert_eq!(with(&file, RetainDeviceIdentity).text(0x0018_1200), "20200115");
    let output = scrubbed(&file, &["retain-device-identity,retain-long-modified-dates"]);
    assert_eq!(output.text(0x0018_1200), output.text(0x0008_0020));
    assert_ne!(output.text(0x0018_1200), "20200115");
}
