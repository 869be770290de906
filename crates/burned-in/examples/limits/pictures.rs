//! Made-up pictures with and without text.

use burned_in::Grey;
use noto_sans_mono_bitmap::{FontWeight, RasterHeight, get_raster};

const ROWS: usize = 180;
const COLUMNS: usize = 300;
/// Where text begins, in pixels from the top and from the left.
const MARGIN: usize = 10;

/// Numbers that look random and are the same on every machine.
struct Random(u64);

impl Random {
    /// The next one, 0 to 1 (xorshift64*).
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// The brightness at each row and column, 0 to 1.
fn picture(mut at: impl FnMut(f64, f64) -> f64) -> Grey {
    let pixels = (0..ROWS * COLUMNS).map(|n| at((n / COLUMNS) as f64, (n % COLUMNS) as f64));
    let pixels = pixels.map(|share| (255.0 * share.clamp(0.0, 1.0)).round() as u8).collect();
    Grey { rows: ROWS, columns: COLUMNS, pixels }
}

/// A slice through a head: scalp, skull, brain with two ventricles, in noise.
fn head(noise: f64) -> Grey {
    let mut random = Random(11);
    let inside = |y: f64, x: f64, high: f64, wide: f64| (y / high).hypot(x / wide) < 1.0;
    picture(|row, column| {
        let (y, x) = (row - 85.0, column - 120.0);
        let ventricle = inside(y, x.abs() - 9.0, 16.0, 5.0);
        let tissue = match () {
            () if ventricle => 0.2,
            () if inside(y, x, 52.0, 62.0) => 0.42,
            () if inside(y, x, 58.0, 68.0) => 0.95,
            () if inside(y, x, 66.0, 76.0) => 0.35,
            () => 0.02,
        };
        tissue + noise * (random.next() + random.next() - 1.0)
    })
}

/// Three lines in letters of 10 to 40 pixels, soft and with jagged edges, bright and dark, on plain ground, on a head
/// and on noise.
pub fn with_text() -> Vec<Grey> {
    let mut random = Random(5);
    let grounds = [picture(|_, _| 0.1), head(0.02), picture(|_, _| 0.4 + 0.04 * random.next())];
    let mut pictures = Vec::new();
    for ground in grounds {
        for (raster, scale, halved) in [
            (RasterHeight::Size20, 1, true),
            (RasterHeight::Size16, 1, false),
            (RasterHeight::Size20, 1, false),
            (RasterHeight::Size16, 2, false),
            (RasterHeight::Size20, 2, false),
        ] {
            for (ink, under) in [
                (1.0, None),
                (1.0, Some(0.0)),
                (0.6, Some(0.0)),
                (0.3, Some(0.0)),
                (0.0, Some(1.0)),
                (0.2, Some(0.5)),
            ] {
                let mut picture = ground.clone();
                let ink = Ink { ink, under, hard: scale == 2 };
                let high = raster.val() * scale / if halved { 2 } else { 1 };
                for (line, text) in ["Erika Muster", "ID 4711081", "12.08.1964"].iter().enumerate()
                {
                    let top = MARGIN + line * (high + high / 4);
                    draw(&mut picture, text, top, Font { raster, scale, halved, pitch: None }, ink);
                }
                pictures.push(picture);
            }
        }
        // Letters that touch, and letters of which most are bars.
        for (text, pitch) in [("XIAODONG", Some(5)), ("HANNELORE", Some(5)), ("Illi 11:11", None)] {
            let mut picture = ground.clone();
            let font = Font { raster: RasterHeight::Size16, scale: 1, halved: false, pitch };
            draw(&mut picture, text, MARGIN, font, Ink { ink: 1.0, under: Some(0.0), hard: false });
            pictures.push(picture);
        }
    }
    pictures
}

#[derive(Clone, Copy)]
struct Font {
    /// The font of this height, in pixels.
    raster: RasterHeight,
    /// Each pixel of the font becomes so many squared.
    scale: usize,
    /// Four of them become one instead.
    halved: bool,
    /// Pixels from one letter to the next; none for the width of a letter.
    pitch: Option<usize>,
}

#[derive(Clone, Copy)]
struct Ink {
    /// The brightness of the text, 0 to 1.
    ink: f64,
    /// That of a box under it, if there is one.
    under: Option<f64>,
    /// Jagged edges instead of soft ones.
    hard: bool,
}

/// Writes a line; `top` is its first row.
fn draw(picture: &mut Grey, text: &str, top: usize, font: Font, ink: Ink) {
    let part = if font.halved { 2 } else { 1 };
    let of_font = |letter| get_raster(letter, FontWeight::Regular, font.raster).unwrap();
    let wide = of_font('X').width() * font.scale / part;
    let high = font.raster.val() * font.scale / part;
    let pitch = font.pitch.unwrap_or(wide);
    if let Some(under) = ink.under {
        for row in top - 3..top + high + 3 {
            let start = row * picture.columns + MARGIN - 3;
            picture.pixels[start..start + wide * text.len() + 6].fill((under * 255.0) as u8);
        }
    }
    for (at, letter) in text.chars().enumerate() {
        let letter = of_font(letter);
        let rows: Vec<&[u8]> = letter.rows().collect();
        let value = |y: usize, x: usize| f64::from(rows[y][x]) / 255.0;
        for (y, x) in (0..high * wide).map(|n| (n / wide, n % wide)) {
            let alpha = if font.halved {
                let four = [(0, 0), (0, 1), (1, 0), (1, 1)];
                let sum: f64 = four.iter().map(|(dy, dx)| value(2 * y + dy, 2 * x + dx)).sum();
                // A little bolder than the mean, as small fonts are.
                (sum / 2.5).min(1.0)
            } else {
                value(y / font.scale, x / font.scale)
            };
            let alpha = if ink.hard { alpha.round() } else { alpha };
            let pixel = &mut picture.pixels[(top + y) * COLUMNS + MARGIN + at * pitch + x];
            let mixed = f64::from(*pixel) * (1.0 - alpha) + 255.0 * ink.ink * alpha;
            *pixel = mixed.round() as u8;
        }
    }
}

/// What is no text: nothing, discs, heads, scales, grids, frames, lines, steps and noise of several kinds.
pub fn without_text() -> Vec<Grey> {
    let mut pictures = vec![picture(|_, _| 0.3), head(0.0), head(0.02), head(0.1), head(0.3)];
    let disc = |row: f64, column: f64| (row - 80.0).hypot(column - 120.0) - 50.0;
    pictures.push(picture(|row, column| 1.0 / (1.0 + (disc(row, column) / 1.5).exp())));
    pictures.push(picture(|row, column| (disc(row, column).abs() < 1.5).into()));
    for (period, high) in [(4.0, 4.0), (8.0, 8.0), (10.0, 10.0), (20.0, 12.0)] {
        // A scale whose every fifth mark is longer, and a grid.
        pictures.push(picture(|row, column| {
            let long = if column % (5.0 * period) < 1.0 { 1.6 } else { 1.0 };
            (column % period < 1.0 && (60.0..60.0 + high * long).contains(&row)).into()
        }));
        pictures.push(picture(|row, column| (row % period < 1.0 || column % period < 1.0).into()));
        pictures.push(picture(|row, column| (row % period < 2.0 && column % period < 2.0).into()));
    }
    for (high, wide) in [(10.0, 60.0), (10.0, 120.0), (24.0, 200.0), (80.0, 100.0)] {
        pictures.push(picture(|row, column| {
            let (y, x) = (row - 30.0, column - 12.0);
            let inside = (0.0..high).contains(&y) && (0.0..wide).contains(&x);
            let inner = (1.0..high - 1.0).contains(&y) && (1.0..wide - 1.0).contains(&x);
            (inside && !inner).into()
        }));
        pictures.push(picture(|row, column| {
            ((30.0..30.0 + high / 2.0).contains(&row) && (12.0..12.0 + wide).contains(&column))
                .into()
        }));
    }
    pictures.push(picture(|_, column| (column / 24.0).floor() / 10.0));
    for seed in 1..=8 {
        let mut random = Random(seed);
        pictures.push(picture(|_, _| random.next()));
        // The magnitude of noise, as MR has it, and spots that are rare.
        pictures.push(picture(|_, _| (0..4).map(|_| random.next() - 0.5).sum::<f64>().abs()));
        pictures.push(picture(|_, _| (random.next() < 0.02).into()));
        pictures.push(blurred(&picture(|_, _| random.next())));
        pictures.push(blurred(&blurred(&picture(|_, _| (random.next() < 0.02).into()))));
    }
    pictures
}

/// The mean of each pixel and its eight neighbours, spread over all shades.
fn blurred(sharp: &Grey) -> Grey {
    let at = |row: isize, column: isize| {
        let row = row.clamp(0, ROWS as isize - 1) as usize;
        let column = column.clamp(0, COLUMNS as isize - 1) as usize;
        f64::from(sharp.pixels[row * COLUMNS + column])
    };
    let mean = |n: usize| {
        let (row, column) = ((n / COLUMNS) as isize, (n % COLUMNS) as isize);
        (0..9).map(|n| at(row + n / 3 - 1, column + n % 3 - 1)).sum::<f64>() / 9.0
    };
    let means: Vec<f64> = (0..ROWS * COLUMNS).map(mean).collect();
    let low = means.iter().copied().fold(f64::INFINITY, f64::min);
    let high = means.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let spread = |mean: &f64| (255.0 * (mean - low) / (high - low)).round() as u8;
    Grey { rows: ROWS, columns: COLUMNS, pixels: means.iter().map(spread).collect() }
}
