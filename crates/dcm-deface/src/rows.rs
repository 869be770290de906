//! The manifest: what a run begins or goes on with, row by row.

use std::fs;
use std::path::PathBuf;

use dicom_common::code::Code;
use dicom_common::deid::pseudonym::{Pseudonyms, is_pseudonymous};
use dicom_common::pipeline::discover::Input;
use dicom_common::pipeline::manifest::{Column, Header, Row, SCHEMA, Status};
use dicom_common::pipeline::seal::Seal;

use crate::job::{Defaced, Settled};
use crate::survey::{Entry, New};

/// The columns that this tool writes into any manifest.
pub const COLUMNS: [Column; 11] = [
    Column::Bytes,
    Column::Sha256,
    Column::Series,
    Column::Instance,
    Column::TransferSyntax,
    Column::Undefaced,
    Column::Mask,
    Column::Deface,
    Column::DefaceCode,
    Column::DefaceConfig,
    Column::Path,
];

/// The columns of a manifest that starts with this tool, before those.
pub const FIRST: [Column; 15] = [
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
];

/// The input of a row: the file that an earlier run of this tool began with, or the one that the
/// earlier tool wrote. Empty where there is none.
fn origin<'a>(row: &'a Row, header: &Header) -> &'a str {
    match row.get(header, Column::Undefaced) {
        "" => row.get(header, Column::Path),
        undefaced => undefaced,
    }
}

/// An input that no tool has seen before.
pub fn new_entry(input: Input, pseudonyms: &Pseudonyms) -> Entry {
    let new = New {
        source: pseudonyms.source(&input.relative),
        shown: is_pseudonymous(&input.relative),
        ..New::default()
    };
    Entry {
        path: Some(input.path),
        seal: Seal::default(),
        folder: Default::default(),
        new: Some(Box::new(new)),
        state: Ok(()),
    }
}

/// The input of a manifest's row.
pub fn known_entry(row: &Row, header: &Header) -> Entry {
    let origin = origin(row, header);
    let delivered = !origin.is_empty() && row.cleared(header, Column::Deface);
    let again = !row.get(header, Column::Undefaced).is_empty();
    Entry {
        path: delivered.then(|| PathBuf::from(origin)),
        // What the row says of a file is said of the one that it ended with.
        seal: if again { Seal::default() } else { Seal::of(row, header) },
        folder: [Column::Subject, Column::Study].map(|c| row.get(header, c).to_owned()),
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
        let path = entry.path.as_deref().and_then(|path| path.to_str());
        if let Some(path) = path.filter(|path| new.shown && Column::Path.accepts(path)) {
            row.set(header, Column::Path, path);
        }
    }
    row
}

/// Writes what became of an input into its row.
pub fn settle(row: &mut Row, header: &Header, settled: Settled, config: &str) -> Status {
    let origin = origin(row, header).to_owned();
    let (status, code) = match settled {
        Settled::Defaced(defaced) => (deface(row, header, *defaced, origin), None),
        Settled::Kept(code) => {
            keep(row, header, origin);
            (Status::Skip, Some(code))
        }
        Settled::Lost(code) => {
            clear(row, header);
            if code != Code::Upstream {
                row.set(header, Column::Undefaced, origin);
            }
            (Status::of(code), Some(code))
        }
    };
    row.judge(header, (Column::Deface, Column::DefaceCode), status, code);
    row.set(header, Column::DefaceConfig, config);
    status
}

fn deface(row: &mut Row, header: &Header, defaced: Defaced, origin: String) -> Status {
    clear(row, header);
    row.set(header, Column::Undefaced, origin);
    row.set(header, Column::Series, defaced.series);
    row.set(header, Column::Instance, defaced.instance);
    row.set(header, Column::TransferSyntax, defaced.transfer_syntax);
    let Some(written) = defaced.written else { return Status::Plan };
    row.set(header, Column::Path, written.path.to_string_lossy());
    row.set(header, Column::Mask, written.mask.to_string_lossy());
    row.set(header, Column::Bytes, written.put.bytes.to_string());
    row.set(header, Column::Sha256, written.put.sha256);
    Status::Ok
}

/// The file stays as it was; what the row says of it is still true, if this tool wrote no other.
fn keep(row: &mut Row, header: &Header, origin: String) {
    let same =
        row.get(header, Column::Undefaced).is_empty() && !row.get(header, Column::Bytes).is_empty();
    if !same {
        clear(row, header);
        let bytes = fs::metadata(&origin).map(|metadata| metadata.len().to_string());
        row.set(header, Column::Bytes, bytes.unwrap_or_default());
        row.set(header, Column::Path, origin);
    }
    row.set(header, Column::Mask, "");
}

fn clear(row: &mut Row, header: &Header) {
    for column in [Column::Path, Column::Bytes, Column::Sha256, Column::Undefaced, Column::Mask] {
        row.set(header, column, "");
    }
}
