//! Counting required actions that were carried out.

mod dates;
mod judge;
mod maps;
mod pixels;
mod written;

use std::collections::BTreeMap;

use anyhow::Result;

use crate::class::Class;
use crate::file::File;
use crate::key::Action;

pub use written::{Fate, Run, Written};

use judge::Judge;
use maps::Maps;

/// Actions of one class.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// How many were carried out.
    pub correct: usize,
    /// How many the key requires.
    pub required: usize,
}

impl Count {
    /// Percent, with two decimals; never rounded up to 100.
    pub fn percent(self) -> String {
        if self.required == 0 {
            return "–".into();
        }
        let hundredths = self.correct * 10_000 / self.required;
        format!("{}.{:02}", hundredths / 100, hundredths % 100)
    }
}

/// An action that was not carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What the key requires.
    pub action: Action,
    /// Why it does not count.
    pub reason: String,
}

/// What a run is worth.
#[derive(Debug, Clone, Default)]
pub struct Score {
    /// Actions of each class that has any.
    pub counts: BTreeMap<Class, Count>,
    /// Actions that were not carried out, in the order of the key.
    pub failures: Vec<Failure>,
}

impl Score {
    /// All actions of the ten classes.
    pub fn total(&self) -> Count {
        self.sum(Class::scored())
    }

    /// All actions of the classes beyond the ten.
    pub fn total_beyond(&self) -> Count {
        self.sum(Class::beyond())
    }

    fn sum(&self, classes: impl Iterator<Item = Class>) -> Count {
        let mut total = Count::default();
        for count in classes.map(|class| self.of(class)) {
            total.correct += count.correct;
            total.required += count.required;
        }
        total
    }

    /// The actions of one class.
    pub fn of(&self, class: Class) -> Count {
        self.counts.get(&class).copied().unwrap_or_default()
    }

    fn add(&mut self, action: &Action, verdict: Result<(), String>) {
        let count = self.counts.entry(action.class).or_default();
        count.required += 1;
        match verdict {
            Ok(()) => count.correct += 1,
            Err(reason) => self.failures.push(Failure { action: action.clone(), reason }),
        }
    }
}

/// Scores what became of the original files of these runs.
///
/// # Errors
/// When a manifest or a link file cannot be read, or does not fit the originals.
pub fn score(key: &[Action], runs: &[Run]) -> Result<Score> {
    let written = Written::read(runs)?;
    let maps = Maps::of(key, &written);
    let mut score = Score::default();
    let mut of_instance: BTreeMap<&str, Vec<&Action>> = BTreeMap::new();
    for action in key {
        of_instance.entry(&action.instance).or_default().push(action);
    }
    for (instance, actions) in of_instance {
        let fate = written.fate(instance);
        let original = fate.and_then(|fate| File::open(&fate.original).ok());
        let output = fate.and_then(|fate| fate.output.as_deref()).map(File::open);
        for action in actions {
            let verdict = match (action.class, fate, &output) {
                (_, None, _) => Err("no such original".into()),
                (Class::Refused, Some(fate), None) if fate.status != "ok" => Ok(()),
                (Class::Refused, ..) => Err("written".into()),
                (_, Some(fate), None) => Err(format!("not written: {} {}", fate.status, fate.code)),
                (_, _, Some(Err(_))) => Err("the output is unreadable".into()),
                (_, _, Some(Ok(output))) => {
                    Judge { original: original.as_ref(), output, maps: &maps }.verdict(action)
                }
            };
            score.add(action, verdict);
        }
    }
    Ok(score)
}
