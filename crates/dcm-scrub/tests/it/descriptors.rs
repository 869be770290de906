//! Descriptions with clean-descriptors, content trees with clean-structured-content, and documents.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test")]

use std::process::Command;

use testkit::samples::ct;
use testkit::{Dicom, Lab, Node, Parsed, Syntax, item, sequence, text};

fn lab() -> Lab {
    Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"))
}

fn scrubbed(file: &Dicom, options: &str, more: &[&str]) -> Parsed {
    let lab = lab();
    lab.put("in/a", file.bytes());
    lab.put("words.txt", "n\u{fc}chtern\nnativ/EPS\n");
    lab.work(&[&["--profile", "basic", "--option", options], more].concat()).expect(0);
    lab.only_output()
}

#[test]
fn descriptions_lose_people_and_keep_the_examination() {
    let file = ct("HOSP445566", 1).with_all([
        text(0x0008_1030, "LO", "CT HEAD W/O CONTRAST"),
        text(0x0008_103E, "LO", "HEAD^ROUTINE 5.0 H31s"),
        text(0x0018_1030, "LO", "Head Dr. House"),
        text(0x0020_4000, "LT", "Call 555-1234\r\nfall from ladder"),
        text(0x0010_21B0, "LT", "93 y/o, seen at Mercy Hospital, MRN 12345"),
        text(0x0032_1060, "LO", "Smith"),
        text(0x0040_0254, "LO", "lung\\Smith\\liver"),
        item(0x0040_0275, vec![text(0x0040_0007, "LO", "brain for Erika M.")]),
    ]);
    let output = scrubbed(&file, "clean-descriptors", &[]);
    assert_eq!(output.text(0x0008_1030), "CT HEAD W/O CONTRAST");
    assert_eq!(output.text(0x0008_103E), "HEAD^ROUTINE 5.0 H31s");
    assert_eq!(output.text(0x0018_1030), "Head");
    assert_eq!(output.text(0x0020_4000), "fall from ladder");
    assert_eq!(output.text(0x0010_21B0), "seen at");
    assert_eq!(output.text(0x0032_1060), "");
    assert_eq!(output.text(0x0040_0254), "lung\\\\liver");
    assert_eq!(output.flat()["00400275[0].00400007"], b"brain for ");
}

#[test]
fn a_value_that_must_be_there_becomes_a_dummy_where_nothing_is_left() {
    let graphic = item(
        0x0070_0001,
        vec![item(0x0070_0008, vec![text(0x0070_0006, "ST", "Smith 1957-12-03")])],
    );
    let file = ct("P", 1).with(graphic);
    let output = scrubbed(&file, "clean-descriptors,clean-graphics", &[]);
    assert_eq!(output.flat()["00700001[0].00700008[0].00700006"], b"REMOVED ");
}

#[test]
fn words_of_the_user_stay_as_well() {
    let file = ct("P", 1).with(text(0x0008_1030, "LO", "MR n\u{fc}chtern nativ"));
    assert_eq!(scrubbed(&file, "clean-descriptors", &[]).text(0x0008_1030), "MR nativ");
    let more = ["--words", "words.txt"];
    let output = scrubbed(&file, "clean-descriptors", &more);
    assert_eq!(output.text(0x0008_1030), "MR n\u{fc}chtern nativ");
}

#[test]
fn descriptions_are_written_in_the_character_set_of_the_file() {
    let description = |charset: &str, value: &[u8]| {
        let file =
            ct("P", 1).with(text(0x0008_0005, "CS", charset)).with(text(0x0008_103E, "LO", value));
        let output = scrubbed(&file, "clean-descriptors", &[]);
        let value = output.flat()["0008103E"].clone();
        value.strip_suffix(b" ").map(<[u8]>::to_vec).unwrap_or(value)
    };
    // 뇌 MRI (brain), 홍길동 (a name).
    let korean = b"\x1B$)C\xB3\xFA MRI";
    let named = [korean.as_slice(), b", \xC8\xAB\xB1\xE6\xB5\xBF"].concat();
    assert_eq!(description("\\ISO 2022 IR 149", korean), korean);
    assert_eq!(description("\\ISO 2022 IR 149", &named), korean);
    assert_eq!(description("ISO_IR 192", "뇌 MRI, 홍길동".as_bytes()), "뇌 MRI".as_bytes());
    assert_eq!(description("ISO_IR 100", b"20 \xB5m Smith"), b"20 \xB5m");
    assert_eq!(description("ISO_IR 192", b"brain \xFF Smith"), b"");
}

fn code(tag: u32, value: &str, scheme: &str, meaning: &str) -> Node {
    item(
        tag,
        vec![
            text(0x0008_0100, "SH", value),
            text(0x0008_0102, "SH", scheme),
            text(0x0008_0104, "LO", meaning),
        ],
    )
}

fn content(kind: &str, name: (&str, &str), value: Vec<Node>) -> Vec<Node> {
    let relation = text(0x0040_A010, "CS", "CONTAINS");
    let concept = code(0x0040_A043, name.0, "DCM", name.1);
    [vec![relation, text(0x0040_A040, "CS", kind), concept], value].concat()
}

/// A Comprehensive SR with every kind of value that can tell of people.
fn report() -> Dicom {
    let finding = ("121071", "Finding");
    let image = vec![
        text(0x0008_1150, "UI", "1.2.840.10008.5.1.4.1.1.2"),
        text(0x0008_1155, "UI", "1.2.3.4.5.6"),
    ];
    let reference = item(0x0008_1199, image.clone());
    let series =
        vec![item(0x0008_1199, image), text(0x0020_000E, "UI", ct("P", 1).text(0x0020_000E))];
    let evidence =
        vec![item(0x0008_1115, series), text(0x0020_000D, "UI", ct("P", 1).text(0x0020_000D))];
    let measured = item(
        0x0040_A300,
        vec![text(0x0040_A30A, "DS", "12.5"), code(0x0040_08EA, "mm", "UCUM", "mm")],
    );
    let tree = sequence(
        0x0040_A730,
        vec![
            content(
                "TEXT",
                finding,
                vec![text(0x0040_A160, "UT", "Small mass in the left lobe, Mrs Smith was told")],
            ),
            content(
                "TEXT",
                ("121009", "Person Observer's Organization Name"),
                vec![text(0x0040_A160, "UT", "Radiology")],
            ),
            content(
                "PNAME",
                ("121008", "Person Observer Name"),
                vec![text(0x0040_A123, "PN", "Cuddy^Lisa")],
            ),
            content(
                "DATE",
                ("121031", "Subject Birth Date"),
                vec![text(0x0040_A121, "DA", "19640812")],
            ),
            content(
                "DATETIME",
                ("111526", "DateTime Started"),
                vec![text(0x0040_A120, "DT", "20200115101500")],
            ),
            content(
                "UIDREF",
                ("121012", "Device Observer UID"),
                vec![text(0x0040_A124, "UI", "1.2.3.4.5.7")],
            ),
            content("CODE", finding, vec![code(0x0040_A168, "4147007", "SCT", "Mass")]),
            content("NUM", ("121206", "Distance"), vec![measured]),
            content("IMAGE", ("121112", "Source of Measurement"), vec![reference]),
        ],
    );
    let root = [
        text(0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.88.33"),
        text(0x0008_0060, "CS", "SR"),
        text(0x0008_0023, "DA", "20200116"),
        text(0x0008_0033, "TM", "101600"),
        sequence(0x0008_1111, vec![]),
        text(0x0040_A040, "CS", "CONTAINER"),
        code(0x0040_A043, "126000", "DCM", "Imaging Measurement Report"),
        text(0x0040_A050, "CS", "SEPARATE"),
        sequence(0x0040_A372, vec![]),
        item(0x0040_A375, evidence),
        text(0x0040_A491, "CS", "COMPLETE"),
        text(0x0040_A493, "CS", "UNVERIFIED"),
        tree,
    ];
    let mut file = ct("P", 1);
    file.nodes.retain(|node| {
        !matches!(node.tag >> 16, 0x0018 | 0x0028 | 0x7FE0) && node.tag != 0x0008_0008
    });
    Dicom::new(Syntax::Explicit, file.nodes).with_all(root)
}

#[test]
fn each_kind_of_content_is_treated_as_what_it_is() {
    let moved = "clean-structured-content,retain-long-modified-dates";
    let output = scrubbed(&report(), moved, &[]);
    let flat = output.flat();
    let value = |item: usize, path: &str| {
        let value = &flat[&format!("0040A730[{item}].{path}")];
        String::from_utf8_lossy(value).trim_matches([' ', '\0']).to_owned()
    };
    assert_eq!(value(0, "0040A160"), "Small mass in the left lobe, was told");
    assert_eq!(value(1, "0040A160"), "REMOVED");
    assert_eq!(value(2, "0040A123"), "REMOVED");
    let study = output.text(0x0008_0020);
    assert_eq!(value(4, "0040A120"), format!("{study}101500"));
    assert!(value(3, "0040A121") != "19640812" && value(3, "0040A121").len() == 8);
    assert!(value(5, "0040A124") != "1.2.3.4.5.7" && !value(5, "0040A124").is_empty());
    assert_eq!(value(6, "0040A168[0].00080104"), "Mass");
    assert_eq!(value(7, "0040A300[0].0040A30A"), "12.5");
    assert_eq!(value(7, "0040A300[0].004008EA[0].00080100"), "mm");
    assert_eq!(value(8, "00081199[0].00081150"), "1.2.840.10008.5.1.4.1.1.2");
    assert_ne!(value(8, "00081199[0].00081155"), "1.2.3.4.5.6");
    // Nothing of the tree is missing.
    let names = |flat: &std::collections::BTreeMap<String, Vec<u8>>| -> Vec<String> {
        flat.keys().filter(|path| path.starts_with("0040A730")).cloned().collect()
    };
    assert_eq!(names(&flat), names(&testkit::read(&report().bytes()).unwrap().flat()));

    let basic = scrubbed(&report(), "clean-structured-content", &[]).flat();
    assert_eq!(basic["0040A730[3].0040A121"], b"19000101");
}

/// `dciodvfy` (Debian's dicom3tools) finds no error that the original did not have.
#[test]
fn a_cleaned_report_is_a_valid_report() {
    if Command::new("dciodvfy").arg("-version").output().is_err() {
        println!("skipped: dciodvfy is not installed");
        return;
    }
    let lab = lab();
    let raw = lab.put("in/a", report().bytes());
    lab.work(&["--profile", "basic", "--option", "clean-structured-content,clean-descriptors"])
        .expect(0);
    let tree = lab.tree("out");
    let name = String::from_utf8(tree.entries().keys().next().unwrap().clone()).unwrap();
    let output = lab.path("out").join(name);
    let errors = |path: &std::path::Path| -> Vec<String> {
        let done = Command::new("dciodvfy").arg(path).output().unwrap();
        let text = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(text.contains("ComprehensiveSR"), "{text}");
        text.lines().filter(|line| line.starts_with("Error")).map(str::to_owned).collect()
    };
    let before = errors(&raw);
    let new: Vec<String> = errors(&output).into_iter().filter(|e| !before.contains(e)).collect();
    assert_eq!(new, Vec::<String>::new());
}

#[test]
fn documents_are_refused_wherever_they_lie() {
    let lab = lab();
    let class = |number: u8| format!("1.2.840.10008.5.1.4.1.1.104.{number}");
    let mut files: Vec<Dicom> = (1..=5)
        .map(|number| {
            let file = ct("P", usize::from(number));
            let bare = file.without(0x7FE0_0010).without(0x0028_0010).without(0x0028_0011);
            bare.with(text(0x0008_0016, "UI", class(number)))
        })
        .collect();
    files.push(ct("P", 6).with(item(0x0008_1115, vec![text(0x0042_0011, "OB", "%PDF-1.7")])));
    files.push(ct("P", 7).with(text(0x0042_0012, "LO", "application/pdf")));
    for (at, sound) in [(8, "1.2.840.10008.5.1.4.1.1.9.4.1"), (9, "1.2.840.10008.5.1.4.1.1.9.4.2")]
    {
        let bare = ct("P", at).without(0x7FE0_0010).without(0x0028_0010).without(0x0028_0011);
        files.push(bare.with(text(0x0008_0016, "UI", sound)));
    }
    for (at, file) in files.iter().enumerate() {
        lab.put(format!("in/{at}"), file.bytes());
    }
    for flags in [&["--level", "low"][..], &["--profile", "basic"]] {
        let rows = lab.work(flags).expect(1).rows();
        assert_eq!(rows.verdicts("scrub"), vec!["fail E_DOCUMENT"; files.len()]);
    }
    assert!(lab.tree("out").is_empty());
}
