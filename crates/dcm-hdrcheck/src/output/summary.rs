//! The verdicts, one row for each file.

use std::fs::File;
use std::io;
use std::path::Path;

use dicom_common::deid::policy::Choice;
use dicom_common::files::pending::{Pending, Readers};
use dicom_common::pipeline::manifest::Status;

use super::findings::harmless;
use crate::args::Criteria;
use crate::verdict::FileVerdict;

/// An open summary file.
pub struct Summary {
    csv: csv::Writer<File>,
    pending: Pending,
    criteria: Criteria,
    level: String,
}

/// As the earlier tool says it.
fn word(passes: bool) -> &'static str {
    if passes { "PASS" } else { "FAIL" }
}

/// What a check says, as rows do.
fn check(passes: bool) -> &'static str {
    if passes { Status::Ok.as_str() } else { Status::Fail.as_str() }
}

impl Summary {
    /// Starts the file with its header row.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn create(path: &Path, criteria: Criteria, choice: Choice) -> io::Result<Self> {
        let pending = Pending::create(path)?;
        let mut csv = csv::Writer::from_writer(pending.handle()?);
        match criteria {
            Criteria::Reference => csv.write_record([
                "file",
                "option",
                "ok",
                "warn",
                "anon_rate",
                "rate_verdict",
                "abs_verdict",
                "final",
            ])?,
            Criteria::Strict => csv.write_record([
                "source",
                "level",
                "inspected",
                "passed",
                "warned",
                "failed",
                "rate",
                "absolute",
                "final",
                "code",
            ])?,
        }
        Ok(Self { csv, pending, criteria, level: choice.name().to_ascii_uppercase() })
    }

    /// Adds one file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn add(&mut self, file: &FileVerdict) -> io::Result<()> {
        let verdict = match &file.verdict {
            Ok(verdict) => verdict,
            Err(fault) => return self.unread(file, fault.0.as_str()),
        };
        let rate = format!("{:.2}%", verdict.rate());
        match self.criteria {
            Criteria::Reference => self.csv.write_record([
                &*harmless(&file.name),
                &self.level,
                &verdict.passed().to_string(),
                &verdict.failed.to_string(),
                &rate,
                word(verdict.rate_passes()),
                word(!verdict.absolute_failed),
                word(verdict.passes()),
            ])?,
            Criteria::Strict => self.csv.write_record([
                file.source.as_str(),
                &self.level,
                &verdict.inspected.to_string(),
                &verdict.passed().to_string(),
                &verdict.warned.to_string(),
                &verdict.failed.to_string(),
                &rate,
                check(!verdict.absolute_failed),
                file.status().as_str(),
                "",
            ])?,
        }
        Ok(())
    }

    fn unread(&mut self, file: &FileVerdict, code: &str) -> io::Result<()> {
        match self.criteria {
            Criteria::Reference => {
                let name = harmless(&file.name);
                self.csv.write_record([&*name, &self.level, "", "", "", "", "", "FAIL"])?;
            }
            Criteria::Strict => {
                self.csv.write_record([
                    &file.source,
                    &self.level,
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    file.status().as_str(),
                    code,
                ])?;
            }
        }
        Ok(())
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// When not everything could be written.
    pub fn finish(mut self) -> io::Result<()> {
        self.csv.flush()?;
        drop(self.csv);
        self.pending.publish(Readers::of(self.criteria == Criteria::Reference))
    }
}
