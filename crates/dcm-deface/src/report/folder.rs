//! The folder of a report: a picture of each series, and a page that lists them.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use dicom_common::code::{Code, Lang, RunError};
use dicom_common::files::folder::Folder;
use dicom_common::files::pending::{Pending, Readers};
use dicom_common::pipeline::cli::Tally;
use dicom_common::pipeline::decisions::Decision;
use dicom_common::pipeline::session::today;
use render::page::{self, Earlier, Part, Picture, Question, Reason, Summary};

use crate::report::card::Card;
use crate::report::labels::Labels;

/// So many series are listed on a page, if no more are to be decided about.
const PER_PAGE: usize = 500;

/// The folder of a report.
pub struct Report {
    /// The folder, held open: `--report`.
    folder: Arc<Folder>,
    /// Its language: `--lang`.
    pub lang: Lang,
    /// The series so far, in the order of the inputs.
    listed: Vec<Listed>,
    /// How often each name was used: parts of one series can lie in several frames of reference.
    names: HashMap<String, usize>,
}

/// A series in the list, whose picture lies in the folder already.
struct Listed {
    card: Card,
    /// The picture's name in the folder; none where there is no picture.
    file: Option<String>,
}

impl Report {
    /// A report in this folder, which is made if needed, and in this language.
    ///
    /// # Errors
    /// When it cannot be.
    pub fn open(folder: &Path, lang: Lang) -> Result<Self, RunError> {
        let folder = Arc::new(Folder::made_named(folder).map_err(|e| failed(&e))?);
        Ok(Self { folder, lang, listed: Vec::new(), names: HashMap::new() })
    }

    /// Adds a series; its picture is written at once.
    ///
    /// # Errors
    /// When it cannot be.
    pub fn add(&mut self, mut card: Card) -> Result<(), RunError> {
        let number = self.names.entry(card.name.clone()).or_insert(0);
        *number += 1;
        if *number > 1 {
            card.name = format!("{}-{number}", card.name);
        }
        let file = match card.picture.take() {
            None => None,
            Some(png) => {
                let file = format!("{}.png", card.name);
                self.put(&file, &png)?;
                Some(file)
            }
        };
        self.listed.push(Listed { card, file });
        Ok(())
    }

    /// Writes the page; what needs a person comes first.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self, tally: &Tally) -> Result<(), RunError> {
        // All that a person decides is on one page, so that one table holds it.
        self.listed.sort_by_key(|listed| (!listed.card.asks(), listed.card.status()));
        let entries: Vec<_> = self.listed.iter().map(|one| one.asked(self.lang)).collect();
        let l = Labels::of(self.lang);
        let asking = self.listed.iter().filter(|listed| listed.card.asks()).count();
        let fact = |name, n: u64| (name, n.to_string());
        let summary = Summary {
            title: l.title,
            subtitle: concat!("dcm-deface ", env!("CARGO_PKG_VERSION")),
            facts: vec![
                (l.date, today()),
                (l.series, entries.len().to_string()),
                fact(l.files, tally.total()),
                fact(l.defaced, tally.ok),
                fact(l.skipped, tally.skipped),
                fact(l.flagged, tally.flagged),
                fact(l.failed, tally.failed),
            ],
            criteria: Vec::new(),
            words: &l.words,
        };
        let parts = Part::list("index", entries.len(), asking.max(PER_PAGE), PER_PAGE);
        for part in &parts {
            let page = page::asking(part.of(&entries), &summary, &parts);
            self.put(&part.file, page.as_bytes())?;
        }
        Ok(())
    }

    fn put(&self, name: &str, bytes: &[u8]) -> Result<(), RunError> {
        let write = || -> io::Result<()> {
            let pending = Pending::create_in(&self.folder, OsStr::new(name))?;
            pending.handle()?.write_all(bytes)?;
            pending.publish(Readers::Owner)
        };
        write().map_err(|e| failed(&e))
    }
}

impl Listed {
    /// What the page asks about it.
    fn asked(&self, lang: Lang) -> page::Asked<'_> {
        let card = &self.card;
        let code = card.code.filter(|code| *code != Code::DecisionDoubt).map(Code::as_str);
        let earlier = card.decision.as_ref().map(|one| Earlier {
            decision: one.verdict.as_str(),
            by: &one.by,
            date: &one.date,
            reason: &one.reason,
            eyes: eyes(one),
        });
        let question =
            || Question { series: &card.series, code: code.unwrap_or_default(), earlier };
        page::Asked { card: self.entry(lang), question: card.asks().then(question) }
    }

    /// How the page lists it.
    fn entry(&self, lang: Lang) -> page::Card<'_> {
        let Self { card, file } = self;
        page::Card {
            name: &card.name,
            ids: Vec::new(),
            status: card.status(),
            reasons: Vec::from_iter(card.code.map(|code| Reason {
                code: code.as_str(),
                meaning: code.meaning_in(lang),
                remedy: code.remedy_in(lang),
            })),
            numbers: card.facts.clone(),
            checks: Vec::new(),
            picture: file.as_deref().map(Picture::File),
        }
    }
}

/// As the table writes them.
fn eyes(decision: &Decision) -> String {
    let numbers = decision.eyes.iter().flatten().flat_map(|eye| eye.iter());
    numbers.map(f64::to_string).collect::<Vec<_>>().join(" ")
}

fn failed(error: &io::Error) -> RunError {
    RunError::output("--report", error)
}
