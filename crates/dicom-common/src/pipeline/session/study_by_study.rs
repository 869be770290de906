//! Runs in which the files of a study are treated together.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

use crate::code::{Code, Fault, Outcome, RunError};
use crate::pipeline::cli::Stop;
use crate::pipeline::manifest::{Column, Header, Row, Status};
use crate::pipeline::session::ending::Ending;
use crate::pipeline::session::entries::{Entries, EntryId};
use crate::pipeline::session::running::Session;
use crate::pipeline::session::study_entry::{EarlierRows, StudyEntry};

/// Headers in hand at a time.
const CHUNK: usize = 256;

/// What became of the files of a unit.
pub type Treated<W> = Vec<(EntryId, W)>;

/// A tool that treats the files of a study together.
pub trait StudyByStudy: Send + Sync {
    /// What it keeps of an input.
    type Details: Send + Sync;
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

    /// Assigns a file, which is the last of `entries`, to its unit; in the inputs' order.
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
        entries: Vec<StudyEntry<R::Details>>,
        mut rows: EarlierRows,
    ) -> Result<(), RunError> {
        self.progress.expect(entries.len());
        let entries = self.survey(run, entries)?;
        let units = run.units(&entries)?;
        let not_treated = |entry: &StudyEntry<_>| {
            entry.state.err().map(|Fault(code)| run.not_treated(entry, code))
        };
        let mut words: Entries<Option<R::Word>> =
            entries.iter().map(|(_, entry)| not_treated(entry)).collect();
        let mut waiting = entries.iter().peekable();
        self.begin()?;
        // Once more at the end: the last rows need not belong to a unit.
        for unit in units.iter().map(Some).chain([None]) {
            if let Some(unit) = unit {
                for (id, word) in self.treat(run, unit, &entries)? {
                    if let Some(place) = words.get_mut(id) {
                        *place = Some(word);
                    }
                }
            }
            while let Some(&(id, entry)) = waiting.peek() {
                let Some(word) = words.get_mut(id).and_then(Option::take) else { break };
                let mut row = rows.next(entry, &self.header)?;
                let ending = run.settle(&mut row, word, &self.header);
                self.say_of_file(&row, ending);
                self.end(row, ending, entry.path.as_deref())?;
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
        entries: Vec<StudyEntry<R::Details>>,
    ) -> Result<Inputs<R>, RunError> {
        let mut all = Entries::default();
        let mut entries = entries.into_iter().peekable();
        while entries.peek().is_some() {
            self.stop.check()?;
            let chunk: Vec<_> = entries.by_ref().take(CHUNK).collect();
            let look = |mut entry: StudyEntry<R::Details>| {
                // A fault of the tool costs its row, not the run.
                let found = catch_unwind(AssertUnwindSafe(|| run.look(&mut entry)));
                (entry, found.unwrap_or(Err(Fault(Code::Internal))))
            };
            let chunk: Vec<_> = self.pool.install(|| chunk.into_par_iter().map(look).collect());
            for (entry, found) in chunk {
                let id = all.push(entry);
                let state = found.and_then(|found| run.admit(id, found, &all));
                if let Some(entry) = all.get_mut(id) {
                    entry.state = state;
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
        treated.extend(missing.map(|(id, entry)| (id, run.not_treated(entry, Code::Internal))));
        Ok(treated)
    }
}
