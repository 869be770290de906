//! Codes (PS3.3 section 8): those of a public coding scheme stay; those of one's own name who made them.

use dicom_common::dataset::{DataSet, Element, Tag, VR};
use dicom_common::deid::policy::CodingSchemes;
use dicom_dictionary_std::tags;

/// What stands for a coding scheme that is nobody's: those that begin with 99 are private (PS3.16
/// section 8.2).
const SCHEME: &str = "99REMOVED";
const VALUE: &str = "REMOVED";

/// The parts of a code that say what it means.
const TELLING: [Tag; 6] = [
    tags::CODE_VALUE,
    tags::EXTENDED_CODE_VALUE,
    tags::CODING_SCHEME_DESIGNATOR,
    tags::CODE_MEANING,
    tags::LONG_CODE_VALUE,
    tags::URN_CODE_VALUE,
];

/// All other attributes of a code (PS3.3 table 8.8-1), and of an entry of the Coding Scheme
/// Identification Sequence (PS3.3 C.12.1).
const MORE: [Tag; 11] = [
    tags::CODING_SCHEME_VERSION,
    tags::EXTENDED_CODE_MEANING,
    tags::CODING_SCHEME_RESOURCES_SEQUENCE,
    tags::CODING_SCHEME_UID,
    tags::CODING_SCHEME_URL,
    tags::CODING_SCHEME_REGISTRY,
    tags::CODING_SCHEME_EXTERNAL_ID,
    tags::CODING_SCHEME_NAME,
    tags::CODING_SCHEME_RESPONSIBLE_ORGANIZATION,
    tags::EQUIVALENT_CODE_SEQUENCE,
    tags::CODING_SCHEME_URL_TYPE,
];

/// Where a code was taken from (PS3.3 table 8.8-1): a context group of a mapping resource.
const CONTEXT: [Tag; 9] = [
    tags::MAPPING_RESOURCE,
    tags::CONTEXT_GROUP_VERSION,
    tags::CONTEXT_GROUP_LOCAL_VERSION,
    tags::CONTEXT_GROUP_EXTENSION_FLAG,
    tags::CONTEXT_GROUP_EXTENSION_CREATOR_UID,
    tags::CONTEXT_IDENTIFIER,
    tags::CONTEXT_UID,
    tags::MAPPING_RESOURCE_UID,
    tags::MAPPING_RESOURCE_NAME,
];

/// The mapping resources of the standard (PS3.16 section 5).
const RESOURCES: [&str; 2] = ["DCMR", "SDM"];

/// Whether an item is a code, or an entry of a coding scheme. A meaning alone is none: it is text.
pub fn is_code(item: &DataSet) -> bool {
    let said = |tag: &Tag| item.get(*tag).is_some_and(|element| !element.is_empty());
    TELLING.iter().filter(|tag| **tag != tags::CODE_MEANING).any(said)
}

/// Whether a code belongs to a public scheme by everything that says where it belongs.
pub fn is_public(item: &DataSet, schemes: &CodingSchemes) -> bool {
    // None where nothing is said; text beyond ASCII is public nowhere.
    let said = |tag, public: &dyn Fn(&str) -> bool| {
        let element = item.get(tag).filter(|element| !element.is_empty())?;
        Some(element.bytes().is_some() && item.ascii(tag).is_some_and(public))
    };
    let scheme = [
        said(tags::CODING_SCHEME_DESIGNATOR, &|designator| schemes.has_designator(designator)),
        said(tags::CODING_SCHEME_UID, &|uid| schemes.has_uid(uid)),
        said(tags::URN_CODE_VALUE, &|uri| schemes.has_uri(uri)),
    ];
    let mut said = scheme.into_iter().flatten().peekable();
    said.peek().is_some() && said.all(|public| public)
}

/// The dummy in the place of a code: of its parts that were there, those that every code has. Elements
/// of the item that belong to no code are left out.
pub fn dummy(item: &DataSet) -> Vec<Element> {
    let has = |tags: &[Tag]| tags.iter().any(|tag| item.get(*tag).is_some());
    let text = |tag, vr, value: &str| Element::new(tag, vr, value.as_bytes().to_vec());
    let value = [tags::CODE_VALUE, tags::EXTENDED_CODE_VALUE, tags::LONG_CODE_VALUE];
    let is_entry = !has(&value) && !has(&[tags::URN_CODE_VALUE, tags::CODE_MEANING]);
    let scheme = text(tags::CODING_SCHEME_DESIGNATOR, VR::SH, SCHEME);
    match is_entry {
        true => vec![scheme],
        false => vec![
            text(tags::CODE_VALUE, VR::SH, VALUE),
            scheme,
            text(tags::CODE_MEANING, VR::LO, VALUE),
        ],
    }
}

/// A sequence of one code that says nothing.
pub fn dummies(tag: Tag) -> Element {
    let code = Element::new(tags::CODE_VALUE, VR::SH, Vec::new());
    Element::sequence(tag, vec![DataSet::new(dummy(&DataSet::new(vec![code])))])
}

/// Whether an attribute belongs to a code, and goes with it.
pub fn is_of_code(tag: Tag) -> bool {
    TELLING.contains(&tag) || MORE.contains(&tag) || CONTEXT.contains(&tag)
}

/// Whether an item says that it was made by a mapping resource of one's own: a code from such a
/// context group, or the template of a report.
pub fn has_own_resource(item: &DataSet, schemes: &CodingSchemes) -> bool {
    let resource = item.get(tags::MAPPING_RESOURCE).filter(|element| !element.is_empty());
    resource.is_some_and(|_| {
        !item.ascii(tags::MAPPING_RESOURCE).is_some_and(|resource| {
            RESOURCES.contains(&resource) || schemes.has_designator(resource)
        })
    })
}

/// Whether an attribute says from which context group a code was taken.
pub fn is_of_context(tag: Tag) -> bool {
    CONTEXT.contains(&tag)
}

/// The dummy in the place of the identification of a template (PS3.3 table C.18.8-1), or of a mapping
/// resource.
pub fn dummy_template(item: &DataSet) -> Vec<Element> {
    [(tags::MAPPING_RESOURCE, SCHEME), (tags::TEMPLATE_IDENTIFIER, VALUE)]
        .into_iter()
        .filter(|(tag, _)| item.get(*tag).is_some())
        .map(|(tag, value)| Element::new(tag, VR::CS, value.as_bytes().to_vec()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(elements: &[(Tag, VR, &str)]) -> DataSet {
        let element =
            |(tag, vr, value): &(Tag, VR, &str)| Element::new(*tag, *vr, value.as_bytes().to_vec());
        DataSet::new(elements.iter().map(element).collect())
    }

    #[test]
    fn a_code_is_public_if_everything_that_it_says_of_its_scheme_is() {
        let schemes = CodingSchemes::load();
        let scheme = |designator| (tags::CODING_SCHEME_DESIGNATOR, VR::SH, designator);
        let (value, meaning) =
            ((tags::CODE_VALUE, VR::SH, "1"), (tags::CODE_MEANING, VR::LO, "Mercy"));
        let public = |elements: &[(Tag, VR, &str)]| is_public(&item(elements), &schemes);
        assert!(public(&[value, scheme("DCM"), meaning]) && public(&[value, scheme("SRT ")]));
        for own in ["99MERCY", "L", "MERCY", "M\u{fc}nster"] {
            assert!(!public(&[value, scheme(own), meaning]), "{own}");
        }
        assert!(!public(&[value, meaning]) && !public(&[value, scheme(""), meaning]));
        let uid = |uid| (tags::CODING_SCHEME_UID, VR::UI, uid);
        assert!(public(&[value, scheme("SCT"), uid("2.16.840.1.113883.6.96")]));
        assert!(!public(&[value, scheme("SCT"), uid("1.2.826.0.1.3680043.9")]));
        let uri = |uri| (tags::URN_CODE_VALUE, VR::UR, uri);
        assert!(public(&[uri("http://snomed.info/id/52988006")]));
        assert!(!public(&[uri("https://mercy.example/code/7"), scheme("SCT")]));
    }

    #[test]
    fn a_dummy_has_the_parts_that_its_kind_must_have() {
        let scheme = (tags::CODING_SCHEME_DESIGNATOR, VR::SH, "99MERCY");
        let name = (tags::CODING_SCHEME_NAME, VR::ST, "Mercy General");
        let tags_of = |item: &DataSet| dummy(item).iter().map(|e| e.tag).collect::<Vec<_>>();
        assert_eq!(tags_of(&item(&[scheme, name])), [tags::CODING_SCHEME_DESIGNATOR]);
        let long = (tags::LONG_CODE_VALUE, VR::UC, "a code longer than sixteen");
        assert_eq!(
            tags_of(&item(&[scheme, long])),
            [tags::CODE_VALUE, tags::CODING_SCHEME_DESIGNATOR, tags::CODE_MEANING]
        );
    }
}
