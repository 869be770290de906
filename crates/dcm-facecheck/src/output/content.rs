//! What the workbook and the page both say.

use dicom_common::pipeline::cli::Tally;

use crate::args::{Criteria, Lang};
use crate::checked::{Checked, Limits, Metric};

use super::labels::{Labels, meaning};
use super::outcome::Outcome;
use super::quantity::{Quantity, quantities};
use super::spool::Slot;

/// The name of the tool.
pub(super) const TOOL: &str = concat!("dcm-facecheck ", env!("CARGO_PKG_VERSION"));

/// What the workbook and the page say.
pub(super) struct Content {
    /// By what was judged.
    pub(super) criteria: Criteria,
    /// The limits that were in force.
    pub(super) limits: Limits,
    /// The language of both files.
    pub(super) lang: Lang,
    /// The words in that language.
    pub(super) labels: &'static Labels,
    /// The quantities that are shown by these criteria, in order.
    pub(super) quantities: Vec<Quantity>,
    /// In the order of the run; their pictures are in the spool.
    pub(super) series: Vec<(Checked, Option<Slot>)>,
}

impl Content {
    pub(super) fn new(criteria: Criteria, limits: Limits, lang: Lang) -> Self {
        let labels = Labels::of(lang, criteria);
        Self { criteria, limits, lang, labels, quantities: quantities(criteria), series: vec![] }
    }

    /// How many series ended how.
    pub(super) fn summary(&self) -> String {
        let l = self.labels;
        let outcomes: Vec<Outcome> =
            self.series.iter().map(|(series, _)| Outcome::of(series)).collect();
        let count = |outcome| outcomes.iter().filter(|one| **one == outcome).count();
        let counts = [Outcome::Pass, Outcome::Fail, Outcome::Unjudged, Outcome::Skipped]
            .map(|outcome| format!("{} {}", l.outcome(outcome), count(outcome)));
        format!("{} {}: {}", l.series, outcomes.len(), counts.join(" · "))
    }

    /// By what was judged, and how many files ended how.
    pub(super) fn counted(&self, tally: &Tally) -> String {
        let l = self.labels;
        let facts = self.tally(tally).map(|(name, count)| format!("{name} {count}"));
        let criteria = l.criteria(self.criteria);
        format!("{TOOL} · {}: {criteria} · {}", l.criteria_sheet, facts.join(" · "))
    }

    /// How many files ended how.
    pub(super) fn tally(&self, tally: &Tally) -> [(&'static str, u64); 4] {
        let [passed, flagged, failed, skipped] = self.labels.tally;
        [
            (passed, tally.ok),
            (flagged, tally.flagged),
            (failed, tally.failed),
            (skipped, tally.skipped),
        ]
    }

    /// What a quantity tells, with what its limit depends on.
    pub(super) fn meaning(&self, metric: Metric) -> String {
        let text = meaning(metric, self.lang);
        let counts = self.limits.score_before;
        match (metric, self.lang) {
            (Metric::ScoreBefore, Lang::En) => {
                format!("{text} From {counts:.2} on, the score after is judged.")
            }
            (Metric::ScoreBefore, Lang::Ko) => {
                format!("{text} 이 값이 {counts:.2} 이상일 때만 제거 후 점수를 판정합니다.")
            }
            _ => text.to_owned(),
        }
    }
}
