//! Content items (PS3.3 C.17.3) by their concept name: whatever their value type, the value of a
//! concept that names somebody must be a dummy, birth dates must be gone, and ages above 89 years are
//! one group.

use dicom_common::deid::policy::ProfileOption;
use dicom_dictionary_std::tags;

use crate::age::{OLDEST_YEARS, is_above_89};
use crate::decision::{Decisions, is_dummy};
use crate::meaning::{About, Coded, coded};
use crate::reader::{DataSet, Element, Tag, Text, VR};
use crate::reason::Reason;

/// Attributes in which the value of a content item stands.
const TEXTS: [Tag; 3] = [tags::TEXT_VALUE, tags::PERSON_NAME, tags::UNFORMATTED_TEXT_VALUE];
const DATES: [Tag; 3] = [tags::DATE, tags::DATE_TIME, tags::TIME];

/// Why the values of an item that is about this may not stay, and in which element.
pub(super) fn judge(
    about: About,
    item: &DataSet,
    decisions: &Decisions,
    text: &Text,
) -> Option<(Tag, Reason)> {
    match about {
        About::Place if decisions.has(ProfileOption::RetainInstitutionIdentity) => return None,
        About::Device if decisions.has(ProfileOption::RetainDeviceIdentity) => return None,
        About::BirthDate if decisions.keeps(tags::PATIENT_BIRTH_DATE, VR::DA) => return None,
        _ => {}
    }
    if about == About::Age {
        return age(item, text);
    }
    let says = |tag: &Tag| {
        let element = item.get(*tag)?;
        let bytes = element.bytes().unwrap_or(b"?");
        let blank = element.is_blank() || is_dummy(element.meant_vr(), bytes);
        (!blank).then_some((*tag, Reason::NotDummy))
    };
    let by_text = TEXTS.iter().find_map(says);
    let by_date = || match about {
        About::BirthDate => DATES.iter().find_map(says),
        _ => None,
    };
    let by_code = || {
        let codes = item.get(tags::CONCEPT_CODE_SEQUENCE)?;
        let own =
            codes.items().iter().any(|code| !matches!(coded(code), Coded::Dummy | Coded::Nothing));
        own.then_some((tags::CONCEPT_CODE_SEQUENCE, Reason::NotDummy))
    };
    by_text.or_else(by_date).or_else(by_code)
}

/// Ages above 89 years.
fn age(item: &DataSet, text: &Text) -> Option<(Tag, Reason)> {
    let measured = item.get(tags::MEASURED_VALUE_SEQUENCE).map(Element::items).unwrap_or_default();
    if measured.iter().chain([item]).any(is_great_age) {
        return Some((tags::NUMERIC_VALUE, Reason::TooOld));
    }
    let written = item.get(tags::TEXT_VALUE)?;
    let written = text.of_value(VR::UT, written.bytes()?);
    is_above_89(written.trim()).then_some((tags::TEXT_VALUE, Reason::TooOld))
}

/// Whether a number with its unit is an age above 89 years, but for the least of these in its unit.
fn is_great_age(item: &DataSet) -> bool {
    let units = item.get(tags::MEASUREMENT_UNITS_CODE_SEQUENCE).map(Element::items);
    let unit = units.and_then(|units| units.first()?.ascii(tags::CODE_VALUE)).unwrap_or("a");
    let (of_year, least) = match unit.split('_').next().unwrap_or_default() {
        "mo" | "M" => (12.0, 1_080.0),
        "wk" | "W" => (52.18, 4_697.0),
        "d" | "D" => (365.25, 32_873.0),
        "h" => (8_766.0, 788_952.0),
        _ => (1.0, 90.0),
    };
    let number = item.ascii(tags::NUMERIC_VALUE).and_then(|n| n.parse::<f64>().ok());
    number
        .is_some_and(|number| number / of_year > OLDEST_YEARS && number >= least && number != least)
}
