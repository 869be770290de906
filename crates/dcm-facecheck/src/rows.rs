//! The manifest: what a run begins or goes on with, row by row.

use std::path::PathBuf;

use dicom_common::deid::pseudonym::{Pseudonyms, is_pseudonymous};
use dicom_common::pipeline::discover::Input;
use dicom_common::pipeline::instance::Instance;
use dicom_common::pipeline::manifest::{Column, Header, Row, SCHEMA, Status};
use dicom_common::pipeline::seal::Seal;

use crate::checked::Word;
use crate::survey::Entry;

/// The columns that this tool writes.
pub const COLUMNS: [Column; 4] =
    [Column::Facecheck, Column::FacecheckCode, Column::FacecheckScore, Column::FacecheckConfig];
/// The columns of a manifest that starts with this tool, before those.
pub const FIRST: [Column; 9] = [
    Column::Schema,
    Column::Source,
    Column::Path,
    Column::Bytes,
    Column::Subject,
    Column::Study,
    Column::Series,
    Column::Instance,
    Column::Modality,
];

/// A file that no tool has a row of.
pub struct Named {
    /// Keyed id of its path.
    pub source: String,
    /// Its path, if that is made of pseudonyms alone.
    pub shown: Option<String>,
    /// Its length in bytes.
    pub bytes: Option<u64>,
    /// What its header says.
    pub instance: Instance,
}

/// An input that no tool has seen before.
pub fn new_entry(input: Input, pseudonyms: &Pseudonyms) -> Entry {
    let path = input.path.to_str().filter(|path| Column::Path.accepts(path));
    let shown = path.filter(|_| is_pseudonymous(&input.relative)).map(str::to_owned);
    let bytes = std::fs::metadata(&input.path).ok().map(|metadata| metadata.len());
    let source = pseudonyms.source(&input.relative);
    Entry {
        path: Some(input.path),
        seal: Seal::default(),
        original: None,
        defaced: true,
        mask: None,
        subject: String::new(),
        lost: None,
        new: Some(Box::new(Named { source, shown, bytes, instance: Instance::default() })),
        state: Ok(()),
    }
}

/// The input of a manifest's row.
pub fn known_entry(row: &Row, header: &Header) -> Entry {
    let delivered = row.delivered(header, Column::Facecheck);
    let path = |column| Some(row.get(header, column)).filter(|p| !p.is_empty()).map(PathBuf::from);
    let refused = matches!(row.get(header, Column::Deface), "flag" | "fail");
    Entry {
        path: path(Column::Path).filter(|_| delivered),
        seal: Seal::of(row, header),
        original: path(Column::Undefaced),
        defaced: row.get(header, Column::Deface) == Status::Ok.as_str(),
        mask: path(Column::Mask),
        subject: row.get(header, Column::Subject).to_owned(),
        lost: refused.then(|| row.get(header, Column::Series).to_owned()),
        new: None,
        state: Ok(()),
    }
}

/// The row of an input that no tool has seen before.
pub fn new_row(entry: &Entry, header: &Header) -> Row {
    let mut row = Row::empty(header);
    row.set(header, Column::Schema, SCHEMA);
    if let Some(new) = &entry.new {
        row.set(header, Column::Source, new.source.as_str());
        if !new.instance.study.is_empty() {
            new.instance.describe(header, &mut row);
        }
        if let Some(shown) = &new.shown {
            row.set(header, Column::Path, shown.as_str());
            row.set(header, Column::Bytes, new.bytes.map(|n| n.to_string()).unwrap_or_default());
        }
    }
    row
}

/// Writes what was said of an input into its row.
pub fn settle(row: &mut Row, header: &Header, word: Word, config: &str) -> Status {
    let Word { code, covered } = word;
    let status = code.map_or(Status::Ok, Status::of);
    row.judge(header, (Column::Facecheck, Column::FacecheckCode), status, code);
    let score = covered.map(|share| format!("{share:.4}")).unwrap_or_default();
    row.set(header, Column::FacecheckScore, score);
    row.set(header, Column::FacecheckConfig, config);
    status
}
