//! Areas of frames made black.

use dicom_common::imaging::pixels::{Colour, Layout};
use dicom_common::imaging::series::PixelFormat;

use crate::Area;
use crate::palette::Palette;
use crate::samples::SampleIndex;

/// What black is in an image: the bytes of each channel's sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Black(Vec<Vec<u8>>);

impl Black {
    /// Of an image: the lowest value, the highest in MONOCHROME1, no luminance and no colour in YBR,
    /// the darkest index of a palette.
    pub fn of(layout: &Layout, palette: Option<&Palette>) -> Black {
        let format = &layout.format;
        let (lowest, highest) = format.range();
        let values = match layout.colour {
            Colour::Grey if format.inverted => vec![highest],
            Colour::Grey => vec![lowest],
            Colour::Palette => vec![palette.map_or(lowest, |p| p.darkest(lowest..=highest))],
            Colour::Rgb | Colour::YbrReversible => vec![0; 3],
            Colour::Ybr | Colour::YbrHalved => {
                let none = 1 << (format.stored - 1);
                vec![0, none, none]
            }
        };
        Black(values.into_iter().map(|value| bytes(value, format)).collect())
    }
}

/// A whole sample: unused bits could hold graphics, so nothing of them stays. They repeat the sign, as
/// many readers expect.
fn bytes(value: i32, format: &PixelFormat) -> Vec<u8> {
    let bits = (value << (format.high_bit + 1 - format.stored)) as u32;
    let bytes = bits.to_le_bytes();
    let mut bytes = bytes.get(..format.bytes()).unwrap_or_default().to_vec();
    if format.big_endian {
        bytes.reverse();
    }
    bytes
}

/// Makes the areas of a decoded frame black; tells whether any sample changed.
///
/// ```
/// use burned_in::{Area, Black, blank};
/// use dicom_common::imaging::pixels::{Colour, Layout};
/// use dicom_common::imaging::series::PixelFormat;
///
/// let format = PixelFormat {
///     allocated: 8,
///     stored: 8,
///     high_bit: 7,
///     signed: false,
///     big_endian: false,
///     inverted: false,
/// };
/// let layout = Layout { rows: 2, columns: 3, frames: 1, colour: Colour::Grey, planar: false, format };
/// let mut frame = [9; 6];
/// let area = Area { left: 1, right: 3, top: 0, bottom: 1 };
/// assert!(blank(&mut frame, &layout, &[area], &Black::of(&layout, None)));
/// assert_eq!(frame, [9, 0, 0, 9, 9, 9]);
/// ```
pub fn blank(frame: &mut [u8], layout: &Layout, areas: &[Area], black: &Black) -> bool {
    let indices = SampleIndex::of_layout(layout);
    let size = layout.format.bytes();
    let mut changed = false;
    for (pixel, channel) in samples(layout, areas) {
        let at = indices.of(pixel, channel) * size;
        let (Some(sample), Some(black)) = (frame.get_mut(at..at + size), black.0.get(channel))
        else {
            continue;
        };
        if sample != black {
            sample.copy_from_slice(black);
            changed = true;
        }
    }
    changed
}

/// The pixels and channels of areas. Where two pixels share their chroma, it stays if one of them does.
fn samples(layout: &Layout, areas: &[Area]) -> impl Iterator<Item = (usize, usize)> {
    let (columns, channels) = (layout.columns, layout.samples());
    let halved = layout.colour == Colour::YbrHalved;
    areas.iter().flat_map(move |area| {
        let area = *area;
        (area.top..area.bottom).flat_map(move |row| {
            (area.left..area.right).flat_map(move |column| {
                let whole = !halved || (area.left..area.right).contains(&(column ^ 1));
                let channels = if whole { channels } else { 1 };
                (0..channels).map(move |channel| (row * columns + column, channel))
            })
        })
    })
}

/// Whether a blanked frame is the original outside of the areas, and black inside. Both are decoded and
/// laid out alike.
pub fn is_blanked(
    blanked: &[u8],
    original: &[u8],
    layout: &Layout,
    areas: &[Area],
    black: &Black,
) -> bool {
    let mut expected = original.to_vec();
    // Another way than `blank` goes: every pixel is asked for itself.
    let indices = SampleIndex::of_layout(layout);
    let size = layout.format.bytes();
    let halved = layout.colour == Colour::YbrHalved;
    for pixel in 0..layout.pixels() {
        let (row, column) = (pixel / layout.columns, pixel % layout.columns);
        let held = |column| areas.iter().any(|area| area.holds(row, column));
        if !held(column) {
            continue;
        }
        for (channel, black) in black.0.iter().enumerate() {
            let shared = halved && channel > 0;
            let both = areas.iter().any(|a| a.holds(row, column) && a.holds(row, column ^ 1));
            let at = indices.of(pixel, channel) * size;
            let sample = expected.get_mut(at..at + size).filter(|_| !shared || both);
            if let Some(sample) = sample {
                sample.copy_from_slice(black);
            }
        }
    }
    expected == blanked
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREA: Area = Area { left: 1, right: 3, top: 0, bottom: 1 };

    fn layout(colour: Colour, allocated: u16, stored: u16, signed: bool) -> Layout {
        let format = PixelFormat {
            allocated,
            stored,
            high_bit: stored - 1,
            signed,
            big_endian: false,
            inverted: false,
        };
        Layout { rows: 2, columns: 4, frames: 1, colour, planar: false, format }
    }

    fn blanked(layout: &Layout, palette: Option<&Palette>) -> Vec<u8> {
        let original: Vec<u8> = (0..layout.frame_len()).map(|i| 100 + i as u8).collect();
        let black = Black::of(layout, palette);
        let mut frame = original.clone();
        assert!(blank(&mut frame, layout, &[AREA], &black));
        assert!(is_blanked(&frame, &original, layout, &[AREA], &black));
        assert!(!is_blanked(&original, &original, layout, &[AREA], &black));
        let mut touched = frame.clone();
        *touched.last_mut().unwrap() ^= 1;
        assert!(!is_blanked(&touched, &original, layout, &[AREA], &black));
        assert!(!blank(&mut frame, layout, &[AREA], &black), "a second time changes nothing");
        frame
    }

    #[test]
    fn grey_becomes_what_is_shown_black() {
        let grey = layout(Colour::Grey, 8, 8, false);
        assert_eq!(blanked(&grey, None)[..4], [100, 0, 0, 103]);
        let mut inverted = grey;
        inverted.format.inverted = true;
        assert_eq!(blanked(&inverted, None)[..4], [100, 255, 255, 103]);
        let signed = layout(Colour::Grey, 16, 12, true);
        assert_eq!(blanked(&signed, None)[2..6], [0, 0xF8, 0, 0xF8]);
        let mut big = layout(Colour::Grey, 16, 16, true);
        big.format.big_endian = true;
        assert_eq!(blanked(&big, None)[2..6], [0x80, 0, 0x80, 0]);
        let high = Layout {
            format: PixelFormat { high_bit: 15, inverted: true, ..signed.format },
            ..signed
        };
        assert_eq!(blanked(&high, None)[2..4], [0xF0, 0x7F]);
    }

    #[test]
    fn colours_become_black_however_their_samples_lie() {
        let rgb = layout(Colour::Rgb, 8, 8, false);
        assert_eq!(blanked(&rgb, None)[..12], [100, 101, 102, 0, 0, 0, 0, 0, 0, 109, 110, 111]);
        let planar = Layout { planar: true, ..layout(Colour::Ybr, 8, 8, false) };
        let frame = blanked(&planar, None);
        assert_eq!(frame[..4], [100, 0, 0, 103]);
        assert_eq!(frame[8..12], [108, 128, 128, 111]);
        assert_eq!(frame[16..20], [116, 128, 128, 119]);
    }

    #[test]
    fn chroma_that_a_pixel_outside_shares_stays() {
        let halved = layout(Colour::YbrHalved, 8, 8, false);
        // Pixels 1 and 2 go; each shares its chroma with a pixel that stays.
        assert_eq!(blanked(&halved, None)[..8], [100, 0, 102, 103, 0, 105, 106, 107]);
        let area = Area { right: 4, ..AREA };
        let mut frame: Vec<u8> = (0..16).map(|i| 100 + i).collect();
        blank(&mut frame, &halved, &[area], &Black::of(&halved, None));
        assert_eq!(frame[..8], [100, 0, 102, 103, 0, 0, 128, 128]);
    }
}
