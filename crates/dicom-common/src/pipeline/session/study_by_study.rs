//! Runs in which the files of a study are treated together.

use std::collections::{HashMap, HashSet};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::code::{Code, Fault, Outcome, RunError};
use crate::pipeline::cli::Stop;
use crate::pipeline::manifest::{Column, Header, Row, Status};
use crate::pipeline::session::ending::Ending;
use crate::pipeline::session::entries::{Entries, EntryId, Kept};
use crate::pipeline::session::running::Session;
use crate::pipeline::session::study_entry::{EarlierRows, NewEntries, StudyEntry};

/// Headers in hand at a time.
const CHUNK: usize = 256;

/// What became of the files of a unit.
pub type Treated<W> = Vec<(EntryId, W)>;

/// A tool that treats the files of a study together.
pub trait StudyByStudy: Send + Sync {
    /// What it keeps of an input.
    type Details: Serialize + DeserializeOwned + Send + Sync;
    /// What it finds out about a file from its header.
    type Found: Send;
    /// What it treats together; the ids of its files.
    type Unit: AsRef<[EntryId]> + Sync;
    /// What becomes of a file.
    type Word: Send;

    /// Reads the header of a file; needs no order. A panic costs the row.
    ///
    /// # Errors
    /// Why it is no image to be treated.
    fn look(&self, entry: &mut StudyEntry<Self::Details>) -> Outcome<Self::Found>;

    /// Assigns a file of `entries` to its unit; in the inputs' order.
    ///
    /// # Errors
    /// Why it has none.
    fn admit(
        &mut self,
        id: EntryId,
        found: Self::Found,
        entries: &Entries<StudyEntry<Self::Details>>,
    ) -> Outcome<()>;

    /// What is treated together, once all inputs were admitted; in the order of the first files.
    ///
    /// # Errors
    /// When all inputs together do not go with the settings; nothing is written then.
    fn units(
        &mut self,
        entries: &Entries<StudyEntry<Self::Details>>,
    ) -> Result<Vec<Self::Unit>, RunError>;

    /// Treats a unit. A panic costs the unit.
    ///
    /// # Errors
    /// When results cannot be written, or a signal arrives; what was begun is finished first.
    fn treat(
        &mut self,
        unit: &Self::Unit,
        entries: &Entries<StudyEntry<Self::Details>>,
        stop: &Stop,
    ) -> Result<Treated<Self::Word>, RunError>;

    /// What becomes of a file that is not treated.
    fn not_treated(&self, entry: &StudyEntry<Self::Details>, code: Code) -> Self::Word;

    /// Writes what became of a file into its row.
    fn settle(&mut self, row: &mut Row, word: Self::Word, header: &Header) -> Ending;
}

/// An input that was looked at.
fn read_again<E: Kept>(entries: &Entries<E>, id: EntryId) -> Result<E, RunError> {
    entries.get(id).ok_or_else(|| RunError::usage("a temporary file cannot be read again"))
}

/// The inputs whose headers were read.
type Inputs<R> = Entries<StudyEntry<<R as StudyByStudy>::Details>>;

impl Session<'_> {
    /// Reads all headers, then works through all units. Each row is written as soon as all rows
    /// before it are.
    ///
    /// # Errors
    /// When results cannot be written, or a signal arrives; what was begun is finished first.
    pub fn study_by_study<R: StudyByStudy>(
        &mut self,
        run: &mut R,
        entries: NewEntries<'_, R::Details>,
        mut rows: EarlierRows,
    ) -> Result<(), RunError> {
        let entries = self.survey(run, entries)?;
        self.progress.expect(entries.len());
        let units = run.units(&entries)?;
        // What was said of files before whose rows others are due.
        let mut words: HashMap<EntryId, R::Word> = HashMap::new();
        let mut waiting = entries.ids().peekable();
        self.begin()?;
        // Once more at the end: the last rows need not belong to a unit.
        for unit in units.iter().map(Some).chain([None]) {
            if let Some(unit) = unit {
                words.extend(self.treat(run, unit, &entries)?);
            }
            while let Some(&id) = waiting.peek() {
                let state = entries.short(id).map_or(Err(Fault(Code::Internal)), |s| s.state);
                let (word, entry) = match (words.remove(&id), state) {
                    (Some(word), _) => (word, None),
                    (None, Ok(())) => break,
                    (None, Err(Fault(code))) => {
                        let entry = read_again(&entries, id)?;
                        (run.not_treated(&entry, code), Some(entry))
                    }
                };
                let mut row =
                    rows.next(|| entry.map_or_else(|| read_again(&entries, id), Ok), &self.header)?;
                let ending = run.settle(&mut row, word, &self.header);
                self.say_of_file(&row, ending);
                let shown = self.shows_file_of(ending).then(|| entries.get(id)).flatten();
                let file = shown.and_then(|entry| entry.path);
                self.end(row, ending, file.as_deref())?;
                waiting.next();
            }
            self.flush()?;
            self.stop.check()?;
        }
        Ok(())
    }

    /// What is told of a file when all is asked for: the tool has spoken of the series already.
    fn say_of_file(&self, row: &Row, ending: Ending) {
        if let (Status::Skip | Status::Flag, Some(code)) = (ending.status, ending.code) {
            let source = row.get(&self.header, Column::Source);
            tracing::debug!(source, code = %code, "{}", code.meaning());
        }
    }

    /// The first pass: every input is opened once, checked, and assigned to its unit.
    fn survey<R: StudyByStudy>(
        &self,
        run: &mut R,
        entries: NewEntries<'_, R::Details>,
    ) -> Result<Inputs<R>, RunError> {
        let temporary = |e: io::Error| {
            RunError::Usage(format!("a temporary file cannot be written: {}", e.kind()))
        };
        let mut all = Entries::default();
        let mut entries = entries.peekable();
        while entries.peek().is_some() {
            self.stop.check()?;
            let chunk: Vec<_> = entries.by_ref().take(CHUNK).collect::<Result<_, _>>()?;
            let look = |mut entry: StudyEntry<R::Details>| {
                // A fault of the tool costs its row, not the run.
                let found = catch_unwind(AssertUnwindSafe(|| run.look(&mut entry)));
                (entry, found.unwrap_or(Err(Fault(Code::Internal))))
            };
            let chunk: Vec<_> = self.pool.install(|| chunk.into_par_iter().map(look).collect());
            let mut looked_at = Vec::with_capacity(chunk.len());
            for (entry, found) in chunk {
                looked_at.push((all.push(entry).map_err(temporary)?, found));
            }
            // What is admitted may be compared with any of them.
            all.flush().map_err(temporary)?;
            for (id, found) in looked_at {
                let state = found.and_then(|found| run.admit(id, found, &all));
                if let Some(short) = all.short_mut(id) {
                    short.state = state;
                }
            }
        }
        Ok(all)
    }

    /// What becomes of each file of a unit: none is left without an answer.
    fn treat<R: StudyByStudy>(
        &self,
        run: &mut R,
        unit: &R::Unit,
        entries: &Inputs<R>,
    ) -> Result<Treated<R::Word>, RunError> {
        let stop = &self.stop;
        let treat = || run.treat(unit, entries, stop);
        // A fault of the tool costs the unit, not the run.
        let treated = catch_unwind(AssertUnwindSafe(|| self.pool.install(treat)));
        let mut treated = treated.unwrap_or_else(|_| Ok(Vec::new()))?;
        let known: HashSet<EntryId> = treated.iter().map(|(id, _)| *id).collect();
        let missing = unit.as_ref().iter().filter(|id| !known.contains(id));
        let missing = missing.filter_map(|id| Some((*id, entries.get(*id)?)));
        treated.extend(missing.map(|(id, entry)| (id, run.not_treated(&entry, Code::Internal))));
        Ok(treated)
    }
}
