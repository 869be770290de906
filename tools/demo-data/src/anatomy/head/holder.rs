//! The foam-lined shell in which the head rests.

use crate::anatomy::Layer;
use crate::shapes::{block, column};
use crate::tissue::Tissue;
use crate::vec3::vec3;

/// A gutter of 12 mm foam in a 4 mm shell behind the head, from the neck to above the crown.
pub fn layers() -> Vec<Layer> {
    let behind = block(vec3(0.0, 110.0, 20.0), vec3(95.0, 62.0, 90.0), 2.0);
    let centre = vec3(0.0, 8.0, 20.0);
    let gutter = |radius: f64| column(centre, vec3(radius, radius, 200.0));
    let shell = gutter(117.0).without(gutter(101.0), 0.0).within(behind, 0.0);
    vec![Layer::shells(shell.clone(), &[(0.0, Tissue::Board), (4.0, Tissue::Foam)])]
}
