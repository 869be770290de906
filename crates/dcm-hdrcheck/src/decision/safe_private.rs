//! Private elements that are known to be safe (PS3.15 table E.3.10-1, and CTP's dictionary), found by
//! group, creator and element whatever block the creator has reserved (PS3.5 7.8).

use std::collections::HashMap;

use dicom_common::deid::policy::{Allowed, SafeAdditions, SafeRow, SafeTables, safe_rows};

use super::allowed::allows;
use crate::reader::{DataSet, Element, Tag, VR, Value, is_text};
use crate::value_form::has_form;

/// The rows of the table, by group and element.
#[derive(Default)]
pub(super) struct SafeElements(HashMap<(u16, u8), Vec<SafeRow>>);

impl SafeElements {
    /// What Retain Safe Private retains.
    pub(super) fn of(tables: SafeTables) -> Self {
        let mut rows: HashMap<_, Vec<_>> = HashMap::new();
        for row in safe_rows().filter(|row| !row.ctp || tables == SafeTables::Ctp) {
            rows.entry((row.group, row.element)).or_default().push(row);
        }
        Self(rows)
    }

    /// With further elements.
    pub(super) fn and(mut self, additions: &SafeAdditions) -> Self {
        for row in additions.rows() {
            self.0.entry((row.group, row.element)).or_default().push(row.clone());
        }
        self
    }

    /// Gives `put` the safe elements of a data set, and their creators.
    pub(super) fn find(&self, dataset: &DataSet, put: &mut dyn FnMut(Tag, VR)) {
        for element in dataset.elements() {
            let Tag(group, number) = element.tag;
            if group % 2 == 0 || number < 0x1000 {
                continue;
            }
            let creator = Tag(group, number >> 8);
            let Some(name) = dataset.ascii(creator) else { continue };
            let rows = self.0.get(&(group, (number & 0xFF) as u8));
            let mut rows = rows.into_iter().flatten();
            let fit = rows.find_map(|row| {
                row.creator.eq_ignore_ascii_case(name).then(|| meant(row, element)).flatten()
            });
            if let Some(vr) = fit {
                put(creator, VR::LO);
                put(element.tag, vr);
            }
        }
    }
}

/// The element's value representation if it is the row's: anything else is not the element that the
/// table calls safe.
fn meant(row: &SafeRow, element: &Element) -> Option<VR> {
    use VR::*;
    let is_listed = |vr: VR| match row.vr.as_str() {
        "" => matches!(vr, DS | IS | FL | FD | SL | SS | UL | US | SV | UV),
        listed => listed.split('/').any(|listed| listed == vr.to_string()),
    };
    let vr = match element.vr {
        UN => row.vr.split('/').next()?.parse().ok()?,
        vr if is_listed(vr) => vr,
        _ => return None,
    };
    let size = match vr {
        US | SS | OW => 2,
        UL | SL | FL | AT | OF | OL => 4,
        FD | UV | SV | OD | OV => 8,
        _ => 1,
    };
    let valid = match &element.value {
        Value::Items(_) => vr == SQ,
        Value::Bytes(bytes) => {
            vr != SQ
                && bytes.len().is_multiple_of(size)
                && has_form(element.tag, vr, bytes)
                && allows(&row.allowed, vr, bytes)
        }
        Value::Stored(_) if row.allowed != Allowed::Any => false,
        Value::Stored(extent) => !is_text(vr) && extent.len.is_multiple_of(size as u64),
        Value::Fragments(_) => false,
    };
    valid.then_some(vr)
}
