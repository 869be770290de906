//! The last pass: what was staged gets its name, and every row its end.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs::File;
use std::io::BufWriter;
use std::os::unix::ffi::OsStrExt;

use data_encoding::HEXLOWER;
use dicom_common::code::{Code, Fault, Outcome, RunError};
use dicom_common::files::publish::{Existing, Output, Staged};
use dicom_common::pipeline::manifest::{Column, Header, Status};
use dicom_common::pipeline::session::{Ending, FileByFile, FileEntry};

use crate::folder::{MANIFEST, SUMS, folders_of};
use crate::hashing::Hashing;
use crate::names::NameSet;
use crate::public::Public;
use crate::reason::{Reason, Reasons};
use crate::record::{Fate, NONE, Record};
use crate::sums;
use crate::survey::{Survey, target};

/// What is written into the folder to share besides the files.
pub struct Run<'a> {
    survey: &'a Survey,
    header: Header,
    output: &'a Output,
    sums: (Staged, BufWriter<File>),
    manifest: (Staged, Public<Hashing<BufWriter<File>>>),
    /// What has been released so far.
    pub released: Released,
}

/// Counts of what is released and of what is not.
#[derive(Debug, Default)]
pub struct Released {
    /// Files.
    pub files: u64,
    /// Those of them that had a hash in the manifest.
    pub hashed: u64,
    /// Their lengths together.
    pub bytes: u64,
    /// Their subjects.
    pub subjects: HashSet<u64>,
    /// Their studies.
    pub studies: HashSet<u64>,
    /// Their series.
    pub series: HashSet<u64>,
    /// Folders below the folder to share.
    folders: HashSet<u64>,
    /// Files that are not released, and their series, by reason.
    pub held: BTreeMap<u32, Held>,
}

/// How much of what came in was released.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All but what a rule or a person left out.
    Everything,
    /// Less: something is held back, or nothing was released.
    Less,
}

/// Files that are not released for one reason.
#[derive(Debug, Default)]
pub struct Held {
    /// Files.
    pub files: u64,
    /// Their series, as far as known.
    pub series: BTreeSet<u32>,
}

impl Released {
    /// What the exit code says of it.
    pub fn extent(&self, reasons: &Reasons) -> Extent {
        let withholds = |number: &u32| reasons.get(*number).is_none_or(Reason::withholds);
        match self.files == 0 || self.held.keys().any(withholds) {
            true => Extent::Less,
            false => Extent::Everything,
        }
    }

    /// The folders that may be in the folder to share.
    pub fn folders(&self) -> NameSet {
        NameSet::new(self.folders.iter().copied().collect())
    }
}

impl<'a> Run<'a> {
    /// Into this folder.
    ///
    /// # Errors
    /// When nothing can be written there.
    pub fn new(survey: &'a Survey, header: Header, output: &'a Output) -> Result<Self, RunError> {
        let create = || output.create().map_err(|e| RunError::output("--output", &e));
        let (sums, lines) = create()?;
        let (manifest, rows) = create()?;
        let rows = Public::new(Hashing::new(BufWriter::new(rows)))
            .map_err(|e| RunError::output("--output", &e))?;
        Ok(Self {
            survey,
            header,
            output,
            sums: (sums, BufWriter::new(lines)),
            manifest: (manifest, rows),
            released: Released::default(),
        })
    }

    /// Gives the public manifest and SHA256SUMS their names, the latter last: where it is, everything
    /// is.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn finish(self) -> Result<Released, RunError> {
        let failed = |e: std::io::Error| RunError::output("--output", &e);
        let (staged, rows) = self.manifest;
        let written = rows.finish().map_err(failed)?.finish().map_err(failed)?;
        staged.publish(&self.output.root().join(MANIFEST), Existing::Replace).map_err(failed)?;
        let (staged, mut lines) = self.sums;
        sums::write(&mut lines, &written.sha256, MANIFEST).map_err(failed)?;
        lines.into_inner().map_err(|e| failed(e.into_error()))?;
        staged.publish(&self.output.root().join(SUMS), Existing::Replace).map_err(failed)?;
        self.output.sync().map_err(failed)?;
        Ok(self.released)
    }
}

impl Run<'_> {
    fn release(
        &mut self,
        entry: &mut FileEntry,
        header: &Header,
        record: &Record,
    ) -> Result<Ending, RunError> {
        let failed = |e: std::io::Error| RunError::output("--output", &e);
        let row = &mut entry.row;
        let target = target(row, header).unwrap_or_default();
        let path = self.output.root().join(&target);
        self.released.hashed += u64::from(!row.get(header, Column::Sha256).is_empty());
        row.set(header, Column::Path, path.to_string_lossy());
        row.set(header, Column::Bytes, record.bytes.to_string());
        row.set(header, Column::Sha256, HEXLOWER.encode(&record.sha256));
        let (_, rows) = &mut self.manifest;
        rows.row(row, header, &target).map_err(failed)?;
        let (_, lines) = &mut self.sums;
        sums::write(lines, &record.sha256, &target).map_err(failed)?;
        let (names, released) = (&self.survey.names, &mut self.released);
        released.files += 1;
        released.bytes += record.bytes;
        for (set, column) in [
            (&mut released.subjects, Column::Subject),
            (&mut released.studies, Column::Study),
            (&mut released.series, Column::Series),
        ] {
            set.insert(names.of(row.get(header, column)));
        }
        let folders = folders_of(&target).map(|folder| names.of(folder.as_os_str().as_bytes()));
        released.folders.extend(folders);
        Ok(Ending::done(Status::Ok).unchanged(record.fate == Fate::There))
    }

    fn hold(
        &mut self,
        entry: &mut FileEntry,
        header: &Header,
        number: u32,
        record: &Record,
    ) -> Ending {
        let held = self.released.held.entry(number).or_default();
        held.files += 1;
        if record.series != NONE {
            held.series.insert(record.series);
        }
        let reason = self.survey.reasons.get(number).unwrap_or(Reason::Own(Code::Internal));
        let ending = Ending::of(reason.own_code());
        if ending.status == Status::Fail {
            for column in [Column::Path, Column::Bytes, Column::Sha256] {
                entry.row.set(header, column, "");
            }
        }
        ending
    }
}

impl FileByFile for Run<'_> {
    type Memory = ();
    type Work = Record;

    fn work(&self, entry: &FileEntry, at: usize, (): &mut ()) -> Outcome<Record> {
        let number = at as u64;
        let record = self.survey.records.load(number, 1).map_err(|_| Fault(Code::Internal))?;
        let record = *record.first().ok_or(Fault(Code::Internal))?;
        let existing = match record.fate {
            Fate::Staged => Existing::Keep,
            Fate::Apart => Existing::Replace,
            _ => return Ok(record),
        };
        let target = target(&entry.row, &self.header).ok_or(Fault(Code::Internal))?;
        self.output.numbered(number).name(&self.output.root().join(target), existing)?;
        Ok(record)
    }

    fn settle(
        &mut self,
        entry: &mut FileEntry,
        work: Outcome<Record>,
        header: &Header,
    ) -> Result<Ending, RunError> {
        // Series are published whole or not at all, and this one may be half published.
        let record = work.map_err(|Fault(code)| {
            RunError::Usage(format!(
                "a file cannot be put into --output: {} Mend that, and run again to go on",
                code.meaning()
            ))
        })?;
        match record.fate {
            Fate::Held(number) => Ok(self.hold(entry, header, number, &record)),
            _ => self.release(entry, header, &record),
        }
    }
}
