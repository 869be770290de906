//! Scripts and a site's own table in place of the built-in levels.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use dicom_common::deid::pseudonym::{is_identifier, is_uid};
use rust_xlsxwriter::Workbook;
use testkit::samples::ct;
use testkit::{Done, Lab, Parsed, text};

fn lab() -> Lab {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    let file = ct("A", 1).with_all([
        text(0x0008_1030, "LO", "Head routine"),
        text(0x0010_1020, "DS", "1.73"),
        text(0x0010_2160, "SH", "Inuit"),
        text(0x0009_0010, "LO", "ACME"),
        text(0x0009_1001, "LO", "private"),
    ]);
    lab.put("in/a", file.bytes());
    lab
}

fn with_script(lab: &Lab, entries: &str) -> Done {
    lab.put("script.xml", format!("<script>\n{entries}\n</script>"));
    lab.work(&["--script", "script.xml", "--force"])
}

#[test]
fn a_script_does_what_its_author_meant() {
    let lab = lab();
    let keep = [
        "00080005", "00080008", "00280002", "00280004", "00280010", "00280011", "00280100",
        "00280101", "00280102", "00280103", "7FE00010", "00080016", "00081030",
    ];
    let mut entries: String =
        keep.map(|t| format!("<e en=\"T\" t=\"{t}\" n=\"x\"></e>\n")).concat();
    entries += r#"<e en="T" t="00080018" n="x">@uid</e> <e en="T" t="0020000D" n="x">@uid</e>
        <e en="T" t="0020000E" n="x">@uid</e> <e en="T" t="00100020" n="x">@ptid</e>
        <e en="T" t="00080050" n="x">@acc</e> <e en="T" t="00080020" n="x">@hashdate</e>
        <e en="T" t="00101010" n="x">@round(this,5)</e> <e en="T" t="00101020" n="x">@round(this,5)</e>
        <e en="T" t="00100010" n="x">@empty()</e> <e en="F" t="00102160" n="x"></e>
        <r en="T" t="privategroups">Remove private groups</r>"#;
    with_script(&lab, &entries).expect(0);
    let output = lab.only_output();
    assert!(is_uid(&output.text(0x0008_0018)));
    assert!(is_identifier(&output.text(0x0010_0020)));
    assert!(is_identifier(&output.text(0x0008_0050)));
    let date = output.text(0x0008_0020);
    assert!(date.len() == 8 && date != "20200115", "{date}");
    assert_eq!(output.text(0x0010_1010), "055Y");
    assert_eq!(output.text(0x0010_1020), "1.75", "a DS value does not crash, and in its unit");
    assert_eq!(output.text(0x0008_1030), "Head routine");
    assert_eq!(output.text(0x0010_2160), "", "a disabled entry keeps nothing");
    assert!(output.node(0x0010_0010).is_some() && output.text(0x0010_0010).is_empty());
    assert!(output.node(0x0009_1001).is_none());
    assert!(output.node(0x0018_0050).is_none(), "what no entry names is removed");
    assert_eq!(output.text(0x0028_0303), "MODIFIED");
}

#[test]
fn a_script_that_would_not_be_carried_out_is_refused_with_its_line() {
    let lab = lab();
    let good = r#"<e en="T" t="00080018" n="x">@uid</e>"#;
    for (entry, says) in [
        (r#"<e en="T" t="00100010" n="x">@hash(this)</e>"#, "line 3"),
        (r#"<e en="T" t="00100010" n="x">@hashname(this,6)</e>"#, "@hashname"),
        (r#"<e en="T" t="0010001" n="x">@keep</e>"#, "line 3"),
        (r#"<e en="T" t="00100010" n="x">ANONYMOUS</e>"#, "line 3"),
        (r#"<e en="T" t="00080018" n="x">@uid</e>"#, "line 3"),
        (r#"<k en="T" t="0018">Keep group 18</k>"#, "<k>"),
        ("<e", "no XML"),
    ] {
        let done = with_script(&lab, &format!("{good}\n{entry}")).expect(2);
        assert!(done.stderr.contains(says), "{entry}: {}", done.stderr);
        assert!(!lab.path("out").exists());
    }
    lab.work(&["--script", "none.xml"]).expect(2);
    lab.work(&[]).expect(2);
}

const TABLE: [[&str; 4]; 5] = [
    ["tag", "keyword", "low", "high"],
    ["(0010,2160)", "EthnicGroup", "remove", "remove"],
    ["00081030", "StudyDescription", "keep", "remove"],
    ["00101020", "PatientSize", "round5", "empty"],
    ["0018,0050", "SliceThickness", "keep", "remove"],
];

/// Outputs of both levels under the table, and of the built-in level low.
fn with_table(lab: &Lab, table: &str) -> [Parsed; 3] {
    let run = |output: &str, args: &[&str]| {
        let base = ["--input", "in", "--output", output, "--key-file", "key"];
        let rows = lab.run([&base, args].concat()).expect(0).rows();
        lab.output(&rows.rows[0]["path"])
    };
    [
        run("low", &["--level", "low", "--policy", table]),
        run("high", &["--level", "high", "--policy", table]),
        run("built-in", &["--level", "low"]),
    ]
}

fn assert_table_was_followed([low, high, built_in]: [Parsed; 3]) {
    assert_eq!([&low, &high, &built_in].map(|o| o.text(0x0010_2160)), ["", "", "Inuit"]);
    assert_eq!([&low, &high, &built_in].map(|o| o.text(0x0008_1030)), ["Head routine", "", ""]);
    assert_eq!([&low, &high, &built_in].map(|o| o.text(0x0010_1020)), ["1.75", "", "1.73"]);
    assert_eq!([&low, &high, &built_in].map(|o| o.text(0x0018_0050)), ["1.25", "", "1.25"]);
    // What the table does not name follows the Basic Profile.
    assert_eq!(low.text(0x0010_0010), "");
    assert_ne!(low.text(0x0010_0020), "A");
    assert!(low.node(0x0009_1001).is_none());
}

#[test]
fn a_sites_table_as_csv_replaces_the_levels() {
    let lab = lab();
    let lines = TABLE.map(|row| row.map(|cell| format!("\"{cell}\"")).join(","));
    lab.put("site.csv", lines.join("\n"));
    assert_table_was_followed(with_table(&lab, "site.csv"));
}

#[test]
fn a_sites_table_as_workbook_replaces_the_levels() {
    let lab = lab();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip(TABLE) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    book.save(lab.path("site.xlsx")).unwrap();
    assert_table_was_followed(with_table(&lab, "site.xlsx"));
}

#[test]
fn a_sites_table_that_is_not_understood_is_refused() {
    let lab = lab();
    for (table, says) in [
        ("tag,low\n00100010,remove\n", "`high`"),
        ("tag,low,high\n00100010,remove,destroy\n", "line 2"),
        ("tag,low,high\n0010001,remove,remove\n", "line 2"),
        ("tag,low,high\n00100010,remove,remove\n00100010,keep,keep\n", "line 3"),
        ("", "policy table"),
    ] {
        lab.put("site.csv", table);
        let done = lab.work(&["--level", "low", "--policy", "site.csv"]).expect(2);
        assert!(done.stderr.contains(says), "{table:?}: {}", done.stderr);
    }
    lab.put("site.xlsx", b"no workbook");
    lab.work(&["--level", "low", "--policy", "site.xlsx"]).expect(2);
    lab.work(&["--level", "low", "--policy", "none.csv"]).expect(2);
    assert!(!lab.path("out").exists());
}
