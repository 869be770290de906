//! Level low: identifiers become keyed hashes, dates move together, demographics stay.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "helpers of tests")]

use dicom_common::dataset::Date;
use dicom_common::deid::pseudonym::{is_identifier, is_uid};
use testkit::samples::{ct, reference};
use testkit::{Dicom, Lab, Parsed, item, text};

fn scrubbed(files: &[Dicom]) -> Vec<Parsed> {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    for (at, file) in files.iter().enumerate() {
        lab.put(format!("in/{at:03}"), file.bytes());
    }
    let rows = lab.work(&["--level", "low"]).expect(0).rows();
    rows.column("path").iter().map(|path| lab.output(path)).collect()
}

fn days(parsed: &Parsed, tag: u32) -> i64 {
    let text = parsed.text(tag);
    Date::parse(text.get(..8).unwrap()).unwrap_or_else(|| panic!("{text}")).to_days()
}

#[test]
fn identifiers_are_hashed_and_the_same_patient_has_one_pseudonym() {
    let outputs = scrubbed(&[ct("A", 1), ct("A ", 2), ct("B", 3)]);
    let ids: Vec<_> = outputs.iter().map(|o| o.text(0x0010_0020)).collect();
    assert!(ids.iter().all(|id| is_identifier(id)), "{ids:?}");
    assert_eq!(ids[0], ids[1]);
    assert_ne!(ids[0], ids[2]);
    for output in &outputs {
        assert!(is_identifier(&output.text(0x0008_0050)), "accession number");
        assert_eq!(output.text(0x0010_0010), "");
        assert_eq!(output.text(0x0010_0030), "");
    }
}

#[test]
fn dates_of_a_patient_move_by_the_same_days_and_times_stay() {
    let dated = |patient, at, date: &str| {
        ct(patient, at).with_all([
            text(0x0008_0020, "DA", date),
            text(0x0008_0022, "DA", "20200301"),
            text(0x0008_0032, "TM", "235959.123"),
            text(0x0008_002A, "DT", "20200301235959.123+0900"),
            text(0x0018_1078, "DT", "20200229"),
            item(0x0040_0275, vec![text(0x0040_0004, "DA", "20200302")]),
        ])
    };
    let outputs = scrubbed(&[
        dated("A", 1, "20200115"),
        dated("A", 2, "20210115"),
        dated("B", 3, "20200115"),
    ]);
    let shift = days(&outputs[0], 0x0008_0020) - Date::parse("20200115").unwrap().to_days();
    assert!(shift < 0);
    assert_eq!(days(&outputs[1], 0x0008_0020) - days(&outputs[0], 0x0008_0020), 366);
    assert_ne!(days(&outputs[2], 0x0008_0020), days(&outputs[0], 0x0008_0020));
    for output in &outputs {
        assert_eq!(days(output, 0x0008_0022), days(output, 0x0008_002A), "DA and DT agree");
        assert_eq!(days(output, 0x0008_0022) - days(output, 0x0018_1078), 1);
        assert!(output.text(0x0008_002A).ends_with("235959.123+0900"));
        assert_eq!(output.text(0x0008_0032), "235959.123");
    }
}

#[test]
fn what_is_no_date_is_not_made_one() {
    for value in [
        "",
        "        ",
        "20230230",
        "unknown",
        "2020",
        "99999999",
        "00000000",
        "2020011",
        "20200115-20200116",
    ] {
        let output = &scrubbed(&[ct("A", 1).with(text(0x0008_0020, "DA", value))])[0];
        assert!(output.node(0x0008_0020).is_some(), "Type 2 stays");
        assert_eq!(output.text(0x0008_0020), "", "{value:?}");
    }
    let absent = &scrubbed(&[ct("A", 1).without(0x0008_0021)])[0];
    assert!(absent.node(0x0008_0021).is_none());
    let several =
        &scrubbed(&[ct("A", 1).with(text(0x0018_1200, "DA", r"20200115\\nonsense\20200116"))])[0];
    let parts: Vec<String> = several.text(0x0018_1200).split('\\').map(str::to_owned).collect();
    assert_eq!(parts.len(), 4);
    assert!(parts[1].is_empty() && parts[2].is_empty());
    let day = |at: usize| Date::parse(&parts[at]).unwrap().to_days();
    assert_eq!(day(3) - day(0), 1);
}

#[test]
fn demographics_stay_but_for_ages_above_89() {
    let person = ct("A", 1).with_all([
        text(0x0010_0040, "CS", "F"),
        text(0x0010_1010, "AS", "089Y"),
        text(0x0010_1020, "DS", "1.73"),
        text(0x0010_1030, "DS", "61.3"),
        text(0x0010_2160, "SH", "Inuit"),
    ]);
    let output = &scrubbed(std::slice::from_ref(&person))[0];
    for tag in [0x0010_0040, 0x0010_1010, 0x0010_1020, 0x0010_1030, 0x0010_2160] {
        assert_eq!(output.text(tag), person.text(tag), "{tag:08X}");
    }
    for (age, expected) in
        [("093Y", "090Y"), ("090Y", "090Y"), ("999Y", "090Y"), ("089Y", "089Y"), ("018M", "018M")]
    {
        let output = &scrubbed(&[person.clone().with(text(0x0010_1010, "AS", age))])[0];
        assert_eq!(output.text(0x0010_1010), expected);
    }
}

#[test]
fn uids_change_alike_in_files_references_and_sequences() {
    let other = ct("A", 2).text(0x0008_0018);
    let outputs = scrubbed(&[
        ct("A", 1).with(reference(0x0008_1140, &other)),
        ct("A", 2).with(item(0x0008_1140, vec![reference(0x0008_2112, &other)])),
    ]);
    let [one, two] = outputs.as_slice() else { panic!() };
    let instance = two.text(0x0008_0018);
    assert!(is_uid(&instance));
    let flat = |o: &Parsed, path: &str| String::from_utf8(o.flat()[path].clone()).unwrap();
    assert_eq!(flat(one, "00081140[0].00081155").trim_end_matches('\0'), instance);
    assert_eq!(flat(two, "00081140[0].00082112[0].00081155").trim_end_matches('\0'), instance);
    assert_eq!(flat(one, "00081140[0].00081150").trim_end_matches('\0'), testkit::samples::CT);
    for tag in [0x0020_000D, 0x0020_000E, 0x0020_0052] {
        assert_eq!(one.text(tag), two.text(tag));
        assert!(is_uid(&one.text(tag)));
    }
    for output in &outputs {
        assert_eq!(output.meta_text(0x0002_0003), output.text(0x0008_0018));
    }
}
