//! What an anonymized object has to say about its anonymization (PS3.3 C.12.1, PS3.15 E.1.1).

use dicom_common::dataset::{DataSet, Element, Tag};
use dicom_common::policy::Level;
use dicom_dictionary_std::tags;

use crate::reason::Reason;

/// The statements.
pub(super) const STATEMENTS: [Tag; 4] = [
    tags::PATIENT_IDENTITY_REMOVED,
    tags::DEIDENTIFICATION_METHOD,
    tags::DEIDENTIFICATION_METHOD_CODE_SEQUENCE,
    tags::LONGITUDINAL_TEMPORAL_INFORMATION_MODIFIED,
];

/// Basic Application Confidentiality Profile (CID 7050).
const BASIC_PROFILE: &str = "113100";

/// Judges one of the statements.
pub(super) fn accept(tag: Tag, dataset: &DataSet, level: Level, built_in: bool) -> Reason {
    let says = |value| dataset.ascii(tag) == Some(value);
    let stated = match tag {
        tags::PATIENT_IDENTITY_REMOVED => says("YES"),
        tags::DEIDENTIFICATION_METHOD => dataset.get(tag).is_some_and(|e| !e.is_empty()),
        tags::DEIDENTIFICATION_METHOD_CODE_SEQUENCE => !built_in || claims_basic_profile(dataset),
        _ => match level {
            Level::Low => says("MODIFIED"),
            Level::High => says("REMOVED"),
        },
    };
    if stated { Reason::Stated } else { Reason::NotStated }
}

fn claims_basic_profile(dataset: &DataSet) -> bool {
    let codes = dataset.get(tags::DEIDENTIFICATION_METHOD_CODE_SEQUENCE).map(Element::items);
    codes.unwrap_or_default().iter().any(|item| {
        item.ascii(tags::CODE_VALUE) == Some(BASIC_PROFILE)
            && item.ascii(tags::CODING_SCHEME_DESIGNATOR) == Some("DCM")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use dicom_common::dataset::VR;

    #[test]
    fn statements_must_be_those_of_the_level() {
        let text = |tag, vr, value: &str| Element::new(tag, vr, value.as_bytes().to_vec());
        let code = DataSet::new(vec![
            text(tags::CODE_VALUE, VR::SH, "113100"),
            text(tags::CODING_SCHEME_DESIGNATOR, VR::SH, "DCM"),
        ]);
        let dataset = DataSet::new(vec![
            text(tags::PATIENT_IDENTITY_REMOVED, VR::CS, "YES"),
            text(tags::DEIDENTIFICATION_METHOD, VR::LO, "x"),
            Element::sequence(tags::DEIDENTIFICATION_METHOD_CODE_SEQUENCE, vec![code]),
            text(tags::LONGITUDINAL_TEMPORAL_INFORMATION_MODIFIED, VR::CS, "REMOVED"),
        ]);
        let judge = |dataset, level| STATEMENTS.map(|tag| accept(tag, dataset, level, true));
        assert_eq!(judge(&dataset, Level::High), [Reason::Stated; 4]);
        assert_eq!(judge(&dataset, Level::Low)[3], Reason::NotStated);
        assert_eq!(judge(&DataSet::default(), Level::Low), [Reason::NotStated; 4]);
    }
}
