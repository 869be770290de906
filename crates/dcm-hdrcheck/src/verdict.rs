//! What a check says: of one element, and of one file.

use std::borrow::Cow;

use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::pipeline::manifest::Status;

use crate::reader::VR;
use crate::reason::{Reason, Severity};

/// One element as it was judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Where it stands: tags, and positions of items (`00081140[0].00081155`).
    pub path: String,
    /// The standard's keyword; empty where there is none.
    pub keyword: Cow<'static, str>,
    /// Its value representation: of UN that which the dictionary knows. None where the finding is
    /// no element.
    pub vr: Option<VR>,
    /// Whether the policy says that its original value must never remain.
    pub absolute: bool,
    /// Why it was accepted or not.
    pub reason: Reason,
    /// Its value, where values are to be shown.
    pub value: Option<String>,
    /// The line of the file of `--allow` that has the value.
    pub allowed: Option<usize>,
}

impl Field {
    /// How bad it is.
    pub fn severity(&self) -> Severity {
        self.reason.severity()
    }

    /// Whether it is listed among what a person should know of: findings, warnings, and what is
    /// accepted only because the site says so.
    pub fn is_listed(&self) -> bool {
        self.severity() > Severity::Pass || self.allowed.is_some()
    }
}

/// What was found in one file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Verdict {
    /// How many elements were judged, and statements that should be there.
    pub inspected: usize,
    /// How many of these a person should look at.
    pub warned: usize,
    /// How many of these were not accepted.
    pub failed: usize,
    /// Whether an absolute attribute is among those not accepted.
    pub absolute_failed: bool,
    /// Share of not accepted elements, in percent, from which the file fails; the default
    /// criteria tolerate none.
    pub tolerance: Option<f64>,
    /// What was not accepted or warned of; all elements where details are wanted.
    pub fields: Vec<Field>,
}

impl Verdict {
    /// Counts a judged element.
    pub fn count(&mut self, reason: Reason, absolute: bool) {
        self.inspected += 1;
        match reason.severity() {
            Severity::Pass => {}
            Severity::Warn => self.warned += 1,
            Severity::Fail => {
                self.failed += 1;
                self.absolute_failed |= absolute;
            }
        }
    }

    /// Counts and lists something that is no element.
    pub fn state(&mut self, what: &str, reason: Reason) {
        self.count(reason, false);
        self.fields.push(Field {
            path: what.to_owned(),
            keyword: Cow::Borrowed(""),
            vr: None,
            absolute: false,
            reason,
            value: None,
            allowed: None,
        });
    }

    /// Whether the readers did not see the same in the file.
    pub fn readers_differ(&self) -> bool {
        self.fields.iter().any(|field| field.reason == Reason::ReadersDiffer)
    }

    /// Elements accepted without a warning.
    pub fn passed(&self) -> usize {
        self.inspected - self.warned - self.failed
    }

    /// Share of elements that were not refused, in percent.
    pub fn rate(&self) -> f64 {
        match self.inspected {
            0 => 100.0,
            all => 100.0 * (all - self.failed) as f64 / all as f64,
        }
    }

    /// Whether the share of refused elements is within the tolerance.
    pub fn rate_passes(&self) -> bool {
        self.tolerance.is_none_or(|tolerance| 100.0 - self.rate() < tolerance)
    }

    /// Whether the file passes.
    pub fn passes(&self) -> bool {
        match self.tolerance {
            Some(_) => self.rate_passes() && !self.absolute_failed,
            None => self.failed == 0,
        }
    }
}

/// One file with its verdict, or why there is none.
#[derive(Debug, Clone, PartialEq)]
pub struct FileVerdict {
    /// Keyed id of the input.
    pub source: String,
    /// What the file is called where its name may be shown; otherwise empty.
    pub name: String,
    /// The verdict.
    pub verdict: Outcome<Verdict>,
}

impl FileVerdict {
    /// What its row says.
    pub fn status(&self) -> Status {
        self.code().map_or(Status::Ok, Status::of)
    }

    /// Why it did not pass.
    pub fn code(&self) -> Option<Code> {
        match &self.verdict {
            Ok(verdict) if verdict.passes() => None,
            Ok(verdict) if verdict.readers_differ() => Some(Code::ReadersDiffer),
            Ok(_) => Some(Code::Findings),
            Err(Fault(code)) => Some(*code),
        }
    }
}

/// Whether the values of elements are shown, which may tell who the patient is: `--show-values`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Values {
    /// They are left out.
    Hidden,
    /// They are shown, in files that only their owner may read.
    Shown,
}

impl Values {
    /// As the flag says.
    pub fn of(show_values: bool) -> Self {
        if show_values { Self::Shown } else { Self::Hidden }
    }
}

/// What a verdict has to carry for the reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Detail {
    /// Whether elements that were accepted are listed too.
    pub accepted: bool,
    /// Whether elements are listed with their values.
    pub values: Values,
}
