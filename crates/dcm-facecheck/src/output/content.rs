//! What the workbook and the page both say.

use dicom_common::code::Lang;
use dicom_common::pipeline::cli::Tally;
use dicom_common::pipeline::manifest::Status;

use crate::args::Criteria;
use crate::checked::{Checked, Limits, Mark, Measured, Metric};
use crate::gallery::{Gallery, Head, Rate, Summary};
use crate::likeness::Portrait;

use super::labels::{Labels, meaning};
use super::outcome::{Outcome, status};
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
    /// How often people are found again, where there are enough of them.
    people: Option<Summary>,
}

impl Content {
    pub(super) fn new(criteria: Criteria, limits: Limits, lang: Lang) -> Self {
        let labels = Labels::of(lang);
        let (quantities, series) = (quantities(criteria), Vec::new());
        Self { criteria, limits, lang, labels, quantities, series, people: None }
    }

    /// How many series ended how.
    pub(super) fn summary(&self) -> String {
        let l = self.labels;
        let words = match self.criteria {
            Criteria::Default => [Status::Ok, Status::Flag, Status::Fail, Status::Skip]
                .map(|status| status.in_words(self.lang)),
            Criteria::Reference => {
                [Outcome::Pass, Outcome::Fail, Outcome::Unjudged, Outcome::Skipped]
                    .map(|outcome| l.outcome(outcome))
            }
        };
        let results: Vec<_> = self.series.iter().map(|(series, _)| self.result(series)).collect();
        let count = |word| results.iter().filter(|one| **one == word).count();
        let counts = words.map(|word| format!("{word} {}", count(word)));
        format!("{} {}: {}", l.series, results.len(), counts.join(" · "))
    }

    /// What the result of a series is called: as in its rows, or by the earlier tool.
    pub(super) fn result(&self, series: &Checked) -> &'static str {
        match self.criteria {
            Criteria::Default => status(series).in_words(self.lang),
            Criteria::Reference => self.labels.outcome(Outcome::of(series)),
        }
    }

    /// What it is called that a value is accepted.
    pub(super) fn pass(&self) -> &'static str {
        match self.criteria {
            Criteria::Default => Status::Ok.in_words(self.lang),
            Criteria::Reference => self.labels.outcome(Outcome::Pass),
        }
    }

    /// What it is called that a value is not accepted.
    pub(super) fn fail(&self) -> &'static str {
        match self.criteria {
            Criteria::Default => Status::Fail.in_words(self.lang),
            Criteria::Reference => self.labels.outcome(Outcome::Fail),
        }
    }

    /// Puts all heads of the run side by side: each series gets its standing among them.
    pub(super) fn compare_people(&mut self) {
        let heads = |series: &[(Checked, Option<Slot>)]| -> Vec<(String, Portrait)> {
            let portraits = series
                .iter()
                .filter_map(|(series, _)| Some((series.subject.clone(), series.portrait.clone()?)));
            portraits.collect()
        };
        let heads = heads(&self.series);
        let gallery = Gallery::of(heads.iter().map(|(person, portrait)| Head { person, portrait }));
        self.people = gallery.summary();
        for (series, _) in &mut self.series {
            let Some(portrait) = &series.portrait else { continue };
            let standing = gallery.standing(&Head { person: &series.subject, portrait });
            // Alone there is no rank.
            let Some(other) = standing.other else { continue };
            let values = [(Metric::ToNearestOther, other), (Metric::Rank, standing.rank as f64)];
            series.measured.extend(values.map(|(metric, value)| Measured {
                metric,
                value: Some(value),
                mark: Mark::Silent,
            }));
        }
    }

    /// How often people of the run are found again, before and after; none of too few people.
    pub(super) fn found_again(&self) -> Option<String> {
        let Summary { people, before, after, completed } = self.people?;
        let percent = |rate: Rate| {
            let [value, low, high] = [rate.value, rate.low, rate.high].map(|x| 100.0 * x);
            format!("{value:.1} % ({low:.1}–{high:.1} %)")
        };
        let area = |rate: Rate| format!("{:.2} ({:.2}–{:.2})", rate.value, rate.low, rate.high);
        let chance = 100.0 / people as f64;
        let (first, firsts) = (percent(before.first), percent(after.first));
        let (roc, rocs) = (area(before.area), area(after.area));
        let completed = match (completed, self.lang) {
            (None, _) => String::new(),
            (Some(found), Lang::En) => {
                let (first, roc) = (percent(found.first), area(found.area));
                format!("; with the cut completed by an average face: {first}, {roc}")
            }
            (Some(found), Lang::Ko) => {
                let (first, roc) = (percent(found.first), area(found.area));
                format!("; 평균 얼굴로 보완 시: {first}, {roc}")
            }
        };
        let text = match self.lang {
            Lang::En => format!(
                "{people} people; first of all: {first} before, {firsts} after, by chance {chance:.1} %; \
                 area under the ROC curve: {roc} before, {rocs} after, by chance 0.50; in brackets 95 % intervals"
            ),
            Lang::Ko => format!(
                "{people}명; 1순위 식별률: 제거 전 {first}, 제거 후 {firsts}, 우연 수준 {chance:.1} %; \
                 ROC 곡선 아래 면적: 제거 전 {roc}, 제거 후 {rocs}, 우연 수준 0.50; 괄호 안은 95 % 신뢰구간"
            ),
        };
        Some(text + &completed)
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
