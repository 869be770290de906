//! Content items (PS3.3 C.17.3, 10.2) whose concept name says that they name somebody, or describe a
//! person: in structured reports, waveform annotations, acquisition and protocol contexts.

use dicom_common::dataset::{DataSet, Element, Tag, VR, in_years, is_above_89, split_values, trim};
use dicom_common::deid::policy::{About, Action, Concepts, dummy};
use dicom_dictionary_std::tags;

use crate::codes;
use crate::value::nearest;

/// What the value of a content item of any value type stands in.
const VALUES: [Tag; 13] = [
    tags::DATE_TIME,
    tags::DATE,
    tags::TIME,
    tags::PERSON_NAME,
    tags::REFERENCED_DATE_TIME,
    tags::TEXT_VALUE,
    tags::CONCEPT_CODE_SEQUENCE,
    tags::MEASURED_VALUE_SEQUENCE,
    tags::NUMERIC_VALUE,
    tags::FLOATING_POINT_VALUE,
    tags::RATIONAL_NUMERATOR_VALUE,
    tags::RATIONAL_DENOMINATOR_VALUE,
    tags::UNFORMATTED_TEXT_VALUE,
];

/// A number once more, in another form (PS3.3 table C.18.1-1).
const OTHER_NUMBERS: [Tag; 3] =
    [tags::FLOATING_POINT_VALUE, tags::RATIONAL_NUMERATOR_VALUE, tags::RATIONAL_DENOMINATOR_VALUE];

/// What the value of a content item is about, by the code or the words of its concept name.
pub fn about(item: &DataSet, concepts: &Concepts) -> Option<About> {
    let names = item.get(tags::CONCEPT_NAME_CODE_SEQUENCE).map(Element::items);
    names.unwrap_or_default().iter().find_map(|name| {
        let scheme = name.ascii(tags::CODING_SCHEME_DESIGNATOR).unwrap_or_default();
        let value = name.ascii(tags::CODE_VALUE).or_else(|| name.ascii(tags::LONG_CODE_VALUE));
        let by_code = concepts.of_code(scheme, value.unwrap_or_default());
        let meaning = || concepts.of_meaning(name.ascii(tags::CODE_MEANING)?);
        by_code.or_else(meaning)
    })
}

/// Whether an attribute holds the number of a content item, in whatever form.
pub fn is_number(tag: Tag) -> bool {
    tag == tags::NUMERIC_VALUE || OTHER_NUMBERS.contains(&tag)
}

/// Whether an attribute holds the value of a content item.
pub fn is_value(tag: Tag) -> bool {
    VALUES.contains(&tag)
}

/// The value of a content item without what it says, such that the item stays valid: a coded value is
/// a code, a number is missing from its sequence (PS3.3 C.18.1: type 2), everything else is a dummy.
pub fn without_value(element: &Element) -> Option<Element> {
    let Element { tag, vr, .. } = *element;
    match element.meant_vr() {
        VR::SQ if tag == tags::MEASURED_VALUE_SEQUENCE => Some(Element::sequence(tag, Vec::new())),
        VR::SQ => Some(codes::dummies(tag)),
        meant => Some(Element::new(tag, vr, dummy(meant)?)),
    }
}

/// Takes the age, height or weight in a data set (the item of a Measured Value Sequence, or a content
/// item that holds its number itself) to what the attribute's action leaves of it; `None` where nothing
/// can be left: the unit is unknown, or the value is no number.
pub fn measured(mut item: DataSet, about: About, action: Action) -> Option<DataSet> {
    if action == Action::Keep && about != About::Age {
        return Some(item);
    }
    let unit = unit_of(&item)?;
    let number = item.get(tags::NUMERIC_VALUE)?;
    let (vr, bytes) = (number.vr, trim(number.bytes()?));
    let left: Option<Vec<String>> = split_values(bytes)
        .map(|value| {
            let text = std::str::from_utf8(value).ok()?;
            let number: f64 = text.parse().ok().filter(|number: &f64| number.is_finite())?;
            let oldest = oldest(number, unit, about)?;
            Some(match (oldest, action) {
                (Some(oldest), _) => oldest.to_string(),
                (None, Action::Round(width)) => round_measure(number, about, unit, width)?,
                _ => text.to_owned(),
            })
        })
        .collect();
    let left = left?.join("\\").into_bytes();
    if left != bytes {
        for tag in OTHER_NUMBERS {
            item.remove(tag);
        }
        item.put(Element::new(tags::NUMERIC_VALUE, vr, left));
    }
    Some(item)
}

/// Whether a text that is about an age tells one above 89 years.
pub fn tells_great_age(text: &[u8]) -> bool {
    is_above_89(&String::from_utf8_lossy(text))
}

/// A number with its unit, as far as ages, heights and weights have one (UCUM).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    /// As the letters of ages: `D`, `W`, `M`, `Y`.
    Time(char),
    Metre,
    Centimetre,
    Kilogram,
}

fn unit_of(item: &DataSet) -> Option<Unit> {
    let units = item.get(tags::MEASUREMENT_UNITS_CODE_SEQUENCE).map(Element::items);
    Some(match units?.first()?.ascii(tags::CODE_VALUE)? {
        "a" | "a_j" | "a_g" | "a_t" | "year" | "years" | "Y" => Unit::Time('Y'),
        "mo" | "mo_j" | "mo_g" | "mo_s" | "M" => Unit::Time('M'),
        "wk" | "W" => Unit::Time('W'),
        "d" | "D" => Unit::Time('D'),
        "m" => Unit::Metre,
        "cm" => Unit::Centimetre,
        "kg" => Unit::Kilogram,
        _ => return None,
    })
}

/// Rounded as the attributes of the same meaning are: ages in their own unit, heights in centimetres,
/// weights in kilograms.
fn round_measure(number: f64, about: About, unit: Unit, width: u32) -> Option<String> {
    let scale = match (about, unit) {
        (About::Size, Unit::Metre) => 100.0,
        (About::Age, Unit::Time(_))
        | (About::Size, Unit::Centimetre)
        | (About::Weight, Unit::Kilogram) => 1.0,
        _ => return None,
    };
    Some((nearest(number * scale, width) / scale).to_string())
}

/// For an age above 89 years, the least number of its unit that is one; none for other ages, and for
/// what is no age. No answer where the unit of an age is none of time.
fn oldest(number: f64, unit: Unit, about: About) -> Option<Option<u32>> {
    if about != About::Age {
        return Some(None);
    }
    let Unit::Time(unit) = unit else { return None };
    let oldest = match unit {
        'D' => 32_873,
        'W' => 4_697,
        'M' => 1_080,
        _ => 90,
    };
    Some((in_years(number, unit) >= 90.0).then_some(oldest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(tag: Tag, vr: VR, value: &str) -> Element {
        Element::new(tag, vr, value.as_bytes().to_vec())
    }

    fn measure(number: &str, unit: &str) -> DataSet {
        let unit = DataSet::new(vec![text(tags::CODE_VALUE, VR::SH, unit)]);
        DataSet::new(vec![
            Element::sequence(tags::MEASUREMENT_UNITS_CODE_SEQUENCE, vec![unit]),
            text(tags::NUMERIC_VALUE, VR::DS, number),
        ])
    }

    fn left(about: About, action: Action, number: &str, unit: &str) -> Option<String> {
        let item = measured(measure(number, unit), about, action)?;
        item.ascii(tags::NUMERIC_VALUE).map(str::to_owned)
    }

    #[test]
    fn great_ages_end_at_ninety_years_in_every_unit() {
        let kept = |number, unit| left(About::Age, Action::Keep, number, unit);
        for (number, unit, oldest) in [
            ("96", "a", "90"),
            ("1104", "mo", "1080"),
            ("4800", "wk", "4697"),
            ("33000", "d", "32873"),
        ] {
            assert_eq!(kept(number, unit).as_deref(), Some(oldest), "{number} {unit}");
        }
        assert_eq!(kept("89", "a").as_deref(), Some("89"));
        assert_eq!(kept("999", "mo").as_deref(), Some("999"));
        assert_eq!(kept("96", "parsec"), None);
        assert_eq!(kept("old", "a"), None);
    }

    #[test]
    fn measures_of_a_person_are_rounded_like_its_attributes() {
        let rounded = |about, number, unit| left(about, Action::Round(5), number, unit);
        assert_eq!(rounded(About::Age, "43", "a").as_deref(), Some("45"));
        assert_eq!(rounded(About::Age, "96", "a").as_deref(), Some("90"));
        assert_eq!(rounded(About::Size, "1.73", "m").as_deref(), Some("1.75"));
        assert_eq!(rounded(About::Size, "173", "cm").as_deref(), Some("175"));
        assert_eq!(rounded(About::Weight, "61.3", "kg").as_deref(), Some("60"));
        assert_eq!(rounded(About::Weight, "61300", "g"), None);
    }

    #[test]
    fn a_concept_is_known_in_the_words_of_a_scheme_of_ones_own() {
        let concepts = Concepts::load();
        let item = |scheme, value, meaning| {
            let name = DataSet::new(vec![
                text(tags::CODE_VALUE, VR::SH, value),
                text(tags::CODING_SCHEME_DESIGNATOR, VR::SH, scheme),
                text(tags::CODE_MEANING, VR::LO, meaning),
            ]);
            DataSet::new(vec![Element::sequence(tags::CONCEPT_NAME_CODE_SEQUENCE, vec![name])])
        };
        assert_eq!(about(&item("DCM", "121031", "born"), &concepts), Some(About::BirthDate));
        assert_eq!(about(&item("99MERCY", "7", "Patient Age"), &concepts), Some(About::Age));
        assert_eq!(about(&item("DCM", "121106", "Comment"), &concepts), None);
    }
}
