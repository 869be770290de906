//! The way back: originals beside the pseudonyms of a manifest, or of a list of them, or all there
//! are as maps.

mod args;
mod maps;
mod originals;
mod question;
mod table;

use std::io::{self, BufWriter, Write, stdout};

use crosswalk::Reader;
use dicom_common::code::RunError;
use dicom_common::files::pending::{Pending, Readers};
use dicom_common::pipeline::cli::Tally;

use maps::Maps;
use originals::Originals;
use question::{FilePseudonyms, Question};
use table::Table;

pub use args::RelinkArgs;

/// Answers what the flags ask for. Nothing is written before the whole link file was read: a cut
/// one gives no answers. A row with a pseudonym that the link file does not know counts as failed,
/// one with several originals of a pseudonym as flagged.
///
/// # Errors
/// When the link file cannot be opened, the question is none, or the answer cannot be written.
pub fn relink(args: &RelinkArgs) -> Result<Tally, RunError> {
    args.check()?;
    let opener = args.open.opener()?;
    let entries = Reader::open(&args.link, opener.as_ref()).map_err(RunError::usage)?;
    if let Some(mut maps) = Maps::of(args)? {
        for entry in entries {
            maps.add(&entry.map_err(RunError::usage)?)?;
        }
        return maps.finish();
    }
    let question = Question::read(args.input.as_deref())?;
    let mut originals = Originals::of(question.pseudonyms()?);
    for entry in entries {
        originals.add(entry.map_err(RunError::usage)?);
    }
    let broken = |e: io::Error| RunError::output("the table", &e);
    let tally = match &args.output {
        None => answer(&question, &originals, BufWriter::new(stdout().lock()))?,
        Some(path) => {
            let pending = Pending::create(path).map_err(|e| RunError::output("--output", &e))?;
            let file = BufWriter::new(pending.handle().map_err(broken)?);
            let tally = answer(&question, &originals, file)?;
            pending.publish(Readers::Owner).map_err(broken)?;
            tally
        }
    };
    summarize(&tally);
    Ok(tally)
}

fn answer(
    question: &Question,
    originals: &Originals,
    stream: impl Write,
) -> Result<Tally, RunError> {
    let broken = |e: io::Error| RunError::output("the table", &e);
    let mut table = Table::start(stream, question).map_err(broken)?;
    match question {
        Question::Rows(manifest) => {
            for row in manifest.rows().map_err(RunError::usage)? {
                let file = FilePseudonyms::of(&row.map_err(RunError::usage)?, manifest);
                table.file(&file, originals).map_err(broken)?;
            }
        }
        Question::List(list) => {
            for pseudonym in list {
                table.pseudonym(pseudonym, originals).map_err(broken)?;
            }
        }
    }
    table.finish().map_err(broken)
}

fn summarize(tally: &Tally) {
    if tally.failed > 0 {
        tracing::warn!("{} rows have pseudonyms that the link file does not know", tally.failed);
    }
    if tally.flagged > 0 {
        tracing::warn!("{} rows have pseudonyms of several originals", tally.flagged);
    }
    if tally.total() == 0 {
        tracing::warn!("there were no pseudonyms to look up");
    }
}
