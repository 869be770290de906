//! Images with text in their pixels: ultrasound, captured screens, radiographs.

use anyhow::Result;
use demo_data::Phantom;
use dicom_core::{DataElement, PrimitiveValue, VR};
use dicom_dictionary_std::tags;
use dicom_object::InMemDicomObject;

use crate::area::Area;
use crate::ink::Ink;

use super::burn::{self, Corner};
use super::chance::draw;
use super::chart::Chart;
use super::draft::Draft;
use super::kinds::{KINDS, Kind, PLAIN};
use super::plants::Plant;
use super::screen::{compress, drawn, palette};

/// Adds the patient's captured image, and for some one without any text.
pub fn all(chart: &mut Chart) -> Result<()> {
    if let Some(kind) = KINDS.get(chart.number % KINDS.len()) {
        capture(chart, kind, 6)?;
    }
    if chart.number % 4 == 2 {
        capture(chart, &Kind { hint: "NO", lines: &[], ..PLAIN }, 7)?;
    }
    Ok(())
}

fn capture(chart: &mut Chart, kind: &Kind, series: usize) -> Result<()> {
    let mut person = chart.person.on(0);
    chart.uids.give(&mut person, [1, series, 1], 1, kind.sop_class);
    let kinds = ["all", "image", if kind.modality == "US" { "us" } else { "sc" }];
    let plants = Plant::choose(chart.plants, &kinds, &mut chart.rng)?;
    let mut draft = Draft::new(InMemDicomObject::new_empty(), person.clone())?;
    for (tag, text) in [
        (tags::SOP_CLASS_UID, kind.sop_class),
        (tags::MODALITY, kind.modality),
        (tags::IMAGE_TYPE, "DERIVED\\SECONDARY"),
        (tags::SERIES_NUMBER, &series.to_string()),
        (tags::INSTANCE_NUMBER, "1"),
        (tags::CONTENT_TIME, "101600"),
        (tags::CONVERSION_TYPE, "WSD"),
    ] {
        draft.set(tag, text);
    }
    if kind.frames > 1 {
        draft.set(tags::NUMBER_OF_FRAMES, &kind.frames.to_string());
        draft.set(tags::FRAME_TIME, "40");
        let pointer = PrimitiveValue::Tags([tags::FRAME_TIME].into_iter().collect());
        draft.object.put(DataElement::new(tags::FRAME_INCREMENT_POINTER, VR::AT, pointer));
    }
    if !kind.hint.is_empty() {
        draft.set(tags::BURNED_IN_ANNOTATION, kind.hint);
    }
    let mut image = drawn(kind, &chart.scans.grey(Phantom::ChestCt));
    let texts = ["upper", "id", "latin_caret", "birth_slash", "hospital", "accession"];
    for (number, &top) in kind.lines.iter().enumerate() {
        let text =
            if number == 0 { "comma" } else { draw(&mut chart.rng, &texts).unwrap_or(&"id") };
        let at = Corner { left: 8 + 8 * number, top };
        let ink = Ink::colour(kind.ink);
        let write = if number == 0 { burn::large } else { burn::line };
        write(&mut draft, &mut image, person.value(text)?, at, ink);
    }
    let whole = kind.lines.is_empty();
    // On the anatomy, below any text across it.
    let [rows, columns] = kind.size;
    let area = Area { column: columns - 100, row: rows / 2 + 12, width: 60, height: 44 };
    draft.require_kept((!whole).then_some(area));
    draft.pixels(&image, kind.photometric);
    draft.number(tags::PIXEL_REPRESENTATION, usize::from(kind.offset > 0));
    if kind.photometric == "PALETTE COLOR" {
        palette(&mut draft.object);
    }
    compress(&mut draft.object, &image, kind.syntax);
    draft.plant(&plants)?;
    draft.set(tags::MANUFACTURER_MODEL_NAME, kind.model);
    // The device's name was planted for another one.
    draft.actions.retain(|action| !action.place.is(tags::MANUFACTURER_MODEL_NAME));
    chart.add(draft, kind.syntax)
}
