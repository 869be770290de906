//! How a row ends.

use crate::code::Code;
use crate::pipeline::manifest::Status;

/// What a tool says of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ending {
    /// Its status.
    pub status: Status,
    /// Why, where it is not `ok` or `plan`.
    pub code: Option<Code>,
    /// Whether nothing had to be written, because it was there already.
    pub unchanged: bool,
}

impl Ending {
    /// A row that was not treated, and why.
    pub fn of(code: Code) -> Self {
        Self { status: Status::of(code), code: Some(code), unchanged: false }
    }

    /// A row that was treated (`ok`), or would be (`plan`).
    pub fn done(status: Status) -> Self {
        Self { status, code: None, unchanged: false }
    }

    /// The same, and whether its file was there already.
    pub fn unchanged(self, unchanged: bool) -> Self {
        Self { unchanged, ..self }
    }
}

impl From<Option<Code>> for Ending {
    /// `ok` where there is no code.
    fn from(code: Option<Code>) -> Self {
        code.map_or(Self::done(Status::Ok), Self::of)
    }
}
