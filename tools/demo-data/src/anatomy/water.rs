//! A bottle of water for quality assurance.

use super::{Anatomy, Layer};
use crate::shapes::{block, column};
use crate::tissue::Tissue;
use crate::vec3::vec3;

/// An upright acrylic cylinder filled with water, on a table; the origin lies in its middle.
#[must_use]
pub fn water() -> Anatomy {
    let bottle = column(vec3(0.0, 0.0, 0.0), vec3(90.0, 90.0, 100.0));
    let table = block(vec3(0.0, 110.0, 0.0), vec3(180.0, 14.0, 1000.0), 8.0);
    Anatomy::new([Layer::shells(bottle, &[(0.0, Tissue::Acrylic), (5.0, Tissue::Water)])])
        .on([Layer::shells(table, &[(0.0, Tissue::Board), (3.0, Tissue::Foam)])])
}
