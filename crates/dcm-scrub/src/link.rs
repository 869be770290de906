//! What of each file goes into the link file: the only place where originals stand next to their
//! pseudonyms, made when asked for, readable by its owner alone.

use std::collections::HashSet;
use std::io;
use std::path::Path;

use crosswalk::{IfThere, Lock, Writer};
use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::dataset::DataSet;
use dicom_common::pipeline::instance::Instance;
use dicom_dictionary_std::tags;

use crate::subject::Subject;

/// The original of something that became a pseudonym, for the link file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Link {
    /// What it is: `path`, `unwritten`, `patient`, `study`, `series`, `instance`, `shift`, `value`.
    pub kind: &'static str,
    /// The value as in the input, in the bytes of the file.
    pub original: Vec<u8>,
    /// What stands in its place in the output; empty where nothing does.
    pub new: String,
}

/// The UIDs of the input that the link file names.
pub struct OriginalUids {
    study: Vec<u8>,
    series: Vec<u8>,
    sop_instance: Vec<u8>,
}

impl OriginalUids {
    /// Those of a data set.
    ///
    /// # Errors
    /// `E_MISSING_UID`.
    pub fn of(dataset: &DataSet) -> Outcome<Self> {
        let uid = |tag| {
            let uid = dataset.ascii(tag).ok_or(Fault(Code::MissingUid))?;
            Ok(uid.as_bytes().to_vec())
        };
        Ok(Self {
            study: uid(tags::STUDY_INSTANCE_UID)?,
            series: uid(tags::SERIES_INSTANCE_UID)?,
            sop_instance: uid(tags::SOP_INSTANCE_UID)?,
        })
    }

    /// The originals of a file with what became of them: `known` are its known values.
    pub fn links(self, instance: &Instance, subject: &Subject, known: Vec<Vec<u8>>) -> Vec<Link> {
        let Self { study, series, sop_instance } = self;
        let link = |kind, original, new: &str| Link { kind, original, new: new.to_owned() };
        let mut links = vec![
            link("patient", subject.original.clone(), &instance.subject),
            link("study", study, &instance.study),
            link("series", series, &instance.series),
            link("instance", sop_instance, &instance.sop_instance),
            link("shift", subject.original.clone(), &subject.shift.to_string()),
        ];
        links.extend(known.into_iter().map(|value| link("value", value, "")));
        links
    }
}

/// An open link file.
pub struct LinkFile {
    rows: Writer,
    /// What belongs to many files is written once.
    written: HashSet<Link>,
}

impl LinkFile {
    /// Starts the file, which appears with mode 0600 when it is whole; an existing one is replaced
    /// only with `force`.
    ///
    /// # Errors
    /// When it exists or cannot be made.
    pub fn create(path: &Path, force: bool, lock: Option<&Lock>) -> io::Result<Self> {
        let if_there = if force { IfThere::Replace } else { IfThere::Refuse };
        Ok(Self { rows: Writer::create(path, if_there, lock)?, written: HashSet::new() })
    }

    /// Adds the originals of one file.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn write(&mut self, source: &str, links: &[Link]) -> io::Result<()> {
        for link in links {
            let once = !matches!(link.kind, "path" | "unwritten" | "instance");
            if once && !self.written.insert(link.clone()) {
                continue;
            }
            self.rows.write(source, link.kind, &link.original, &link.new)?;
        }
        Ok(())
    }

    /// Everything on the disk, under its name.
    ///
    /// # Errors
    /// When it cannot be.
    pub fn finish(self) -> io::Result<()> {
        self.rows.finish()
    }
}
