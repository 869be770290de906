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

/// What was read in an image.
pub(crate) struct Reading {
    /// Text that has to go.
    pub(crate) found: Vec<Area>,
    /// Text that may stay.
    pub(crate) allowed: Vec<Area>,
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
        let mut reading = Reading { found: Vec::new(), allowed: Vec::new() };
        for index in looked_at(&layout, MOST_PIXELS) {
            let picture = Grey::of(&cleaning.frame(index)?, &layout, palette);
            self.picture(&picture, &mut reading)?;
        }
        let Reading { found, allowed } = &mut reading;
        // What stays in one frame and goes in another goes.
        allowed.retain(|area| !found.iter().any(|other| other.meets(area)));
        Ok(reading)
    }

    fn picture(&self, picture: &Grey, reading: &mut Reading) -> Outcome<()> {
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
            if stays {
                reading.allowed.push(area);
            } else if word.confidence >= FOUND && letters >= 2 {
                reading.found.push(area);
            }
        }
        Ok(())
    }

    /// A row goes as a whole, but for those of its words that may stay beyond doubt.
    fn row(&self, picture: &Grey, row: &TextRow, reading: &mut Reading) -> Outcome<()> {
        let area = row.area.grown(EDGE, picture.rows, picture.columns);
        let mut words = ocr::row(picture, &area)?;
        words.sort_by_key(|word| word.area.left);
        let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        let stay = words.iter().zip(self.allowed.of_row(&texts));
        let mut left = area.left;
        let mut stays: Vec<Area> = Vec::new();
        for (word, _) in stay.filter(|(word, stays)| *stays && word.confidence >= SURE) {
            stays.push(Area { top: area.top, bottom: area.bottom, ..word.area });
        }
        for word in stays.iter().chain([&Area { left: area.right, ..area }]) {
            // Less than a letter between words is nothing.
            let gap = Area { left, right: word.left.max(left), ..area };
            if 3 * gap.width() > area.height() {
                reading.found.push(gap);
            }
            left = word.right.max(left);
        }
        reading.allowed.extend(stays);
        Ok(())
    }
}
