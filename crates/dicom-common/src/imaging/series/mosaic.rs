//! Mosaics: the slices of a volume, tiled into one picture, as Siemens stores echo-planar MR.

use dicom_dictionary_std::tags;
use nalgebra::Vector3;

use super::groups::Groups;
use crate::dataset::{DataSet, Element, Encoding, Tag};
use crate::imaging::geometry::Plane;

/// Slices of a volume; no scanner makes more.
pub(super) const MOST_SLICES: usize = 1024;
/// mm between slices; thicker ones show no face.
const FARTHEST_APART: f64 = 50.0;
/// Cosine of the angle between the slices' normal and the one that is stated, at least.
const ALONG: f64 = 0.99;
/// The private block of Siemens' numbers, and their CSA header.
const NUMBERS: (Tag, &str) = (Tag(0x0019, 0x0010), "SIEMENS MR HEADER");
const HEADER: (Tag, &str) = (Tag(0x0029, 0x0010), "SIEMENS CSA HEADER");

/// How the slices of a volume are tiled into one picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tiling {
    /// Tiles from left to right.
    pub across: usize,
    /// Rows of a tile.
    pub rows: usize,
    /// Columns of a tile.
    pub columns: usize,
    /// Rows of the picture.
    pub picture_rows: usize,
    /// Columns of the picture.
    pub picture_columns: usize,
}

impl Tiling {
    /// Of a picture of so many rows and columns with so many tiles from side to side and from top to bottom; none where they do not fill it.
    pub(super) fn of(picture: [usize; 2], across: usize, down: usize) -> Option<Self> {
        let [picture_rows, picture_columns] = picture;
        let (rows, columns) = (picture_rows / down.max(1), picture_columns / across.max(1));
        let filled = rows * down == picture_rows && columns * across == picture_columns;
        (filled && rows * columns > 0).then_some(Self {
            across,
            rows,
            columns,
            picture_rows,
            picture_columns,
        })
    }

    /// The stretches of a picture's bytes that are the rows of a tile, of pixels of so many bytes.
    fn stretches(
        self,
        tile: usize,
        bytes_of_pixel: usize,
    ) -> impl Iterator<Item = std::ops::Range<usize>> {
        let across = self.across.max(1);
        let (top, left) = (tile / across * self.rows, tile % across * self.columns);
        (0..self.rows).map(move |row| {
            let from = ((top + row) * self.picture_columns + left) * bytes_of_pixel;
            from..from + self.columns * bytes_of_pixel
        })
    }

    /// The pixels of a tile; none where the picture is too short.
    pub fn tile(self, picture: &[u8], tile: usize, bytes_of_pixel: usize) -> Option<Vec<u8>> {
        let rows: Option<Vec<&[u8]>> =
            self.stretches(tile, bytes_of_pixel).map(|stretch| picture.get(stretch)).collect();
        Some(rows?.concat())
    }

    /// Puts the pixels of a tile into the picture; none where one of both is too short.
    pub fn put(
        self,
        picture: &mut [u8],
        tile: usize,
        pixels: &[u8],
        bytes_of_pixel: usize,
    ) -> Option<()> {
        let row = self.columns * bytes_of_pixel;
        let mut rows = pixels.chunks_exact(row.max(1));
        for stretch in self.stretches(tile, bytes_of_pixel) {
            picture.get_mut(stretch)?.copy_from_slice(rows.next()?);
        }
        Some(())
    }
}

/// A mosaic: how it is tiled, and where its slices lie.
pub(super) struct Mosaic {
    pub(super) tiling: Tiling,
    pub(super) planes: Vec<Plane>,
}

impl Mosaic {
    /// Of the picture with this plane; none where the header does not say how many slices there are, how far
    /// they lie apart, and to which side they go on.
    pub(super) fn of(
        groups: &Groups,
        root: &DataSet,
        encoding: Encoding,
        picture: &Plane,
    ) -> Option<Self> {
        let csa = csa(root);
        let in_block = root.ascii(NUMBERS.0) == Some(NUMBERS.1);
        let number = Tag(0x0019, 0x100A);
        let stated = in_block.then(|| root.u16(number, encoding)).flatten().map(usize::from);
        let field = || csa.as_ref()?.first("NumberOfImagesInMosaic")?.parse().ok();
        let count: usize =
            stated.or_else(field).filter(|count| (1..=MOST_SLICES).contains(count))?;
        let across = (1..=count).find(|across| across * across >= count)?;
        let tiling = Tiling::of([picture.rows, picture.columns], across, across)?;
        let (rows, columns) = (tiling.rows, tiling.columns);
        let apart = groups.number(tags::PIXEL_MEASURES_SEQUENCE, tags::SPACING_BETWEEN_SLICES)?;
        if !(apart > 0.0 && apart <= FARTHEST_APART) {
            return None;
        }
        let normal = picture.along_row.cross(&picture.along_column);
        let onwards = csa?.vector("SliceNormalVector")?.dot(&normal);
        if onwards.abs() < ALONG {
            return None;
        }
        let step = normal * (apart * onwards.signum());
        // The header places a single slice of the picture's size: its middle is that of the first tile.
        let aside = (picture.columns - columns) as f64 / 2.0 * picture.column_spacing;
        let down = (picture.rows - rows) as f64 / 2.0 * picture.row_spacing;
        let first = picture.origin + picture.along_row * aside + picture.along_column * down;
        let plane = |slice: usize| Plane {
            origin: first + step * slice as f64,
            rows,
            columns,
            ..picture.clone()
        };
        Some(Self { tiling, planes: (0..count).map(plane).collect() })
    }
}

/// The CSA header of an image.
fn csa(root: &DataSet) -> Option<Csa<'_>> {
    let is_there = root.ascii(HEADER.0) == Some(HEADER.1);
    let bytes = root.get(Tag(0x0029, 0x1010)).filter(|_| is_there).and_then(Element::bytes)?;
    bytes.starts_with(b"SV10").then_some(Csa(bytes))
}

/// A CSA header of version 2: fields of a name in 64 bytes, each with items of text.
struct Csa<'a>(&'a [u8]);

impl<'a> Csa<'a> {
    /// The values of a field.
    fn values(&self, name: &str) -> Option<Vec<&'a str>> {
        let number = |at: usize| -> Option<usize> {
            let bytes = self.0.get(at..at.checked_add(4)?)?;
            usize::try_from(u32::from_le_bytes(bytes.try_into().ok()?)).ok()
        };
        let fields = number(8).filter(|fields| *fields <= 1024)?;
        let mut at = 16usize;
        for _ in 0..fields {
            let own = self.0.get(at..at.checked_add(64)?)?.split(|byte| *byte == 0).next()?;
            let items = number(at + 76).filter(|items| *items <= 4096)?;
            at += 84;
            let mut values = Vec::new();
            for _ in 0..items {
                let length = number(at + 4)?;
                at += 16;
                let value = self.0.get(at..at.checked_add(length)?)?;
                let value = value.split(|byte| *byte == 0).next().unwrap_or_default();
                values.extend(std::str::from_utf8(value).ok().map(str::trim));
                at = at.checked_add(length.next_multiple_of(4))?;
            }
            if own == name.as_bytes() {
                values.retain(|value| !value.is_empty());
                return Some(values);
            }
        }
        None
    }

    fn first(&self, name: &str) -> Option<&'a str> {
        self.values(name)?.first().copied()
    }

    fn vector(&self, name: &str) -> Option<Vector3<f64>> {
        let numbers: Option<Vec<f64>> =
            self.values(name)?.iter().map(|value| value.parse().ok()).collect();
        let [x, y, z] = <[f64; 3]>::try_from(numbers?).ok()?;
        let vector = Vector3::new(x, y, z);
        (vector.norm() - 1.0).abs().le(&0.01).then_some(vector)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::Code;
    use crate::dataset::VR;
    use crate::imaging::series::test_headers::{Header, short};
    use dicom_dictionary_std::uids;

    fn numbers(bytes: &mut Vec<u8>, numbers: &[usize]) {
        numbers.iter().for_each(|n| bytes.extend(u32::try_from(*n).unwrap().to_le_bytes()));
    }

    fn csa(fields: &[(&str, &[&str])]) -> Vec<u8> {
        let mut bytes = b"SV10\x04\x03\x02\x01".to_vec();
        numbers(&mut bytes, &[fields.len(), 77]);
        for (name, values) in fields {
            let mut name = name.as_bytes().to_vec();
            name.resize(64, 0);
            bytes.extend(name);
            bytes.extend(b"\x01\0\0\0FD\0\0");
            numbers(&mut bytes, &[4, values.len(), 77]);
            for value in *values {
                numbers(&mut bytes, &[0, value.len() + 1, 77, 0]);
                bytes.extend(value.as_bytes());
                bytes.push(0);
                bytes.resize(bytes.len().next_multiple_of(4), 0);
            }
        }
        bytes
    }

    /// Four rows and columns, in which three slices of 2 × 2 are tiled.
    fn header(normal: &str) -> Header {
        Header::ct(0.0)
            .text(tags::SOP_CLASS_UID, uids::MR_IMAGE_STORAGE)
            .text(tags::MODALITY, "MR")
            .text(tags::IMAGE_TYPE, r"ORIGINAL\PRIMARY\M\MOSAIC")
            .text(tags::SPACING_BETWEEN_SLICES, "5")
            .text(tags::PIXEL_SPACING, r"2\3")
            .text(tags::IMAGE_POSITION_PATIENT, r"-10\-20\7")
            .with(Element::new(NUMBERS.0, VR::LO, NUMBERS.1.into()))
            .with(Element::new(Tag(0x0019, 0x100A), VR::US, vec![3, 0]))
            .with(Element::new(HEADER.0, VR::LO, HEADER.1.into()))
            .with(Element::new(
                Tag(0x0029, 0x1010),
                VR::OB,
                csa(&[("Other", &["x"]), ("SliceNormalVector", &["0.0", "0", normal])]),
            ))
    }

    #[test]
    fn tiles_lie_where_their_slices_do() {
        for (normal, heights) in [("1.0", [7.0, 12.0, 17.0]), ("-1.00000000", [7.0, 2.0, -3.0])] {
            let image = header(normal).image().unwrap();
            let origins: Vec<_> = image.frames.iter().map(|frame| frame.plane.origin).collect();
            let expected = heights.map(|z| nalgebra::Point3::new(-10.0 + 3.0, -20.0 + 2.0, z));
            assert_eq!(origins, expected);
            let tiling = image.tiling.unwrap();
            assert_eq!((tiling.across, tiling.rows, tiling.columns), (2, 2, 2));
            assert_eq!(image.frame_len(), 8);
            assert_eq!(image.unsought(), Some(Code::Mosaic));
        }
    }

    #[test]
    fn a_mosaic_that_does_not_say_where_its_slices_lie_is_flagged() {
        let without = |tag| header("1").without(tag).image().unwrap_err().0;
        for tag in [
            tags::SPACING_BETWEEN_SLICES,
            tags::IMAGE_POSITION_PATIENT,
            Tag(0x0019, 0x0010),
            Tag(0x0029, 0x0010),
            Tag(0x0029, 0x1010),
        ] {
            assert_eq!(without(tag), Code::Mosaic, "{tag}");
        }
        assert_eq!(header("0.5").image().unwrap_err().0, Code::Mosaic);
        let count =
            |n: u8| header("1").with(Element::new(Tag(0x0019, 0x100A), VR::US, vec![n, 0])).image();
        assert!(count(4).is_ok() && count(1).is_ok());
        // Three tiles from side to side do not fit.
        for n in [0, 5, 9, 100] {
            assert_eq!(count(n).unwrap_err().0, Code::Mosaic, "{n}");
        }
        let odd = header("1").with(short(tags::ROWS, 3)).image().unwrap_err().0;
        assert!([Code::Mosaic, Code::PixelLength].contains(&odd));
    }

    #[test]
    fn a_tile_that_is_put_back_leaves_the_others_alone() {
        let tiling = Tiling { across: 2, rows: 2, columns: 2, picture_rows: 4, picture_columns: 4 };
        let mut picture: Vec<u8> = (0..16).collect();
        assert_eq!(tiling.tile(&picture, 1, 1).unwrap(), [2, 3, 6, 7]);
        assert_eq!(tiling.tile(&picture, 2, 1).unwrap(), [8, 9, 12, 13]);
        tiling.put(&mut picture, 3, &[90, 91, 92, 93], 1).unwrap();
        assert_eq!(picture, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 90, 91, 12, 13, 92, 93]);
        assert_eq!(tiling.tile(&picture, 4, 1), None);
        assert_eq!(tiling.tile(&picture[..8], 0, 2), None);
    }

    #[test]
    fn any_bytes_are_no_header_but_never_a_panic() {
        for length in 0..200 {
            let bytes: Vec<u8> = (0..length).map(|at| (at * 37 % 251) as u8).collect();
            let bytes = [b"SV10".to_vec(), bytes].concat();
            assert!(Csa(&bytes).values("SliceNormalVector").is_none());
        }
        let whole = csa(&[("SliceNormalVector", &["0", "0", "1"])]);
        for cut in 0..whole.len() {
            let _ = Csa(&whole[..cut]).vector("SliceNormalVector");
        }
        assert!(Csa(&whole).vector("SliceNormalVector").is_some());
    }
}
