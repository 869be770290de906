//! Attributes that no table of the standard names, codes of one's own, content items by their concept, ages
//! in any unit, and objects that stay valid.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use testkit::samples::ct;
use testkit::{Dicom, Lab, Node, Parsed, item, sequence, text};

const BASIC: &[&str] = &["--profile", "basic"];
const LOW: &[&str] = &["--level", "low"];
const HIGH: &[&str] = &["--level", "high"];
const CHOICES: [&[&str]; 3] = [LOW, HIGH, BASIC];

fn scrubbed(file: &Dicom, choice: &[&str]) -> Parsed {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    lab.put("in/file", file.bytes());
    lab.work(choice).expect(0);
    lab.only_output()
}

/// Everything that stays, as text, but for new UIDs, in which any number may stand.
fn all_text(output: &Parsed) -> String {
    let values = output.flat();
    let lines = values.iter().map(|(path, value)| {
        format!("{path} {}", String::from_utf8_lossy(value).trim_end_matches(['\0', ' ']))
    });
    lines.filter(|line| !line.contains(" 2.25.")).collect::<Vec<_>>().join("\n")
}

fn code(scheme: &str, value: &str, meaning: &str) -> Vec<Node> {
    vec![
        text(0x0008_0100, "SH", value),
        text(0x0008_0102, "SH", scheme),
        text(0x0008_0104, "LO", meaning),
    ]
}

fn of_class(sop_class: &str) -> Dicom {
    let file = ct("A", 1);
    file.with(text(0x0008_0016, "UI", sop_class))
}

#[test]
fn what_no_table_names_goes_by_what_it_holds() {
    let planted = [
        (0x0010_0033, "LO", "04061963 H"),
        (0x0010_0034, "LO", "06071410"),
        (0x0010_2295, "LO", "BRN88123"),
        (0x0018_1003, "LO", "CATHSN981"),
        (0x0018_1803, "LO", "ntp1.mercy.example"),
        (0x0018_7006, "LT", "panel of Mercy Hospital, 630217-1234567, tel. 02-555-0177"),
        (0x0018_9423, "LO", "Quill Adrian knee"),
        (0x0040_0400, "LT", "seen by Dr. Quill, call 555-0177"),
        (0x0040_1008, "LO", "VIP mayor"),
        (0x0040_2006, "SH", "ORD5531"),
        (0x0040_2007, "SH", "FIL5532"),
        (0x0040_1006, "SH", "ORD2291834"),
        (0x0040_1007, "SH", "FIL2291835"),
        (0x0040_E001, "ST", "1.2.840.99.7^DOC778123"),
        (0x0074_100C, "LO", "Quill Adrian"),
        (0x0074_1238, "LT", "cancelled for Quill"),
        (0x0400_0120, "OB", "SIGNEDBYQUILL1"),
        (0x0020_1070, "IS", "7788991"),
    ];
    let file = ct("A", 1)
        .with_all(planted.map(|(tag, vr, value)| text(tag, vr, value)))
        .with(text(0x0010_0035, "CS", "HIJRI"))
        .with(item(
            0x0400_0500,
            vec![
                text(0x0400_0510, "UI", "1.2.840.10008.1.2.1"),
                text(0x0400_0520, "OB", "EncryptedMercy"),
            ],
        ))
        .with(text(0x0008_1090, "LO", "Model 7"));
    for choice in CHOICES {
        let output = scrubbed(&file, choice);
        let left = all_text(&output);
        for word in [
            "1963",
            "1410",
            "88123",
            "981",
            "mercy",
            "Mercy",
            "630217",
            "0177",
            "Quill",
            "QUILL",
            "VIP",
            "5531",
            "2291834",
            "5532",
            "2291835",
            "778123",
            "7788991",
            "HIJRI",
            "Encrypted",
        ] {
            assert!(!left.contains(word), "{word} {choice:?}: {left}");
        }
        assert!(output.node(0x0400_0500).is_none());
        assert_eq!(output.text(0x0018_9423), "knee");
        assert_eq!(output.text(0x0008_1090), "Model 7", "technical text stays");
    }
    // Order numbers link at the level low, as the others do.
    assert_eq!(scrubbed(&file, LOW).text(0x0040_1006).len(), 16);
}

#[test]
fn labels_of_regions_keep_the_words_of_the_list() {
    let region =
        |name| item(0x3006_0020, vec![text(0x3006_0022, "IS", "1"), text(0x3006_0026, "LO", name)]);
    for choice in [LOW, HIGH] {
        let output = scrubbed(&ct("A", 1).with(region("Liver Kestrelman")), choice);
        assert!(all_text(&output).contains("30060020[0].30060026 Liver"), "{choice:?}");
        assert!(!all_text(&output).contains("Kestrelman"));
    }
}

#[test]
fn a_sequence_of_codes_that_becomes_a_dummy_names_nobody() {
    let person = || item(0x0040_1101, code("99STAFF", "EMP77123", "Quill Adrian"));
    let public = || item(0x0040_1101, code("DCM", "EMP77123", "Quill Adrian"));
    let file = ct("A", 1).with(person()).with(item(
        0x0034_0001,
        vec![text(0x0034_0002, "OB", "FLOW77123"), text(0x0008_0104, "LO", "Quill Adrian")],
    ));
    let verifier =
        |node: Node| item(0x0040_A073, vec![text(0x0040_A027, "LO", "Saint Elsewhere"), node]);
    for choice in CHOICES {
        for file in [
            file.clone(),
            ct("A", 1).with(public()),
            ct("A", 1).with(verifier(person())),
            ct("A", 1).with(item(0x0040_1101, vec![text(0x0008_0104, "LO", "Quill Adrian")])),
        ] {
            let left = all_text(&scrubbed(&file, choice));
            for word in ["77123", "Quill", "99STAFF", "Elsewhere"] {
                assert!(!left.contains(word), "{word} {choice:?}: {left}");
            }
        }
        let left = all_text(&scrubbed(&file, choice));
        assert!(left.contains("00401101[0].00080100 REMOVED"), "an item is there: {left}");
    }
}

#[test]
fn codes_stay_only_if_their_scheme_is_public() {
    let file = ct("A", 1)
        .with(sequence(
            0x0008_1032,
            vec![
                code("99MERCY", "MGHCT7", "CT Mercy General"),
                code("SCT", "77477000", "CT scan"),
                code("MERCY", "MGHCT8", "CT at Mercy"),
            ],
        ))
        .with(item(
            0x0008_0110,
            vec![text(0x0008_0102, "SH", "99MERCY"), text(0x0008_0116, "ST", "Mercy General")],
        ))
        .with(item(0x0040_0440, code("L", "MGH9", "Mercy way")));
    for choice in CHOICES {
        let left = all_text(&scrubbed(&file, choice));
        assert!(
            !left.contains("MERCY") && !left.contains("Mercy") && !left.contains("MGH"),
            "{left}"
        );
        for kept in ["00081032[1].00080100 77477000", "00081032[1].00080104 CT scan"] {
            assert!(left.contains(kept), "{kept}: {left}");
        }
        for dummy in ["00081032[0].00080100 REMOVED", "00081032[0].00080102 99REMOVED"] {
            assert!(left.contains(dummy), "{dummy}: {left}");
        }
    }
    // The code of an institution that is retained on purpose is what is retained.
    let institution = ct("A", 1).with(item(0x0008_0082, code("99MERCY", "MGH", "Mercy General")));
    let retained = ["--profile", "basic", "--option", "retain-institution-identity"];
    assert!(all_text(&scrubbed(&institution, &retained)).contains("Mercy General"));
    assert!(!all_text(&scrubbed(&institution, BASIC)).contains("Mercy"));
}

/// A report with content items of this concept and value.
fn report(items: Vec<Vec<Node>>) -> Dicom {
    of_class("1.2.840.10008.5.1.4.1.1.88.33").with(sequence(0x0040_A730, items))
}

fn content(value_type: &str, concept: &str, value: Node) -> Vec<Node> {
    vec![
        text(0x0040_A010, "CS", "CONTAINS"),
        text(0x0040_A040, "CS", value_type),
        item(0x0040_A043, code("DCM", concept, "")),
        value,
    ]
}

fn age(number: &str, unit: &str) -> Node {
    item(
        0x0040_A300,
        vec![item(0x0040_08EA, code("UCUM", unit, unit)), text(0x0040_A30A, "DS", number)],
    )
}

#[test]
fn content_items_go_by_their_concept_whatever_their_value_type() {
    let file = report(vec![
        content("CODE", "121009", item(0x0040_A168, code("99MERCY", "MGH", "Mercy General"))),
        content("CODE", "121009", item(0x0040_A168, code("SCT", "22232009", "Mercy General"))),
        content("TEXT", "121030", text(0x0040_A160, "UT", "ZX448120")),
        content("NUM", "121030", age("448120", "1")),
        content("DATE", "121031", text(0x0040_A121, "DA", "19630217")),
        content("DATETIME", "121031", text(0x0040_A120, "DT", "19630217101500")),
        content("PNAME", "121008", text(0x0040_A123, "PN", "Quill^Adrian")),
        content("NUM", "121033", age("96", "a")),
        content("NUM", "121033", age("1104", "mo")),
    ]);
    for choice in CHOICES {
        let left = all_text(&scrubbed(&file, choice));
        for word in ["MGH", "Mercy", "22232009", "448120", "1963", "Quill", "A30A 96", "1104"] {
            assert!(!left.contains(word), "{word} {choice:?}: {left}");
        }
        for valid in [
            "0040A730[0].0040A168[0].00080100 REMOVED",
            "0040A730[2].0040A160 REMOVED",
            "0040A730[4].0040A121 19000101",
            "0040A730[5].0040A120 19000101000000",
            "0040A730[6].0040A123 REMOVED",
        ] {
            assert!(left.contains(valid), "{valid} {choice:?}: {left}");
        }
    }
    let low = all_text(&scrubbed(&file, LOW));
    assert!(low.contains("0040A730[7].0040A300[0].0040A30A 90"), "{low}");
    assert!(low.contains("0040A730[8].0040A300[0].0040A30A 1080"), "{low}");
    let modified = ["--profile", "basic", "--option", "retain-long-modified-dates"];
    assert!(all_text(&scrubbed(&file, &modified)).contains("0040A730[4].0040A121 19000101"));
}

#[test]
fn a_text_that_loses_all_of_its_words_leaves_a_valid_item() {
    let structured = ["--profile", "basic", "--option", "clean-structured-content"];
    let file = report(vec![content("TEXT", "121106", text(0x0040_A160, "UT", "Kestrelman"))])
        .with(text(0x0010_0010, "PN", "Kestrelman^Ottilie"));
    assert!(all_text(&scrubbed(&file, &structured)).contains("0040A730[0].0040A160 REMOVED"));
}

#[test]
fn what_an_object_must_have_gets_a_dummy_when_its_name_is_taken_out() {
    let segment = vec![
        text(0x0062_0005, "LO", "Kestrelman"),
        text(0x0062_0009, "LO", "Kestrelman"),
        item(
            0x0062_0007,
            vec![text(0x0066_0036, "LO", "Kestrelman"), text(0x0066_0031, "LO", "Kestrelman")],
        ),
    ];
    let file = of_class("1.2.840.10008.5.1.4.1.1.66.4")
        .with(text(0x0010_0010, "PN", "Kestrelman^Ottilie"))
        .with(text(0x0070_0080, "CS", "KESTRELMAN"))
        .with(item(0x0062_0002, segment));
    for choice in CHOICES {
        let left = all_text(&scrubbed(&file, choice));
        for path in [
            "00620002[0].00620005",
            "00620002[0].00620009",
            "00620002[0].00620007[0].00660036",
            "00620002[0].00620007[0].00660031",
            "00700080",
        ] {
            assert!(left.contains(&format!("{path} REMOVED")), "{path} {choice:?}: {left}");
        }
    }
}

#[test]
fn the_organ_of_mammography_is_not_deleted() {
    let mammography =
        of_class("1.2.840.10008.5.1.4.1.1.1.2").with(text(0x0040_0318, "CS", "BREAST"));
    let ct = ct("A", 1).with(text(0x0040_0318, "CS", "BREAST"));
    for choice in [LOW, HIGH] {
        assert_eq!(scrubbed(&mammography, choice).text(0x0040_0318), "BREAST");
        assert!(scrubbed(&ct, choice).node(0x0040_0318).is_none());
    }
}

#[test]
fn ages_above_89_end_at_ninety_in_any_unit_and_malformed_ones_go() {
    let retained = ["--profile", "basic", "--option", "retain-patient-characteristics"];
    for (age, low, high) in [
        ("1104M", "090Y", "090Y"),
        ("999M", "999M", "085Y"),
        ("4800W", "090Y", "090Y"),
        ("33000D", "090Y", "090Y"),
        ("095y", "090Y", "090Y"),
        ("95 years", "090Y", "090Y"),
        ("1000W", "", ""),
        ("Y043", "", ""),
        ("043Y", "043Y", "045Y"),
    ] {
        let file = ct("A", 1).with(text(0x0010_1010, "AS", age));
        assert_eq!(scrubbed(&file, LOW).text(0x0010_1010), low, "{age} low");
        assert_eq!(scrubbed(&file, HIGH).text(0x0010_1010), high, "{age} high");
        assert_eq!(scrubbed(&file, &retained).text(0x0010_1010), low, "{age} basic");
    }
}
