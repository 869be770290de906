//! The folder of a report: a picture of each series, and a page that lists them.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use dicom_common::code::RunError;
use dicom_common::files::folder::Folder;
use dicom_common::files::pending::{Pending, Readers};
use dicom_common::pipeline::cli::Tally;
use render::page::{self, Picture, Reason, Summary, Words};

use crate::report::card::Card;

/// The folder of a report.
pub struct Report {
    /// The folder, held open: `--report`.
    folder: Arc<Folder>,
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
    /// A report in this folder, which is made if needed.
    ///
    /// # Errors
    /// When it cannot be.
    pub fn open(folder: &Path) -> Result<Self, RunError> {
        let folder = Arc::new(Folder::made_named(folder).map_err(|e| failed(&e))?);
        Ok(Self { folder, listed: Vec::new(), names: HashMap::new() })
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
        self.listed.sort_by_key(|listed| listed.card.status());
        let entries: Vec<_> = self.listed.iter().map(Listed::entry).collect();
        let fact = |name, n: u64| (name, n.to_string());
        let summary = Summary {
            title: "Defacing",
            subtitle: concat!("dcm-deface ", env!("CARGO_PKG_VERSION")),
            facts: vec![
                ("series", entries.len().to_string()),
                fact("files", tally.total()),
                fact("defaced", tally.ok),
                fact("skipped", tally.skipped),
                fact("flagged", tally.flagged),
                fact("failed", tally.failed),
            ],
            criteria: Vec::new(),
            words: &Words::ENGLISH,
        };
        self.put("index.html", page::index(&entries, &summary).as_bytes())
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
    /// How the page lists it.
    fn entry(&self) -> page::Card<'_> {
        let Self { card, file } = self;
        page::Card {
            name: &card.name,
            ids: Vec::new(),
            status: card.status(),
            reasons: Vec::from_iter(card.code.map(|code| Reason {
                code: code.as_str(),
                meaning: code.meaning(),
                remedy: code.remedy(),
            })),
            numbers: card.facts.clone(),
            checks: Vec::new(),
            picture: file.as_deref().map(Picture::File),
        }
    }
}

fn failed(error: &io::Error) -> RunError {
    RunError::output("--report", error)
}
