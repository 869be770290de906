//! Names and places of several cultures.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use rand::rngs::Xoshiro256PlusPlus;

use super::chance::draw;

const TABLE: &str = include_str!("../../data/people.csv");

/// A word in its own script, and in ASCII.
#[derive(Debug, Clone)]
pub struct Word {
    /// As it is written at home.
    pub native: String,
    /// As it is written abroad.
    pub latin: String,
}

/// The words of a culture by kind: `family`, `given`, `city`, `street`.
#[derive(Debug, Default)]
pub struct Culture {
    /// The character set that holds them, as `SpecificCharacterSet` names it.
    pub charset: String,
    words: BTreeMap<String, Vec<Word>>,
}

impl Culture {
    /// All of them.
    ///
    /// # Errors
    /// When the table is broken.
    pub fn all() -> Result<Vec<Self>> {
        let mut cultures: Vec<(String, Self)> = Vec::new();
        for row in csv::Reader::from_reader(TABLE.as_bytes()).records() {
            let row = row?;
            let cell = |at| row.get(at).unwrap_or_default().to_owned();
            if cultures.last().is_none_or(|(name, _)| *name != cell(0)) {
                cultures.push((cell(0), Self { charset: cell(1), words: BTreeMap::new() }));
            }
            let (_, culture) = cultures.last_mut().context("no culture")?;
            let words = culture.words.entry(cell(2)).or_default();
            words.push(Word { native: cell(3), latin: cell(4) });
        }
        Ok(cultures.into_iter().map(|(_, culture)| culture).collect())
    }

    /// One of its words.
    pub fn word(&self, rng: &mut Xoshiro256PlusPlus, kind: &str) -> Result<Word> {
        let words = self.words.get(kind).with_context(|| format!("no {kind}"))?;
        draw(rng, words).cloned().context("no word")
    }

    /// A word of another kind of person: not that one, if there is a choice.
    pub fn other(&self, rng: &mut Xoshiro256PlusPlus, kind: &str, than: &Word) -> Result<Word> {
        let words = self.words.get(kind).with_context(|| format!("no {kind}"))?;
        let others: Vec<_> = words.iter().filter(|word| word.native != than.native).collect();
        Ok(draw(rng, &others).map_or_else(|| than.clone(), |&word| word.clone()))
    }
}
