//! Every class counts what is right, and can fail: a planted mistake is one failed action, or as
//! many as it spoils.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "test code: what cannot go on ends the test"
)]

use std::ops::Range;
use std::path::{Path, PathBuf};

use dicom_core::{DataElement, PrimitiveValue, Tag, VR};
use dicom_dictionary_std::{tags, uids};
use dicom_object::{FileMetaTableBuilder, InMemDicomObject};
use efficacy::area::Area;
use efficacy::class::Class;
use efficacy::ink::Ink;
use efficacy::key::Action;
use efficacy::place::Place;
use efficacy::score::{Run, Score, score};
use efficacy::{files, image::Image};
use tempfile::TempDir;

const FILES: usize = 3;
const TEXT: Area = Area { column: 0, row: 0, width: 8, height: 4 };
const REST: Area = Area { column: 0, row: 4, width: 8, height: 4 };

fn set(object: &mut InMemDicomObject, tag: Tag, text: &str) {
    let vr = match tag {
        tags::STUDY_INSTANCE_UID | tags::SERIES_INSTANCE_UID | tags::SOP_INSTANCE_UID => VR::UI,
        tags::STUDY_DATE => VR::DA,
        _ => VR::LO,
    };
    object.put(DataElement::new(tag, vr, text));
}

/// A file as it was, or as it should become.
fn file(number: usize, original: bool) -> InMemDicomObject {
    let mut object = InMemDicomObject::new_empty();
    object.put(DataElement::new(
        tags::SOP_CLASS_UID,
        VR::UI,
        uids::SECONDARY_CAPTURE_IMAGE_STORAGE,
    ));
    let pick = |before: &str, after: &str| if original { before } else { after }.to_owned();
    for (tag, text) in [
        (tags::SOP_INSTANCE_UID, pick("1.2.3", "2.25.3") + &number.to_string()),
        (tags::STUDY_INSTANCE_UID, pick("1.2.1", "2.25.1")),
        (tags::SERIES_INSTANCE_UID, pick("1.2.2", "2.25.2")),
        (tags::PATIENT_NAME, pick("Doe^Jane", "")),
        (tags::PATIENT_ID, pick("HOSP1234", "P7")),
        (tags::STUDY_DATE, pick("2024061", "2019061") + &number.to_string()),
        (tags::STUDY_DESCRIPTION, pick("CT head for Jane Doe", "CT head for")),
        (tags::IMAGE_COMMENTS, pick("call 555-0142", "call")),
        (tags::MODALITY, "OT".into()),
    ] {
        set(&mut object, tag, &text);
    }
    let pixel = |at: usize| match (at < 32, original) {
        (true, true) => u8::try_from((at + at / 8) % 2 * 200).unwrap(),
        (true, false) => 0,
        (false, _) => u8::try_from(at).unwrap(),
    };
    for (tag, number) in [
        (tags::ROWS, 8_u16),
        (tags::COLUMNS, 8),
        (tags::SAMPLES_PER_PIXEL, 1),
        (tags::BITS_ALLOCATED, 8),
        (tags::BITS_STORED, 8),
        (tags::PIXEL_REPRESENTATION, 0),
    ] {
        object.put(DataElement::new(tag, VR::US, PrimitiveValue::from(number)));
    }
    let pixels: Vec<u8> = (0..64).map(pixel).collect();
    object.put(DataElement::new(tags::PIXEL_DATA, VR::OB, PrimitiveValue::from(pixels)));
    object
}

fn write(path: &Path, object: InMemDicomObject) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let meta = FileMetaTableBuilder::new().transfer_syntax(uids::EXPLICIT_VR_LITTLE_ENDIAN);
    object.with_meta(meta).unwrap().write_to_file(path).unwrap();
}

/// One action of each class for each file; the last file must be refused.
fn key() -> Vec<Action> {
    let mut key = Vec::new();
    for number in 1..=FILES {
        let instance = format!("1.2.3{number}");
        let mut add = |tag, class, value: &str, area: Option<Area>| {
            let (instance, place, value) = (instance.clone(), Place::root(tag), value.to_owned());
            let ink = area.map(|_| Ink::grey(200));
            key.push(Action { instance, place, class, value, area, ink });
        };
        add(tags::PATIENT_NAME, Class::TagRetained, "", None);
        add(tags::MODALITY, Class::TextNotNull, "", None);
        add(tags::STUDY_DESCRIPTION, Class::TextRetained, "CT head", None);
        add(tags::IMAGE_COMMENTS, Class::TextRemoved, "555-0142", None);
        add(tags::STUDY_DATE, Class::DateShifted, &format!("2024061{number}"), None);
        add(tags::SERIES_INSTANCE_UID, Class::UidChanged, "1.2.2", None);
        add(tags::STUDY_INSTANCE_UID, Class::UidConsistent, "1.2.1", None);
        add(tags::PATIENT_ID, Class::PatientIdConsistent, "HOSP1234", None);
        add(tags::PIXEL_DATA, Class::PixelsHidden, "Jane Doe", Some(TEXT));
        add(tags::PIXEL_DATA, Class::PixelsRetained, "", Some(REST));
    }
    let (instance, value) = (format!("1.2.3{}", FILES + 1), String::new());
    let (place, class) = (Place::EVERYWHERE, Class::Refused);
    key.push(Action { instance, place, class, value, area: None, ink: None });
    key
}

/// What a scrubber made, with a mistake in the second file.
struct Lab {
    folder: TempDir,
}

impl Lab {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for number in 1..=FILES + 1 {
            write(&folder.path().join(format!("in/{number}.dcm")), file(number, true));
        }
        Self { folder }
    }

    fn originals(&self) -> Vec<PathBuf> {
        files::below(&self.folder.path().join("in")).unwrap()
    }

    fn score(&self, mistake: impl Fn(&mut InMemDicomObject), rows: &str) -> Score {
        self.score_by(&key(), mistake, rows)
    }

    fn score_by(
        &self,
        key: &[Action],
        mistake: impl Fn(&mut InMemDicomObject),
        rows: &str,
    ) -> Score {
        for number in 1..=FILES + 1 {
            let mut object = file(number, false);
            if number == 2 {
                mistake(&mut object);
            }
            write(&self.folder.path().join(format!("out/{number}.dcm")), object);
        }
        let manifest = self.folder.path().join("manifest.csv");
        std::fs::write(&manifest, format!("path,scrub,scrub_code\n{rows}")).unwrap();
        let run = Run {
            manifest,
            folder: self.folder.path().join("out"),
            inputs: self.originals(),
            ..Run::default()
        };
        score(key, &[run]).unwrap()
    }
}

const ROWS: &str = "1.dcm,ok,\n2.dcm,ok,\n3.dcm,ok,\n,fail,E_DOCUMENT\n";

fn failed(score: &Score) -> Vec<Class> {
    score.failures.iter().map(|failure| failure.action.class).collect()
}

/// Gives an image these samples of another one.
fn pixels(object: &mut InMemDicomObject, other: &InMemDicomObject, places: Range<usize>) {
    let mut image = Image::read(object).unwrap();
    let other = Image::read(other).unwrap();
    image.values[places.clone()].copy_from_slice(&other.values[places]);
    object.put(DataElement::new(tags::PIXEL_DATA, VR::OB, PrimitiveValue::from(image.bytes())));
}

#[test]
fn what_is_right_has_every_point() {
    let score = Lab::new().score(|_| {}, ROWS);
    assert_eq!(score.failures, []);
    for class in Class::scored() {
        let count = score.of(class);
        assert_eq!((count.correct, count.required), (FILES, FILES), "{class}");
    }
    assert_eq!(score.of(Class::Refused).required, 1);
    assert_eq!((score.total().required, score.total().percent().as_str()), (30, "100.00"));
}

#[test]
fn each_class_can_fail() {
    type Mistake = fn(&mut InMemDicomObject);
    let mistakes: [(Class, Mistake); 18] = [
        (Class::TagRetained, |o| drop(o.take(tags::PATIENT_NAME))),
        (Class::TextNotNull, |o| set(o, tags::MODALITY, "")),
        (Class::TextNotNull, |o| drop(o.take(tags::MODALITY))),
        (Class::TextRetained, |o| set(o, tags::STUDY_DESCRIPTION, "CT for")),
        (Class::TextRetained, |o| drop(o.take(tags::STUDY_DESCRIPTION))),
        (Class::TextRemoved, |o| set(o, tags::IMAGE_COMMENTS, "call 5550142")),
        (Class::TextRemoved, |o| set(o, tags::IMAGE_COMMENTS, "call 0142")),
        (Class::DateShifted, |o| set(o, tags::STUDY_DATE, "20240612")),
        (Class::DateShifted, |o| set(o, tags::STUDY_DATE, "20190613")),
        (Class::DateShifted, |o| set(o, tags::STUDY_DATE, "")),
        (Class::UidChanged, |o| set(o, tags::SERIES_INSTANCE_UID, "1.2.2")),
        (Class::UidChanged, |o| set(o, tags::SERIES_INSTANCE_UID, "2.25.x")),
        (Class::UidConsistent, |o| set(o, tags::STUDY_INSTANCE_UID, "2.25.9")),
        (Class::PatientIdConsistent, |o| set(o, tags::PATIENT_ID, "P8")),
        (Class::PatientIdConsistent, |o| set(o, tags::PATIENT_ID, "HOSP1234")),
        (Class::PixelsHidden, |o| pixels(o, &file(2, true), 0..32)),
        (Class::PixelsHidden, |o| pixels(o, &file(2, true), 8..24)),
        (Class::PixelsRetained, |o| {
            let mut other = file(1, false);
            let black = PrimitiveValue::from(vec![0_u8; 64]);
            other.put(DataElement::new(tags::PIXEL_DATA, VR::OB, black));
            pixels(o, &other, 40..41);
        }),
    ];
    let lab = Lab::new();
    for (number, (class, mistake)) in mistakes.into_iter().enumerate() {
        assert_eq!(failed(&lab.score(mistake, ROWS)), [class], "mistake {number}");
    }
}

#[test]
fn each_class_beyond_the_ten_can_fail() {
    let lab = Lab::new();
    let cases = [
        (Class::NameRemoved, "LEFEVRE ZOE", "zoetrope", "seen by lefevre"),
        (Class::ShortNameRemoved, "Li Bo", "bolus calibration", "MRI of LI"),
        (Class::IdentityCodeRemoved, "EMP-77123", "REMOVED", "emp 77123"),
        (Class::CalendarRemoved, "1342/11/28", "", "1342/11/28"),
        (Class::LocalCodeRemoved, "99LARKMOOR", "99OTHER", "99LARKMOOR"),
        (Class::IdentifierRemoved, "PL-77123", "x y", "x PL-77123 y"),
        // Other dates of the patient moved back by five years.
        (Class::ConceptRemoved, "20240611", "19000101", "20190611"),
        (Class::ConceptRemoved, "20240611", "", "20240611"),
        (Class::ConceptRemoved, "96", "90", "96"),
    ];
    let action = |class, tag, value: &str| {
        let (instance, place, value) = ("1.2.32".into(), Place::root(tag), value.to_owned());
        Action { instance, place, class, value, area: None, ink: None }
    };
    for (class, value, right, wrong) in cases {
        let mut key = key();
        key.push(action(class, tags::DETECTOR_DESCRIPTION, value));
        let with = |text: &'static str| {
            move |o: &mut InMemDicomObject| {
                set(o, tags::DETECTOR_DESCRIPTION, text);
            }
        };
        assert_eq!(failed(&lab.score_by(&key, with(right), ROWS)), [], "{value}");
        assert_eq!(failed(&lab.score_by(&key, with(wrong), ROWS)), [class], "{value}");
    }
    for (value, fails) in [("XYZ", 0), ("()*", 1)] {
        let mut key = key();
        key.push(action(Class::StreamCleaned, tags::PIXEL_DATA, value));
        assert_eq!(failed(&lab.score_by(&key, |_| {}, ROWS)).len(), fails, "{value}");
    }
}

#[test]
fn a_file_that_was_not_written_loses_all_of_its_actions() {
    let rows = "1.dcm,ok,\n,fail,E_X\n3.dcm,ok,\n,fail,E_DOCUMENT\n";
    let score = Lab::new().score(|_| {}, rows);
    assert_eq!(score.total().correct, 20);
    assert_eq!(score.failures.len(), 10);
}

#[test]
fn a_file_that_must_be_refused_may_not_be_written() {
    let rows = "1.dcm,ok,\n2.dcm,ok,\n3.dcm,ok,\n4.dcm,ok,\n";
    let score = Lab::new().score(|_| {}, rows);
    assert_eq!(failed(&score), [Class::Refused]);
    assert_eq!(score.total().percent(), "100.00");
}

#[test]
fn identifiers_of_two_may_not_become_one() {
    let lab = Lab::new();
    let mut key = key();
    // The second file is somebody else's, and got the same pseudonyms.
    for action in key.iter_mut().filter(|action| action.instance == "1.2.32") {
        match action.class {
            Class::PatientIdConsistent => action.value = "HOSP9999".into(),
            Class::UidConsistent => action.value = "1.2.9".into(),
            _ => {}
        }
    }
    lab.score(|_| {}, ROWS);
    let run = Run {
        manifest: lab.folder.path().join("manifest.csv"),
        folder: lab.folder.path().join("out"),
        inputs: lab.originals(),
        ..Run::default()
    };
    let score = score(&key, &[run]).unwrap();
    for class in [Class::PatientIdConsistent, Class::UidConsistent] {
        assert_eq!(score.of(class).correct, 0, "{class}");
    }
}

#[test]
fn a_link_file_says_what_originals_became() {
    let lab = Lab::new();
    lab.score(|_| {}, ROWS);
    let link = lab.folder.path().join("link.csv");
    std::fs::write(&link, "source,kind,original,new\nx,study,1.2.1,2.25.77\n").unwrap();
    let run = Run {
        manifest: lab.folder.path().join("manifest.csv"),
        folder: lab.folder.path().join("out"),
        link: Some(link),
        inputs: lab.originals(),
    };
    let score = score(&key(), &[run]).unwrap();
    assert_eq!(failed(&score), [Class::UidConsistent; FILES]);
}

#[test]
fn a_manifest_of_other_files_is_refused() {
    let lab = Lab::new();
    lab.score(|_| {}, ROWS);
    let manifest = lab.folder.path().join("short.csv");
    std::fs::write(&manifest, "path,scrub,scrub_code\n1.dcm,ok,\n").unwrap();
    let run = Run { manifest, inputs: lab.originals(), ..Run::default() };
    assert!(score(&key(), &[run]).is_err());
}
