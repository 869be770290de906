//! Concept names of content items (PS3.3 C.17.3, PS3.16 annex D) whose values name somebody, or describe
//! a person as an attribute does.

use std::collections::HashMap;

use dicom_core::{Tag, VR};
use dicom_dictionary_std::tags;

const TABLE: &str = include_str!("../../../data/sr_concepts.csv");

/// What the value of a content item is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// It names a person, an organization, a device, an order or a specimen.
    Identity,
    /// The day on which a person was born, or died.
    BirthDate,
    /// A person's age.
    Age,
    /// A person's sex.
    Sex,
    /// A person's height.
    Size,
    /// A person's weight.
    Weight,
}

impl About {
    /// The attribute that says the same, and decides for the content item too; none for names.
    pub fn attribute(self) -> Option<(Tag, VR)> {
        match self {
            About::Identity => None,
            About::BirthDate => Some((tags::PATIENT_BIRTH_DATE, VR::DA)),
            About::Age => Some((tags::PATIENT_AGE, VR::AS)),
            About::Sex => Some((tags::PATIENT_SEX, VR::CS)),
            About::Size => Some((tags::PATIENT_SIZE, VR::DS)),
            About::Weight => Some((tags::PATIENT_WEIGHT, VR::DS)),
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "identity" => About::Identity,
            "birth-date" => About::BirthDate,
            "age" => About::Age,
            "sex" => About::Sex,
            "size" => About::Size,
            "weight" => About::Weight,
            _ => return None,
        })
    }
}

/// The concept names, by code and by meaning.
#[derive(Debug)]
pub struct Concepts {
    by_code: HashMap<(&'static str, &'static str), About>,
    /// In lower case: schemes of one's own have other codes, but the same words.
    by_meaning: HashMap<String, About>,
}

impl Default for Concepts {
    fn default() -> Self {
        Self::load()
    }
}

impl Concepts {
    /// The table that is part of this program.
    pub fn load() -> Self {
        let (mut by_code, mut by_meaning) = (HashMap::new(), HashMap::new());
        for [scheme, code, meaning, about] in rows() {
            let Some(about) = About::from_name(about) else { continue };
            if !code.is_empty() {
                by_code.insert((scheme, code), about);
            }
            by_meaning.insert(meaning.to_lowercase(), about);
        }
        Self { by_code, by_meaning }
    }

    /// What a concept is about, by its coding scheme designator and code value.
    pub fn of_code(&self, scheme: &str, code: &str) -> Option<About> {
        self.by_code.get(&(scheme, code)).copied()
    }

    /// What a concept is about, by its code meaning.
    pub fn of_meaning(&self, meaning: &str) -> Option<About> {
        self.by_meaning.get(&meaning.trim().to_lowercase()).copied()
    }
}

fn rows() -> impl Iterator<Item = [&'static str; 4]> {
    TABLE.lines().skip(1).filter_map(|line| {
        let mut cells = line.split(',');
        Some([cells.next()?, cells.next()?, cells.next()?, cells.next()?])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_understood() {
        assert_eq!(rows().count(), TABLE.lines().count() - 1);
        assert!(rows().all(|[.., about]| About::from_name(about).is_some()));
        assert!(TABLE.lines().all(|line| line.split(',').count() == 4));
    }

    #[test]
    fn a_concept_is_known_by_its_code_or_its_words() {
        let concepts = Concepts::load();
        assert_eq!(concepts.of_code("DCM", "121033"), Some(About::Age));
        assert_eq!(concepts.of_code("99MERCY", "121033"), None);
        assert_eq!(concepts.of_meaning("SUBJECT AGE "), Some(About::Age));
        assert_eq!(concepts.of_meaning("Gestational Age"), None);
    }
}
