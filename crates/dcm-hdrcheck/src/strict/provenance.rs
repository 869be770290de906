//! What an anonymized object has to say about its anonymization (PS3.3 C.12.1, PS3.15 E.1.1).

use dicom_common::deid::policy::{BASIC, Choice, ProfileOption};
use dicom_dictionary_std::tags;

use crate::reader::{DataSet, Element, Tag};
use crate::reason::Reason;

/// The statements.
pub(super) const STATEMENTS: [Tag; 4] = [
    tags::PATIENT_IDENTITY_REMOVED,
    tags::DEIDENTIFICATION_METHOD,
    tags::DEIDENTIFICATION_METHOD_CODE_SEQUENCE,
    tags::LONGITUDINAL_TEMPORAL_INFORMATION_MODIFIED,
];

/// Where the table of attributes comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    /// It is built in and follows the Basic Profile, so that files must claim it.
    BuiltIn,
    /// It is built in, and the user keeps more: files can claim no profile.
    Amended,
    /// The same, and what is kept names the patient: files cannot say that the identity is removed.
    Naming,
    /// It is the site's own: nobody knows what files that follow it may claim.
    OfSite,
}

/// Judges one of the statements.
pub(super) fn accept(tag: Tag, dataset: &DataSet, choice: Choice, table: Table) -> Reason {
    let says = |value| dataset.ascii(tag) == Some(value);
    let stated = match tag {
        tags::PATIENT_IDENTITY_REMOVED => says("YES") || table == Table::Naming,
        tags::DEIDENTIFICATION_METHOD => dataset.get(tag).is_some_and(|e| !e.is_blank()),
        tags::DEIDENTIFICATION_METHOD_CODE_SEQUENCE => {
            table != Table::BuiltIn || claims_truly(dataset, choice)
        }
        _ if choice.options().has(ProfileOption::RetainLongFullDates) => says("UNMODIFIED"),
        _ if choice.options().has(ProfileOption::RetainLongModifiedDates) => says("MODIFIED"),
        _ => says("REMOVED"),
    };
    if stated { Reason::Stated } else { Reason::NotStated }
}

/// Whether the codes in (0012,0064) are those of the choice (PS3.15 E.1.1, E.3).
///
/// A file of a level must claim the Basic Profile and the options that were asked for; which it claims
/// besides is not judged, because a level is no exact choice of options. A file of a profile must claim the Basic Profile
/// and exactly the options that were chosen. The exception are options about pixels, like the
/// cleaning of recognizable features: another tool may have done that later, so such a file may
/// claim one that was not chosen.
fn claims_truly(dataset: &DataSet, choice: Choice) -> bool {
    let items = dataset.get(tags::DEIDENTIFICATION_METHOD_CODE_SEQUENCE).map(Element::items);
    let items = items.unwrap_or_default();
    let claimed = |code: &str| {
        items.iter().any(|item| {
            item.ascii(tags::CODE_VALUE) == Some(code)
                && item.ascii(tags::CODING_SCHEME_DESIGNATOR) == Some("DCM")
        })
    };
    let basic = claimed(BASIC.value);
    let as_chosen = |option: ProfileOption| {
        let chosen = choice.options().has(option);
        claimed(option.method_code().value) == chosen
            || !chosen && ProfileOption::OF_PIXELS.contains(&option)
    };
    match choice {
        Choice::Level(_, asked) => basic && asked.iter().all(as_chosen),
        Choice::Profile(_) => basic && ProfileOption::ALL.into_iter().all(as_chosen),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::{VR, Value};
    use dicom_common::deid::policy::Level;

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
            Element {
                value: Value::Items(vec![code]),
                ..text(tags::DEIDENTIFICATION_METHOD_CODE_SEQUENCE, VR::SQ, "")
            },
            text(tags::LONGITUDINAL_TEMPORAL_INFORMATION_MODIFIED, VR::CS, "REMOVED"),
        ]);
        let judge = |dataset, level: Level| {
            STATEMENTS.map(|tag| accept(tag, dataset, level.into(), Table::BuiltIn))
        };
        assert_eq!(judge(&dataset, Level::High), [Reason::Stated; 4]);
        assert_eq!(judge(&dataset, Level::Low)[3], Reason::NotStated);
        assert_eq!(judge(&DataSet::default(), Level::Low), [Reason::NotStated; 4]);
    }
}
