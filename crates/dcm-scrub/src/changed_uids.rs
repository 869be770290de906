//! Every UID of a file with what it became, found by comparing the data set before and after: no
//! method of de-identification can forget to tell of one.

use dicom_common::dataset::{DataSet, Tag, VR, split_values};

/// The UIDs of a data set and of its items, and where they stand.
#[derive(Debug, Default)]
pub struct UidsBefore(Vec<(Tag, Below)>);

#[derive(Debug)]
enum Below {
    /// The value of an element that holds UIDs.
    Uids(Vec<u8>),
    /// The items of a sequence.
    Items(Vec<UidsBefore>),
}

impl UidsBefore {
    /// Those of a data set that is going to be changed.
    pub fn of(dataset: &DataSet) -> Self {
        let below = |element: &dicom_common::dataset::Element| {
            let below = match (element.bytes(), element.meant_vr()) {
                (Some(bytes), VR::UI) => Below::Uids(bytes.to_vec()),
                // A private one in an implicit encoding.
                (Some(bytes), VR::UN) if are_uids(bytes) => Below::Uids(bytes.to_vec()),
                (Some(_), _) => return None,
                (None, _) => {
                    let items: Vec<_> = element.items().iter().map(Self::of).collect();
                    if items.iter().all(|item| item.0.is_empty()) {
                        return None;
                    }
                    Below::Items(items)
                }
            };
            Some((element.tag, below))
        };
        Self(dataset.elements().iter().filter_map(below).collect())
    }

    /// Gives `found` each UID that is another one in the data set as it became.
    pub fn changed(&self, new: &DataSet, found: &mut dyn FnMut(&[u8], &str)) {
        for (tag, before) in &self.0 {
            let Some(element) = new.get(*tag) else { continue };
            match before {
                Below::Items(items) => {
                    let same_items = items.len() == element.items().len();
                    for (item, new) in items.iter().zip(element.items()).filter(|_| same_items) {
                        item.changed(new, found);
                    }
                }
                Below::Uids(before) => {
                    let after = element.bytes().unwrap_or_default();
                    if split_values(before).count() != split_values(after).count() {
                        continue;
                    }
                    for (before, after) in split_values(before).zip(split_values(after)) {
                        let after = std::str::from_utf8(after).unwrap_or_default();
                        if !before.is_empty() && !after.is_empty() && before != after.as_bytes() {
                            found(before, after);
                        }
                    }
                }
            }
        }
    }
}

/// Whether bytes read as UIDs of more than one component (PS3.5 9.1).
fn are_uids(bytes: &[u8]) -> bool {
    let is_uid =
        |uid: &[u8]| uid.contains(&b'.') && uid.iter().all(|b| b.is_ascii_digit() || *b == b'.');
    split_values(bytes).all(is_uid)
}

#[cfg(test)]
mod tests {
    use dicom_common::dataset::Element;
    use dicom_dictionary_std::tags;

    use super::*;

    fn dataset(uids: [&str; 3]) -> DataSet {
        let uid = |tag, vr, uid: &str| Element::new(tag, vr, uid.as_bytes().to_vec());
        let [frame, referenced, private] = uids;
        DataSet::new(vec![
            uid(tags::SOP_CLASS_UID, VR::UI, "1.2.840.10008.5.1.4.1.1.2"),
            uid(tags::FRAME_OF_REFERENCE_UID, VR::UI, frame),
            uid(Tag(0x0009, 0x1001), VR::UN, private),
            Element::sequence(
                tags::REFERENCED_IMAGE_SEQUENCE,
                vec![
                    DataSet::default(),
                    DataSet::new(vec![uid(tags::REFERENCED_SOP_INSTANCE_UID, VR::UI, referenced)]),
                ],
            ),
        ])
    }

    fn changed(before: [&str; 3], after: &DataSet) -> Vec<String> {
        let mut pairs = Vec::new();
        UidsBefore::of(&dataset(before)).changed(after, &mut |old, new| {
            pairs.push(format!("{} {new}", String::from_utf8_lossy(old)));
        });
        pairs
    }

    #[test]
    fn every_uid_that_is_another_one_is_found_value_by_value_and_at_every_depth() {
        let before = ["1.2.3\\1.2.4", "1.2.5 ", "1.2.6"];
        let after = dataset(["1.9.3\\1.2.4", "1.9.5", "1.9.6"]);
        assert_eq!(changed(before, &after), ["1.2.5 1.9.5", "1.2.6 1.9.6", "1.2.3 1.9.3"]);
    }

    #[test]
    fn what_stays_goes_or_is_no_uid_is_no_change() {
        let before = ["1.2.3", "1.2.5", "17"];
        assert!(changed(before, &dataset(["1.2.3", "1.2.5", "18"])).is_empty());
        assert!(changed(before, &dataset(["", "1.2.5", ""])).is_empty());
        assert!(changed(before, &DataSet::default()).is_empty());
    }
}
