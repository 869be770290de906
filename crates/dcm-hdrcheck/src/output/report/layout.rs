//! What the sheets of a workbook have in common.

use dicom_common::code::{Lang, RunError};
use dicom_common::deid::policy::Choice;

use crate::args::Criteria;
use crate::output::report::labels::Labels;
use crate::verdict::{FileVerdict, Values};

/// What does not change from file to file.
#[derive(Clone, Copy)]
pub struct Layout {
    /// The language of labels and reasons: `--lang`.
    pub lang: Lang,
    /// By what was judged: `--criteria`.
    pub criteria: Criteria,
    /// The level or profile that was judged by, for the column of levels.
    pub choice: Choice,
    /// Whether there is a column with the values of elements: `--show-values`.
    pub values: Values,
}

/// Whether rows were written.
pub(super) type Written = Result<(), RunError>;

/// An error of the workbook writer: these tell about sheets and the disk, not about data.
pub(super) fn failed(error: impl std::fmt::Display) -> RunError {
    RunError::Usage(format!("the report cannot be written: {error}"))
}

impl Layout {
    /// The labels of its language.
    pub(super) fn labels(&self) -> &'static Labels {
        Labels::of(self.lang)
    }

    /// Whether the workbook may hold what tells who a patient is, so that only its owner reads it.
    pub(super) fn shows_names(&self) -> bool {
        self.values == Values::Shown || self.criteria == Criteria::Reference
    }

    /// The label above [`Self::name`].
    pub(super) fn name_label(&self) -> &'static str {
        match self.criteria {
            Criteria::Reference => self.labels().file,
            Criteria::Strict => self.labels().source,
        }
    }

    /// What a file is called in rows: as the earlier tool did, by its name, or else by its source.
    pub(super) fn name<'a>(&self, file: &'a FileVerdict) -> &'a str {
        match self.criteria {
            Criteria::Reference => &file.name,
            Criteria::Strict => &file.source,
        }
    }
}
