//! Pixel rules: scripts in the format of CTP's DicomPixelAnonymizer. A signature in braces tells
//! which images are meant, the regions behind it where such images carry text.

mod condition;
mod name;
mod parse;
mod rule;
mod token;

pub use parse::RuleError;

use dicom_common::dataset::{DataSet, FileMeta, Syntax};

use crate::Rectangle;
use condition::Header;
use rule::Rule;

/// CTP's public rules.
const PUBLIC: &str = include_str!("../../data/public.script");

/// A script's rules.
#[derive(Debug)]
pub struct Rules(Vec<Rule>);

impl Rules {
    /// The 52 public rules.
    ///
    /// # Errors
    /// None in practice.
    pub fn public() -> Result<Rules, RuleError> {
        Rules::parse(PUBLIC)
    }

    /// Reads a script.
    ///
    /// ```
    /// use burned_in::Rules;
    ///
    /// assert!(Rules::parse(r#"{ Modality.equals("US") } (0,0,1024,60)"#).is_ok());
    /// assert!(Rules::parse(r#"{ Modality.equals("US") }"#).is_err(), "no region");
    /// ```
    ///
    /// # Errors
    /// When a signature or a region cannot be understood, and for a script without rules.
    pub fn parse(text: &str) -> Result<Rules, RuleError> {
        parse::rules(text).map(Rules)
    }

    /// The regions of every rule whose signature fits the header; `None` when none does. CTP stops at the first
    /// one; here a more specific rule behind a general one counts as well.
    pub fn regions(
        &self,
        dataset: &DataSet,
        meta: &FileMeta,
        syntax: &Syntax,
    ) -> Option<Vec<Rectangle>> {
        let header = Header { dataset, meta, encoding: syntax.encoding };
        let fits = |rule: &&Rule| rule.signature.holds(&header);
        let mut fitting = self.0.iter().filter(fits).peekable();
        fitting.peek()?;
        Some(fitting.flat_map(|rule| rule.regions.iter().copied()).collect())
    }
}

#[cfg(test)]
mod tests;
