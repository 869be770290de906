//! Stored values of images.

use dicom_core::Tag;
use dicom_dictionary_std::tags;
use dicom_object::InMemDicomObject;

use crate::area::Area;
use crate::compressed;

/// The samples of an image, as they are stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Rows of a frame.
    pub rows: usize,
    /// Columns of a frame.
    pub columns: usize,
    /// Samples of a pixel.
    pub samples: usize,
    /// Whether the samples of one kind lie together, frame by frame.
    pub planar: bool,
    /// Bits that a sample takes in the file: 8 or 16.
    pub allocated: u16,
    /// Bits that a sample has.
    pub stored: u16,
    /// What was added to values that are signed, so that they are in order: half of their range.
    pub raised: u16,
    /// All samples, bits above those stored masked out.
    pub values: Vec<u16>,
}

impl Image {
    /// Reads pixel data; `None` if it is compressed in a way that is not known, or not whole.
    pub fn read(object: &InMemDicomObject) -> Option<Self> {
        let number = |tag: Tag| object.get(tag)?.to_int::<usize>().ok();
        let data = object.get(tags::PIXEL_DATA)?;
        let (planar, bytes) = match data.fragments() {
            None => {
                let planar = number(tags::PLANAR_CONFIGURATION) == Some(1);
                (planar, data.value().primitive()?.to_bytes().into_owned())
            }
            Some(fragments) => {
                let pixels = number(tags::ROWS)? * number(tags::COLUMNS)?;
                // Each fragment is a frame where there are several, or where there is one frame.
                let frames = fragments.iter().map(|frame| match frame.starts_with(&[0xFF, 0xD8]) {
                    true => compressed::jpeg(frame),
                    false => compressed::unpack(frame, pixels),
                });
                let is_packed = fragments.iter().all(|frame| !frame.starts_with(&[0xFF, 0xD8]));
                (is_packed, frames.collect::<Option<Vec<_>>>()?.concat())
            }
        };
        let allocated = number(tags::BITS_ALLOCATED)?;
        let stored = u16::try_from(number(tags::BITS_STORED)?).ok()?;
        let mask = u16::MAX >> 16u16.checked_sub(stored)?;
        let values: Vec<u16> = match allocated {
            8 => bytes.iter().map(|&byte| u16::from(byte) & mask).collect(),
            16 => bytes
                .as_chunks::<2>()
                .0
                .iter()
                .map(|&pair| u16::from_le_bytes(pair) & mask)
                .collect(),
            _ => return None,
        };
        let is_signed = number(tags::PIXEL_REPRESENTATION) == Some(1);
        let raised = if is_signed { 1 << stored.checked_sub(1)? } else { 0 };
        let values = values.into_iter().map(|value| value ^ raised).collect();
        let image = Self {
            raised,
            rows: number(tags::ROWS)?,
            columns: number(tags::COLUMNS)?,
            samples: number(tags::SAMPLES_PER_PIXEL)?,
            planar,
            allocated: u16::try_from(allocated).ok()?,
            stored,
            values,
        };
        let frames = number(tags::NUMBER_OF_FRAMES).unwrap_or(1);
        let wanted = image.frame() * frames;
        let padding = image.values.len().checked_sub(wanted)?;
        let image = Self { values: image.values.get(..wanted)?.to_vec(), ..image };
        (wanted > 0 && padding <= 1).then_some(image)
    }

    /// Samples of a frame.
    pub fn frame(&self) -> usize {
        self.rows * self.columns * self.samples
    }

    /// Where in a frame a sample is.
    pub fn offset(&self, row: usize, column: usize, sample: usize) -> usize {
        let pixel = row * self.columns + column;
        if self.planar {
            sample * self.rows * self.columns + pixel
        } else {
            pixel * self.samples + sample
        }
    }

    /// The samples of one kind in a part of a frame.
    pub fn part(&self, frame: &[u16], area: Area, sample: usize) -> Vec<u16> {
        let rows = area.row..(area.row + area.height).min(self.rows);
        let columns = area.column..(area.column + area.width).min(self.columns);
        let offsets = rows.flat_map(|row| columns.clone().map(move |column| (row, column)));
        offsets
            .filter_map(|(row, column)| frame.get(self.offset(row, column, sample)).copied())
            .collect()
    }

    /// The frames.
    pub fn frames(&self) -> impl Iterator<Item = &[u16]> {
        self.values.chunks_exact(self.frame().max(1))
    }

    /// The bytes of pixel data, padded to an even length.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes: Vec<u8> = if self.allocated == 8 {
            self.values.iter().map(|value| value.to_le_bytes()[0]).collect()
        } else {
            self.values.iter().flat_map(|value| value.to_le_bytes()).collect()
        };
        if bytes.len() % 2 == 1 {
            bytes.push(0);
        }
        bytes
    }
}
