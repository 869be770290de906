//! Reading burned-in text: what is found is blanked, but for words that may stay.

use dicom_common::code::Outcome;

use crate::cleaning::Cleaning;
use crate::judge::looked_at;
use crate::ocr::{self, Word};
use crate::{Allowed, Area, Grey, Palette, TextRow, text_rows};

/// Pixels that are read in one image; of longer films frames are left out, evenly, and what is found
/// is blanked in all of them. Reading takes some 100 times as long as looking.
const MOST_PIXELS: usize = 8 << 20;

/// How sure the reading must be, in percent, for a word to be blanked where no row of text was seen,
/// and for one to stay.
const FOUND: f64 = 50.0;
const SURE: f64 = 75.0;

/// Pixels around a word that belong to it: blurred edges.
const EDGE: usize = 2;

/// What goes with a row to its left and right, in heights of its letters: the first and last ones may
/// not have been told from what is behind them.
const MARGIN: usize = 2;

/// Reads text with Tesseract.
#[derive(Debug)]
pub struct Reader {
    allowed: Allowed,
}

/// Why text cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReaderError {
    /// Built without the feature.
    #[error(
        "this program was built without reading text: install tesseract-ocr, libtesseract-dev, \
         libleptonica-dev and clang, and build it with --features dcm-scrub/ocr"
    )]
    NotBuilt,
    /// No Tesseract, or no language data.
    #[error("Tesseract does not start: install tesseract-ocr and tesseract-ocr-eng")]
    NotThere,
}

/// What was read.
#[derive(Debug, Default)]
pub struct Reading {
    /// Text that has to go.
    pub found: Vec<Area>,
    /// Text that may stay.
    pub allowed: Vec<Area>,
    /// The words, as they were read. They name patients: for measurements on made-up data alone.
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
            } else if word.confidence >= FOUND && letters >= 2 {
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
        let tall = row.area.grown(EDGE + height / 4, rows, columns);
        let left = row.area.left.saturating_sub(MARGIN * height);
        let wide = Area { left, right: (row.area.right + MARGIN * height).min(columns), ..tall };
        let mut words = ocr::row(picture, &row.area.grown(EDGE, rows, columns))?;
        words.sort_by_key(|word| word.area.left);
        let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        reading.words.extend(words.iter().map(|word| (word.text.clone(), word.area)));
        let stay = words.iter().zip(self.allowed.of_row(&texts));
        let stays: Vec<Area> = stay
            .filter(|(word, stays)| *stays && word.confidence >= SURE)
            .map(|(word, _)| Area { top: wide.top, bottom: wide.bottom, ..word.area })
            .collect();
        let whole = words.iter().map(|word| word.area).fold(row.area, |a, b| a.joined(&b));
        let mut from = whole.left;
        for word in stays.iter().chain([&Area { left: whole.right, ..whole }]) {
            let (gap, edge) =
                (word.left.saturating_sub(from), from == whole.left || word.left == whole.right);
            // Between two words a space is nothing, at the ends not even half a letter.
            if gap * 3 > height * if edge { 1 } else { 4 } {
                let left = if from == whole.left { wide.left } else { from };
                let right = if word.left == whole.right { wide.right } else { word.left };
                reading.found.push(Area { left, right, ..wide });
            }
            from = from.max(word.right);
        }
        reading.allowed.extend(stays);
        Ok(())
    }
}
