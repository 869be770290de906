//! A run: inputs in, files and rows out, in the inputs' order whatever the number of threads.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use std::os::unix::ffi::OsStrExt;

use dicom_common::code::{Code, Fault, Outcome, RunError};
use dicom_common::pipeline::cli::{Progress, Stop, Tally};
use dicom_common::pipeline::manifest::{Column, Header, Row, Status, Writer};
use dicom_common::pipeline::seal::Seal;
use rayon::ThreadPool;
use rayon::prelude::*;

use crate::job::{Claims, Job, Published, Worked, Worker};
use crate::link::{Link, LinkFile};

/// Files in hand at a time; their rows are written together.
const CHUNK: usize = 256;

/// The columns that this tool writes.
pub const COLUMNS: [Column; 18] = [
    Column::Schema,
    Column::Source,
    Column::Path,
    Column::Bytes,
    Column::Sha256,
    Column::Subject,
    Column::Study,
    Column::Series,
    Column::Instance,
    Column::Modality,
    Column::SopClass,
    Column::TransferSyntax,
    Column::Rows,
    Column::Columns,
    Column::Frames,
    Column::Scrub,
    Column::ScrubCode,
    Column::ScrubConfig,
];

/// One input with its row.
pub struct Task {
    /// The file; none where an earlier tool delivered none.
    pub path: Option<PathBuf>,
    /// What an earlier tool wrote down of it.
    pub seal: Seal,
    /// The row so far.
    pub row: Row,
}

/// A task with what came of its file, if it has one.
type Attempt = (Task, Option<Outcome<Worked>>);

/// A run's settings and where its results go.
pub struct Run<'a> {
    /// What is done with each file.
    pub job: Job,
    /// Its threads.
    pub pool: ThreadPool,
    /// Fingerprint of the settings.
    pub config: String,
    /// The manifest's columns.
    pub header: Header,
    /// Rows go here.
    pub manifest: Writer<'a>,
    /// Originals go here.
    pub link: Option<LinkFile>,
}

impl Run<'_> {
    /// Works through all tasks.
    ///
    /// # Errors
    /// When rows cannot be written, or a signal arrives; what was begun is finished first.
    pub fn work(
        mut self,
        tasks: impl Iterator<Item = Result<Task, RunError>>,
        stop: &Stop,
        progress: &Progress,
    ) -> Result<Tally, RunError> {
        let mut tally = Tally::default();
        let mut claims = Claims::default();
        let mut tasks = tasks.peekable();
        self.manifest.header(&self.header).map_err(manifest_error)?;
        while tasks.peek().is_some() {
            let chunk: Vec<Task> = tasks.by_ref().take(CHUNK).collect::<Result<_, _>>()?;
            for result in self.chunk(chunk, stop) {
                let (task, worked) = result?;
                let status = self.settle(task, worked, &mut claims, &mut tally)?;
                tally.count(status);
                progress.advance(1);
            }
            self.manifest.flush().map_err(manifest_error)?;
        }
        self.finish()?;
        Ok(tally)
    }

    /// The part that needs no order: everything up to the final name.
    fn chunk(&self, chunk: Vec<Task>, stop: &Stop) -> Vec<Result<Attempt, RunError>> {
        let job = &self.job;
        let work = |worker: &mut Worker, task: Task| {
            stop.check()?;
            let worked = task.path.as_deref().map(|path| {
                let file = AssertUnwindSafe(|| job.file(path, &task.seal, worker));
                // A fault of the tool costs its row, not the run.
                catch_unwind(file).unwrap_or(Err(Fault(Code::Internal)))
            });
            Ok((task, worked))
        };
        self.pool.install(|| chunk.into_par_iter().map_init(Worker::default, work).collect())
    }

    /// The part that has an order: which of several files gets a name, publication, the row.
    fn settle(
        &mut self,
        task: Task,
        worked: Option<Outcome<Worked>>,
        claims: &mut Claims,
        tally: &mut Tally,
    ) -> Result<Status, RunError> {
        let Task { path, mut row, .. } = task;
        for column in [Column::Path, Column::Bytes, Column::Sha256] {
            row.set(&self.header, column, "");
        }
        row.set(&self.header, Column::ScrubConfig, self.config.clone());
        let published = match (worked, &path) {
            (Some(worked), Some(path)) => worked.and_then(|w| self.job.publish(w, path, claims)),
            _ => Err(Fault(Code::Upstream)),
        };
        let (status, code) = match published {
            Ok(published) => {
                tally.unchanged += u64::from(published.unchanged);
                self.link(&row, ("path", path.as_deref()), &published.links)?;
                (self.describe(&mut row, published), None)
            }
            Err(Fault(code)) => {
                self.link(&row, ("unwritten", path.as_deref()), &[])?;
                report(row.get(&self.header, Column::Source), code);
                (Status::of(code), Some(code))
            }
        };
        row.judge(&self.header, (Column::Scrub, Column::ScrubCode), status, code);
        self.manifest.row(&row).map_err(manifest_error)?;
        Ok(status)
    }

    fn describe(&self, row: &mut Row, published: Published) -> Status {
        let header = &self.header;
        published.instance.describe(header, row);
        if self.job.output.is_none() {
            return Status::Plan;
        }
        row.set(header, Column::Path, published.target.to_string_lossy());
        row.set(header, Column::Bytes, published.bytes.to_string());
        row.set(header, Column::Sha256, published.sha256);
        Status::Ok
    }

    /// Writes down which input a row is about, and what its originals were.
    fn link(
        &mut self,
        row: &Row,
        (kind, path): (&'static str, Option<&Path>),
        links: &[Link],
    ) -> Result<(), RunError> {
        let (Some(link), Some(path)) = (&mut self.link, path) else {
            return Ok(());
        };
        let source = row.get(&self.header, Column::Source);
        let original = path.as_os_str().as_bytes().to_vec();
        let path = Link { kind, original, new: source.to_owned() };
        link.write(source, &[path])
            .and_then(|()| link.write(source, links))
            .map_err(|e| RunError::output("the link file", &e))
    }

    /// Everything on the disk, then the manifest.
    fn finish(self) -> Result<(), RunError> {
        if let Some(output) = &self.job.output {
            output.sync().map_err(|e| RunError::output("the output folder", &e))?;
        }
        if let Some(link) = self.link {
            link.finish().map_err(|e| RunError::output("the link file", &e))?;
        }
        self.manifest.finish().map_err(manifest_error)
    }
}

fn manifest_error(error: io::Error) -> RunError {
    RunError::output("the manifest", &error)
}

fn report(source: &str, code: Code) {
    match Status::of(code) {
        Status::Fail => {
            tracing::warn!(source, code = %code, "{} {}", code.meaning(), code.remedy())
        }
        _ => tracing::info!(source, code = %code, "{}", code.meaning()),
    }
}
