//! Level high: nothing that links survives, and the object stays valid.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use dicom_common::deid::pseudonym::is_uid;
use testkit::samples::{ct, slice};
use testkit::{Content, Dicom, Lab, Node, Parsed, Syntax, item, text};

fn scrubbed(level: &str, file: &Dicom) -> Parsed {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    lab.put("in/file", file.bytes());
    lab.work(&["--level", level]).expect(0);
    lab.only_output()
}

#[test]
fn numbers_that_describe_a_person_are_rounded_in_their_unit() {
    for (tag, vr, value, expected) in [
        (0x0010_1010, "AS", "043Y", "045Y"),
        (0x0010_1010, "AS", "093Y", "090Y"),
        (0x0010_1010, "AS", "088Y", "090Y"),
        (0x0010_1010, "AS", "007W", "005W"),
        (0x0010_1020, "DS", "1.73", "1.75"),
        (0x0010_1020, "DS", "0.52", "0.5"),
        (0x0010_1030, "DS", "61.3", "60"),
        (0x0010_1030, "DS", "3.1", "5"),
        (0x0018_1088, "IS", "72", "70"),
        (0x0018_11A0, "DS", "213", "215"),
        (0x0018_1060, "DS", "12.6", "15"),
        (0x0010_1030, "DS", "heavy", ""),
        (0x0010_1030, "DS", "", ""),
    ] {
        let output = scrubbed("high", &ct("A", 1).with(text(tag, vr, value)));
        assert_eq!(output.text(tag), expected, "{tag:08X} {value}");
    }
}

#[test]
fn dates_go_and_type_2_attributes_are_emptied_not_deleted() {
    let dated = ct("A", 1).with_all([
        text(0x0008_0012, "DA", "20200101"),
        text(0x0008_0022, "DA", "20200101"),
        text(0x0008_002A, "DT", "20200101101010"),
        text(0x0008_0032, "TM", "101010"),
        text(0x0040_0244, "DA", "20200101"),
    ]);
    let output = scrubbed("high", &dated);
    for tag in [
        0x0008_0020,
        0x0008_0030,
        0x0008_0050,
        0x0008_0090,
        0x0010_0010,
        0x0010_0020,
        0x0010_0030,
        0x0020_0010,
    ] {
        assert!(output.node(tag).is_some(), "{tag:08X} is of Type 2");
        assert_eq!(output.text(tag), "", "{tag:08X}");
    }
    for tag in [0x0008_0012, 0x0008_0021, 0x0008_0022, 0x0008_002A, 0x0008_0032, 0x0040_0244] {
        assert_eq!(output.text(tag), "", "{tag:08X}");
    }
    assert!(output.node(0x0040_0244).is_none(), "Type 3 is deleted");
}

#[test]
fn the_output_says_what_was_done_and_no_more() {
    for (level, codes, dates) in [
        ("low", vec!["113100", "113107", "113108"], "MODIFIED"),
        ("high", vec!["113100"], "REMOVED"),
    ] {
        let claims = ct("A", 1).with_all([
            text(0x0012_0062, "CS", "NO"),
            text(0x0012_0063, "LO", "by hand of Mr. X"),
            text(0x0028_0303, "CS", "UNMODIFIED"),
            item(
                0x0012_0064,
                vec![
                    text(0x0008_0100, "SH", "113105"),
                    text(0x0008_0104, "LO", "Clean Descriptors"),
                ],
            ),
        ]);
        let output = scrubbed(level, &claims);
        assert_eq!(output.text(0x0012_0062), "YES");
        assert!(output.text(0x0012_0063).contains(&format!("level {level}")));
        assert!(output.text(0x0012_0063).len() <= 64);
        assert_eq!(output.text(0x0028_0303), dates);
        let items = output.node(0x0012_0064).unwrap().items();
        let stated: Vec<_> =
            items.iter().map(|item| testkit::read::trimmed(item, 0x0008_0100)).collect();
        assert_eq!(stated, codes);
        for item in items {
            assert_eq!(testkit::read::trimmed(item, 0x0008_0102), "DCM");
            assert!(testkit::read::trimmed(item, 0x0008_0104).len() > 10);
        }
    }
}

#[test]
fn meta_is_rebuilt_and_group_lengths_and_private_elements_are_gone() {
    let length = |tag| Node { tag, vr: "UL".into(), content: Content::U32(vec![77]) };
    for syntax in Syntax::ALL {
        let mut file = slice(syntax, "A", 1).with_all([
            length(0x0008_0000),
            length(0x0010_0000),
            length(0x0009_0000),
            text(0x0009_0010, "LO", "ACME"),
            text(0x0009_1001, "LO", "x"),
            item(
                0x0040_0275,
                vec![
                    length(0x0040_0000),
                    text(0x0011_0010, "LO", "ACME"),
                    text(0x0011_1001, "DS", "1"),
                ],
            ),
        ]);
        file.preamble = vec![0x55; 128];
        file.meta.extend([text(0x0002_0016, "AE", "CLINIC"), text(0x0002_0013, "SH", "ACME 1.0")]);
        for level in ["low", "high"] {
            let output = scrubbed(level, &file);
            assert_eq!(output.preamble, [0; 128]);
            assert_eq!(output.meta_text(0x0002_0010), syntax.uid());
            assert_eq!(output.meta_text(0x0002_0002), output.text(0x0008_0016));
            assert!(is_uid(&output.meta_text(0x0002_0003)));
            let tags: Vec<u32> = output.meta.iter().map(|n| n.tag & 0xFFFF).collect();
            assert_eq!(tags, [0x00, 0x01, 0x02, 0x03, 0x10, 0x12, 0x13]);
            for path in output.flat().keys() {
                let last = path.rsplit('.').next().unwrap();
                let tag = u32::from_str_radix(last, 16).unwrap();
                assert!(tag & 0xFFFF != 0 && (tag >> 16) % 2 == 0, "{path}");
            }
        }
    }
}

#[test]
fn what_a_header_tool_cannot_treat_is_refused_with_its_code() {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    let us = testkit::number;
    let pdf = ct("A", 1).with(text(0x0042_0011, "OB", b"%PDF"));
    let overlay =
        ct("A", 2).with_all([us(0x6000_0010, 8), us(0x6000_0100, 16), us(0x6000_0102, 12)]);
    let files = [
        (pdf, "fail E_DOCUMENT"),
        (overlay, "fail E_EMBEDDED_OVERLAY"),
        (ct("A", 3).without(0x7FE0_0010), "fail E_NO_PIXELS"),
        (ct("A", 4).with(text(0x7FE0_0010, "OW", [0; 126])), "fail E_PIXEL_LENGTH"),
        (ct("A", 5).without(0x0020_000D), "fail E_MISSING_UID"),
        (ct("A", 6).with(text(0x0008_0016, "UI", "1.2.840.10008.1.3.10")), "skip S_DICOMDIR"),
    ];
    for (at, (file, _)) in files.iter().enumerate() {
        lab.put(format!("in/{at}"), file.bytes());
    }
    let rows = lab.work(&["--level", "high"]).expect(1).rows();
    assert_eq!(rows.verdicts("scrub"), files.map(|(_, verdict)| verdict));
    assert!(lab.tree("out").is_empty());
}
