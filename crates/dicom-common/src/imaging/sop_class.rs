//! SOP Classes of images and documents (PS3.4 table B.5-1), by what their objects show.

use dicom_dictionary_std::uids;

/// CT images.
pub(super) const CT: [&str; 3] = [
    uids::CT_IMAGE_STORAGE,
    uids::ENHANCED_CT_IMAGE_STORAGE,
    uids::LEGACY_CONVERTED_ENHANCED_CT_IMAGE_STORAGE,
];

/// MR images; not spectroscopy, which has no pixels.
pub(super) const MR: [&str; 4] = [
    uids::MR_IMAGE_STORAGE,
    uids::ENHANCED_MR_IMAGE_STORAGE,
    uids::ENHANCED_MR_COLOR_IMAGE_STORAGE,
    uids::LEGACY_CONVERTED_ENHANCED_MR_IMAGE_STORAGE,
];

/// PET images.
pub(super) const PET: [&str; 3] = [
    uids::POSITRON_EMISSION_TOMOGRAPHY_IMAGE_STORAGE,
    uids::ENHANCED_PET_IMAGE_STORAGE,
    uids::LEGACY_CONVERTED_ENHANCED_PET_IMAGE_STORAGE,
];

/// Images of nuclear medicine, tomographic ones among them.
pub(super) const NUCLEAR: [&str; 1] = [uids::NUCLEAR_MEDICINE_IMAGE_STORAGE];

/// Secondary captures: pictures of screens, films and paper.
pub(super) const SECONDARY_CAPTURES: [&str; 5] = [
    uids::SECONDARY_CAPTURE_IMAGE_STORAGE,
    uids::MULTI_FRAME_SINGLE_BIT_SECONDARY_CAPTURE_IMAGE_STORAGE,
    uids::MULTI_FRAME_GRAYSCALE_BYTE_SECONDARY_CAPTURE_IMAGE_STORAGE,
    uids::MULTI_FRAME_GRAYSCALE_WORD_SECONDARY_CAPTURE_IMAGE_STORAGE,
    uids::MULTI_FRAME_TRUE_COLOR_SECONDARY_CAPTURE_IMAGE_STORAGE,
];

/// What all UIDs of encapsulated documents (PDF, CDA, STL and the like) begin with.
pub(super) const ENCAPSULATED_DOCUMENT_ROOT: &str = "1.2.840.10008.5.1.4.1.1.104.";

/// Sound as it was recorded or is heard: a voice is as good as a name, and may say one.
pub(super) const SOUND: [&str; 3] = [
    uids::BASIC_VOICE_AUDIO_WAVEFORM_STORAGE,
    uids::GENERAL_AUDIO_WAVEFORM_STORAGE,
    uids::AUDIO_WAVEFORM_REAL_TIME_COMMUNICATION,
];

/// Surfaces of the body that were scanned from outside.
pub(super) const SURFACE_SCANS: [&str; 2] =
    [uids::SURFACE_SCAN_MESH_STORAGE, uids::SURFACE_SCAN_POINT_CLOUD_STORAGE];

/// Photographs and films of the patient from outside.
pub(super) const PHOTOGRAPHS: [&str; 2] =
    [uids::VL_PHOTOGRAPHIC_IMAGE_STORAGE, uids::VIDEO_PHOTOGRAPHIC_IMAGE_STORAGE];

/// Hardcopy Grayscale and Color Image Storage, retired: pages as they were printed.
pub(super) const HARDCOPIES: [&str; 2] = ["1.2.840.10008.5.1.1.29", "1.2.840.10008.5.1.1.30"];

/// Ultrasound, retired classes (those without a name here) included.
pub(super) const ULTRASOUND: [&str; 5] = [
    "1.2.840.10008.5.1.4.1.1.3",
    uids::ULTRASOUND_MULTI_FRAME_IMAGE_STORAGE,
    "1.2.840.10008.5.1.4.1.1.6",
    uids::ULTRASOUND_IMAGE_STORAGE,
    uids::ENHANCED_US_VOLUME_STORAGE,
];

/// What UIDs of objects begin with that have no pixels, voxels or contours of a face: reports, key object
/// selections, presentation states, waveforms, plans and records of treatment, registrations, measurements, and
/// images that are taken of other parts or too near. Whatever is not listed may show a face.
const FACELESS_ROOTS: [&str; 24] = [
    // Structured reports and key object selections.
    "1.2.840.10008.5.1.4.1.1.88.",
    // Presentation states.
    "1.2.840.10008.5.1.4.1.1.11.",
    // Waveforms.
    "1.2.840.10008.5.1.4.1.1.9.",
    // MR spectroscopy.
    "1.2.840.10008.5.1.4.1.1.4.2",
    // Registrations and fiducials.
    "1.2.840.10008.5.1.4.1.1.66.1",
    "1.2.840.10008.5.1.4.1.1.66.2",
    "1.2.840.10008.5.1.4.1.1.66.3",
    // Tractography.
    "1.2.840.10008.5.1.4.1.1.66.6",
    // Real world values.
    "1.2.840.10008.5.1.4.1.1.67",
    // Plans and records of radiotherapy.
    "1.2.840.10008.5.1.4.1.1.481.4",
    "1.2.840.10008.5.1.4.1.1.481.5",
    "1.2.840.10008.5.1.4.1.1.481.6",
    "1.2.840.10008.5.1.4.1.1.481.7",
    "1.2.840.10008.5.1.4.1.1.481.8",
    "1.2.840.10008.5.1.4.1.1.481.9",
    // Mammography and breast tomosynthesis.
    "1.2.840.10008.5.1.4.1.1.1.2",
    "1.2.840.10008.5.1.4.1.1.13.1.3",
    "1.2.840.10008.5.1.4.1.1.13.1.4",
    "1.2.840.10008.5.1.4.1.1.13.1.5",
    // Optical coherence tomography in vessels.
    "1.2.840.10008.5.1.4.1.1.14.",
    // Microscopy and whole slides.
    "1.2.840.10008.5.1.4.1.1.77.1.2",
    "1.2.840.10008.5.1.4.1.1.77.1.3",
    "1.2.840.10008.5.1.4.1.1.77.1.6",
    // Measurements of the eye.
    "1.2.840.10008.5.1.4.1.1.78.",
];

/// Whether no object of this SOP Class shows a face: whatever is not known to show none may.
pub(super) fn is_faceless(sop_class: &str) -> bool {
    let begins = |root: &str| {
        let rest = sop_class.strip_prefix(root);
        rest.is_some_and(|rest| root.ends_with('.') || rest.is_empty() || rest.starts_with('.'))
    };
    FACELESS_ROOTS.iter().any(|root| begins(root)) || ULTRASOUND.contains(&sop_class)
}
