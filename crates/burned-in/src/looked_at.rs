//! Which frames of an image are looked at.

use dicom_common::imaging::pixels::Layout;

/// The frames that are looked at: all of them, or as many as these pixels allow, evenly over the film.
pub(crate) fn looked_at(layout: &Layout, most_pixels: usize) -> impl Iterator<Item = usize> {
    let most = (most_pixels / layout.pixels().max(1)).clamp(1, layout.frames.max(1));
    let last = layout.frames.saturating_sub(1);
    (0..most).map(move |at| if most == 1 { 0 } else { at * last / (most - 1) })
}
