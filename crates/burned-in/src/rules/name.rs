//! How signatures name attributes: `Manufacturer`, `[0028,0010]`, `[00280010]`,
//! `[0029[CREATOR]40]`, and paths `SequenceOfUltrasoundRegions::RegionFlags`.

use dicom_common::dataset::Tag;
use dicom_common::deid::scripts::tag_of;

use super::condition::{Attribute, Step};

/// The attribute of a name; none where no dictionary knows it.
pub(super) fn attribute(text: &str) -> Option<Attribute> {
    text.split("::").map(step).collect::<Option<Vec<_>>>().map(Attribute)
}

/// One step of a path.
fn step(text: &str) -> Option<Step> {
    let text = text.trim();
    let Some(inner) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) else {
        return tag_of(text).map(Step::Tag);
    };
    if let Some((group, rest)) = inner.split_once('[') {
        let (creator, element) = rest.rsplit_once(']')?;
        let group = u16::from_str_radix(group.trim_end_matches(',').trim(), 16).ok()?;
        let element = u8::from_str_radix(element.trim(), 16).ok()?;
        return Some(Step::Private { group, creator: creator.trim().to_owned(), element });
    }
    let digits: String = inner.chars().filter(|c| !matches!(c, ',' | ' ')).collect();
    if digits.len() != 8 {
        return None;
    }
    let number = u32::from_str_radix(&digits, 16).ok()?;
    Some(Step::Tag(Tag((number >> 16) as u16, number as u16)))
}
