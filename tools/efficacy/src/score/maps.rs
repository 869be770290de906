//! What each UID, patient ID and date became in most places: the measure of consistency.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use dicom_dictionary_std::tags;

use crate::class::Class;
use crate::file::File;
use crate::key::Action;

use super::dates;
use super::written::Written;

/// What became of originals.
#[derive(Debug, Default)]
pub struct Maps {
    /// New values by the original one.
    new: HashMap<String, String>,
    /// How many originals became a value.
    shared: HashMap<String, usize>,
    /// Days by the original patient ID.
    shifts: HashMap<String, i64>,
    /// Original patient IDs by instance.
    patients: HashMap<String, String>,
    /// UIDs under which something was written.
    instances: HashSet<String>,
    /// Original UIDs of files that were given.
    originals: HashSet<String>,
}

impl Maps {
    /// Looks at all outputs.
    pub fn of(key: &[Action], written: &Written) -> Self {
        let mut maps = Self::default();
        let mut became: Votes<String> = Votes::new();
        let mut moved: Votes<i64> = Votes::new();
        let mut files: HashMap<&str, Option<File>> = HashMap::new();
        for action in key.iter().filter(|a| a.class == Class::PatientIdConsistent) {
            maps.patients.insert(action.instance.clone(), action.value.clone());
        }
        for action in key {
            let file = files.entry(&action.instance).or_insert_with(|| {
                maps.originals.insert(action.instance.clone());
                let file = File::open(written.fate(&action.instance)?.output.as_ref()?).ok()?;
                let uid = file.object().get(tags::SOP_INSTANCE_UID)?.to_str().ok()?;
                maps.instances.insert(uid.trim_end_matches(['\0', ' ']).to_owned());
                Some(file)
            });
            let Some(text) = file.as_ref().and_then(|file| file.text(&action.place)) else {
                continue;
            };
            match action.class {
                Class::UidConsistent | Class::PatientIdConsistent if !text.is_empty() => {
                    became.add(&action.value, text);
                }
                Class::DateShifted => {
                    let patient = maps.patients.get(&action.instance);
                    if let (Some(days), Some(patient)) = (days(&action.value, &text), patient) {
                        moved.add(patient, days);
                    }
                }
                _ => {}
            }
        }
        maps.new = became.winners();
        maps.new.extend(written.links.clone());
        maps.shifts = moved.winners();
        for new in maps.new.values() {
            *maps.shared.entry(new.clone()).or_default() += 1;
        }
        maps
    }

    /// What an original became.
    pub fn became(&self, original: &str) -> Option<&str> {
        self.new.get(original).map(String::as_str)
    }

    /// Whether several originals became this value.
    pub fn is_shared(&self, new: &str) -> bool {
        self.shared.get(new).is_some_and(|&count| count > 1)
    }

    /// Whether an original UID is one of a file, and nothing was written under its new one.
    pub fn dangles(&self, original: &str, new: &str) -> bool {
        self.originals.contains(original) && !self.instances.contains(new)
    }

    /// The days by which the dates of a file's patient moved.
    pub fn shift(&self, instance: &str) -> Option<i64> {
        self.shifts.get(self.patients.get(instance)?).copied()
    }
}

/// Days from one date to another.
fn days(before: &str, after: &str) -> Option<i64> {
    let [before, after]: [NaiveDate; 2] = [dates::parse(before)?, dates::parse(after)?];
    Some((after - before).num_days())
}

/// How often each original became which value.
struct Votes<T>(HashMap<String, BTreeMap<T, usize>>);

impl<T: Ord + Clone> Votes<T> {
    fn new() -> Self {
        Self(HashMap::new())
    }

    fn add(&mut self, original: &str, new: T) {
        *self.0.entry(original.to_owned()).or_default().entry(new).or_default() += 1;
    }

    /// The most frequent value of each; the smallest of several.
    fn winners(self) -> HashMap<String, T> {
        let winner = |votes: BTreeMap<T, usize>| {
            votes.into_iter().rev().max_by_key(|&(_, count)| count).map(|(value, _)| value)
        };
        self.0
            .into_iter()
            .filter_map(|(original, votes)| Some((original, winner(votes)?)))
            .collect()
    }
}
