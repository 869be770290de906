//! Tesseract itself, or what stands in for it where the program was built without it.

pub(crate) use library::{check, table};

/// What a page is.
#[derive(Clone, Copy)]
pub(crate) enum Mode {
    /// One row of text.
    Row,
    /// Words anywhere on it.
    Scattered,
}

#[cfg(feature = "ocr")]
mod library {
    use std::cell::RefCell;

    use tesseract::{PageSegMode, Tesseract};

    use super::Mode;
    use crate::Grey;
    use crate::error::ReaderError;

    thread_local! {
        /// Each thread has its own: it takes a while to load.
        static ENGINE: RefCell<Option<Tesseract>> = const { RefCell::new(None) };
    }

    /// What is said to be the resolution of a page, in pixels per inch: letters of 40 pixels are then
    /// of a size that people print.
    const RESOLUTION: i32 = 300;

    fn load() -> Option<Tesseract> {
        Tesseract::new(None, Some("eng")).ok()?.set_variable("debug_file", "/dev/null").ok()
    }

    /// Whether Tesseract starts.
    pub(crate) fn check() -> Result<(), ReaderError> {
        load().map(drop).ok_or(ReaderError::NotThere)
    }

    /// What Tesseract makes of a page, as a table.
    pub(crate) fn table(page: &Grey, mode: Mode) -> Option<String> {
        ENGINE.with_borrow_mut(|engine| {
            let mut loaded = engine.take().or_else(load)?;
            loaded.set_page_seg_mode(match mode {
                Mode::Row => PageSegMode::PsmSingleLine,
                Mode::Scattered => PageSegMode::PsmSparseText,
            });
            let (width, height) = (page.columns.try_into().ok()?, page.rows.try_into().ok()?);
            let framed = loaded.set_frame(&page.pixels, width, height, 1, width).ok()?;
            let mut read = framed.set_source_resolution(RESOLUTION).recognize().ok()?;
            let table = read.get_tsv_text(0).ok();
            *engine = Some(read);
            table
        })
    }
}

#[cfg(not(feature = "ocr"))]
mod library {
    use super::Mode;
    use crate::Grey;
    use crate::error::ReaderError;

    /// There is nothing to start.
    pub(crate) fn check() -> Result<(), ReaderError> {
        Err(ReaderError::NotBuilt)
    }

    /// There is nothing to read with.
    pub(crate) fn table(_: &Grey, _: Mode) -> Option<String> {
        None
    }
}
