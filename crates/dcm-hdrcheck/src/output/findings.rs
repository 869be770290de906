//! Findings, one row each; by the criteria of the earlier tool every judged attribute.

use std::borrow::Cow;
use std::fs::File;
use std::io;
use std::path::Path;

use dicom_common::code::Lang;
use dicom_common::files::pending::{Pending, Readers};

use crate::args::Criteria;
use crate::reason::Severity;
use crate::verdict::{Field, FileVerdict, Values};

/// An open findings file.
pub struct Findings {
    csv: csv::Writer<File>,
    pending: Pending,
    criteria: Criteria,
    values: Values,
}

impl Findings {
    /// Starts the file with its header row.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn create(path: &Path, criteria: Criteria, values: Values) -> io::Result<Self> {
        let pending = Pending::create(path)?;
        let mut csv = csv::WriterBuilder::new().flexible(true).from_writer(pending.handle()?);
        let columns: &[&str] = match (criteria, values) {
            (Criteria::Reference, Values::Shown) => &["file", "tag", "value", "ok", "reason"],
            (Criteria::Reference, Values::Hidden) => &["file", "tag", "ok", "reason"],
            (Criteria::Strict, Values::Shown) => {
                &["source", "path", "keyword", "vr", "severity", "reason", "value"]
            }
            (Criteria::Strict, Values::Hidden) => {
                &["source", "path", "keyword", "vr", "severity", "reason"]
            }
        };
        csv.write_record(columns)?;
        Ok(Self { csv, pending, criteria, values })
    }

    /// Adds the findings of one file.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn add(&mut self, file: &FileVerdict) -> io::Result<()> {
        let Ok(verdict) = &file.verdict else { return Ok(()) };
        for field in &verdict.fields {
            match self.criteria {
                Criteria::Reference => self.reference(file, field)?,
                Criteria::Strict if field.is_listed() => self.strict(file, field)?,
                Criteria::Strict => {}
            }
        }
        Ok(())
    }

    fn reference(&mut self, file: &FileVerdict, field: &Field) -> io::Result<()> {
        self.csv.write_field(harmless(&file.name).as_bytes())?;
        self.csv.write_field(field.keyword.as_bytes())?;
        if self.values == Values::Shown {
            let value = field.value.as_deref().unwrap_or_default();
            // Numbers stay as the earlier tool writes them: a sign and digits compute nothing.
            let value = if is_number(value) { Cow::Borrowed(value) } else { harmless(value) };
            self.csv.write_field(value.as_bytes())?;
        }
        self.csv.write_field(if field.severity() == Severity::Pass { "True" } else { "False" })?;
        self.csv.write_field(field.reason.text(Lang::Ko))?;
        Ok(self.csv.write_record(None::<&[u8]>)?)
    }

    fn strict(&mut self, file: &FileVerdict, field: &Field) -> io::Result<()> {
        let vr = field.vr.map(|vr| vr.to_string()).unwrap_or_default();
        self.csv.write_field(&file.source)?;
        self.csv.write_field(&field.path)?;
        self.csv.write_field(field.keyword.as_bytes())?;
        self.csv.write_field(vr)?;
        self.csv.write_field(field.severity().as_str())?;
        match field.allowed {
            Some(line) => self.csv.write_field(format!("allowed by line {line}"))?,
            None => self.csv.write_field(field.reason.code())?,
        }
        if self.values == Values::Shown {
            self.csv
                .write_field(harmless(field.value.as_deref().unwrap_or_default()).as_bytes())?;
        }
        Ok(self.csv.write_record(None::<&[u8]>)?)
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// When not everything could be written.
    pub fn finish(mut self) -> io::Result<()> {
        self.csv.flush()?;
        drop(self.csv);
        self.pending.publish(Readers::of(
            self.values == Values::Shown || self.criteria == Criteria::Reference,
        ))
    }
}

/// Whether a value is of numbers alone, one or several.
fn is_number(value: &str) -> bool {
    value.split('\\').all(|number| number.trim().parse::<f64>().is_ok())
}

/// A cell that no spreadsheet takes for a formula.
pub(super) fn harmless(value: &str) -> Cow<'_, str> {
    match value.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => Cow::Owned(format!("'{value}")),
        false => Cow::Borrowed(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_quoted() {
        for formula in ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1"] {
            assert_eq!(harmless(formula), format!("'{formula}"));
        }
        assert_eq!(harmless("Doe^Jane"), "Doe^Jane");
        assert!(
            is_number("-158.1\\+3\\1e-3")
                && !is_number("-1+cmd|' /C calc'!A0")
                && !is_number("-1-2")
        );
    }
}
