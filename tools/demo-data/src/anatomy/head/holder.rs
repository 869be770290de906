//! What the head rests on.

use crate::anatomy::Layer;
use crate::position::Position;
use crate::shapes::{block, column};
use crate::tissue::Tissue;
use crate::vec3::vec3;

/// A foam-lined shell for a patient on the back, a padded board for any other.
pub fn layers(position: Position) -> Vec<Layer> {
    match position {
        Position::Hfs | Position::Ffs => shell(),
        Position::Hfp | Position::Hfdr | Position::Hfdl => board(position),
    }
}

/// A gutter of 12 mm foam in a 4 mm shell behind the head, from the neck to above the crown.
fn shell() -> Vec<Layer> {
    let behind = block(vec3(0.0, 110.0, 20.0), vec3(95.0, 62.0, 90.0), 2.0);
    let centre = vec3(0.0, 8.0, 20.0);
    let gutter = |radius: f64| column(centre, vec3(radius, radius, 200.0));
    let shell = gutter(117.0).without(gutter(101.0), 0.0).within(behind, 0.0);
    vec![Layer::shells(shell, &[(0.0, Tissue::Board), (4.0, Tissue::Foam)])]
}

/// A flat board under the head as it lies.
fn board(position: Position) -> Vec<Layer> {
    let down = position.down();
    let away = if position == Position::Hfp { 116.0 } else { 86.0 };
    let half = vec3(130.0, 130.0, 160.0).zip(down, |wide, d| if d == 0.0 { wide } else { 12.0 });
    let board = block(
        vec3(0.0, 5.0, -14.0).zip(down, |c, d| if d == 0.0 { c } else { d * away }),
        half,
        3.0,
    );
    vec![Layer::shells(board, &[(0.0, Tissue::Board), (3.0, Tissue::Foam)])]
}
