//! One case from its files to its line in the table.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use demo_data::heads::Case;
use demo_data::{Series, Truth, write_series};

use crate::cues::{self, Line};
use crate::deface::{Outcome, deface};
use crate::folder::files;
use crate::frame::Frame;
use crate::known::Known;
use crate::score::Score;
use crate::slice::slices;
use crate::verdict::{Kept, Verdict};

/// What is known of a case in the end.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// What is said about it.
    pub verdict: Verdict,
    /// Status and code of its rows.
    pub statuses: Vec<String>,
    /// What was measured, if a head with a face was written.
    pub measured: Option<(Kept, Score)>,
    /// What the limits were compared with.
    pub cues: Vec<Line>,
}

impl Entry {
    /// Makes a case in `folder`, defaces it with `program` and measures what was written.
    ///
    /// # Errors
    /// When files cannot be written or read, or the program fails.
    pub fn of(case: &Case, folder: &Path, program: &Path) -> Result<Self> {
        let entry = || {
            let series = Series::new(case.phantom, &case.settings);
            let raw = folder.join("dicom");
            write_series(&raw, &series)?;
            let outcome =
                deface(program, &raw, &folder.join("defaced"), &folder.join("deface.csv"))?;
            let before = Frame::read_all(&files(&raw)?)?;
            let (verdict, measured) = judged(&series, &before, &outcome, Frame::read_all)?;
            let statuses = outcome.statuses.into_iter().collect();
            let cues = cues::lines(&case.name, &Known::of(case), &raw)?;
            Ok::<_, anyhow::Error>(Self {
                name: case.name.clone(),
                verdict,
                statuses,
                measured,
                cues,
            })
        };
        entry().with_context(|| format!("case {}", case.name))
    }
}

/// What is said about a series of these frames, and what was measured. `read` reads the frames of files that were
/// written.
///
/// # Errors
/// When files cannot be read.
pub fn judged(
    series: &Series,
    before: &[Frame],
    outcome: &Outcome,
    read: impl Fn(&[PathBuf]) -> Result<Vec<Frame>>,
) -> Result<(Verdict, Option<(Kept, Score)>)> {
    let truth = series.truth();
    let in_view = |truth: &Truth| truth.landmarks().iter().any(|mark| series.stack().sees(mark.at));
    Ok(match &truth {
        _ if !outcome.is_ok() => (Verdict::on_nothing(truth.as_ref().is_some_and(in_view)), None),
        None => (Verdict::Fail, None),
        Some(truth) => {
            let written = outcome.written.iter().map(|file| file.path.clone()).collect::<Vec<_>>();
            let written = read(&written)?.len();
            let slices = slices(before, &outcome.written, read)?;
            let kept = Kept { before: before.len(), written, found: slices.len() };
            let score = Score::of(&slices, series.stack().spacing(), truth);
            (Verdict::on_face(kept, &score), Some((kept, score)))
        }
    })
}
