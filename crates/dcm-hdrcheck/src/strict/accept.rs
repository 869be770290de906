//! Whether an element is as the policy's action leaves it, by its value representation.

use dicom_common::dataset::{
    DataSet, Date, DateTime, Element, Tag, VR, Value, dictionary_vr, has_form, is_standard_uid,
    split_values, trim,
};
use dicom_common::deid::policy::{Action, Retention, dummy};
use dicom_common::deid::pseudonym::{is_identifier, is_uid};
use dicom_dictionary_std::tags;

use crate::reason::Reason;

use super::number;

/// What the data set declares about its dates.
#[derive(Debug, Clone, Copy)]
pub(super) struct Declared {
    /// (0028,0303) says MODIFIED.
    modified_dates: bool,
}

impl Declared {
    pub(super) fn of(dataset: &DataSet) -> Self {
        let stated = dataset.ascii(tags::LONGITUDINAL_TEMPORAL_INFORMATION_MODIFIED);
        Self { modified_dates: stated == Some("MODIFIED") }
    }
}

/// Judges an element by the action that should have been taken.
pub(super) fn accept(stay: Retention, element: &Element, declared: Declared) -> Reason {
    let Retention { action, vr } = stay;
    match (action, &element.value) {
        (Action::Remove, _) => removed(element),
        (_, Value::Bytes(bytes)) if blank(vr, bytes) => Reason::Empty,
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
        (Action::Dummy | Action::Uid, Value::Bytes(bytes)) if vr == VR::UI => uid(bytes),
        (Action::Dummy, Value::Bytes(bytes)) if is_dummy(vr, bytes) => Reason::Dummy,
        (Action::Dummy, _) => Reason::NotDummy,
        (Action::Hash | Action::Uid, Value::Bytes(bytes)) => hash(bytes),
        (Action::Hash | Action::Uid, _) => Reason::NotPseudonym,
        (Action::Shift, Value::Bytes(bytes)) => shifted(vr, bytes, declared),
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
        _ => left(element),
    }
}

fn left(element: &Element) -> Reason {
    let empty = match &element.value {
        Value::Bytes(bytes) => blank(element.meant_vr(), bytes),
        Value::Items(items) => items.is_empty(),
        Value::Stored(_) | Value::Fragments { .. } => false,
    };
    if empty { Reason::Empty } else { Reason::NotRemoved }
}

/// No value: no bytes, or only padding where the value is of characters.
pub(super) fn blank(vr: VR, bytes: &[u8]) -> bool {
    let characters = dicom_common::dataset::is_text(vr) || matches!(vr, VR::DS | VR::IS);
    bytes.is_empty() || characters && split_values(bytes).all(<[u8]>::is_empty)
}

fn kept(tag: Tag, vr: VR, bytes: &[u8]) -> Reason {
    match vr {
        _ if tag == tags::ENCAPSULATED_DOCUMENT => Reason::Document,
        VR::AS if number::too_old(bytes) => Reason::TooOld,
        _ if !has_form(tag, vr, bytes) => Reason::Malformed,
        _ => Reason::Kept,
    }
}

fn is_dummy(vr: VR, bytes: &[u8]) -> bool {
    let trimmed = |bytes: &[u8]| match vr {
        VR::OB | VR::OW | VR::UN => bytes.to_vec(),
        _ if dicom_common::dataset::is_text(vr) || matches!(vr, VR::DS | VR::IS) => {
            trim(bytes).to_vec()
        }
        _ => bytes.to_vec(),
    };
    dummy(vr).is_some_and(|dummy| trimmed(&dummy) == trimmed(bytes))
}

/// Pseudonyms; a dummy stands where there was no valid pseudonym.
fn hash(bytes: &[u8]) -> Reason {
    let accepted =
        |value: &[u8]| value.is_empty() || std::str::from_utf8(value).is_ok_and(is_identifier);
    if split_values(bytes).all(accepted) { Reason::Pseudonym } else { Reason::NotPseudonym }
}

fn uid(bytes: &[u8]) -> Reason {
    let standard =
        |uid: &[u8]| uid.is_empty() || std::str::from_utf8(uid).is_ok_and(is_standard_uid);
    if split_values(bytes).all(standard) {
        return Reason::StandardUid;
    }
    let new = |uid: &[u8]| standard(uid) || std::str::from_utf8(uid).is_ok_and(is_uid);
    if split_values(bytes).all(new) { Reason::NewUid } else { Reason::NotNewUid }
}

fn shifted(vr: VR, bytes: &[u8], declared: Declared) -> Reason {
    let is_date = |value: &[u8]| {
        let Ok(text) = std::str::from_utf8(value) else { return false };
        match vr {
            _ if text.is_empty() => true,
            VR::DT => DateTime::parse(text).is_some(),
            _ => Date::parse(text).is_some(),
        }
    };
    match (split_values(bytes).all(is_date), declared.modified_dates) {
        (false, _) => Reason::NotDate,
        (true, false) => Reason::NotShifted,
        (true, true) => Reason::Shifted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dicom_common::deid::pseudonym::{Key, Pseudonyms};

    const MODIFIED: Declared = Declared { modified_dates: true };
    const SILENT: Declared = Declared { modified_dates: false };

    fn text(action: Action, vr: VR, value: &str) -> Reason {
        let value = value.as_bytes().to_vec();
        accept(Retention { action, vr }, &Element::new(tags::IMAGE_COMMENTS, vr, value), MODIFIED)
    }

    fn judged(action: Action, element: &Element) -> Reason {
        accept(Retention { action, vr: element.meant_vr() }, element, MODIFIED)
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
    fn dates_must_be_dates_and_declared_as_moved() {
        assert_eq!(text(Action::Shift, VR::DA, "20200101\\"), Reason::Shifted);
        assert_eq!(text(Action::Shift, VR::DT, "20200101101500.1+0100"), Reason::Shifted);
        assert_eq!(text(Action::Shift, VR::DA, "Doe"), Reason::NotDate);
        let date = Element::new(tags::STUDY_DATE, VR::DA, b"20200101".to_vec());
        assert_eq!(
            accept(Retention { action: Action::Shift, vr: VR::DA }, &date, SILENT),
            Reason::NotShifted
        );
    }

    #[test]
    fn what_stays_is_inspected_further() {
        assert_eq!(text(Action::Keep, VR::LO, "AXIAL"), Reason::Kept);
        assert_eq!(text(Action::Keep, VR::AS, "091Y"), Reason::TooOld);
        assert_eq!(text(Action::Keep, VR::AS, "090Y"), Reason::Kept);
        assert_eq!(text(Action::Keep, VR::TM, "Jane Doe"), Reason::Malformed);
        let items = Element::sequence(tags::PROCEDURE_CODE_SEQUENCE, vec![DataSet::default()]);
        assert_eq!(judged(Action::Keep, &items), Reason::Items);
        assert_eq!(judged(Action::Remove, &items), Reason::NotRemoved);
    }
}
