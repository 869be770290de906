//! How many people share what is left to tell them apart.

use std::collections::{BTreeMap, HashSet};

use dicom_common::code::RunError;
use serde::{Deserialize, Serialize};

use crate::header::{Combination, Says};
use crate::record::Records;
use crate::survey::temporary;

/// Smallest cells that a statement shows.
const SHOWN: usize = 20;

/// A combination and the people who share it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    /// How many people.
    pub people: u64,
    /// What they share.
    pub combination: Combination,
}

/// How many combinations belong to how many people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// The fewest people of this line.
    pub from: u64,
    /// The most; none for the last line.
    pub to: Option<u64>,
    /// Combinations.
    pub combinations: u64,
}

/// What is left to tell people apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Risk {
    /// What makes a combination.
    pub attributes: Vec<String>,
    /// People, by their pseudonyms.
    pub people: u64,
    /// Different combinations.
    pub combinations: u64,
    /// The bound below which nothing is released, if there was one.
    pub k: Option<u64>,
    /// By how many people share them.
    pub distribution: Vec<Share>,
    /// Those that the fewest people share.
    pub smallest: Vec<Cell>,
}

/// Counts the people of the released files by combination.
///
/// # Errors
/// When a temporary file cannot be used.
pub fn count(records: &Records, headers: &[Says], k: Option<u64>) -> Result<Risk, RunError> {
    // A person may have several combinations: two scanners, two years.
    let mut pairs = HashSet::new();
    let mut people = HashSet::new();
    records
        .for_each(|record| {
            if record.is_released() {
                pairs.insert((record.header, record.subject));
                people.insert(record.subject);
            }
        })
        .map_err(|e| temporary(&e))?;
    let mut shared: BTreeMap<&Combination, HashSet<u32>> = BTreeMap::new();
    for (header, subject) in pairs {
        if let Some(says) = headers.get(header as usize) {
            shared.entry(&says.combination).or_default().insert(subject);
        }
    }
    let cell = |(combination, people): (&&Combination, &HashSet<u32>)| Cell {
        people: people.len() as u64,
        combination: (*combination).clone(),
    };
    let mut cells: Vec<Cell> = shared.iter().map(cell).collect();
    cells.sort();
    let lines =
        [(1, Some(1)), (2, Some(2)), (3, Some(4)), (5, Some(9)), (10, Some(19)), (20, None)];
    let distribution = lines.map(|(from, to)| {
        let is_in = |cell: &&Cell| cell.people >= from && to.is_none_or(|to| cell.people <= to);
        Share { from, to, combinations: cells.iter().filter(is_in).count() as u64 }
    });
    let combinations = cells.len() as u64;
    // Those below the bound are all told, so that they can be held back.
    let below = k.map_or(0, |k| cells.iter().filter(|cell| cell.people < k).count());
    cells.truncate(SHOWN.max(below));
    Ok(Risk {
        attributes: ATTRIBUTES.map(str::to_owned).to_vec(),
        people: people.len() as u64,
        combinations,
        k,
        distribution: distribution.to_vec(),
        smallest: cells,
    })
}

const ATTRIBUTES: [&str; 5] = [
    "Patient's Age (0010,1010)",
    "Patient's Sex (0010,0040)",
    "Modality (0008,0060)",
    "Manufacturer's Model Name (0008,1090)",
    "year of Study Date (0008,0020)",
];

impl Risk {
    /// Refuses combinations that fewer people share than the bound allows.
    ///
    /// # Errors
    /// When there is one; says which.
    pub fn check(&self) -> Result<(), RunError> {
        let Some(k) = self.k else { return Ok(()) };
        let rare: Vec<&Cell> = self.smallest.iter().filter(|cell| cell.people < k).collect();
        if rare.is_empty() {
            return Ok(());
        }
        let told = rare.iter().take(5).map(|cell| {
            let Combination { age, sex, modality, model, year } = &cell.combination;
            let people = cell.people;
            format!(
                "age {age}, sex {sex}, modality {modality}, model {model}, year {year}: {people}"
            )
        });
        let told: Vec<String> = told.collect();
        let (count, all) = (rare.len(), self.combinations);
        Err(RunError::Usage(format!(
            "--k {k}: {count} of {all} combinations belong to fewer than {k} people, so nothing is \
             released: {}{}",
            told.join("; "),
            if count > told.len() { "; …" } else { "" }
        )))
    }
}
