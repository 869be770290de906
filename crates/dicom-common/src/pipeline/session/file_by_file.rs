//! Runs in which each input is treated by itself.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::code::{Code, Fault, Outcome, RunError};
use crate::deid::pseudonym::Pseudonyms;
use crate::pipeline::cli::Rows;
use crate::pipeline::discover::Input;
use crate::pipeline::manifest::{Column, Header, Row, Status};
use crate::pipeline::seal::Seal;
use crate::pipeline::session::ending::Ending;
use crate::pipeline::session::new_row::NewRow;
use crate::pipeline::session::running::Session;
use crate::pipeline::session::tool::Tool;

/// Files in hand at a time; their rows are written together.
const CHUNK: usize = 256;

/// One input with its row so far.
#[derive(Debug)]
pub struct FileEntry {
    /// The file; none where an earlier tool delivered none.
    pub path: Option<PathBuf>,
    /// What an earlier tool wrote down of it.
    pub seal: Seal,
    /// Its row.
    pub row: Row,
    /// Why there is no file, where there is none.
    absent: Code,
}

impl FileEntry {
    fn new(input: Input, header: &Header, pseudonyms: &Pseudonyms) -> Self {
        let row = NewRow::of(&input, pseudonyms).row(header, &input.path);
        Self { path: Some(input.path), seal: Seal::default(), row, absent: Code::Upstream }
    }

    /// Where the file is.
    ///
    /// # Errors
    /// `S_UPSTREAM` where an earlier tool delivered none, `F_NOT_CHECKED` where it is not known whether
    /// one did.
    pub fn path(&self) -> Outcome<&Path> {
        self.path.as_deref().ok_or(Fault(self.absent))
    }

    fn known(row: Row, header: &Header, own: Column) -> Self {
        let path = row.delivered(header, own).then(|| row.get(header, Column::Path).into());
        let absent = row.not_cleared(header, own).unwrap_or(Code::Upstream);
        Self { path, seal: Seal::of(&row, header), row, absent }
    }
}

/// The inputs of a run, in their order, with the rows that earlier tools wrote.
///
/// # Errors
/// When the manifest cannot be read again.
pub fn file_entries(
    rows: Rows,
    tool: &Tool,
    pseudonyms: &Pseudonyms,
) -> Result<Box<dyn Iterator<Item = Result<FileEntry, RunError>>>, RunError> {
    let (header, own, pseudonyms) = (tool.header(&rows), tool.status, pseudonyms.clone());
    Ok(match rows {
        Rows::Files(files) => {
            Box::new(files.map(move |input| Ok(FileEntry::new(input?, &header, &pseudonyms))))
        }
        Rows::Manifest(manifest) => {
            let rows = manifest.rows().map_err(RunError::usage)?;
            let known = move |row: Result<Row, _>| Ok(FileEntry::known(row?, &header, own));
            Box::new(rows.map(|row| row.map_err(RunError::usage)).map(known))
        }
    })
}

/// An input with what the part without order made of it.
type Attempt<R> = (FileEntry, Outcome<<R as FileByFile>::Work>);

/// A tool that treats each input by itself.
pub trait FileByFile: Sync {
    /// What a thread remembers from one file to the next.
    type Memory: Default;
    /// What the part without order makes of a file.
    type Work: Send;

    /// The part that needs no order; `at` counts the inputs from 0. A panic costs the row.
    ///
    /// # Errors
    /// Why it cannot be done.
    fn work(&self, entry: &FileEntry, at: usize, memory: &mut Self::Memory) -> Outcome<Self::Work>;

    /// The part that has an order: results, reports, and what the row says.
    ///
    /// # Errors
    /// When results cannot be written.
    fn settle(
        &mut self,
        entry: &mut FileEntry,
        work: Outcome<Self::Work>,
        header: &Header,
    ) -> Result<Ending, RunError>;
}

impl Session<'_> {
    /// Works through all inputs.
    ///
    /// # Errors
    /// When results cannot be written, or a signal arrives; what was begun is finished first.
    pub fn file_by_file<R: FileByFile>(
        &mut self,
        run: &mut R,
        entries: impl Iterator<Item = Result<FileEntry, RunError>>,
    ) -> Result<(), RunError> {
        let mut entries = entries.peekable();
        let mut done = 0;
        self.begin()?;
        while entries.peek().is_some() {
            let chunk: Vec<_> = entries.by_ref().take(CHUNK).collect::<Result<_, _>>()?;
            let size = chunk.len();
            for attempt in self.chunk(run, chunk, done) {
                let (mut entry, work) = attempt?;
                let ending = run.settle(&mut entry, work, &self.header)?;
                self.say(&entry.row, ending);
                self.end(entry.row, ending, entry.path.as_deref())?;
            }
            done += size;
            self.flush()?;
        }
        Ok(())
    }

    fn chunk<R: FileByFile>(
        &self,
        run: &R,
        chunk: Vec<FileEntry>,
        done: usize,
    ) -> Vec<Result<Attempt<R>, RunError>> {
        let stop = &self.stop;
        let work = |memory: &mut R::Memory, (at, entry): (usize, FileEntry)| {
            stop.check()?;
            let work = AssertUnwindSafe(|| run.work(&entry, done + at, memory));
            // A fault of the tool costs its row, not the run.
            let work = catch_unwind(work).unwrap_or(Err(Fault(Code::Internal)));
            Ok((entry, work))
        };
        let chunk = chunk.into_par_iter().enumerate();
        self.pool.install(|| chunk.map_init(R::Memory::default, work).collect())
    }

    /// What is told on request only: files that were skipped or flagged.
    fn say(&self, row: &Row, ending: Ending) {
        if let (Status::Skip | Status::Flag, Some(code)) = (ending.status, ending.code) {
            let source = row.get(&self.header, Column::Source);
            tracing::info!(source, code = %code, "{}", code.meaning());
        }
    }
}
