//! Codes (PS3.3 section 8.8): those of a public coding scheme say what all say; those of one's own
//! name who made them, or whom they stand for.

use dicom_dictionary_std::tags;

use crate::decision::is_placeholder;
use crate::reader::{DataSet, Tag};

/// Designators of public coding schemes (PS3.16 section 8) whose codes are no people or places.
const PUBLIC: &str = include_str!("../../data/public_schemes.txt");

/// What the URIs begin with that public schemes give their codes.
const PUBLIC_URIS: [&str; 8] = [
    "http://dicom.nema.org/",
    "http://loinc.org/",
    "http://radelement.org/",
    "http://snomed.info/",
    "http://unitsofmeasure.org/",
    "http://www.nlm.nih.gov/research/umls/rxnorm/",
    "http://www.radlex.org/",
    "urn:lex:",
];

/// Where the value of a code stands.
const VALUES: [Tag; 3] = [tags::CODE_VALUE, tags::LONG_CODE_VALUE, tags::URN_CODE_VALUE];

/// What a code tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coded {
    /// The item is no code.
    Nothing,
    /// It stands in the place of a code.
    Dummy,
    /// A public scheme has it.
    Public,
    /// Somebody's own scheme has it; where it says so.
    Own(Tag),
}

/// What an item tells as a code.
pub(crate) fn coded(item: &DataSet) -> Coded {
    let filled = |tag: &Tag| item.get(*tag).is_some_and(|element| !element.is_blank());
    let Some(value) = VALUES.into_iter().find(filled) else {
        return Coded::Nothing;
    };
    let scheme = item.ascii(tags::CODING_SCHEME_DESIGNATOR);
    let says_nothing = |tag: Tag| !filled(&tag) || item.ascii(tag).is_some_and(is_placeholder);
    let dummy_scheme = scheme.is_none_or(|scheme| is_placeholder(scheme.trim_start_matches("99")));
    if VALUES.into_iter().all(says_nothing) && says_nothing(tags::CODE_MEANING) && dummy_scheme {
        return Coded::Dummy;
    }
    let public = match scheme {
        Some(scheme) => PUBLIC.lines().any(|public| public.eq_ignore_ascii_case(scheme)),
        None => item.ascii(tags::URN_CODE_VALUE).is_some_and(is_public_uri),
    };
    if public { Coded::Public } else { Coded::Own(value) }
}

fn is_public_uri(uri: &str) -> bool {
    PUBLIC_URIS.iter().any(|prefix| uri.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::{Element, VR};

    fn code(value: &str, scheme: &str, meaning: &str) -> Coded {
        let text = |tag, vr, text: &str| Element::new(tag, vr, text.as_bytes().to_vec());
        coded(&DataSet::new(vec![
            text(tags::CODE_VALUE, VR::SH, value),
            text(tags::CODING_SCHEME_DESIGNATOR, VR::SH, scheme),
            text(tags::CODE_MEANING, VR::LO, meaning),
        ]))
    }

    /// The two tables were written apart; what only one of them has is a mistake of either.
    #[test]
    fn the_public_schemes_are_those_that_the_scrubber_keeps() {
        let folder = env!("CARGO_MANIFEST_DIR");
        let table = format!("{folder}/../dicom-common/data/coding_schemes.csv");
        let table = std::fs::read_to_string(table).unwrap();
        // The last cell says that the codes name people or organizations.
        let kept = table.lines().skip(1).filter(|row| row.ends_with(','));
        let designator = |row: &str| row.split(',').next().unwrap_or_default().to_lowercase();
        let kept: std::collections::BTreeSet<_> = kept.map(designator).collect();
        let public: std::collections::BTreeSet<_> = PUBLIC.lines().map(str::to_lowercase).collect();
        assert_eq!(public, kept);
    }

    #[test]
    fn codes_of_ones_own_are_told_from_public_ones_and_dummies() {
        assert_eq!(code("T-D1100", "SRT", "Head"), Coded::Public);
        assert_eq!(code("113100", "DCM ", "Basic"), Coded::Public);
        for (value, scheme) in
            [("EMP-77123", "99STAFF"), ("EMP-77123", "L"), ("7", ""), ("1", "DCM2")]
        {
            assert_eq!(code(value, scheme, "x"), Coded::Own(tags::CODE_VALUE), "{scheme}");
        }
        assert_eq!(code("REMOVED", "99REMOVED", "REMOVED"), Coded::Dummy);
        assert_eq!(code("REMOVED", "99MERCY", "REMOVED"), Coded::Own(tags::CODE_VALUE));
        assert_eq!(code("", "DCM", "x"), Coded::Nothing);
    }
}
