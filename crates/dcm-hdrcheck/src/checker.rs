//! What judges a file: the criteria, and what is known of the originals.

use dicom_common::code::{Outcome, RunError};
use dicom_common::deid::policy::{Choice, Policy};
use dicom_common::pipeline::manifest::{Column, Header};
use dicom_common::pipeline::same_file::SameFile;
use dicom_common::pipeline::session::FileEntry;
use dicom_dictionary_std::tags;

use crate::allow::Allowed;
use crate::args::{Args, Criteria};
use crate::decision::Decisions;
use crate::originals::{Observed, Originals, OriginalsOfFile};
use crate::output::MOST_FILE_SHEETS;
use crate::reader::{Tag, read, read_leniently};
use crate::reference::Reference;
use crate::strict::{Strict, Table};
use crate::verdict::{Detail, Values, Verdict};

/// What judges the files of a run.
pub struct Checker {
    criteria: Judge,
    /// What is known of the files before anonymization; none where no flag names them.
    originals: Option<Originals>,
    /// Accepted elements are reported too, for as many files as have a sheet.
    detailed_files: usize,
    /// Whether values are shown in reports.
    values: Values,
}

enum Judge {
    Strict(Box<Strict>),
    Reference(Reference),
}

/// What names the patient.
const NAMING: [Tag; 3] = [tags::PATIENT_NAME, tags::PATIENT_ID, tags::PATIENT_BIRTH_DATE];

impl Checker {
    /// Of the flags.
    ///
    /// # Errors
    /// A policy, a link file or originals that cannot be read; a search that cannot be built.
    pub fn new(args: &Args, choice: Choice) -> Result<Self, RunError> {
        let policy = match &args.criteria.policy {
            None => Policy::built_in(),
            Some(path) => Policy::with_site_table(path).map_err(RunError::usage)?,
        };
        let amendments = args.criteria.choice.amendments();
        let policy = amendments.amend(policy).map_err(RunError::usage)?;
        let reference = match (args.criteria.criteria, choice) {
            (Criteria::Reference, Choice::Level(level, _)) => Some(Reference::new(level, &policy)?),
            _ => None,
        };
        let additions = args.criteria.choice.safe_additions()?;
        let decisions = Decisions::new(policy, choice, &additions);
        let originals = Originals::open(&args.originals, &decisions)?;
        let table = match args.criteria.policy {
            Some(_) => Table::OfSite,
            None if amendments.keep.iter().any(|tag| NAMING.contains(tag)) => Table::Naming,
            None if !amendments.keep.is_empty() => Table::Amended,
            None => Table::BuiltIn,
        };
        let allowed = args.criteria.allow.as_deref().map(Allowed::read).transpose()?;
        let allowed = allowed.unwrap_or_default();
        let criteria = match reference {
            Some(reference) => Judge::Reference(reference),
            None => Judge::Strict(Box::new(Strict::new(decisions, table, allowed)?)),
        };
        let detailed_files = args.report.report.as_ref().map_or(0, |_| MOST_FILE_SHEETS);
        let values = Values::of(args.report.show_values);
        Ok(Self { criteria, originals, detailed_files, values })
    }

    /// Judges a file, the `at`-th of the run; needs no order.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn check(
        &self,
        entry: &FileEntry,
        at: usize,
        header: &Header,
    ) -> Outcome<(Verdict, Observed)> {
        let detail = Detail { accepted: at < self.detailed_files, values: self.values };
        let opened = entry.path().and_then(|path| SameFile::open(path, &entry.seal));
        match &self.criteria {
            Judge::Reference(reference) => {
                let contents = opened.and_then(|(_, file, len)| read_leniently(file, len));
                Ok((reference.check(contents, self.values)?, Observed::default()))
            }
            Judge::Strict(strict) => {
                let (same, file, len) = opened?;
                let contents = read(file, len)?;
                let originals = self.originals.as_ref();
                let dataset = &contents.dataset;
                let pair = match originals {
                    Some(originals) => originals.pair(dataset, strict.decisions())?,
                    None => None,
                };
                let known = OriginalsOfFile { all: originals, own: pair.as_ref() };
                let mut verdict = strict.check(&contents, known, detail)?;
                let source = entry.row.get(header, Column::Source);
                let compare =
                    |o: &Originals| o.compare(source, dataset, pair.as_ref(), &mut verdict);
                let observed = originals.map(compare).unwrap_or_default();
                // All of it was read; what was written into it meanwhile was not judged.
                same.again()?;
                Ok((verdict, observed))
            }
        }
    }
}
