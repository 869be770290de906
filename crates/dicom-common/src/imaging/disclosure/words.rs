//! Words by which headers tell renderings and captures: of Image Types, Conversion Types and Series
//! Descriptions.

use super::reason::Disclosure;
use crate::dataset::{Element, split_values};

/// Words of the standard's and of vendors' Image Types for renderings of surfaces and volumes.
const RENDERED: [&str; 10] = [
    "CSA 3D",
    "3D",
    "VR",
    "VRT",
    "VOLREN",
    "VOLUME_RENDER",
    "SURFACE_RENDER",
    "SSD",
    "SHADED",
    "RENDERED",
];

/// Words of vendors' Image Types for captures of screens.
const CAPTURED: [&str; 6] = [
    "SCREEN SAVE",
    "SCREENSAVE",
    "SCREEN_SAVE",
    "SCREENSHOT",
    "SCREEN CAPTURE",
    "SECONDARY CAPTURE",
];

/// Values of Conversion Type (PS3.3 C.8.6.1): video, film, screens, paper, drawings.
const CONVERSIONS: [&str; 8] = ["DV", "DI", "DF", "WSD", "SD", "SI", "DRW", "SYN"];

/// Phrases of Series Descriptions that scanners and workstations give to renderings.
const RENDERING_PHRASES: [&str; 8] = [
    "VRT",
    "SSD",
    "3D VR",
    "VR 3D",
    "VOLUME RENDERING",
    "VOLUME RENDERED",
    "SURFACE RENDERING",
    "SHADED SURFACE",
];

/// Phrases of Series Descriptions that scanners and workstations give to pages of text.
const CAPTURE_PHRASES: [&str; 12] = [
    "PATIENT PROTOCOL",
    "DOSE REPORT",
    "DOSE INFO",
    "DOSE SUMMARY",
    "DOSE RECORD",
    "EXAM SUMMARY",
    "SCREEN SAVE",
    "SCREENSAVE",
    "SCREENSHOT",
    "SCREEN CAPTURE",
    "SECONDARY CAPTURE",
    "SCANNED DOCUMENT",
];

impl Disclosure {
    /// Whether a word of an Image Type tells a rendering or a capture.
    pub(crate) fn of_word(word: &str) -> Option<Disclosure> {
        if RENDERED.contains(&word) {
            Some(Disclosure::Rendering)
        } else if CAPTURED.contains(&word) {
            Some(Disclosure::ScreenCapture)
        } else {
            None
        }
    }

    /// Whether a value of Conversion Type (PS3.3 C.8.6.1) tells a capture.
    pub(super) fn of_conversion(word: &str) -> Option<Disclosure> {
        CONVERSIONS.contains(&word).then_some(Disclosure::ScreenCapture)
    }

    /// Whether a Series Description, in upper case, tells a rendering or a page of text.
    pub(super) fn of_description(text: &str) -> Option<Disclosure> {
        // Whole words with one space between them, so that phrases are found as such.
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let text = format!(" {} ", words.collect::<Vec<_>>().join(" "));
        let says = |phrases: &[&str]| phrases.iter().any(|p| text.contains(&format!(" {p} ")));
        if says(&RENDERING_PHRASES) {
            Some(Disclosure::Rendering)
        } else if says(&CAPTURE_PHRASES) {
            Some(Disclosure::ScreenCapture)
        } else {
            None
        }
    }
}

/// The values of a code string, in upper case.
pub(in crate::imaging) fn words(element: &Element) -> impl Iterator<Item = String> {
    split_values(element.bytes().unwrap_or_default())
        .map(|word| String::from_utf8_lossy(word).to_ascii_uppercase())
}
