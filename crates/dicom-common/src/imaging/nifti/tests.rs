use std::io::{Read, Write};

use flate2::read::GzDecoder;
use nalgebra::{Point3, Vector3, vector};

use super::*;
use crate::code::{Code, Fault};
use crate::imaging::geometry::Plane;
use crate::imaging::series::{Modality, PixelFormat, Rescale};
use crate::imaging::volume::{Slice, Volume};

/// Two slices of 2 rows × 3 columns, turned by 30 degrees about x; values count up from -5.
fn volume() -> Volume {
    let half = 0.5f64;
    let slice = |k: i16| Slice {
        plane: Plane {
            origin: Point3::new(-10.0, 20.0, 30.0)
                + vector![0.0, -half, 0.75f64.sqrt()] * f64::from(k) * 2.0,
            along_row: Vector3::x(),
            along_column: vector![0.0, 0.75f64.sqrt(), half],
            row_spacing: 0.8,
            column_spacing: 0.6,
            rows: 2,
            columns: 3,
        },
        rescale: Rescale { slope: 2.0, intercept: -1024.0 },
        padding: None,
        bytes: (0..6).flat_map(|i| (6 * k + i - 5).to_le_bytes()).collect(),
    };
    let format = PixelFormat {
        allocated: 16,
        stored: 16,
        high_bit: 15,
        signed: true,
        big_endian: false,
        inverted: false,
    };
    Volume { modality: Modality::Ct, format, slices: vec![slice(0), slice(1)] }
}

fn written(volume: &Volume) -> Vec<u8> {
    let mut file = Vec::new();
    write_volume(&mut file, volume).unwrap();
    let mut plain = Vec::new();
    GzDecoder::new(file.as_slice()).read_to_end(&mut plain).unwrap();
    plain
}

fn float(bytes: &[u8], at: usize) -> f32 {
    f32::from_le_bytes(bytes[at..at + 4].try_into().unwrap())
}

#[test]
fn header_and_values_are_what_a_hand_computes() {
    let file = written(&volume());
    assert_eq!(file.len(), 352 + 24);
    assert_eq!(file[40..48], [3, 0, 3, 0, 2, 0, 2, 0]);
    assert_eq!((file[70], file[72], file[123]), (4, 16, 2));
    assert_eq!((float(&file, 112), float(&file, 116)), (2.0, -1024.0));
    assert_eq!((file[252], file[254]), (1, 1));
    // RAS: x and y change their signs.
    let sform: Vec<f32> = (0..12).map(|i| float(&file, 280 + 4 * i)).collect();
    let expected = [
        -0.6,
        0.0,
        0.0,
        10.0, //
        0.0,
        -0.692_820_3,
        1.0,
        -20.0, //
        0.0,
        0.4,
        1.732_050_8,
        30.0,
    ];
    for (value, expected) in sform.into_iter().zip(expected) {
        assert!((value - expected).abs() < 1e-6, "{value} {expected}");
    }
    assert_eq!(file[352..356], [0xFB, 0xFF, 0xFC, 0xFF]);
    assert!(file[148..252].iter().all(|b| *b == 0), "no description, no name");
}

#[test]
fn the_qform_says_the_same_as_the_sform() {
    let mut file = written(&volume());
    let by_sform = Nifti::read(file.as_slice()).unwrap().affine();
    file[254] = 0;
    let by_qform = Nifti::read(file.as_slice()).unwrap().affine();
    assert!((by_sform - by_qform).amax() < 1e-5);
    assert!((by_sform - volume().affine()).amax() < 1e-5);
}

#[test]
fn a_sheared_volume_has_no_qform() {
    let mut sheared = volume();
    sheared.slices[1].plane.origin.y += 1.0;
    let file = written(&sheared);
    assert_eq!((file[252], file[254]), (0, 1));
}

#[test]
fn what_is_read_and_written_again_differs_in_the_voxels_that_were_set_alone() {
    let file = written(&volume());
    let mut image = Nifti::read(file.as_slice()).unwrap();
    assert_eq!(image.shape(), [3, 2, 2]);
    assert_eq!(image.value([1, 0, 0]), -4.0 * 2.0 - 1024.0);
    assert_eq!(image.value([2, 1, 1]), 6.0 * 2.0 - 1024.0);
    assert!(image.value([3, 0, 0]).is_nan());
    image.set([1, 1, 0], -1000.0);
    let mut again = Vec::new();
    image.write(&mut again).unwrap();
    let again = Nifti::read(again.as_slice()).unwrap();
    assert_eq!(again.value([1, 1, 0]), -1000.0);
    let mut compressed = Vec::new();
    again.write(&mut compressed).unwrap();
    let mut plain = Vec::new();
    GzDecoder::new(compressed.as_slice()).read_to_end(&mut plain).unwrap();
    let differing: Vec<usize> = (0..file.len()).filter(|i| file[*i] != plain[*i]).collect();
    assert_eq!(differing, [352 + 8, 352 + 9]);
}

#[test]
fn slices_with_scales_of_their_own_become_floats() {
    let mut volume = volume();
    volume.slices[1].rescale = Rescale { slope: 0.5, intercept: 0.0 };
    let image = Nifti::read(written(&volume).as_slice()).unwrap();
    assert_eq!(image.value([0, 0, 0]), -1034.0);
    assert_eq!(image.value([2, 1, 1]), 3.0);
}

#[test]
fn big_endian_files_are_read_and_keep_their_order() {
    let little = written(&volume());
    let mut big = little.clone();
    let mut swap = |at: usize, size: usize, count: usize| {
        big[at..at + size * count].chunks_mut(size).for_each(<[u8]>::reverse);
    };
    swap(0, 4, 1);
    swap(40, 2, 8);
    swap(70, 2, 2);
    swap(76, 4, 12);
    swap(252, 2, 2);
    swap(256, 4, 18);
    swap(352, 2, 12);
    let (little, mut big) =
        (Nifti::read(little.as_slice()).unwrap(), Nifti::read(big.as_slice()).unwrap());
    assert_eq!(big.affine(), little.affine());
    big.set([0, 0, 0], -1002.0);
    assert_eq!(big.value([0, 0, 0]), -1002.0);
    assert_eq!(big.value([2, 1, 1]), little.value([2, 1, 1]));
}

#[test]
fn a_working_copy_of_a_file_is_that_of_its_volume() {
    let mut volume = volume();
    let one = volume.slices[0].clone();
    volume.slices = (0..6)
        .map(|k| {
            let mut slice = one.clone();
            slice.plane.origin += slice.plane.normal() * f64::from(k) * 2.0;
            slice.bytes.iter_mut().step_by(2).for_each(|b| *b = b.wrapping_add(k as u8));
            slice
        })
        .collect();
    let of_volume = volume.coarse(1.0);
    let of_file = Nifti::read(written(&volume).as_slice()).unwrap().coarse(1.0);
    assert_eq!(of_volume.values.dim(), of_file.values.dim());
    let far = |(a, b): (&f32, &f32)| !((a - b).abs() < 0.1 || a.is_nan() && b.is_nan());
    let differing = of_volume.values.iter().zip(&of_file.values).filter(|pair| far(*pair)).count();
    assert!(differing * 50 < of_file.values.len(), "{differing}");
}

#[test]
fn masks_have_a_byte_for_each_voxel() {
    let mut file = Vec::new();
    write_mask(&mut file, &volume(), [[0, 1, 0, 0, 0, 0], [0, 0, 0, 0, 0, 1]]).unwrap();
    let mask = Nifti::read(file.as_slice()).unwrap();
    assert_eq!(
        [mask.value([1, 0, 0]), mask.value([2, 1, 1]), mask.value([0, 0, 0])],
        [1.0, 1.0, 0.0]
    );
    for short in [&[&[0; 6][..], &[0; 5]][..], &[&[0; 6]]] {
        assert_eq!(write_mask(Vec::new(), &volume(), short), Err(Fault(Code::Internal)));
    }
}

#[test]
fn what_is_no_nifti_or_lies_about_its_size_is_refused() {
    let whole = written(&volume());
    let read = |bytes: &[u8]| Nifti::read(bytes).map(|_| ()).unwrap_err().0;
    assert_eq!(read(b"DICM"), Code::Nifti);
    assert_eq!(read(&[]), Code::Nifti);
    assert_eq!(read(&whole[..whole.len() - 1]), Code::Truncated);
    let changed = |at: usize, value: &[u8]| {
        let mut bytes = whole.clone();
        bytes[at..at + value.len()].copy_from_slice(value);
        read(&bytes)
    };
    assert_eq!(changed(42, &[0xFF, 0x7F, 0xFF, 0x7F, 0xFF, 0x7F]), Code::TooLarge);
    assert_eq!(changed(42, &[0, 0]), Code::Nifti);
    assert_eq!(changed(42, &[0xFF, 0xFF]), Code::Nifti);
    assert_eq!(changed(70, &[128]), Code::PixelFormat);
    assert_eq!(changed(252, &[0, 0, 0, 0]), Code::Geometry);
    assert_eq!(changed(280, &f32::NAN.to_le_bytes()), Code::Geometry);
    assert_eq!(changed(344, b"ni1\0"), Code::Nifti);
}

#[test]
fn a_full_disk_is_noticed() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    assert_eq!(write_volume(Full, &volume()), Err(Fault(Code::Unwritable)));
}

#[test]
fn a_file_that_inflates_to_gigabytes_is_refused_by_its_header() {
    let mut file = written(&volume());
    for (at, size) in [(42, 800i16), (44, 800), (46, 800)] {
        file[at..at + 2].copy_from_slice(&size.to_le_bytes());
    }
    assert_eq!(Nifti::read(file.as_slice()).unwrap_err(), Fault(Code::TooLarge));
    // Nor does a long way to the values make it small.
    let mut file = written(&volume());
    file[108..112].copy_from_slice(&9e8f32.to_le_bytes());
    assert_eq!(Nifti::read(file.as_slice()).unwrap_err(), Fault(Code::TooLarge));
}

#[test]
fn a_written_file_is_compared_byte_for_byte() {
    let mut file = Vec::new();
    write_volume(&mut file, &volume()).unwrap();
    let mut image = Nifti::read(file.as_slice()).unwrap();
    assert!(image.is_in(file.as_slice()));
    assert!(!image.is_in(&file[..file.len() - 9]));
    image.set([0, 0, 0], 100.0);
    assert!(!image.is_in(file.as_slice()));
}
