//! Pictures for people: one of each series that was looked at, and a page that lists them. They
//! show faces, so they are readable by their owner alone and lie apart from the output.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use dicom_common::code::{Code, RunError};
use dicom_common::deid::pseudonym::{Pseudonyms, is_uid};
use dicom_common::files::pending::Pending;
use dicom_common::imaging::series::Modality;
use dicom_common::imaging::volume::Coarse;
use dicom_common::pipeline::cli::Tally;
use dicom_common::pipeline::manifest::Status;
use dicom_common::pipeline::session::EntryId;
use face::Face;
use nalgebra::{Point3, center};
use render::grid::Grid;
use render::page::{self, Entry, Picture, Reason, Summary, Words};
use render::section::Window;
use render::sheet::Sheet;
use render::skin::Find;

use crate::decide::{Decision, Source};
use crate::job::Settled;
use crate::pixels::air;
use crate::series::Series;

/// What is shown of a series.
pub struct Card {
    /// Its UID in the manifest: the new one if it has a face.
    name: String,
    code: Option<Code>,
    facts: Vec<(&'static str, String)>,
    picture: Option<Vec<u8>>,
}

impl Card {
    /// A series and what is to be done with it.
    pub fn of<'a>(
        series: &Series,
        decision: &Decision,
        pseudonyms: &Pseudonyms,
        path: impl Fn(EntryId) -> Option<&'a Path> + Sync,
    ) -> Self {
        let uid = series.images.first().map(|image| image.series.as_str()).unwrap_or_default();
        let named = || if is_uid(uid) { uid.to_owned() } else { pseudonyms.uid(uid) };
        let (name, face, code) = match decision {
            Decision::Remove { face, .. } => (pseudonyms.defaced_uid(uid), Some(face), None),
            Decision::Leave(code) | Decision::Refuse(code) => (named(), None, Some(*code)),
        };
        let mut facts = vec![
            ("modality", modality(series).to_owned()),
            ("files", series.images.len().to_string()),
            ("volumes", series.stacks.len().to_string()),
        ];
        if let Decision::Remove { source, .. } = decision {
            let found = match source {
                Source::Own => "in this series",
                Source::Donor => "in another series of the same frame of reference",
                Source::Deep => "in doubt: the larger part was removed",
            };
            facts.push(("face", found.to_owned()));
        }
        let left = matches!(decision, Decision::Leave(_));
        // A fault of the tool costs the picture alone.
        let draw = AssertUnwindSafe(|| draw(&*series.shown(path)?, series.modality(), face, &name));
        let picture = if left { None } else { catch_unwind(draw).unwrap_or(None) };
        Self { name, code, facts, picture }
    }

    /// A series that was not cut after all.
    pub fn refused(mut self, code: Code) -> Self {
        self.code = Some(code);
        self
    }

    /// A series that was written, with what became of its files.
    pub fn written(mut self, files: &[(EntryId, Settled)]) -> Self {
        self.code = files.iter().find_map(|(_, settled)| match settled {
            Settled::Kept(code) | Settled::Lost(code) => Some(*code),
            Settled::Defaced(_) => None,
        });
        self
    }

    fn status(&self) -> page::Status {
        match self.code.map(Status::of) {
            None | Some(Status::Ok | Status::Plan) => page::Status::Ok,
            Some(Status::Skip) => page::Status::Skip,
            Some(Status::Flag) => page::Status::Flag,
            Some(Status::Fail) => page::Status::Fail,
        }
    }
}

fn modality(series: &Series) -> &'static str {
    match series.modality() {
        Modality::Ct => "CT",
        Modality::Mr => "MR",
    }
}

/// A volume before and after. Without a face both are the same.
fn draw(coarse: &Coarse, modality: Modality, face: Option<&Face>, title: &str) -> Option<Vec<u8>> {
    let before = Grid::isotropic(coarse.origin, coarse.spacing, coarse.values.view());
    let removed = |p: &Point3<f64>| face.is_some_and(|face| face.region.contains(p));
    let after = before.without(removed, air(modality) as f32);
    let (low, high) = before.bounds();
    let sheet = Sheet {
        title,
        before: &before,
        after: &Grid { values: after.view(), ..before },
        removed: &removed,
        through: face.map_or_else(|| center(&low, &high), |face| face.centre),
        window: match modality {
            Modality::Ct => Window::SOFT_TISSUE,
            Modality::Mr => Window::of(&before),
        },
        find: Find::above(coarse.floor(modality)),
    };
    sheet.draw().png().ok()
}

/// The folder of a report.
pub struct Report {
    folder: PathBuf,
    cards: Vec<(Card, Option<String>)>,
    /// How often each name was used: parts of one series can lie in several frames of reference.
    names: HashMap<String, usize>,
}

impl Report {
    /// A report in this folder, which is made if needed.
    ///
    /// # Errors
    /// When it cannot be.
    pub fn open(folder: &Path) -> Result<Self, RunError> {
        fs::create_dir_all(folder).map_err(|e| failed(&e))?;
        Ok(Self { folder: folder.to_owned(), cards: Vec::new(), names: HashMap::new() })
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
        self.cards.push((card, file));
        Ok(())
    }

    /// Writes the page; what needs a person comes first.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self, tally: &Tally) -> Result<(), RunError> {
        self.cards.sort_by_key(|(card, _)| card.status());
        let entries: Vec<Entry> = self.cards.iter().map(|(card, file)| entry(card, file)).collect();
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
            let pending = Pending::create(&self.folder.join(name))?;
            pending.handle()?.write_all(bytes)?;
            pending.publish(true)
        };
        write().map_err(|e| failed(&e))
    }
}

fn entry<'a>(card: &'a Card, file: &'a Option<String>) -> Entry<'a> {
    Entry {
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

fn failed(error: &io::Error) -> RunError {
    RunError::output("--report", error)
}
