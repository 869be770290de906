//! Which files belong together.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use super::args::By;

/// What a file says about itself: who, and which examination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The value that stands for the patient.
    pub patient: Vec<u8>,
    /// Study Instance UID; empty where there is none.
    pub study: Vec<u8>,
}

/// Groups of files that stay together, in the order of their first files. Some bytes for each patient
/// and study, nothing for a file.
pub struct Groups {
    by: By,
    hasher: RandomState,
    /// Names of patients and studies, hashed, by number.
    numbers: HashMap<u64, u32>,
    /// For each number another of its group, or itself: the lowest is the group's.
    leads_to: Vec<u32>,
    /// Files by number.
    files: Vec<u64>,
    /// The number of the file before.
    last: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Nothing,
    Patient,
    Study,
}

impl Groups {
    /// None yet.
    pub fn new(by: By) -> Self {
        Self {
            by,
            hasher: RandomState::new(),
            numbers: HashMap::new(),
            leads_to: Vec::new(),
            files: Vec::new(),
            last: 0,
        }
    }

    /// Adds a file; none is one without a study. Tells its number.
    pub fn add(&mut self, origin: Option<&Origin>) -> u32 {
        let number = match origin.filter(|origin| !origin.study.is_empty()) {
            None if self.leads_to.is_empty() => self.number(Kind::Nothing, b""),
            None => self.last,
            Some(origin) => {
                let study = self.number(Kind::Study, &origin.study);
                // A study of which files bear two IDs keeps both patients together.
                if self.by == By::Subject && !origin.patient.is_empty() {
                    let patient = self.number(Kind::Patient, &origin.patient);
                    self.unite(study, patient);
                }
                study
            }
        };
        if let Some(files) = usize::try_from(number).ok().and_then(|at| self.files.get_mut(at)) {
            *files += 1;
        }
        self.last = number;
        number
    }

    fn number(&mut self, kind: Kind, name: &[u8]) -> u32 {
        let next = u32::try_from(self.leads_to.len()).unwrap_or(u32::MAX);
        let hash = self.hasher.hash_one((kind as u8, name));
        let number = *self.numbers.entry(hash).or_insert(next);
        if number == next {
            self.leads_to.push(next);
            self.files.push(0);
        }
        number
    }

    fn first(&self, mut number: u32) -> u32 {
        while let Some(next) = self.leads_to.get(number as usize).filter(|next| **next != number) {
            number = *next;
        }
        number
    }

    fn unite(&mut self, one: u32, other: u32) {
        let (one, other) = (self.first(one), self.first(other));
        if let Some(leads_to) = self.leads_to.get_mut(one.max(other) as usize) {
            *leads_to = one.min(other);
        }
    }

    /// For each number the shard of its group, counted from 0 without a gap. Groups are filled in one
    /// after another, so that rows of shards, joined, stand in the order of the inputs where these were
    /// sorted by patient.
    pub fn shards(&self, shards: u32) -> Vec<u32> {
        let mut of_group = vec![0_u64; self.files.len()];
        for (number, files) in (0..).zip(&self.files) {
            if let Some(sum) = of_group.get_mut(self.first(number) as usize) {
                *sum += files;
            }
        }
        let total: u64 = self.files.iter().sum();
        let (mut before, mut last, mut next) = (0_u64, None, 0);
        let mut shard_of = vec![0; self.files.len()];
        for (shard, files) in shard_of.iter_mut().zip(&of_group).filter(|(_, files)| **files > 0) {
            // The shard in which the middle of the group would lie.
            let middle = u128::from(before) * 2 + u128::from(*files);
            let wanted = middle * u128::from(shards) / (u128::from(total) * 2).max(1);
            if last.is_some_and(|last| last != wanted) {
                next += 1;
            }
            last = Some(wanted);
            *shard = next;
            before += files;
        }
        let of = |number| shard_of.get(self.first(number) as usize).copied().unwrap_or_default();
        (0..).zip(&self.files).map(|(number, _)| of(number)).collect()
    }

    /// How many files each shard has.
    pub fn files(&self, shard_of: &[u32]) -> Vec<u64> {
        let most = shard_of.iter().max().map_or(0, |most| *most as usize + 1);
        let mut of_shard = vec![0; most];
        for (shard, files) in shard_of.iter().zip(&self.files) {
            if let Some(sum) = of_shard.get_mut(*shard as usize) {
                *sum += files;
            }
        }
        of_shard
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shards(by: By, shards: u32, files: &[(&str, &str)]) -> Vec<u32> {
        let mut groups = Groups::new(by);
        let numbers: Vec<u32> = files
            .iter()
            .map(|(patient, study)| {
                groups.add(Some(&Origin { patient: (*patient).into(), study: (*study).into() }))
            })
            .collect();
        let shard_of = groups.shards(shards);
        numbers.iter().map(|number| shard_of[*number as usize]).collect()
    }

    #[test]
    fn subjects_are_spread_in_order_and_stay_whole() {
        let files: Vec<(&str, &str)> =
            [("A", "1"), ("A", "2"), ("B", "3"), ("B", "3"), ("C", "4"), ("C", "4")].into();
        assert_eq!(shards(By::Subject, 3, &files), [0, 0, 1, 1, 2, 2]);
        assert_eq!(shards(By::Subject, 2, &files), [0, 0, 1, 1, 1, 1]);
        assert_eq!(shards(By::Subject, 1, &files), [0; 6]);
        assert_eq!(shards(By::Subject, 100, &files), [0, 0, 1, 1, 2, 2]);
        assert_eq!(shards(By::Study, 100, &files), [0, 1, 2, 2, 3, 3]);
    }

    #[test]
    fn what_belongs_together_by_way_of_others_is_one_group_wherever_it_stands() {
        // Files of study 2 bear two IDs, so A, B and all their studies are one.
        let files = [("A", "1"), ("C", "9"), ("B", "3"), ("A", "2"), ("B", "2"), ("", "3")];
        assert_eq!(shards(By::Subject, 100, &files), [0, 1, 0, 0, 0, 0]);
        assert_eq!(shards(By::Study, 100, &files), [0, 1, 2, 3, 3, 2]);
    }

    #[test]
    fn a_file_without_a_study_goes_with_the_one_before_it() {
        let files = [("", ""), ("A", "1"), ("A", ""), ("B", "2"), ("", ""), ("A", "1")];
        assert_eq!(shards(By::Subject, 100, &files), [0, 1, 1, 2, 2, 1]);
    }
}
