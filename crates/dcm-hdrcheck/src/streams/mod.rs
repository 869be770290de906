//! What encapsulated pixel data holds besides images: comments and applications' segments, what
//! follows an image, fragments that belong to none, offset tables that are none (PS3.5 A.4). The
//! streams are walked here by code of this program's own; no pixel is decoded.

mod jpeg;
mod jpeg2000;
mod rle;
mod stream;
mod video;

use dicom_common::code::Outcome;
use dicom_dictionary_std::tags;

use crate::pixel_description;
use crate::reader::{Contents, DataSet, Encoding, Extent, Fragments, Source, Value};
use crate::reason::Reason;

use stream::{Foreign, Stream};

/// What is wrong with the fragments of a data set: each kind once.
///
/// # Errors
/// When they cannot be read.
pub fn check(contents: &Contents) -> Outcome<Vec<Reason>> {
    let pixels = contents.dataset.get(tags::PIXEL_DATA);
    let Some(Value::Fragments(fragments)) = pixels.map(|e| &e.value) else {
        return Ok(Vec::new());
    };
    let source = contents.source();
    let mut reasons = Vec::new();
    let (table, images) = match fragments.items.split_first() {
        None => return Ok(vec![Reason::StreamMalformed]),
        Some((table, images)) => (*table, images),
    };
    let frames = pixel_description::frames(&contents.dataset);
    let offsets = offsets(source, table, contents.syntax.encoding)?;
    let Some(frames_of_fragments) = frames_of(fragments, &offsets, frames, &contents.dataset)
    else {
        reasons.push(Reason::OffsetTable);
        let alone: Vec<_> = images.iter().map(|image| vec![*image]).collect();
        stream_reasons(contents, &alone, &mut reasons)?;
        return Ok(reasons);
    };
    if let Some(frames) = frames
        && frames_of_fragments.len() as u64 > frames
        && video::kind(&contents.syntax.uid).is_none()
    {
        reasons.push(Reason::SurplusFragments);
    }
    stream_reasons(contents, &frames_of_fragments, &mut reasons)?;
    Ok(reasons)
}

fn stream_reasons(
    contents: &Contents,
    frames: &[Vec<Extent>],
    reasons: &mut Vec<Reason>,
) -> Outcome<()> {
    let pixels = pixel_description::pixels(&contents.dataset, contents.syntax.encoding);
    let syntax = &contents.syntax.uid;
    let mut add = |reason| {
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    };
    for frame in frames {
        for foreign in foreign(syntax, &mut Stream::new(contents.source(), frame), pixels)? {
            add(match foreign {
                Foreign::Segment(_) => Reason::StreamText,
                Foreign::Behind(_) => Reason::BehindImage,
                Foreign::Malformed => Reason::StreamMalformed,
            });
        }
    }
    Ok(())
}

/// What is no image in the stream of one frame.
fn foreign(syntax: &str, stream: &mut Stream<'_>, pixels: Option<u64>) -> Outcome<Vec<Foreign>> {
    match syntax.strip_prefix("1.2.840.10008.1.2.") {
        Some("5") => rle::foreign(stream, pixels),
        Some("4.90" | "4.91" | "4.92" | "4.93" | "4.201" | "4.202" | "4.203") => {
            jpeg2000::foreign(stream)
        }
        Some("4.80" | "4.81") => jpeg::foreign(stream, jpeg::Kind::Ls),
        _ if video::kind(syntax).is_some() => video::foreign(syntax, stream),
        // JPEG XL: a codestream, or boxes.
        Some("4.110" | "4.111" | "4.112") if stream.peek()? == Some(0xFF) => Ok(Vec::new()),
        Some("4.110" | "4.111" | "4.112") => jpeg2000::foreign(stream),
        Some(rest) if rest.starts_with("4.") => jpeg::foreign(stream, jpeg::Kind::Jpeg),
        _ => Ok(Vec::new()),
    }
}

/// The numbers of the Basic Offset Table; none where it is no table.
fn offsets(source: &Source, table: Extent, encoding: Encoding) -> Outcome<Option<Vec<u64>>> {
    if !table.len.is_multiple_of(4) {
        return Ok(None);
    }
    let bytes = source.bytes(table, 64 << 20)?;
    let (numbers, _) = bytes.as_chunks::<4>();
    Ok(Some(numbers.iter().map(|number| encoding.u32(*number).into()).collect()))
}

/// The fragments of each frame, by the offset table and the Extended Offset Table; none where a
/// table says what cannot be.
fn frames_of(
    fragments: &Fragments,
    offsets: &Option<Vec<u64>>,
    frames: Option<u64>,
    dataset: &DataSet,
) -> Option<Vec<Vec<Extent>>> {
    let images = fragments.items.get(1..)?;
    let offsets = offsets.as_ref()?;
    let first = images.first().map_or(0, |image| image.offset);
    // Where the item of each fragment begins, counted from the first.
    let begins: Vec<u64> = images.iter().map(|image| image.offset - first).collect();
    let extended = dataset.get(tags::EXTENDED_OFFSET_TABLE).is_some_and(|e| !e.is_blank());
    let is_one_stream = frames == Some(1);
    if offsets.is_empty() {
        // Without a table each fragment is a frame, or all are the one frame.
        return Some(match is_one_stream && !extended && images.len() > 1 {
            true => one_frame(images),
            false => images.iter().map(|image| vec![*image]).collect(),
        });
    }
    let ascending = offsets.is_sorted_by(|a, b| a < b) && offsets.first() == Some(&0);
    let known = offsets.iter().all(|offset| begins.binary_search(offset).is_ok());
    let count = frames.is_none_or(|frames| frames == offsets.len() as u64);
    if !(ascending && known && count) {
        return None;
    }
    let mut grouped: Vec<Vec<Extent>> = Vec::new();
    for (image, begin) in images.iter().zip(&begins) {
        match grouped.last_mut() {
            Some(frame) if offsets.binary_search(begin).is_err() => frame.push(*image),
            _ => grouped.push(vec![*image]),
        }
    }
    Some(grouped)
}

/// All fragments as one frame.
fn one_frame(images: &[Extent]) -> Vec<Vec<Extent>> {
    vec![images.to_vec()]
}
