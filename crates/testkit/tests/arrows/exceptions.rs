//! What is not yet as it should be. These lists may only shrink: an entry that is no longer needed
//! fails the test like a new violation does.

/// Files of a crate that lead to one another in a circle, ascending by name.
pub const CIRCLES: &[&[&str]] = &[];

/// Files, and what they use but must not.
pub const FORBIDDEN: &[(&str, &str)] = &[
    ("crates/dcm-facecheck/src/originals.rs", "dicom_common::imaging::pixels"),
    ("crates/dcm-hdrcheck/Cargo.toml", "descriptors"),
    ("crates/dcm-hdrcheck/src/checker.rs", "dicom_common::dataset"),
    ("crates/dcm-hdrcheck/src/checker.rs", "dicom_common::deid::policy::chosen"),
    ("crates/dcm-hdrcheck/src/originals/known.rs", "dicom_common::dataset"),
    ("crates/dcm-hdrcheck/src/originals/known.rs", "dicom_common::deid::known_values"),
    ("crates/dcm-hdrcheck/src/originals/link.rs", "dicom_common::dataset"),
    ("crates/dcm-hdrcheck/src/originals/mod.rs", "dicom_common::dataset"),
    ("crates/dcm-hdrcheck/src/originals/mod.rs", "dicom_common::deid::policy::chosen"),
    ("crates/dcm-hdrcheck/src/originals/pair.rs", "dicom_common::dataset"),
    ("crates/dcm-hdrcheck/src/originals/pair.rs", "dicom_common::deid::policy::dummy"),
    ("crates/dcm-hdrcheck/src/originals/search.rs", "dicom_common::deid::known_values"),
    ("crates/dcm-hdrcheck/src/output/report/findings_sheet.rs", "dicom_common::dataset"),
    ("crates/dcm-hdrcheck/src/reference/mod.rs", "dicom_common::dataset"),
    ("crates/dcm-hdrcheck/src/reference/value.rs", "dicom_common::dataset"),
    ("crates/dcm-hdrcheck/src/strict/accept.rs", "dicom_common::dataset"),
    ("crates/dcm-hdrcheck/src/strict/accept.rs", "dicom_common::deid::policy::dummy"),
    ("crates/dcm-hdrcheck/src/strict/accept.rs", "dicom_common::deid::policy::retained"),
    ("crates/dcm-hdrcheck/src/strict/dates.rs", "dicom_common::dataset"),
    ("crates/dcm-hdrcheck/src/strict/display.rs", "dicom_common::dataset"),
    ("crates/dcm-hdrcheck/src/strict/meta.rs", "dicom_common::dataset"),
    ("crates/dcm-hdrcheck/src/strict/mod.rs", "dicom_common::dataset"),
    ("crates/dcm-hdrcheck/src/strict/mod.rs", "dicom_common::deid::policy::chosen"),
    ("crates/dcm-hdrcheck/src/strict/mod.rs", "dicom_common::deid::policy::decide"),
    ("crates/dcm-hdrcheck/src/strict/mod.rs", "dicom_common::deid::policy::retained"),
    ("crates/dcm-hdrcheck/src/strict/number.rs", "dicom_common::dataset"),
    ("crates/dcm-hdrcheck/src/strict/pixels.rs", "dicom_common::dataset"),
    ("crates/dcm-hdrcheck/src/strict/provenance.rs", "dicom_common::dataset"),
    ("crates/dcm-hdrcheck/src/strict/provenance.rs", "dicom_common::deid::policy::chosen"),
    ("crates/dcm-hdrcheck/src/strict/pseudonyms.rs", "dicom_common::dataset"),
    ("crates/dcm-hdrcheck/src/strict/text.rs", "descriptors"),
    ("crates/dcm-hdrcheck/src/strict/text.rs", "dicom_common::dataset"),
    ("crates/dcm-hdrcheck/src/verdict.rs", "dicom_common::dataset"),
];
