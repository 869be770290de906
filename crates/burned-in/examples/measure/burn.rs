//! Text burned into frames.

use burned_in::Area;
use dicom_common::imaging::pixels::{Colour, Layout};
use noto_sans_mono_bitmap::{FontWeight, RasterHeight, get_raster};

/// What is burned in, one line below the other.
pub const LINES: [&str; 3] = ["MUSTERMANN Erika", "ID 4711081512", "12.08.1964 14:07"];

/// One way to burn text in.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    raster: RasterHeight,
    /// Each pixel of the font becomes this many squared.
    scale: usize,
    /// Pixels of the image that a pixel of the font becomes less: half the size.
    halved: bool,
    weight: FontWeight,
    /// Brightness of the ink as a share of the image's range.
    ink: f64,
    /// That of a box around the text, if it has one.
    ground: Option<f64>,
    /// Jagged edges instead of soft ones.
    hard: bool,
}

/// A frame with text in it.
pub struct Burned {
    pub frame: Vec<u8>,
    pub layout: Layout,
    pub lines: Vec<Area>,
    pub words: Vec<(String, Area)>,
}

impl Case {
    pub fn all() -> Vec<Case> {
        use RasterHeight::{Size16, Size20};
        let mut cases = Vec::new();
        for (raster, scale, halved) in [
            (Size20, 1, true),
            (Size16, 1, false),
            (Size20, 1, false),
            (Size16, 2, false),
            (Size20, 3, false),
        ] {
            for (ink, ground) in [
                (1.0, None),
                (1.0, Some(0.0)),
                (0.6, Some(0.0)),
                (0.3, Some(0.0)),
                (0.0, Some(1.0)),
                (0.2, Some(0.5)),
            ] {
                let hard = scale == 2;
                let weight = if ink == 0.6 { FontWeight::Bold } else { FontWeight::Regular };
                cases.push(Case { raster, scale, halved, weight, ink, ground, hard });
            }
        }
        cases
    }

    fn height(&self) -> usize {
        self.raster.val() * self.scale / if self.halved { 2 } else { 1 }
    }

    pub fn height_name(&self) -> String {
        format!("height {:02}", self.height())
    }

    pub fn contrast_name(&self) -> String {
        let ground = match self.ground {
            Some(ground) => format!("on a box of {:.0} %", ground * 100.0),
            None => "over the image".into(),
        };
        format!("ink {:3.0} % {ground}", self.ink * 100.0)
    }
}

impl Burned {
    /// The frame with text in its upper left corner; none where it is too small.
    pub fn into(frame: &[u8], layout: &Layout, case: &Case) -> Option<Burned> {
        if layout.colour == Colour::Palette {
            return None;
        }
        let format = layout.format;
        let size = format.bytes();
        let width = get_raster('X', case.weight, case.raster)?.width();
        let letter = width * case.scale / if case.halved { 2 } else { 1 };
        let longest = LINES.iter().map(|line| line.len()).max()?;
        let (left, top) = (6, 6);
        let step = case.height() + case.height() / 4;
        if left + letter * longest + 4 > layout.columns
            || top + step * LINES.len() + 4 > layout.rows
        {
            return None;
        }
        let mut burned =
            Burned { frame: frame.to_vec(), layout: *layout, lines: Vec::new(), words: Vec::new() };
        let places = |pixel: usize, channel: usize| match layout.colour {
            Colour::YbrHalved if channel == 0 => pixel / 2 * 4 + pixel % 2,
            Colour::YbrHalved => pixel / 2 * 4 + 1 + channel,
            _ if layout.planar => channel * layout.pixels() + pixel,
            _ => pixel * layout.samples() + channel,
        };
        let read = |frame: &[u8], place: usize| {
            format.value(format.read(&frame[place * size..(place + 1) * size]))
        };
        // The range that the image uses.
        let values: Vec<i32> =
            (0..layout.pixels()).map(|pixel| read(frame, places(pixel, 0))).collect();
        let (low, high) = (*values.iter().min()?, *values.iter().max()?);
        let (low, high) =
            if layout.samples() > 1 || format.stored == 8 { (0, 255) } else { (low, high) };
        let (dark, bright) = if format.inverted { (high, low) } else { (low, high) };
        let level =
            |share: f64| (f64::from(dark) + share * f64::from(bright - dark)).round() as i32;
        let mut put = |row: usize, column: usize, ink: f64, alpha: f64| {
            let pixel = row * layout.columns + column;
            for channel in 0..layout.samples() {
                let place = places(pixel, channel);
                let chroma =
                    channel > 0 && matches!(layout.colour, Colour::Ybr | Colour::YbrHalved);
                let target = if chroma { 128 } else { level(ink) };
                let old = read(&burned.frame, place);
                let mixed = f64::from(old) * (1.0 - alpha) + f64::from(target) * alpha;
                let sample = &mut burned.frame[place * size..(place + 1) * size];
                format.write(sample, mixed.round() as i32);
            }
        };
        for (at, line) in LINES.iter().enumerate() {
            let top = top + at * step;
            let area =
                Area { left, right: left + letter * line.len(), top, bottom: top + case.height() };
            if let Some(ground) = case.ground {
                let boxed = area.grown(2, layout.rows, layout.columns);
                for row in boxed.top..boxed.bottom {
                    (boxed.left..boxed.right).for_each(|column| put(row, column, ground, 1.0));
                }
            }
            for (index, c) in line.chars().enumerate() {
                let raster = get_raster(c, case.weight, case.raster)?;
                let rows: Vec<&[u8]> = raster.rows().collect();
                for y in 0..case.height() {
                    for x in 0..letter {
                        let alpha = alpha(&rows, case, y, x);
                        if alpha > 0.0 {
                            put(top + y, left + index * letter + x, case.ink, alpha);
                        }
                    }
                }
            }
            let mut column = left;
            for word in line.split(' ') {
                let right = column + letter * word.len();
                burned.words.push((word.to_owned(), Area { left: column, right, ..area }));
                column = right + letter;
            }
            burned.lines.push(area);
        }
        Some(burned)
    }
}

/// How much ink a pixel gets.
fn alpha(rows: &[&[u8]], case: &Case, y: usize, x: usize) -> f64 {
    let value = |y: usize, x: usize| {
        f64::from(rows[y.min(rows.len() - 1)][x.min(rows[0].len() - 1)]) / 255.0
    };
    let alpha = if case.halved {
        let sum = value(2 * y, 2 * x)
            + value(2 * y, 2 * x + 1)
            + value(2 * y + 1, 2 * x)
            + value(2 * y + 1, 2 * x + 1);
        (sum / 2.5).min(1.0)
    } else {
        value(y / case.scale, x / case.scale)
    };
    if case.hard { if alpha >= 0.5 { 1.0 } else { 0.0 } } else { alpha }
}
