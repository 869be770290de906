//! Counts over all files.

use std::collections::BTreeMap;

use dicom_common::code::Code;
use dicom_common::pipeline::manifest::Status;

use crate::verdict::FileVerdict;

/// What all files together are.
#[derive(Debug, Default)]
pub(super) struct Totals {
    /// Files by why they did not pass; `None`: they did.
    codes: BTreeMap<Option<Code>, u64>,
    /// Elements that were judged.
    pub(super) inspected: u64,
    /// Of these, such as a person should look at.
    pub(super) warned: u64,
    /// Of these, such as were not accepted.
    pub(super) failed: u64,
}

impl Totals {
    /// Adds a file.
    pub(super) fn add(&mut self, file: &FileVerdict) {
        *self.codes.entry(file.code()).or_default() += 1;
        if let Ok(verdict) = &file.verdict {
            self.inspected += verdict.inspected as u64;
            self.warned += verdict.warned as u64;
            self.failed += verdict.failed as u64;
        }
    }

    /// All files.
    pub(super) fn files(&self) -> u64 {
        self.codes.values().sum()
    }

    /// Files that ended like this.
    pub(super) fn of(&self, status: Status) -> u64 {
        self.by_code().filter(|(one, ..)| *one == status).map(|(_, _, files)| files).sum()
    }

    /// Files by their ends, the worst first.
    pub(super) fn ends(&self) -> Vec<(Status, Option<Code>, u64)> {
        let order = [Status::Fail, Status::Flag, Status::Skip, Status::Plan, Status::Ok];
        let of = |status| self.by_code().filter(move |(one, ..)| *one == status);
        order.into_iter().flat_map(of).collect()
    }

    fn by_code(&self) -> impl Iterator<Item = (Status, Option<Code>, u64)> {
        self.codes.iter().map(|(code, files)| (code.map_or(Status::Ok, Status::of), *code, *files))
    }
}
