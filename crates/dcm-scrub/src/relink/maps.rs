//! All pairs of a link file as maps, id_old to id_new: one of UIDs, one of patient IDs, as the
//! validation script of the MIDI challenge (NCI) reads them.

use std::fs::File;
use std::io::{self, BufWriter};
use std::path::Path;

use crosswalk::LinkRow;
use dicom_common::code::RunError;
use dicom_common::files::pending::{Pending, Readers};
use dicom_common::pipeline::cli::Tally;
use dicom_common::pipeline::manifest::Status;

use super::args::RelinkArgs;
use super::originals::Kind;
use crate::remembered::Remembered;

const COLUMNS: [&str; 2] = ["id_old", "id_new"];

/// The maps that were asked for, in the making.
pub struct Maps {
    uids: Option<Map>,
    patients: Option<Map>,
}

/// A map in the making: it appears when it is whole.
struct Map {
    csv: csv::Writer<BufWriter<File>>,
    pending: Pending,
    /// So that each pair comes once, as far as is remembered.
    written: Remembered,
    flag: &'static str,
}

impl Maps {
    /// Starts those that the flags name; none where no flag does.
    ///
    /// # Errors
    /// When one cannot be made.
    pub fn of(args: &RelinkArgs) -> Result<Option<Self>, RunError> {
        let map = |path: &Option<_>, flag| path.as_deref().map(|path| Map::create(path, flag));
        let uids = map(&args.uid_map, "--uid-map").transpose()?;
        let patients = map(&args.patient_map, "--patient-map").transpose()?;
        Ok((uids.is_some() || patients.is_some()).then_some(Self { uids, patients }))
    }

    /// Takes a row of the link file over into the map that it belongs to.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn add(&mut self, row: &LinkRow) -> Result<(), RunError> {
        let map = match Kind::parse(&row.kind) {
            Some(Kind::Study | Kind::Series | Kind::Instance | Kind::Uid) => &mut self.uids,
            Some(Kind::Patient) => &mut self.patients,
            Some(Kind::Path) | None => return Ok(()),
        };
        map.as_mut().map_or(Ok(()), |map| map.add(row))
    }

    /// Gives the maps their names; every row counts as answered.
    ///
    /// # Errors
    /// When they cannot be completed.
    pub fn finish(self) -> Result<Tally, RunError> {
        [self.uids, self.patients].into_iter().flatten().try_for_each(Map::finish)?;
        let mut tally = Tally::default();
        tally.count(Status::Ok);
        Ok(tally)
    }
}

impl Map {
    fn create(path: &Path, flag: &'static str) -> Result<Self, RunError> {
        let start = || {
            let pending = Pending::create(path)?;
            let mut csv = csv::Writer::from_writer(BufWriter::new(pending.handle()?));
            csv.write_record(COLUMNS)?;
            io::Result::Ok(Self { csv, pending, written: Remembered::default(), flag })
        };
        start().map_err(|e| RunError::output(flag, &e))
    }

    fn add(&mut self, LinkRow { original, new, .. }: &LinkRow) -> Result<(), RunError> {
        if !self.written.is_new(&(original, new)) {
            return Ok(());
        }
        let row = [original.as_slice(), new.as_bytes()];
        self.csv.write_record(row).map_err(|e| RunError::output(self.flag, &e.into()))
    }

    fn finish(mut self) -> Result<(), RunError> {
        let published = self.csv.flush().and_then(|()| self.pending.publish(Readers::Owner));
        published.map_err(|e| RunError::output(self.flag, &e))
    }
}
