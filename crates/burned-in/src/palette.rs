//! Palettes (PS3.3 C.7.6.3.1.5, C.7.6.3.1.6).

use std::fs::File;
use std::ops::RangeInclusive;
use std::os::unix::fs::FileExt;

use dicom_common::dataset::{DataSet, Encoding, Tag, Value};
use dicom_dictionary_std::tags;

/// Entries of a table: what its descriptor can say.
const MOST: usize = 1 << 16;

/// The brightness of each index of an image's palette.
#[derive(Debug)]
pub struct Palette {
    /// The index of the first entry; lower ones mean the same.
    first: i32,
    /// The brightness of each entry, 0 to 255.
    brightness: Vec<u8>,
}

/// The tables of red, green and blue: what describes each, and its entries.
const TABLES: [(Tag, Tag); 3] = [
    (tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR, tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DATA),
    (
        tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR,
        tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DATA,
    ),
    (tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR, tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DATA),
];

impl Palette {
    /// The palette of an image; none where it is missing, broken or in segments.
    pub fn of(
        root: &DataSet,
        encoding: Encoding,
        file: &File,
        inflated: Option<&[u8]>,
    ) -> Option<Palette> {
        let mut first = 0;
        let mut channels = Vec::new();
        for (descriptor, data) in TABLES {
            let [entries, start, bits] = *words(root, descriptor, encoding, file, inflated)? else {
                return None;
            };
            first = i32::from(start as i16);
            let count = if entries == 0 { MOST } else { usize::from(entries) };
            let words = words(root, data, encoding, file, inflated)?;
            let entries: Vec<u8> = match bits {
                // Some writers declare 16 bits and use 8.
                16 if words.iter().all(|word| *word < 256) => {
                    words.iter().map(|word| *word as u8).collect()
                }
                16 => words.iter().map(|word| (word >> 8) as u8).collect(),
                // Two entries in a word, or one in each.
                8 if words.len() * 2 <= count + 1 => {
                    words.iter().flat_map(|word| word.to_le_bytes()).collect()
                }
                8 => words.iter().map(|word| *word as u8).collect(),
                _ => return None,
            };
            channels.push(entries.get(..count)?.to_vec());
        }
        let [red, green, blue] = channels.as_slice() else { return None };
        let brightness = red.iter().zip(green).zip(blue).map(|((r, g), b)| {
            // Luminance by ITU-R BT.601.
            ((299 * u32::from(*r) + 587 * u32::from(*g) + 114 * u32::from(*b)) / 1000) as u8
        });
        Some(Palette { first, brightness: brightness.collect() })
    }

    /// From 0 to 255; indices outside of the table mean its ends.
    pub fn brightness(&self, index: i32) -> i32 {
        let at = usize::try_from(index.saturating_sub(self.first)).unwrap_or(0);
        let at = at.min(self.brightness.len().saturating_sub(1));
        self.brightness.get(at).copied().unwrap_or(0).into()
    }

    /// The darkest of these indices.
    pub fn darkest(&self, allowed: RangeInclusive<i32>) -> i32 {
        let last = self.first.saturating_add(self.brightness.len() as i32 - 1);
        let indices = self.first.max(*allowed.start())..=last.min(*allowed.end());
        indices.min_by_key(|index| self.brightness(*index)).unwrap_or(*allowed.start())
    }
}

/// The 16-bit words of a value, which may still lie in the file.
fn words(
    root: &DataSet,
    tag: Tag,
    encoding: Encoding,
    file: &File,
    inflated: Option<&[u8]>,
) -> Option<Vec<u16>> {
    let stored;
    let bytes = match &root.get(tag)?.value {
        Value::Bytes(bytes) => bytes.as_slice(),
        Value::Stored(extent) => {
            let len = usize::try_from(extent.len).ok().filter(|len| *len <= 2 * MOST)?;
            let start = usize::try_from(extent.offset).ok()?;
            match inflated {
                Some(inflated) => inflated.get(start..start + len)?,
                None => {
                    let mut bytes = vec![0; len];
                    file.read_exact_at(&mut bytes, extent.offset).ok()?;
                    stored = bytes;
                    &stored
                }
            }
        }
        _ => return None,
    };
    let word = |b: &[u8; 2]| match encoding.big_endian() {
        true => u16::from_be_bytes(*b),
        false => u16::from_le_bytes(*b),
    };
    Some(bytes.as_chunks().0.iter().map(word).collect())
}
