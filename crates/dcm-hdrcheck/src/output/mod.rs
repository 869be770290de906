//! What is written: CSV files and the workbook, each under its name only when it is whole.

mod findings;
mod report;
mod summary;

use dicom_common::code::RunError;
use dicom_common::deid::policy::Choice;

use crate::args::Args;
use crate::verdict::{FileVerdict, Values};

use findings::Findings;
use report::{About, Layout, Report};
use summary::Summary;

pub use report::MOST_FILE_SHEETS;

/// Everything that verdicts are written to, besides the manifest.
pub struct Sinks {
    /// `--findings`.
    findings: Option<Findings>,
    /// `--summary`.
    summary: Option<Summary>,
    /// `--report`.
    report: Option<Report>,
}

impl Sinks {
    /// Starts the files that the flags name.
    ///
    /// # Errors
    /// When one cannot be written.
    pub fn create(args: &Args, choice: Choice, configuration: String) -> Result<Self, RunError> {
        let criteria = args.criteria.criteria;
        let flags = &args.report;
        let values = Values::of(flags.show_values);
        let findings = flags.findings.as_deref().map(|path| {
            Findings::create(path, criteria, values)
                .map_err(|e| RunError::output("the findings file", &e))
        });
        let summary = flags.summary.as_deref().map(|path| {
            Summary::create(path, criteria, choice)
                .map_err(|e| RunError::output("the summary file", &e))
        });
        let layout = Layout { lang: flags.lang, criteria, choice, values };
        let about = About {
            configuration,
            own_table: args.criteria.policy.is_some(),
            originals: args.originals.link.is_some() || !args.originals.against.is_empty(),
        };
        let report = flags.report.as_deref().map(|path| Report::create(path, layout, about));
        Ok(Self {
            findings: findings.transpose()?,
            summary: summary.transpose()?,
            report: report.transpose()?,
        })
    }

    /// Adds a file.
    ///
    /// # Errors
    /// When something cannot be written.
    pub fn add(&mut self, file: FileVerdict) -> Result<(), RunError> {
        if let Some(findings) = &mut self.findings {
            findings.add(&file).map_err(|e| RunError::output("the findings file", &e))?;
        }
        if let Some(summary) = &mut self.summary {
            summary.add(&file).map_err(|e| RunError::output("the summary file", &e))?;
        }
        match &mut self.report {
            Some(report) => report.add(file),
            None => Ok(()),
        }
    }

    /// Completes the files and gives them their names.
    ///
    /// # Errors
    /// When not everything could be written.
    pub fn finish(self) -> Result<(), RunError> {
        if let Some(findings) = self.findings {
            findings.finish().map_err(|e| RunError::output("the findings file", &e))?;
        }
        if let Some(summary) = self.summary {
            summary.finish().map_err(|e| RunError::output("the summary file", &e))?;
        }
        self.report.map_or(Ok(()), Report::finish)
    }
}
