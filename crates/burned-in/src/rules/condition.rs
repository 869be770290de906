//! Signatures: conditions on the values of a header, and whether they hold.

use dicom_common::dataset::{
    DataSet, Element, Encoding, FileMeta, Tag, Text, VR, dictionary_vr, trim,
};
use fancy_regex::Regex;

/// A signature.
#[derive(Debug)]
pub(super) enum Condition {
    /// `true.` and `false.` of the language.
    Constant(bool),
    /// `!`: the other does not hold.
    Not(Box<Condition>),
    /// `*`: all of them hold.
    All(Vec<Condition>),
    /// `+`: one of them holds.
    Any(Vec<Condition>),
    /// The value of an attribute passes.
    Test(Attribute, Test),
}

/// Where a value is found: the first item of each sequence, then the element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Attribute(pub(super) Vec<Step>);

/// One step to a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// A standard element.
    Tag(Tag),
    /// A private element, whose block differs from file to file.
    Private {
        /// The group of the block.
        group: u16,
        /// Who reserved the block (PS3.5 7.8.1); case does not matter.
        creator: String,
        /// The element within the block.
        element: u8,
    },
}

/// What is asked of a value.
#[derive(Debug)]
pub(super) enum Test {
    Equals(String),
    EqualsIgnoreCase(String),
    Contains(String),
    ContainsIgnoreCase(String),
    StartsWith(String),
    StartsWithIgnoreCase(String),
    EndsWith(String),
    EndsWithIgnoreCase(String),
    Matches(Box<Regex>),
    IsLessThan(f64),
    IsGreaterThan(f64),
    IsBlank,
    Exists,
}

/// A header that conditions are asked about.
pub(super) struct Header<'a> {
    /// Its data set, in which attributes are looked up.
    pub(super) dataset: &'a DataSet,
    /// Its File Meta Information, in which attributes of group 0002 are.
    pub(super) meta: &'a FileMeta,
    /// How the values of the data set are encoded.
    pub(super) encoding: Encoding,
}

impl Condition {
    /// Whether it holds for a header.
    pub(super) fn holds(&self, header: &Header<'_>) -> bool {
        match self {
            Condition::Constant(value) => *value,
            Condition::Not(inner) => !inner.holds(header),
            Condition::All(parts) => parts.iter().all(|part| part.holds(header)),
            Condition::Any(parts) => parts.iter().any(|part| part.holds(header)),
            Condition::Test(attribute, test) => {
                let value = header.value(attribute);
                test.passes(value.as_deref())
            }
        }
    }
}

impl Test {
    /// Whether a value passes; a missing one is an empty text, as in CTP.
    fn passes(&self, value: Option<&str>) -> bool {
        let text = value.unwrap_or_default();
        let lower = |text: &str| text.to_lowercase();
        match self {
            Test::Equals(other) => text == other,
            Test::EqualsIgnoreCase(other) => lower(text) == lower(other),
            Test::Contains(other) => text.contains(other),
            Test::ContainsIgnoreCase(other) => lower(text).contains(&lower(other)),
            Test::StartsWith(other) => text.starts_with(other),
            Test::StartsWithIgnoreCase(other) => lower(text).starts_with(&lower(other)),
            Test::EndsWith(other) => text.ends_with(other),
            Test::EndsWithIgnoreCase(other) => lower(text).ends_with(&lower(other)),
            // A pattern that takes too long decides for the regions: they are blanked.
            Test::Matches(pattern) => pattern.is_match(text).unwrap_or(true),
            Test::IsLessThan(limit) => number(text).is_some_and(|number| number < *limit),
            Test::IsGreaterThan(limit) => number(text).is_some_and(|number| number > *limit),
            Test::IsBlank => text.trim().is_empty(),
            Test::Exists => value.is_some(),
        }
    }
}

/// The number in a text; other characters are passed over, as in CTP.
pub(super) fn number(text: &str) -> Option<f64> {
    let digits: String =
        text.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | '-')).collect();
    digits.parse().ok()
}

impl Header<'_> {
    /// The text of a value, all values of a multi-valued element with their backslashes.
    fn value(&self, attribute: &Attribute) -> Option<String> {
        let (last, path) = attribute.0.split_last()?;
        let meta = matches!(last, Step::Tag(tag) if tag.0 == 0x0002);
        let (mut dataset, encoding) = match meta {
            true => (self.meta.elements(), Encoding::ExplicitLittle),
            false => (self.dataset, self.encoding),
        };
        let mut charset = Text::of(dataset, &Text::default());
        for step in path {
            dataset = step.of(dataset)?.items().first()?;
            charset = Text::of(dataset, &charset);
        }
        text(last.of(dataset)?, encoding, &charset)
    }
}

impl Step {
    /// The element of a data set that the step leads to.
    fn of<'a>(&self, dataset: &'a DataSet) -> Option<&'a Element> {
        match self {
            Step::Tag(tag) => dataset.get(*tag),
            Step::Private { group, creator, element } => {
                let block = (0x10..=0xFF).find(|block| {
                    let reserved = dataset.get(Tag(*group, *block)).and_then(Element::bytes);
                    reserved.is_some_and(|name| trim(name).eq_ignore_ascii_case(creator.as_bytes()))
                })?;
                dataset.get(Tag(*group, block << 8 | u16::from(*element)))
            }
        }
    }
}

/// The values of an element as CTP writes them, with backslashes between them.
fn text(element: &Element, encoding: Encoding, charset: &Text) -> Option<String> {
    let bytes = element.bytes()?;
    let vr = match element.meant_vr() {
        VR::UN => dictionary_vr(element.tag).unwrap_or(VR::UN),
        vr => vr,
    };
    let big = encoding.big_endian();
    let numbers = |values: Vec<String>| Some(values.join("\\"));
    match vr {
        VR::US => numbers(words(bytes, big).map(|n| n.to_string()).collect()),
        VR::SS => numbers(words(bytes, big).map(|n| (n as i16).to_string()).collect()),
        VR::UL => numbers(longs(bytes, big).map(|n| n.to_string()).collect()),
        VR::SL => numbers(longs(bytes, big).map(|n| (n as i32).to_string()).collect()),
        VR::FL => numbers(longs(bytes, big).map(|n| f32::from_bits(n).to_string()).collect()),
        _ => Some(charset.decode(trim(bytes)).trim().to_owned()),
    }
}

fn words(bytes: &[u8], big: bool) -> impl Iterator<Item = u16> {
    bytes.as_chunks().0.iter().map(move |b| match big {
        true => u16::from_be_bytes(*b),
        false => u16::from_le_bytes(*b),
    })
}

fn longs(bytes: &[u8], big: bool) -> impl Iterator<Item = u32> {
    bytes.as_chunks().0.iter().map(move |b| match big {
        true => u32::from_be_bytes(*b),
        false => u32::from_le_bytes(*b),
    })
}
