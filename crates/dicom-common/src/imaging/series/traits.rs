//! What tells frames at the same position apart: echo, time, diffusion weighting and the like.

use dicom_dictionary_std::tags;

use super::groups::{Groups, numbers};
use crate::dataset::{Element, Encoding, Tag, trim};

/// Where an attribute is looked for.
#[derive(Clone, Copy)]
enum Source {
    /// At the root of the object.
    Root(Tag),
    /// In a functional group (first) the attribute (second); objects without functional groups have it
    /// at their root.
    Group(Tag, Tag),
}
use Source::{Group, Root};

const CONTENT: Tag = tags::FRAME_CONTENT_SEQUENCE;
const LEGACY: Tag = tags::UNASSIGNED_PER_FRAME_CONVERTED_ATTRIBUTES_SEQUENCE;

/// The strongest distinctions first. Sources of one line are taken together.
const TRAITS: [&[Source]; 12] = [
    &[
        Root(tags::IMAGE_TYPE),
        Group(tags::MR_IMAGE_FRAME_TYPE_SEQUENCE, tags::FRAME_TYPE),
        Group(tags::CT_IMAGE_FRAME_TYPE_SEQUENCE, tags::FRAME_TYPE),
        Group(tags::MR_IMAGE_FRAME_TYPE_SEQUENCE, tags::COMPLEX_IMAGE_COMPONENT),
        Group(LEGACY, tags::IMAGE_TYPE),
    ],
    &[Root(tags::ECHO_NUMBERS), Group(LEGACY, tags::ECHO_NUMBERS)],
    &[
        Root(tags::ECHO_TIME),
        Group(tags::MR_ECHO_SEQUENCE, tags::EFFECTIVE_ECHO_TIME),
        Group(LEGACY, tags::ECHO_TIME),
    ],
    &[Root(tags::INVERSION_TIME), Group(tags::MR_MODIFIER_SEQUENCE, tags::INVERSION_TIMES)],
    &[
        Root(tags::FLIP_ANGLE),
        Group(tags::MR_TIMING_AND_RELATED_PARAMETERS_SEQUENCE, tags::FLIP_ANGLE),
    ],
    &[
        Root(tags::TEMPORAL_POSITION_IDENTIFIER),
        Group(CONTENT, tags::TEMPORAL_POSITION_INDEX),
        Group(LEGACY, tags::TEMPORAL_POSITION_IDENTIFIER),
    ],
    &[
        Group(tags::MR_DIFFUSION_SEQUENCE, tags::DIFFUSION_B_VALUE),
        // Of Siemens, GE and Philips.
        Root(Tag(0x0019, 0x100C)),
        Root(Tag(0x0043, 0x1039)),
        Root(Tag(0x2001, 0x1003)),
    ],
    &[
        Root(tags::DIFFUSION_GRADIENT_ORIENTATION),
        Group(tags::MR_DIFFUSION_SEQUENCE, tags::DIFFUSION_DIRECTIONALITY),
        Root(Tag(0x0019, 0x100E)),
    ],
    &[
        Root(tags::TRIGGER_TIME),
        Group(tags::CARDIAC_SYNCHRONIZATION_SEQUENCE, tags::NOMINAL_CARDIAC_TRIGGER_DELAY_TIME),
    ],
    &[Group(CONTENT, tags::STACK_ID)],
    &[
        Root(tags::KVP),
        Root(tags::CONVOLUTION_KERNEL),
        Group(tags::CT_RECONSTRUCTION_SEQUENCE, tags::CONVOLUTION_KERNEL),
    ],
    &[
        Root(tags::ACQUISITION_NUMBER),
        Group(CONTENT, tags::FRAME_ACQUISITION_NUMBER),
        Group(LEGACY, tags::ACQUISITION_NUMBER),
    ],
];

/// When the frame was acquired: the last resort.
const TIMES: [Source; 6] = [
    Root(tags::ACQUISITION_DATE_TIME),
    Group(CONTENT, tags::FRAME_ACQUISITION_DATE_TIME),
    Group(CONTENT, tags::FRAME_REFERENCE_DATE_TIME),
    Root(tags::ACQUISITION_TIME),
    Group(LEGACY, tags::ACQUISITION_TIME),
    Root(tags::CONTENT_TIME),
];

/// What tells a frame from others at its position. Compares as its numbers do.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Traits {
    /// One for each line of [`TRAITS`]: bytes that compare as its values do.
    keys: [Vec<u8>; TRAITS.len()],
    /// The same of [`TIMES`].
    time: Vec<u8>,
}

impl Traits {
    /// How many distinctions there are, the time left out.
    pub(super) const COUNT: usize = TRAITS.len();

    pub(super) fn of(groups: &Groups, encoding: Encoding) -> Traits {
        let read = |sources: &[Source]| {
            let mut key = Vec::new();
            for source in sources {
                let found = match *source {
                    Root(attribute) => groups.root(attribute),
                    Group(group, attribute) => groups.get(group, attribute),
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
