//! A structured report about the patient's first series.

use anyhow::Result;
use dicom_core::Tag;
use dicom_dictionary_std::{tags, uids};
use dicom_object::InMemDicomObject;

use super::chart::Chart;
use super::draft::Draft;
use super::plants::Plant;

/// The root of the content tree and what a report must have.
const ROOT: [(Tag, &str); 8] = [
    (tags::SOP_CLASS_UID, uids::COMPREHENSIVE_SR_STORAGE),
    (tags::MODALITY, "SR"),
    (tags::VALUE_TYPE, "CONTAINER"),
    (tags::CONTINUITY_OF_CONTENT, "SEPARATE"),
    (tags::COMPLETION_FLAG, "COMPLETE"),
    (tags::VERIFICATION_FLAG, "VERIFIED"),
    (tags::INSTANCE_NUMBER, "1"),
    (tags::CONTENT_TIME, "120000"),
];

/// Adds the report.
pub fn report(chart: &mut Chart) -> Result<()> {
    let mut person = chart.person.on(0);
    let image_class = if chart.number.is_multiple_of(2) {
        uids::CT_IMAGE_STORAGE
    } else {
        uids::MR_IMAGE_STORAGE
    };
    chart.uids.give(&mut person, [1, 8, 1], 1, image_class);
    let image = chart.uids.instance(1, 1, 2);
    person.values.insert("other_uid", image);
    let plants = Plant::choose(chart.plants, &["all", "sr"], &mut chart.rng)?;
    let mut draft = Draft::new(InMemDicomObject::new_empty(), person)?;
    for (tag, text) in ROOT {
        draft.set(tag, text);
    }
    draft.set(tags::SERIES_NUMBER, "8");
    draft.plant(&plants)?;
    chart.add(draft, uids::EXPLICIT_VR_LITTLE_ENDIAN)
}
