//! What is asked: the rows of a manifest, or a list of pseudonyms.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, IsTerminal, Read, stdin};
use std::path::Path;

use dicom_common::code::RunError;
use dicom_common::pipeline::manifest::{Column, Manifest, Row};

use super::originals::Kind;

/// Longest line of a list; the header row of a manifest is longer.
const LONGEST_LINE: u64 = 1 << 16;

/// More pseudonyms than any list has.
const MOST: usize = 10_000_000;

/// What is asked.
pub enum Question {
    /// The originals of the files in the rows of a manifest.
    Rows(Manifest),
    /// The originals of these pseudonyms.
    List(Vec<String>),
}

/// The pseudonyms of one file, in the order of the table; empty where there is none.
pub struct FilePseudonyms {
    /// What each stands for, with the pseudonym.
    pub cells: [(Kind, Asked); 5],
}

/// A pseudonym whose original is asked for.
pub struct Asked {
    /// The pseudonym as the manifest has it, and the table shows it.
    pub shown: String,
    /// The pseudonym as the link file has it: another one where dcm-deface has renamed the file.
    pub known: String,
}

impl Question {
    /// Reads a file, or standard input: a manifest if its first line names a column `source`.
    ///
    /// # Errors
    /// When it cannot be read, or is neither.
    pub fn read(path: Option<&Path>) -> Result<Self, RunError> {
        let unreadable =
            |e: io::Error| RunError::usage(format!("--input cannot be read: {}", e.kind()));
        let source: Box<dyn Read> = match path.filter(|path| *path != Path::new("-")) {
            Some(path) => Box::new(File::open(path).map_err(unreadable)?),
            None if path.is_none() && stdin().is_terminal() => {
                return Err(RunError::usage(
                    "no input: give --input, or pseudonyms on standard input",
                ));
            }
            None => Box::new(stdin().lock()),
        };
        let mut source = BufReader::new(source);
        let mut first = Vec::new();
        source.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut first).map_err(unreadable)?;
        let header = String::from_utf8_lossy(&first);
        let is_manifest =
            header.trim_end().split(',').any(|name| name.trim_matches('"') == "source");
        let whole = Cursor::new(first).chain(source);
        match is_manifest {
            true => Ok(Self::Rows(Manifest::read(whole).map_err(RunError::usage)?)),
            false => list(whole).map(Self::List),
        }
    }

    /// Every pseudonym that is asked for.
    ///
    /// # Errors
    /// When the manifest cannot be read again.
    pub fn pseudonyms(&self) -> Result<HashSet<String>, RunError> {
        match self {
            Self::List(list) => Ok(list.iter().cloned().collect()),
            Self::Rows(manifest) => {
                let mut all = HashSet::new();
                for row in manifest.rows().map_err(RunError::usage)? {
                    let row = row.map_err(RunError::usage)?;
                    let cells = FilePseudonyms::of(&row, manifest).cells.into_iter();
                    all.extend(cells.map(|(_, asked)| asked.known).filter(|p| !p.is_empty()));
                }
                Ok(all)
            }
        }
    }
}

/// The pseudonyms of a list, one a line.
fn list(mut source: impl BufRead) -> Result<Vec<String>, RunError> {
    let mut list = Vec::new();
    let mut line = Vec::new();
    for at in 1.. {
        line.clear();
        let read = source.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line);
        if read.map_err(|e| RunError::usage(format!("--input cannot be read: {}", e.kind())))? == 0
        {
            break;
        }
        let text = std::str::from_utf8(&line).map(str::trim).ok();
        match text.filter(|text| Column::Source.accepts(text)) {
            Some("") => {}
            Some(pseudonym) if list.len() < MOST => list.push(pseudonym.to_owned()),
            Some(_) => return Err(RunError::usage("--input has too many pseudonyms")),
            None => {
                return Err(RunError::usage(format!(
                    "line {at} of --input is no pseudonym, and --input is no manifest"
                )));
            }
        }
    }
    Ok(list)
}

impl FilePseudonyms {
    /// Those of a row. A defaced file has a series and an instance of its own, and the manifest
    /// names the scrubbed file that it was: SUBJECT/STUDY/SERIES/INSTANCE.dcm.
    pub fn of(row: &Row, manifest: &Manifest) -> Self {
        let cell = |column| row.get(manifest.header(), column).to_owned();
        let mut scrubbed = Path::new(row.get(manifest.header(), Column::Undefaced)).iter().rev();
        let mut before = |column| {
            let name = scrubbed.next().map(|name| name.to_string_lossy().into_owned());
            let shown = cell(column);
            let name = name.map(|name| name.strip_suffix(".dcm").unwrap_or(&name).to_owned());
            Asked { known: name.unwrap_or_else(|| shown.clone()), shown }
        };
        let (instance, series) = (before(Column::Instance), before(Column::Series));
        let same = |column| Asked { shown: cell(column), known: cell(column) };
        Self {
            cells: [
                (Kind::Path, same(Column::Source)),
                (Kind::Patient, same(Column::Subject)),
                (Kind::Study, same(Column::Study)),
                (Kind::Series, series),
                (Kind::Instance, instance),
            ],
        }
    }
}
