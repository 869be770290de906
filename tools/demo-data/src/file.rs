//! Writing DICOM files.

use crate::element::Fill;
use crate::error::Error;
use crate::identity::AE_TITLE;
use crate::uid::UID_ROOT;
use dicom_core::VR;
use dicom_dictionary_std::tags;
use dicom_object::{FileMetaTableBuilder, InMemDicomObject};
use std::path::Path;

/// Writes a data set with file meta information in this transfer syntax.
pub fn write(path: &Path, data_set: InMemDicomObject, transfer_syntax: &str) -> Result<(), Error> {
    let meta = FileMetaTableBuilder::new()
        .transfer_syntax(transfer_syntax)
        .implementation_class_uid(format!("{UID_ROOT}.1"))
        .implementation_version_name("DEMO_DATA")
        .source_application_entity_title(AE_TITLE);
    let file = data_set
        .with_meta(meta)
        .map_err(|source| Error::Meta { path: path.into(), source: Box::new(source) })?;
    file.write_to_file(path)
        .map_err(|source| Error::Write { path: path.into(), source: Box::new(source) })
}

/// Writes any other file.
pub fn write_bytes(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    std::fs::write(path, bytes).map_err(|source| Error::Bytes { path: path.into(), source })
}

/// Makes a folder with all its parents.
pub fn make_folder(path: &Path) -> Result<(), Error> {
    std::fs::create_dir_all(path).map_err(|source| Error::Folder { path: path.into(), source })
}

/// Adds native pixel data from its little-endian bytes.
pub fn put_pixels(object: &mut InMemDicomObject, bytes: Vec<u8>) {
    object.raw(tags::PIXEL_DATA, VR::OW, bytes);
}
