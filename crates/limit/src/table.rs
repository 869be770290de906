//! Limits as a table of the documentation.

use std::fmt::Write;

use crate::{Bound, Limit};

/// A Markdown table with a line for each piece of evidence: what passes, and what was measured on both
/// sides.
pub fn table<'a>(limits: impl IntoIterator<Item = &'a Limit>) -> String {
    let mut text = String::from(
        "| limit | passes | worst that was right | best that was wrong | measured by |\n\
         | --- | --- | --- | --- | --- |\n",
    );
    for limit in limits {
        let passes = match limit.bound {
            Bound::AtLeast => "≥",
            Bound::AtMost => "≤",
            Bound::Above => ">",
            Bound::Below => "<",
        };
        let passes = format!("{passes} {} {}", number(limit.value), limit.unit);
        let mut line = |right: &str, wrong: &str, by: &str| {
            let passes = passes.trim_end();
            let _ = writeln!(text, "| {} | {passes} | {right} | {wrong} | {by} |", limit.name);
        };
        let side = |side: Option<f64>| side.map_or_else(|| "not met".to_owned(), number);
        for measured in limit.evidence {
            let by = format!("`{}`", measured.measured_by);
            line(&side(measured.right), &side(measured.wrong), &by);
        }
        if limit.evidence.is_empty() {
            line("not measured", "not measured", "");
        }
    }
    text
}

/// A number with the minus of print, to four decimals.
fn number(value: f64) -> String {
    ((value * 1e4).round() / 1e4).to_string().replace("inf", "∞").replace('-', "−")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Evidence;

    #[test]
    fn a_side_that_was_never_met_is_said_so() {
        let limit = Limit {
            name: "eye: inside",
            bound: Bound::AtLeast,
            value: -40.0,
            unit: "HU",
            evidence: &[Evidence { right: Some(8.5), wrong: None, measured_by: "make heads" }],
        };
        let bare = Limit { evidence: &[], unit: "", bound: Bound::Below, ..limit };
        let text = table(&[limit, bare]);
        let lines: Vec<&str> = text.lines().skip(2).collect();
        assert_eq!(
            lines,
            [
                "| eye: inside | ≥ −40 HU | 8.5 | not met | `make heads` |",
                "| eye: inside | < −40 | not measured | not measured |  |",
            ]
        );
    }
}
