//! Why text cannot be read.

/// Why text cannot be read by this program, here.
#[derive(Debug, thiserror::Error)]
pub enum ReaderError {
    /// It was built without the feature `ocr`.
    #[error(
        "this program was built without reading text: install tesseract-ocr, libtesseract-dev, \
         libleptonica-dev and clang, and build it with --features dcm-scrub/ocr"
    )]
    NotBuilt,
    /// There is no Tesseract, or no language data.
    #[error("Tesseract does not start: install tesseract-ocr and tesseract-ocr-eng")]
    NotThere,
}
