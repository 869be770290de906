//! A run in progress: what all tools need while they work.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::code::{Code, RunError};
use crate::pipeline::cli::{Progress, Rows, RunArgs, Stop, Tally};
use crate::pipeline::manifest::{Column, Header, Manifest, ManifestError, Row, Status, Writer};
use crate::pipeline::session::ending::Ending;
use crate::pipeline::session::record::Record;
use crate::pipeline::session::tool::Tool;
use crate::pipeline::unnamed::unnamed_files;

/// Bytes of a thread's stack: address space, of which little is ever touched.
const STACK: usize = 64 << 20;

/// A run: its threads, the request to stop, the manifest, and the count of what became of its rows.
pub struct Session<'a> {
    /// The columns of its manifest.
    pub header: Header,
    /// Its threads.
    pub pool: ThreadPool,
    /// Set when a signal asks to stop.
    pub stop: Stop,
    /// How far it is.
    pub progress: Arc<Progress>,
    tool: &'static Tool,
    config: String,
    manifest: Writer<'a>,
    tally: Tally,
    /// How often each code was given.
    codes: BTreeMap<Code, u64>,
    record: Option<Record>,
    paths: Paths,
}

/// Whether messages name input files: `--show-paths`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Paths {
    Hidden,
    Shown,
}

impl<'a> Session<'a> {
    /// Begins a run over these inputs. Rows go to the file that the flags name, else to `stream`;
    /// `settings` are all that the results depend on, as [`Tool::fingerprint`] takes them.
    ///
    /// # Errors
    /// When the manifest cannot be written, or the system refuses threads or signals.
    pub fn open(
        tool: &'static Tool,
        args: &RunArgs,
        rows: &Rows,
        stream: impl Write + 'a,
        settings: &[u8],
    ) -> Result<Self, RunError> {
        args.check_show_paths()?;
        if let Rows::Manifest(manifest) = rows {
            tell_unnamed(manifest).map_err(RunError::usage)?;
        }
        let manifest = match &args.manifest {
            Some(path) => Writer::to_file(path).map_err(|e| RunError::output("--manifest", &e))?,
            None => Writer::to_stream(stream),
        };
        let record = args.record.as_deref().map(Record::create);
        let pool = ThreadPoolBuilder::new().num_threads(args.jobs.unwrap_or(0));
        // Readers of foreign files nest as deeply as these do.
        let pool = pool.stack_size(STACK);
        Ok(Self {
            header: tool.header(rows),
            pool: pool.build().map_err(RunError::usage)?,
            stop: Stop::watch()?,
            progress: Arc::new(Progress::start(rows.expected(), args.quiet)),
            tool,
            paths: if args.show_paths { Paths::Shown } else { Paths::Hidden },
            config: tool.fingerprint(settings),
            manifest,
            tally: Tally::default(),
            codes: BTreeMap::new(),
            record: record.transpose().map_err(|e| RunError::output("--record", &e))?,
        })
    }

    /// Completes the record, and then the manifest: whoever has read that to its end finds the record.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn finish(self) -> Result<Tally, RunError> {
        if let Some(record) = self.record {
            record
                .publish(self.tool, &self.config, &self.tally, &self.codes)
                .map_err(|e| RunError::output("--record", &e))?;
        }
        self.manifest.finish().map_err(|e| manifest_error(&e))?;
        drop(self.progress);
        summarize(self.tool, &self.tally);
        Ok(self.tally)
    }

    /// What became of the rows so far.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Writes the header of the manifest.
    pub(super) fn begin(&mut self) -> Result<(), RunError> {
        self.manifest.header(&self.header).map_err(|e| manifest_error(&e))
    }

    /// Whether the terminal is told which file it is whose row ends like this.
    pub(super) fn shows_file_of(&self, ending: Ending) -> bool {
        self.paths == Paths::Shown && matches!(ending.status, Status::Fail | Status::Flag)
    }

    /// Writes a row that has come to its end; `input` is its file, where that is shown.
    pub(super) fn end(
        &mut self,
        mut row: Row,
        ending: Ending,
        input: Option<&Path>,
    ) -> Result<(), RunError> {
        let Tool { status, code, config, .. } = self.tool;
        row.set(&self.header, *config, self.config.as_str());
        let ending = match row.is_sound() {
            true => ending,
            // A file that its row cannot name is not handed on.
            false => {
                for column in [Column::Path, Column::Bytes, Column::Sha256] {
                    row.set(&self.header, column, "");
                }
                Ending::of(Code::Internal)
            }
        };
        row.set(&self.header, *status, ending.status.as_str());
        row.set(&self.header, *code, ending.code.map(|code| code.as_str()).unwrap_or_default());
        let source = row.get(&self.header, Column::Source);
        match (ending.status, ending.code, input) {
            (_, Some(code), Some(file)) if self.shows_file_of(ending) => {
                // Quoted, so that no name steers the terminal.
                let (meaning, remedy) = (code.meaning(), code.remedy());
                tracing::warn!(source, code = %code, ?file, "{meaning} {remedy}");
            }
            (Status::Fail, Some(code), _) => {
                tracing::warn!(source, code = %code, "{} {}", code.meaning(), code.remedy());
            }
            _ => {}
        }
        self.manifest.row(&row).map_err(|e| manifest_error(&e))?;
        self.tally.unchanged += u64::from(ending.unchanged);
        self.tally.count(ending.status);
        if let Some(code) = ending.code {
            *self.codes.entry(code).or_default() += 1;
        }
        self.progress.advance(1);
        Ok(())
    }

    /// Sends the rows so far on their way, so that the next tool can start.
    pub(super) fn flush(&mut self) -> Result<(), RunError> {
        self.manifest.flush().map_err(|e| manifest_error(&e))
    }
}

/// Says when the folders of a manifest hold more than its rows; what is not there fails its row.
fn tell_unnamed(manifest: &Manifest) -> Result<(), ManifestError> {
    match unnamed_files(manifest)? {
        0 => {}
        files => tracing::warn!(
            "{files} files lie among those of the manifest and have no row: nobody has looked at them; \
             do not share the folder as it is"
        ),
    }
    Ok(())
}

fn manifest_error(error: &io::Error) -> RunError {
    RunError::output("the manifest", error)
}

fn summarize(tool: &Tool, tally: &Tally) {
    let Tally { ok, skipped, flagged, failed, unchanged } = tally;
    let (total, done) = (tally.total(), tool.done);
    tracing::info!(
        "{total} files: {ok} {done} ({unchanged} of them unchanged), {skipped} skipped, \
         {flagged} flagged, {failed} failed"
    );
    if total == 0 {
        tracing::warn!("there were no files to read");
    }
    if flagged + failed > 0 {
        let not_done = tool.not_done;
        tracing::warn!("{} of {total} files {not_done}; the manifest says why", flagged + failed);
    }
}
