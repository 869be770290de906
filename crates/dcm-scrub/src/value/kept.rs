//! What is left of a value that is to be kept.

use dicom_common::dataset::{Tag, Text, VR, has_form};
use dicom_common::deid::known_values::{is_code, telling_of};
use dicom_dictionary_std::tags;

use super::round::cap_age;
use crate::sweep::{Besides, Sweep};

/// A value in these character sets that is to be kept, without known values in it, what has the
/// form of a telephone number and the like, ages above 89, and whatever its representation cannot
/// hold; `None` where all of it stays, empty where nothing does.
pub fn kept(tag: Tag, vr: VR, bytes: &[u8], text: &Text, sweep: &Sweep) -> Option<Vec<u8>> {
    // Without it, nobody could say whose the elements of its block are.
    if is_private_creator(tag) {
        return None;
    }
    if vr == VR::AS
        && let Some(capped) = cap_age(bytes)
    {
        return Some(capped);
    }
    if !has_form(tag, vr, bytes) {
        return Some(Vec::new());
    }
    if is_binary(vr) {
        return sweep.hidden_in(bytes).then(Vec::new);
    }
    if !is_swept(tag, vr) {
        return None;
    }
    match is_code(tag, vr) {
        true => sweep.clean_code(bytes, text),
        false => sweep.clean(bytes, text, besides(tag, vr)),
    }
}

/// Whether an element names the creator of a block of private elements (PS3.5 7.8.1).
pub fn is_private_creator(tag: Tag) -> bool {
    tag.0 % 2 == 1 && (0x10..=0xFF).contains(&tag.1)
}

/// Free text is searched for more than what is known. An address that stays is kept on purpose.
fn besides(tag: Tag, vr: VR) -> Besides {
    match vr {
        _ if telling_of(tag).is_some() => Besides::Nothing,
        VR::LO | VR::LT | VR::SH | VR::ST | VR::UC | VR::UT => Besides::Patterns,
        _ => Besides::Nothing,
    }
}

/// Text that may hold more than a code of the standard.
fn is_swept(tag: Tag, vr: VR) -> bool {
    use VR::*;
    match vr {
        // Codes that say how the pixels (group 0028) and the rest of the data set are to be read.
        CS => tag.0 != 0x0028 && tag != tags::SPECIFIC_CHARACTER_SET && tag != tags::MODALITY,
        _ => matches!(vr, AE | LO | LT | PN | SH | ST | UC | UR | UT),
    }
}

fn is_binary(vr: VR) -> bool {
    matches!(vr, VR::OB | VR::OW | VR::UN)
}

#[cfg(test)]
mod tests {
    use dicom_common::deid::known_values::{Evidence, Telling};

    use super::*;
    use crate::known::KnownValues;

    fn left(tag: Tag, vr: VR, bytes: &[u8]) -> Option<Vec<u8>> {
        let known = KnownValues::from_evidence(vec![
            Evidence::Name("Doe".to_owned()),
            Evidence::Value(Telling::Identifier, "HOSP100200".to_owned()),
        ]);
        kept(tag, vr, bytes, &Text::default(), &Sweep::new(known.unwrap()).unwrap())
    }

    #[test]
    fn known_values_go_from_text_and_take_binary_values_with_them() {
        assert_eq!(left(tags::SERIES_DESCRIPTION, VR::LO, b"CT of Doe"), Some(b"CT of".to_vec()));
        assert_eq!(
            left(tags::IMAGE_TYPE, VR::CS, b"DERIVED\\DOE"),
            Some(b"DERIVED\\REMOVED".into())
        );
        assert_eq!(left(tags::ICC_PROFILE, VR::OB, b"\x01HOSP100200\x01"), Some(Vec::new()));
        assert_eq!(left(tags::ICC_PROFILE, VR::OB, b"\x01\x02"), None);
    }

    #[test]
    fn free_text_loses_telephone_numbers_and_private_creators_stay_whole() {
        assert_eq!(
            left(tags::SERIES_DESCRIPTION, VR::LO, b"call 010-1234-5678 x"),
            Some(b"call  x".to_vec())
        );
        assert_eq!(left(Tag(0x0013, 0x0010), VR::LO, b"DOE 1.0"), None);
    }

    #[test]
    fn what_is_no_value_of_its_representation_goes() {
        assert_eq!(left(tags::SERIES_TIME, VR::TM, b"Jane"), Some(Vec::new()));
        assert_eq!(left(tags::PATIENT_AGE, VR::AS, b"093Y"), Some(b"090Y".to_vec()));
        assert_eq!(left(tags::PATIENT_AGE, VR::AS, b"043Y"), None);
    }

    #[test]
    fn codes_of_how_the_object_is_read_stay() {
        assert_eq!(left(tags::PHOTOMETRIC_INTERPRETATION, VR::CS, b"DOE"), None);
        assert_eq!(left(tags::MODALITY, VR::CS, b"DOE"), None);
    }
}
