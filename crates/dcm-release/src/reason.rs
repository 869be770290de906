//! Why a file is not released.

use std::collections::HashMap;

use dicom_common::code::Code;
use dicom_common::pipeline::manifest::Status;

use crate::stage::Stage;

/// Why a file is not released.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// A stage did not accept it, or delivered nothing by rule.
    Stage {
        /// Which one.
        stage: Stage,
        /// What it said.
        status: Status,
        /// Its code.
        code: Option<Code>,
    },
    /// A stage has no word on it.
    NotChecked(Stage),
    /// This tool does not accept it.
    Own(Code),
}

impl Reason {
    /// The code in this tool's own column.
    pub fn own_code(self) -> Code {
        match self {
            Reason::Stage { .. } => Code::Upstream,
            Reason::NotChecked(_) => Code::NotChecked,
            Reason::Own(code) => code,
        }
    }

    /// Whether there was nothing to deliver, by rule.
    pub fn delivers_nothing(self) -> bool {
        let nothing = [Code::Dicomdir, Code::SameObject, Code::SkippedByScript, Code::Decided];
        match self {
            Reason::Stage { status: Status::Skip, code: Some(code), .. } => nothing.contains(&code),
            _ => false,
        }
    }

    /// Whether the file would have been released if all had gone well: neither a rule nor a person left it
    /// out.
    pub fn withholds(self) -> bool {
        !self.delivers_nothing() && self != Reason::Own(Code::Decided)
    }

    /// Whether the other files of the series stay back too: not where there was nothing to deliver,
    /// by rule.
    pub fn holds_series(self) -> bool {
        match self {
            Reason::Stage { status: Status::Skip, code, .. } => code == Some(Code::Upstream),
            Reason::Own(code) => !matches!(code, Code::SeriesHeld | Code::Decided),
            _ => true,
        }
    }
}

/// The reasons of a run, by number: a row holds the number.
#[derive(Debug, Default)]
pub struct Reasons {
    list: Vec<Reason>,
    numbers: HashMap<Reason, u32>,
}

impl Reasons {
    /// The number of a reason.
    pub fn number(&mut self, reason: Reason) -> u32 {
        let next = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        *self.numbers.entry(reason).or_insert_with(|| {
            self.list.push(reason);
            next
        })
    }

    /// The reason of a number.
    pub fn get(&self, number: u32) -> Option<Reason> {
        self.list.get(usize::try_from(number).ok()?).copied()
    }
}
