//! Orientation letters and a scale bar.

use crate::canvas::{Area, Canvas, Color, Size, text_width};

use super::orientation::Orientation;

/// The colour of letters and bar, and of the line around them.
const LETTER: Color = [240, 242, 245];
const SHADOW: Color = [0, 0, 0];
/// Pixels between marks and the edge of the picture.
const MARGIN: usize = 6;
/// What the scale bar measures, in mm.
const BAR: f64 = 50.0;
/// What stands above it.
const BAR_TEXT: &str = "50 mm";

/// The four letters in the middle of the picture's sides.
pub fn letters(canvas: &mut Canvas, orientation: Orientation) {
    let [left, right, top, bottom] = orientation.letters();
    let (width, height) = (text_width(left, Size::Large), Size::Large.height());
    let center = canvas.width().saturating_sub(width) / 2;
    let middle = canvas.height().saturating_sub(height) / 2;
    let far = |len: usize, size: usize| len.saturating_sub(size + MARGIN);
    let (last_column, last_row) = (far(canvas.width(), width), far(canvas.height(), height));
    shadowed(canvas, MARGIN, middle, left, Size::Large);
    shadowed(canvas, last_column, middle, right, Size::Large);
    shadowed(canvas, center, MARGIN, top, Size::Large);
    shadowed(canvas, center, last_row, bottom, Size::Large);
}

/// A bar of 50 mm in the lower right corner.
pub fn scale_bar(canvas: &mut Canvas, mm_per_pixel: f64) {
    let length = (BAR / mm_per_pixel).round() as usize;
    let right = canvas.width().saturating_sub(2 * MARGIN);
    let bottom = canvas.height().saturating_sub(2 * MARGIN);
    let (Some(left), Some(top)) = (right.checked_sub(length), bottom.checked_sub(8)) else {
        return;
    };
    let bar = Area { left, top: top + 3, width: length, height: 2 };
    let ends = [left, right.saturating_sub(2)].map(|left| Area { left, top, width: 2, height: 8 });
    for part in [bar].into_iter().chain(ends) {
        let Area { left, top, width, height } = part;
        let wider = Area { left: left - 1, top: top - 1, width: width + 2, height: height + 2 };
        canvas.fill(wider, SHADOW);
    }
    for part in [bar].into_iter().chain(ends) {
        canvas.fill(part, LETTER);
    }
    let text = left + length.saturating_sub(text_width(BAR_TEXT, Size::Small)) / 2;
    shadowed(canvas, text, top.saturating_sub(Size::Small.height() + 2), BAR_TEXT, Size::Small);
}

/// Text that can be read on any gray.
fn shadowed(canvas: &mut Canvas, left: usize, top: usize, text: &str, size: Size) {
    for (column, row) in [(0, 1), (2, 1), (1, 0), (1, 2), (2, 2)] {
        canvas.text(
            (left + column).saturating_sub(1),
            (top + row).saturating_sub(1),
            text,
            size,
            SHADOW,
        );
    }
    canvas.text(left, top, text, size, LETTER);
}
