//! How the measured quantities are shown.

use dicom_common::code::Lang;

use crate::args::Criteria;
use crate::checked::{Checked, Limits, Mark, Measured, Metric};
use crate::limits::{EYE_ASIDE, PART_LEFT, PART_SHOWN, STRANGER};

/// The question that a quantity helps to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Group {
    Integrity,
    Coverage,
    SecondWay,
    Recognisability,
    Utility,
    Reference,
}

/// Which end of a quantity is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Better {
    More,
    Less,
}

/// A quantity of a report.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quantity {
    /// What is measured.
    pub(super) metric: Metric,
    /// The test that it belongs to.
    pub(super) group: Group,
    /// Whether it has a limit by these criteria; the others inform.
    pub(super) judged: bool,
    /// Decimals that are shown.
    pub(super) decimals: u8,
    /// Whether it is a share, shown in percent.
    pub(super) percent: bool,
    /// The unit, which stands after the number; empty where there is none.
    pub(super) unit: &'static str,
    /// Which end of it is better. Values are rounded to the worse, so that none that fails looks as if
    /// it passed.
    better: Better,
}

/// The quantities of a report, in order.
pub(super) fn quantities(criteria: Criteria) -> Vec<Quantity> {
    let of = |group, metric, decimals, unit| Quantity {
        metric,
        group,
        judged: match criteria {
            Criteria::Default => group != Group::Reference && !informs(metric),
            Criteria::Reference => true,
        },
        decimals,
        percent: unit == "%",
        unit,
        better: match metric {
            Metric::Covered
            | Metric::ScoreBefore
            | Metric::ToItselfAfter
            | Metric::ToItselfCompleted
            | Metric::StrangersNearer
            | Metric::Rank
            | Metric::SurfaceDice => Better::More,
            _ => Better::Less,
        },
    };
    let all = [
        of(Group::Integrity, Metric::FramesAmiss, 0, ""),
        of(Group::Integrity, Metric::Altered, 0, ""),
        of(Group::Integrity, Metric::FramesUncut, 0, ""),
        of(Group::Coverage, Metric::Covered, 2, "%"),
        of(Group::SecondWay, Metric::EyeAside, 1, "mm"),
        of(Group::SecondWay, Metric::PartLeft, 1, "%"),
        of(Group::SecondWay, Metric::PartShown, 1, "%"),
        of(Group::Recognisability, Metric::ScoreBefore, 2, ""),
        of(Group::Recognisability, Metric::ScoreAfter, 2, ""),
        of(Group::Recognisability, Metric::ToItselfBefore, 2, ""),
        of(Group::Recognisability, Metric::ToItselfAfter, 2, ""),
        of(Group::Recognisability, Metric::ToItselfCompleted, 2, ""),
        of(Group::Recognisability, Metric::StrangersNearer, 1, "%"),
        of(Group::Recognisability, Metric::ToNearestOther, 2, ""),
        of(Group::Recognisability, Metric::Rank, 0, ""),
        of(Group::Utility, Metric::BrainLost, 2, "ml"),
        of(Group::Utility, Metric::BrainShare, 3, "%"),
        of(Group::Reference, Metric::SurfaceDice, 3, ""),
        of(Group::Reference, Metric::Hd95, 2, "mm"),
        of(Group::Reference, Metric::Ssim, 3, ""),
        of(Group::Reference, Metric::Psnr, 2, "dB"),
    ];
    let shown = |one: &Quantity| criteria == Criteria::Default || one.group == Group::Reference;
    all.into_iter().filter(shown).collect()
}

/// Whether a quantity has no limit of its own.
fn informs(metric: Metric) -> bool {
    matches!(
        metric,
        Metric::ScoreBefore
            | Metric::ToItselfBefore
            | Metric::StrangersNearer
            | Metric::ToNearestOther
            | Metric::Rank
            | Metric::BrainShare
    )
}

impl Quantity {
    /// What was measured of a series.
    pub(super) fn of(&self, series: &Checked) -> Measured {
        let found = series.measured.iter().find(|measured| measured.metric == self.metric);
        let none = Measured { metric: self.metric, value: None, mark: Mark::Silent };
        found.copied().unwrap_or(none)
    }

    /// The value as it is shown: no number where there is none.
    pub(super) fn rounded(&self, value: Option<f64>) -> f64 {
        let Some(value) = value.filter(|value| value.is_finite()) else {
            return value.unwrap_or(f64::NAN);
        };
        let scale = 10_f64.powi(i32::from(self.decimals) + if self.percent { 2 } else { 0 });
        // What is farther from a whole step than this was measured; less is an error of the arithmetic,
        // such as that of 0.1 + 0.2.
        let slack = 1e-6;
        let steps = match self.better {
            Better::More => (value * scale + slack).floor(),
            Better::Less => (value * scale - slack).ceil(),
        };
        // Without a negative zero.
        steps / scale + 0.0
    }

    /// The value with its unit.
    pub(super) fn text(&self, value: Option<f64>) -> String {
        let value = self.rounded(value);
        if value.is_nan() {
            return "–".into();
        }
        let unit = if self.unit.is_empty() { "" } else { " " };
        format!("{}{unit}{}", self.number(value), self.unit)
    }

    fn number(&self, value: f64) -> String {
        if value.is_infinite() {
            return if value > 0.0 { "∞".into() } else { "−∞".into() };
        }
        let value = if self.percent { value * 100.0 } else { value };
        let digits = format!("{:.*}", usize::from(self.decimals), value.abs());
        let (whole, rest) = match digits.find('.') {
            Some(at) => digits.split_at(at),
            None => (digits.as_str(), ""),
        };
        let mut text = String::from(if value < 0.0 { "-" } else { "" });
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                text.push(',');
            }
            text.push(digit);
        }
        text + rest
    }

    /// What is accepted; empty where nothing is judged.
    pub(super) fn limit(&self, limits: &Limits, lang: Lang) -> String {
        let unit = if self.unit.is_empty() { "" } else { " " };
        let bound = |sign, value| format!("{sign} {}{unit}{}", self.number(value), self.unit);
        match self.metric {
            _ if !self.judged => String::new(),
            Metric::FramesAmiss | Metric::Altered | Metric::FramesUncut => "= 0".into(),
            Metric::Covered => bound("≥", limits.covered),
            Metric::EyeAside => bound("≤", EYE_ASIDE.value),
            Metric::PartLeft => bound("≤", PART_LEFT.value),
            Metric::PartShown => bound("≤", PART_SHOWN.value),
            Metric::ScoreAfter => {
                let part = (limits.score_left * 1000.0).round() / 10.0;
                match lang {
                    Lang::En => format!("≤ {part} % of before"),
                    Lang::Ko => format!("≤ 제거 전의 {part} %"),
                }
            }
            Metric::ToItselfAfter | Metric::ToItselfCompleted => bound("≥", STRANGER.value),
            Metric::BrainLost => bound("≤", limits.brain_lost),
            Metric::SurfaceDice => bound("≥", limits.surface_dice),
            Metric::Hd95 => bound("≤", limits.hd95),
            Metric::Ssim => bound("≤", limits.ssim),
            Metric::Psnr => bound("≤", limits.psnr),
            Metric::ScoreBefore
            | Metric::ToItselfBefore
            | Metric::StrangersNearer
            | Metric::ToNearestOther
            | Metric::Rank
            | Metric::BrainShare => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(metric: Metric) -> Quantity {
        let all = quantities(Criteria::Default);
        all.into_iter().find(|one| one.metric == metric).unwrap()
    }

    #[test]
    fn no_value_is_rounded_to_the_better() {
        assert_eq!(of(Metric::Covered).text(Some(0.949_96)), "94.99 %");
        assert_eq!(of(Metric::Covered).text(Some(0.95)), "95.00 %");
        assert_eq!(of(Metric::BrainLost).text(Some(1.001)), "1.01 ml");
        assert_eq!(of(Metric::BrainLost).text(Some(0.1 + 0.2)), "0.30 ml");
        assert_eq!(of(Metric::SurfaceDice).text(Some(0.799_9)), "0.799");
    }

    #[test]
    fn numbers_are_never_in_scientific_notation() {
        assert_eq!(of(Metric::Altered).text(Some(12_345_678.0)), "12,345,678");
        assert_eq!(of(Metric::Altered).text(Some(999.0)), "999");
        assert_eq!(of(Metric::Ssim).text(Some(-0.25)), "-0.250");
        assert_eq!(of(Metric::Ssim).text(Some(-0.000_1)), "0.000");
        assert_eq!(of(Metric::BrainShare).text(Some(1e-12)), "0.000 %");
    }

    #[test]
    fn what_is_infinite_or_missing_is_shown() {
        assert_eq!(of(Metric::Psnr).text(Some(f64::INFINITY)), "∞ dB");
        assert_eq!(of(Metric::Psnr).text(Some(f64::NAN)), "–");
        assert_eq!(of(Metric::Psnr).text(None), "–");
    }
}
