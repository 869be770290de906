//! How scripts name attributes.

use dicom_common::dataset::{DataSet, Element, Tag};
use dicom_common::deid::scripts::tag_of;

use super::problem::Problem;

/// An attribute: a tag, or a private one by its creator, whose block differs from file to file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Attribute {
    /// Group and element.
    Tag(Tag),
    /// `0009[CREATOR]02`, `(9,[CREATOR]02)`.
    Private {
        /// The group number, which is odd.
        group: u16,
        /// The private creator, in upper case.
        creator: String,
        /// The last two digits of the element number: its place within the creator's block.
        element: u8,
    },
    /// `0009,00[CREATOR]`: the element that reserves the block.
    Creator {
        /// The group number, which is odd.
        group: u16,
        /// The private creator, in upper case.
        creator: String,
    },
}

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// `this`: the attribute that the body is about.
    This,
    /// An attribute by its name or number.
    Other(Attribute),
}

/// `A::B`: B in the first item of A.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributePath(pub Vec<Step>);

impl Attribute {
    /// Reads hexadecimal numbers, `00100010`, `0010,0010`, also in brackets.
    pub fn hex(text: &str) -> Option<Self> {
        let text = unwrapped(text);
        if let Some((group, rest)) = text.split_once('[') {
            let (creator, element) = rest.rsplit_once(']')?;
            let creator = creator.trim().to_uppercase();
            let group = group.trim_end();
            return match element {
                "" => {
                    let group = number(group.trim_end_matches("00").trim_end_matches(','), 4)?;
                    private(group, &creator).then_some(Attribute::Creator { group, creator })
                }
                _ => {
                    let group = number(group.trim_end_matches(','), 4)?;
                    let element = u8::try_from(number(element, 2)?).ok()?;
                    private(group, &creator).then_some(Attribute::Private {
                        group,
                        creator,
                        element,
                    })
                }
            };
        }
        let (group, element) = match text.split_once(',') {
            Some((group, element)) => (group.trim(), element.trim()),
            None if text.len() == 8 => text.split_at_checked(4)?,
            None => return None,
        };
        Some(Attribute::Tag(Tag(number(group, 4)?, number(element, 4)?)))
    }

    /// Its tag in a data set; none where the block is not reserved.
    pub fn tag_in(&self, dataset: &DataSet) -> Option<Tag> {
        match self {
            Attribute::Tag(tag) => Some(*tag),
            Attribute::Private { group, creator, element } => {
                let block = block(dataset, *group, creator)?;
                Some(Tag(*group, block << 8 | u16::from(*element)))
            }
            Attribute::Creator { group, creator } => {
                Some(Tag(*group, block(dataset, *group, creator)?))
            }
        }
    }
}

impl AttributePath {
    /// Reads a path; names are those of the dictionary, of CTP, or labels of the script.
    pub fn read(text: &str, label: &dyn Fn(&str) -> Option<Attribute>) -> Result<Self, Problem> {
        let step = |text: &str| match text.trim() {
            "this" => Ok(Step::This),
            name => attribute(name, label).map(Step::Other),
        };
        text.split("::").map(step).collect::<Result<_, _>>().map(AttributePath)
    }

    /// The element that the path leads to.
    pub fn find<'a>(&self, dataset: &'a DataSet, this: Tag) -> Option<&'a Element> {
        let AttributePath(steps) = self;
        let (last, through) = steps.split_last()?;
        let get = |dataset: &'a DataSet, step: &Step| match step {
            Step::This => dataset.get(this),
            Step::Other(attribute) => dataset.get(attribute.tag_in(dataset)?),
        };
        let mut item = dataset;
        for step in through {
            item = get(item, step)?.items().first()?;
        }
        get(item, last)
    }
}

/// An attribute by its name or number.
pub fn attribute(
    name: &str,
    label: &dyn Fn(&str) -> Option<Attribute>,
) -> Result<Attribute, Problem> {
    let found =
        Attribute::hex(name).or_else(|| tag_of(name).map(Attribute::Tag)).or_else(|| label(name));
    match found {
        Some(Attribute::Tag(tag)) if tag.0 < 8 => Err(Problem::Meta),
        Some(attribute) => Ok(attribute),
        None => Err(Problem::Attribute(name.to_owned())),
    }
}

/// The private creator of an element, in upper case.
pub fn creator_of(dataset: &DataSet, tag: Tag) -> Option<String> {
    let block = if tag.1 < 0x100 { tag.1 } else { tag.1 >> 8 };
    Some(dataset.ascii(Tag(tag.0, block))?.to_uppercase())
}

fn block(dataset: &DataSet, group: u16, creator: &str) -> Option<u16> {
    (0x10..=0xFF).find(|block| {
        dataset.ascii(Tag(group, *block)).is_some_and(|c| c.eq_ignore_ascii_case(creator))
    })
}

fn private(group: u16, creator: &str) -> bool {
    group % 2 == 1 && !creator.is_empty() && creator.is_ascii()
}

fn number(text: &str, digits: usize) -> Option<u16> {
    let valid = (1..=digits).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_hexdigit());
    valid.then(|| u16::from_str_radix(text, 16).ok()).flatten()
}

/// Without one pair of brackets around it.
fn unwrapped(text: &str) -> &str {
    let text = text.trim();
    let inner = |open, close| text.strip_prefix(open)?.strip_suffix(close);
    inner('(', ')')
        .or_else(|| inner('[', ']').filter(|t: &&str| t.contains(',')))
        .unwrap_or(text)
        .trim()
}

#[cfg(test)]
mod tests {
    use dicom_common::dataset::VR;

    use super::*;

    fn read(text: &str) -> Option<Attribute> {
        attribute(text, &|_| None).ok()
    }

    #[test]
    fn attributes_are_named_in_many_ways() {
        let name = Some(Attribute::Tag(Tag(0x0010, 0x0010)));
        for text in ["00100010", "0010,0010", "(0010,0010)", "[10,10]", "PatientName"] {
            assert_eq!(read(text), name, "{text}");
        }
        let private =
            |element| Attribute::Private { group: 9, creator: "ACME 1.0".into(), element };
        for text in ["0009[Acme 1.0]02", "9,[ACME 1.0]02", "(9,[ACME 1.0]02)", "[9,[ACME 1.0]02]"] {
            assert_eq!(read(text), Some(private(2)), "{text}");
        }
        let creator = Attribute::Creator { group: 9, creator: "ACME 1.0".into() };
        assert_eq!(read("0009,00[ACME 1.0]"), Some(creator));
        assert_eq!(read("0008[ACME]02"), None, "an even group");
        assert_eq!(read("Nonsense"), None);
        assert_eq!(attribute("00020010", &|_| None), Err(Problem::Meta));
    }

    #[test]
    fn a_private_attribute_is_found_where_its_block_is() {
        let text = |tag, value: &[u8]| Element::new(tag, VR::LO, value.to_vec());
        let dataset = DataSet::new(vec![
            text(Tag(9, 0x10), b"OTHER"),
            text(Tag(9, 0x13), b"Acme 1.0 "),
            text(Tag(9, 0x1302), b"x"),
        ]);
        let tag = read("0009[ACME 1.0]02").and_then(|a| a.tag_in(&dataset));
        assert_eq!(tag, Some(Tag(9, 0x1302)));
        assert_eq!(read("0009[NONE]02").and_then(|a| a.tag_in(&dataset)), None);
        assert_eq!(creator_of(&dataset, Tag(9, 0x1302)).as_deref(), Some("ACME 1.0"));
    }
}
