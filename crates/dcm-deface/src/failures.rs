//! Files that could not be treated, by their series: the others of a series must not hide them.

use std::collections::HashMap;

use dicom_common::code::{Code, Fault};
use dicom_common::pipeline::manifest::Status;

use crate::entry::{Entry, Inputs};

/// The first file of each series that could not be treated.
#[derive(Debug, Default)]
pub struct Failures(HashMap<String, String>);

impl Failures {
    /// Those that are known before anything is treated.
    pub fn of(inputs: &Inputs) -> Self {
        let mut failures = Self::default();
        for (_, entry) in inputs.iter() {
            if let Err(Fault(code)) = entry.state {
                failures.note(&entry, code);
            }
        }
        failures
    }

    /// Notes what became of a file.
    pub fn note(&mut self, entry: &Entry, code: Code) {
        let details = &entry.details;
        // A file that an earlier tool lost has that tool's code.
        let code = details.failed.unwrap_or(code);
        if Status::of(code) == Status::Fail && !details.series.is_empty() {
            let source = entry.new.as_ref().map_or(details.source.as_str(), |new| new.source());
            let first = || format!("{code}:{source}");
            self.0.entry(details.series.clone()).or_insert_with(first);
        }
    }

    /// The first of a series, as `CODE:SOURCE`; empty where all of its files were treated.
    pub fn of_series(&self, series: &str) -> &str {
        self.0.get(series).map(String::as_str).unwrap_or_default()
    }
}
