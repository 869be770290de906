//! An original and its anonymized file, side by side.

use std::borrow::Cow;

use crate::date::{Day, Moment};
use crate::decision::is_dummy;
use crate::reader::{DataSet, Element, VR, keyword, split_values};
use crate::reason::Reason;
use crate::verdict::Field;

use super::consistency::Observed;

/// Dates that are not the original's moved by `days`; notes which UID became which.
pub(super) fn compare(
    original: &DataSet,
    anonymized: &DataSet,
    days: Option<i64>,
    observed: &mut Observed,
) -> Vec<Field> {
    let mut compared = Compared { days, observed, prefix: String::new(), fields: Vec::new() };
    compared.datasets(original, anonymized);
    compared.fields
}

struct Compared<'a> {
    /// Days by which the patient's dates move; none where nobody knows.
    days: Option<i64>,
    /// Which UID became which.
    observed: &'a mut Observed,
    /// The path of the item in hand (`00081140[0].`); empty at the root.
    prefix: String,
    /// What was found so far.
    fields: Vec<Field>,
}

impl Compared<'_> {
    fn datasets(&mut self, original: &DataSet, anonymized: &DataSet) {
        for element in anonymized.elements() {
            let Some(before) = original.get(element.tag) else { continue };
            if before.items().len() == element.items().len() {
                let outer = self.prefix.len();
                for (at, (old, new)) in before.items().iter().zip(element.items()).enumerate() {
                    let (group, number) = (element.tag.0, element.tag.1);
                    self.prefix.push_str(&format!("{group:04X}{number:04X}[{at}]."));
                    self.datasets(old, new);
                    self.prefix.truncate(outer);
                }
            }
            if let (Some(before), Some(after)) = (before.bytes(), element.bytes()) {
                self.values(element, before, after);
            }
        }
    }

    fn values(&mut self, element: &Element, before: &[u8], after: &[u8]) {
        let vr = element.meant_vr();
        let pairs =
            split_values(before).zip(split_values(after)).filter(|(_, new)| !new.is_empty());
        match (vr, self.days) {
            (VR::UI, _) => pairs.for_each(|(old, new)| self.observed.uid(old, new)),
            (VR::DA | VR::DT, Some(days)) => {
                let differs = pairs.into_iter().any(|(old, new)| !is_moved(vr, old, new, days));
                self.fields.extend(differs.then(|| self.finding(element)));
            }
            _ => {}
        }
    }

    fn finding(&self, element: &Element) -> Field {
        Field {
            path: format!("{}{:04X}{:04X}", self.prefix, element.tag.0, element.tag.1),
            keyword: Cow::Borrowed(keyword(element.tag).unwrap_or_default()),
            vr: Some(element.meant_vr()),
            absolute: false,
            reason: Reason::ShiftDiffers,
            value: None,
            allowed: None,
        }
    }
}

/// Whether a date is another moved by `days`, or a dummy. What was no date may have become
/// anything: its acceptance is the policy's affair.
fn is_moved(vr: VR, old: &[u8], new: &[u8], days: i64) -> bool {
    if is_dummy(vr, new) {
        return true;
    }
    let parts = |value| {
        let text = std::str::from_utf8(value).ok()?;
        match vr {
            VR::DT => Moment::parse(text).and_then(|m| Some((m.day?, m.rest))),
            _ => Day::parse(text).map(|day| (day, "")),
        }
    };
    match (parts(old), parts(new)) {
        (None, _) => true,
        (Some((old, rest)), Some((new, new_rest))) => new.since(old) == days && rest == new_rest,
        (Some(_), None) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::Value;
    use dicom_dictionary_std::tags;

    fn dataset(date: &str, uid: &str) -> DataSet {
        let text = |tag, vr, value: &str| Element::new(tag, vr, value.as_bytes().to_vec());
        let item = DataSet::new(vec![text(tags::CONTENT_DATE, VR::DA, date)]);
        let value = Value::Items(vec![item]);
        DataSet::new(vec![
            text(tags::SOP_INSTANCE_UID, VR::UI, uid),
            Element { value, ..text(tags::CONTENT_SEQUENCE, VR::SQ, "") },
        ])
    }

    #[test]
    fn dates_must_have_moved_by_the_patients_days() {
        let judge = |new: &str, days| {
            let mut observed = Observed::default();
            let (original, anonymized) = (dataset("20240301", "1.2.3"), dataset(new, "2.25.1"));
            let fields = compare(&original, &anonymized, days, &mut observed);
            fields.iter().map(|f| f.path.clone()).collect::<Vec<_>>()
        };
        assert!(judge("20240229", Some(-1)).is_empty());
        assert!(judge("", Some(-1)).is_empty() && judge("19000101", Some(-1)).is_empty());
        assert_eq!(judge("20240301", Some(-1)), ["0040A730[0].00080023"]);
        assert!(judge("20240301", None).is_empty());
    }
}
