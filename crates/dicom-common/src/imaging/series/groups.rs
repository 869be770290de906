//! Where the attributes of a frame stand: at the root of a single-frame object, in functional
//! groups of an enhanced one (PS3.3 C.7.6.16).

use dicom_dictionary_std::tags;

use crate::code::{Code, Fault, Outcome};
use crate::dataset::{DataSet, Element, Encoding, Parsed, Tag, VR, split_values};

/// More frames than any real object has.
const MOST_FRAMES: usize = 1 << 20;

/// The attributes of one frame.
#[derive(Clone, Copy)]
pub(super) struct Groups<'a> {
    root: &'a DataSet,
    shared: Option<&'a DataSet>,
    own: Option<&'a DataSet>,
    encoding: Encoding,
}

impl<'a> Groups<'a> {
    /// The attributes of each frame of a file.
    ///
    /// # Errors
    /// `E_GEOMETRY` when there are several frames but nothing that describes each,
    /// `E_TOO_LARGE`.
    pub(super) fn of(parsed: &'a Parsed) -> Outcome<Vec<Groups<'a>>> {
        let (root, encoding) = (&parsed.dataset, parsed.syntax.encoding);
        let items = |tag| root.get(tag).map(Element::items).unwrap_or_default();
        let shared = items(tags::SHARED_FUNCTIONAL_GROUPS_SEQUENCE).first();
        let own = items(tags::PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE);
        let frames = match root.ascii(tags::NUMBER_OF_FRAMES) {
            Some(text) => text.parse().map_err(|_| Fault(Code::Malformed))?,
            None => 1usize,
        };
        if frames > MOST_FRAMES {
            return Err(Fault(Code::TooLarge));
        }
        let frame = Groups { root, shared, own: None, encoding };
        match (frames, own.len()) {
            (1, 0) => Ok(vec![frame]),
            (frames, described) if frames == described && frames > 0 => {
                Ok(own.iter().map(|own| Groups { own: Some(own), ..frame }).collect())
            }
            _ => Err(Fault(Code::Geometry)),
        }
    }

    /// The attributes at the root alone.
    pub(super) fn of_root(parsed: &'a Parsed) -> Groups<'a> {
        let (root, encoding) = (&parsed.dataset, parsed.syntax.encoding);
        Groups { root, shared: None, own: None, encoding }
    }

    /// An attribute of a functional group; the frame's own comes before the one that all share.
    /// Objects without functional groups have it at the root.
    pub(super) fn get(&self, group: Tag, attribute: Tag) -> Option<&'a Element> {
        let inside = |groups: Option<&'a DataSet>| {
            groups?.get(group)?.items().first()?.get(attribute).filter(|e| !e.is_empty())
        };
        if self.shared.is_none() && self.own.is_none() {
            return self.root(attribute);
        }
        inside(self.own).or_else(|| inside(self.shared))
    }

    /// An attribute of the object.
    pub(super) fn root(&self, attribute: Tag) -> Option<&'a Element> {
        self.root.get(attribute).filter(|e| !e.is_empty())
    }

    /// Exactly `N` numbers, all finite.
    pub(super) fn numbers<const N: usize>(&self, group: Tag, attribute: Tag) -> Option<[f64; N]> {
        numbers(self.get(group, attribute)?, self.encoding)?.try_into().ok()
    }

    /// One finite number, the first where there are several.
    pub(super) fn number(&self, group: Tag, attribute: Tag) -> Option<f64> {
        numbers(self.get(group, attribute)?, self.encoding)?.first().copied()
    }
}

/// The numbers of an element, decimal or binary.
pub(super) fn numbers(element: &Element, encoding: Encoding) -> Option<Vec<f64>> {
    let bytes = element.bytes()?;
    let big = encoding.big_endian();
    let numbers: Option<Vec<f64>> = match element.meant_vr() {
        VR::DS | VR::IS => {
            split_values(bytes).map(|text| std::str::from_utf8(text).ok()?.parse().ok()).collect()
        }
        VR::US => Some(words(bytes, big, |b| u16::from_le_bytes(b).into())),
        VR::SS => Some(words(bytes, big, |b| i16::from_le_bytes(b).into())),
        VR::UL => Some(words(bytes, big, |b| u32::from_le_bytes(b).into())),
        VR::SL => Some(words(bytes, big, |b| i32::from_le_bytes(b).into())),
        VR::FL => Some(words(bytes, big, |b| f32::from_le_bytes(b).into())),
        VR::FD => Some(words(bytes, big, f64::from_le_bytes)),
        _ => None,
    };
    numbers.filter(|n| !n.is_empty() && n.iter().all(|n| n.is_finite()))
}

fn words<const N: usize>(bytes: &[u8], big: bool, read: fn([u8; N]) -> f64) -> Vec<f64> {
    let (words, _) = bytes.as_chunks::<N>();
    words
        .iter()
        .map(|word| {
            let mut word = *word;
            if big {
                word.reverse();
            }
            read(word)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_from_text_and_from_both_byte_orders() {
        let read = |vr, bytes: &[u8], encoding| {
            numbers(&Element::new(Tag(0x18, 1), vr, bytes.to_vec()), encoding)
        };
        let (little, big) = (Encoding::ExplicitLittle, Encoding::ExplicitBig);
        assert_eq!(read(VR::DS, b"-1.5e1 \\+0.25", little), Some(vec![-15.0, 0.25]));
        assert_eq!(read(VR::SS, &[0xFE, 0xFF], little), Some(vec![-2.0]));
        assert_eq!(read(VR::SS, &[0xFF, 0xFE], big), Some(vec![-2.0]));
        assert_eq!(read(VR::FD, &2.5f64.to_be_bytes(), big), Some(vec![2.5]));
        assert_eq!(read(VR::DS, b"nan", little), None);
        assert_eq!(read(VR::DS, b"1\\", little), None);
    }
}
