//! An image of CT, MR, PET or nuclear medicine, read from the header of its file alone.

use dicom_dictionary_std::tags;

use super::format::PixelFormat;
use super::frame::Frame;
use super::grid::{grid, is_grid};
use super::groups::Groups;
use super::kind::{Kind, is_mosaic};
use super::modality::Modality;
use super::mosaic::{Mosaic, Tiling};
use super::nuclear;
use super::pixel_data::PixelData;
use crate::code::{Code, Fault, Outcome};
use crate::dataset::{DataSet, Element, Parsed, Syntax, check_complete};

/// Bytes of one decoded frame: far more than any device makes.
const LARGEST_FRAME: u64 = 512 << 20;
/// Bytes of all decoded frames of a file.
const LARGEST_IMAGE: u64 = 8 << 30;

/// An image of CT, MR, PET or nuclear medicine: one file.
#[derive(Clone, Debug, PartialEq)]
pub struct Image {
    /// What was measured, by the SOP Class.
    pub modality: Modality,
    /// What its frames show.
    pub kind: Kind,
    /// Whether a volume was excited at once, not slice by slice: MR Acquisition Type (0018,0023).
    pub acquired_in_3d: bool,
    /// SOP Class UID (0008,0016).
    pub sop_class: String,
    /// SOP Instance UID (0008,0018).
    pub sop_instance: String,
    /// Study Instance UID (0020,000D).
    pub study: String,
    /// Series Instance UID (0020,000E).
    pub series: String,
    /// Frame of Reference UID (0020,0052); empty where there is none.
    pub frame_of_reference: String,
    /// The transfer syntax of the file.
    pub syntax: Syntax,
    /// The layout of its samples once decoded.
    pub format: PixelFormat,
    /// Where its pixel data lies in the file.
    pub pixels: PixelData,
    /// How its frames are tiled into one picture; none where each frame is a picture of its own.
    pub tiling: Option<Tiling>,
    /// Its frames, in the order of the pixel data; at least one, all with the same matrix.
    pub frames: Vec<Frame>,
}

impl Image {
    /// Reads the header of a file; the slices of a mosaic are frames. [`stacks`](super::stacks) has an example.
    ///
    /// # Errors
    /// `S_MODALITY`; `F_MODALITY`; `F_MOSAIC`; `F_RENDERING` and `F_LOCALIZER` for such images that do not say
    /// where they lie; `E_GEOMETRY` for others; `E_PIXEL_FORMAT`, `E_NO_PIXELS`,
    /// `E_PIXEL_LENGTH`, `E_TOO_LARGE`, `E_MISSING_UID`, `E_MALFORMED`.
    pub fn of(parsed: &Parsed) -> Outcome<Image> {
        let root = &parsed.dataset;
        let modality = Modality::of(root)?;
        check_complete(root, &parsed.syntax)?;
        let format = PixelFormat::of(root, &parsed.syntax)?;
        let frames = Groups::of(parsed);
        let kind = Kind::of(root, frames.as_ref().ok().and_then(|f| frame_type(f)));
        let frames = frames.and_then(|groups| {
            groups.iter().map(|groups| Frame::of(parsed, groups, &format)).collect()
        });
        let (frames, tiling) = match (modality, Tiled::of(root)) {
            (Modality::Nm, _) => (Ok(nuclear::frames(parsed, &format)?), None),
            (_, None) => (frames, None),
            (_, Some(tiled)) => {
                let (frames, tiling) = tiled.tiles(parsed, frames, &format)?;
                (Ok(frames), Some(tiling))
            }
        };
        let uid = |tag| root.ascii(tag).map(str::to_owned).ok_or(Fault(Code::MissingUid));
        let image = Image {
            modality,
            kind,
            acquired_in_3d: root.ascii(tags::MR_ACQUISITION_TYPE) == Some("3D"),
            sop_class: uid(tags::SOP_CLASS_UID)?,
            sop_instance: uid(tags::SOP_INSTANCE_UID)?,
            study: uid(tags::STUDY_INSTANCE_UID)?,
            series: uid(tags::SERIES_INSTANCE_UID)?,
            frame_of_reference: uid(tags::FRAME_OF_REFERENCE_UID).unwrap_or_default(),
            syntax: parsed.syntax.clone(),
            format,
            pixels: PixelData::of(root, &parsed.syntax)?,
            tiling,
            frames: frames.map_err(|fault| unplaced(kind, fault))?,
        };
        let frame = image.frame_len() as u64;
        if frame > LARGEST_FRAME || frame * image.frames.len() as u64 > LARGEST_IMAGE {
            return Err(Fault(Code::TooLarge));
        }
        Ok(image)
    }

    /// Bytes of one decoded frame: rows · columns · allocated / 8.
    pub fn frame_len(&self) -> usize {
        let pixels = |frame: &Frame| frame.plane.rows * frame.plane.columns;
        self.frames.first().map_or(0, pixels) * self.format.bytes()
    }
}

/// How a vendor tiles the slices of a volume into one picture.
enum Tiled {
    /// Siemens.
    Mosaic,
    /// United Imaging.
    Grid,
}

impl Tiled {
    /// None for pictures that are a slice each.
    fn of(root: &DataSet) -> Option<Self> {
        match (is_mosaic(root), is_grid(root)) {
            (true, _) => Some(Self::Mosaic),
            (false, true) => Some(Self::Grid),
            (false, false) => None,
        }
    }

    /// The slices as frames, made from the only frame that there is of the picture.
    fn tiles(
        self,
        parsed: &Parsed,
        picture: Outcome<Vec<Frame>>,
        format: &PixelFormat,
    ) -> Outcome<(Vec<Frame>, Tiling)> {
        let unplaced = Fault(Code::Mosaic);
        let (root, encoding) = (&parsed.dataset, parsed.syntax.encoding);
        let groups = Groups::of(parsed).map_err(|_| unplaced)?;
        let [groups] = groups.as_slice() else { return Err(unplaced) };
        let (picture, mosaic) = match self {
            Self::Mosaic => {
                let picture = picture.map_err(|_| unplaced)?.pop().ok_or(unplaced)?;
                let mosaic = Mosaic::of(groups, root, encoding, &picture.plane);
                (picture, mosaic)
            }
            Self::Grid => {
                let grid = grid(root, encoding).ok_or(unplaced)?;
                let plane = grid.planes.first().ok_or(unplaced)?.clone();
                (Frame::on(plane, parsed, groups, format)?, Some(grid))
            }
        };
        let mosaic = mosaic.ok_or(unplaced)?;
        let frame = |plane| Frame { plane, ..picture.clone() };
        Ok((mosaic.planes.into_iter().map(frame).collect(), mosaic.tiling))
    }
}

/// A localizer or rendering is what it is, wherever it lies.
fn unplaced(kind: Kind, fault: Fault) -> Fault {
    match (kind, fault.0) {
        (Kind::Localizer, Code::Geometry) => Fault(Code::Localizer),
        (Kind::Rendering, Code::Geometry) => Fault(Code::Rendering),
        _ => fault,
    }
}

fn frame_type<'a>(frames: &[Groups<'a>]) -> Option<&'a Element> {
    let first = frames.first()?;
    [tags::CT_IMAGE_FRAME_TYPE_SEQUENCE, tags::MR_IMAGE_FRAME_TYPE_SEQUENCE]
        .into_iter()
        .find_map(|group| first.get(group, tags::FRAME_TYPE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::VR;
    use crate::imaging::series::frame::Padding;
    use crate::imaging::series::rescale::Rescale;
    use crate::imaging::series::test_headers::{Header, short};
    use dicom_dictionary_std::uids;

    fn code(header: Header) -> Code {
        header.image().unwrap_err().0
    }

    #[test]
    fn a_plain_slice_is_read_whole() {
        let header = Header::ct(-12.5)
            .text(tags::IMAGE_POSITION_PATIENT, r"-119.7578125\-301.5\-12.5")
            .text(tags::IMAGE_ORIENTATION_PATIENT, r"0.99995\0\0\0\1.00005\0")
            .text(tags::RESCALE_INTERCEPT, "-1024")
            .with(short(tags::PIXEL_PADDING_VALUE, 0xF830));
        let image = header.image().unwrap();
        let [frame] = image.frames.as_slice() else { panic!() };
        assert_eq!(frame.plane.origin, nalgebra::Point3::new(-119.7578125, -301.5, -12.5));
        assert_eq!(frame.plane.along_row.x, 1.0);
        assert_eq!(frame.rescale, Rescale { slope: 1.0, intercept: -1024.0 });
        assert_eq!(frame.padding, Some(Padding { lowest: 0xF830, highest: 0xF830 }));
        assert_eq!((image.modality, image.kind), (Modality::Ct, Kind::Slices));
        assert_eq!(image.frame_len(), 32);
    }

    #[test]
    fn missing_and_impossible_geometry_is_refused() {
        let ct = || Header::ct(0.0);
        for header in [
            ct().without(tags::IMAGE_POSITION_PATIENT),
            ct().without(tags::PIXEL_SPACING),
            ct().text(tags::PIXEL_SPACING, r"0\1"),
            ct().text(tags::PIXEL_SPACING, "1"),
            ct().text(tags::IMAGE_ORIENTATION_PATIENT, r"1\0\0\1\0\0"),
            ct().text(tags::IMAGE_ORIENTATION_PATIENT, r"0.9\0\0\0\1\0"),
            ct().text(tags::IMAGE_ORIENTATION_PATIENT, r"nan\0\0\0\1\0"),
            ct().text(tags::IMAGE_POSITION_PATIENT, r"0\0\1e9"),
        ] {
            assert_eq!(code(header), Code::Geometry);
        }
        let scout = ct().text(tags::IMAGE_TYPE, r"ORIGINAL\PRIMARY\LOCALIZER");
        assert_eq!(code(scout.without(tags::IMAGE_POSITION_PATIENT)), Code::Localizer);
    }

    #[test]
    fn frames_without_a_description_of_each_are_refused() {
        let pixels = Element::new(tags::PIXEL_DATA, VR::OW, vec![0; 64]);
        let header = Header::ct(0.0).text(tags::NUMBER_OF_FRAMES, "2").with(pixels);
        assert_eq!(code(header), Code::Geometry);
        let header = Header::ct(0.0).text(tags::NUMBER_OF_FRAMES, "4000000000");
        assert_eq!(code(header), Code::PixelLength);
    }

    #[test]
    fn what_is_no_grey_ct_or_mr_is_refused_by_its_own_code() {
        let ct = || Header::ct(0.0);
        let class = |uid| ct().text(tags::SOP_CLASS_UID, uid);
        for may_show_a_face in [
            uids::SEGMENTATION_STORAGE,
            uids::RT_STRUCTURE_SET_STORAGE,
            uids::RT_DOSE_STORAGE,
            uids::NUCLEAR_MEDICINE_IMAGE_STORAGE,
            uids::COMPUTED_RADIOGRAPHY_IMAGE_STORAGE,
            uids::RAW_DATA_STORAGE,
            // Of a vendor.
            "1.3.12.2.1107.5.9.1",
        ] {
            assert_eq!(code(class(may_show_a_face)), Code::OtherModality, "{may_show_a_face}");
        }
        for faceless in [
            uids::COMPREHENSIVE_SR_STORAGE,
            uids::KEY_OBJECT_SELECTION_DOCUMENT_STORAGE,
            uids::GRAYSCALE_SOFTCOPY_PRESENTATION_STATE_STORAGE,
            uids::TWELVE_LEAD_ECG_WAVEFORM_STORAGE,
            uids::RT_PLAN_STORAGE,
            uids::SPATIAL_REGISTRATION_STORAGE,
            uids::ULTRASOUND_IMAGE_STORAGE,
            uids::VL_WHOLE_SLIDE_MICROSCOPY_IMAGE_STORAGE,
        ] {
            assert_eq!(code(class(faceless)), Code::Modality, "{faceless}");
        }
        let photograph = class(uids::VL_PHOTOGRAPHIC_IMAGE_STORAGE).text(tags::MODALITY, "XC");
        assert_eq!(code(photograph), Code::Rendering);
        let capture = class(uids::SECONDARY_CAPTURE_IMAGE_STORAGE).text(tags::MODALITY, "OT");
        assert_eq!(code(capture), Code::Rendering);
        assert_eq!(code(class(uids::SECONDARY_CAPTURE_IMAGE_STORAGE)), Code::Rendering);
        assert_eq!(code(ct().text(tags::IMAGE_TYPE, r"ORIGINAL\PRIMARY\M\MOSAIC")), Code::Mosaic);
        assert_eq!(code(ct().text(tags::PHOTOMETRIC_INTERPRETATION, "RGB")), Code::PixelFormat);
        assert_eq!(code(ct().with(short(tags::BITS_STORED, 17))), Code::PixelFormat);
        assert_eq!(code(ct().text(tags::RESCALE_SLOPE, "0")), Code::PixelFormat);
        assert_eq!(code(ct().without(tags::PIXEL_DATA)), Code::NoPixels);
        assert_eq!(code(ct().with(short(tags::ROWS, 5))), Code::PixelLength);
    }
}
