//! Cells in the colours of what they say.

use workbook::{Cell, Tone};

use crate::args::{Criteria, Lang};
use crate::output::report::layout::Layout;
use crate::reason::Severity;
use crate::verdict::Field;

impl Layout {
    /// Whether something passes.
    pub(super) fn pass_or_fail(&self, passes: bool) -> Cell<'static> {
        self.verdict(if passes { Severity::Pass } else { Severity::Fail })
    }

    /// How bad something is. The earlier tool's tables have its English words in every language.
    pub(super) fn verdict(&self, severity: Severity) -> Cell<'static> {
        let korean = self.lang == Lang::Ko && self.criteria == Criteria::Strict;
        let (word, tone) = match severity {
            Severity::Pass => (if korean { "통과" } else { "PASS" }, Tone::Good),
            Severity::Warn => (if korean { "경고" } else { "WARN" }, Tone::Warn),
            Severity::Fail => (if korean { "실패" } else { "FAIL" }, Tone::Bad),
        };
        Cell::Text(word, tone)
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
