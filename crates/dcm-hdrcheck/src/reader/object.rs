//! The second reader: dicom-object on the abridged data set.

use dicom_core::header::Header;
use dicom_core::{PrimitiveValue, Tag, VR};
use dicom_encoding::TransferSyntaxIndex;
use dicom_object::mem::InMemElement;
use dicom_object::{FileMetaTable, InMemDicomObject};
use dicom_transfer_syntax_registry::{TransferSyntaxRegistry, entries};

use super::element::{DataSet, Element, Value, trim};
use super::syntax::{Encoding, Syntax};
use super::vr::is_characters;

/// The file meta information as dicom-object reads it: where it ends, and the transfer syntax.
/// None where it cannot be read. `bytes` begin with the prefix `DICM`.
pub(super) fn meta(bytes: &[u8]) -> Option<(usize, String)> {
    let mut rest = bytes;
    let table = FileMetaTable::from_reader(&mut rest).ok()?;
    Some((bytes.len() - rest.len(), table.transfer_syntax().to_owned()))
}

/// Whether dicom-object reads the same elements with the same values from the bytes of a data set;
/// what it makes of text that is not ASCII is noted in the elements.
pub(super) fn agrees(bytes: &[u8], syntax: &Syntax, dataset: &mut DataSet) -> bool {
    let known = if syntax.deflated { None } else { TransferSyntaxRegistry.get(&syntax.uid) };
    let by_encoding = match syntax.encoding {
        Encoding::ImplicitLittle => entries::IMPLICIT_VR_LITTLE_ENDIAN.erased(),
        Encoding::ExplicitLittle => entries::EXPLICIT_VR_LITTLE_ENDIAN.erased(),
        Encoding::ExplicitBig => entries::EXPLICIT_VR_BIG_ENDIAN.erased(),
    };
    let object = InMemDicomObject::read_dataset_with_ts(bytes, known.unwrap_or(&by_encoding));
    object.is_ok_and(|object| same_elements(dataset, &object, syntax.encoding))
}

fn same_elements(dataset: &mut DataSet, object: &InMemDicomObject, encoding: Encoding) -> bool {
    let elements = dataset.elements_mut();
    let mut theirs = object.iter();
    let all = elements
        .iter_mut()
        .all(|element| theirs.next().is_some_and(|theirs| same_element(element, theirs, encoding)));
    all && theirs.next().is_none()
}

fn same_element(element: &mut Element, theirs: &InMemElement, encoding: Encoding) -> bool {
    if element.tag != theirs.tag() || !same_vr(element, theirs.vr(), encoding) {
        return false;
    }
    let inner = if element.vr == VR::UN { Encoding::ImplicitLittle } else { encoding };
    match &mut element.value {
        Value::Items(items) => match theirs.items() {
            Some(others) => {
                items.len() == others.len()
                    && items.iter_mut().zip(others).all(|(a, b)| same_elements(a, b, inner))
            }
            // A sequence under the representation UN, whose items it leaves as they are.
            None => element.vr == VR::UN && theirs.value().primitive().is_some(),
        },
        Value::Fragments(ours) => {
            let with_bytes = ours.items.iter().skip(1).filter(|item| item.len > 0).count();
            theirs.value().fragments().map(<[_]>::len) == Some(with_bytes)
        }
        Value::Stored(_) => theirs.value().primitive().is_some(),
        Value::Bytes(bytes) => {
            let Some(value) = theirs.value().primitive() else { return false };
            if let PrimitiveValue::Tags(tags) = value {
                let (pairs, _) = bytes.as_chunks::<4>();
                let tag =
                    |[a, b, c, d]: &[u8; 4]| Tag(encoding.u16([*a, *b]), encoding.u16([*c, *d]));
                return pairs.iter().map(tag).eq(tags.iter().copied());
            }
            if !is_characters(element.vr) {
                return same_numbers(bytes, value, encoding);
            }
            let shown = value.to_raw_str();
            if bytes.is_ascii() && !bytes.contains(&0x1B) {
                return trim(shown.as_bytes()) == trim(bytes);
            }
            element.theirs = Some(shown.into_owned());
            true
        }
    }
}

/// The same representation; implicit encodings leave a choice.
fn same_vr(element: &Element, theirs: VR, encoding: Encoding) -> bool {
    let class = |vr| match vr {
        VR::SS => VR::US,
        VR::OB | VR::UN => VR::OW,
        VR::SL => VR::UL,
        vr => vr,
    };
    let sequence = theirs == VR::SQ && matches!(element.value, Value::Items(_));
    // An implicit item in an explicit data set is not read at all.
    let choice = encoding == Encoding::ImplicitLittle || element.tag == Tag(0x0028, 0x0120);
    element.vr == theirs
        || sequence
        || choice && class(element.vr) == class(theirs)
        || matches!(element.value, Value::Fragments(_)) && theirs == VR::OB
}

fn same_numbers(bytes: &[u8], value: &PrimitiveValue, encoding: Encoding) -> bool {
    // What it decodes are numbers of this machine's byte order.
    if encoding.big_endian() || cfg!(target_endian = "big") {
        return value.calculate_byte_len() == bytes.len() || bytes.is_empty();
    }
    *value.to_bytes() == *bytes
}
