//! Tesseract: pictures in, words with their places out.
#![cfg_attr(not(feature = "ocr"), allow(dead_code, reason = "there is nothing to read with"))]

use dicom_common::code::{Code, Fault, Outcome};

use crate::engine;
use crate::error::ReaderError;
use crate::{Area, Grey};

/// A word that was read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Word {
    /// The word, without the spaces around it.
    pub(crate) text: String,
    /// How sure Tesseract is of it, in percent.
    pub(crate) confidence: f64,
    /// Where it is, in pixels of the picture.
    pub(crate) area: Area,
}

/// In pixels: Tesseract reads best where letters are about so high, so rows are enlarged to it.
const HEIGHT: usize = 40;
/// How often a row is enlarged at most: what is lower still cannot be read.
const MOST_TIMES: usize = 6;
/// Pixels of ground around a row, without which Tesseract loses its first and last letters.
const MARGIN: usize = 12;
/// How often a whole picture is enlarged, unless it has more than so many pixels then: reading those
/// would take seconds.
const TIMES: usize = 2;
const LARGEST: usize = 4 << 20;

/// Whether there is something to read with.
pub(crate) fn check() -> Result<(), ReaderError> {
    engine::check()
}

/// The words of one row.
///
/// # Errors
/// `E_INTERNAL` when Tesseract fails.
pub(crate) fn row(picture: &Grey, area: &Area) -> Outcome<Vec<Word>> {
    let times = (HEIGHT / area.height().max(1)).clamp(1, MOST_TIMES);
    read(picture, area, times, engine::Mode::Row)
}

/// The words of a whole picture.
///
/// # Errors
/// `E_INTERNAL` when Tesseract fails.
pub(crate) fn scattered(picture: &Grey) -> Outcome<Vec<Word>> {
    let Grey { rows, columns, .. } = *picture;
    let times = if rows * columns * TIMES * TIMES <= LARGEST { TIMES } else { 1 };
    let area = Area { left: 0, right: columns, top: 0, bottom: rows };
    let mut words = read(picture, &area, times, engine::Mode::Scattered)?;
    words.retain(|word| !word.area.is_empty());
    Ok(words)
}

fn read(picture: &Grey, area: &Area, times: usize, mode: engine::Mode) -> Outcome<Vec<Word>> {
    if area.is_empty() {
        return Ok(Vec::new());
    }
    let page = page(picture, area, times);
    let table = engine::table(&page, mode).ok_or(Fault(Code::Internal))?;
    Ok(table.lines().filter_map(|line| word(line, area, times)).collect())
}

/// An area as a page: dark on bright, enlarged, with a margin.
fn page(picture: &Grey, area: &Area, times: usize) -> Grey {
    let part = |row: usize| picture.row(row).get(area.left..area.right).unwrap_or_default();
    let mut values: Vec<u8> = (area.top..area.bottom).flat_map(part).copied().collect();
    let middle = values.len() / 2;
    // The ground is what most pixels are.
    let ground = *values.select_nth_unstable(middle).1;
    let shown = |value: u8| if ground < 128 { 255 - value } else { value };
    let (columns, rows) = (area.width() * times + 2 * MARGIN, area.height() * times + 2 * MARGIN);
    let mut pixels = vec![shown(ground); rows * columns];
    let inner = pixels.chunks_exact_mut(columns).skip(MARGIN).take(area.height() * times);
    for (at, line) in inner.enumerate() {
        for (x, pixel) in line.iter_mut().skip(MARGIN).take(area.width() * times).enumerate() {
            *pixel = shown(between(picture, area, times, Enlarged { row: at, column: x }));
        }
    }
    Grey { rows, columns, pixels }
}

/// A pixel of an enlarged area.
#[derive(Clone, Copy)]
struct Enlarged {
    /// Its row, counted from the area's upper edge.
    row: usize,
    /// Its column, counted from the area's left edge.
    column: usize,
}

/// The brightness of an enlarged pixel, between those of the picture, so that enlarged letters have no
/// steps.
fn between(picture: &Grey, area: &Area, times: usize, pixel: Enlarged) -> u8 {
    let place = |at: usize, first: usize, end: usize| {
        let at = (at as f64 + 0.5) / times as f64 - 0.5;
        let low = at.floor().max(0.0);
        let near = first + low as usize;
        (near, (near + 1).min(end - 1), (at - low).clamp(0.0, 1.0))
    };
    let (top, bottom, down) = place(pixel.row, area.top, area.bottom);
    let (left, right, along) = place(pixel.column, area.left, area.right);
    let value = |row, column| picture.row(row).get::<usize>(column).copied().map_or(0.0, f64::from);
    let mix = |a: f64, b: f64, share: f64| a * (1.0 - share) + b * share;
    let upper = mix(value(top, left), value(top, right), along);
    let lower = mix(value(bottom, left), value(bottom, right), along);
    mix(upper, lower, down).round() as u8
}

/// A line of Tesseract's table: level, page, block, paragraph, line, word, left, top, width, height,
/// confidence, text.
fn word(line: &str, area: &Area, times: usize) -> Option<Word> {
    let cells: Vec<&str> = line.split('\t').collect();
    let [_, _, _, _, _, _, left, top, width, height, confidence, text] = *cells else {
        return None;
    };
    if text.trim().is_empty() {
        return None;
    }
    let number = |text: &str| text.parse::<usize>().ok();
    let place =
        |at: usize, first: usize, end: usize| (first + at.saturating_sub(MARGIN) / times).min(end);
    let (left, top) = (number(left)?, number(top)?);
    let (right, bottom) = (left + number(width)? + times - 1, top + number(height)? + times - 1);
    Some(Word {
        text: text.trim().to_owned(),
        confidence: confidence.parse().ok()?,
        area: Area {
            left: place(left, area.left, area.right),
            right: place(right, area.left, area.right),
            top: place(top, area.top, area.bottom),
            bottom: place(bottom, area.top, area.bottom),
        },
    })
}
