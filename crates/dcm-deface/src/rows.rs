//! The manifest: what a run begins or goes on with, row by row.

use std::fs;
use std::path::PathBuf;

use dicom_common::code::Code;
use dicom_common::deid::pseudonym::Pseudonyms;
use dicom_common::pipeline::decisions::Decision;
use dicom_common::pipeline::discover::Input;
use dicom_common::pipeline::manifest::{Column, Header, Row, Status};
use dicom_common::pipeline::seal::Seal;
use dicom_common::pipeline::session::{Ending, Tool};

use crate::entry::{Details, Entry};
use crate::settled::{Defaced, Settled, Word};

/// The columns that this tool fills in; the last of them where persons have decided.
const OWN: &[Column] = &[
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
    Column::SeriesFailed,
    Column::Decision,
    Column::DecisionBy,
    Column::DecisionDate,
    Column::DecisionReason,
];
/// How many columns tell of decisions.
const DECIDED: usize = 4;

/// This tool.
pub const TOOL: Tool = Tool {
    name: "dcm-deface",
    version: env!("CARGO_PKG_VERSION"),
    first: &[
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
    ],
    own: OWN.split_at(OWN.len() - DECIDED).0,
    status: Column::Deface,
    code: Column::DefaceCode,
    config: Column::DefaceConfig,
    done: "defaced",
    not_done: "were not written",
};

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
    Entry::new(input, pseudonyms, Details::default())
}

/// The input of a manifest's row.
pub fn known_entry(row: &Row, header: &Header) -> Entry {
    let origin = origin(row, header);
    let path = match row.not_cleared(header, TOOL.status) {
        Some(code) => Err(code),
        None if origin.is_empty() => Err(Code::Upstream),
        None => Ok(PathBuf::from(origin)),
    };
    let again = !row.get(header, Column::Undefaced).is_empty();
    // What the row says of a file is said of the one that it ended with.
    let seal = if again { Seal::default() } else { Seal::of(row, header) };
    let folder = [Column::Subject, Column::Study].map(|c| row.get(header, c).to_owned());
    let failed = row.get(header, Column::Scrub) == Status::Fail.as_str();
    let details = Details {
        folder,
        series: row.get(header, Column::Series).to_owned(),
        source: row.get(header, Column::Source).to_owned(),
        failed: Code::parse(row.get(header, Column::ScrubCode)).filter(|_| failed),
    };
    Entry::known(path, seal, details)
}

/// The same with the columns of what persons decided.
pub const DECIDING: Tool = Tool { own: OWN, ..TOOL };

/// Writes what became of an input into its row.
pub fn settle(row: &mut Row, header: &Header, word: Word) -> Ending {
    let Word { settled, decision, series_failed } = word;
    row.set(header, Column::SeriesFailed, series_failed);
    decide(row, header, decision.as_deref());
    let origin = origin(row, header).to_owned();
    match settled {
        Settled::Passed => {
            keep(row, header, origin);
            Ending::done(Status::Ok)
        }
        Settled::Defaced(defaced) => deface(row, header, *defaced, origin),
        Settled::Kept(code) => {
            keep(row, header, origin);
            Ending { status: Status::Skip, ..Ending::of(code) }
        }
        Settled::Lost(code) => {
            clear(row, header);
            if code != Code::Upstream {
                row.set(header, Column::Undefaced, origin);
            }
            Ending::of(code)
        }
    }
}

/// Who decided what about the series of a row; nobody, most often.
fn decide(row: &mut Row, header: &Header, decision: Option<&Decision>) {
    let cells = decision.map(|one| [one.verdict.as_str(), &one.by, &one.date, &one.reason]);
    let columns =
        [Column::Decision, Column::DecisionBy, Column::DecisionDate, Column::DecisionReason];
    for (column, cell) in columns.into_iter().zip(cells.unwrap_or_default()) {
        row.set(header, column, cell);
    }
}

fn deface(row: &mut Row, header: &Header, defaced: Defaced, origin: String) -> Ending {
    clear(row, header);
    row.set(header, Column::Undefaced, origin);
    row.set(header, Column::Series, defaced.series);
    row.set(header, Column::Instance, defaced.instance);
    row.set(header, Column::TransferSyntax, defaced.transfer_syntax);
    let Some(written) = defaced.written else { return Ending::done(Status::Plan) };
    row.set(header, Column::Path, written.path.to_string_lossy());
    row.set(header, Column::Mask, written.mask.to_string_lossy());
    row.set(header, Column::Bytes, written.put.bytes.to_string());
    row.set(header, Column::Sha256, written.put.sha256);
    Ending::done(Status::Ok).unchanged(written.put.unchanged)
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
