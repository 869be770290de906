//! Encapsulated documents (PS3.3 C.24.2), and recorded sound (PS3.3 A.34.2).

use dicom_dictionary_std::tags;

use crate::dataset::DataSet;
use crate::imaging::sop_class::{ENCAPSULATED_DOCUMENT_ROOT, SOUND};

/// Whether an object is or holds an encapsulated document, at any depth.
pub fn holds_document(sop_class: &str, dataset: &DataSet) -> bool {
    sop_class.starts_with(ENCAPSULATED_DOCUMENT_ROOT)
        || dataset.elements().iter().any(|element| {
            let document = element.tag == tags::ENCAPSULATED_DOCUMENT
                || element.tag == tags::MIME_TYPE_OF_ENCAPSULATED_DOCUMENT;
            (document && !element.is_empty())
                || element.items().iter().any(|item| holds_document("", item))
        })
}

/// Whether an object is recorded sound, by its SOP class.
pub fn is_sound(sop_class: &str) -> bool {
    SOUND.contains(&sop_class)
}
