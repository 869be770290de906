//! Profiles: what dcm-scrub writes is accepted under the same choice, and found under another.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot be set up has failed"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use clap::Parser;
use dicom_common::dataset::{DataSet, Element, Tag, VR};
use dicom_common::deid::policy::{Policy, ProfileOption, Rule};
use dicom_dictionary_std::tags;

use ProfileOption::*;

use crate::common::{Bench, scrubbed, text};

fn flags(options: &[ProfileOption]) -> String {
    let options = options.iter().map(|option| format!(" --option {}", option.name()));
    format!("--profile basic{}", options.collect::<String>())
}

/// Scrubs files listed in `list` into a folder; the rows.
fn scrub(bench: &Bench, list: &[PathBuf], output: &str, flags: &str) -> Vec<csv::StringRecord> {
    let zeros: Vec<u8> =
        list.iter().flat_map(|p| [p.to_str().unwrap().as_bytes(), b"\0"].concat()).collect();
    fs::write(bench.path("list"), zeros).unwrap();
    let path = |name: &str| bench.path(name).to_str().unwrap().to_owned();
    let (list, output, manifest) = (path("list"), path(output), path(&format!("{output}.csv")));
    let line =
        ["dcm-scrub", "-q", "--files0-from", &list, "--output", &output, "--manifest", &manifest];
    // Headers are what is looked at here.
    let args = line.into_iter().chain(["--accept-burned-in"]).chain(flags.split(' '));
    dcm_scrub::run(&dcm_scrub::Args::try_parse_from(args).unwrap()).unwrap();
    csv::Reader::from_path(manifest).unwrap().into_records().map(Result::unwrap).collect()
}

/// What a check of scrubbed files finds: `path,keyword,vr,severity,reason`.
fn findings(bench: &Bench, folder: &str, flags: &str) -> Vec<String> {
    let line = format!("{flags} --findings @/findings.csv --input @/{folder}");
    let args = line.replace('@', bench.folder.path().to_str().unwrap());
    let args = ["dcm-hdrcheck", "-q"].into_iter().chain(args.split(' '));
    dcm_hdrcheck::check(&dcm_hdrcheck::Args::try_parse_from(args).unwrap(), std::io::sink())
        .unwrap();
    let rows = bench.read("findings.csv");
    let found = rows.lines().skip(1).map(|line| line.split_once(',').unwrap().1.to_owned());
    found.filter(|line| !line.contains(",warn,")).collect()
}

/// A whole image, two pixels wide.
fn image(more: Vec<Element>) -> DataSet {
    let number = |tag, n: u8| Element::new(tag, VR::US, vec![n, 0]);
    let mut dataset = scrubbed("1", more);
    for element in [
        number(tags::SAMPLES_PER_PIXEL, 1),
        number(tags::ROWS, 1),
        number(tags::COLUMNS, 2),
        number(tags::BITS_ALLOCATED, 8),
        number(tags::BITS_STORED, 8),
        number(tags::HIGH_BIT, 7),
        number(tags::PIXEL_REPRESENTATION, 0),
        text(tags::PHOTOMETRIC_INTERPRETATION, VR::CS, "MONOCHROME2"),
        text(tags::PIXEL_DATA, VR::OB, "px"),
    ] {
        dataset.put(element);
    }
    dataset
}

/// Scrubs the only input.
fn scrub_one(bench: &Bench, output: &str, flags: &str) {
    let rows = scrub(bench, &[bench.path("in/a")], output, flags);
    assert!(rows.len() == 1 && rows[0].iter().any(|cell| cell == "ok"), "{rows:?}");
}

fn original(rule: &Rule) -> Option<Element> {
    let number =
        u32::from_str_radix(&rule.tag, 16).ok().filter(|n| rule.tag.len() == 8 && n >> 16 >= 8)?;
    let tag = Tag((number >> 16) as u16, (number & 0xFFFF) as u16);
    let vr = rule.vr.parse().unwrap_or(VR::LO);
    let value = match vr {
        VR::SQ => {
            let item = DataSet::new(vec![text(tags::CODE_MEANING, VR::LO, "Chest")]);
            return Some(Element::sequence(tag, vec![item]));
        }
        VR::DA => "20200301",
        VR::DT => "20200301101112",
        VR::TM => "101112",
        VR::UI => "1.2.3.4.5.6.7",
        VR::AS => "043Y",
        VR::DS | VR::IS => "43",
        VR::US | VR::SS => "ab",
        VR::UL | VR::SL | VR::FL | VR::AT => "abcd",
        VR::FD => "abcdefgh",
        _ => "CHEST",
    };
    Some(text(tag, vr, value))
}

/// A file with every attribute that an option is about.
fn file_of(option: ProfileOption) -> (DataSet, Vec<Element>) {
    let rules = Policy::built_in().rules().to_vec();
    let own = rules.iter().filter(|r| r.keeps.has(option) || r.cleans.has(option));
    let mut elements: Vec<Element> = own.filter_map(original).collect();
    match option {
        CleanGraphics => elements.extend([
            text(Tag(0x6000, 0x0040), VR::CS, "R"),
            text(Tag(0x6000, 0x3000), VR::OW, "bits"),
            text(Tag(0x5000, 0x3000), VR::OW, "line"),
        ]),
        RetainSafePrivate => elements.extend([
            text(Tag(0x7053, 0x0010), VR::LO, "Philips PET Private Group"),
            text(Tag(0x7053, 0x1000), VR::DS, "1.5"),
        ]),
        _ => {}
    }
    (image(elements.clone()), elements)
}

fn path_of(element: &Element) -> String {
    format!("{:04X}{:04X}", element.tag.0, element.tag.1)
}

#[test]
fn what_an_option_leaves_is_accepted_with_it_and_found_without_it() {
    let mut checked = 0;
    for option in ProfileOption::of_headers() {
        let bench = Bench::new();
        let (dataset, elements) = file_of(option);
        bench.put("a", &dataset);
        scrub_one(&bench, "with", &flags(&[option]));
        scrub_one(&bench, "without", &flags(&[]));
        assert_eq!(findings(&bench, "with", &flags(&[option])), [""; 0], "{}", option.name());
        assert_eq!(findings(&bench, "without", &flags(&[])), [""; 0], "{}", option.name());
        // The other way round, each by each.
        let found = findings(&bench, "with", &flags(&[]));
        let tags: BTreeSet<&str> = found.iter().map(|f| f.split(',').next().unwrap()).collect();
        // Bytes that nobody can clean went, sequences may stay for their items.
        let stays =
            |e: &&Element| e.vr != VR::SQ && (e.vr != VR::OB || option == RetainLongFullDates);
        for element in elements.iter().filter(stays) {
            assert!(
                tags.contains(path_of(element).as_str()),
                "{} {}",
                option.name(),
                path_of(element)
            );
            checked += 1;
        }
        let claims = findings(&bench, "without", &flags(&[option]));
        assert!(claims.iter().any(|f| f.starts_with("00120064,")), "{claims:?}");
    }
    println!("{checked} attributes found");
    assert!(checked > 500, "{checked}");
}

#[test]
fn what_an_option_adds_to_a_level_is_accepted_with_it_and_found_without_it() {
    for (level, options) in [
        ("low", [CleanDescriptors, RetainDeviceIdentity, RetainSafePrivate].as_slice()),
        ("high", &[CleanDescriptors, RetainPatientCharacteristics, RetainLongFullDates]),
    ] {
        for option in options {
            let bench = Bench::new();
            let (dataset, elements) = file_of(*option);
            bench.put("a", &dataset);
            let with = format!("--level {level} --option {}", option.name());
            let without = format!("--level {level}");
            scrub_one(&bench, "with", &with);
            scrub_one(&bench, "without", &without);
            assert_eq!(findings(&bench, "with", &with), [""; 0], "{with}");
            assert_eq!(findings(&bench, "without", &without), [""; 0], "{with}");
            let found = findings(&bench, "with", &without);
            assert!(found.len() > 1, "{with}: {found:?}");
            let claims = findings(&bench, "without", &with);
            assert!(claims.iter().any(|f| f.starts_with("00120064,")), "{with}: {claims:?}");
            let read = |folder: &str| fs::read(only_file(&bench.path(folder))).unwrap().len();
            assert!(read("with") > read("without"), "{with} leaves more: {}", elements.len());
        }
    }
}

/// The only file below a folder.
fn only_file(folder: &std::path::Path) -> PathBuf {
    let mut files = dicom_common::pipeline::discover::walk(vec![folder.to_owned()], Vec::new());
    files.next().unwrap().path
}

#[test]
fn attributes_that_the_user_names_stay_or_go_and_the_checker_is_told() {
    let bench = Bench::new();
    let more = vec![
        text(tags::PATIENT_ID, VR::LO, "HOSP100200"),
        text(tags::STATION_NAME, VR::SH, "SCANNERTWO"),
        text(tags::MANUFACTURER, VR::LO, "ACME"),
    ];
    bench.put("a", &image(more));
    for choice in ["--level low", "--level high", "--profile basic"] {
        let station = format!("{choice} --keep StationName --remove (0008,0070)");
        scrub_one(&bench, "station", &station);
        assert_eq!(findings(&bench, "station", &station), [""; 0], "{station}");
        let kept = findings(&bench, "station", choice);
        assert!(kept.iter().any(|f| f.starts_with("00081010,")), "{choice}: {kept:?}");
        assert!(kept.iter().any(|f| f.starts_with("00120064,")), "no profile is claimed: {kept:?}");
        let bytes = fs::read(only_file(&bench.path("station"))).unwrap();
        let holds = |text: &str| bytes.windows(text.len()).any(|w| w == text.as_bytes());
        assert!(holds("SCANNERTWO") && !holds("ACME") && !holds("HOSP100200"));
        let patient = format!("{choice} --keep PatientID");
        scrub_one(&bench, "patient", &patient);
        assert_eq!(findings(&bench, "patient", &patient), [""; 0], "{patient}");
        let known = format!("{patient} --against {}", bench.path("in").display());
        assert_eq!(findings(&bench, "patient", &known), [""; 0], "{patient}");
        for folder in ["station", "patient"] {
            fs::remove_dir_all(bench.path(folder)).unwrap();
            fs::remove_file(bench.path(&format!("{folder}.csv"))).unwrap();
        }
    }
}

#[test]
fn claims_must_be_those_of_the_options() {
    let bench = Bench::new();
    let with_codes = |codes: &[&str]| {
        let item = |code: &&str| {
            DataSet::new(vec![
                text(tags::CODE_VALUE, VR::SH, code),
                text(tags::CODING_SCHEME_DESIGNATOR, VR::SH, "DCM"),
            ])
        };
        let items = codes.iter().map(item).collect();
        let removed = text(tags::LONGITUDINAL_TEMPORAL_INFORMATION_MODIFIED, VR::CS, "REMOVED");
        let codes = Element::sequence(tags::DEIDENTIFICATION_METHOD_CODE_SEQUENCE, items);
        let more = vec![
            codes,
            removed,
            text(tags::STUDY_DATE, VR::DA, ""),
            text(tags::PATIENT_AGE, VR::AS, ""),
        ];
        bench.put("a", &scrubbed("1", more));
        let found = findings(&bench, "in", &flags(&[RetainDeviceIdentity]));
        found.iter().filter(|f| f.contains("not-stated")).count()
    };
    assert_eq!(with_codes(&["113100", "113109"]), 0);
    assert_eq!(with_codes(&["113100", "113109", "113101", "113102"]), 0, "claims about pixels");
    assert_eq!(with_codes(&["113100"]), 1, "less than was done");
    assert_eq!(with_codes(&["113100", "113109", "113108"]), 1, "more than was done");
    assert_eq!(with_codes(&["113109"]), 1);
    let pixels = flags(&[RetainDeviceIdentity, CleanRecognizableVisualFeatures]);
    assert!(findings(&bench, "in", &pixels).iter().any(|f| f.contains("not-stated")));
}

#[test]
fn originals_that_stay_on_purpose_are_no_findings() {
    let bench = Bench::new();
    let uid = |n: u32| format!("1.2.3.4.5.6.{n}");
    let more = vec![
        text(tags::SOP_INSTANCE_UID, VR::UI, &uid(1)),
        text(tags::SERIES_INSTANCE_UID, VR::UI, &uid(2)),
        text(tags::STUDY_INSTANCE_UID, VR::UI, &uid(3)),
        text(tags::PATIENT_ID, VR::LO, "HOSP100200"),
        text(tags::STATION_NAME, VR::SH, "SCANNERTWO"),
    ];
    bench.put("a", &image(more));
    let options = [RetainUids, RetainDeviceIdentity, RetainLongFullDates];
    let link = format!(" --link {}", bench.path("link.csv").display());
    let line = flags(&options);
    scrub_one(&bench, "out", &format!("{line}{link}"));
    let against = format!("{line}{link} --against {}", bench.path("in").display());
    assert_eq!(findings(&bench, "out", &against), [""; 0]);
    let other = format!("{}{link}", flags(&[]));
    let found = findings(&bench, "out", &other);
    assert!(
        found.iter().any(|f| f.starts_with("00080018,") && f.ends_with("not-new-uid")),
        "{found:?}"
    );
}

#[test]
fn what_an_institution_says_of_itself_stays_with_it() {
    let bench = Bench::new();
    let address = text(tags::INSTITUTION_ADDRESS, VR::ST, "Dr. House, Tel. 030/1234567");
    bench.put("a", &image(vec![address]));
    let choice = flags(&[RetainInstitutionIdentity]);
    scrub_one(&bench, "out", &choice);
    assert_eq!(findings(&bench, "out", &choice), [""; 0]);
    let found = findings(&bench, "out", &flags(&[]));
    assert!(found.iter().any(|f| f.starts_with("00080081,")), "{found:?}");
}

#[test]
fn the_earlier_tool_knows_no_profiles() {
    let bench = Bench::new();
    bench.put("a", &scrubbed("1", Vec::new()));
    let refused = |flags: &str| bench.run(flags).0.unwrap_err().to_string();
    assert!(refused("--profile basic --criteria reference").contains("--level"));
    assert!(refused("--option retain-uids").contains("--profile basic"));
    assert!(refused("--profile basic --option high").contains("--level high"));
    assert_eq!(bench.run("--option low").0.unwrap().ok, 1);
}

/// Every reference input that dcm-scrub writes, under the profile alone and with each option.
#[test]
fn all_reference_inputs_pass_under_the_choice_that_they_were_written_with() {
    let Some(shared) = testkit::reference::folder(env!("CARGO_MANIFEST_DIR")) else { return };
    let mut inputs: Vec<PathBuf> = fs::read_dir(shared.join("golden/inputs"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    inputs.sort();
    let mut choices: Vec<String> =
        ProfileOption::of_headers().map(|option| flags(&[option])).collect();
    choices.push(flags(&[]));
    let most: Vec<_> = ProfileOption::of_headers().filter(|o| *o != RetainLongFullDates).collect();
    choices.push(flags(&most));
    choices.push("--level low --option clean-descriptors".to_owned());
    for options in choices {
        let bench = Bench::new();
        let (mut left, mut written, mut round) = (inputs.clone(), 0, 0);
        // Files of one instance have one name: each round writes one of them.
        while !left.is_empty() {
            let folder = format!("out{round}");
            let rows = scrub(&bench, &left, &folder, &options);
            let manifest = fs::read_to_string(bench.path(&format!("{folder}.csv"))).unwrap();
            let at = |name: &str| {
                manifest.lines().next().unwrap().split(',').position(|c| c == name).unwrap()
            };
            written += rows.iter().filter(|row| &row[at("scrub")] == "ok").count();
            let again = |row: &csv::StringRecord| {
                matches!(&row[at("scrub_code")], "E_DUPLICATE" | "S_SAME_OBJECT")
            };
            left =
                left.into_iter().zip(&rows).filter(|(_, row)| again(row)).map(|(p, _)| p).collect();
            let found = findings(&bench, &folder, &options);
            assert_eq!(found, [""; 0], "{options}");
            round += 1;
        }
        println!("{options}: {written} of {} written", inputs.len());
        assert!(written > 100, "{written}");
    }
}
