//! What persons decided about series: the table of this run, and what earlier tools wrote into the rows.

use std::path::Path;
use std::sync::Arc;

use dicom_common::code::{Code, RunError};
use dicom_common::pipeline::decisions::{self as table, Verdict};
use dicom_common::pipeline::manifest::{Column, Header, Row};
use serde::{Deserialize, Serialize};

/// Characters that a text of a person may have.
const LONGEST: usize = 500;

/// A decision, as the statement repeats it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Series UID of the manifest.
    pub series: String,
    /// The code that it is about; empty where it is about the series.
    pub code: String,
    /// What was decided: `pass`, `deep`, `eyes` or `leave-out`.
    pub decision: String,
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
pub struct Decisions {
    table: table::Decisions,
    /// How many files each line decided about, in the lines' order.
    files: Vec<u64>,
    /// The row in which each line was counted last: a line counts a file once.
    counted: Vec<u64>,
    row: u64,
    /// Decisions that rows bring along, and that no line of the table repeats.
    brought: Vec<Decision>,
}

impl Decisions {
    /// Reads a table.
    ///
    /// # Errors
    /// Those of [`table::Decisions::read`].
    pub fn read(path: &Path) -> Result<Self, RunError> {
        let table = table::Decisions::read(path)?;
        let lines = table.all().len();
        Ok(Self { table, files: vec![0; lines], counted: vec![0; lines], ..Self::default() })
    }

    /// Goes on to the next row.
    pub fn next_row(&mut self) {
        self.row += 1;
    }

    /// Whether somebody let this series pass with this code; counted as a use of the decision.
    pub fn release(&mut self, series: &str, code: Code) -> bool {
        self.uses(|one| {
            one.series == series && one.verdict == Verdict::Pass && one.code == Some(code)
        })
    }

    /// Whether somebody holds this series back; counted as a use of the decision.
    pub fn hold(&mut self, series: &str) -> bool {
        self.uses(|one| one.series == series && one.verdict == Verdict::LeaveOut)
    }

    /// Takes in what earlier tools say of a row: who decided about its series. `scrubbed` is the series as
    /// dcm-scrub knew it.
    pub fn bring(&mut self, row: &Row, header: &Header, scrubbed: &str) {
        let cell = |column| row.get(header, column).to_owned();
        let verdict = cell(Column::Decision);
        if verdict.is_empty() {
            return;
        }
        let decision = Decision {
            series: cell(Column::Series),
            code: String::new(),
            decision: verdict,
            by: cell(Column::DecisionBy),
            date: cell(Column::DecisionDate),
            reason: cell(Column::DecisionReason),
            files: 0,
        };
        let same = |one: &table::Decision| {
            [decision.series.as_str(), scrubbed].contains(&one.series.as_str())
                && one.verdict.as_str() == decision.decision
                && one.by == decision.by
                && one.date == decision.date
                && one.reason == decision.reason
        };
        if self.uses(same) {
            return;
        }
        let counted = |one: &&mut Decision| Decision { files: 0, ..(**one).clone() } == decision;
        match self.brought.iter_mut().find(counted) {
            Some(known) => known.files += 1,
            None => self.brought.push(Decision { files: 1, ..decision }),
        }
    }

    fn uses(&mut self, is_meant: impl Fn(&table::Decision) -> bool) -> bool {
        let mut used = false;
        let counts = self.files.iter_mut().zip(&mut self.counted);
        for (one, (files, counted)) in self.table.all().iter().zip(counts) {
            if is_meant(one) {
                used = true;
                *files += u64::from(*counted != self.row);
                *counted = self.row;
            }
        }
        used
    }

    /// All of them, once each has been used.
    ///
    /// # Errors
    /// A decision that is about no file: it was made about another run, or has a slip.
    pub fn used(self) -> Result<Vec<Decision>, RunError> {
        let lines = self.table.all().iter().zip(self.files);
        let stated = |(one, files): (&Arc<table::Decision>, u64)| {
            if files == 0 {
                return Err(RunError::Usage(format!(
                    "--decisions line {}: no file of this manifest has this series with this code",
                    one.line
                )));
            }
            Ok(Decision {
                series: one.series.clone(),
                code: one.code.map(|code| code.as_str().to_owned()).unwrap_or_default(),
                decision: one.verdict.as_str().to_owned(),
                by: one.by.clone(),
                date: one.date.clone(),
                reason: one.reason.clone(),
                files,
            })
        };
        let mut all = lines.map(stated).collect::<Result<Vec<_>, _>>()?;
        all.extend(self.brought);
        Ok(all)
    }
}

/// Whether a text of a person can stand in a statement.
pub fn is_text(text: &str) -> bool {
    text.chars().count() <= LONGEST && !text.contains(char::is_control)
}
