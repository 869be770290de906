//! What is done about text that is burned into the pixels: the options, and what follows from them.
#![allow(missing_docs, reason = "clap shows the documentation of flattened groups elsewhere")]

use std::path::Path;

use burned_in::{Allowed, Reader, Rectangle, Rules, Settings};
use clap::Args;
use dicom_common::code::RunError;

use crate::flag_file::read_text;

/// Text in the pixels.
#[derive(Debug, Args)]
#[command(next_help_heading = "Burned-in text")]
pub struct PixelArgs {
    /// Blank the regions of the rules that fit an image: a script of CTP's DicomPixelAnonymizer, or
    /// `public` for its 52 public rules, which are built in.
    #[arg(long, value_name = "FILE|public", conflicts_with = "compat")]
    pub pixel_rules: Option<String>,
    /// Blank this rectangle in every image: columns from the left, rows from the top, columns and
    /// rows. A negative place counts from the right or the lower edge.
    #[arg(long, value_name = "X,Y,W,H", allow_hyphen_values = true, conflicts_with = "compat")]
    pub blackout: Vec<Rectangle>,
    /// Look for text in the pixels of every image. Without it only ultrasound, screen captures,
    /// renderings and the like are looked at, where their headers say that there is no text.
    #[arg(long, conflicts_with = "compat")]
    pub find_text: bool,
    /// Read the text in such images (with --find-text in all) and blank it, but for words that say
    /// nothing of a person: L, R, kVp, mm and the like. Needs a build with the feature `ocr`.
    #[arg(long, conflicts_with = "compat")]
    pub blank_text: bool,
    /// More words that may stay; @FILE for a file of them.
    #[arg(long, value_name = "WORD|@FILE", num_args = 1.., requires = "blank_text")]
    pub allow_text: Vec<String>,
    /// Write images that may show text as they are: somebody has looked at them.
    #[arg(long, conflicts_with_all = ["find_text", "blank_text", "compat"])]
    pub accept_burned_in: bool,
}

/// What is done about text in the pixels.
pub struct Pixels {
    /// For the judge of each image.
    pub treatment: Settings,
    /// A text of all that the results depend on, for the column scrub_config; empty where nothing
    /// is asked for.
    pub settings: String,
}

impl PixelArgs {
    /// What the flags ask for.
    ///
    /// # Errors
    /// When a file cannot be read or understood, or text cannot be read in this build.
    pub fn pixels(&self) -> Result<Pixels, RunError> {
        // Each flag by name, so that a new one cannot be forgotten in the settings.
        let Self { pixel_rules, blackout, find_text, blank_text, allow_text, accept_burned_in } =
            self;
        let mut settings = String::new();
        let rules = match pixel_rules.as_deref() {
            None => None,
            Some("public") => {
                settings += " public rules";
                Some(Rules::public().map_err(RunError::usage)?)
            }
            Some(path) => {
                let script = read_text(Path::new(path), "--pixel-rules")?;
                let rules = Rules::parse(&script);
                let named = |e| RunError::Usage(format!("--pixel-rules: {e}"));
                settings += &format!(" rules {script}");
                Some(rules.map_err(named)?)
            }
        };
        if !blackout.is_empty() {
            settings += &format!(" blackout {blackout:?}");
        }
        let reader = match blank_text {
            false => None,
            true => {
                let words = allowed_words(allow_text)?;
                settings += &format!(" read {words:?}");
                let allowed = Allowed::with(words.iter().map(String::as_str));
                let named = |e| RunError::Usage(format!("--blank-text: {e}"));
                Some(Reader::new(allowed).map_err(named)?)
            }
        };
        for (set, name) in [(find_text, " find text"), (accept_burned_in, " accept")] {
            settings += if *set { name } else { "" };
        }
        let treatment = Settings {
            rules,
            blackout: blackout.clone(),
            find_text: *find_text,
            reader,
            accepted: *accept_burned_in,
        };
        Ok(Pixels { treatment, settings })
    }
}

/// The words of `--allow-text`, those of files (`@FILE`) in their places.
fn allowed_words(given: &[String]) -> Result<Vec<String>, RunError> {
    let mut words = Vec::new();
    for word in given {
        match word.strip_prefix('@') {
            Some(path) => {
                let list = read_text(Path::new(path), "--allow-text")?;
                words.extend(list.split_whitespace().map(str::to_owned));
            }
            None => words.extend(word.split_whitespace().map(str::to_owned)),
        }
    }
    Ok(words)
}
