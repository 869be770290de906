//! The header of a defaced file: new UIDs, and nothing that is untrue of the new pixels.

use dicom_common::dataset::{
    DataSet, Element, STATISTICS_OF_IMAGE, STATISTICS_OF_SERIES, Tag, VR, trim,
};
use dicom_dictionary_std::tags;

use crate::uids::NewUids;

/// The code of what was done: PS3.15 table E.1-1a, PS3.16 CID 7050.
const CODE: [(Tag, VR, &str); 3] = [
    (tags::CODE_VALUE, VR::SH, "113102"),
    (tags::CODING_SCHEME_DESIGNATOR, VR::SH, "DCM"),
    (tags::CODE_MEANING, VR::LO, "Clean Recognizable Visual Features Option"),
];

/// For (0012,0063), at most 64 characters.
const METHOD: &str = concat!("dcm-deface ", env!("CARGO_PKG_VERSION"), ", face removed");

/// Added to a Derivation Description (0008,2111).
const DERIVATION: &[u8] = b"Face removed";

/// The longest Derivation Description in bytes: that of its VR, ST (PS3.5 table 6.2-1).
const LONGEST_DERIVATION: usize = 1024;

/// Brings a header in line with its defaced pixels; `changed` tells whether any pixel of this file
/// did. Overlay planes stay: they are graphics that the anonymization of headers judges.
pub fn restate(dataset: DataSet, uids: &NewUids<'_>, changed: bool) -> DataSet {
    let mut dataset = renamed(dataset, uids);
    let untrue = if changed { STATISTICS_OF_IMAGE.as_slice() } else { &[] };
    for tag in STATISTICS_OF_SERIES.iter().chain(untrue) {
        dataset.remove(*tag);
    }
    derive(&mut dataset, tags::IMAGE_TYPE);
    describe(&mut dataset);
    dataset.put(text(tags::RECOGNIZABLE_VISUAL_FEATURES, VR::CS, "NO"));
    state_method(&mut dataset);
    dataset
}

/// References follow what is written anew, and frames say what they are.
fn renamed(dataset: DataSet, uids: &NewUids<'_>) -> DataSet {
    let element = |element: Element| {
        let bytes = element.bytes().filter(|_| element.meant_vr() == VR::UI);
        if let Some(new) = bytes.and_then(|bytes| uids.of_value(bytes)) {
            return Element::new(element.tag, element.vr, new);
        }
        let item = |item| {
            let mut item = renamed(item, uids);
            derive(&mut item, tags::FRAME_TYPE);
            item
        };
        element.with_items(item)
    };
    DataSet::new(dataset.into_elements().into_iter().map(element).collect())
}

/// Value 1 of an Image or Frame Type says DERIVED (PS3.3 C.7.6.1.1.2); the others stay.
fn derive(dataset: &mut DataSet, tag: Tag) {
    let Some((vr, bytes)) = dataset.get(tag).and_then(|e| Some((e.vr, e.bytes()?))) else { return };
    let mut values = bytes.splitn(2, |b| *b == b'\\');
    let (first, rest) = (values.next().unwrap_or_default(), values.next());
    if trim(first).is_empty() || trim(first) == b"DERIVED" {
        return;
    }
    let new = match rest {
        Some(rest) => [b"DERIVED\\", rest].concat(),
        None => b"DERIVED".to_vec(),
    };
    dataset.put(Element::new(tag, vr, new));
}

/// Adds to a derivation description that there is; nothing is said where nothing was.
fn describe(dataset: &mut DataSet) {
    let tag = tags::DERIVATION_DESCRIPTION;
    let Some((vr, bytes)) = dataset.get(tag).and_then(|e| Some((e.vr, trim(e.bytes()?)))) else {
        return;
    };
    let longer = [bytes, b"; ", DERIVATION].concat();
    if bytes.is_empty() || bytes.ends_with(DERIVATION) || longer.len() > LONGEST_DERIVATION {
        return;
    }
    dataset.put(Element::new(tag, vr, longer));
}

/// One more value in (0012,0063), one more code in (0012,0064): earlier ones stay true.
fn state_method(dataset: &mut DataSet) {
    let tag = tags::DEIDENTIFICATION_METHOD;
    let earlier = dataset.get(tag).and_then(Element::bytes).map(trim).unwrap_or_default();
    if !earlier.ends_with(METHOD.as_bytes()) {
        let separator: &[u8] = if earlier.is_empty() { b"" } else { b"\\" };
        let methods = [earlier, separator, METHOD.as_bytes()].concat();
        dataset.put(Element::new(tag, VR::LO, methods));
    }
    let tag = tags::DEIDENTIFICATION_METHOD_CODE_SEQUENCE;
    let mut items = dataset.get(tag).map(|e| e.items().to_vec()).unwrap_or_default();
    let [(code_value, _, code), ..] = CODE;
    if !items.iter().any(|item| item.ascii(code_value) == Some(code)) {
        let code = CODE.map(|(tag, vr, value)| text(tag, vr, value));
        items.push(DataSet::new(code.to_vec()));
    }
    dataset.put(Element::sequence(tag, items));
}

fn text(tag: Tag, vr: VR, value: &str) -> Element {
    Element::new(tag, vr, value.as_bytes().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use dicom_common::deid::pseudonym::{Key, Pseudonyms};
    use std::collections::HashSet;

    fn pseudonyms() -> Pseudonyms {
        Pseudonyms::new(&Key::from_bytes(vec![7; 32]).unwrap())
    }

    fn restated(elements: Vec<Element>, changed: bool) -> DataSet {
        let pseudonyms = pseudonyms();
        let rewritten = HashSet::from(["1.2.1".to_owned(), "1.2.2".to_owned()]);
        restate(
            DataSet::new(elements).without_old_content(),
            &NewUids::new(&pseudonyms, rewritten),
            changed,
        )
    }

    fn value(dataset: &DataSet, tag: Tag) -> String {
        dataset.ascii(tag).unwrap_or("none").to_owned()
    }

    #[test]
    fn references_follow_what_is_rewritten_at_every_depth_and_others_stay() {
        let uid = |tag, value: &str| text(tag, VR::UI, value);
        let inner = DataSet::new(vec![
            uid(tags::REFERENCED_SOP_INSTANCE_UID, "1.2.2"),
            uid(tags::FRAME_OF_REFERENCE_UID, "1.2.9"),
        ]);
        let outer = DataSet::new(vec![Element::sequence(tags::SOURCE_IMAGE_SEQUENCE, vec![inner])]);
        let dataset = restated(
            vec![
                uid(tags::SOP_INSTANCE_UID, "1.2.1"),
                Element::sequence(tags::REFERENCED_SERIES_SEQUENCE, vec![outer]),
            ],
            true,
        );
        let pseudonyms = pseudonyms();
        assert_eq!(value(&dataset, tags::SOP_INSTANCE_UID), pseudonyms.defaced_uid("1.2.1"));
        let items = dataset.get(tags::REFERENCED_SERIES_SEQUENCE).unwrap().items();
        let inner = &items[0].get(tags::SOURCE_IMAGE_SEQUENCE).unwrap().items()[0];
        assert_eq!(
            value(inner, tags::REFERENCED_SOP_INSTANCE_UID),
            pseudonyms.defaced_uid("1.2.2")
        );
        assert_eq!(value(inner, tags::FRAME_OF_REFERENCE_UID), "1.2.9");
    }

    #[test]
    fn what_the_file_says_of_itself_is_true_and_earlier_claims_stay() {
        let earlier = DataSet::new(vec![text(tags::CODE_VALUE, VR::SH, "113100")]);
        let dataset = restated(
            vec![
                text(tags::IMAGE_TYPE, VR::CS, r"ORIGINAL\PRIMARY\AXIAL"),
                text(tags::DERIVATION_DESCRIPTION, VR::ST, "Resampled "),
                text(tags::DEIDENTIFICATION_METHOD, VR::LO, "dcm-scrub 0.1.0"),
                Element::sequence(tags::DEIDENTIFICATION_METHOD_CODE_SEQUENCE, vec![earlier]),
            ],
            true,
        );
        assert_eq!(value(&dataset, tags::IMAGE_TYPE), r"DERIVED\PRIMARY\AXIAL");
        assert_eq!(value(&dataset, tags::DERIVATION_DESCRIPTION), "Resampled; Face removed");
        let method = value(&dataset, tags::DEIDENTIFICATION_METHOD);
        assert_eq!(method, format!("dcm-scrub 0.1.0\\{METHOD}"));
        assert!(METHOD.len() <= 64);
        assert_eq!(value(&dataset, tags::RECOGNIZABLE_VISUAL_FEATURES), "NO");
        let codes = dataset.get(tags::DEIDENTIFICATION_METHOD_CODE_SEQUENCE).unwrap().items();
        let codes: Vec<_> = codes.iter().map(|item| value(item, tags::CODE_VALUE)).collect();
        assert_eq!(codes, ["113100", "113102"]);
        let again = restated(dataset.clone().into_elements(), true);
        assert_eq!(again, dataset);
        assert!(restated(Vec::new(), true).get(tags::DERIVATION_DESCRIPTION).is_none());
    }

    #[test]
    fn what_shows_or_signs_the_old_pixels_goes_and_statistics_only_if_they_changed() {
        let icon = || Element::sequence(tags::ICON_IMAGE_SEQUENCE, vec![DataSet::default()]);
        let reference = DataSet::new(vec![icon()]);
        let elements = || {
            vec![
                icon(),
                Element::sequence(tags::REFERENCED_IMAGE_SEQUENCE, vec![reference.clone()]),
                text(Tag(0x5000, 0x3000), VR::OW, "profile"),
                text(Tag(0x6000, 0x3000), VR::OW, "overlay"),
                text(tags::SMALLEST_IMAGE_PIXEL_VALUE, VR::US, "ab"),
                text(tags::LARGEST_PIXEL_VALUE_IN_SERIES, VR::US, "ab"),
            ]
        };
        let dataset = restated(elements(), true);
        let left = |dataset: &DataSet| {
            dataset.elements().iter().map(|e| e.tag).filter(|t| t.0 != 0x12).collect::<Vec<_>>()
        };
        let overlay = Tag(0x6000, 0x3000);
        let features = tags::RECOGNIZABLE_VISUAL_FEATURES;
        assert_eq!(left(&dataset), [tags::REFERENCED_IMAGE_SEQUENCE, features, overlay]);
        let reference = &dataset.get(tags::REFERENCED_IMAGE_SEQUENCE).unwrap().items()[0];
        assert!(reference.elements().is_empty());
        let unchanged = restated(elements(), false);
        assert!(unchanged.get(tags::SMALLEST_IMAGE_PIXEL_VALUE).is_some());
    }
}
