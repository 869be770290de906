//! A private element that is known to be safe, by its place in the block of its creator.

use dicom_core::VR;

use super::allowed::Allowed;
use crate::dataset::{Element, Value, has_form, is_text};

/// A row of the tables.
#[derive(Debug, Clone, PartialEq)]
pub struct SafeRow {
    /// Whether CTP's table has it, not the standard's.
    pub ctp: bool,
    /// The private group: an odd number.
    pub group: u16,
    /// The last two digits of the element number: its place in the block of its creator.
    pub element: u8,
    /// The private creator, which reserves the block (PS3.5 7.8.1).
    pub creator: String,
    /// Value representations as printed in the table: `FL`, `OW/OB`, or nothing.
    pub vr: String,
    /// The meaning that the table prints.
    pub meaning: String,
    /// What its values may be.
    pub allowed: Allowed,
}

impl SafeRow {
    /// The element's value representation if it is the row's: anything else is not the element
    /// that the table calls safe.
    pub(super) fn fits(&self, element: &Element) -> Option<VR> {
        let is_listed = |vr: &VR| match self.vr.as_str() {
            "" => is_number(*vr),
            listed => listed.split('/').any(|listed| listed == vr.to_string()),
        };
        let vr = match element.vr {
            // Implicit encodings carry none.
            VR::UN => self.vr.split('/').next()?.parse().ok()?,
            vr => Some(vr).filter(is_listed)?,
        };
        let valid = match &element.value {
            Value::Items(_) => vr == VR::SQ,
            Value::Bytes(bytes) => {
                vr != VR::SQ
                    && bytes.len() % size(vr) == 0
                    && has_form(element.tag, vr, bytes)
                    && self.allowed.allows(vr, bytes)
            }
            // Text of any length is read where it is known to be text.
            Value::Stored(extent) => {
                self.allowed == Allowed::Any && !is_text(vr) && extent.len % size(vr) as u64 == 0
            }
            Value::Fragments { .. } | Value::Rewritten { .. } => false,
        };
        valid.then_some(vr)
    }
}

fn is_number(vr: VR) -> bool {
    use VR::*;
    matches!(vr, DS | IS | FL | FD | SL | SS | UL | US | SV | UV)
}

/// Bytes of one value, for values of a fixed length.
fn size(vr: VR) -> usize {
    use VR::*;
    match vr {
        US | SS | OW => 2,
        UL | SL | FL | AT | OF | OL => 4,
        FD | UV | SV | OD | OV => 8,
        _ => 1,
    }
}
