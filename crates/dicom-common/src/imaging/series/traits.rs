//! What tells frames at the same position apart: echo, time, diffusion weighting and the like.

use dicom_dictionary_std::tags;

use super::groups::{Groups, numbers};
use crate::dataset::{Element, Encoding, Tag, trim};

/// Functional group and attribute; at the root of single-frame objects the attribute alone.
type Source = (Tag, Tag);

const CONTENT: Tag = tags::FRAME_CONTENT_SEQUENCE;
const LEGACY: Tag = tags::UNASSIGNED_PER_FRAME_CONVERTED_ATTRIBUTES_SEQUENCE;
const NONE: Tag = Tag(0, 0);

/// The strongest distinctions first. Sources of one line are taken together.
const TRAITS: [&[Source]; 12] = [
    &[
        (NONE, tags::IMAGE_TYPE),
        (tags::MR_IMAGE_FRAME_TYPE_SEQUENCE, tags::FRAME_TYPE),
        (tags::CT_IMAGE_FRAME_TYPE_SEQUENCE, tags::FRAME_TYPE),
        (tags::MR_IMAGE_FRAME_TYPE_SEQUENCE, tags::COMPLEX_IMAGE_COMPONENT),
        (LEGACY, tags::IMAGE_TYPE),
    ],
    &[(NONE, tags::ECHO_NUMBERS), (LEGACY, tags::ECHO_NUMBERS)],
    &[
        (NONE, tags::ECHO_TIME),
        (tags::MR_ECHO_SEQUENCE, tags::EFFECTIVE_ECHO_TIME),
        (LEGACY, tags::ECHO_TIME),
    ],
    &[(NONE, tags::INVERSION_TIME), (tags::MR_MODIFIER_SEQUENCE, tags::INVERSION_TIMES)],
    &[
        (NONE, tags::FLIP_ANGLE),
        (tags::MR_TIMING_AND_RELATED_PARAMETERS_SEQUENCE, tags::FLIP_ANGLE),
    ],
    &[
        (NONE, tags::TEMPORAL_POSITION_IDENTIFIER),
        (CONTENT, tags::TEMPORAL_POSITION_INDEX),
        (LEGACY, tags::TEMPORAL_POSITION_IDENTIFIER),
    ],
    &[
        (tags::MR_DIFFUSION_SEQUENCE, tags::DIFFUSION_B_VALUE),
        // Of Siemens, GE and Philips.
        (NONE, Tag(0x0019, 0x100C)),
        (NONE, Tag(0x0043, 0x1039)),
        (NONE, Tag(0x2001, 0x1003)),
    ],
    &[
        (NONE, tags::DIFFUSION_GRADIENT_ORIENTATION),
        (tags::MR_DIFFUSION_SEQUENCE, tags::DIFFUSION_DIRECTIONALITY),
        (NONE, Tag(0x0019, 0x100E)),
    ],
    &[
        (NONE, tags::TRIGGER_TIME),
        (tags::CARDIAC_SYNCHRONIZATION_SEQUENCE, tags::NOMINAL_CARDIAC_TRIGGER_DELAY_TIME),
    ],
    &[(CONTENT, tags::STACK_ID)],
    &[
        (NONE, tags::KVP),
        (NONE, tags::CONVOLUTION_KERNEL),
        (tags::CT_RECONSTRUCTION_SEQUENCE, tags::CONVOLUTION_KERNEL),
    ],
    &[
        (NONE, tags::ACQUISITION_NUMBER),
        (CONTENT, tags::FRAME_ACQUISITION_NUMBER),
        (LEGACY, tags::ACQUISITION_NUMBER),
    ],
];

/// When the frame was acquired: the last resort.
const TIMES: [Source; 6] = [
    (NONE, tags::ACQUISITION_DATE_TIME),
    (CONTENT, tags::FRAME_ACQUISITION_DATE_TIME),
    (CONTENT, tags::FRAME_REFERENCE_DATE_TIME),
    (NONE, tags::ACQUISITION_TIME),
    (LEGACY, tags::ACQUISITION_TIME),
    (NONE, tags::CONTENT_TIME),
];

/// What tells a frame from others at its position. Compares as its numbers do.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Traits {
    keys: [Vec<u8>; TRAITS.len()],
    time: Vec<u8>,
}

impl Traits {
    /// How many distinctions there are, the time left out.
    pub(super) const COUNT: usize = TRAITS.len();

    pub(super) fn of(groups: &Groups, encoding: Encoding) -> Traits {
        let read = |sources: &[Source]| {
            let mut key = Vec::new();
            for &(group, attribute) in sources {
                let found = if group == NONE {
                    groups.root(attribute)
                } else {
                    groups.get(group, attribute)
                };
                key.extend(found.map(|e| sortable(e, encoding)).unwrap_or_default());
            }
            key
        };
        Traits { keys: TRAITS.map(read), time: read(&TIMES) }
    }

    /// A distinction by its rank.
    pub(super) fn key(&self, rank: usize) -> &[u8] {
        self.keys.get(rank).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Bytes that compare as the element's numbers do; other values as they are.
fn sortable(element: &Element, encoding: Encoding) -> Vec<u8> {
    let bytes = trim(element.bytes().unwrap_or_default());
    let text = || {
        let number = std::str::from_utf8(bytes).ok()?.parse::<f64>().ok()?;
        number.is_finite().then(|| vec![number])
    };
    match numbers(element, encoding).or_else(text) {
        Some(numbers) => numbers.into_iter().flat_map(ordered).collect(),
        None => bytes.to_vec(),
    }
}

/// Bytes that compare as numbers do.
fn ordered(number: f64) -> [u8; 8] {
    let bits = number.to_bits();
    let flip = if number.is_sign_negative() { u64::MAX } else { 1 << 63 };
    (bits ^ flip).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_compare_by_value_and_not_by_their_digits() {
        let numbers = [-10.5, -2.0, 0.0, 9.0, 10.0, 1e6];
        assert!(numbers.map(ordered).is_sorted());
    }
}
