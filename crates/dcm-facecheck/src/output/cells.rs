//! What the sheets have in common.

use dicom_common::code::{Code, RunError};
use dicom_common::pipeline::manifest::Status;
use workbook::{Cell, Tone};

use crate::args::Criteria;
use crate::checked::Checked;

use super::content::Content;
use super::outcome::{Outcome, status};

/// Whether rows were written.
pub(super) type Written<T = ()> = Result<T, RunError>;

/// The result of a series.
pub(super) fn outcome(content: &Content, series: &Checked) -> Cell<'static> {
    let by_tests = match Outcome::of(series) {
        Outcome::Pass => Tone::Good,
        Outcome::Fail => Tone::Bad,
        Outcome::Unjudged => Tone::Warn,
        Outcome::Skipped => Tone::Neutral,
    };
    let tone = match (content.criteria, status(series)) {
        // A test that failed is worse than one that could not be made.
        (Criteria::Reference, _) | (_, Status::Flag) => by_tests,
        (_, Status::Ok | Status::Plan) => Tone::Good,
        (_, Status::Skip) => Tone::Neutral,
        (_, Status::Fail) => Tone::Bad,
    };
    Cell::Text(content.result(series), tone)
}

/// Each code with its meaning, in a line.
pub(super) fn reasons(content: &Content, series: &Checked) -> String {
    let line = |code: &Code| format!("{code}: {}", code.meaning_in(content.lang));
    let codes = series.codes.iter().map(line);
    let decided = Some(&series.decided).filter(|text| !text.is_empty());
    let decided = decided.map(|text| format!("{}: {text}", content.labels.decided));
    codes.chain(decided).collect::<Vec<_>>().join("\n")
}
