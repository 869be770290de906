//! File meta information (PS3.10 7.1): read for the transfer syntax, never copied.

use dicom_core::VR;
use dicom_dictionary_std::tags;

use super::element::{DataSet, Element};
use super::encoded::Encoded;
use super::syntax::{Encoding, Syntax};

/// Identifies this implementation (PS3.7 D.3.3.2); derived from a random UUID.
pub const IMPLEMENTATION_CLASS_UID: &str = "2.25.137405012482093126823180871326046571849";
/// Names this implementation (PS3.10 7.1), at most 16 characters.
pub const IMPLEMENTATION_VERSION_NAME: &str = concat!("DCMTOOLS_", env!("CARGO_PKG_VERSION"));

/// The elements of group 0002.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FileMeta {
    elements: DataSet,
}

impl FileMeta {
    pub(super) fn new(elements: DataSet) -> Self {
        Self { elements }
    }

    /// The elements as they are in the file.
    pub fn elements(&self) -> &DataSet {
        &self.elements
    }

    /// Transfer Syntax UID (0002,0010); `None` also where it is no ASCII text.
    pub fn transfer_syntax(&self) -> Option<&str> {
        self.elements.ascii(tags::TRANSFER_SYNTAX_UID)
    }

    /// Whether there is a Transfer Syntax UID, be it readable or not.
    pub(super) fn names_transfer_syntax(&self) -> bool {
        self.elements.get(tags::TRANSFER_SYNTAX_UID).is_some_and(|e| !e.is_empty())
    }

    /// Media Storage SOP Class UID (0002,0002).
    pub fn sop_class(&self) -> Option<&str> {
        self.elements.ascii(tags::MEDIA_STORAGE_SOP_CLASS_UID)
    }

    /// A zeroed preamble, the prefix and new file meta information: nothing of the original's
    /// (application entity titles, private information) survives.
    pub fn rebuilt(sop_class: &str, sop_instance: &str, syntax: &Syntax) -> Vec<u8> {
        let uid = |tag, uid: &str| Element::new(tag, VR::UI, uid.as_bytes().to_vec());
        let elements = DataSet::new(vec![
            Element::new(tags::FILE_META_INFORMATION_VERSION, VR::OB, vec![0, 1]),
            uid(tags::MEDIA_STORAGE_SOP_CLASS_UID, sop_class),
            uid(tags::MEDIA_STORAGE_SOP_INSTANCE_UID, sop_instance),
            uid(tags::TRANSFER_SYNTAX_UID, &syntax.uid),
            uid(tags::IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_CLASS_UID),
            Element::new(
                tags::IMPLEMENTATION_VERSION_NAME,
                VR::SH,
                IMPLEMENTATION_VERSION_NAME.as_bytes().to_vec(),
            ),
        ]);
        let body = Encoded::new(Vec::new(), &elements, Encoding::ExplicitLittle);
        let length = u32::try_from(body.len()).unwrap_or(0).to_le_bytes().to_vec();
        let length = DataSet::new(vec![Element::new(
            tags::FILE_META_INFORMATION_GROUP_LENGTH,
            VR::UL,
            length,
        )]);
        let mut prefix = vec![0; 128];
        prefix.extend_from_slice(b"DICM");
        let head = Encoded::new(prefix, &length, Encoding::ExplicitLittle);
        [head, body]
            .iter()
            .flat_map(Encoded::pieces)
            .flat_map(|(piece, _)| piece)
            .copied()
            .collect()
    }
}
