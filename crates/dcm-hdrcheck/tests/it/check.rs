//! Runs over small files: verdicts, rows, reports.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use calamine::{Data, Reader, Xlsx, open_workbook};
use dicom_common::dataset::{DataSet, Element, Tag, VR};
use dicom_dictionary_std::tags;

use crate::common::{self, Bench, pseudonyms, scrubbed, text};

/// `path,keyword,vr,severity,reason` of each finding.
fn findings(bench: &Bench) -> Vec<String> {
    let csv = bench.read("f.csv");
    csv.lines().skip(1).map(|line| line.split_once(',').unwrap().1.to_owned()).collect()
}

fn one(more: Vec<Element>) -> Vec<String> {
    let bench = Bench::new();
    bench.put("a", &scrubbed("1", more));
    bench.run("--level low --findings @/f.csv").0.unwrap();
    findings(&bench)
}

#[test]
fn a_scrubbed_file_passes() {
    let bench = Bench::new();
    bench.put("a", &scrubbed("1", vec![]));
    let (tally, manifest) = bench.run("--level low --findings @/f.csv");
    assert_eq!(tally.unwrap().ok, 1);
    assert!(findings(&bench).is_empty());
    let row = manifest.lines().nth(1).unwrap();
    assert!(row.contains(",ok,,0,"), "{row}");
}

#[test]
fn a_leak_is_found_wherever_it_is() {
    let nested = DataSet::new(vec![text(tags::REQUESTING_PHYSICIAN, VR::PN, "Cuddy^Lisa")]);
    let cases: [(Element, &str); 8] = [
        (text(tags::PATIENT_NAME, VR::PN, "Doe^Jane"), "00100010,PatientName,PN,fail,not-empty"),
        (
            Element::sequence(tags::PROCEDURE_CODE_SEQUENCE, vec![nested]),
            "00081032[0].00321032,RequestingPhysician,PN,fail,not-removed",
        ),
        (text(Tag(0x0009, 0x0010), VR::LO, ""), "00090010,,LO,fail,private"),
        (text(tags::PATIENT_AGE, VR::AS, "093Y"), "00101010,PatientAge,AS,fail,too-old"),
        (text(tags::STUDY_DATE, VR::DA, "Doe"), "00080020,StudyDate,DA,fail,not-date"),
        (
            text(tags::PATIENT_ID, VR::LO, "2008050417172310"),
            "00100020,PatientID,LO,fail,not-pseudonym",
        ),
        (
            text(tags::LOSSY_IMAGE_COMPRESSION_METHOD, VR::CS, "jane@doe.org"),
            "00282114,LossyImageCompressionMethod,CS,fail,email",
        ),
        (
            text(tags::PATIENT_IDENTITY_REMOVED, VR::CS, "NO"),
            "00120062,PatientIdentityRemoved,CS,fail,not-stated",
        ),
    ];
    for (element, finding) in cases {
        assert_eq!(one(vec![element]), [finding]);
    }
}

#[test]
fn rows_are_conserved_in_order_and_no_value_appears() {
    let bench = Bench::new();
    bench.put("a", &scrubbed("1", vec![text(tags::PATIENT_NAME, VR::PN, "Doe^Jane")]));
    std::fs::write(bench.path("in/b"), b"no DICOM file").unwrap();
    bench.put("c_Roe", &scrubbed("2", vec![]));
    let flags = "--level low --report @/r.xlsx --findings @/f.csv --summary @/s.csv";
    let (tally, manifest) = bench.run(flags);
    let tally = tally.unwrap();
    assert_eq!((tally.ok, tally.flagged, tally.failed), (1, 1, 1));
    let statuses: Vec<_> = manifest.lines().skip(1).map(|l| l.split(',').nth(4).unwrap()).collect();
    assert_eq!(statuses, ["flag", "fail", "ok"]);
    let finals = |line: &str| line.split(',').nth(8).unwrap().to_owned();
    let said: Vec<_> = bench.read("s.csv").lines().map(finals).collect();
    assert_eq!(said, ["final", "flag", "fail", "ok"]);
    for name in ["f.csv", "s.csv"] {
        assert!(!bench.read(name).contains("Doe") && !bench.read(name).contains("Roe"));
    }
    let mut book: Xlsx<_> = open_workbook(bench.path("r.xlsx")).unwrap();
    for sheet in book.sheet_names() {
        let range = book.worksheet_range(&sheet).unwrap();
        assert!(range.used_cells().all(|(_, _, cell)| !cell.to_string().contains("oe")), "{sheet}");
    }
    let files = book.worksheet_range("Files").unwrap();
    let results: Vec<_> = (1..4).map(|row| files.get((row, 9)).unwrap().to_string()).collect();
    assert_eq!(results, ["flag", "fail", "ok"], "as the rows say");
    assert_eq!(book.sheet_names()[..3], ["Summary", "Findings", "Files"]);
    assert_eq!(book.sheet_names().len(), 6, "and one for each file");
}

#[test]
fn a_workbook_opens_with_its_conclusion_and_says_what_was_not_checked() {
    let bench = Bench::new();
    for name in ["a", "b"] {
        let doe = text(tags::PATIENT_NAME, VR::PN, "Doe^Jane");
        bench.put(name, &scrubbed(name, vec![doe]));
    }
    bench.put("c", &scrubbed("3", vec![]));
    std::fs::write(bench.path("in/d"), b"no DICOM file").unwrap();
    bench.run("--level low --report @/r.xlsx").0.unwrap();
    let mut book: Xlsx<_> = open_workbook(bench.path("r.xlsx")).unwrap();
    let rows = |range: calamine::Range<Data>| -> Vec<String> {
        let cells = |row: &[Data]| row.iter().map(Data::to_string).collect::<Vec<_>>().join("|");
        range.rows().map(cells).collect()
    };
    let summary = rows(book.worksheet_range("Summary").unwrap());
    for line in [
        "Conclusion|1 of 4 files passed; 2 must not be shared as they are, 1 could not be judged.|",
        "Judged by|LOW|",
        "Together||4",
        "|1 files, of which only the reason is known.|",
    ] {
        assert!(summary.iter().any(|row| row == line), "{line}: {summary:#?}");
    }
    let begins = |what: &str| summary.iter().any(|row| row.starts_with(what));
    assert!(begins("Date|20") && begins("Not checked|What pixels show"));
    assert!(begins("|Whether original values are left"), "without the originals");
    // What is the same in two files is one row.
    let findings = rows(book.worksheet_range("Findings").unwrap());
    assert_eq!(findings.len(), 2, "{findings:#?}");
    assert!(
        findings[1].starts_with("00100010|PatientName|PN|fail|") && findings[1].contains("|2|2|")
    );
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let bench = Bench::new();
    for name in 0..300 {
        bench.put(&format!("{name:03}"), &scrubbed(&name.to_string(), vec![]));
    }
    std::fs::write(bench.path("key"), b"a key for tests only, 32 bytes..").unwrap();
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(bench.path("key"), mode).unwrap();
    let run = |jobs: usize| {
        let (tally, manifest) =
            bench.run(&format!("--level high --key-file @/key -j {jobs} --report @/r.xlsx"));
        assert_eq!(tally.unwrap().flagged, 300);
        (manifest, std::fs::read(bench.path("r.xlsx")).unwrap())
    };
    assert_eq!(run(1), run(7));
    let mut book: Xlsx<_> = open_workbook(bench.path("r.xlsx")).unwrap();
    assert_eq!(book.sheet_names(), ["Summary", "Findings", "Files"]);
    assert_eq!(book.worksheet_range("Files").unwrap().height(), 301);
}

#[test]
fn values_are_no_formulas() {
    let bench = Bench::new();
    bench.put("a", &scrubbed("1", vec![text(tags::PATIENT_NAME, VR::PN, "=cmd|'/c calc'!A0")]));
    let flags = "--level low --lang ko --show-values --findings @/f.csv --report @/r.xlsx";
    bench.run(flags).0.unwrap();
    assert!(bench.read("f.csv").contains(",'=cmd|"));
    let mut book: Xlsx<_> = open_workbook(bench.path("r.xlsx")).unwrap();
    assert_eq!(book.sheet_names(), ["요약", "미통과 항목", "파일", "a"]);
    let summary = book.worksheet_range("파일").unwrap();
    let says =
        |word: &str| summary.used_cells().any(|(_, _, cell)| *cell == Data::String(word.into()));
    assert!(says("확인 필요") && says("실패"));
    assert!(["FAIL", "PASS", "flag", "fail", "ok"].iter().all(|word| !says(word)));
    let sheets = book.sheet_names();
    let of_sheet = |sheet: &String| book.worksheet_formula(sheet).unwrap().used_cells().count();
    let formulas: usize = sheets.iter().map(of_sheet).sum();
    testkit::figure("formulas", format!("{formulas} formulas read back"));
    assert_eq!(formulas, 0);
    let details = book.worksheet_range("a").unwrap();
    let value = Data::String("=cmd|'/c calc'!A0".into());
    assert!(details.used_cells().any(|(_, _, cell)| *cell == value));
}

#[test]
fn original_values_and_wrong_pseudonyms_are_found() {
    let bench = Bench::new();
    let new = pseudonyms();
    let shift = -10;
    let original = |instance: &str| {
        DataSet::new(vec![
            text(tags::SOP_CLASS_UID, VR::UI, common::CLASS),
            text(tags::SOP_INSTANCE_UID, VR::UI, instance),
            text(tags::STUDY_DATE, VR::DA, "20200111"),
            text(tags::PATIENT_NAME, VR::PN, "Doe^Jane"),
            text(tags::PATIENT_ID, VR::LO, "Doe"),
        ])
    };
    std::fs::create_dir(bench.path("raw")).unwrap();
    let mut link = String::from("source,kind,original,new\n");
    link += &format!("S,patient,Doe,{}\nS,shift,Doe,{shift}\n", new.identifier(b"Doe"));
    link += &format!(
        "S,study,1.2.3.4.1,{}\nS,series,1.2.3.4.2,{}\n",
        new.uid("1.2.3.4.1"),
        new.uid("1.2.3.4.2")
    );
    for instance in ["1.2.3.4.10", "1.2.3.4.11"] {
        common::write(&bench.path("raw").join(instance), &original(instance));
        link += &format!("S{instance},instance,{instance},{}\n", new.uid(instance));
    }
    std::fs::write(bench.path("link.csv"), link).unwrap();
    bench.put("good", &scrubbed("1.2.3.4.10", vec![]));
    let flags = "--level low --link @/link.csv --against @/raw --findings @/f.csv";
    bench.run(flags).0.unwrap();
    assert!(findings(&bench).is_empty(), "{:?}", findings(&bench));

    let leaks = vec![
        text(tags::STUDY_DATE, VR::DA, "20200102"),
        text(tags::CONVOLUTION_KERNEL, VR::SH, "H30 jane"),
        text(tags::PATIENT_ID, VR::LO, &new.identifier(b"Roe")),
        text(tags::COMPLEX_IMAGE_COMPONENT, VR::CS, "1.2.3.4.11"),
    ];
    bench.put("good", &scrubbed("1.2.3.4.11", leaks));
    bench.run(flags).0.unwrap();
    let expected = [
        "00089208,ComplexImageComponent,CS,fail,original-uid",
        "00181210,ConvolutionKernel,SH,fail,original",
        "00100020,PatientID,LO,fail,inconsistent",
        "00080020,StudyDate,DA,fail,shift-differs",
    ];
    assert_eq!(findings(&bench), expected);
}

#[test]
fn an_encrypted_link_file_says_what_the_plain_one_says_to_whom_may_open_it() {
    use age::secrecy::ExposeSecret;
    use std::os::unix::fs::PermissionsExt;
    let bench = Bench::new();
    let leak = text(tags::CONVOLUTION_KERNEL, VR::SH, "H30 jane");
    bench.put("leaky", &scrubbed("1.2.3.4.10", vec![leak]));
    let link = "source,kind,original,new\nS,value,jane,\nS,patient,Roe,P\n";
    let keys = age::x25519::Identity::generate();
    let sealed = age::encrypt(&keys.to_public(), link.as_bytes()).unwrap();
    std::fs::write(bench.path("link.csv"), link).unwrap();
    std::fs::write(bench.path("link.age"), &sealed).unwrap();
    std::fs::write(bench.path("cut.age"), &sealed[..sealed.len() - 9]).unwrap();
    let secret = |name: &str, content: &str| {
        std::fs::write(bench.path(name), content).unwrap();
        let only_mine = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(bench.path(name), only_mine).unwrap();
    };
    secret("mine", keys.to_string().expose_secret());
    secret("theirs", age::x25519::Identity::generate().to_string().expose_secret());
    secret("phrase", "correct horse battery staple");
    let run = |flags: &str| bench.run(&format!("--level low --findings @/f.csv {flags}"));

    run("--link @/link.csv").0.unwrap();
    let expected = findings(&bench);
    assert!(expected.iter().any(|finding| finding.ends_with("original")), "{expected:?}");
    std::fs::remove_file(bench.path("f.csv")).unwrap();
    run("--link @/link.age --link-identity @/mine").0.unwrap();
    assert_eq!(findings(&bench), expected);

    for (flags, says) in [
        ("--link @/link.age", "age -d"),
        ("--link @/link.age --link-identity @/theirs", "not encrypted to any"),
        ("--link @/link.age --link-passphrase-file @/phrase", "--link-identity"),
        ("--link @/cut.age --link-identity @/mine", "was cut"),
        ("--link @/link.csv --link-identity @/mine", "not encrypted"),
    ] {
        let refused = run(flags).0.unwrap_err().to_string();
        assert!(refused.contains(says), "{flags}: {refused}");
    }
}

#[test]
fn a_manifest_passes_through_and_twice_is_once() {
    let bench = Bench::new();
    bench.put("a", &scrubbed("1", vec![]));
    let file = bench.path("in/a");
    let bytes = std::fs::metadata(&file).unwrap().len();
    let (path, other) = (file.display(), bytes + 1);
    let manifest = format!(
        "schema,source,path,bytes,scrub,scrub_code,mine\n1,A,{path},{bytes},ok,,\"x,y\"\n\
         1,B,,,fail,E_TRUNCATED,\n1,C,{path},{other},ok,,\n"
    );
    let run = |input: &str| {
        std::fs::write(bench.path("in.csv"), input).unwrap();
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_dcm-hdrcheck"))
            .args(["--level", "low", "-q"])
            .stdin(std::fs::File::open(bench.path("in.csv")).unwrap())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stdout).unwrap()
    };
    let once = run(&manifest);
    let rows: Vec<_> = once.lines().skip(1).collect();
    assert!(rows[0].contains(",\"x,y\",ok,,0,"), "{once}");
    assert!(rows[1].contains(",skip,S_UPSTREAM,,"), "{once}");
    assert!(rows[2].contains(",fail,E_CHANGED,,"), "{once}");
    assert_eq!(run(&once), once);
    testkit::figure(
        "conservation",
        format!("dcm-hdrcheck: 3 rows in, {} out, twice the same", rows.len()),
    );
}

#[test]
fn a_report_never_replaces_an_input() {
    let bench = Bench::new();
    bench.put("a", &scrubbed("1", vec![]));
    let before = std::fs::read(bench.path("in/a")).unwrap();
    for flag in ["--report", "--findings", "--summary", "--manifest"] {
        assert!(bench.run(&format!("--level low {flag} @/in/a")).0.is_err(), "{flag}");
    }
    assert_eq!(std::fs::read(bench.path("in/a")).unwrap(), before);
}

#[test]
fn the_earlier_tools_tables_name_no_file_unasked_and_hold_no_formula() {
    let bench = Bench::new();
    let formula = text(tags::STATION_NAME, VR::SH, "=HYPERLINK(1)");
    bench.put("=DOE^JANE.dcm", &scrubbed("1", vec![formula]));
    let tables =
        "--criteria reference --level low --findings @/f.csv --summary @/s.csv --report @/r.xlsx";
    let (_, manifest) = bench.run(tables);
    let source = manifest.lines().nth(1).unwrap().split(',').nth(1).unwrap();
    let tables_hold = |what: &str| {
        let mut book: Xlsx<_> = open_workbook(bench.path("r.xlsx")).unwrap();
        let cells: String =
            book.worksheets().iter().map(|(_, range)| format!("{range:?}")).collect();
        [bench.read("f.csv"), bench.read("s.csv"), cells].map(|table| table.contains(what))
    };
    assert_eq!(tables_hold("DOE"), [false; 3]);
    assert_eq!(tables_hold(source), [true; 3]);
    bench.run(&format!("{tables} --show-values")).0.unwrap();
    assert_eq!(tables_hold("DOE"), [true; 3]);
    for table in ["f.csv", "s.csv"] {
        let csv = bench.read(table);
        let mut cells = csv.lines().flat_map(|line| line.split(','));
        assert!(!cells.any(|cell| cell.trim_matches('"').starts_with('=')), "{csv}");
    }
}

#[test]
fn a_sites_own_ids_are_accepted_with_the_link_file_that_names_them() {
    use clap::Parser;
    use std::os::unix::fs::PermissionsExt;
    let original = testkit::samples::ct("HOSP1", 1).bytes();
    for level in ["low", "high"] {
        let bench = Bench::new();
        std::fs::create_dir(bench.path("raw")).unwrap();
        std::fs::write(bench.path("raw/1"), &original).unwrap();
        std::fs::write(bench.path("map.csv"), "id,new id,days\nHOSP1,SITE_001,-100\n").unwrap();
        std::fs::write(bench.path("key"), "a key for tests only, 32 bytes..").unwrap();
        std::fs::set_permissions(bench.path("key"), PermissionsExt::from_mode(0o600)).unwrap();
        let folder = bench.folder.path().display().to_string();
        let line = "dcm-scrub @/raw --output @/in --key-file @/key --link @/link.csv --subjects-map \
                    @/map.csv --manifest @/m.csv --level ";
        let line = line.replace('@', &folder) + level;
        dcm_scrub::run(&dcm_scrub::Args::parse_from(line.split_whitespace())).unwrap();
        let known = "--link @/link.csv --against @/raw";
        let flags = format!("--level {level} --findings @/f.csv");
        bench.run(&format!("{flags} {known}")).0.unwrap();
        assert!(findings(&bench).is_empty(), "{level}: {:?}", findings(&bench));
        // Nobody vouches for it without.
        bench.run(&flags).0.unwrap();
        assert!(findings(&bench).iter().any(|f| f.starts_with("00100020,")), "{level}");
        // Another patient's would be told.
        let link = bench.read("link.csv").replace("SITE_001", "SITE_002");
        std::fs::write(bench.path("link.csv"), link).unwrap();
        bench.run(&format!("{flags} {known}")).0.unwrap();
        assert!(findings(&bench).iter().any(|f| f.starts_with("00100020,")), "{level}");
    }
}

#[test]
fn an_archive_is_named_as_one_and_a_workbook_is_called_one() {
    let bench = Bench::new();
    std::fs::write(bench.path("in/a"), b"PK\x03\x04 and more").unwrap();
    let (_, manifest) = bench.run("--level low");
    assert!(manifest.contains("E_ARCHIVE"), "{manifest}");
    for name in ["x.html", "x.csv", "x.xls"] {
        let refused = bench.run(&format!("--level low --report @/{name}")).0.unwrap_err();
        assert!(refused.to_string().contains(".xlsx"), "{refused}");
    }
    bench.run("--level low --report @/x.XLSX").0.unwrap();
}
