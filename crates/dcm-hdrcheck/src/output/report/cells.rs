//! Cells in the colours of what they say.

use workbook::{Cell, Tone};

use crate::output::summary::word;
use crate::reason::Severity;
use crate::verdict::Field;

/// Whether something passes.
pub(super) fn pass_or_fail(passes: bool) -> Cell<'static> {
    Cell::Text(word(passes), if passes { Tone::Good } else { Tone::Bad })
}

/// How bad an element is.
pub(super) fn severity(field: &Field) -> Cell<'static> {
    match field.severity() {
        Severity::Pass => Cell::Text("PASS", Tone::Good),
        Severity::Warn => Cell::Text("WARN", Tone::Warn),
        Severity::Fail => Cell::Text("FAIL", Tone::Bad),
    }
}

/// Whether an element counts as anonymized; a warning does.
pub(super) fn accepted(field: &Field) -> Cell<'static> {
    match field.severity() {
        Severity::Pass => Cell::Text("True", Tone::Good),
        Severity::Warn => Cell::Text("True", Tone::Warn),
        Severity::Fail => Cell::Text("False", Tone::Bad),
    }
}
