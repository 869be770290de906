//! Cells in the colours of what they say.

use dicom_common::pipeline::manifest::Status;
use workbook::{Cell, Tone};

use crate::args::Criteria;
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
        let lang = self.lang;
        let [reference, word] = match severity {
            Severity::Pass => ["PASS", Status::Ok.in_words(lang)],
            Severity::Warn => ["WARN", lang.of("warn", "경고")],
            Severity::Fail => ["FAIL", Status::Fail.in_words(lang)],
        };
        let tone = match severity {
            Severity::Pass => Tone::Good,
            Severity::Warn => Tone::Warn,
            Severity::Fail => Tone::Bad,
        };
        let word = if self.criteria == Criteria::Reference { reference } else { word };
        Cell::Text(word, tone)
    }

    /// What became of a file, in the words of its row. The earlier tool knew two of them.
    pub(super) fn result(&self, status: Status) -> Cell<'static> {
        let tone = match status {
            Status::Ok => Tone::Good,
            Status::Skip | Status::Plan => Tone::Neutral,
            Status::Flag | Status::Fail => Tone::Bad,
        };
        match (self.criteria, status) {
            (Criteria::Strict, _) => Cell::Text(status.in_words(self.lang), tone),
            (Criteria::Reference, Status::Skip) => Cell::Empty,
            (Criteria::Reference, status) => self.pass_or_fail(status == Status::Ok),
        }
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
