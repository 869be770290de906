//! What a second pair of eyes sees: values of the originals in every form, what must not be there by its
//! kind, files that two readers read differently.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot be set up has failed"
)]

use std::fs;

use dicom_common::dataset::{DataSet, Element, Tag, VR};
use dicom_dictionary_std::tags;

use crate::common::{Bench, scrubbed, text};

/// `path,keyword,vr,severity,reason` of each finding that is no warning.
fn findings(bench: &Bench, flags: &str) -> Vec<String> {
    bench.run(&format!("{flags} --findings @/f.csv")).0.unwrap();
    let csv = bench.read("f.csv");
    fs::remove_file(bench.path("f.csv")).unwrap();
    let found = csv.lines().skip(1).map(|line| line.split_once(',').unwrap().1.to_owned());
    found.filter(|line| !line.contains(",warn,")).collect()
}

fn bytes(tag: Tag, vr: VR, value: &[u8]) -> Element {
    Element::new(tag, vr, value.to_vec())
}

/// A checked file with a text that stays, and its original.
fn against(charset: &str, original: Vec<Element>, left: &[u8]) -> Vec<String> {
    let bench = Bench::new();
    fs::create_dir(bench.path("raw")).unwrap();
    let set = bytes(tags::SPECIFIC_CHARACTER_SET, VR::CS, charset.as_bytes());
    let mut elements = vec![
        set.clone(),
        text(tags::SOP_CLASS_UID, VR::UI, crate::common::CLASS),
        text(tags::SOP_INSTANCE_UID, VR::UI, "1.2.3.4.10"),
    ];
    elements.extend(original);
    crate::common::write(&bench.path("raw/a"), &DataSet::new(elements));
    bench.put("a", &scrubbed("1", vec![set, bytes(tags::DETECTOR_DESCRIPTION, VR::LT, left)]));
    findings(&bench, "--level low --against @/raw")
}

const FOUND: [&str; 1] = ["00187006,DetectorDescription,LT,fail,original"];

fn named(charset: &str, name: &[u8], left: &[u8]) -> Vec<String> {
    against(charset, vec![bytes(tags::PATIENT_NAME, VR::PN, name)], left)
}

#[test]
fn names_are_found_in_every_script_case_form_order_and_length() {
    let utf8 = |name: &str, left: &str| named("ISO_IR 192", name.as_bytes(), left.as_bytes());
    for (name, left) in [
        ("Lefèvre^Zoë", "seen LEFÈVRE"),
        ("Lefèvre^Zoë", "seen lefevre"),
        ("Lefèvre^Zoë", "seen Lefe\u{300}vre"),
        ("Müller^Jürgen", "Mueller"),
        ("Кузнецов^Иван", "КУЗНЕЦОВ"),
        ("Li^Bo", "see Li, Bo end"),
        ("Li^Bo", "see BO LI end"),
        ("Li^Bo", "li_bo"),
        ("Smith-Jones^Ann", "see SMITH end"),
        ("O'Brien-Smythe^Mary-Kate", "obrien smythe"),
        ("O'Brien-Smythe^Mary-Kate", "see Kate end"),
        ("张^伟", "CT 张伟 复查"),
        ("张^伟", "伟 张"),
        ("정^민수", "정민수님 뇌"),
        ("Yamada^Tarou=山田^太郎", "山田太郎様"),
        ("Doe^Jane", "x_DOE.jane_x"),
        ("Kestrelman^Ottilie", "KestrelmanOttilie1963"),
    ] {
        let found = utf8(name, left);
        let reason = found.first().map(|line| line.rsplit(',').next().unwrap());
        assert!(matches!(reason, Some("original" | "name")), "{name} in {left}: {found:?}");
    }
    assert_eq!(named("ISO_IR 100", b"Lef\xE8vre^Zo\xEB", b"LEF\xC8VRE"), FOUND);
    assert_eq!(
        named("ISO_IR 144", b"\xB8\xD2\xD0\xDD\xDE\xD2", b"\xD8\xD2\xD0\xDD\xDE\xD2"),
        FOUND
    );
    assert_eq!(named("GB18030", b"\xD5\xC5^\xCE\xB0", b"CT \xD5\xC5\xCE\xB0"), FOUND);
    let kanji = b"\x1B$B;3ED\x1B(B^\x1B$BB@O:\x1B(B";
    assert_eq!(named(r"\ISO 2022 IR 87", kanji, b"\x1B$B;3EDB@O:\x1B(B"), FOUND);
}

#[test]
fn ordinary_words_and_syllables_are_no_names() {
    for (name, left) in [
        ("정^민수", "정상 소견, 측정"),
        ("李^娜", "行李"),
        ("Li^Bo", "calibo ration, Li-ion"),
        ("Doe^Jane", "does it hurt"),
        ("Ann^Lee", "annotation, leech"),
    ] {
        let found = named("ISO_IR 192", name.as_bytes(), left.as_bytes());
        assert!(found.is_empty(), "{name} in {left}: {found:?}");
    }
}

#[test]
fn a_term_of_the_standard_in_the_meaning_of_a_code_is_no_certain_name() {
    let bench = Bench::new();
    fs::create_dir(bench.path("raw")).unwrap();
    let original = DataSet::new(vec![
        text(tags::SOP_CLASS_UID, VR::UI, crate::common::CLASS),
        text(tags::SOP_INSTANCE_UID, VR::UI, "1.2.3.4.10"),
        text(tags::PATIENT_NAME, VR::PN, "Patient^Grauwald"),
    ]);
    crate::common::write(&bench.path("raw/a"), &original);
    let code = |meaning: &str| {
        let code = DataSet::new(vec![
            text(tags::CODE_VALUE, VR::SH, "8302-2"),
            text(tags::CODING_SCHEME_DESIGNATOR, VR::SH, "LN"),
            text(tags::CODE_MEANING, VR::LO, meaning),
        ]);
        Element::sequence(tags::ANATOMIC_REGION_SEQUENCE, vec![code])
    };
    for (meaning, found) in [("Patient Height", 0), ("Grauwald Height", 1)] {
        bench.put("a", &scrubbed("1", vec![code(meaning)]));
        let findings = findings(&bench, "--level low --against @/raw");
        assert_eq!(findings.len(), found, "{meaning}: {findings:?}");
    }
}

#[test]
fn dates_are_found_in_the_forms_of_people_and_machines() {
    let birth = || vec![text(tags::PATIENT_BIRTH_DATE, VR::DA, "19630217")];
    for left in [
        "x 17 Feb 1963",
        "17-FEB-1963",
        "17.2.1963",
        "1963-02-17",
        "2/17/1963",
        "1963年2月17日",
        "昭和38年2月17日",
        "Feb 17, 1963",
        "x19630217x",
        "17.2.63",
        "19630217084500",
    ] {
        assert_eq!(against("ISO_IR 192", birth(), left.as_bytes()), FOUND, "{left}");
    }
    for left in ["1.19630217.1", "17.2.1964", "b=1963 17 2"] {
        assert!(against("ISO_IR 192", birth(), left.as_bytes()).is_empty(), "{left}");
    }
}

#[test]
fn identifiers_are_found_and_numbers_inside_of_numbers_are_not() {
    let id = |id: &str| vec![text(tags::PATIENT_ID, VR::LO, id)];
    for (original, left) in [
        ("ZX-448120", "see zx448120"),
        ("ZX-448120", "xZX-448120x"),
        ("9999997", "MRN9999997"),
        ("9999997", "(9999997)"),
        ("12345678", "12 345 678"),
    ] {
        let found = against("ISO_IR 192", id(original), left.as_bytes());
        assert!(!found.is_empty(), "{original} in {left}");
    }
    for left in ["2.3999999741376", "-99.99999971", "19999997", "1.9999997 mm"] {
        assert!(against("ISO_IR 192", id("9999997"), left.as_bytes()).is_empty(), "{left}");
    }
    for tag in [
        tags::DETECTOR_ID,
        tags::PLATE_ID,
        tags::CASSETTE_ID,
        tags::GANTRY_ID,
        tags::REQUESTED_PROCEDURE_ID,
        tags::PERFORMED_PROCEDURE_STEP_ID,
        tags::STATION_NAME,
    ] {
        let original = vec![text(tag, VR::SH, "QR77-3141")];
        assert_eq!(against("ISO_IR 192", original, b"see QR77-3141"), FOUND, "{tag}");
    }
}

#[test]
fn every_byte_is_searched_in_every_encoding() {
    let bench = Bench::new();
    fs::create_dir(bench.path("raw")).unwrap();
    let name = text(tags::PATIENT_NAME, VR::PN, "Kestrelman^Ottilie");
    let uid = text(tags::SOP_INSTANCE_UID, VR::UI, "1.2.3.4.5678.10");
    crate::common::write(&bench.path("raw/a"), &DataSet::new(vec![uid, name]));
    let wide = |convert: fn(u16) -> [u8; 2]| -> Vec<u8> {
        "KESTRELMAN OTTILIE".encode_utf16().flat_map(convert).collect()
    };
    for hidden in [
        b"Ottilie Kestrelman".to_vec(),
        wide(u16::to_le_bytes),
        wide(u16::to_be_bytes),
        b"of 1.2.3.4.5678.10".to_vec(),
    ] {
        for size in [64, 9000] {
            let mut value = vec![1; size];
            value[21..21 + hidden.len()].copy_from_slice(&hidden);
            let lut = Element::new(tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DATA, VR::OW, value);
            bench.put("a", &scrubbed("1", vec![lut]));
            let found = findings(&bench, "--level low --against @/raw");
            assert!(found.iter().any(|f| f.starts_with("00281201,")), "{size}: {found:?}");
        }
    }
}

#[test]
fn originals_that_cannot_be_read_end_the_run() {
    let bench = Bench::new();
    bench.put("a", &scrubbed("1", vec![]));
    fs::create_dir(bench.path("raw")).unwrap();
    fs::write(bench.path("raw/deep"), testkit::samples::nested(70)).unwrap();
    let refused = bench.run("--level low --against @/raw").0.unwrap_err().to_string();
    assert!(refused.contains("E_DEPTH"), "{refused}");
}

#[test]
fn what_must_not_be_there_by_its_kind_needs_no_originals() {
    let code = |value: &str, scheme: &str, meaning: &str| {
        DataSet::new(vec![
            text(tags::CODE_VALUE, VR::SH, value),
            text(tags::CODING_SCHEME_DESIGNATOR, VR::SH, scheme),
            text(tags::CODE_MEANING, VR::LO, meaning),
        ])
    };
    let content = |concept: &str, value: Element| {
        let name =
            Element::sequence(tags::CONCEPT_NAME_CODE_SEQUENCE, vec![code(concept, "DCM", "x")]);
        Element::sequence(tags::CONTENT_SEQUENCE, vec![DataSet::new(vec![name, value])])
    };
    let aged = |number: &str, unit: &str| {
        let unit =
            Element::sequence(tags::MEASUREMENT_UNITS_CODE_SEQUENCE, vec![code(unit, "UCUM", "")]);
        let value = text(tags::NUMERIC_VALUE, VR::DS, number);
        Element::sequence(tags::MEASURED_VALUE_SEQUENCE, vec![DataSet::new(vec![unit, value])])
    };
    let organization = Element::sequence(
        tags::CONCEPT_CODE_SEQUENCE,
        vec![code("ORG1", "DCM", "Saint Elsewhere")],
    );
    let cases = [
        (Element::sequence(Tag(0x0040, 0x1101), vec![code("EMP-7", "99STAFF", "")]), "local-code"),
        (
            Element::sequence(Tag(0x0040, 0x1101), vec![code("EMP-7", "99STAFF", "REMOVED")]),
            "local-code",
        ),
        (
            Element::sequence(tags::PROCEDURE_CODE_SEQUENCE, vec![code("2501", "L", "MRI")]),
            "local-code",
        ),
        (text(Tag(0x0010, 0x0033), VR::LO, "1342/11/28"), "not-removed"),
        (text(Tag(0x0040, 0x2006), VR::SH, "ORD-5531"), "not-pseudonym"),
        (text(Tag(0x0040, 0x0400), VR::LT, "patient complains, tel 02-345-6789"), "phone"),
        (Element::sequence(Tag(0x0400, 0x0500), vec![DataSet::default()]), "not-removed"),
        (text(tags::PATIENT_AGE, VR::AS, "1104M"), "too-old"),
        (content("121033", aged("96", "a")), "too-old"),
        (content("121033", aged("1100", "mo")), "too-old"),
        (content("121031", text(tags::DATE, VR::DA, "19630125")), "not-dummy"),
        (content("121009", organization), "not-dummy"),
        (text(tags::DETECTOR_DESCRIPTION, VR::LT, "630217-2234567"), "record"),
        (text(tags::DETECTOR_DESCRIPTION, VR::LT, "tel 02-345-6789"), "phone"),
        (text(tags::DETECTOR_DESCRIPTION, VR::LT, "12 Elm Street"), "address"),
        (text(tags::DETECTOR_DESCRIPTION, VR::LT, "Frau Grauwald"), "name"),
        (text(tags::DETECTOR_DESCRIPTION, VR::LT, "born 17 Feb 1963"), "birth-date"),
    ];
    for (element, reason) in cases {
        let bench = Bench::new();
        let tag = element.tag;
        bench.put("a", &scrubbed("1", vec![element]));
        let found = findings(&bench, "--level low");
        assert!(
            found.iter().any(|f| f.ends_with(&format!(",{reason}"))),
            "{tag} {reason}: {found:?}"
        );
    }
    let harmless = [
        Element::sequence(Tag(0x0040, 0x1101), vec![code("REMOVED", "99REMOVED", "REMOVED")]),
        Element::sequence(tags::PROCEDURE_CODE_SEQUENCE, vec![code("71020", "SCT", "Chest")]),
        content("121033", aged("90", "a")),
        content("121033", aged("1080", "mo")),
        content("121031", text(tags::DATE, VR::DA, "19000101")),
    ];
    for element in harmless {
        let bench = Bench::new();
        let tag = element.tag;
        bench.put("a", &scrubbed("1", vec![element]));
        let found = findings(&bench, "--level low");
        assert!(found.is_empty(), "{tag}: {found:?}");
    }
}

#[test]
fn a_file_that_two_readers_read_differently_is_flagged() {
    let bench = Bench::new();
    bench.put("a", &scrubbed("1", vec![]));
    let good = fs::read(bench.path("in/a")).unwrap();
    let codes = |name: &str, file: Vec<u8>| {
        fs::write(bench.path("in/a"), file).unwrap();
        let manifest = bench.run("--level low").1;
        let row = manifest.lines().nth(1).unwrap().to_owned();
        assert!(row.contains("flag,F_READERS_DIFFER"), "{name}: {row}");
    };
    // Modality and Study Date change places.
    let find = |what: &[u8]| good.windows(what.len()).position(|w| w == what).unwrap();
    let date = find(b"\x08\x00\x20\x00DA");
    let modality = find(b"\x08\x00\x60\x00CS");
    let disordered = [
        &good[..date],
        &good[modality..modality + 10],
        &good[date..modality],
        &good[modality + 10..],
    ];
    codes("order", disordered.concat());
    codes(
        "twice",
        [&good[..modality + 10], &good[modality..modality + 10], &good[modality + 10..]].concat(),
    );
    codes("behind", [&good[..], &[0; 4]].concat());
    // The bytes that explicit encodings reserve hold something.
    let sequence = find(b"\x12\x00\x64\x00SQ");
    let mut reserved = good.clone();
    reserved[sequence + 6] = b'J';
    codes("reserved", reserved);
    // A second group of file meta information.
    let meta = find(b"\x02\x00\x13\x00SH");
    let second =
        [&good[..date], &good[meta..meta + 8 + usize::from(good[meta + 6])], &good[date..]];
    codes("meta", second.concat());
}

#[test]
fn a_site_can_allow_what_is_harmless_there() {
    let bench = Bench::new();
    let address = "git@github.com:someone/model.git";
    let model = text(tags::MANUFACTURER_MODEL_NAME, VR::LO, address);
    bench.put("a", &scrubbed("1", vec![model.clone()]));
    bench.put("b", &scrubbed("2", vec![model, text(tags::PATIENT_NAME, VR::PN, address)]));
    assert_eq!(findings(&bench, "--level low").len(), 3);
    fs::write(bench.path("allow.txt"), format!("other\n{address}\n")).unwrap();
    let found = findings(&bench, "--level low --allow @/allow.txt --report @/r.xlsx");
    assert_eq!(
        found,
        [
            "00081090,ManufacturerModelName,LO,pass,allowed by line 2",
            "00081090,ManufacturerModelName,LO,pass,allowed by line 2",
            "00100010,PatientName,PN,fail,not-empty",
        ]
    );
    use calamine::{Reader, Xlsx, open_workbook};
    let mut book: Xlsx<_> = open_workbook(bench.path("r.xlsx")).unwrap();
    let sheet = book.worksheet_range("Allowed").unwrap();
    let row: Vec<String> = (0..2).map(|at| sheet.get((1, at)).unwrap().to_string()).collect();
    assert_eq!(row, ["2", "2"]);
}

/// dicom-object reads such items in explicit VR and takes any four bytes for a length.
#[test]
fn a_sequence_that_is_encoded_as_unknown_is_read_by_all_readers() {
    let bench = Bench::new();
    let item = DataSet::new(vec![
        text(tags::CODE_VALUE, VR::SH, "71020"),
        text(tags::CODING_SCHEME_DESIGNATOR, VR::SH, "SCT"),
    ]);
    let leak = DataSet::new(vec![text(tags::REQUESTING_PHYSICIAN, VR::PN, "Cuddy^Lisa")]);
    for (item, expected) in [(item, 0), (leak, 1)] {
        let sequence = Element::sequence(tags::PROCEDURE_CODE_SEQUENCE, vec![item]);
        bench.put("a", &scrubbed("1", vec![Element { vr: VR::UN, ..sequence }]));
        let found = findings(&bench, "--level low");
        assert_eq!(found.len(), expected, "{found:?}");
        assert!(found.iter().all(|f| f.contains("RequestingPhysician")), "{found:?}");
    }
}
