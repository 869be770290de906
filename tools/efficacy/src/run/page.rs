//! `docs/efficacy.md`.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::class::Class;
use crate::key::Action;
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
    let of = |purpose: Purpose| -> Vec<&Measured> {
        first.measured.iter().filter(|m| m.configuration.purpose == purpose).collect()
    };
    let (task, levels, weakened) = (of(Purpose::Task), of(Purpose::Level), of(Purpose::Weakened));
    text += &by_class(&task);
    text += LEVELS;
    text += &by_class(&levels);
    text += &explained(&levels);
    text += WEAKENED;
    let task = task.first().and_then(|m| m.score.as_ref().ok());
    text += &by_configuration(
        &weakened,
        task,
        &Table { classes: Class::scored().collect(), total: ("all ten", Score::total) },
    );
    text += "\nBeyond the ten:\n\n";
    text += &by_configuration(
        &weakened,
        task,
        &Table { classes: Class::beyond().collect(), total: ("all beyond", Score::total_beyond) },
    );
    text += &explained(&weakened);
    text += OTHER;
    text + &failures(reports)
}

const OTHER: &str = include_str!("midi.md");

const LEVELS: &str = "
## The levels

They have another aim than the task, and are here for information.
";

const WEAKENED: &str = "
## Weakened on purpose

A score that cannot fall says nothing. Percent of the actions that weakened policies carry out; bold: fewer than
the task.

";

const FAILED: &str = "
## What the task failed

On all of the sets:

| times | class | place | value | why |
|---|---|---|---|---|
";

/// So many kinds of failures are listed.
const MOST: usize = 60;

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
        "| seed | files | refused | actions | correct | % | beyond | % |\n|---|---|---|---|---|---|---|---|\n"
            .to_owned();
    for report in reports {
        for measured in report.measured.iter().filter(|m| m.configuration.purpose == Purpose::Task)
        {
            let Ok(score) = &measured.score else { continue };
            let (total, refused) = (score.total(), score.of(Class::Refused));
            let beyond = score.total_beyond();
            let _ = writeln!(
                text,
                "| {} | {} | {}/{} | {} | {} | **{}** | {}/{} | **{}** |",
                report.settings.seed,
                report.made.files,
                refused.correct,
                refused.required,
                total.required,
                total.correct,
                total.percent(),
                beyond.correct,
                beyond.required,
                beyond.percent()
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
    for class in Class::beyond() {
        row(&format!("`{class}`"), &|score| score.of(class));
    }
    row("**all beyond**", &Score::total_beyond);
    row("`refused`", &|score| score.of(Class::Refused));
    text
}

/// The columns of a table: classes, and what they come to, under its name.
struct Table {
    classes: Vec<Class>,
    total: (&'static str, fn(&Score) -> Count),
}

/// A row for each configuration, a column for each class.
fn by_configuration(measured: &[&Measured], task: Option<&Score>, table: &Table) -> String {
    let mut text = String::from("| |");
    for class in &table.classes {
        let _ = write!(text, " {} |", class.as_str().replace('_', " "));
    }
    let (name, total) = table.total;
    let _ = writeln!(text, " {name} |\n|---{}|", "|---".repeat(table.classes.len() + 1));
    for one in measured {
        let _ = write!(text, "| {} |", one.configuration.name);
        let Ok(score) = &one.score else {
            text.push('\n');
            continue;
        };
        let counts = |score: &Score| -> Vec<Count> {
            table.classes.iter().map(|class| score.of(*class)).chain([total(score)]).collect()
        };
        let of_task = task.map(counts).unwrap_or_default();
        for (at, count) in counts(score).into_iter().enumerate() {
            let is_less = of_task.get(at).is_some_and(|task| count.correct < task.correct);
            let mark = if is_less { "**" } else { "" };
            let _ = write!(text, " {mark}{}{mark} |", count.percent());
        }
        text.push('\n');
    }
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

/// What the task failed on any of the sets, with how often.
fn failures(reports: &[Report]) -> String {
    let measured = reports.iter().flat_map(|report| &report.measured);
    let task = measured.filter(|m| m.configuration.purpose == Purpose::Task);
    let mut times: BTreeMap<[String; 4], usize> = BTreeMap::new();
    for failure in task.filter_map(|m| m.score.as_ref().ok()).flat_map(|score| &score.failures) {
        let Action { class, place, value, .. } = &failure.action;
        let cells = [class.to_string(), place.to_string(), value.clone(), failure.reason.clone()];
        *times.entry(cells.map(|cell| cell.replace('|', "/"))).or_default() += 1;
    }
    if times.is_empty() {
        return String::new();
    }
    let mut times: Vec<_> = times.into_iter().collect();
    times.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let mut text = String::from(FAILED);
    for ([class, place, value, reason], count) in times.iter().take(MOST) {
        let _ = writeln!(text, "| {count} | `{class}` | `{place}` | {value} | {reason} |");
    }
    if let Some(more @ 1..) = times.len().checked_sub(MOST) {
        let _ = writeln!(text, "\nAnd {more} more of this kind, each less often.");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::maker::{Made, Settings};
    use crate::place::Place;
    use crate::run::Configuration;
    use crate::score::Failure;

    fn measured(name: &str, correct: usize, failures: Vec<Failure>) -> Measured {
        let configuration = Configuration::all().into_iter().find(|one| one.name == name).unwrap();
        let counts = [(Class::TextRemoved, Count { correct, required: 30_000 })].into();
        Measured { configuration, score: Ok(Score { counts, failures }) }
    }

    #[test]
    fn nothing_is_rounded_up_and_what_fails_is_listed() {
        let action = Action {
            instance: "1.2".into(),
            place: Place::parse("00081030").unwrap(),
            class: Class::TextRemoved,
            value: "Doe".into(),
            area: None,
            ink: None,
        };
        let failure = Failure { action, reason: "\"doe\" is left".into() };
        let report = Report {
            settings: Settings { seed: 7, patients: 2 },
            made: Made {
                originals: "o".into(),
                key: "k".into(),
                midi_key: "s".into(),
                files: 9,
                actions: 30_000,
            },
            measured: vec![
                measured("task", 29_999, vec![failure]),
                measured("two-keys", 20_000, Vec::new()),
            ],
        };
        let page = page(&[report]);
        for line in [
            "| 7 | 9 | 0/0 | 30000 | 29999 | **99.99** | 0/0 | **–** |\n",
            "| `text_removed` | 99.99 (29999/30000) |\n",
            "| two-keys | – | – | – | **66.66** |",
            "| 1 | `text_removed` | `00081030` | Doe | \"doe\" is left |\n",
        ] {
            assert!(page.contains(line), "{line}{page}");
        }
    }
}
