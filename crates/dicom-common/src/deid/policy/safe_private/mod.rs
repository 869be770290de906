//! Private elements that are known to be safe (PS3.15 table E.3.10-1, and CTP's dictionary), found
//! by group, creator and element whatever block the creator has reserved (PS3.5 7.8).

mod allowed;
mod csa;
mod own;
mod row;

use std::collections::HashMap;

use dicom_core::{Tag, VR};

use super::SafeTables;
use crate::dataset::{DataSet, Element};

pub use allowed::Allowed;
pub use csa::{counts_images, reduced as reduced_csa};
pub use own::{SafeAdditions, SafePrivateError};
pub use row::SafeRow;

const TABLE: &str = include_str!("../../../../data/safe_private.csv");

/// The rows, by group and element.
#[derive(Debug, Default)]
pub struct SafePrivate {
    rows: HashMap<(u16, u8), Vec<SafeRow>>,
}

/// Every row of both tables, in their order.
pub fn safe_rows() -> impl Iterator<Item = SafeRow> {
    csv::Reader::from_reader(TABLE.as_bytes()).into_records().filter_map(|row| {
        let row = row.ok()?;
        Some(SafeRow {
            ctp: row.get(0)? == "ctp",
            group: u16::from_str_radix(row.get(1)?, 16).ok()?,
            element: u8::from_str_radix(row.get(2)?, 16).ok()?,
            creator: row.get(3)?.to_owned(),
            vr: row.get(4)?.to_owned(),
            meaning: row.get(5)?.to_owned(),
            allowed: Allowed::Any,
        })
    })
}

impl SafePrivate {
    /// What the option Retain Safe Private retains.
    pub fn of(tables: SafeTables) -> Self {
        Self::from_rows(safe_rows().filter(|row| !row.ctp || tables == SafeTables::Ctp))
    }

    /// What scripts of CTP keep as `safeprivateelements`.
    pub fn of_ctp() -> Self {
        Self::from_rows(safe_rows().filter(|row| row.ctp))
    }

    /// With further elements.
    pub fn and(mut self, additions: &SafeAdditions) -> Self {
        for row in additions.rows() {
            self.rows.entry((row.group, row.element)).or_default().push(row.clone());
        }
        self
    }

    /// Whether an element is a CSA header of which only some fields may stay: see [`reduced_csa`].
    pub fn is_csa(&self, tag: Tag, creator: Option<&str>) -> bool {
        let Tag(group, number) = tag;
        let rows = self.rows.get(&(group, (number & 0xFF) as u8)).into_iter().flatten();
        let named = |row: &SafeRow| creator.is_some_and(|c| row.creator.eq_ignore_ascii_case(c));
        number >= 0x1000 && rows.into_iter().any(|row| row.allowed == Allowed::Csa && named(row))
    }

    fn from_rows(all: impl Iterator<Item = SafeRow>) -> Self {
        let mut rows: HashMap<_, Vec<_>> = HashMap::new();
        for row in all {
            rows.entry((row.group, row.element)).or_default().push(row);
        }
        Self { rows }
    }

    /// Adds the safe elements of a data set, not those of its items, and their creators.
    pub fn find(&self, dataset: &DataSet, found: &mut Vec<(Tag, VR)>) {
        for element in dataset.elements() {
            let Tag(group, number) = element.tag;
            if group % 2 == 0 || number < 0x1000 {
                continue;
            }
            let creator = Tag(group, number >> 8);
            if let Some(vr) = self.vr(element, dataset.ascii(creator)) {
                found.extend([(creator, VR::LO), (element.tag, vr)]);
            }
        }
    }

    /// The meant value representation of a safe element; none for any other.
    pub fn vr(&self, element: &Element, creator: Option<&str>) -> Option<VR> {
        let Tag(group, number) = element.tag;
        let creator = creator?;
        let rows = self.rows.get(&(group, (number & 0xFF) as u8))?;
        let mut rows = rows.iter().filter(|row| row.creator.eq_ignore_ascii_case(creator));
        rows.find_map(|row| row.fits(element))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(tag: Tag, vr: VR, value: &[u8]) -> Element {
        Element::new(tag, vr, value.to_vec())
    }

    fn found(tables: SafeTables, elements: Vec<Element>) -> Vec<Tag> {
        let mut found = Vec::new();
        SafePrivate::of(tables).find(&DataSet::new(elements), &mut found);
        found.into_iter().map(|(tag, _)| tag).collect()
    }

    #[test]
    fn every_row_is_understood() {
        assert_eq!(safe_rows().count(), TABLE.lines().count() - 1);
        assert_eq!(safe_rows().filter(|row| !row.ctp).count(), 479);
        let known =
            |row: &SafeRow| row.vr.split('/').all(|vr| vr.is_empty() || vr.parse::<VR>().is_ok());
        assert!(
            safe_rows().all(|row| known(&row) && row.group % 2 == 1 && !row.creator.is_empty())
        );
    }

    #[test]
    fn an_element_is_safe_by_the_creator_of_its_own_block() {
        let elements = vec![
            text(Tag(0x7053, 0x10), VR::LO, b"SOMEBODY ELSE"),
            text(Tag(0x7053, 0x1000), VR::DS, b"1.5"),
            text(Tag(0x7053, 0x42), VR::LO, b"Philips PET Private Group "),
            text(Tag(0x7053, 0x4200), VR::DS, b"1.5"),
            text(Tag(0x7053, 0x4201), VR::DS, b"1.5"),
            text(Tag(0x7053, 0x4300), VR::DS, b"1.5"),
        ];
        assert_eq!(found(SafeTables::Standard, elements), [Tag(0x7053, 0x42), Tag(0x7053, 0x4200)]);
    }

    #[test]
    fn another_value_representation_is_another_element() {
        let philips = |vr, value: &[u8]| {
            let creator = text(Tag(0x7053, 0x10), VR::LO, b"Philips PET Private Group");
            found(SafeTables::Standard, vec![creator, text(Tag(0x7053, 0x1000), vr, value)]).len()
        };
        assert_eq!([philips(VR::DS, b"0.5"), philips(VR::UN, b"0.5")], [2, 2]);
        assert_eq!(
            [philips(VR::LO, b"Doe"), philips(VR::UN, b"Doe"), philips(VR::FL, b"0.5 ")],
            [0; 3]
        );
    }

    #[test]
    fn the_table_of_ctp_comes_only_when_asked_for() {
        let brain_wave = || {
            vec![
                text(Tag(0x2001, 0x10), VR::LO, b"BrainWave: 1.2.840.113819.3"),
                text(Tag(0x2001, 0x1031), VR::US, &[1, 0]),
            ]
        };
        assert!(found(SafeTables::Standard, brain_wave()).is_empty());
        assert_eq!(found(SafeTables::Ctp, brain_wave()).len(), 2);
    }
}
