//! Slices of nuclear medicine (PS3.3 C.8.4): the frames of a reconstructed tomogram. One plane is described for
//! each detector, and a vector says which slice each frame is.

use dicom_dictionary_std::tags;

use super::format::PixelFormat;
use super::frame::Frame;
use super::groups::{Groups, numbers};
use super::plane::Described;
use crate::code::{Code, Fault, Outcome};
use crate::dataset::{DataSet, Element, Parsed, Tag};
use crate::imaging::disclosure::words;
use crate::imaging::geometry::Plane;

/// Image Types whose frames are slices; all others are projections.
const TOMOGRAMS: [&str; 2] = ["RECON TOMO", "RECON GATED TOMO"];
/// More frames than any real object has.
const MOST_FRAMES: usize = 1 << 16;
/// mm between slices; thicker ones show no face.
const FARTHEST_APART: f64 = 50.0;

/// The frames of a tomogram.
///
/// # Errors
/// `F_MODALITY` for projections, and where the header does not say where each slice lies.
pub(super) fn frames(parsed: &Parsed, format: &PixelFormat) -> Outcome<Vec<Frame>> {
    let unplaced = Fault(Code::OtherModality);
    let root = &parsed.dataset;
    let is_tomogram = root
        .get(tags::IMAGE_TYPE)
        .is_some_and(|e| words(e).any(|word| TOMOGRAMS.contains(&word.as_str())));
    if !is_tomogram {
        return Err(unplaced);
    }
    let frame =
        Frame::on(first(parsed).ok_or(unplaced)?, parsed, &Groups::of_root(parsed), format)?;
    let slices = slices(parsed).ok_or(unplaced)?;
    // A negative distance leads against the normal (PS3.3 C.8.4.15).
    let apart = one(root, tags::SPACING_BETWEEN_SLICES, parsed).ok_or(unplaced)?;
    if !(apart != 0.0 && apart.abs() <= FARTHEST_APART) {
        return Err(unplaced);
    }
    let step = frame.plane.along_row.cross(&frame.plane.along_column) * apart;
    let at = |slice: usize| Plane {
        origin: frame.plane.origin + step * slice as f64,
        ..frame.plane.clone()
    };
    Ok(slices.into_iter().map(|slice| Frame { plane: at(slice), ..frame.clone() }).collect())
}

/// The plane of the first slice: the same for all detectors, or none.
fn first(parsed: &Parsed) -> Option<Plane> {
    let (root, encoding) = (&parsed.dataset, parsed.syntax.encoding);
    let size = |tag| root.u16(tag, encoding).map(usize::from);
    let (rows, columns) = (size(tags::ROWS)?, size(tags::COLUMNS)?);
    let spacing: [f64; 2] = all(root, tags::PIXEL_SPACING, parsed)?.try_into().ok()?;
    let detectors = root.get(tags::DETECTOR_INFORMATION_SEQUENCE)?.items();
    let described = |item: &DataSet| -> Option<([f64; 6], [f64; 3])> {
        let orientation = all(item, tags::IMAGE_ORIENTATION_PATIENT, parsed)?.try_into().ok()?;
        Some((orientation, all(item, tags::IMAGE_POSITION_PATIENT, parsed)?.try_into().ok()?))
    };
    let (orientation, position) = described(detectors.first()?)?;
    let same = |item: &DataSet| described(item) == Some((orientation, position));
    if !detectors.iter().all(same) {
        return None;
    }
    Described { orientation, position, spacing }.plane(rows, columns)
}

/// Which slice each frame is, counted from 0.
fn slices(parsed: &Parsed) -> Option<Vec<usize>> {
    let root = &parsed.dataset;
    let frames: usize = match root.ascii(tags::NUMBER_OF_FRAMES) {
        Some(text) => text.parse().ok()?,
        None => 1,
    };
    let count = one(root, tags::NUMBER_OF_SLICES, parsed).unwrap_or(frames as f64);
    if !(1..=MOST_FRAMES).contains(&frames) {
        return None;
    }
    let Some(vector) = root.get(tags::SLICE_VECTOR).filter(|e| !e.is_empty()) else {
        return (count == frames as f64).then(|| (0..frames).collect());
    };
    let vector = numbers(vector, parsed.syntax.encoding)?;
    let inside = vector.iter().all(|slice| (1.0..=count).contains(slice));
    (vector.len() == frames && inside)
        .then(|| vector.into_iter().map(|slice| slice as usize - 1).collect())
}

fn all(dataset: &DataSet, tag: Tag, parsed: &Parsed) -> Option<Vec<f64>> {
    numbers(dataset.get(tag).filter(|e: &&Element| !e.is_empty())?, parsed.syntax.encoding)
}

fn one(dataset: &DataSet, tag: Tag, parsed: &Parsed) -> Option<f64> {
    all(dataset, tag, parsed)?.first().copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::VR;
    use crate::imaging::series::test_headers::{Header, text};
    use dicom_dictionary_std::uids;

    fn vector(slices: &[u8]) -> Element {
        let bytes = slices.iter().flat_map(|slice| [*slice, 0]).collect();
        Element::new(tags::SLICE_VECTOR, VR::US, bytes)
    }

    fn detector(position: &str) -> DataSet {
        DataSet::new(vec![
            text(tags::IMAGE_POSITION_PATIENT, position),
            text(tags::IMAGE_ORIENTATION_PATIENT, r"1\0\0\0\1\0"),
        ])
    }

    fn detectors(positions: &[&str]) -> Element {
        let items = positions.iter().map(|position| detector(position)).collect();
        Element::sequence(tags::DETECTOR_INFORMATION_SEQUENCE, items)
    }

    /// Three slices in four frames, the second twice.
    fn tomogram(apart: &str) -> Header {
        Header::ct(0.0)
            .without(tags::IMAGE_POSITION_PATIENT)
            .without(tags::IMAGE_ORIENTATION_PATIENT)
            .text(tags::SOP_CLASS_UID, uids::NUCLEAR_MEDICINE_IMAGE_STORAGE)
            .text(tags::MODALITY, "NM")
            .text(tags::IMAGE_TYPE, r"ORIGINAL\PRIMARY\RECON TOMO\EMISSION")
            .text(tags::NUMBER_OF_FRAMES, "4")
            .text(tags::SPACING_BETWEEN_SLICES, apart)
            .with(vector(&[1, 2, 2, 3]))
            .with(detectors(&[r"-10\-20\7", r"-10\-20\7"]))
            .with(Element::new(tags::PIXEL_DATA, VR::OW, vec![0; 128]))
    }

    #[test]
    fn slices_of_a_tomogram_lie_where_their_vector_and_the_sign_of_their_distance_say() {
        for (apart, heights) in [("5", [7.0, 12.0, 12.0, 17.0]), ("-5", [7.0, 2.0, 2.0, -3.0])] {
            let image = tomogram(apart).image().unwrap();
            let origins: Vec<_> = image.frames.iter().map(|frame| frame.plane.origin).collect();
            assert_eq!(origins, heights.map(|z| nalgebra::Point3::new(-10.0, -20.0, z)));
            assert_eq!(image.unsought(), Some(Code::OtherModality));
        }
        let in_order = tomogram("5").without(tags::SLICE_VECTOR).image().unwrap();
        assert_eq!(in_order.frames[3].plane.origin.z, 22.0);
    }

    #[test]
    fn what_does_not_say_where_its_slices_lie_is_flagged() {
        let tomogram = || tomogram("5");
        for header in [
            tomogram().text(tags::IMAGE_TYPE, r"ORIGINAL\PRIMARY\TOMO\EMISSION"),
            tomogram().text(tags::IMAGE_TYPE, r"ORIGINAL\PRIMARY\WHOLE BODY\EMISSION"),
            tomogram().without(tags::IMAGE_TYPE),
            tomogram().without(tags::SPACING_BETWEEN_SLICES),
            tomogram().text(tags::SPACING_BETWEEN_SLICES, "0"),
            tomogram().without(tags::PIXEL_SPACING),
            tomogram().without(tags::DETECTOR_INFORMATION_SEQUENCE),
            tomogram().with(detectors(&[])),
            tomogram().with(detectors(&[r"-10\-20\7", r"-10\-20\8"])),
            tomogram().with(vector(&[1, 2, 3])),
            tomogram().with(vector(&[0, 1, 2, 3])),
            tomogram().text(tags::NUMBER_OF_FRAMES, "0"),
        ] {
            assert_eq!(header.image().unwrap_err().0, Code::OtherModality);
        }
        let short = tomogram().text(tags::NUMBER_OF_FRAMES, "5").with(vector(&[1, 2, 2, 3, 3]));
        assert_eq!(short.image().unwrap_err().0, Code::PixelLength);
    }
}
