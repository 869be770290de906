//! The page with the table.

use std::fmt::Write;

use crate::case::Entry;
use crate::score::Removed;
use crate::verdict::Verdict;

const INTRODUCTION: &str = include_str!("page.md");
const LIMITS: &str = include_str!("limits.md");

const COLUMNS: [&str; 7] = [
    "case",
    "verdict",
    "rows",
    "frames",
    "least landmark removed",
    "brain lost",
    "voxels changed outside the mask",
];

/// Introduction, summary and table, and the limits with what was measured on both sides of them.
pub fn page(entries: &[Entry]) -> String {
    let limits = limit::table(face::limits::ALL);
    format!("{INTRODUCTION}{}\n\n{}\n{LIMITS}{limits}", summary(entries), table(entries))
}

/// How many cases have each verdict.
pub fn summary(entries: &[Entry]) -> String {
    let count = |verdict| entries.iter().filter(|entry| entry.verdict == verdict).count();
    let [pass, refused, fail] = [Verdict::Pass, Verdict::Refused, Verdict::Fail].map(count);
    format!("**{} cases: {pass} pass, {refused} refused, {fail} FAIL.**", entries.len())
}

/// A line for each case.
pub fn table(entries: &[Entry]) -> String {
    let mut text = String::new();
    let mut line = |cells: [String; 7]| {
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    };
    line(COLUMNS.map(String::from));
    line(COLUMNS.map(|_| "---".to_owned()));
    for entry in entries {
        line(cells(entry));
    }
    text
}

fn cells(entry: &Entry) -> [String; 7] {
    let [frames, landmark, brain, outside] = match &entry.measured {
        None => [const { String::new() }; 4],
        Some((kept, score)) => [
            format!("{}/{}", kept.found, kept.before),
            score.least().map_or_else(|| "none seen".into(), removed),
            format!("{:.3} %", score.brain_lost * 100.0),
            score.changed_outside.to_string(),
        ],
    };
    let rows = entry.statuses.iter().map(|status| format!("`{status}`")).collect::<Vec<_>>();
    let case = format!("`{}`", entry.name);
    [case, entry.verdict.to_string(), rows.join(", "), frames, landmark, brain, outside]
}

/// Percent, never rounded up to what would pass, and whose they are unless nothing is left.
fn removed(least: Removed) -> String {
    let percent = (least.share * 1000.0).floor() / 10.0;
    if least.share < 1.0 {
        format!("{percent:.1} % ({})", least.name.replace('_', " "))
    } else {
        "100 %".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::Score;
    use crate::verdict::Kept;

    #[test]
    fn numbers_are_never_rounded_up_to_a_pass_and_verdicts_are_counted() {
        let kept = Kept { before: 9, written: 9, found: 9 };
        let landmarks = vec![Removed { name: "nose_tip", share: 0.9499 }];
        let score = Score { landmarks, brain_lost: 0.0001, changed_outside: 0 };
        let entries = [
            Entry {
                name: "ct".into(),
                verdict: Verdict::Fail,
                statuses: vec!["ok".into()],
                measured: Some((kept, score)),
                cues: Vec::new(),
            },
            Entry {
                name: "mr".into(),
                verdict: Verdict::Refused,
                statuses: vec!["flag F_CUT".into()],
                measured: None,
                cues: Vec::new(),
            },
        ];
        let page = page(&entries);
        for line in [
            "| `ct` | FAIL | `ok` | 9/9 | 94.9 % (nose tip) | 0.010 % | 0 |\n",
            "| `mr` | refused | `flag F_CUT` |  |  |  |  |\n",
            "**2 cases: 0 pass, 1 refused, 1 FAIL.**\n",
        ] {
            assert!(page.contains(line), "{page}");
        }
    }
}
