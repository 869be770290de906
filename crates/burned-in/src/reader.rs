//! Reading burned-in text: what is found is blanked, but for words that may stay.

use dicom_common::code::Outcome;
use limit::Limit;

use crate::cleaning::Cleaning;
use crate::error::ReaderError;
use crate::limits::{FOUND, LEAST_AT_END, LEAST_BETWEEN, LEAST_LETTERS, SURE};
use crate::looked_at::looked_at;
use crate::ocr::{self, Word};
use crate::{Allowed, Area, Grey, Palette, TextRow, text_rows};

/// Pixels that are read in one image; of longer films frames are left out, evenly, and what is found
/// is blanked in all of them. Reading takes some 100 times as long as looking.
const MOST_PIXELS: usize = 8 << 20;

/// Pixels around a word that belong to it: its blurred edge.
const EDGE: usize = 2;

/// What is blanked beside a row on its left and right, in heights of its letters: its first and last
/// letters may not have been told from what is behind them.
const MARGIN: usize = 2;

/// What is blanked above and below a row, in parts of its height: accents and tails that are not in its
/// box.
const TAILS: usize = 4;

/// Reads text with Tesseract.
#[derive(Debug)]
pub struct Reader {
    /// The words that may stay.
    allowed: Allowed,
}

/// What was read.
#[derive(Debug, Default)]
pub struct Reading {
    /// Where text is that has to go, in pixels of the picture.
    pub found: Vec<Area>,
    /// Where text is that may stay.
    pub allowed: Vec<Area>,
    /// The words, as they were read, and where. They name patients: for measurements on made-up data alone.
    pub words: Vec<(String, Area)>,
}

impl Reader {
    /// A reader that lets these words stay.
    ///
    /// # Errors
    /// When text cannot be read here.
    pub fn new(allowed: Allowed) -> Result<Reader, ReaderError> {
        ocr::check()?;
        Ok(Reader { allowed })
    }

    /// Reads an image as far as it is not blanked yet.
    ///
    /// # Errors
    /// Those of decoding.
    pub(crate) fn read(&self, cleaning: &Cleaning, palette: Option<&Palette>) -> Outcome<Reading> {
        let layout = *cleaning.layout();
        let mut reading = Reading::default();
        for index in looked_at(&layout, MOST_PIXELS) {
            let picture = Grey::of(&cleaning.frame(index)?, &layout, palette);
            self.picture(&picture, &mut reading)?;
        }
        let Reading { found, allowed, .. } = &mut reading;
        // What stays in one frame and goes in another goes.
        allowed.retain(|area| !found.iter().any(|other| other.meets(area)));
        Ok(reading)
    }

    /// Reads one picture, and adds what it finds.
    ///
    /// # Errors
    /// `E_INTERNAL` when Tesseract fails.
    pub fn picture(&self, picture: &Grey, reading: &mut Reading) -> Outcome<()> {
        let rows = text_rows(picture);
        for row in &rows {
            self.row(picture, row, reading)?;
        }
        // Words that make no row of their own.
        let known = |word: &&Word| !rows.iter().any(|row| row.area.meets(&word.area));
        let words = ocr::scattered(picture)?;
        let words: Vec<&Word> = words.iter().filter(known).collect();
        let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        for (word, stays) in words.iter().zip(self.allowed.of_row(&texts)) {
            let letters = word.text.chars().filter(|c| c.is_alphanumeric()).count();
            let area = word.area.grown(EDGE, picture.rows, picture.columns);
            reading.words.push((word.text.clone(), word.area));
            if stays {
                reading.allowed.push(area);
            } else if FOUND.passes(word.confidence) && LEAST_LETTERS.passes(letters as f64) {
                reading.found.push(area);
            }
        }
        Ok(())
    }

    /// A row goes as a whole, with a margin to both sides, but for those of its words that may stay
    /// beyond doubt.
    fn row(&self, picture: &Grey, row: &TextRow, reading: &mut Reading) -> Outcome<()> {
        let Grey { rows, columns, .. } = *picture;
        let height = row.area.height();
        let tall = row.area.grown(EDGE + height / TAILS, rows, columns);
        let left = row.area.left.saturating_sub(MARGIN * height);
        let wide = Area { left, right: (row.area.right + MARGIN * height).min(columns), ..tall };
        let mut words = ocr::row(picture, &row.area.grown(EDGE, rows, columns))?;
        words.sort_by_key(|word| word.area.left);
        let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        reading.words.extend(words.iter().map(|word| (word.text.clone(), word.area)));
        let stay = words.iter().zip(self.allowed.of_row(&texts));
        let stays: Vec<Area> = stay
            .filter(|(word, stays)| *stays && SURE.passes(word.confidence))
            .map(|(word, _)| Area { top: wide.top, bottom: wide.bottom, ..word.area })
            .collect();
        let whole = words.iter().map(|word| word.area).fold(row.area, |a, b| a.joined(&b));
        // What lies between the words that stay goes, unless it is no more than a space.
        let mut from = whole.left;
        for word in stays.iter().chain([&Area { left: whole.right, ..whole }]) {
            let gap = word.left.saturating_sub(from);
            let (first, last) = (from == whole.left, word.left == whole.right);
            let least = if first || last { LEAST_AT_END } else { LEAST_BETWEEN };
            if is_wider(gap, height, &least) {
                let left = if first { wide.left } else { from };
                let right = if last { wide.right } else { word.left };
                reading.found.push(Area { left, right, ..wide });
            }
            from = from.max(word.right);
        }
        reading.allowed.extend(stays);
        Ok(())
    }
}

/// Whether a gap is wider than a limit in heights of letters; both are in pixels.
fn is_wider(gap: usize, height: usize, limit: &Limit) -> bool {
    // In thirds of a height, so that nothing is rounded.
    gap * 3 > height * (3.0 * limit.value).round() as usize
}
