//! Concept names of content items (PS3.3 C.17.3, PS3.16 annex D) whose values name somebody, or are a
//! birth date or an age.

use dicom_dictionary_std::tags;

use crate::reader::{DataSet, Element};

/// What a concept is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum About {
    /// It names a person, or a number of one.
    Person,
    /// It names an organization or a place.
    Place,
    /// It names a device.
    Device,
    /// The day of a birth or a death.
    BirthDate,
    /// An age.
    Age,
}

/// What the value of an item is about, by the code of its concept name (PS3.16 annex D) or by its
/// words: schemes of one's own have other codes, but the same words.
pub(crate) fn about(item: &DataSet) -> Option<About> {
    let names = item.get(tags::CONCEPT_NAME_CODE_SEQUENCE).map(Element::items);
    names.unwrap_or_default().iter().find_map(|name| {
        let scheme = name.ascii(tags::CODING_SCHEME_DESIGNATOR).unwrap_or_default();
        let value = name.ascii(tags::CODE_VALUE).unwrap_or_default();
        by_code(scheme, value).or_else(|| by_words(name.ascii(tags::CODE_MEANING)?))
    })
}

fn by_code(scheme: &str, value: &str) -> Option<About> {
    Some(match (scheme, value) {
        ("DCM", "121031") => About::BirthDate,
        ("DCM", "121033") | ("SCT", "397669002" | "424144002") | ("LN", "30525-0" | "29553-5") => {
            About::Age
        }
        ("DCM", "121009" | "121017" | "113873" | "113872" | "121020" | "121021") => About::Place,
        ("DCM", "121013" | "121016" | "113877" | "113880") => About::Device,
        (
            "DCM",
            "121008" | "121022" | "121029" | "121030" | "121036" | "121040" | "121041" | "121114"
            | "111706" | "113870" | "113871" | "128774" | "128775" | "110190",
        ) => About::Person,
        ("LN", "21112-8" | "54123-5") => About::BirthDate,
        ("LN", "54125-0" | "76435-7" | "45396-3") => About::Person,
        _ => return None,
    })
}

fn by_words(meaning: &str) -> Option<About> {
    let lower = meaning.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
    let has = |all: &[&str]| all.iter().all(|word| words.contains(word));
    let person =
        ["patient", "subject", "person", "observer", "physician", "operator", "mother", "donor"];
    let of_person = person
        .iter()
        .any(|word| words.contains(word) || words.contains(&format!("{word}s").as_str()));
    Some(match () {
        () if has(&["birth", "date"]) || has(&["date", "death"]) || has(&["dob"]) => {
            About::BirthDate
        }
        () if has(&["age"]) && (of_person || words.len() == 1) => About::Age,
        () if has(&["organization", "name"]) || has(&["institution", "name"]) => About::Place,
        () if has(&["medical", "record", "number"]) || has(&["accession", "number"]) => {
            About::Person
        }
        () if of_person && (has(&["name"]) || has(&["id"]) || has(&["identifier"])) => {
            About::Person
        }
        () => return None,
    })
}
