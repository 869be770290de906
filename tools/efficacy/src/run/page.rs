//! `docs/efficacy.md`.

use std::fmt::Write;

use crate::class::Class;
use crate::score::{Count, Score};

use super::{Measured, Purpose, Report};

const INTRODUCTION: &str = include_str!("page.md");
const SET: &str = include_str!("classes.md");

/// The page: the set of the first report with all configurations, and the task on the other sets.
pub fn page(reports: &[Report]) -> String {
    let Some(first) = reports.first() else { return INTRODUCTION.into() };
    let mut text = INTRODUCTION.to_owned();
    let _ = writeln!(
        text,
        "Seed {}: {} patients, {} files, {} required actions.",
        first.settings.seed, first.settings.patients, first.made.files, first.made.actions
    );
    text += SET;
    text += &classes();
    text += "\n## The task\n\n";
    for measured in first.measured.iter().filter(|m| m.configuration.purpose == Purpose::Task) {
        let _ = writeln!(text, "    {}\n", measured.configuration.line());
    }
    text += &sets(reports);
    for (purpose, title) in [
        (Purpose::Task, ""),
        (
            Purpose::Level,
            "\n## The levels\n\nThey have another aim than the task and are here for information.\n",
        ),
        (Purpose::Weakened, WEAKENED),
    ] {
        text += title;
        let of_purpose = first.measured.iter().filter(|m| m.configuration.purpose == purpose);
        let of_purpose: Vec<_> = of_purpose.collect();
        text += &by_class(&of_purpose);
        if purpose != Purpose::Task {
            text += &explained(&of_purpose);
        }
    }
    text + &failures(first)
}

const WEAKENED: &str = "
## Weakened on purpose

A score that cannot fall says nothing. Each of these loses points, in the classes that it should:
";

/// A line for each class, with its test.
fn classes() -> String {
    let mut text = "| class | carried out if |\n|---|---|\n".to_owned();
    for &class in Class::ALL {
        let _ = writeln!(text, "| `{class}` | {} |", class.test());
    }
    text
}

/// The task's score on each set.
fn sets(reports: &[Report]) -> String {
    let mut text =
        "| seed | files | refused | actions | correct | % |\n|---|---|---|---|---|---|\n"
            .to_owned();
    for report in reports {
        for measured in report.measured.iter().filter(|m| m.configuration.purpose == Purpose::Task)
        {
            let Ok(score) = &measured.score else { continue };
            let (total, refused) = (score.total(), score.of(Class::Refused));
            let _ = writeln!(
                text,
                "| {} | {} | {}/{} | {} | {} | **{}** |",
                report.settings.seed,
                report.made.files,
                refused.correct,
                refused.required,
                total.required,
                total.correct,
                total.percent()
            );
        }
    }
    text
}

/// A column for each configuration, a row for each class.
fn by_class(measured: &[&Measured]) -> String {
    let mut text = String::from("\n| class |");
    for one in measured {
        let _ = write!(text, " {} |", one.configuration.name);
    }
    let _ = writeln!(text, "\n|---|{}", "---|".repeat(measured.len()));
    let mut row = |name: &str, count: &dyn Fn(&Score) -> Count| {
        let _ = write!(text, "| {name} |");
        for one in measured {
            let cell = one.score.as_ref().map_or_else(|_| "–".into(), |score| cell(count(score)));
            let _ = write!(text, " {cell} |");
        }
        text.push('\n');
    };
    for class in Class::scored() {
        row(&format!("`{class}`"), &|score| score.of(class));
    }
    row("**all ten**", &Score::total);
    row("`refused`", &|score| score.of(Class::Refused));
    text
}

fn cell(count: Count) -> String {
    format!("{} ({}/{})", count.percent(), count.correct, count.required)
}

/// What the configurations are.
fn explained(measured: &[&Measured]) -> String {
    let mut text = String::from("\n");
    for one in measured {
        let (name, about) = (one.configuration.name, one.configuration.about);
        let _ = write!(text, "- **{name}**: {about}; `{}`.", one.configuration.line());
        if let Err(problem) = &one.score {
            let _ = write!(text, " Not measured: {problem}");
        }
        text.push('\n');
    }
    text
}

/// What the task failed on the first set.
fn failures(report: &Report) -> String {
    let mut text = String::new();
    for measured in report.measured.iter().filter(|m| m.configuration.purpose == Purpose::Task) {
        let Ok(score) = &measured.score else { continue };
        if score.failures.is_empty() {
            continue;
        }
        text += "\n## What the task failed\n\n| class | place | value | why |\n|---|---|---|---|\n";
        for failure in &score.failures {
            let action = &failure.action;
            let [value, reason] = [&action.value, &failure.reason].map(|t| t.replace('|', "/"));
            let _ =
                writeln!(text, "| {} | `{}` | {value} | {reason} |", action.class, action.place);
        }
    }
    text
}
