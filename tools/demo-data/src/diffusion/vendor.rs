//! The private elements in which each vendor says what converters need.

use dicom_core::{PrimitiveValue, Tag, VR};
use dicom_dictionary_std::tags;
use dicom_object::InMemDicomObject;

use super::csa;
use super::volume::{SLICES, Volume, count, height};
use crate::element::{Fill, decimals};
use crate::identity::Patient;

/// Whose scanner it is, and how it writes its images.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vendor {
    /// Siemens, all slices of a volume in one image.
    SiemensMosaic,
    /// Siemens, an image for each slice.
    Siemens,
    /// General Electric.
    Ge,
    /// Philips.
    Philips,
    /// United Imaging, all slices of a volume in one image.
    UihGrid,
    /// United Imaging, an image for each slice.
    Uih,
    /// Canon, which says it in public elements.
    Canon,
}

impl Vendor {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::SiemensMosaic,
        Self::Siemens,
        Self::Ge,
        Self::Philips,
        Self::UihGrid,
        Self::Uih,
        Self::Canon,
    ];

    /// A word for a folder.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::SiemensMosaic => "siemens-mosaic",
            Self::Siemens => "siemens",
            Self::Ge => "ge",
            Self::Philips => "philips",
            Self::UihGrid => "uih-grid",
            Self::Uih => "uih",
            Self::Canon => "canon",
        }
    }

    /// Whether all slices of a volume are in one image.
    #[must_use]
    pub fn is_tiled(self) -> bool {
        matches!(self, Self::SiemensMosaic | Self::UihGrid)
    }

    /// Rows and columns of slices in an image.
    pub(super) fn tiles(self) -> [usize; 2] {
        match self {
            Self::SiemensMosaic => [3, 3],
            Self::UihGrid => [2, 3],
            _ => [1, 1],
        }
    }

    /// Manufacturer (0008,0070).
    pub(super) fn manufacturer(self) -> &'static str {
        match self {
            Self::SiemensMosaic | Self::Siemens => "SIEMENS",
            Self::Ge => "GE MEDICAL SYSTEMS",
            Self::Philips => "Philips Medical Systems",
            Self::UihGrid | Self::Uih => "UIH",
            Self::Canon => "CANON_MEC",
        }
    }

    /// Image Type (0008,0008).
    pub(super) fn image_type(self) -> &'static str {
        match self {
            Self::SiemensMosaic => "ORIGINAL\\PRIMARY\\DIFFUSION\\NONE\\ND\\MOSAIC",
            Self::Siemens => "ORIGINAL\\PRIMARY\\DIFFUSION\\NONE\\ND",
            Self::Ge => "ORIGINAL\\PRIMARY\\OTHER",
            Self::Philips => "ORIGINAL\\PRIMARY\\M_SE\\M\\SE",
            Self::UihGrid => "ORIGINAL\\PRIMARY\\VFRAME",
            Self::Uih => "ORIGINAL\\PRIMARY\\M_SE\\DIFFUSION",
            Self::Canon => "ORIGINAL\\PRIMARY\\DIFFUSION",
        }
    }

    /// Adds what this vendor's converters read, and names beside it.
    pub(super) fn fill(
        self,
        object: &mut InMemDicomObject,
        volume: &Volume,
        slice: usize,
        patient: &Patient,
    ) {
        match self {
            Self::SiemensMosaic | Self::Siemens => siemens(object, self, volume, patient),
            Self::Ge => ge(object, volume, slice),
            Self::Philips => philips(object, volume, slice),
            Self::UihGrid | Self::Uih => uih(object, self, volume),
            Self::Canon => canon(object, volume),
        }
    }
}

fn floats(values: &[f64]) -> PrimitiveValue {
    PrimitiveValue::F64(values.iter().copied().collect())
}

#[allow(clippy::cast_possible_truncation, reason = "single precision is what the element has")]
fn single(value: f64) -> PrimitiveValue {
    PrimitiveValue::from(value as f32)
}

/// Times in ms at which the slices of a volume were acquired: the odd ones first.
fn slice_times() -> Vec<f64> {
    let order = |slice: usize| match slice % 2 {
        1 => slice / 2,
        _ => SLICES / 2 + slice / 2,
    };
    (0..SLICES).map(|slice| 400.0 * count(order(slice))).collect()
}

fn siemens(object: &mut InMemDicomObject, vendor: Vendor, volume: &Volume, patient: &Patient) {
    let [x, y, z] = volume.direction;
    let b = volume.b_value;
    object.raw(Tag(0x0019, 0x0010), VR::LO, "SIEMENS MR HEADER");
    object.raw(Tag(0x0019, 0x1008), VR::CS, "IMAGE NUM 4");
    if vendor.is_tiled() {
        let count = u16::try_from(SLICES).unwrap_or_default();
        object.raw(Tag(0x0019, 0x100A), VR::US, PrimitiveValue::from(count));
        object.raw(Tag(0x0019, 0x1029), VR::FD, floats(&slice_times()));
    }
    object.raw(Tag(0x0019, 0x100C), VR::IS, format!("{b}"));
    if b > 0.0 {
        object.raw(Tag(0x0019, 0x100D), VR::CS, "DIRECTIONAL");
        object.raw(Tag(0x0019, 0x100E), VR::FD, floats(&volume.direction));
        let matrix = [x * x, x * y, x * z, y * y, y * z, z * z].map(|product| b * product);
        object.raw(Tag(0x0019, 0x1027), VR::FD, floats(&matrix));
    }
    object.raw(Tag(0x0019, 0x1028), VR::FD, floats(&[24.5]));
    object.raw(Tag(0x0029, 0x0010), VR::LO, "SIEMENS CSA HEADER");
    object.raw(Tag(0x0029, 0x1008), VR::CS, "IMAGE NUM 4");
    let text = |values: &[f64]| values.iter().map(|value| format!("{value:.8}")).collect();
    let mut fields = vec![
        ("PatientName", "LO", vec![patient.ascii_name.to_owned(), patient.id.to_owned()]),
        ("PhaseEncodingDirectionPositive", "IS", vec!["1".to_owned()]),
        ("BandwidthPerPixelPhaseEncode", "FD", text(&[24.5])),
        ("SliceNormalVector", "FD", text(&[0.0, 0.0, 1.0])),
        ("ProtocolSliceNumber", "IS", vec!["0".to_owned()]),
        ("B_value", "IS", vec![format!("{b}")]),
    ];
    if vendor.is_tiled() {
        fields.push(("NumberOfImagesInMosaic", "US", vec![SLICES.to_string()]));
        fields.push(("MosaicRefAcqTimes", "FD", text(&slice_times())));
    }
    if b > 0.0 {
        fields.push(("DiffusionGradientDirection", "FD", text(&volume.direction)));
    }
    // Headers of scanners have a hundred fields.
    let protocol = format!("{} {} 7 Quarryside Lane", patient.spoken_name, patient.birth_date);
    fields.extend((0..40).map(|_| ("UsedChannelMask", "LO", vec![protocol.clone()])));
    object.raw(Tag(0x0029, 0x1010), VR::OB, csa::header(&fields));
    let series = vec![("MrPhoenixProtocol", "LO", vec![protocol; 60])];
    object.raw(Tag(0x0029, 0x1020), VR::OB, csa::header(&series));
}

fn ge(object: &mut InMemDicomObject, volume: &Volume, slice: usize) {
    object.raw(Tag(0x0019, 0x0010), VR::LO, "GEMS_ACQU_01");
    object.raw(Tag(0x0019, 0x109C), VR::LO, "epi2");
    object.raw(Tag(0x0019, 0x109E), VR::LO, "EPI2");
    for (tag, value) in (0x10BB..).zip(volume.direction) {
        object.raw(Tag(0x0019, tag), VR::DS, decimals([value]));
    }
    object.raw(Tag(0x0019, 0x10E0), VR::DS, "2");
    object.raw(Tag(0x0021, 0x0010), VR::LO, "GEMS_RELA_01");
    let count = i16::try_from(SLICES).unwrap_or_default();
    object.raw(Tag(0x0021, 0x104F), VR::SS, PrimitiveValue::from(count));
    let time = slice_times().get(slice).copied().unwrap_or_default();
    object.raw(Tag(0x0021, 0x105E), VR::FL, single(time * 10.0));
    object.raw(Tag(0x0043, 0x0010), VR::LO, "GEMS_PARM_01");
    object.raw(Tag(0x0043, 0x102C), VR::SS, PrimitiveValue::from(688_i16));
    object.raw(Tag(0x0043, 0x102F), VR::SS, PrimitiveValue::from(0_i16));
    object.raw(Tag(0x0043, 0x1039), VR::IS, format!("{}\\8\\0\\0", volume.b_value));
    object.text(tags::RECTILINEAR_PHASE_ENCODE_REORDERING, "REVERSE_LINEAR");
}

fn philips(object: &mut InMemDicomObject, volume: &Volume, slice: usize) {
    let number = |n: usize| i32::try_from(n).unwrap_or_default();
    object.raw(Tag(0x2001, 0x0010), VR::LO, "Philips Imaging DD 001");
    object.raw(Tag(0x2001, 0x1003), VR::FL, single(volume.b_value));
    object.raw(Tag(0x2001, 0x1004), VR::CS, if volume.b_value > 0.0 { "O" } else { "NONE" });
    object.raw(Tag(0x2001, 0x100A), VR::IS, (slice + 1).to_string());
    object.raw(Tag(0x2001, 0x100B), VR::CS, "TRANSVERSAL");
    object.raw(Tag(0x2001, 0x1013), VR::SL, PrimitiveValue::from(23_i32));
    object.raw(Tag(0x2001, 0x1018), VR::SL, PrimitiveValue::from(number(SLICES)));
    object.raw(Tag(0x2001, 0x1022), VR::FL, single(12.5));
    object.raw(Tag(0x2001, 0x1081), VR::IS, "1");
    object.raw(Tag(0x2005, 0x0010), VR::LO, "Philips MR Imaging DD 001");
    object.raw(Tag(0x2005, 0x100D), VR::FL, single(0.0));
    object.raw(Tag(0x2005, 0x100E), VR::FL, single(0.25));
    for (tag, value) in (0x10B0..).zip(volume.direction) {
        object.raw(Tag(0x2005, tag), VR::FL, single(value));
    }
    object.raw(Tag(0x2005, 0x0014), VR::LO, "Philips MR Imaging DD 005");
    object.raw(Tag(0x2005, 0x1412), VR::IS, if volume.b_value > 0.0 { "2" } else { "1" });
    object.raw(Tag(0x2005, 0x1413), VR::IS, volume.number.to_string());
}

fn uih(object: &mut InMemDicomObject, vendor: Vendor, volume: &Volume) {
    object.raw(Tag(0x0065, 0x0010), VR::LO, "Image Private Header");
    object.raw(Tag(0x0065, 0x1009), VR::FD, floats(&[volume.b_value]));
    if volume.b_value > 0.0 {
        object.raw(Tag(0x0065, 0x1037), VR::FD, floats(&volume.direction));
    }
    if vendor.is_tiled() {
        object.raw(Tag(0x0065, 0x1050), VR::DS, SLICES.to_string());
        let frames = slice_times().into_iter().enumerate().map(|(slice, time)| {
            let height = height(slice);
            let seconds = 3.0 * count(volume.number) + time / 1000.0;
            let mut frame = InMemDicomObject::new_empty();
            frame.text(tags::ACQUISITION_TIME, &format!("1016{seconds:05.2}"));
            frame.text(tags::IMAGE_POSITION_PATIENT, &decimals([-48.0, -48.0, height]));
            frame
        });
        object.items(Tag(0x0065, 0x1051), frames.collect());
    }
    object.raw(Tag(0x0065, 0x1058), VR::IS, "1");
}

/// Public elements, and the same in a comment.
fn canon(object: &mut InMemDicomObject, volume: &Volume) {
    object.raw(tags::DIFFUSION_B_VALUE, VR::FD, floats(&[volume.b_value]));
    if volume.b_value > 0.0 {
        object.raw(tags::DIFFUSION_GRADIENT_ORIENTATION, VR::FD, floats(&volume.direction));
    }
    // The comment counts along the image's columns first.
    let [x, y, z] = volume.direction;
    object.text(tags::IMAGE_COMMENTS, &format!("b={}({y:.3},{x:.3},{z:.3})", volume.b_value));
}
