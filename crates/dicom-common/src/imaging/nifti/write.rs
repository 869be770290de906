//! Volumes and masks as .nii.gz.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::byte_order::ByteOrder;
use super::data_type::DataType;
use super::header::{Header, OFFSET};
use crate::code::{Code, Fault, Outcome};
use crate::imaging::volume::{Slice, Volume};

/// Writes a volume as .nii.gz: stored values with one scale, or rescaled floats where the slices
/// are scaled differently. Padding stays as it is stored; among floats it is [`Volume::air`].
///
/// # Errors
/// `E_UNWRITABLE`, `E_TOO_LARGE`.
///
/// ```
/// use dicom_common::imaging::geometry::Plane;
/// use dicom_common::imaging::nifti::{Nifti, write_volume};
/// use dicom_common::imaging::series::{Modality, PixelFormat, Rescale};
/// use dicom_common::imaging::volume::{Slice, Volume};
/// use nalgebra::{Point3, Vector3};
///
/// let format = PixelFormat {
///     allocated: 16,
///     stored: 16,
///     high_bit: 15,
///     signed: true,
///     big_endian: false,
///     inverted: false,
/// };
/// let slice = |z: f64| Slice {
///     plane: Plane {
///         origin: Point3::new(0.0, 0.0, z),
///         along_row: Vector3::x(),
///         along_column: Vector3::y(),
///         row_spacing: 1.0,
///         column_spacing: 1.0,
///         rows: 1,
///         columns: 2,
///     },
///     rescale: Rescale { slope: 1.0, intercept: -1024.0 },
///     padding: None,
///     bytes: vec![0, 0, 24, 0],
/// };
/// let volume = Volume { modality: Modality::Ct, format, slices: vec![slice(0.0), slice(5.0)] };
/// let mut file = Vec::new();
/// write_volume(&mut file, &volume)?;
///
/// let mut image = Nifti::read(file.as_slice())?;
/// // NIfTI counts columns, rows, slices.
/// assert_eq!(image.shape(), [2, 1, 2]);
/// assert_eq!(image.value([1, 0, 0]), -1000.0);
/// image.set([1, 0, 0], 40.0);
/// assert_eq!(image.value([1, 0, 0]), 40.0);
/// # Ok::<(), dicom_common::code::Fault>(())
/// ```
pub fn write_volume(sink: impl Write, volume: &Volume) -> Outcome<()> {
    let rescale = volume.slices.first().map(|slice| slice.rescale).unwrap_or_default();
    let one_scale = volume.slices.iter().all(|slice| slice.rescale == rescale);
    let mut header = header(volume, stored_type(volume));
    if one_scale {
        (header.slope, header.intercept) = (rescale.slope, rescale.intercept);
    } else {
        header.data_type = DataType::F32;
    }
    let mut buffer = Vec::new();
    let mut floats = vec![0.0; pixels(volume)];
    compress(sink, &header, volume.slices.iter().enumerate(), |sink, (index, slice)| {
        buffer.clear();
        if one_scale {
            stored(volume, slice, header.data_type, &mut buffer);
        } else {
            volume.fill(index, &mut floats);
            buffer.extend(floats.iter().flat_map(|value| value.to_le_bytes()));
        }
        sink.write_all(&buffer)
    })
}

/// Writes a mask over a volume as .nii.gz of u8: of each slice one byte for each voxel, row by row.
///
/// # Errors
/// `E_UNWRITABLE`, `E_TOO_LARGE`; `E_INTERNAL` when there are not as many bytes as voxels.
pub fn write_mask<S: AsRef<[u8]>>(
    sink: impl Write,
    volume: &Volume,
    slices: impl IntoIterator<Item = S>,
) -> Outcome<()> {
    let header = header(volume, DataType::U8);
    let (mut written, mut is_whole) = (0, true);
    compress(sink, &header, slices, |sink, slice| {
        written += 1;
        is_whole &= slice.as_ref().len() == pixels(volume);
        sink.write_all(slice.as_ref())
    })?;
    is_whole &= written == volume.slices.len();
    if is_whole { Ok(()) } else { Err(Fault(Code::Internal)) }
}

fn header(volume: &Volume, data_type: DataType) -> Header {
    let [slices, rows, columns] = volume.shape();
    Header {
        order: ByteOrder::Little,
        shape: [columns, rows, slices],
        volumes: 1,
        data_type,
        offset: OFFSET,
        slope: 1.0,
        intercept: 0.0,
        affine: volume.affine(),
    }
}

fn pixels(volume: &Volume) -> usize {
    let [_, rows, columns] = volume.shape();
    rows * columns
}

/// The narrowest type that holds all values; signed where both would do, as more programs read it.
fn stored_type(volume: &Volume) -> DataType {
    let (lowest, highest) = volume.format.range();
    let fits = |min: i32, max: i32| min <= lowest && highest <= max;
    if fits(0, 255) {
        DataType::U8
    } else if fits(i16::MIN.into(), i16::MAX.into()) {
        DataType::I16
    } else if fits(0, u16::MAX.into()) {
        DataType::U16
    } else {
        DataType::I32
    }
}

/// Stored values without the bits that do not belong to them, little endian.
fn stored(volume: &Volume, slice: &Slice, data_type: DataType, out: &mut Vec<u8>) {
    let format = &volume.format;
    let values = slice.bytes.chunks_exact(format.bytes()).map(|s| format.value(format.read(s)));
    match data_type.bytes() {
        1 => out.extend(values.map(|v| v as u8)),
        2 => out.extend(values.flat_map(|v| (v as u16).to_le_bytes())),
        _ => out.extend(values.flat_map(i32::to_le_bytes)),
    }
}

fn compress<T>(
    sink: impl Write,
    header: &Header,
    parts: impl IntoIterator<Item = T>,
    mut write: impl FnMut(&mut dyn Write, T) -> io::Result<()>,
) -> Outcome<()> {
    let unwritable = |e| Fault::writing(&e);
    let head = header.bytes()?;
    let mut sink = GzEncoder::new(sink, Compression::fast());
    sink.write_all(&head).map_err(unwritable)?;
    for part in parts {
        write(&mut sink, part).map_err(unwritable)?;
    }
    sink.finish().and_then(|mut sink| sink.flush()).map_err(unwritable)
}
