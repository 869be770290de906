//! Tesseract: pictures in, words with their places out.
#![cfg_attr(not(feature = "ocr"), allow(dead_code, reason = "there is nothing to read with"))]

use dicom_common::code::{Code, Fault, Outcome};

use crate::reader::ReaderError;
use crate::{Area, Grey};

/// A word that was read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Word {
    pub(crate) text: String,
    /// In percent.
    pub(crate) confidence: f64,
    pub(crate) area: Area,
}

/// Tesseract reads best where letters are so high.
const HEIGHT: usize = 40;
/// Pixels of ground around a row.
const MARGIN: usize = 12;
/// How often a whole picture is enlarged, up to so many pixels.
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
    let times = (HEIGHT / area.height().max(1)).clamp(1, 6);
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
            *pixel = shown(between(picture, area, times, (at, x)));
        }
    }
    Grey { rows, columns, pixels }
}

/// The brightness between pixels, so that enlarged letters have no steps.
fn between(picture: &Grey, area: &Area, times: usize, (y, x): (usize, usize)) -> u8 {
    let place = |at: usize, first: usize, end: usize| {
        let at = (at as f64 + 0.5) / times as f64 - 0.5;
        let low = at.floor().max(0.0);
        let near = first + low as usize;
        (near, (near + 1).min(end - 1), (at - low).clamp(0.0, 1.0))
    };
    let (top, bottom, down) = place(y, area.top, area.bottom);
    let (left, right, along) = place(x, area.left, area.right);
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

#[cfg(feature = "ocr")]
mod engine {
    use std::cell::RefCell;

    use tesseract::{PageSegMode, Tesseract};

    use crate::Grey;
    use crate::reader::ReaderError;

    /// What a page is.
    #[derive(Clone, Copy)]
    pub(super) enum Mode {
        Row,
        Scattered,
    }

    thread_local! {
        /// Each thread has its own: it takes a while to load.
        static ENGINE: RefCell<Option<Tesseract>> = const { RefCell::new(None) };
    }

    fn load() -> Option<Tesseract> {
        Tesseract::new(None, Some("eng")).ok()?.set_variable("debug_file", "/dev/null").ok()
    }

    pub(super) fn check() -> Result<(), ReaderError> {
        load().map(drop).ok_or(ReaderError::NotThere)
    }

    /// What Tesseract makes of a page, as a table.
    pub(super) fn table(page: &Grey, mode: Mode) -> Option<String> {
        ENGINE.with_borrow_mut(|engine| {
            let mut loaded = engine.take().or_else(load)?;
            loaded.set_page_seg_mode(match mode {
                Mode::Row => PageSegMode::PsmSingleLine,
                Mode::Scattered => PageSegMode::PsmSparseText,
            });
            let (width, height) = (page.columns.try_into().ok()?, page.rows.try_into().ok()?);
            let framed = loaded.set_frame(&page.pixels, width, height, 1, width).ok()?;
            let mut read = framed.set_source_resolution(300).recognize().ok()?;
            let table = read.get_tsv_text(0).ok();
            *engine = Some(read);
            table
        })
    }
}

#[cfg(not(feature = "ocr"))]
mod engine {
    use crate::Grey;
    use crate::reader::ReaderError;

    #[derive(Clone, Copy)]
    pub(super) enum Mode {
        Row,
        Scattered,
    }

    pub(super) fn check() -> Result<(), ReaderError> {
        Err(ReaderError::NotBuilt)
    }

    pub(super) fn table(_: &Grey, _: Mode) -> Option<String> {
        None
    }
}
