//! What objects may be called in a manifest and in names of files: pseudonyms alone.

use crate::dataset::{DataSet, Element, Syntax, trim};
use crate::deid::pseudonym::{Pseudonyms, is_identifier, is_uid};
use crate::pipeline::facts::Facts;
use dicom_dictionary_std::tags;

/// The facts of a file that no earlier tool has named: what is a pseudonym already stays, anything
/// else is replaced by its keyed pseudonym, as dcm-scrub would.
pub fn facts(dataset: &DataSet, class: &str, syntax: &Syntax, pseudonyms: &Pseudonyms) -> Facts {
    let facts = Facts::of(dataset, &subject(dataset, pseudonyms), class, syntax);
    let uid = |uid: String| match is_uid(&uid) || uid.is_empty() {
        true => uid,
        false => pseudonyms.uid(&uid),
    };
    Facts {
        study: uid(facts.study),
        series: uid(facts.series),
        instance: uid(facts.instance),
        ..facts
    }
}

/// The pseudonym of the patient: of Patient ID, or of the study's UID where there is none.
fn subject(dataset: &DataSet, pseudonyms: &Pseudonyms) -> String {
    let value = |tag| dataset.get(tag).and_then(Element::bytes).map(trim).unwrap_or_default();
    let original = match value(tags::PATIENT_ID) {
        [] => value(tags::STUDY_INSTANCE_UID),
        id => id,
    };
    match std::str::from_utf8(original) {
        Ok(pseudonym) if is_identifier(pseudonym) => pseudonym.to_owned(),
        _ => pseudonyms.identifier(original),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::VR;
    use crate::deid::pseudonym::Key;

    #[test]
    fn pseudonyms_stay_and_originals_never_do() {
        let pseudonyms = Pseudonyms::new(&Key::from_bytes(vec![7; 32]).unwrap());
        let dataset = |id: &str, uid: &str| {
            let text = |tag, vr, value: &str| Element::new(tag, vr, value.as_bytes().to_vec());
            DataSet::new(vec![
                text(tags::PATIENT_ID, VR::LO, id),
                text(tags::STUDY_INSTANCE_UID, VR::UI, uid),
            ])
        };
        let syntax = Syntax::from_uid("1.2.840.10008.1.2").unwrap();
        let named = |id: &str, uid: &str| facts(&dataset(id, uid), "1.2", &syntax, &pseudonyms);
        let first = named("HOSP100200", "1.2.3");
        assert!(is_identifier(&first.subject) && is_uid(&first.study));
        let again = named(&first.subject, &first.study);
        assert_eq!((again.subject, again.study), (first.subject, first.study));
    }
}
