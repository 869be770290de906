//! A run: each file is anonymized, published under its name, and given its row.

use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use dicom_common::code::{Fault, Outcome, RunError};
use dicom_common::pipeline::manifest::{Column, Header, Row};
use dicom_common::pipeline::session::{Ending, FileByFile, FileEntry};

use crate::converters::Tiling;
use crate::job::{Job, Worked, Worker};
use crate::link::{Link, LinkFile};
use crate::publish::Claims;
use crate::rows;

/// What a run does, and where its results go besides the manifest.
pub struct Run {
    job: Job,
    /// Originals go here.
    link: Option<LinkFile>,
    claims: Claims,
    /// Mosaics that nobody can cut into slices any more.
    uncounted: u64,
}

/// Whether an input's path stands in the link file for an output or for none.
#[derive(Clone, Copy)]
enum PathKind {
    Written,
    Unwritten,
}

impl Run {
    /// With these settings; originals go to the link file.
    pub fn new(job: Job, link: Option<LinkFile>) -> Self {
        Self { job, link, claims: Claims::default(), uncounted: 0 }
    }

    /// Everything on the disk.
    ///
    /// # Errors
    /// When the output folder or the link file cannot be completed.
    pub fn finish(self) -> Result<(), RunError> {
        if self.uncounted > 0 {
            tracing::warn!(
                "{} mosaics were written without their number of images, so that converters cannot cut \
                 them into slices; --safe-private converters keeps it",
                self.uncounted
            );
        }
        self.job.anonymizer.tell_unmet();
        if let Some(output) = &self.job.output {
            output.sync().map_err(|e| RunError::output("the output folder", &e))?;
        }
        if let Some(link) = self.link {
            link.finish().map_err(|e| RunError::output("the link file", &e))?;
        }
        Ok(())
    }

    /// Writes down which input a row is about, and what its originals were.
    fn link(
        &mut self,
        source: &str,
        kind: PathKind,
        path: Option<&Path>,
        links: &[Link],
    ) -> Result<(), RunError> {
        let (Some(link), Some(path)) = (&mut self.link, path) else {
            return Ok(());
        };
        let kind = match kind {
            PathKind::Written => "path",
            PathKind::Unwritten => "unwritten",
        };
        let original = path.as_os_str().as_bytes().to_vec();
        let path = Link { kind, original, new: source.to_owned() };
        link.write(source, &[path])
            .and_then(|()| link.write(source, links))
            .map_err(|e| RunError::output("the link file", &e))
    }
}

impl FileByFile for Run {
    type Memory = Worker;
    type Work = Worked;

    fn work(&self, entry: &FileEntry, _: usize, worker: &mut Worker) -> Outcome<Worked> {
        self.job.file(entry.path()?, &entry.seal, worker)
    }

    fn settle(
        &mut self,
        entry: &mut FileEntry,
        work: Outcome<Worked>,
        header: &Header,
    ) -> Result<Ending, RunError> {
        let path = entry.path.as_deref();
        let published =
            work.and_then(|worked| self.job.publish(worked, entry.path()?, &mut self.claims));
        let source = source(&entry.row, header);
        rows::clear(&mut entry.row, header);
        match published {
            Ok(published) => {
                self.uncounted += u64::from(published.tiling == Tiling::Uncounted);
                self.link(&source, PathKind::Written, path, &published.links)?;
                let dry_run = self.job.output.is_none();
                Ok(rows::settle(&mut entry.row, header, published, dry_run))
            }
            Err(Fault(code)) => {
                self.link(&source, PathKind::Unwritten, path, &[])?;
                Ok(Ending::of(code))
            }
        }
    }
}

fn source(row: &Row, header: &Header) -> String {
    row.get(header, Column::Source).to_owned()
}
