//! A grey image in other depths and colours.

use dicom_common::imaging::pixels::{Colour, Layout};
use dicom_common::imaging::series::PixelFormat;

/// The image as it is, and in eight other layouts, each with a frame.
pub fn variants(frame: &[u8], layout: &Layout) -> Vec<(Vec<u8>, Layout)> {
    let mut variants = vec![(frame.to_vec(), *layout)];
    if layout.colour != Colour::Grey || layout.columns % 2 == 1 {
        return variants;
    }
    let format = layout.format;
    let values: Vec<i32> =
        frame.chunks(format.bytes()).map(|sample| format.value(format.read(sample))).collect();
    let (low, high) = (*values.iter().min().unwrap(), *values.iter().max().unwrap());
    let scale = 1.0 / f64::from((high - low).max(1));
    let shares: Vec<f64> = values.iter().map(|v| f64::from(v - low) * scale).collect();
    for (stored, inverted, signed) in [
        (8, false, false),
        (8, true, false),
        (12, true, false),
        (16, false, false),
        (16, false, true),
    ] {
        let allocated = if stored == 8 { 8 } else { 16 };
        let high_bit = stored - 1;
        let format =
            PixelFormat { allocated, stored, high_bit, signed, big_endian: false, inverted };
        let (lowest, highest) = format.range();
        let mut frame = vec![0; shares.len() * format.bytes()];
        for (share, sample) in shares.iter().zip(frame.chunks_mut(format.bytes())) {
            let share = if inverted { 1.0 - share } else { *share };
            let value = f64::from(lowest) + share * (f64::from(highest) - f64::from(lowest));
            format.write(sample, value.round() as i32);
        }
        variants.push((frame, Layout { format, ..*layout }));
    }
    let format = PixelFormat {
        allocated: 8,
        stored: 8,
        high_bit: 7,
        signed: false,
        big_endian: false,
        inverted: false,
    };
    let eight: Vec<u8> = shares.iter().map(|share| (share * 255.0).round() as u8).collect();
    for (colour, planar) in [
        (Colour::Rgb, false),
        (Colour::Rgb, true),
        (Colour::Ybr, false),
        (Colour::YbrHalved, false),
    ] {
        // A tint, so that channels differ.
        let pixel = |y: u8| match colour {
            Colour::Rgb => [y, y - y / 8, y - y / 4],
            _ => [y, 120, 140],
        };
        let frame: Vec<u8> = match (colour, planar) {
            (Colour::YbrHalved, _) => {
                eight.chunks(2).flat_map(|pair| [pair[0], pair[1], 120, 140]).collect()
            }
            (_, false) => eight.iter().flat_map(|y| pixel(*y)).collect(),
            (_, true) => (0..3).flat_map(|c| eight.iter().map(move |y| pixel(*y)[c])).collect(),
        };
        variants.push((frame, Layout { colour, planar, format, ..*layout }));
    }
    variants
}
