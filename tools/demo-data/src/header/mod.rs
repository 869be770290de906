//! The headers of the phantoms: valid, and full of made-up identifiers.

mod equipment;
mod image;
mod overlay;
mod patient;
mod private;
mod request;
mod study;

use crate::element::Fill;
use crate::series::Series;
use dicom_core::VR;
use dicom_dictionary_std::tags;
use dicom_object::InMemDicomObject;

/// The data set of a slice, pixel data apart.
#[must_use]
pub fn header(series: &Series, slice: u16) -> InMemDicomObject {
    let mut object = InMemDicomObject::new_empty();
    patient::fill(&mut object, series.patient());
    study::fill(&mut object, series, slice);
    request::fill(&mut object, series);
    equipment::fill(&mut object, series);
    image::fill(&mut object, series, slice);
    private::fill(&mut object, series.patient());
    if slice == 0 {
        overlay::fill(&mut object, series);
    }
    let patient = series.patient();
    let padding = format!("archived for {} {}", patient.spoken_name, patient.id);
    object.raw(tags::DATA_SET_TRAILING_PADDING, VR::OB, padding.into_bytes());
    object
}
