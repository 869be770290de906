//! The inputs of a run that treats studies, and the rows that they have already.

use std::fs::File;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::code::{Code, Fault, Outcome, RunError};
use crate::deid::pseudonym::Pseudonyms;
use crate::files::identity::Identity;
use crate::pipeline::cli::Rows;
use crate::pipeline::discover::Input;
use crate::pipeline::manifest::{Header, Manifest, Row};
use crate::pipeline::same_file::SameFile;
use crate::pipeline::seal::Seal;
use crate::pipeline::session::entries::{Kept, Short};
use crate::pipeline::session::new_row::NewRow;
use crate::pipeline::session::stored_path;

/// One input, without its row: only what names a file is kept of it, so that very large runs fit.
#[derive(Debug)]
pub struct StudyEntry<D> {
    /// The file; none where an earlier tool delivered none.
    pub path: Option<PathBuf>,
    /// What an earlier tool wrote down of it.
    pub seal: Seal,
    /// As what it was opened first.
    identity: Option<Identity>,
    /// What begins its row, where no earlier tool did.
    pub new: Option<Box<NewRow>>,
    /// What the tool itself keeps of it.
    pub details: D,
    /// Whether it is an image to be treated, or why not; known when its header was read.
    pub state: Outcome<()>,
    /// Why there is no file, where there is none.
    absent: Code,
}

impl<D> StudyEntry<D> {
    /// An input that no tool has seen before.
    pub fn new(input: Input, pseudonyms: &Pseudonyms, details: D) -> Self {
        let new = Some(Box::new(NewRow::of(&input, pseudonyms)));
        let (path, seal) = (Some(input.path), Seal::default());
        Self { path, seal, identity: None, new, details, state: Ok(()), absent: Code::Upstream }
    }

    /// The input of a row of an earlier tool; where there is none, why.
    pub fn known(path: Result<PathBuf, Code>, seal: Seal, details: D) -> Self {
        let absent = path.as_ref().err().copied().unwrap_or(Code::Upstream);
        let path = path.ok();
        Self { path, seal, identity: None, new: None, details, state: Ok(()), absent }
    }

    /// Where the file is.
    ///
    /// # Errors
    /// `S_UPSTREAM` where an earlier tool delivered none, `F_NOT_CHECKED` where it is not known whether
    /// one did.
    pub fn path(&self) -> Outcome<&Path> {
        self.path.as_deref().ok_or(Fault(self.absent))
    }

    /// Opens the file for the first time: it is the one that an earlier tool has sealed, and what
    /// [`StudyEntry::file`] opens later is the same. Gives its length in bytes too.
    ///
    /// # Errors
    /// `S_UPSTREAM`, `E_UNREADABLE`, `E_CHANGED`.
    pub fn open(&mut self) -> Outcome<(File, u64)> {
        let (same, file, len) = SameFile::open(self.path()?, &self.seal)?;
        self.identity = Some(same.identity());
        Ok((file, len))
    }

    /// The file that was opened, to be opened again.
    ///
    /// # Errors
    /// `S_UPSTREAM` where there is none.
    pub fn file(&self) -> Outcome<SameFile> {
        let identity = self.identity.ok_or(Fault(Code::Upstream))?;
        Ok(SameFile::known(self.path()?, identity))
    }

    fn new_row(&self, header: &Header) -> Row {
        let path = self.path.as_deref().unwrap_or(Path::new(""));
        self.new.as_ref().map_or_else(|| Row::empty(header), |new| new.row(header, path))
    }
}

/// The rows that earlier tools wrote, read a second time when each comes to its end; none where the
/// manifest starts with this tool.
pub struct EarlierRows(Option<Box<dyn Iterator<Item = Result<Row, RunError>>>>);

impl EarlierRows {
    pub(super) fn next<D>(
        &mut self,
        entry: impl FnOnce() -> Result<StudyEntry<D>, RunError>,
        header: &Header,
    ) -> Result<Row, RunError> {
        match &mut self.0 {
            Some(rows) => rows
                .next()
                .unwrap_or_else(|| Err(RunError::usage("the manifest cannot be read again"))),
            None => Ok(entry()?.new_row(header)),
        }
    }
}

/// What of an input lies in a file while others are looked at. What an earlier tool wrote down of it was
/// compared when it was opened first, and is not needed again.
#[derive(Debug, Serialize, Deserialize)]
pub struct Stored<D> {
    #[serde(with = "stored_path")]
    path: Option<PathBuf>,
    new: Option<Box<NewRow>>,
    details: D,
}

impl<D: Serialize + DeserializeOwned> Kept for StudyEntry<D> {
    type Stored = Stored<D>;

    fn part(self) -> (Short, Stored<D>) {
        let Self { path, seal: _, identity, new, details, state, absent } = self;
        (Short { identity, state, absent }, Stored { path, new, details })
    }

    fn join(short: Short, stored: Stored<D>) -> Self {
        let Stored { path, new, details } = stored;
        let Short { identity, state, absent } = short;
        Self { path, seal: Seal::default(), identity, new, details, state, absent }
    }
}

/// Inputs that are not looked at yet.
pub type NewEntries<'a, D> = Box<dyn Iterator<Item = Result<StudyEntry<D>, RunError>> + 'a>;

/// The inputs of a run, in their order, and the rows that earlier tools wrote.
///
/// # Errors
/// When the manifest cannot be read.
pub fn study_entries<'a, D: 'a>(
    rows: Rows,
    of_input: impl Fn(Input) -> StudyEntry<D> + 'a,
    of_row: impl Fn(&Row) -> StudyEntry<D> + 'a,
) -> Result<(NewEntries<'a, D>, EarlierRows), RunError> {
    match rows {
        Rows::Files(files) => {
            let entries = files.map(move |input| Ok(of_input(input?)));
            Ok((Box::new(entries), EarlierRows(None)))
        }
        Rows::Manifest(manifest) => {
            let entries = rows_of(&manifest)?.map(move |row| Ok(of_row(&row?)));
            Ok((Box::new(entries), EarlierRows(Some(Box::new(rows_of(&manifest)?)))))
        }
    }
}

fn rows_of(
    manifest: &Manifest,
) -> Result<impl Iterator<Item = Result<Row, RunError>> + use<>, RunError> {
    let rows = manifest.rows().map_err(RunError::usage)?;
    Ok(rows.map(|row| row.map_err(RunError::usage)))
}
