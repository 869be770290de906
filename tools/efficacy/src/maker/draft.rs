//! An object in the making, and what will be required of it.

use std::path::Path;

use anyhow::{Context, Result};
use dicom_core::{DataElement, PrimitiveValue, Tag, VR};
use dicom_dictionary_std::tags;
use dicom_object::{FileMetaTableBuilder, InMemDicomObject};

use crate::area::Area;
use crate::charset;
use crate::class::Class;
use crate::image::Image;
use crate::ink::Ink;
use crate::key::Action;
use crate::place::Place;

use super::person::Person;
use super::plants::{Plant, Wanted, vr};
use super::template::{Rendered, render};

/// What must be found in no element of a file, by the names of templates.
const NOWHERE: [&str; 12] = [
    "caret",
    "latin_caret",
    "spoken",
    "native",
    "family",
    "id",
    "accession",
    "other_id",
    "insurance",
    "email",
    "phone",
    "birth",
];

/// An object and its part of the key.
pub struct Draft {
    /// The elements so far.
    pub object: InMemDicomObject,
    /// What the key will require of the file.
    pub actions: Vec<Action>,
    /// Whose it is, and on which day.
    person: Person,
    instance: String,
}

impl Draft {
    /// One with a base of elements that tell nothing.
    ///
    /// # Errors
    /// When the person has no instance UID.
    pub fn new(base: InMemDicomObject, person: Person) -> Result<Self> {
        let instance = person.value("instance_uid")?.to_owned();
        let mut draft = Self { object: base, actions: Vec::new(), person, instance };
        let charset = draft.person.charset.clone();
        draft.set(tags::SPECIFIC_CHARACTER_SET, &charset);
        draft.set(tags::SOP_INSTANCE_UID, &draft.instance.clone());
        draft.require(
            Place::root(tags::SOP_INSTANCE_UID),
            Class::UidChanged,
            draft.instance.clone(),
        );
        draft.require(
            Place::root(tags::SOP_INSTANCE_UID),
            Class::UidConsistent,
            draft.instance.clone(),
        );
        Ok(draft)
    }

    /// Sets an element of the root of which nothing is required.
    pub fn set(&mut self, tag: Tag, text: &str) {
        let value = self.encoded(text);
        self.object.put(DataElement::new(tag, vr(tag), value));
    }

    /// Sets a number of 16 bits.
    pub fn number(&mut self, tag: Tag, number: usize) {
        let number = u16::try_from(number).unwrap_or(u16::MAX);
        self.object.put(DataElement::new(tag, VR::US, PrimitiveValue::from(number)));
    }

    /// Sets the pixels and what describes them.
    pub fn pixels(&mut self, image: &Image, photometric: &str) {
        self.set(tags::PHOTOMETRIC_INTERPRETATION, photometric);
        self.number(tags::SAMPLES_PER_PIXEL, image.samples);
        self.number(tags::ROWS, image.rows);
        self.number(tags::COLUMNS, image.columns);
        self.number(tags::BITS_ALLOCATED, image.allocated.into());
        self.number(tags::BITS_STORED, image.stored.into());
        self.number(tags::HIGH_BIT, usize::from(image.stored) - 1);
        if image.samples > 1 {
            self.number(tags::PLANAR_CONFIGURATION, image.planar.into());
        }
        let vr = if image.allocated == 8 { VR::OB } else { VR::OW };
        self.object.put(DataElement::new(
            tags::PIXEL_DATA,
            vr,
            PrimitiveValue::from(image.bytes()),
        ));
    }

    /// Requires something of an element.
    pub fn require(&mut self, place: Place, class: Class, value: impl Into<String>) {
        let (instance, value) = (self.instance.clone(), value.into());
        self.actions.push(Action { instance, place, class, value, area: None, ink: None });
    }

    /// Requires that nothing changed in a part of the image, or in all of it.
    pub fn require_kept(&mut self, area: Option<Area>) {
        let (instance, place) = (self.instance.clone(), Place::root(tags::PIXEL_DATA));
        let (class, value) = (Class::PixelsRetained, String::new());
        self.actions.push(Action { instance, place, class, value, area, ink: None });
    }

    /// Requires that a text in the pixels is hidden.
    pub fn require_hidden(&mut self, text: &str, area: Area, ink: Ink) {
        let (instance, place) = (self.instance.clone(), Place::root(tags::PIXEL_DATA));
        let (class, value) = (Class::PixelsHidden, text.to_owned());
        self.actions.push(Action {
            instance,
            place,
            class,
            value,
            area: Some(area),
            ink: Some(ink),
        });
    }

    /// Plants elements and notes what is required of them.
    ///
    /// # Errors
    /// When a template names what the person does not have.
    pub fn plant(&mut self, plants: &[Plant]) -> Result<()> {
        plants.iter().try_for_each(|plant| self.plant_one(plant))
    }

    /// Plants a value and notes what is required of it.
    ///
    /// # Errors
    /// When the value names what the person does not have.
    pub fn plant_required(&mut self, plant: &Plant, required: Vec<(Class, String)>) -> Result<()> {
        self.plant_one(plant)?;
        for (class, value) in required {
            self.require(plant.place.clone(), class, value);
        }
        Ok(())
    }

    fn plant_one(&mut self, plant: &Plant) -> Result<()> {
        let Rendered { text, parts } = render(&plant.template, &self.person)?;
        if !text.is_empty() {
            let value = self.value(plant.vr, &text);
            plant.place.put(&mut self.object, |tag| DataElement::new(tag, plant.vr, value));
        }
        let mut as_a_whole = false;
        for wanted in &plant.wanted {
            match wanted {
                Wanted::Action(class) => {
                    as_a_whole |= matches!(
                        class,
                        Class::DateShifted
                            | Class::UidChanged
                            | Class::UidConsistent
                            | Class::PatientIdConsistent
                    );
                    self.require(plant.place.clone(), *class, text.clone());
                }
                Wanted::Age => self.age()?,
                Wanted::Everywhere => self.nowhere()?,
            }
        }
        for (class, value) in parts {
            if !as_a_whole || class == Class::TextRetained {
                self.require(plant.place.clone(), class, value);
            }
        }
        Ok(())
    }

    /// Ages above 89 identify (45 CFR 164.514).
    fn age(&mut self) -> Result<()> {
        let age = self.person.value("age")?.to_owned();
        let identifies = age.as_str() > "089Y";
        let class = if identifies { Class::TextRemoved } else { Class::TextRetained };
        self.set(tags::PATIENT_AGE, &age);
        self.require(Place::root(tags::PATIENT_AGE), class, age);
        Ok(())
    }

    fn nowhere(&mut self) -> Result<()> {
        for name in NOWHERE {
            let value = self.person.value(name)?.to_owned();
            self.require(Place::EVERYWHERE, Class::TextRemoved, value);
        }
        Ok(())
    }

    fn value(&self, vr: VR, text: &str) -> PrimitiveValue {
        match vr {
            VR::OB => {
                let mut bytes = text.as_bytes().to_vec();
                bytes.resize(bytes.len().next_multiple_of(2), 0);
                PrimitiveValue::from(bytes)
            }
            VR::US => PrimitiveValue::from(text.parse::<u16>().unwrap_or(0)),
            _ => self.encoded(text),
        }
    }

    /// Text in the object's character set.
    fn encoded(&self, text: &str) -> PrimitiveValue {
        charset::encode(&self.person.charset, text)
    }

    /// Writes the file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, path: &Path, syntax: &str) -> Result<()> {
        let title = self.person.value("ae")?.to_owned();
        let meta = FileMetaTableBuilder::new()
            .transfer_syntax(syntax)
            .implementation_class_uid(format!("{}.1", demo_data::UID_ROOT))
            .implementation_version_name("EFFICACY")
            .source_application_entity_title(title);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let file = self.object.clone().with_meta(meta)?;
        file.write_to_file(path).with_context(|| format!("cannot write {}", path.display()))
    }
}
