//! Which original value stands for the patient of a data set.

use dicom_dictionary_std::tags;

use crate::dataset::{DataSet, Element, trim};

/// The original value that stands for the patient wherever one pseudonym or one shift of dates is
/// needed for each patient: Patient ID (0010,0020), or Study Instance UID (0020,000D) where the ID is
/// absent or blank, so that at least the objects of one study stay together. Without padding, in
/// the data set's own character set; empty where both are.
///
/// ```
/// use dicom_common::dataset::{DataSet, Element, VR};
/// use dicom_common::deid::patient::patient_original;
/// use dicom_dictionary_std::tags;
///
/// let study = Element::new(tags::STUDY_INSTANCE_UID, VR::UI, b"1.2.3".to_vec());
/// let id = Element::new(tags::PATIENT_ID, VR::LO, b"HOSP1 ".to_vec());
/// assert_eq!(patient_original(&DataSet::new(vec![id, study.clone()])), b"HOSP1");
/// assert_eq!(patient_original(&DataSet::new(vec![study])), b"1.2.3");
/// ```
pub fn patient_original(dataset: &DataSet) -> &[u8] {
    let value = |tag| dataset.get(tag).and_then(Element::bytes).map(trim).unwrap_or_default();
    match value(tags::PATIENT_ID) {
        [] => value(tags::STUDY_INSTANCE_UID),
        id => id,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::VR;

    fn original(id: Option<&str>, study: Option<&str>) -> String {
        let text = |tag, vr, value: &str| Element::new(tag, vr, value.as_bytes().to_vec());
        let id = id.map(|id| text(tags::PATIENT_ID, VR::LO, id));
        let study = study.map(|uid| text(tags::STUDY_INSTANCE_UID, VR::UI, uid));
        let dataset = DataSet::new(id.into_iter().chain(study).collect());
        String::from_utf8(patient_original(&dataset).to_vec()).unwrap()
    }

    #[test]
    fn the_patient_id_stands_for_the_patient_without_its_padding() {
        assert_eq!(original(Some("HOSP1"), Some("1.2.3")), "HOSP1");
        assert_eq!(original(Some("HOSP1  "), None), "HOSP1");
    }

    #[test]
    fn the_study_stands_for_a_patient_without_an_id() {
        for id in [None, Some(""), Some("  ")] {
            assert_eq!(original(id, Some("1.2.3")), "1.2.3", "{id:?}");
        }
        assert_eq!(original(None, None), "");
    }
}
