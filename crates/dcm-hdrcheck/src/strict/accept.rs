//! Whether an element is as the policy's action leaves it, by its value representation.

use dicom_common::deid::policy::Action;
use dicom_dictionary_std::tags;

use crate::decision::{Stay, is_dummy};
use crate::reader::{Element, Tag, VR, Value, dictionary_vr, is_blank};
use crate::reason::Reason;
use crate::strict::dates::{self, Declared};
use crate::strict::{number, pseudonyms};
use crate::value_form::has_form;

/// Judges an element by the action that should have been taken.
pub(super) fn accept(stay: Stay, element: &Element, declared: Declared) -> Reason {
    let Stay { action, vr } = stay;
    match (action, &element.value) {
        (Action::Remove, _) => removed(element),
        (_, Value::Bytes(bytes)) if is_blank(vr, bytes) => Reason::Empty,
        (Action::Empty, Value::Items(items)) if items.is_empty() => Reason::Empty,
        (Action::Empty, _) => Reason::NotEmpty,
        (Action::Dummy | Action::Keep | Action::Clean, Value::Items(_)) => Reason::Items,
        (Action::Dummy | Action::Keep | Action::Clean, Value::Bytes(_)) if vr == VR::SQ => {
            Reason::Unparsed
        }
        (Action::Keep | Action::Clean, Value::Bytes(bytes)) => kept(element.tag, vr, bytes),
        (Action::Keep | Action::Clean, _) if element.tag == tags::ENCAPSULATED_DOCUMENT => {
            Reason::Document
        }
        (Action::Keep | Action::Clean, _) => Reason::Kept,
        (Action::Dummy | Action::Uid, Value::Bytes(bytes)) if vr == VR::UI => {
            pseudonyms::uid(bytes)
        }
        (Action::Dummy, Value::Bytes(bytes)) if is_dummy(vr, bytes) => Reason::Dummy,
        (Action::Dummy, _) => Reason::NotDummy,
        (Action::Hash | Action::Uid, Value::Bytes(bytes)) => pseudonyms::hash(bytes),
        (Action::Hash | Action::Uid, _) => Reason::NotPseudonym,
        (Action::Shift, Value::Bytes(bytes)) => dates::shifted(vr, bytes, declared),
        (Action::Shift, _) => Reason::NotDate,
        (Action::Round(width), Value::Bytes(bytes)) => {
            number::rounded(element.tag, vr, bytes, width)
        }
        (Action::Round(_), _) => Reason::NotRounded,
    }
}

fn removed(element: &Element) -> Reason {
    let Tag(group, number) = element.tag;
    let repeating = matches!(group & 0xFF00, 0x5000 | 0x6000);
    match dictionary_vr(element.tag) {
        _ if group % 2 == 1 => Reason::Private,
        None if number != 0 && !repeating => Reason::Unknown,
        _ if element.is_blank() => Reason::Empty,
        _ => Reason::NotRemoved,
    }
}

fn kept(tag: Tag, vr: VR, bytes: &[u8]) -> Reason {
    match vr {
        _ if tag == tags::ENCAPSULATED_DOCUMENT => Reason::Document,
        VR::AS if number::too_old(bytes) => Reason::TooOld,
        _ if !has_form(tag, vr, bytes) => Reason::Malformed,
        _ => Reason::Kept,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::DataSet;
    use dicom_common::deid::pseudonym::{Key, Pseudonyms};

    fn declared() -> Declared {
        let tag = tags::LONGITUDINAL_TEMPORAL_INFORMATION_MODIFIED;
        Declared::of(&DataSet::new(vec![Element::new(tag, VR::CS, b"MODIFIED".to_vec())]))
    }

    fn text(action: Action, vr: VR, value: &str) -> Reason {
        let value = value.as_bytes().to_vec();
        accept(Stay { action, vr }, &Element::new(tags::IMAGE_COMMENTS, vr, value), declared())
    }

    fn judged(action: Action, element: &Element) -> Reason {
        accept(Stay { action, vr: element.meant_vr() }, element, declared())
    }

    fn pseudonyms() -> Pseudonyms {
        Pseudonyms::new(&Key::from_bytes(vec![7; 32]).unwrap())
    }

    #[test]
    fn what_must_go_may_be_empty_but_private_and_unknown_elements_may_not() {
        assert_eq!(text(Action::Remove, VR::LT, "Doe"), Reason::NotRemoved);
        assert_eq!(text(Action::Remove, VR::LT, "  "), Reason::Empty);
        let at = |group, number| Element::new(Tag(group, number), VR::LO, Vec::new());
        assert_eq!(judged(Action::Remove, &at(0x0009, 0x0010)), Reason::Private);
        assert_eq!(judged(Action::Remove, &at(0x0008, 0x00FF)), Reason::Unknown);
        assert_eq!(judged(Action::Remove, &at(0x0008, 0x0000)), Reason::Empty);
    }

    #[test]
    fn empty_and_dummy() {
        assert_eq!(text(Action::Empty, VR::LO, ""), Reason::Empty);
        assert_eq!(text(Action::Empty, VR::LO, "x"), Reason::NotEmpty);
        assert_eq!(text(Action::Dummy, VR::LO, "REMOVED"), Reason::Dummy);
        assert_eq!(text(Action::Dummy, VR::LO, "Doe"), Reason::NotDummy);
        assert_eq!(text(Action::Dummy, VR::DA, "19000101"), Reason::Dummy);
        assert_eq!(text(Action::Dummy, VR::SQ, "x"), Reason::Unparsed);
    }

    #[test]
    fn pseudonyms_and_uids_are_told_by_their_check() {
        let (id, new) = (pseudonyms().identifier(b"1"), pseudonyms().uid("1.2.3"));
        assert_eq!(text(Action::Hash, VR::LO, &format!("{id}\\{id}")), Reason::Pseudonym);
        assert_eq!(
            text(Action::Hash, VR::LO, &format!("{id}\\2008050417172310")),
            Reason::NotPseudonym
        );
        assert_eq!(text(Action::Uid, VR::UI, &new), Reason::NewUid);
        assert_eq!(text(Action::Uid, VR::UI, "1.2.840.10008.1.1"), Reason::StandardUid);
        assert_eq!(text(Action::Uid, VR::UI, "1.2.3"), Reason::NotNewUid);
        assert_eq!(text(Action::Uid, VR::UI, "1.2.840.10008.JANE DOE"), Reason::NotNewUid);
        assert_eq!(text(Action::Dummy, VR::UI, "1.2.3"), Reason::NotNewUid);
        assert_eq!(text(Action::Uid, VR::LO, &id), Reason::Pseudonym);
    }

    #[test]
    fn what_stays_is_inspected_further() {
        assert_eq!(text(Action::Keep, VR::LO, "AXIAL"), Reason::Kept);
        assert_eq!(text(Action::Keep, VR::AS, "091Y"), Reason::TooOld);
        assert_eq!(text(Action::Keep, VR::AS, "090Y"), Reason::Kept);
        assert_eq!(text(Action::Keep, VR::TM, "Jane Doe"), Reason::Malformed);
        let items = Element {
            value: Value::Items(vec![DataSet::default()]),
            ..Element::new(tags::PROCEDURE_CODE_SEQUENCE, VR::SQ, Vec::new())
        };
        assert_eq!(judged(Action::Keep, &items), Reason::Items);
        assert_eq!(judged(Action::Remove, &items), Reason::NotRemoved);
    }
}
