//! What is left of a value that is to be kept.

use dicom_common::dataset::{Tag, VR, has_form};
use dicom_common::deid::known_values::is_code;
use dicom_dictionary_std::tags;

use super::round::cap_age;
use crate::sweep::Sweep;

/// A value that is to be kept, without known values in it, ages above 89, and whatever its
/// representation cannot hold; `None` where all of it stays, empty where nothing does.
pub fn kept(tag: Tag, vr: VR, bytes: &[u8], sweep: &Sweep) -> Option<Vec<u8>> {
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
    if is_code(tag, vr) { sweep.clean_code(bytes) } else { sweep.clean(bytes) }
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
    use super::*;
    use crate::known::KnownValues;

    fn left(tag: Tag, vr: VR, bytes: &[u8]) -> Option<Vec<u8>> {
        let known = KnownValues::from_values(vec![b"doe".to_vec(), b"hosp100200".to_vec()]);
        kept(tag, vr, bytes, &Sweep::new(known).unwrap())
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
