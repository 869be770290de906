//! What a data set tells of the people in it.

use dicom_core::{Tag, VR};
use dicom_dictionary_std::tags;

use super::date_forms::KnownDate;
use super::identifier::Identifier;
use super::identifiers::{self, Telling};
use super::name::Name;
use super::spelling::spellings;
use crate::dataset::{DataSet, Date, Element, Text, trim};

/// Concept of a content item that tells of a birth date (PS3.16 Annex D, Subject Birth Date).
const SUBJECT_BIRTH_DATE: &str = "121031";
const ESCAPE: u8 = 0x1B;

/// A value that tells of somebody, decoded.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    /// A person's name, one value of a PN.
    Name(String),
    /// A date of birth or death.
    Date(String),
    /// An identifier, an address, a place.
    Value(Telling, String),
    /// A part of a name in the bytes of the file, ASCII in lower case: for values that are no text.
    Encoded(Vec<u8>),
}

/// All that a data set and its items tell of people, wherever `leaves` says that the element's value
/// does not stay on purpose; ascending, each once.
///
/// ```
/// use dicom_common::dataset::{DataSet, Element, Tag, VR};
/// use dicom_common::deid::known_values::{Evidence, evidence};
///
/// let name = Element::new(Tag(0x0010, 0x0010), VR::PN, b"Doe^Jane".to_vec());
/// let found = evidence(&DataSet::new(vec![name]), &|_| true);
/// assert_eq!(found, [Evidence::Name("Doe^Jane".to_owned())]);
/// ```
pub fn evidence(dataset: &DataSet, leaves: &dyn Fn(&Element) -> bool) -> Vec<Evidence> {
    let mut found = Vec::new();
    collect(dataset, &Text::default(), leaves, &mut found);
    found.sort_unstable();
    found.dedup();
    found
}

fn collect(
    dataset: &DataSet,
    outer: &Text,
    leaves: &dyn Fn(&Element) -> bool,
    found: &mut Vec<Evidence>,
) {
    let own = dataset.get(tags::SPECIFIC_CHARACTER_SET).map(|_| Text::of(dataset, outer));
    let text = own.as_ref().unwrap_or(outer);
    for element in dataset.elements() {
        for item in element.items() {
            collect(item, text, leaves, found);
        }
        let Some(bytes) = element.bytes() else { continue };
        let Some(evidence) = kind(element.tag, element.meant_vr(), dataset) else { continue };
        if trim(bytes).is_empty() || !leaves(element) {
            continue;
        }
        if element.meant_vr() == VR::PN && !bytes.is_ascii() {
            let parts =
                plain(bytes).into_iter().flat_map(|run| run.split(|b| b"^=\\ ,".contains(b)));
            let parts = parts.filter(|part| !part.is_ascii()).map(<[u8]>::to_ascii_lowercase);
            found.extend(parts.map(Evidence::Encoded));
        }
        // Decoded before it is divided: a backslash can be half of a character.
        let decoded = text.guess(bytes);
        let other = text.other_guess(bytes, &decoded);
        for decoded in [Some(decoded), other].into_iter().flatten() {
            let values = decoded.split('\\').map(|value| value.trim_matches([' ', '\0']));
            let values = values.filter(|value| !value.is_empty());
            found.extend(values.map(|value| evidence(value.to_owned())));
        }
    }
}

/// Text between the ISO 2022 sequences that select its character sets (PS3.3 C.12.1.1.2): ESC,
/// intermediate bytes 20 to 2F, a final byte.
fn plain(bytes: &[u8]) -> Vec<&[u8]> {
    let mut runs: Vec<&[u8]> = bytes.split(|b| *b == ESCAPE).collect();
    for run in runs.iter_mut().skip(1) {
        let intermediate = run.iter().take_while(|b| (0x20..0x30).contains(*b)).count();
        *run = run.get(intermediate + 1..).unwrap_or_default();
    }
    runs
}

fn kind(tag: Tag, vr: VR, dataset: &DataSet) -> Option<fn(String) -> Evidence> {
    match vr {
        VR::PN => Some(Evidence::Name),
        _ if tag == tags::PATIENT_BIRTH_DATE || is_alternative_date(tag) => Some(Evidence::Date),
        VR::DA if tag == tags::DATE && is_birth_date(dataset) => Some(Evidence::Date),
        _ => identifiers::telling_of(tag).map(|telling| match telling {
            Telling::Identifier => |value| Evidence::Value(Telling::Identifier, value),
            Telling::Label => |value| Evidence::Value(Telling::Label, value),
            Telling::Address => |value| Evidence::Value(Telling::Address, value),
        }),
    }
}

fn is_alternative_date(tag: Tag) -> bool {
    let dates = [
        tags::PATIENT_BIRTH_DATE_IN_ALTERNATIVE_CALENDAR,
        tags::PATIENT_DEATH_DATE_IN_ALTERNATIVE_CALENDAR,
    ];
    dates.contains(&tag)
}

fn is_birth_date(item: &DataSet) -> bool {
    let concept = item.get(tags::CONCEPT_NAME_CODE_SEQUENCE).map(Element::items);
    let mut codes = concept.unwrap_or_default().iter();
    codes.any(|code| code.ascii(tags::CODE_VALUE) == Some(SUBJECT_BIRTH_DATE))
}

impl Evidence {
    /// The name that it is.
    pub fn name(&self) -> Option<Name> {
        match self {
            Self::Name(value) => Name::of(value),
            _ => None,
        }
    }

    /// The day that it is, in whatever calendar.
    pub fn date(&self) -> Option<KnownDate> {
        let Self::Date(value) = self else { return None };
        let digits: Vec<&str> =
            value.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
        let number = |part: Option<&&str>| part.and_then(|part| part.parse().ok());
        match digits.as_slice() {
            [whole] if whole.len() == 8 => {
                let part = |range: std::ops::Range<usize>| {
                    whole.get(range).and_then(|part| part.parse().ok())
                };
                KnownDate::new(part(0..4)?, part(4..6)?, part(6..8)?)
            }
            [year, month, day] if year.len() > 2 => {
                KnownDate::new(number(Some(year))?, number(Some(month))?, number(Some(day))?)
            }
            // As people write it: which of the two is the month is the reader's guess.
            [day, month, year] if year.len() == 4 => {
                let (one, other) = (number(Some(day))?, number(Some(month))?);
                let (day, month) = if other > 12 { (other, one) } else { (one, other) };
                KnownDate::new(number(Some(year))?, month, day)
            }
            _ => None,
        }
    }

    /// The values that it is known by as it is written.
    pub fn identifiers(&self) -> Vec<Identifier> {
        match self {
            Self::Name(_) | Self::Encoded(_) => Vec::new(),
            Self::Value(telling, value) => Identifier::of(value, *telling),
            // A date as the standard writes it is known in all of its forms.
            Self::Date(value) if Date::parse(value).is_some() => Vec::new(),
            Self::Date(value) => {
                // No more than a word, unless it holds as much as a year.
                let digits = value.bytes().filter(u8::is_ascii_digit).count();
                let tells = digits >= 4 || !value.is_ascii();
                if tells { Identifier::of(value, Telling::Identifier) } else { Vec::new() }
            }
        }
    }

    /// It as text, a name also by each part that tells by itself, in lower case: what other programs
    /// look for.
    pub fn values(&self) -> Vec<String> {
        match self {
            Self::Encoded(_) => Vec::new(),
            Self::Name(value) => {
                let parts = value.split(['^', '=', ' ', ',']).map(str::to_lowercase);
                let parts = parts.filter(|part| part.chars().count() > 2 || !part.is_ascii());
                let spelt: Vec<String> = parts
                    .flat_map(|part| {
                        let others = spellings(&part)
                            .into_iter()
                            .filter(|s| !part.is_ascii() && s.is_ascii());
                        std::iter::once(part.clone()).chain(others.collect::<Vec<_>>())
                    })
                    .collect();
                let whole = value.trim_matches(['^', '=', ' ']).to_lowercase();
                let all = spelt.into_iter().chain(whole.contains('^').then_some(whole));
                all.filter(|part| is_telling(part, 1)).collect()
            }
            Self::Date(value) => {
                let digits = value.bytes().filter(u8::is_ascii_digit).count();
                let forms = Date::parse(value).map(|date| date_forms(&date));
                let whole =
                    || (digits >= 4 && is_telling(value, 4)).then(|| vec![value.to_lowercase()]);
                forms.or_else(whole).unwrap_or_default()
            }
            Self::Value(_, value) => {
                if self.identifiers().is_empty() {
                    Vec::new()
                } else {
                    vec![value.to_lowercase()]
                }
            }
        }
    }
}

/// The numeric forms of a date.
fn date_forms(date: &Date) -> Vec<String> {
    let text = date.to_string();
    let (Some(y), Some(m), Some(d)) = (text.get(..4), text.get(4..6), text.get(6..)) else {
        return Vec::new();
    };
    let with = ["-", ".", "/"]
        .into_iter()
        .flat_map(|separator| [[y, m, d], [d, m, y], [m, d, y]].map(|parts| parts.join(separator)));
    std::iter::once(text.clone()).chain(with).collect()
}

fn is_telling(value: &str, shortest: usize) -> bool {
    let long_enough = value.len() >= shortest || !value.is_ascii();
    long_enough && !value.bytes().all(|b| b"0*-.".contains(&b))
}

/// Gives `found` every known value of a data set and its items as text, in lower case, see
/// [`Evidence::values`]. Values may come more than once.
pub fn known_values(
    dataset: &DataSet,
    leaves: &dyn Fn(&Element) -> bool,
    found: &mut dyn FnMut(Vec<u8>),
) {
    for evidence in evidence(dataset, leaves) {
        evidence.values().into_iter().for_each(|value| found(value.into_bytes()));
    }
}

/// Gives a value if it is long enough to tell anything.
pub fn telling(value: &[u8], shortest: usize, found: &mut dyn FnMut(Vec<u8>)) {
    let value = trim(value);
    // Two characters of a script without small letters are a whole name.
    let long_enough = value.len() >= shortest || !value.is_ascii();
    if long_enough && !value.iter().all(|b| b"0*-.".contains(b)) {
        found(value.to_ascii_lowercase());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(tag: Tag, vr: VR, value: &[u8]) -> Element {
        Element::new(tag, vr, value.to_vec())
    }

    fn values(elements: Vec<Element>) -> Vec<String> {
        let mut found = Vec::new();
        known_values(&DataSet::new(elements), &|_| true, &mut |value| {
            found.push(String::from_utf8(value).unwrap());
        });
        found
    }

    #[test]
    fn names_identifiers_and_birth_dates_are_collected_at_every_depth() {
        let found = values(vec![
            text(tags::PATIENT_NAME, VR::PN, b"Doe^Jane^Q=\xE6\xB4\xAA"),
            text(tags::PATIENT_ID, VR::LO, b"0000"),
            text(tags::PATIENT_BIRTH_DATE, VR::DA, b"19571203"),
            Element::sequence(
                tags::OTHER_PATIENT_I_DS_SEQUENCE,
                vec![DataSet::new(vec![text(tags::PATIENT_ID, VR::LO, b"HOSP1\\AB")])],
            ),
        ]);
        for value in ["doe", "jane", "\u{6D2A}", "19571203", "03.12.1957", "hosp1"] {
            assert!(found.iter().any(|found| found == value), "{value}");
        }
        // Short parts tell beside the rest of the name.
        assert!(found.iter().any(|found| found == "doe^jane^q=\u{6D2A}"), "{found:?}");
        for value in ["q", "0000", "ab"] {
            assert!(!found.iter().any(|found| found == value), "{value}");
        }
    }

    #[test]
    fn birth_dates_that_are_no_dates_are_known_as_they_are_written() {
        let known = |written: &[u8]| {
            let found = evidence(
                &DataSet::new(vec![text(tags::PATIENT_BIRTH_DATE, VR::DA, written)]),
                &|_| true,
            );
            found
                .iter()
                .flat_map(Evidence::identifiers)
                .map(|found| found.squeezed)
                .collect::<Vec<_>>()
        };
        assert_eq!(known(b"3.12.1957"), ["3121957"]);
        assert_eq!(known(b"195712"), ["195712"]);
        assert!(known(b"UNKNOWN ").is_empty() && known(b"00000000").is_empty());
    }

    #[test]
    fn dates_of_any_calendar_are_days() {
        let date = |written: &str| Evidence::Date(written.to_owned()).date();
        assert_eq!(date("19630217"), KnownDate::new(1963, 2, 17));
        assert_eq!(date("1963.02.17"), KnownDate::new(1963, 2, 17));
        assert_eq!(date("17.2.1963"), KnownDate::new(1963, 2, 17));
        assert_eq!(date("13411128"), KnownDate::new(1341, 11, 28));
        assert_eq!(date("\u{662d}\u{548c}38"), None);
    }

    #[test]
    fn values_are_decoded_in_their_character_set_before_they_are_divided() {
        let found = values(vec![
            text(tags::SPECIFIC_CHARACTER_SET, VR::CS, b"\\ISO 2022 IR 87"),
            // The second byte of the second character is a backslash.
            text(tags::PATIENT_NAME, VR::PN, b"\x1B$BF|K\\\x1B(B^\x1B$BBiK\\\x1B(B"),
        ]);
        assert!(found.iter().any(|found| found == "\u{65e5}\u{672c}"), "{found:?}");
        let latin = values(vec![
            text(tags::SPECIFIC_CHARACTER_SET, VR::CS, b"ISO_IR 100"),
            text(tags::OPERATORS_NAME, VR::PN, b"Bj\xF8rnstad^J\xF6rg"),
        ]);
        for value in ["bjornstad", "bjoernstad", "jorg", "joerg", "bj\u{f8}rnstad"] {
            assert!(latin.iter().any(|found| found == value), "{value}");
        }
    }
}
