//! Names, birth dates and identifiers of the file itself in text that stays: at every level, with the
//! profile, and where descriptions are cleaned.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "helpers of tests")]

use std::collections::BTreeMap;

use dicom_common::dataset::{DataSet, Element, Text, VR};
use dicom_common::deid::known_values::fold;
use dicom_dictionary_std::tags;
use testkit::samples::ct;
use testkit::{Dicom, Lab, Node, Rng, read, text};

/// Manufacturer's Model Name, which stays everywhere.
const KEPT: u32 = 0x0008_1090;
/// Image Comments, which stay where descriptions are cleaned.
const CLEANED: u32 = 0x0020_4000;

const RUNS: [&[&str]; 4] = [
    &["--level", "low"],
    &["--level", "high"],
    &["--profile", "basic"],
    &["--profile", "basic", "--option", "clean-descriptors"],
];

/// What is left of an attribute in each file, in their order.
fn left(files: &[Dicom], args: &[&str], tag: u32) -> Vec<Vec<u8>> {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    for (at, file) in files.iter().enumerate() {
        let number = text(0x0020_0013, "IS", at.to_string());
        let uid = text(0x0008_0018, "UI", format!("1.2.3.99.{at}"));
        lab.put(format!("in/{at}"), file.clone().with(number).with(uid).bytes());
    }
    lab.work(args).expect(0);
    let outputs: BTreeMap<usize, Vec<u8>> = lab
        .tree("out")
        .entries()
        .values()
        .filter_map(|entry| read(&entry.bytes).ok())
        .map(|parsed| {
            let value = parsed.flat().get(&format!("{tag:08X}")).cloned().unwrap_or_default();
            (parsed.text(0x0020_0013).parse().unwrap(), value)
        })
        .collect();
    assert_eq!(outputs.len(), files.len());
    outputs.into_values().collect()
}

fn named(charset: &str, name: &[u8], value: &[u8]) -> Dicom {
    ct("P", 1)
        .with(text(0x0008_0005, "CS", charset))
        .with(text(0x0010_0010, "PN", name))
        .with(text(KEPT, "LO", value))
        .with(text(CLEANED, "LT", value))
}

/// What is left in UTF-8.
fn in_utf8(files: &[Dicom], args: &[&str], tag: u32) -> Vec<String> {
    let values = left(files, args, tag);
    values.iter().map(|value| String::from_utf8(value.clone()).unwrap().trim().to_owned()).collect()
}

#[test]
fn a_name_goes_from_text_that_stays_in_every_case_order_and_form() {
    let cases = [
        ("Lefèvre^Zoë", "x LEFÈVRE ZOË", "x"),
        ("Lefèvre^Zoë", "x Lefe\u{300}vre, ZOE", "x"),
        ("Кузнецов^Иван", "x КУЗНЕЦОВ ИВАН кузнецов", "x"),
        ("Müller^Jürgen", "x MÜLLER JÜRGEN; müller mueller", "x"),
        ("Smith-Jones^Ann", "x Smith", "x"),
        ("Smith-Jones^Ann", "x JONES/ann", "x"),
        ("O'Brien-Smythe^Mary-Kate", "x OBRIEN Kate", "x"),
        ("Li^Bo", "x Li, Bo", "x"),
        ("Li^Bo", "x BOLI", "x"),
        ("张^伟", "x 张伟", "x"),
        ("李^娜", "行李 李娜", "行李"),
        ("JUNG^MINSU=鄭^民洙=정^민수", "정상 소견, 정민수", "정상 소견,"),
        ("ﾔﾏﾀﾞ^ﾀﾛｳ", "x ヤマダタロウ", "x"),
    ];
    let files: Vec<Dicom> = cases
        .iter()
        .map(|(name, value, _)| named("ISO_IR 192", name.as_bytes(), value.as_bytes()))
        .collect();
    for args in RUNS {
        for (found, (name, value, expected)) in in_utf8(&files, args, KEPT).iter().zip(cases) {
            assert_eq!(found, expected, "{name} in {value} {args:?}");
        }
    }
    // Descriptions lose other words too.
    for (found, (name, value, _)) in in_utf8(&files, RUNS[3], CLEANED).iter().zip(cases) {
        let name = fold(name);
        let parts = name.split(['^', '=', '-']).filter(|part| part.chars().count() > 1);
        for part in parts {
            assert!(!fold(found).contains(part), "{name} in {value}: {found}");
        }
        assert!(!found.contains("李娜") && !found.contains("张伟"), "{found}");
    }
}

#[test]
fn ordinary_text_stays_as_it_is() {
    let texts = [
        ("Li^Bo", "limbo alibi LI 2, b=1500(0.895,0.000,-0.445)"),
        ("정^민수", "정상 측정 2 mm"),
        ("李^娜", "行李"),
        ("Ma^An", "80 mA, analog"),
        ("Doe^Max", "max3d does DOE2"),
        ("van der Berg^Li", "van der Waals"),
        ("Kestrelman^O", "syngo CT VB20A_HF01 4.1.2.3"),
    ];
    let files: Vec<Dicom> = texts
        .iter()
        .map(|(name, value)| named("ISO_IR 192", name.as_bytes(), value.as_bytes()))
        .collect();
    for args in RUNS {
        let expected: Vec<&str> = texts.iter().map(|(_, value)| *value).collect();
        assert_eq!(in_utf8(&files, args, KEPT), expected, "{args:?}");
    }
}

#[test]
fn a_birth_date_goes_in_the_forms_that_people_write() {
    let forms = [
        "19630217",
        "1963-02-17",
        "17 Feb 1963",
        "17-FEB-1963",
        "17.2.1963",
        "February 17th, 1963",
        "17.02.63",
        "1963年2月17日",
        "1963년 2월 17일",
        "17 de febrero de 1963",
        "DOB 630217",
    ];
    let file = |form: &&str| {
        named("ISO_IR 192", b"Doe^Jane", format!("x {form}").as_bytes()).with(text(
            0x0010_0030,
            "DA",
            "19630217",
        ))
    };
    let files: Vec<Dicom> = forms.iter().map(file).collect();
    for args in RUNS {
        for (found, form) in in_utf8(&files, args, KEPT).iter().zip(forms) {
            assert!(matches!(found.as_str(), "x" | "x DOB"), "{form} {args:?}: {found}");
        }
    }
}

#[test]
fn identifiers_of_people_orders_visits_devices_and_places_go_from_text() {
    let identifiers: [(u32, &str, &str); 24] = [
        (0x0018_700A, "SH", "L03-02246"),
        (0x0018_1004, "LO", "PL-77123"),
        (0x0018_1007, "LO", "CA-88231"),
        (0x0018_1008, "LO", "GA-99311"),
        (0x0018_1005, "LO", "GE-55123"),
        (0x0018_1009, "UT", "(01)0088(21)XYZ9"),
        (0x0040_1001, "SH", "RP-10223"),
        (0x0040_0009, "SH", "SPS-7712"),
        (0x0040_0253, "SH", "PPS-8891"),
        (0x0020_0010, "SH", "ST-5512"),
        (0x0038_0010, "LO", "ADM-6617"),
        (0x0040_0512, "LO", "CONT-9988"),
        (0x0010_0021, "LO", "ISSUERX"),
        (0x0008_1040, "LO", "Cardiology West"),
        (0x0040_0241, "AE", "MR_WEST7"),
        (0x0010_1040, "LO", "17 Quillon Lane, Freedonia"),
        (0x0010_2180, "SH", "beekeeper"),
        (0x0010_2150, "LO", "Freedonia"),
        (0x0038_0300, "LO", "WARD9B"),
        (0x0040_2017, "LO", "FO-33441"),
        (0x0038_0060, "LO", "EP-20231"),
        (0x0010_2154, "SH", "5550199"),
        (0x0008_0080, "LO", "Saint Elsewhere"),
        (0x3008_0105, "LO", "SRC-4432"),
    ];
    let file = |(tag, vr, value): &(u32, &str, &str)| {
        let noted = format!("x {} y", value.split(',').next().unwrap().to_uppercase());
        named("ISO_IR 192", b"Kestrelman^Ottilie", noted.as_bytes()).with(text(*tag, vr, value))
    };
    let files: Vec<Dicom> = identifiers.iter().map(file).collect();
    for args in RUNS {
        for (found, (tag, _, value)) in in_utf8(&files, args, KEPT).iter().zip(identifiers) {
            // An occupation stays where descriptions are cleaned.
            let expected = match tag {
                0x0010_2180 if args == RUNS[3] => "x BEEKEEPER y",
                _ => "x  y",
            };
            assert_eq!(found, expected, "{tag:08X} {value} {args:?}");
        }
    }
}

#[test]
fn what_identifies_by_its_form_goes_from_free_text_that_stays() {
    let forms = [
        "010-1234-5678",
        "+49 6221 123456",
        "jane@hospital.example",
        "https://pacs.hospital.example/1",
        "900101-1234567",
        "MRN: AB-12345",
        "221B Baker Street",
        "서울시 강남구 역삼동 12",
    ];
    let file = |form: &&str| named("ISO_IR 192", b"Doe^Jane", format!("x {form} y").as_bytes());
    let files: Vec<Dicom> = forms.iter().map(file).collect();
    for args in RUNS {
        for (found, form) in in_utf8(&files, args, KEPT).iter().zip(forms) {
            assert_eq!(found, "x  y", "{form} {args:?}");
        }
    }
}

#[test]
fn numbers_stay_or_go_as_a_whole_in_cleaned_descriptions() {
    let texts = ["b=1500(0.895,0.000,-0.445)", "b=1500(0.895,-0.445,0.000)", "TE=12.5/25.0/37.5"];
    let files: Vec<Dicom> =
        texts.iter().map(|text| named("ISO_IR 192", b"Doe^Jane", text.as_bytes())).collect();
    assert_eq!(in_utf8(&files, RUNS[3], CLEANED), texts);
}

/// Families and given names, and a text in which they may stand, for each character set.
const NAMES: [(&str, &[&str], &[&str], &str); 20] = [
    ("ISO_IR 100", &["Lefèvre", "Núñez", "Müller", "Å"], &["Zoë", "Jürgen", "Bo"], "für Köpfe"),
    ("ISO_IR 101", &["Łąkowska", "Dvořák", "Šteflová"], &["Żaneta", "Jiří"], "głowa"),
    ("ISO_IR 109", &["Ċetta", "Ħaber"], &["Ġorġ", "Ĉia"], "ras"),
    ("ISO_IR 110", &["Ģirts", "Šķēle"], &["Ūna", "Žanis"], "galva"),
    ("ISO_IR 126", &["Παπαδόπουλος", "Ρήγας"], &["Νίκος", "Ζωή"], "κεφάλι"),
    ("ISO_IR 127", &["الخطيب", "سعيد"], &["محمد", "ليلى"], "رأس"),
    ("ISO_IR 138", &["כהן", "לוי"], &["חיים", "שרה"], "ראש"),
    ("ISO_IR 144", &["Кузнецов", "Ли"], &["Иван", "Зоя"], "голова"),
    ("ISO_IR 148", &["Yılmaz", "Şimşek"], &["İlkay", "Çağrı"], "baş"),
    ("ISO_IR 166", &["สมชาย", "ใจดี"], &["มานี", "ปิติ"], "สมอง"),
    ("ISO_IR 203", &["Žižka", "Šimek"], &["Œdipe", "Ÿann"], "tête"),
    ("ISO_IR 13", &["ﾔﾏﾀﾞ", "ｽｽﾞｷ"], &["ﾀﾛｳ", "ﾊﾅｺ"], "CT"),
    (
        "ISO_IR 192",
        &["Nguyễn", "Đặng", "Li", "정", "李", "山田"],
        &["Thị", "Bo", "민수", "娜", "太郎"],
        "뇌 головы",
    ),
    ("GB18030", &["张", "欧阳", "李"], &["伟", "小明", "娜"], "脑部"),
    ("GBK", &["王", "赵"], &["芳", "建国"], "头"),
    ("\\ISO 2022 IR 149", &["정", "남궁"], &["민수", "솔"], "뇌"),
    ("\\ISO 2022 IR 87", &["山田", "日本"], &["太郎", "花子"], "脳"),
    ("ISO 2022 IR 13\\ISO 2022 IR 87", &["山田", "ﾔﾏﾀﾞ"], &["太郎", "ﾀﾛｳ"], "脳"),
    ("\\ISO 2022 IR 58", &["张", "王"], &["伟", "小东"], "脑"),
    (
        "\\ISO 2022 IR 100\\ISO 2022 IR 144",
        &["Кузнецов", "Müller"],
        &["Иван", "Jürgen"],
        "für голова",
    ),
];

/// A form in which somebody could write a name.
fn form(rng: &mut Rng, family: &str, given: &str) -> String {
    let mut parts = [family, given];
    if rng.below(2) == 0 {
        parts.reverse();
    }
    let separator = *rng.pick(&[" ", ", ", "_", "-", "", "^", ". ", "/"]);
    let joined = parts.join(separator);
    match rng.below(3) {
        0 => joined.to_uppercase(),
        1 => joined.to_lowercase(),
        _ => joined,
    }
}

#[test]
fn nothing_of_a_full_name_is_left_in_any_character_set() {
    let mut rng = Rng::new(12);
    let mut files = Vec::new();
    let mut cases = Vec::new();
    for (charset, families, given, ordinary) in NAMES {
        let set = Element::new(tags::SPECIFIC_CHARACTER_SET, VR::CS, charset.into());
        let encoding = Text::of(&DataSet::new(vec![set]), &Text::default());
        for _ in 0..12 {
            let (family, given) = (*rng.pick(families), *rng.pick(given));
            let name = format!("{family}^{given}");
            let written = format!("{ordinary} {}", form(&mut rng, family, given));
            // Capitals that the character set lacks.
            let (Some(bytes), Some(value)) = (encoding.encode(&name), encoding.encode(&written))
            else {
                continue;
            };
            files.push(named(charset, &bytes, &value));
            cases.push((encoding.clone(), family, given, written, ordinary));
        }
    }
    assert!(cases.len() > 150, "{}", cases.len());
    for args in RUNS {
        for (value, (encoding, family, given, written, ordinary)) in
            left(&files, args, KEPT).iter().zip(&cases)
        {
            let left = encoding.decode(value);
            let folded = fold(&left);
            for part in [family, given].map(|part| fold(part)) {
                assert!(!folded.contains(&part), "{part} of {written} {args:?}: {left}");
            }
            assert_eq!(left.trim(), *ordinary, "{written} {args:?}");
        }
    }
}

/// A safe private block by PS3.15, or by the table of CTP.
fn block(creator: &str) -> Vec<Node> {
    vec![
        text(0x0013_0010, "LO", creator),
        text(0x0013_1010, "LO", "MADEUP-PROSTATE"),
        text(0x0013_1013, "LO", "98231001"),
    ]
}

#[test]
fn a_private_creator_is_never_cut() {
    let file = ct("P", 1).with(text(0x0040_A075, "PN", "Removed by CTP")).with_all(block("CTP"));
    for args in [
        &["--profile", "basic", "--option", "retain-safe-private", "--safe-private", "ctp"][..],
        &["--profile", "basic", "--option", "retain-safe-private"],
        &["--level", "low"],
    ] {
        let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
        lab.put("in/file", file.bytes());
        lab.work(args).expect(0);
        let output = lab.only_output();
        let creator = output.text(0x0013_0010);
        assert!(creator == "CTP" || creator.is_empty(), "{creator}");
        let elements = output.flat().keys().filter(|path| path.starts_with("001310")).count();
        assert!(elements == 0 || creator == "CTP", "{args:?}");
    }
}
