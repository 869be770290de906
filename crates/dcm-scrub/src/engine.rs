//! From a data set to an anonymized data set: pure, without files.

use descriptors::Cleaner;
use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::dataset::{
    DataSet, Element, Source, Syntax, Text, VR, check_complete, embeds_overlay,
};
use dicom_common::deid::policy::{AttributePlace, AttributeTypes};
use dicom_common::deid::pseudonym::Pseudonyms;
use dicom_common::imaging::disclosure::{holds_document, is_sound};
use dicom_dictionary_std::tags;

use crate::converters::reduce_csa;
use crate::editor::{Editor, Surroundings};
use crate::known::KnownValues;
use crate::method::Method;
use crate::private_blocks::without_named_blocks;
use crate::provenance::Provenance;
use crate::settle::Settler;
use crate::subject::{NamedBy, Subject};
use crate::subjects_map::SubjectsMap;
use crate::sweep_cache::SweepCache;

/// Everything that decisions need, the same for all files of a run.
pub struct Engine {
    method: Method,
    types: AttributeTypes,
    settler: Settler,
    pseudonyms: Pseudonyms,
    provenance: Provenance,
    cleaner: Cleaner,
    /// Names patients instead of the key.
    subjects: Option<SubjectsMap>,
}

impl Engine {
    /// An engine that decides by this method and makes these pseudonyms.
    pub fn new(method: Method, pseudonyms: Pseudonyms) -> Self {
        let provenance = method.provenance();
        let (types, cleaner) = (AttributeTypes::load(), Cleaner::default());
        let (settler, subjects) = (Settler::default(), None);
        Self { method, types, settler, pseudonyms, provenance, cleaner, subjects }
    }

    /// The same, with a cleaner of descriptions that knows the user's words.
    pub fn cleaning_with(self, cleaner: Cleaner) -> Self {
        Self { cleaner, ..self }
    }

    /// The same, with patients named by a table.
    pub fn naming_by(self, subjects: Option<SubjectsMap>) -> Self {
        Self { subjects, ..self }
    }

    /// The table that names patients.
    pub fn subjects(&self) -> Option<&SubjectsMap> {
        self.subjects.as_ref()
    }

    /// The patient of a data set.
    ///
    /// # Errors
    /// `E_SUBJECT`.
    pub fn subject(&self, dataset: &DataSet) -> Outcome<Subject> {
        let dates = self.method.date_shift();
        match &self.subjects {
            Some(map) => Subject::by_table(dataset, map, dates),
            None => Ok(Subject::of(dataset, &self.pseudonyms, dates)),
        }
    }

    /// Reads from the source what of large values stays: some fields of CSA headers.
    ///
    /// # Errors
    /// `E_TRUNCATED`, `E_UNREADABLE`.
    pub fn take_in(&self, dataset: &mut DataSet, source: Source<'_>) -> Outcome<()> {
        reduce_csa(dataset, &self.method, source)
    }

    /// The anonymized data set.
    ///
    /// # Errors
    /// `E_NO_VALID_VALUE`, `E_DOCUMENT`, `E_EMBEDDED_OVERLAY`, `E_TOO_LARGE`; with a script of CTP
    /// `E_SCRIPT`, `S_SCRIPT`.
    pub fn anonymize(
        &self,
        dataset: DataSet,
        syntax: &Syntax,
        sop_class: &str,
        subject: &Subject,
        cache: &mut SweepCache,
    ) -> Outcome<DataSet> {
        refuse_what_headers_cannot_treat(&dataset, sop_class)?;
        // A description that is cleaned tells nothing that must go elsewhere; a name does.
        let stays = |element: &Element| {
            self.method.keeps(element)
                || (element.meant_vr() != VR::PN && self.method.cleans(element))
        };
        let known = KnownValues::of(&dataset, &|element| !stays(element))?;
        let editor = Editor {
            method: &self.method,
            types: &self.types,
            settler: &self.settler,
            pseudonyms: &self.pseudonyms,
            cleaner: &self.cleaner,
            subject,
            sweep: cache.sweep(known)?,
        };
        let root = self.types.root(sop_class);
        let mut dataset = match &self.method {
            // What the script neither names nor removes is kept as other methods keep it: without
            // known values.
            Method::CtpScript(script) => {
                let text = Text::of(&dataset, &Text::default());
                let surroundings = Surroundings::of_root(&text);
                let keep = |element, place: AttributePlace<'_>| {
                    editor.element(element, place, &surroundings)
                };
                let dataset = script.apply(dataset, syntax.encoding, root, &keep)?;
                let dataset = without_named_blocks(dataset, &Text::default(), editor.sweep);
                check_readable(&dataset, sop_class, syntax)?;
                dataset
            }
            Method::Policy { .. } | Method::RsnaScript(_) => {
                editor.dataset(dataset, root, &Text::default())?
            }
        };
        // Whatever becomes of the ID by which the hospital knows the patient: this is the user's own.
        if subject.named_by == NamedBy::Table {
            dataset.put(Element::new(tags::PATIENT_ID, VR::LO, subject.id.as_bytes().to_vec()));
        }
        self.provenance.state(&mut dataset);
        Ok(dataset)
    }
}

/// Content that can show the patient outside the header.
fn refuse_what_headers_cannot_treat(dataset: &DataSet, sop_class: &str) -> Outcome<()> {
    if holds_document(sop_class, dataset) || is_sound(sop_class) {
        return Err(Fault(Code::Document));
    }
    if embeds_overlay(dataset) { Err(Fault(Code::EmbeddedOverlay)) } else { Ok(()) }
}

/// A script of CTP can change what says how the object is to be read: its SOP class, and all that
/// describes its pixels. An object that could not be read any more is refused.
fn check_readable(dataset: &DataSet, sop_class: &str, syntax: &Syntax) -> Outcome<()> {
    let same_class = dataset.get(tags::SOP_CLASS_UID).is_none()
        || dataset.ascii(tags::SOP_CLASS_UID) == Some(sop_class);
    match check_complete(dataset, syntax) {
        Ok(()) if same_class => Ok(()),
        _ => Err(Fault(Code::Script)),
    }
}
