//! Files of which nothing may be written.

use anyhow::Result;
use demo_data::Phantom;
use dicom_core::{DataElement, PrimitiveValue, Tag, VR};
use dicom_dictionary_std::{tags, uids};
use dicom_object::InMemDicomObject;

use crate::class::Class;
use crate::image::Image;
use crate::place::Place;

use super::chart::Chart;
use super::draft::Draft;

/// Adds one for some patients: a document, a cut file, or an overlay within the pixel data.
pub fn one(chart: &mut Chart) -> Result<()> {
    match chart.number % 8 {
        1 => document(chart),
        3 => cut(chart),
        5 => overlay(chart),
        _ => Ok(()),
    }
}

fn draft(chart: &Chart, class: &str, modality: &str) -> Result<Draft> {
    let mut person = chart.person.on(0);
    chart.uids.give(&mut person, [1, 9, 1], 1, class);
    let mut draft = Draft::new(InMemDicomObject::new_empty(), person.clone())?;
    draft.actions.clear();
    draft.require(Place::EVERYWHERE, Class::Refused, "");
    for (tag, text) in [
        (tags::SOP_CLASS_UID, class),
        (tags::MODALITY, modality),
        (tags::STUDY_INSTANCE_UID, person.value("study_uid")?),
        (tags::SERIES_INSTANCE_UID, person.value("series_uid")?),
        (tags::PATIENT_NAME, person.value("caret")?),
        (tags::PATIENT_ID, person.value("id")?),
        (tags::PATIENT_BIRTH_DATE, person.value("birth")?),
        (tags::STUDY_DATE, person.value("exam")?),
        (tags::SERIES_NUMBER, "9"),
        (tags::INSTANCE_NUMBER, "1"),
    ] {
        draft.set(tag, text);
    }
    Ok(draft)
}

/// A letter in PDF: a header tool cannot treat it.
fn document(chart: &mut Chart) -> Result<()> {
    let mut draft = draft(chart, uids::ENCAPSULATED_PDF_STORAGE, "DOC")?;
    let letter = format!("%PDF-1.4 Dear {}, ", chart.person.value("spoken")?);
    draft.set(tags::MIME_TYPE_OF_ENCAPSULATED_DOCUMENT, "application/pdf");
    draft.object.put(DataElement::new(
        tags::ENCAPSULATED_DOCUMENT,
        VR::OB,
        PrimitiveValue::from(letter.into_bytes()),
    ));
    chart.add(draft, uids::EXPLICIT_VR_LITTLE_ENDIAN)
}

/// An image that ends before its pixels do.
fn cut(chart: &mut Chart) -> Result<()> {
    let mut draft = draft(chart, uids::SECONDARY_CAPTURE_IMAGE_STORAGE, "OT")?;
    draft.pixels(&chart.scans.grey(Phantom::HeadCt), "MONOCHROME2");
    chart.add(draft, uids::EXPLICIT_VR_LITTLE_ENDIAN)?;
    let path = chart.folder.join(format!("IM{:04}.dcm", chart.files));
    let bytes = std::fs::read(&path)?;
    std::fs::write(&path, bytes.get(..bytes.len() * 2 / 3).unwrap_or_default())?;
    Ok(())
}

/// An overlay in the unused bits of the pixels.
fn overlay(chart: &mut Chart) -> Result<()> {
    let mut draft = draft(chart, uids::SECONDARY_CAPTURE_IMAGE_STORAGE, "OT")?;
    let image = chart.scans.grey(Phantom::HeadCt);
    let (rows, columns) = (image.rows, image.columns);
    let values = image.values.iter().enumerate().map(|(at, v)| v | (u16::from(at % 7 == 0) << 12));
    let image = Image { allocated: 16, stored: 12, values: values.collect(), ..image };
    draft.pixels(&image, "MONOCHROME2");
    draft.number(Tag(0x6000, 0x0010), rows);
    draft.number(Tag(0x6000, 0x0011), columns);
    for (element, number) in [(0x0100, 16), (0x0102, 12)] {
        draft.number(Tag(0x6000, element), number);
    }
    let corner = PrimitiveValue::I16([1, 1].into_iter().collect());
    draft.object.put(DataElement::new(Tag(0x6000, 0x0050), VR::SS, corner));
    draft.object.put(DataElement::new(Tag(0x6000, 0x0040), VR::CS, "G"));
    chart.add(draft, uids::EXPLICIT_VR_LITTLE_ENDIAN)
}
