//! Private blocks with names, dates, bytes and a sequence.

use crate::element::Fill;
use crate::identity::Patient;
use dicom_core::{Tag, VR};
use dicom_object::InMemDicomObject;

/// Adds the private groups 0009 and 0029.
pub fn fill(object: &mut InMemDicomObject, patient: &Patient) {
    object.raw(Tag(0x0009, 0x0010), VR::LO, "ACME PHI 1.0");
    object.raw(Tag(0x0009, 0x1001), VR::LO, patient.ascii_name);
    object.raw(Tag(0x0009, 0x1002), VR::DA, patient.study_date);
    object.raw(Tag(0x0009, 0x1003), VR::DT, format!("{}100501-0500", patient.study_date));
    object.raw(Tag(0x0009, 0x1004), VR::PN, patient.other_name);
    object.items(Tag(0x0009, 0x1010), vec![visit(patient)]);

    object.raw(Tag(0x0029, 0x0010), VR::LO, "ACME CSA HEADER");
    object.raw(Tag(0x0029, 0x1008), VR::CS, "IMAGE NUM 4");
    object.raw(Tag(0x0029, 0x1009), VR::LO, patient.id);
    object.raw(Tag(0x0029, 0x1010), VR::OB, blob(patient));
}

/// An item with a private block of its own.
fn visit(patient: &Patient) -> InMemDicomObject {
    let mut item = InMemDicomObject::new_empty();
    item.raw(Tag(0x0009, 0x0010), VR::LO, "ACME PHI 1.0");
    item.raw(Tag(0x0009, 0x1001), VR::LO, patient.spoken_name);
    item.raw(Tag(0x0009, 0x1002), VR::DA, patient.birth_date);
    item
}

/// Opaque bytes of even length, with texts in UTF-8 among them.
fn blob(patient: &Patient) -> Vec<u8> {
    let mut bytes = b"SV10\x04\x03\x02\x01\0\0\0\0".to_vec();
    for text in [patient.name, patient.id, patient.birth_date] {
        bytes.extend_from_slice(text.as_bytes());
        bytes.push(0);
    }
    bytes.resize(bytes.len().next_multiple_of(256), 0xCD);
    bytes
}
