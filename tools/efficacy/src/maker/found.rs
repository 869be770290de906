//! What independent tests found, beyond what the challenge plants: names in other case and script in
//! text that stays, short names, codes of staff and places, identifiers in text, dates in other
//! calendars, concepts of reports, text in compressed streams. `data/found.csv` says where.

use anyhow::{Context, Result};
use dicom_core::value::PixelFragmentSequence;
use dicom_core::{DataElement, VR};
use dicom_dictionary_std::{tags, uids};
use dicom_object::InMemDicomObject;
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};

use crate::class::Class;
use crate::compressed;
use crate::image::Image;
use crate::place::Place;

use super::chart::Chart;
use super::draft::Draft;
use super::person::Person;
use super::plants::Plant;
use super::template::{Rendered, render};

const TABLE: &str = include_str!("../../data/found.csv");

/// Names that are short in Latin letters, or written without blanks: family, given.
const SHORT: [(&str, &str); 8] = [
    ("Li", "Bo"),
    ("张", "伟"),
    ("Ng", "Ai"),
    ("Wu", "Yi"),
    ("王", "芳"),
    ("Le", "Vy"),
    ("李", "娜"),
    ("Ek", "Bo"),
];

/// Letters with marks, and the letter and the mark apart.
const DECOMPOSED: [(char, &str); 24] = [
    ('á', "a\u{301}"),
    ('à', "a\u{300}"),
    ('ä', "a\u{308}"),
    ('å', "a\u{30a}"),
    ('ã', "a\u{303}"),
    ('ç', "c\u{327}"),
    ('č', "c\u{30c}"),
    ('é', "e\u{301}"),
    ('è', "e\u{300}"),
    ('ê', "e\u{302}"),
    ('ë', "e\u{308}"),
    ('ě', "e\u{30c}"),
    ('í', "i\u{301}"),
    ('ñ', "n\u{303}"),
    ('ó', "o\u{301}"),
    ('ö', "o\u{308}"),
    ('ř', "r\u{30c}"),
    ('š', "s\u{30c}"),
    ('ş', "s\u{327}"),
    ('ú', "u\u{301}"),
    ('ü', "u\u{308}"),
    ('ý', "y\u{301}"),
    ('ž', "z\u{30c}"),
    ('й', "и\u{306}"),
];

/// Adds the objects of a patient. Chance is drawn apart, so that the rest of a set stays as it was.
pub fn all(chart: &mut Chart, seed: u64) -> Result<()> {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed ^ 0x0F00_D5EE_D0F0_F00D);
    let mut person = chart.person.on(0);
    person.charset = "ISO_IR 192".to_owned();
    let person = with_finds(person, &mut rng, chart.number)?;
    image(chart, &person, "names", 11)?;
    let (family, given) = SHORT.get(chart.number % SHORT.len()).copied().unwrap_or_default();
    let mut short = person.clone();
    short.values.insert("caret", format!("{family}^{given}"));
    image(chart, &short, "short", 12)?;
    if chart.number.is_multiple_of(2) {
        report(chart, &person)?;
    }
    stream(chart, &person)
}

/// What the templates of the table name.
fn with_finds(mut person: Person, rng: &mut Xoshiro256PlusPlus, number: usize) -> Result<Person> {
    let caret = person.value("caret")?;
    // The last group is in the patient's script.
    let native = caret.rsplit('=').next().unwrap_or(caret).to_owned();
    let (family, given) = native.split_once('^').context("a name of one part")?;
    let decomposed: String = format!("{given} {family}")
        .to_lowercase()
        .chars()
        .map(|c| {
            let found = DECOMPOSED.iter().find(|(letter, _)| *letter == c);
            found.map_or_else(|| c.to_string(), |(_, apart)| (*apart).to_owned())
        })
        .collect();
    let short = |text: &str| text.chars().take(15).collect::<String>();
    let mut digits = |count: u32| rng.random_range(10_u64.pow(count - 1)..10_u64.pow(count));
    let (short_family, short_given) = SHORT.get(number % SHORT.len()).copied().unwrap_or_default();
    let blank = if short_family.is_ascii() { " " } else { "" };
    let place = person.value("place")?.to_owned();
    let finds = [
        ("found_upper", format!("{family} {given}").to_uppercase()),
        ("found_lower", format!("{given} {family}").to_lowercase()),
        ("found_comma", format!("{family}, {given}").to_uppercase()),
        ("found_family_upper", short(&family.to_uppercase())),
        ("found_given", short(&given.to_uppercase())),
        ("found_decomposed", decomposed),
        ("short_spoken", format!("{short_given}{blank}{short_family}")),
        ("short_reversed", format!("{short_family}{blank}{short_given}")),
        ("short_upper", format!("{short_family}{blank}{short_given}").to_uppercase()),
        ("staff_code", format!("EMP-{}", digits(5))),
        ("staff_spoken", person.value("operator_spoken")?.to_owned()),
        ("staff_caret", person.value("operator")?.to_owned()),
        ("calendar_birth", format!("13{}/11/28", digits(2))),
        ("calendar_death", format!("14{}-03-09", digits(2))),
        ("local_code", format!("{}{}", place.chars().take(6).collect::<String>(), digits(4))),
        ("local_scheme", format!("99{place}")),
        ("step", format!("SPS-{}", digits(4))),
        ("performed", format!("PPS-{}", digits(4))),
        ("requested", format!("RP-{}", digits(5))),
        ("admission", format!("ADM-{}", digits(4))),
        ("location", format!("WARD{}B", digits(2))),
        ("old_age", format!("{}", 91 + number % 9)),
    ];
    person.values.extend(finds);
    Ok(person)
}

fn draft(chart: &Chart, person: &Person, class: &str, series: usize) -> Result<Draft> {
    let mut person = person.clone();
    chart.uids.give(&mut person, [1, series, 1], 1, class);
    let mut draft = Draft::new(InMemDicomObject::new_empty(), person.clone())?;
    for (tag, text) in [
        (tags::SOP_CLASS_UID, class),
        (tags::STUDY_INSTANCE_UID, person.value("study_uid")?),
        (tags::SERIES_INSTANCE_UID, person.value("series_uid")?),
        (tags::PATIENT_NAME, person.value("caret")?),
        (tags::PATIENT_ID, person.value("id")?),
        (tags::PATIENT_BIRTH_DATE, person.value("birth")?),
        (tags::OPERATORS_NAME, person.value("operator")?),
        (tags::STUDY_DATE, person.value("exam")?),
        (tags::CONTENT_DATE, person.value("exam")?),
        (tags::CONTENT_TIME, "101700"),
        (tags::SERIES_NUMBER, &series.to_string()),
        (tags::INSTANCE_NUMBER, "1"),
    ] {
        draft.set(tag, text);
    }
    Ok(draft)
}

/// Plants the elements of an object, with what is required of each name in braces.
fn plant(draft: &mut Draft, object: &str, person: &Person) -> Result<()> {
    for row in csv::Reader::from_reader(TABLE.as_bytes()).records() {
        let row = row?;
        let cell = |at| row.get(at).unwrap_or_default();
        if cell(0) != object {
            continue;
        }
        let place = Place::parse(cell(1)).with_context(|| format!("no place: {row:?}"))?;
        let vr: VR = cell(2).parse().ok().with_context(|| format!("no VR: {row:?}"))?;
        let Rendered { text, parts } = render(cell(3), person)?;
        let required = match cell(4) {
            "" => Vec::new(),
            class => {
                let class = Class::parse(class).with_context(|| format!("no class: {row:?}"))?;
                parts.into_iter().map(|(_, value)| (class, value)).collect()
            }
        };
        draft.plant_required(&Plant::of(place, vr, text), required)?;
    }
    Ok(())
}

/// An image that shows nothing, with text in its header.
fn image(chart: &mut Chart, person: &Person, object: &str, series: usize) -> Result<()> {
    let class = uids::SECONDARY_CAPTURE_IMAGE_STORAGE;
    let mut draft = draft(chart, person, class, series)?;
    draft.set(tags::MODALITY, "OT");
    draft.set(tags::CONVERSION_TYPE, "WSD");
    draft.pixels(&plain(), "MONOCHROME2");
    draft.number(tags::PIXEL_REPRESENTATION, 0);
    draft.require_kept(None);
    plant(&mut draft, object, person)?;
    chart.add(draft, uids::EXPLICIT_VR_LITTLE_ENDIAN)
}

fn report(chart: &mut Chart, person: &Person) -> Result<()> {
    let mut draft = draft(chart, person, uids::COMPREHENSIVE_SR_STORAGE, 13)?;
    for (tag, text) in [
        (tags::MODALITY, "SR"),
        (tags::VALUE_TYPE, "CONTAINER"),
        (tags::CONTINUITY_OF_CONTENT, "SEPARATE"),
        (tags::COMPLETION_FLAG, "COMPLETE"),
        (tags::VERIFICATION_FLAG, "UNVERIFIED"),
    ] {
        draft.set(tag, text);
    }
    plant(&mut draft, "report", person)?;
    chart.add(draft, uids::EXPLICIT_VR_LITTLE_ENDIAN)
}

/// A compressed image with the patient's name where no decoder looks.
fn stream(chart: &mut Chart, person: &Person) -> Result<()> {
    let class = uids::SECONDARY_CAPTURE_IMAGE_STORAGE;
    let mut draft = draft(chart, person, class, 14)?;
    draft.set(tags::MODALITY, "OT");
    draft.set(tags::CONVERSION_TYPE, "WSD");
    let image = plain();
    draft.pixels(&image, "MONOCHROME2");
    draft.number(tags::PIXEL_REPRESENTATION, 0);
    let name = person.value("spoken")?.to_owned();
    let bytes: Vec<u8> = image.values.iter().map(|value| value.to_le_bytes()[0]).collect();
    let jpeg = compressed::to_jpeg(&bytes, image.rows, image.columns).context("no JPEG")?;
    let (fragments, syntax) = match chart.number % 4 {
        0 => (vec![with_segment(&jpeg, 0xFE, &name)], uids::JPEG_BASELINE8_BIT),
        1 => {
            (vec![with_segment(&jpeg, 0xE1, &format!("Exif\0\0{name}"))], uids::JPEG_BASELINE8_BIT)
        }
        2 => {
            let mut rle = compressed::pack(&bytes, 1);
            rle.extend(even(name.clone().into_bytes()));
            (vec![rle], uids::RLE_LOSSLESS)
        }
        _ => (vec![jpeg, even(name.clone().into_bytes())], uids::JPEG_BASELINE8_BIT),
    };
    let sequence = PixelFragmentSequence::new_fragments(fragments);
    draft.object.put(DataElement::new(tags::PIXEL_DATA, VR::OB, sequence));
    draft.require(Place::root(tags::PIXEL_DATA), Class::StreamCleaned, name);
    // Readers do not agree on the frame that a surplus fragment belongs to.
    if chart.number % 4 != 3 {
        draft.require_kept(None);
    }
    chart.add(draft, syntax)
}

/// A JPEG with another segment behind its first marker (ITU-T T.81 B.1.1.4).
fn with_segment(jpeg: &[u8], marker: u8, text: &str) -> Vec<u8> {
    let (start, rest) = jpeg.split_at_checked(2).unwrap_or_default();
    let length = u16::try_from(text.len() + 2).unwrap_or(2).to_be_bytes();
    let segment = [&[0xFF, marker], length.as_slice(), text.as_bytes()].concat();
    even([start, &segment, rest].concat())
}

fn even(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.resize(bytes.len().next_multiple_of(2), 0);
    bytes
}

/// A soft ramp of 64 × 64 samples.
fn plain() -> Image {
    let values = (0..64 * 64_u16).map(|at| 60 + (at % 64) / 4 + at / 256).collect();
    Image {
        rows: 64,
        columns: 64,
        samples: 1,
        planar: false,
        raised: 0,
        allocated: 8,
        stored: 8,
        values,
    }
}
