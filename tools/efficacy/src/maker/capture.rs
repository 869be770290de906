//! Images with text in their pixels: ultrasound, captured screens, radiographs.

use anyhow::Result;
use demo_data::Phantom;
use dicom_core::value::PixelFragmentSequence;
use dicom_core::{DataElement, PrimitiveValue, Tag, VR};
use dicom_dictionary_std::{tags, uids};
use dicom_object::InMemDicomObject;

use crate::area::Area;
use crate::compressed;
use crate::image::Image;
use crate::ink::Ink;

use super::burn;
use super::draft::Draft;
use super::plants::Plant;
use super::{Chart, draw};

/// A kind of image, and how its text is written.
struct Kind {
    class: &'static str,
    modality: &'static str,
    model: &'static str,
    photometric: &'static str,
    /// Rows and columns.
    size: [usize; 2],
    samples: usize,
    planar: bool,
    bits: [u16; 2],
    frames: usize,
    ink: [u16; 3],
    /// What the header says of the text; nothing at all if it is empty.
    hint: &'static str,
    /// What is subtracted from all values, which are signed then.
    offset: u16,
    /// The transfer syntax.
    syntax: &'static str,
    /// Upper edges of the lines of text.
    lines: &'static [usize],
}

const PLAIN: Kind = Kind {
    class: uids::SECONDARY_CAPTURE_IMAGE_STORAGE,
    modality: "OT",
    model: "Grabber 2",
    photometric: "MONOCHROME2",
    size: [256, 384],
    samples: 1,
    planar: false,
    bits: [8, 8],
    frames: 1,
    ink: [250, 250, 250],
    hint: "YES",
    offset: 0,
    syntax: uids::EXPLICIT_VR_LITTLE_ENDIAN,
    lines: &[6, 234],
};

const KINDS: [Kind; 10] = [
    // The upper edge of this device's images is known to hold text.
    Kind {
        class: uids::ULTRASOUND_IMAGE_STORAGE,
        modality: "US",
        model: "iU22",
        photometric: "RGB",
        size: [600, 800],
        samples: 3,
        ink: [255, 255, 0],
        lines: &[8, 32],
        ..PLAIN
    },
    Kind {
        class: uids::ULTRASOUND_MULTI_FRAME_IMAGE_STORAGE,
        modality: "US",
        model: "Sonomat 9",
        size: [480, 640],
        frames: 3,
        hint: "",
        lines: &[10, 440],
        ..PLAIN
    },
    Kind { photometric: "RGB", samples: 3, planar: true, lines: &[6, 26, 234], ..PLAIN },
    Kind { photometric: "YBR_FULL", samples: 3, ink: [235, 128, 128], hint: "", ..PLAIN },
    Kind { photometric: "PALETTE COLOR", ..PLAIN },
    Kind {
        class: uids::COMPUTED_RADIOGRAPHY_IMAGE_STORAGE,
        modality: "CR",
        photometric: "MONOCHROME1",
        bits: [16, 12],
        ink: [0, 0, 0],
        hint: "",
        ..PLAIN
    },
    // Text across the anatomy.
    Kind { size: [200, 320], lines: &[80, 178], ..PLAIN },
    Kind { bits: [16, 16], ink: [3000; 3], offset: 1024, hint: "NO", ..PLAIN },
    Kind {
        class: uids::ULTRASOUND_IMAGE_STORAGE,
        modality: "US",
        model: "Sonomat 9",
        photometric: "RGB",
        samples: 3,
        ink: [255, 255, 255],
        hint: "",
        syntax: uids::RLE_LOSSLESS,
        ..PLAIN
    },
    Kind {
        class: uids::ULTRASOUND_MULTI_FRAME_IMAGE_STORAGE,
        modality: "US",
        model: "Sonomat 9",
        size: [480, 640],
        frames: 2,
        hint: "",
        syntax: uids::JPEG_BASELINE8_BIT,
        lines: &[10, 440],
        ..PLAIN
    },
];

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
    chart.uids.give(&mut person, [1, series, 1], 1, kind.class);
    let kinds = ["all", "image", if kind.modality == "US" { "us" } else { "sc" }];
    let plants = Plant::choose(chart.plants, &kinds, &mut chart.rng);
    let mut draft = Draft::new(InMemDicomObject::new_empty(), person.clone())?;
    for (tag, text) in [
        (tags::SOP_CLASS_UID, kind.class),
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
        let left = 8 + 8 * number;
        let ink = Ink::colour(kind.ink);
        let write = if number == 0 { burn::large } else { burn::line };
        write(&mut draft, &mut image, person.value(text)?, (left, top), ink);
    }
    let whole = kind.lines.is_empty();
    let area =
        Area { column: kind.size[1] - 100, row: kind.size[0] / 2 - 30, width: 60, height: 60 };
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

/// A slice of a chest on the right of a dark screen.
fn drawn(kind: &Kind, slice: &Image) -> Image {
    let [rows, columns] = kind.size;
    let factor = if kind.bits[1] > 8 { 8 } else { 1 };
    let light = |value: u16| match kind.photometric {
        "MONOCHROME1" => 4095 - value * factor,
        _ => (value * factor).wrapping_sub(kind.offset),
    };
    let (top, left) = (rows.saturating_sub(slice.rows) / 2, columns.saturating_sub(slice.columns));
    let value = |row: usize, column: usize| {
        let at = row.checked_sub(top).zip(column.checked_sub(left));
        let inside = at.filter(|&(row, column)| row < slice.rows && column < slice.columns);
        inside.and_then(|(row, column)| slice.values.get(row * slice.columns + column))
    };
    let frame = rows * columns * kind.samples;
    let image = Image {
        rows,
        columns,
        samples: kind.samples,
        planar: kind.planar,
        raised: 0,
        allocated: kind.bits[0],
        stored: kind.bits[1],
        values: vec![0; frame],
    };
    let mut values = image.values.clone();
    for row in 0..rows {
        for column in 0..columns {
            let value = light(value(row, column).copied().unwrap_or(0));
            for sample in 0..kind.samples {
                let grey = kind.photometric == "YBR_FULL" && sample > 0;
                if let Some(place) = values.get_mut(image.offset(row, column, sample)) {
                    *place = if grey { 128 } else { value };
                }
            }
        }
    }
    Image { values: values.repeat(kind.frames), ..image }
}

/// Replaces native pixel data where the syntax asks for fragments.
fn compress(object: &mut InMemDicomObject, image: &Image, syntax: &str) {
    let compressed = |frame: &[u16]| {
        let bytes: Vec<u8> = frame.iter().map(|value| value.to_le_bytes()[0]).collect();
        match syntax {
            uids::RLE_LOSSLESS => Some(compressed::pack(&bytes, image.samples)),
            uids::JPEG_BASELINE8_BIT => compressed::to_jpeg(&bytes, image.rows, image.columns),
            _ => None,
        }
    };
    let Some(fragments) = image.frames().map(compressed).collect::<Option<Vec<_>>>() else {
        return;
    };
    let sequence = PixelFragmentSequence::new_fragments(fragments);
    object.put(DataElement::new(tags::PIXEL_DATA, VR::OB, sequence));
}

/// Shades of amber.
fn palette(object: &mut InMemDicomObject) {
    let colours: [(Tag, Tag, u16); 3] = [
        (
            tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR,
            tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DATA,
            257,
        ),
        (
            tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR,
            tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DATA,
            220,
        ),
        (
            tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR,
            tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DATA,
            120,
        ),
    ];
    for (descriptor, data, factor) in colours {
        let entries: Vec<u16> = (0..256_u16).map(|shade| shade * factor).collect();
        let three = PrimitiveValue::U16([256, 0, 16].into_iter().collect());
        object.put(DataElement::new(descriptor, VR::US, three));
        object.put(DataElement::new(data, VR::OW, PrimitiveValue::U16(entries.into())));
    }
}
