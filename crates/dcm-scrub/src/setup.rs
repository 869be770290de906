//! From the command line to what is done with each file, and the text of all settings that the
//! results depend on.

use dicom_common::code::RunError;
use dicom_common::deid::pseudonym::Pseudonyms;

use crate::args::Args;
use crate::ctp;
use crate::engine::Engine;
use crate::headers::{FileOrder, Headers};
use crate::pixels::Pixels;
use crate::reproduction::Reproduction;
use crate::treat::Anonymizer;
use crate::words::Descriptions;

/// What a run does, and what its results depend on.
pub struct Setup {
    /// Anonymizes the files.
    pub anonymizer: Anonymizer,
    /// A text of all settings that the results depend on, but for the key; it is hashed into the
    /// column scrub_config.
    pub settings: String,
    /// Whether results depend on the order of the files.
    pub order: FileOrder,
}

/// The setup that a command line asks for.
///
/// # Errors
/// When flags do not go together, or what they name cannot be read.
pub fn setup(args: &Args, pseudonyms: &Pseudonyms) -> Result<Setup, RunError> {
    // Each flag or group by name, so that a new one cannot be forgotten in the settings.
    let Args {
        // Which files are read, not what becomes of each.
        input,
        headers,
        words,
        pixels,
        compat,
        // Says where @integer keeps its numbers, not which ones it gives.
        dry_run,
        // The pseudonyms have a fingerprint of their own.
        key: _,
        // Where results go and how the run behaves, not what the results are.
        output: _,
        link: _,
        lock: _,
        run: _,
    } = args;
    if let Some(Reproduction { project, settings }) =
        compat.reproduction(headers.script.as_deref())?
    {
        let anonymizer = Anonymizer::Rsna(Box::new(project));
        return Ok(Setup { anonymizer, settings, order: FileOrder::Counts });
    }
    let integers_are = if *dry_run { ctp::Access::ReadOnly } else { ctp::Access::Append };
    let Headers { method, settings, order } = headers.headers(input, integers_are)?;
    let Descriptions { cleaner, settings: about_words } = words.descriptions()?;
    let Pixels { treatment, settings: about_pixels } = pixels.pixels()?;
    let engine = Engine::new(method, pseudonyms.clone()).cleaning_with(cleaner);
    let anonymizer = Anonymizer::Keyed { engine: Box::new(engine), pixels: Box::new(treatment) };
    Ok(Setup { anonymizer, settings: settings + &about_words + &about_pixels, order })
}
