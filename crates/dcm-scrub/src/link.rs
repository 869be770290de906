//! What of each file goes into the link file: the only place where originals stand next to their
//! pseudonyms, made when asked for, readable by its owner alone.

use std::io;
use std::path::Path;

use crosswalk::{IfThere, Lock, Writer};
use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::dataset::{DataSet, Text};
use dicom_common::pipeline::instance::Instance;
use dicom_dictionary_std::tags;

use crate::changed_uids::UidsBefore;
use crate::remembered::Remembered;
use crate::subject::Subject;

/// The original of something that became a pseudonym, for the link file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Link {
    /// What it is: `path`, `unwritten`, `patient`, `study`, `series`, `instance`, `uid`, `shift`,
    /// `value`.
    pub kind: &'static str,
    /// The value as in the input: its characters in UTF-8, or its bytes where they are none.
    pub original: Vec<u8>,
    /// What stands in its place in the output; empty where nothing does.
    pub new: String,
}

/// What of an input the link file names, kept until it is known what became of it.
pub struct Originals {
    study: Vec<u8>,
    series: Vec<u8>,
    sop_instance: Vec<u8>,
    uids: UidsBefore,
    /// The character sets of the input.
    text: Text,
}

impl Originals {
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
            uids: UidsBefore::of(dataset),
            text: Text::of(dataset, &Text::default()),
        })
    }

    /// The originals of a file with what became of them: `output` is its new data set, `known` are
    /// its known values.
    pub fn links(
        self,
        instance: &Instance,
        output: &DataSet,
        subject: &Subject,
        known: Vec<Vec<u8>>,
    ) -> Vec<Link> {
        let Self { study, series, sop_instance, uids, text } = self;
        let link = |kind, original, new: &str| Link { kind, original, new: new.to_owned() };
        let patient = characters(&text, &subject.original);
        let own = [study.clone(), series.clone(), sop_instance.clone()];
        let mut links = vec![
            link("patient", patient.clone(), &instance.subject),
            link("study", study, &instance.study),
            link("series", series, &instance.series),
            link("instance", sop_instance, &instance.sop_instance),
            link("shift", patient, &subject.shift.to_string()),
        ];
        // What the file is needs no second row; what it refers to has one, so that parts of a data
        // set give the same rows as the whole.
        uids.changed(output, &mut |uid, new| {
            if !own.iter().any(|own| own == uid) {
                links.push(link("uid", uid.to_vec(), new));
            }
        });
        // Known values are in the file's character sets, or in UTF-8 already.
        let known = known.into_iter().map(|value| match std::str::from_utf8(&value) {
            Ok(_) if !value.contains(&0x1B) => value,
            _ => characters(&text, &value),
        });
        links.extend(known.map(|value| link("value", value, "")));
        links
    }
}

/// A value in UTF-8; its bytes where its character sets cannot explain them.
fn characters(text: &Text, value: &[u8]) -> Vec<u8> {
    let decoded = text.decode(value);
    // Decoders put U+FFFD, or an octal number behind a backslash, in the place of such a byte.
    let backslashes = |bytes: &[u8]| bytes.iter().filter(|b| **b == b'\\').count();
    if decoded.contains(char::REPLACEMENT_CHARACTER)
        || backslashes(decoded.as_bytes()) > backslashes(value)
    {
        return value.to_vec();
    }
    decoded.into_bytes()
}

/// An open link file.
pub struct LinkFile {
    rows: Writer,
    /// What belongs to many files is written once, as far as it is remembered.
    written: Remembered,
}

impl LinkFile {
    /// Starts the file, which appears with mode 0600 when it is whole; an existing one is replaced
    /// only with `force`.
    ///
    /// # Errors
    /// When it exists or cannot be made.
    pub fn create(path: &Path, force: bool, lock: Option<&Lock>) -> io::Result<Self> {
        let if_there = if force { IfThere::Replace } else { IfThere::Refuse };
        Ok(Self { rows: Writer::create(path, if_there, lock)?, written: Remembered::default() })
    }

    /// Adds the originals of one file.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn write(&mut self, source: &str, links: &[Link]) -> io::Result<()> {
        for link in links {
            let once = !matches!(link.kind, "path" | "unwritten" | "instance");
            if once && !self.written.is_new(link) {
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
