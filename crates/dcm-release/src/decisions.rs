//! What persons decided about series that a check flagged, or that they want to hold back.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use dicom_common::code::{Code, RunError};
use serde::{Deserialize, Serialize};

/// Characters that a field may have.
const LONGEST: usize = 500;
/// Bytes that a table of decisions may have.
const LARGEST: u64 = 64 << 20;

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The series passes although a check flagged it with the code.
    Release,
    /// The series is held back.
    Hold,
}

/// A decision, as the statement repeats it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Series UID of the manifest.
    pub series: String,
    /// The code that it is about; empty where a series is held back for another reason.
    pub code: String,
    /// What was decided.
    pub decision: Verdict,
    /// By whom.
    pub by: String,
    /// When.
    pub date: String,
    /// Why.
    pub reason: String,
    /// Files that it decided about.
    #[serde(default)]
    pub files: u64,
}

/// The decisions of a run.
#[derive(Debug, Default)]
pub struct Decisions(Vec<Decision>);

impl Decisions {
    /// Reads a table.
    ///
    /// # Errors
    /// When it cannot be read, lacks a column or leaves a field empty: a decision has a name, a date and
    /// a reason.
    pub fn read(path: &Path) -> Result<Self, RunError> {
        let refuse = |what: &str| RunError::Usage(format!("--decisions {what}"));
        let file = File::open(path)
            .map_err(|e| refuse(&format!("cannot be read: {}", e.kind())))?
            .take(LARGEST);
        let mut list = Vec::new();
        let mut reader = csv::Reader::from_reader(file);
        for (at, row) in reader.deserialize::<Decision>().enumerate() {
            let line = at + 2;
            let wrong = |what: &str| refuse(&format!("line {line}: {what}"));
            let row = row.map_err(|_| {
                wrong("expected the columns series, code, decision (release or hold), by, date, reason")
            })?;
            let fields = [&row.series, &row.by, &row.date, &row.reason];
            if fields.iter().any(|field| field.trim().is_empty()) {
                return Err(wrong("series, by, date and reason must be filled in"));
            }
            if [&row.code].into_iter().chain(fields).any(|field| !is_text(field)) {
                return Err(wrong("a field is too long, or holds control characters"));
            }
            match (row.decision, Code::parse(&row.code)) {
                (Verdict::Release, None) => {
                    return Err(wrong("release needs the code that it is about"));
                }
                (Verdict::Hold, None) if !row.code.is_empty() => {
                    return Err(wrong("the code is none of docs/codes.md"));
                }
                _ => list.push(Decision { files: 0, ..row }),
            }
        }
        Ok(Self(list))
    }

    /// Whether somebody let this series pass with this code; counted as a use of the decision.
    pub fn release(&mut self, series: &str, code: Code) -> bool {
        self.uses(series, |decision| {
            decision.decision == Verdict::Release && decision.code == code.as_str()
        })
    }

    /// Whether somebody holds this series back; counted as a use of the decision.
    pub fn hold(&mut self, series: &str) -> bool {
        self.uses(series, |decision| decision.decision == Verdict::Hold)
    }

    fn uses(&mut self, series: &str, is_meant: impl Fn(&Decision) -> bool) -> bool {
        let mut used = false;
        for decision in self.0.iter_mut().filter(|d| d.series == series && is_meant(d)) {
            decision.files += 1;
            used = true;
        }
        used
    }

    /// All of them, once each has been used.
    ///
    /// # Errors
    /// A decision that is about no file: it was made about another run, or has a slip.
    pub fn used(self) -> Result<Vec<Decision>, RunError> {
        match self.0.iter().position(|decision| decision.files == 0) {
            Some(at) => Err(RunError::Usage(format!(
                "--decisions line {}: no file of this manifest has this series with this code",
                at + 2
            ))),
            None => Ok(self.0),
        }
    }
}

/// Whether a text of a person can stand in a statement.
pub fn is_text(text: &str) -> bool {
    text.chars().count() <= LONGEST && !text.contains(char::is_control)
}
