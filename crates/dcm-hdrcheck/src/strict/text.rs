//! What text that stays may tell about a person, found by its form.

use std::borrow::Cow;

use descriptors::Cleaner;
use dicom_common::code::RunError;
use dicom_common::dataset::{Date, Element, Tag, Text, VR};
use dicom_dictionary_std::tags;
use regex::{Regex, RegexSet};

use crate::reason::Reason;

/// Forms, the most certain first.
const FORMS: [(Reason, &str); 13] = [
    (Reason::Email, r"[\w.%+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}"),
    (Reason::Name, NAME),
    (Reason::Name, r"\b(?:Dr|Mr|Mrs|Ms|Prof|PROF|MRS)\.?\s+\p{Lu}[\p{L}'-]+"),
    (
        Reason::Phone,
        r"(?i)\b(?:tel|telephone|phone|fax|mobile|cell|pager)\b[ .:#]*\+?\(?\d[\d ()./-]{4,}\d",
    ),
    (Reason::Phone, r"\+[1-9]\d{0,2}[ -]\(?\d{1,4}\)?(?:[ -]?\d{2,4}){2,}"),
    (Reason::Phone, r"(?:\(\d{3}\) ?|\b\d{3}[- ])\d{3}-\d{4}\b|\b0\d{1,2}-\d{3,4}-\d{4}\b"),
    (
        Reason::Record,
        r"(?i)\b(?:MRN|SSN|pat(?:ient)?[ ._]*(?:id|no|nr|number)|(?:medical )?record (?:no|nr|number)|medical record|hospital (?:id|no|nr|number)|acc(?:ession)?[ .]*(?:no|nr|number))[ .:#=]*[A-Z]{0,5}[- ]?\d{4,}",
    ),
    (Reason::Record, r"\bID[ :#=]+[A-Z]{0,4}\d{4,}"),
    // Social security numbers of the United States and of Korea.
    (Reason::Record, r"\b\d{3}-\d{2}-\d{4}\b|\b\d{6}-[1-4]\d{6}\b"),
    (Reason::MaybeName, r"\b(?:DR|MR|MS)\.\s*\p{Lu}[\p{L}'-]+"),
    (Reason::MaybeDate, r"\b(?:19|20)\d{2}[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])\b"),
    (
        Reason::MaybeDate,
        r"\b(?:0?[1-9]|[12]\d|3[01])[-/.](?:0?[1-9]|[12]\d|3[01])[-/.](?:19|20)\d{2}\b",
    ),
    (Reason::MaybeNumber, LONG_NUMBER),
];

/// The components of a person name (PS3.5 6.2.1).
const NAME: &str = r"\p{L}{2,}\^+\p{L}";

/// Seven digits and more that stand alone: parts of UIDs and of versions do not.
const LONG_NUMBER: &str = r"(?:^|[^\w.])(\d{7,})(?:$|[^\w.]|\.(?:\s|$))";

/// Text by codes of terminologies, versions and addresses of the standard: numbers mean nothing.
const TECHNICAL: [Tag; 9] = [
    tags::CODE_VALUE,
    tags::LONG_CODE_VALUE,
    tags::URN_CODE_VALUE,
    tags::CODING_SCHEME_DESIGNATOR,
    tags::CODING_SCHEME_VERSION,
    tags::CONTEXT_IDENTIFIER,
    tags::SOFTWARE_VERSIONS,
    tags::SPECIFIC_CHARACTER_SET,
    tags::IMPLEMENTATION_VERSION_NAME,
];

/// Finds the forms.
#[derive(Debug)]
pub(super) struct TextSearch {
    /// All of [`FORMS`], in their order.
    forms: RegexSet,
    /// [`LONG_NUMBER`], to read the number.
    long_number: Regex,
    /// Tells words of examinations from names.
    cleaner: Cleaner,
}

impl TextSearch {
    /// A search for all of the forms.
    ///
    /// # Errors
    /// A search that cannot be built: it would find nothing, and every text would pass.
    pub(super) fn new() -> Result<Self, RunError> {
        Self::of(&FORMS.map(|(_, form)| form), LONG_NUMBER)
    }

    fn of(forms: &[&str], long_number: &str) -> Result<Self, RunError> {
        let failed = |_| RunError::usage("the search for names in text cannot be built");
        Ok(Self {
            forms: RegexSet::new(forms).map_err(failed)?,
            long_number: Regex::new(long_number).map_err(failed)?,
            cleaner: Cleaner::default(),
        })
    }

    /// The most certain finding in the text of an element, whose value representation is `vr`.
    pub(super) fn search(&self, element: &Element, vr: VR, text: &Text) -> Option<Reason> {
        use VR::*;
        if !matches!(vr, AE | CS | LO | LT | PN | SH | ST | UC | UR | UT) {
            return None;
        }
        let bytes = element.bytes()?;
        // Too short for the shortest of the forms (`Do^J`).
        if bytes.len() < 4 {
            return None;
        }
        let text = match std::str::from_utf8(bytes) {
            Ok(ascii) if bytes.is_ascii() && !bytes.contains(&0x1B) => Cow::Borrowed(ascii),
            _ => Cow::Owned(text.decode(bytes)),
        };
        let reason = self.find(&text)?;
        let uncertain = matches!(reason, Reason::MaybeDate | Reason::MaybeNumber);
        (!uncertain || !TECHNICAL.contains(&element.tag)).then_some(reason)
    }

    fn find(&self, text: &str) -> Option<Reason> {
        let mut found = self.forms.matches(text).into_iter().peekable();
        // Scanners write `HEAD^ROUTINE` as well: words of examinations are no name.
        if FORMS.get(*found.peek()?)?.1 == NAME && self.cleaner.clean(text, &[]) == text {
            found.next();
        }
        let (reason, _) = FORMS.get(found.next()?)?;
        match reason {
            Reason::MaybeNumber if self.is_date(text) => Some(Reason::MaybeDate),
            reason => Some(*reason),
        }
    }

    /// Whether the first long number is a day of the last or this century.
    fn is_date(&self, text: &str) -> bool {
        let number = self.long_number.captures(text).and_then(|found| found.get(1));
        let date = number.and_then(|number| Date::parse(number.as_str()));
        date.is_some_and(|date| (1900..2100).contains(&date.year()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<Reason> {
        let element = Element::new(tags::IMAGE_COMMENTS, VR::LT, text.as_bytes().to_vec());
        TextSearch::new().unwrap().search(&element, element.vr, &Text::default())
    }

    #[test]
    fn a_search_that_cannot_be_built_is_an_error_and_does_not_find_nothing() {
        assert!(TextSearch::of(&["("], LONG_NUMBER).is_err());
        assert!(TextSearch::of(&[NAME], "(").is_err());
    }

    #[test]
    fn what_names_a_person_is_found() {
        let cases = [
            ("seen by jane.doe@hospital.org", Reason::Email),
            ("Doe^Jane", Reason::Name),
            ("ref. Dr. House", Reason::Name),
            ("Mrs Doe complains", Reason::Name),
            ("Tel: 030/1234567", Reason::Phone),
            ("call +49 30 1234567", Reason::Phone),
            ("(555) 123-4567", Reason::Phone),
            ("010-1234-5678", Reason::Phone),
            ("MRN 0012345", Reason::Record),
            ("patient id: AB12345", Reason::Record),
            ("ID: 12345", Reason::Record),
            ("123-45-6789", Reason::Record),
            ("571203-2234567", Reason::Record),
        ];
        for (text, reason) in cases {
            assert_eq!(found(text), Some(reason), "{text}");
        }
    }

    #[test]
    fn what_may_name_a_person_is_a_warning() {
        let cases = [
            ("DR. SMITH", Reason::MaybeName),
            ("born 1957-12-03", Reason::MaybeDate),
            ("on 03.12.1957.", Reason::MaybeDate),
            ("12/03/1957", Reason::MaybeDate),
            ("scan 20240301", Reason::MaybeDate),
            ("no 98765432", Reason::MaybeNumber),
        ];
        for (text, reason) in cases {
            assert_eq!(found(text), Some(reason), "{text}");
        }
    }

    #[test]
    fn technical_text_is_no_finding() {
        let texts = [
            "V3.51*P25",
            "5/5mm Plain",
            "1.2.840.113619.2.55.3.20040826185059.5457",
            "ORIGINAL\\PRIMARY\\AXIAL",
            "JPEG 2000 irreversible (lossy) 2097:1",
            "syngo MR B17",
            "MR BRAIN W/O",
            "DR CHEST",
            "*tfl3d1_16ns",
            "+0.123456",
            "Thorax^^^",
            "HEAD^ROUTINE",
            "Abdomen^Pelvis (Adult)",
            "T2^3",
            "ISO 2022 IR 149",
            "0.5\\0.25\\-0.0001",
            "90 100-200 300",
            "https://example.org/a/b",
            "",
        ];
        for text in texts {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn codes_of_terminologies_are_numbers() {
        let element = Element::new(tags::CODE_VALUE, VR::SH, b"12738006".to_vec());
        let search = TextSearch::new().unwrap();
        assert_eq!(search.search(&element, element.vr, &Text::default()), None);
    }
}
