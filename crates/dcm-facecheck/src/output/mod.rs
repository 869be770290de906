//! What is written besides the manifest: a workbook and a page of the same content, each under its
//! name only when it is whole. Both show faces and are readable by their owner alone.

mod about;
mod book;
mod cells;
mod content;
mod error;
mod labels;
mod outcome;
mod overview;
mod page;
mod quantity;
mod spool;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use dicom_common::code::RunError;
use dicom_common::files::pending::{Pending, Readers};
use dicom_common::pipeline::cli::Tally;

use crate::args::{Criteria, ReportArgs};
use crate::checked::{Checked, Limits};

use content::Content;
use error::unwritten;
use spool::Spool;

/// The report of a run.
///
/// Series are held without their pictures, which wait on the disk; both files are written at the
/// end.
pub struct Sinks {
    book: Option<Pending>,
    /// With its path, beside which further pages lie.
    page: Option<(PathBuf, Pending)>,
    /// None if there is nothing to write.
    spool: Option<Spool>,
    content: Content,
}

impl Sinks {
    /// Starts the files that the flags name.
    ///
    /// # Errors
    /// When one cannot be written.
    pub fn create(args: &ReportArgs, criteria: Criteria, limits: Limits) -> Result<Self, RunError> {
        let pending = |path: &Option<PathBuf>| {
            let named = |path: &PathBuf| Ok((path.clone(), Pending::create(path)?));
            path.as_ref().map(named).transpose().map_err(unwritten)
        };
        let target = args.report.as_deref().or(args.page.as_deref());
        Ok(Self {
            book: pending(&args.report)?.map(|(_, pending)| pending),
            page: pending(&args.page)?,
            spool: target.map(Spool::beside).transpose().map_err(unwritten)?,
            content: Content::new(criteria, limits, args.lang),
        })
    }

    /// Whether anything is written: without it, no pictures need to be drawn.
    pub fn wanted(&self) -> bool {
        self.spool.is_some()
    }

    /// Adds a series, in the order of the run.
    ///
    /// # Errors
    /// When its picture cannot be kept.
    pub fn add(&mut self, mut series: Checked) -> Result<(), RunError> {
        let Some(spool) = &mut self.spool else { return Ok(()) };
        let picture = series.picture.take().map(|png| spool.put(&png)).transpose();
        self.content.series.push((series, picture.map_err(unwritten)?));
        Ok(())
    }

    /// Completes the files and gives them their names.
    ///
    /// # Errors
    /// When not everything could be written.
    pub fn finish(mut self, tally: &Tally) -> Result<(), RunError> {
        let Some(spool) = &self.spool else { return Ok(()) };
        self.content.compare_people();
        if let Some(pending) = &self.book {
            book::write(&self.content, spool, tally, pending)?;
        }
        let mut written = Vec::from_iter(self.book);
        if let Some((path, first)) = self.page {
            written
                .extend(page::write(&self.content, spool, tally, &path, first).map_err(unwritten)?);
        }
        for pending in written {
            pending.publish(Readers::Owner).map_err(unwritten)?;
        }
        Ok(())
    }
}
