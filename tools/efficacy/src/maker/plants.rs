//! What is planted where: `data/plants.csv`.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use dicom_core::VR;
use dicom_core::dictionary::{DataDictionary, DataDictionaryEntry};
use dicom_dictionary_std::StandardDataDictionary;
use rand::rngs::Xoshiro256PlusPlus;

use crate::class::Class;
use crate::place::Place;

use super::chance::draw;

const TABLE: &str = include_str!("../../data/plants.csv");
const PHRASES: &str = include_str!("../../data/phrases.csv");

/// What else is required of a planted element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// An action of this class.
    Action(Class),
    /// The patient's age is retained, unless it is one that identifies.
    Age,
    /// What identifies is in no element at all.
    Everywhere,
}

/// An element to plant.
#[derive(Debug, Clone)]
pub struct Plant {
    objects: Vec<String>,
    /// The element that it is planted in.
    pub place: Place,
    /// The element's value representation.
    pub vr: VR,
    /// The template of its value; nothing is planted if it is empty.
    pub template: String,
    /// What is required of the element as a whole.
    pub wanted: Vec<Wanted>,
}

impl Plant {
    /// A value for a place, of which nothing is required.
    pub fn of(place: Place, vr: VR, template: String) -> Self {
        Self { objects: Vec::new(), place, vr, template, wanted: Vec::new() }
    }

    /// All of them.
    ///
    /// # Errors
    /// When the table is broken.
    pub fn all() -> Result<Vec<Self>> {
        let mut plants = Vec::new();
        for row in csv::Reader::from_reader(TABLE.as_bytes()).records() {
            let row = row?;
            plants.push(Self::parse(&row).with_context(|| format!("no plant: {row:?}"))?);
        }
        Ok(plants)
    }

    fn parse(row: &csv::StringRecord) -> Option<Self> {
        let cell = |at| row.get(at);
        let place = Place::parse(cell(1)?)?;
        let vr = match cell(2)? {
            "" => place.tag().map_or(VR::UN, vr),
            vr => vr.parse().ok()?,
        };
        let wanted = |text: &str| match text {
            "age" => Some(Wanted::Age),
            "everywhere" => Some(Wanted::Everywhere),
            class => Class::parse(class).map(Wanted::Action),
        };
        Some(Self {
            objects: cell(0)?.split(' ').map(String::from).collect(),
            place,
            vr,
            template: cell(3)?.to_owned(),
            wanted: cell(4)?.split_whitespace().map(wanted).collect::<Option<_>>()?,
        })
    }

    /// The plants of an object of these kinds; of several for one place, one by chance.
    ///
    /// # Errors
    /// When the table of phrases lacks a kind that is asked for.
    pub fn choose(
        plants: &[Self],
        kinds: &[&str],
        rng: &mut Xoshiro256PlusPlus,
    ) -> Result<Vec<Self>> {
        let mut at: BTreeMap<&Place, Vec<&Self>> = BTreeMap::new();
        for plant in plants {
            if plant.objects.iter().any(|object| kinds.contains(&object.as_str())) {
                at.entry(&plant.place).or_default().push(plant);
            }
        }
        let mut chosen = Vec::new();
        for choice in at.values() {
            let plant = draw(rng, choice).copied().context("nothing to choose from")?;
            let template = with_phrases(&plant.template, rng)?;
            chosen.push(Self { template, ..plant.clone() });
        }
        Ok(chosen)
    }
}

/// A template with a phrase of the kind in place of each `*kind`, by chance.
fn with_phrases(template: &str, rng: &mut Xoshiro256PlusPlus) -> Result<String> {
    let mut filled = String::new();
    let mut parts = template.split("[*");
    filled.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (kind, rest) = part.split_once(']').context("an open bracket")?;
        let rows = PHRASES.lines().filter_map(|line| line.split_once(','));
        let phrases: Vec<_> = rows.filter(|(of, _)| *of == kind).map(|(_, text)| text).collect();
        let phrase = draw(rng, &phrases).with_context(|| format!("no {kind}"))?;
        filled.push_str(&format!("[{phrase}]{rest}"));
    }
    Ok(filled)
}

/// The value representation that the standard gives an element.
pub fn vr(tag: dicom_core::Tag) -> VR {
    StandardDataDictionary.by_tag(tag).map_or(VR::UN, |entry| entry.vr().relaxed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole() {
        let plants = Plant::all().unwrap();
        assert!(plants.len() > 200);
        let vrs = plants.iter().filter(|p| p.vr == VR::UN && !p.place.is_everywhere());
        assert_eq!(vrs.map(|p| p.place.to_string()).collect::<Vec<_>>(), Vec::<String>::new());
    }
}
