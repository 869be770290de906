//! Grids: the slices of a volume tiled into one picture, as United Imaging stores echo-planar MR. The header
//! says where each of them lies.

use dicom_dictionary_std::tags;

use super::groups::numbers;
use super::mosaic::{MOST_SLICES, Mosaic, Tiling};
use super::plane::Described;
use crate::dataset::{DataSet, Element, Encoding, Tag};
use crate::imaging::disclosure::words;
use crate::imaging::geometry::Plane;

/// The private block of United Imaging.
const BLOCK: (Tag, &str) = (Tag(0x0065, 0x0010), "Image Private Header");
/// Number of slices in a volume.
const COUNT: Tag = Tag(0x0065, 0x1050);
/// What tells one slice from the others: an item for each, with its Image Position (Patient).
const SLICES: Tag = Tag(0x0065, 0x1051);
/// mm by which a slice may lie beside the line of the others, and by which distances differ.
const STRAIGHT: f64 = 0.5;

/// Whether a picture is tiled like this, by its Image Type or by the vendor's elements.
pub(super) fn is_grid(root: &DataSet) -> bool {
    let named = root.get(tags::IMAGE_TYPE).is_some_and(|e| words(e).any(|w| w == "VFRAME"));
    let there = |tag| root.get(tag).is_some_and(|e: &Element| !e.is_empty());
    named || root.ascii(BLOCK.0) == Some(BLOCK.1) && (there(COUNT) || there(SLICES))
}

/// The grid that a header describes; none where it does not place as many slices as it counts, one behind the
/// other. Its own position, where it has one, is that of its first slice or nothing.
pub(super) fn grid(root: &DataSet, encoding: Encoding) -> Option<Mosaic> {
    let of_block = |tag| root.get(tag).filter(|_| root.ascii(BLOCK.0) == Some(BLOCK.1));
    let [count] = <[f64; 1]>::try_from(numbers(of_block(COUNT)?, encoding)?).ok()?;
    let items = of_block(SLICES)?.items();
    if items.len() as f64 != count || !(1..=MOST_SLICES).contains(&items.len()) {
        return None;
    }
    let across = (1..=items.len()).find(|across| across * across >= items.len())?;
    let all = |dataset: &DataSet, tag| numbers(dataset.get(tag)?, encoding);
    let size = |tag| root.u16(tag, encoding).map(usize::from);
    let orientation = all(root, tags::IMAGE_ORIENTATION_PATIENT)?.try_into().ok()?;
    let spacing = all(root, tags::PIXEL_SPACING)?.try_into().ok()?;
    let (rows, columns) = (size(tags::ROWS)?, size(tags::COLUMNS)?);
    let tiling = Tiling::of([rows, columns], across, items.len().div_ceil(across))?;
    let plane = |item: &DataSet| {
        let position = all(item, tags::IMAGE_POSITION_PATIENT)?.try_into().ok()?;
        Described { orientation, position, spacing }.plane(tiling.rows, tiling.columns)
    };
    let planes: Vec<Plane> = items.iter().map(plane).collect::<Option<_>>()?;
    is_row(&planes).then_some(Mosaic { tiling, planes })
}

/// Whether slices lie one behind the other along their normal, at one distance.
fn is_row(planes: &[Plane]) -> bool {
    let Some((first, last)) = planes.first().zip(planes.last()) else { return false };
    let (from, normal) = (first.origin, first.normal());
    let steps = planes.len().saturating_sub(1).max(1) as f64;
    let apart = (last.origin - from).dot(&normal) / steps;
    let straight = planes.iter().enumerate().all(|(at, plane)| {
        let expected = from + normal * (apart * at as f64);
        (plane.origin - expected).norm() <= STRAIGHT
    });
    straight && (planes.len() == 1 || apart.abs() > STRAIGHT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::Code;
    use crate::dataset::VR;
    use crate::imaging::series::test_headers::{Header, short, text};
    use dicom_dictionary_std::uids;

    fn positions(positions: &[&str]) -> Element {
        let item =
            |position: &&str| DataSet::new(vec![text(tags::IMAGE_POSITION_PATIENT, position)]);
        Element::sequence(SLICES, positions.iter().map(item).collect())
    }

    /// Five slices of 2 × 2, three across and two down.
    fn header() -> Header {
        let heights = [7.0, 12.0, 17.0, 22.0, 27.0].map(|z| format!(r"-10\-20\{z}"));
        Header::ct(0.0)
            .text(tags::SOP_CLASS_UID, uids::MR_IMAGE_STORAGE)
            .text(tags::MODALITY, "MR")
            .text(tags::IMAGE_TYPE, r"ORIGINAL\PRIMARY\VFRAME")
            .with(short(tags::COLUMNS, 6))
            .with(Element::new(tags::PIXEL_DATA, VR::OW, vec![0; 48]))
            .with(Element::new(BLOCK.0, VR::LO, BLOCK.1.into()))
            .with(Element::new(COUNT, VR::DS, "5".into()))
            .with(positions(&heights.each_ref().map(String::as_str)))
    }

    #[test]
    fn tiles_of_a_grid_lie_where_the_header_places_their_slices() {
        let image = header().without(tags::IMAGE_POSITION_PATIENT).image().unwrap();
        let origins: Vec<_> = image.frames.iter().map(|frame| frame.plane.origin.z).collect();
        assert_eq!(origins, [7.0, 12.0, 17.0, 22.0, 27.0]);
        let tiling = image.tiling.unwrap();
        assert_eq!((tiling.across, tiling.rows, tiling.columns), (3, 2, 2));
        assert_eq!(image.unsought(), Some(Code::Mosaic));
    }

    #[test]
    fn a_grid_that_does_not_place_its_slices_is_flagged_as_one() {
        let without = |tag| header().without(tag);
        for header in [
            without(BLOCK.0),
            without(COUNT),
            without(SLICES),
            without(tags::IMAGE_ORIENTATION_PATIENT),
            without(tags::PIXEL_SPACING),
            header().with(Element::new(COUNT, VR::DS, "4".into())),
            header().with(Element::new(COUNT, VR::DS, "1e9".into())),
            header().with(positions(&[r"0\0\1"; 5])),
            header().with(positions(&[r"0\0\1", r"0\0\2", r"9\0\3", r"0\0\4", r"0\0\5"])),
            header().with(positions(&[r"0\0\1", r"0\0\2", r"0\0\9", r"0\0\4", r"0\0\5"])),
            header().with(short(tags::COLUMNS, 4)),
            without(COUNT).text(tags::IMAGE_TYPE, r"ORIGINAL\PRIMARY\M"),
        ] {
            let code = header.image().unwrap_err().0;
            assert!([Code::Mosaic, Code::PixelLength].contains(&code), "{code}");
        }
    }
}
