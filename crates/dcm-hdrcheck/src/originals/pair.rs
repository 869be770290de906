//! An original and its anonymized file, side by side.

use std::borrow::Cow;

use crate::date::{Day, Moment};
use crate::decision::is_dummy;
use crate::reader::{DataSet, Element, Text, VR, keyword, split_values};
use crate::reason::Reason;
use crate::verdict::Field;

use super::consistency::Observed;
use super::fold::fold;
use super::own::Own;

/// Letters of what is left of a part of a name that a value had no room for.
const SHORTEST_REST: usize = 3;

/// The original of a file.
pub struct Pair {
    /// Its data set.
    pub(super) dataset: DataSet,
    /// What identifies in it.
    pub(super) own: Own,
}

/// Dates that are not the original's moved by `days`, and what is left of names that the original's
/// values had no room for; notes which UID became which.
pub(super) fn compare(
    Pair { dataset: original, own }: &Pair,
    anonymized: &DataSet,
    days: Option<i64>,
    observed: &mut Observed,
) -> Vec<Field> {
    let mut compared = Compared { own, days, observed, prefix: String::new(), fields: Vec::new() };
    let no_text = Text::default();
    compared.datasets((original, &no_text), (anonymized, &no_text));
    compared.fields
}

struct Compared<'a> {
    /// What identifies in the original.
    own: &'a Own,
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
    /// Compares an original with its anonymized data set, each with the character sets around it.
    fn datasets(&mut self, original: (&DataSet, &Text), anonymized: (&DataSet, &Text)) {
        let texts = [original, anonymized].map(|(dataset, outer)| Text::of(dataset, outer));
        let [original_text, text] = &texts;
        let ((original, _), (anonymized, _)) = (original, anonymized);
        for element in anonymized.elements() {
            let Some(before) = original.get(element.tag) else { continue };
            if before.items().len() == element.items().len() {
                let outer = self.prefix.len();
                for (at, (old, new)) in before.items().iter().zip(element.items()).enumerate() {
                    let (group, number) = (element.tag.0, element.tag.1);
                    self.prefix.push_str(&format!("{group:04X}{number:04X}[{at}]."));
                    self.datasets((old, original_text), (new, text));
                    self.prefix.truncate(outer);
                }
            }
            if let (Some(before), Some(after)) = (before.bytes(), element.bytes()) {
                self.values(element, before, after);
                if is_short_text(element.meant_vr()) && !after.is_empty() {
                    let vr = element.meant_vr();
                    let texts = [original_text.of_value(vr, before), text.of_value(vr, after)];
                    let keeps = keeps_rest_of_name(self.own, &texts[0], &texts[1]);
                    self.fields.extend(keeps.then(|| self.finding(element, Reason::Original)));
                }
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
                self.fields.extend(differs.then(|| self.finding(element, Reason::ShiftDiffers)));
            }
            _ => {}
        }
    }

    fn finding(&self, element: &Element, reason: Reason) -> Field {
        Field {
            path: format!("{}{:04X}{:04X}", self.prefix, element.tag.0, element.tag.1),
            keyword: Cow::Borrowed(keyword(element.tag).unwrap_or_default()),
            vr: Some(element.meant_vr()),
            absolute: reason == Reason::Original,
            reason,
            value: None,
            allowed: None,
        }
    }
}

/// Whether values are texts of at most 64 characters (PS3.5 table 6.2-1), in which names are cut off.
fn is_short_text(vr: VR) -> bool {
    matches!(vr, VR::AE | VR::CS | VR::LO | VR::SH)
}

/// Whether an original's value ended within a name, and that end is still there: `Marie Dumonte`.
fn keeps_rest_of_name(own: &Own, before: &str, after: &str) -> bool {
    fn last_words(value: &str) -> [String; 2] {
        let folded = fold(value);
        let mut words = folded.trim_end().rsplit(|c: char| !c.is_alphanumeric());
        [words.next().unwrap_or_default().to_owned(), words.next().unwrap_or_default().to_owned()]
    }
    before.split('\\').map(last_words).any(|[rest, name]| {
        rest.chars().count() >= SHORTEST_REST
            && own.names(&name)
            && own.names_more_than(&rest)
            && after.split('\\').any(|value| last_words(value).first() == Some(&rest))
    })
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
    use crate::originals::known::Known;
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
            let own = Own::new(Known::default());
            let original = Pair { dataset: dataset("20240301", "1.2.3"), own };
            let fields = compare(&original, &dataset(new, "2.25.1"), days, &mut observed);
            fields.iter().map(|f| f.path.clone()).collect::<Vec<_>>()
        };
        assert!(judge("20240229", Some(-1)).is_empty());
        assert!(judge("", Some(-1)).is_empty() && judge("19000101", Some(-1)).is_empty());
        assert_eq!(judge("20240301", Some(-1)), ["0040A730[0].00080023"]);
        assert!(judge("20240301", None).is_empty());
    }

    #[test]
    fn the_rest_of_a_name_that_was_cut_off_is_noticed() {
        let mut known = Known::default();
        known.add_name("Dumontel^Marie", &Text::default());
        let own = Own::new(known);
        let keeps = |before, after| keeps_rest_of_name(&own, before, after);
        assert!(keeps("v2 MARIE DUMONTE", "v2 DUMONTE ") && keeps("a\\Marie Dumo", "b\\Dumo"));
        assert!(!keeps("v2 MARIE DUMONTE", "v2") && !keeps("the dumo", "the dumo"));
        assert!(!keeps("marie du", "du"));
    }
}
