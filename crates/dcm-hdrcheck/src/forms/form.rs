//! A form that a text may have.

use crate::reason::Reason;

/// A form and what it tells.
pub(super) struct Form {
    /// What it tells.
    pub(super) reason: Reason,
    /// The form as a regular expression.
    pub(super) pattern: &'static str,
    /// When what looks like it counts.
    pub(super) counts: Counts,
}

/// When what looks like a form counts.
#[derive(Debug, Clone, Copy)]
pub(super) enum Counts {
    /// Always.
    Always,
    /// Where the first group is no words of an examination.
    UnlessExamination,
    /// Where the digits of the first group add up as the number's last digit says.
    IfChecked(fn(&str) -> bool),
}
