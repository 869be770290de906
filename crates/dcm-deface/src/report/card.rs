//! What a report shows of a series.

use std::panic::{AssertUnwindSafe, catch_unwind};

use dicom_common::code::Code;
use dicom_common::deid::pseudonym::{Pseudonyms, is_uid};
use dicom_common::imaging::series::Modality;
use dicom_common::pipeline::manifest::Status;
use dicom_common::pipeline::session::EntryId;
use render::page;

use crate::decide::{Decision, Source};
use crate::report::drawing::draw;
use crate::series::Series;
use crate::settled::Settled;

/// What is shown of a series.
pub struct Card {
    /// Its Series Instance UID in the manifest: the new one if it has a face.
    pub name: String,
    /// Why it, or a file of it, was not written.
    pub code: Option<Code>,
    /// What is known of it: name and value.
    pub facts: Vec<(&'static str, String)>,
    /// Its picture as PNG.
    pub picture: Option<Vec<u8>>,
}

impl Card {
    /// A series and what is to be done with it.
    pub fn of(series: &Series, decision: &Decision, pseudonyms: &Pseudonyms) -> Self {
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
        let draw =
            AssertUnwindSafe(|| draw(&*series.last_examined()?, series.modality(), face, &name));
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

    /// How the page marks it.
    pub fn status(&self) -> page::Status {
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
