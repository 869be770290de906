//! The manifest: what a run begins or goes on with, row by row.

use std::path::PathBuf;

use dicom_common::code::Code;
use dicom_common::deid::pseudonym::Pseudonyms;
use dicom_common::pipeline::decisions::{Decision, Verdict};
use dicom_common::pipeline::discover::Input;
use dicom_common::pipeline::manifest::{Column, Header, Row, Status};
use dicom_common::pipeline::seal::Seal;
use dicom_common::pipeline::session::{Ending, Tool};

use crate::checked::FileVerdict;
use crate::entry::{Details, Entry};

/// The columns that this tool fills in; the last of them where persons have decided.
const OWN: &[Column] = &[
    Column::Facecheck,
    Column::FacecheckCode,
    Column::FacecheckScore,
    Column::FacecheckConfig,
    Column::Decision,
    Column::DecisionBy,
    Column::DecisionDate,
    Column::DecisionReason,
];
/// How many columns tell of decisions.
const DECIDED: usize = 4;

/// This tool.
pub const TOOL: Tool = Tool {
    name: "dcm-facecheck",
    version: env!("CARGO_PKG_VERSION"),
    first: &[
        Column::Schema,
        Column::Source,
        Column::Path,
        Column::Bytes,
        Column::Subject,
        Column::Study,
        Column::Series,
        Column::Instance,
        Column::Modality,
    ],
    own: OWN.split_at(OWN.len() - DECIDED).0,
    status: Column::Facecheck,
    code: Column::FacecheckCode,
    config: Column::FacecheckConfig,
    done: "passed",
    not_done: "did not pass",
};

/// The same with the columns of what persons decided.
pub const DECIDING: Tool = Tool { own: OWN, ..TOOL };

/// An input that no tool has seen before: without a row, it is taken for a defaced file.
pub fn new_entry(input: Input, pseudonyms: &Pseudonyms) -> Entry {
    Entry::new(input, pseudonyms, Details { defaced: true, ..Details::default() })
}

/// The input of a manifest's row.
pub fn known_entry(row: &Row, header: &Header) -> Entry {
    let path = |column| Some(row.get(header, column)).filter(|p| !p.is_empty()).map(PathBuf::from);
    let deface = Status::parse(row.get(header, Column::Deface));
    let refused = matches!(deface, Some(Status::Flag | Status::Fail));
    let decided =
        [Column::Decision, Column::DecisionBy, Column::DecisionDate, Column::DecisionReason];
    let decided = decided.map(|column| row.get(header, column).to_owned());
    let decided = Some(decided).filter(|[decision, ..]| !decision.is_empty()).map(Box::new);
    // What a person let pass was not made anew.
    let passed = row.get(header, Column::Decision) == Verdict::Pass.as_str();
    let details = Details {
        original: path(Column::Undefaced),
        defaced: deface == Some(Status::Ok) && !passed,
        mask: path(Column::Mask),
        subject: row.get(header, Column::Subject).to_owned(),
        lost: refused.then(|| row.get(header, Column::Series).to_owned()),
        series: row.get(header, Column::Series).to_owned(),
        decided,
    };
    let file = match row.not_cleared(header, TOOL.status) {
        Some(code) => Err(code),
        None => path(Column::Path).ok_or(Code::Upstream),
    };
    Entry::known(file, Seal::of(row, header), details)
}

/// Writes what was said of an input into its row.
pub fn settle(
    row: &mut Row,
    header: &Header,
    word: FileVerdict,
    decision: Option<&Decision>,
) -> Ending {
    // What dcm-deface noted stays where nothing was decided here.
    if let Some(Decision { verdict, by, date, reason, .. }) = decision {
        row.set(header, Column::Decision, verdict.as_str());
        row.set(header, Column::DecisionBy, by);
        row.set(header, Column::DecisionDate, date);
        row.set(header, Column::DecisionReason, reason);
    }
    let score = word.covered.map(|share| format!("{share:.4}")).unwrap_or_default();
    row.set(header, Column::FacecheckScore, score);
    Ending::from(word.code)
}
