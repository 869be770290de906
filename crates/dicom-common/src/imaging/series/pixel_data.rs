//! Where the pixel data of a file lies.

use dicom_dictionary_std::tags;

use crate::code::{Code, Fault, Outcome};
use crate::dataset::{DataSet, Extent, Syntax, Value};

/// Where the pixel data of a file lies (Pixel Data, 7FE0,0010).
#[derive(Clone, Debug, PartialEq)]
pub enum PixelData {
    /// Native, at this place of the file.
    Native(Extent),
    /// Native, at this place of the inflated data set (PS3.5 A.5).
    Deflated(Extent),
    /// Native and so small that the header's reader took it in.
    Inline(Vec<u8>),
    /// Encapsulated: items and delimiter, at this place of the file (PS3.5 A.4).
    Encapsulated(Extent),
}

impl PixelData {
    /// Of a data set whose completeness was checked.
    ///
    /// # Errors
    /// `E_PIXEL_FORMAT` where there is none, or floating point pixel data instead; `E_MALFORMED`.
    pub fn of(root: &DataSet, syntax: &Syntax) -> Outcome<PixelData> {
        let element = root.get(tags::PIXEL_DATA).ok_or(Fault(Code::PixelFormat))?;
        match (&element.value, syntax.encapsulated) {
            (Value::Fragments { extent, .. }, true) => Ok(PixelData::Encapsulated(*extent)),
            (Value::Bytes(bytes), false) => Ok(PixelData::Inline(bytes.clone())),
            (Value::Stored(extent), false) if syntax.deflated => Ok(PixelData::Deflated(*extent)),
            (Value::Stored(extent), false) => Ok(PixelData::Native(*extent)),
            _ => Err(Fault(Code::Malformed)),
        }
    }
}
