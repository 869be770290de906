//! The second pass: every accepted file is staged, compared with its row and read, before any gets
//! its name.

use std::collections::HashMap;
use std::path::Path;

use dicom_common::code::{Fault, Outcome, RunError};
use dicom_common::files::publish::Output;
use dicom_common::pipeline::manifest::{Column, Header, Manifest, Row};
use dicom_common::pipeline::session::Session;
use rayon::prelude::*;

use crate::args::Transfer;
use crate::header::Says;
use crate::place::{self, Placed, place};
use crate::reason::Reason;
use crate::record::{Fate, Record};
use crate::survey::{Survey, target, temporary};

/// Files in hand at a time.
const CHUNK: usize = 256;

/// What the headers of the files say, each different one once; records hold their numbers.
#[derive(Debug, Default)]
pub struct Headers {
    /// By their numbers.
    pub list: Vec<Says>,
    known: HashMap<Says, u32>,
}

impl Headers {
    fn number(&mut self, says: Says) -> u32 {
        if let Some(number) = self.known.get(&says) {
            return *number;
        }
        let next = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.list.push(says.clone());
        self.known.insert(says, next);
        next
    }
}

/// Stages all accepted files; a series loses the others when one of its files is not what its row says.
///
/// # Errors
/// When the manifest or a temporary file cannot be read, and on a signal.
pub fn stage_all(
    survey: &mut Survey,
    manifest: &Manifest,
    output: &Output,
    transfer: Transfer,
    session: &Session<'_>,
) -> Result<Headers, RunError> {
    let mut headers = Headers::default();
    let mut rows = manifest.rows().map_err(RunError::usage)?.peekable();
    let mut done = 0;
    while rows.peek().is_some() {
        session.stop.check()?;
        let chunk: Vec<Row> =
            rows.by_ref().take(CHUNK).collect::<Result<_, _>>().map_err(RunError::usage)?;
        let size = chunk.len() as u64;
        let mut records = survey.records.load(done, size).map_err(|e| temporary(&e))?;
        let placed: Vec<Option<Outcome<Placed>>> = session.pool.install(|| {
            let all = chunk.par_iter().zip(&records).enumerate();
            all.map(|(at, (row, record))| {
                let is_wanted = record.fate == Fate::Accepted;
                let number = done + at as u64;
                is_wanted.then(|| one(row, manifest.header(), output, number, transfer))
            })
            .collect()
        });
        for (record, placed) in records.iter_mut().zip(placed) {
            if let Some(placed) = placed {
                settle(record, placed, survey, &mut headers);
            }
        }
        survey.records.store(done, &records).map_err(|e| temporary(&e))?;
        done += size;
    }
    Ok(headers)
}

fn one(
    row: &Row,
    header: &Header,
    output: &Output,
    number: u64,
    transfer: Transfer,
) -> Outcome<Placed> {
    let says = place::Row {
        path: Path::new(row.get(header, Column::Path)),
        bytes: row.get(header, Column::Bytes),
        sha256: row.get(header, Column::Sha256),
    };
    // The survey has seen that the row names it.
    let target = target(row, header).unwrap_or_default();
    place(says, &output.root().join(target), output, number, transfer)
}

fn settle(
    record: &mut Record,
    placed: Outcome<Placed>,
    survey: &mut Survey,
    headers: &mut Headers,
) {
    match placed {
        Ok(placed) => {
            let Placed { fate, bytes, sha256, says } = placed;
            let header = headers.number(says);
            *record = Record { fate, bytes, sha256, header, ..*record };
        }
        Err(Fault(code)) => {
            record.fate = Fate::Held(survey.reasons.number(Reason::Own(code)));
            survey.hold(record.series);
        }
    }
}
