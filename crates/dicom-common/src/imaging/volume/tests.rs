use std::fs::File;
use std::io::Write;

use dicom_core::VR;
use dicom_dictionary_std::tags;
use nalgebra::{Point3, Vector3, vector};

use super::*;
use crate::dataset::{Element, Extent};
use crate::imaging::geometry::{Located, Plane};
use crate::imaging::series::test_headers::{Header, short};
use crate::imaging::series::{Image, Modality, Padding, PixelData, PixelFormat, Rescale, stacks};

const FORMAT: PixelFormat = PixelFormat {
    allocated: 16,
    stored: 16,
    high_bit: 15,
    signed: true,
    big_endian: false,
    inverted: false,
};

/// A value that grows evenly in every direction: means and linear interpolation keep it.
fn ramp(p: &Point3<f64>) -> f64 {
    0.3 * p.x - 0.2 * p.y + 0.5 * p.z + 7.0
}

/// Slices of 40 × 50 pixels of 1.5 × 1.2 mm from these origins, whose values are the ramp's.
fn ramps(origins: &[Point3<f64>], along_row: Vector3<f64>, along_column: Vector3<f64>) -> Volume {
    let rescale = Rescale { slope: 0.01, intercept: 0.0 };
    let slice = |origin: &Point3<f64>| {
        let plane = Plane {
            origin: *origin,
            along_row,
            along_column,
            row_spacing: 1.5,
            column_spacing: 1.2,
            rows: 40,
            columns: 50,
        };
        let mut bytes = Vec::new();
        for row in 0..40 {
            for column in 0..50 {
                let stored = rescale.invert(ramp(&plane.voxel(row, column))) as i16;
                bytes.extend(stored.to_le_bytes());
            }
        }
        Slice { plane, rescale, padding: None, bytes }
    };
    let slices = origins.iter().map(slice).collect();
    Volume { modality: Modality::Mr, format: FORMAT, slices }
}

fn tilted(degrees: f64) -> (Vector3<f64>, Vector3<f64>) {
    let (sin, cos) = degrees.to_radians().sin_cos();
    (Vector3::x(), vector![0.0, cos, sin])
}

/// Checks the working copy against the ramp wherever a point lies well inside the stack; returns
/// how many points that were.
fn check_ramp(volume: &Volume, spacing: f64) -> usize {
    let coarse = volume.coarse(spacing);
    let (low, high) = (&volume.slices[0].plane, &volume.slices[volume.slices.len() - 1].plane);
    let mut checked = 0;
    for ((x, y, z), value) in coarse.values.indexed_iter() {
        let p = coarse.point([x, y, z]);
        let inside = |plane: &Plane| {
            let Located { row, column, .. } = plane.locate(&p);
            (3.0..36.0).contains(&row) && (3.0..46.0).contains(&column)
        };
        let between = low.locate(&p).height > spacing && high.locate(&p).height < -spacing;
        if volume.slices.iter().all(|s| inside(&s.plane)) && between {
            assert!((f64::from(*value) - ramp(&p)).abs() < 0.02, "{value} at {p}");
            checked += 1;
        }
    }
    checked
}

#[test]
fn the_affine_of_an_axial_stack_is_what_a_hand_computes() {
    let origins: Vec<_> =
        (0..4).map(|k| Point3::new(-100.0, -120.0, 40.0 + 3.0 * k as f64)).collect();
    let volume = ramps(&origins, Vector3::x(), Vector3::y());
    let expected = nalgebra::matrix![
        1.2, 0.0, 0.0, -100.0;
        0.0, 1.5, 0.0, -120.0;
        0.0, 0.0, 3.0, 40.0;
        0.0, 0.0, 0.0, 1.0];
    assert!((volume.affine() - expected).amax() < 1e-12);
}

#[test]
fn the_affine_of_an_oblique_stack_is_what_a_hand_computes() {
    // Planes turned by 30 degrees about x, 2 mm apart along their normal (0, -1/2, √3/2).
    let (row, column) = tilted(30.0);
    let step = vector![0.0, -1.0, 3f64.sqrt()];
    let origins: Vec<_> = (0..5).map(|k| Point3::new(10.0, 20.0, 30.0) + step * k as f64).collect();
    let volume = ramps(&origins, row, column);
    // Column 10, row 4, slice 2: 12 mm along x, 6 mm along (0, √3/2, 1/2), 4 mm along the normal.
    let p = volume.affine().transform_point(&Point3::new(10.0, 4.0, 2.0));
    let expected = Point3::new(22.0, 20.0 + 3.0 * 3f64.sqrt() - 2.0, 33.0 + 2.0 * 3f64.sqrt());
    assert!((p - expected).norm() < 1e-12);
    assert!((p - volume.slices[2].plane.voxel(4, 10)).norm() < 1e-12);
}

#[test]
fn the_affine_of_a_tilted_gantry_is_sheared_and_exact() {
    let (row, column) = tilted(-18.5);
    // Origins as decimal strings carry them.
    let origins: Vec<_> =
        (0..30).map(|k| Point3::new(-125.25, -130.5, -20.0 + 4.8 * k as f64)).collect();
    let volume = ramps(&origins, row, column);
    let affine = volume.affine();
    for (k, slice) in volume.slices.iter().enumerate() {
        let p = affine.transform_point(&Point3::new(49.0, 39.0, k as f64));
        assert!((p - slice.plane.voxel(39, 49)).norm() < 1e-9);
    }
    assert!(affine.fixed_view::<3, 1>(0, 1).dot(&affine.fixed_view::<3, 1>(0, 2)).abs() > 0.1);
}

#[test]
fn the_affine_of_uneven_slices_is_the_nearest_line() {
    // Origins at 0, 1, 3: mean 4/3, step (3 - 0) / 2, start 4/3 - 3/2.
    let origins = [0.0, 1.0, 3.0].map(|z| Point3::new(0.0, 0.0, z));
    let affine = ramps(&origins, Vector3::x(), Vector3::y()).affine();
    assert!((affine[(2, 2)] - 1.5).abs() < 1e-12);
    assert!((affine[(2, 3)] + 1.0 / 6.0).abs() < 1e-12);
}

#[test]
fn the_working_copy_is_right_for_oblique_tilted_uneven_and_thin_slices() {
    let (row, column) = tilted(25.0);
    let normal = row.cross(&column);
    let start = Point3::new(-20.0, -35.0, 12.0);
    let oblique: Vec<_> = (0..16).map(|k| start + normal * (3.0 * k as f64)).collect();
    assert!(check_ramp(&ramps(&oblique, row, column), 2.0) > 1000);
    let sheared: Vec<_> = (0..16).map(|k| start + vector![0.0, 0.0, 3.0 * k as f64]).collect();
    assert!(check_ramp(&ramps(&sheared, row, column), 2.0) > 1000);
    let thin: Vec<_> = (0..90).map(|k| start + vector![0.0, 0.0, 0.6 * k as f64]).collect();
    assert!(check_ramp(&ramps(&thin, row, column), 3.0) > 200);
    let uneven: Vec<_> =
        (0..16).map(|k| start + normal * (0.2 * (k * k) as f64 + k as f64)).collect();
    assert!(check_ramp(&ramps(&uneven, row, column), 2.0) > 1000);
}

#[test]
fn the_working_copy_bridges_a_missing_slice_but_no_wide_gap() {
    let at = |zs: &[f64]| {
        let origins: Vec<_> = zs.iter().map(|z| Point3::new(0.0, 0.0, *z)).collect();
        ramps(&origins, Vector3::x(), Vector3::y())
    };
    let value = |coarse: &Coarse, z: f64| {
        coarse.values[[10, 10, ((z - coarse.origin.z) / coarse.spacing).round() as usize]]
    };
    let bridged = at(&[0.0, 4.0, 8.0, 16.0, 20.0]).coarse(2.0);
    assert!((value(&bridged, 12.0) - ramp(&bridged.point([10, 10, 0])) as f32).is_finite());
    let open = at(&[0.0, 4.0, 8.0, 24.0, 28.0]).coarse(2.0);
    assert!(value(&open, 16.0).is_nan());
    assert!(value(&open, 10.0).is_finite() && value(&open, 22.0).is_finite());
    // Further than half a slice beyond the last one.
    let last = open.values.dim().2 - 1;
    assert!(open.point([0, 0, last]).z >= 30.0);
    assert!(value(&open, 30.0).is_finite());
}

#[test]
fn bits_that_do_not_belong_to_the_value_are_not_read_but_kept() {
    let mut volume = ramps(&[Point3::origin()], Vector3::x(), Vector3::y());
    volume.modality = Modality::Ct;
    volume.format = PixelFormat { stored: 12, high_bit: 11, big_endian: true, ..FORMAT };
    let slice = &mut volume.slices[0];
    slice.rescale = Rescale { slope: 2.0, intercept: -4.0 };
    slice.padding = Some(Padding { lowest: -2000, highest: -1990 });
    // -3 with overlay bits 0x5 above; -1995; 100.
    slice.bytes[..6].copy_from_slice(&[0x5F, 0xFD, 0x08, 0x35, 0x00, 0x64]);
    assert_eq!([0, 1, 2].map(|column| volume.stored(0, 0, column)), [-3, -1995, 100]);
    assert_eq!([0, 1, 2].map(|column| volume.value(0, 0, column)), [-10.0, -1000.0, 196.0]);
    assert_eq!([0, 1, 2].map(|c| volume.is_padding(0, 0, c)), [false, true, false]);
    let mut row = vec![0.0; 50];
    volume.fill_row(0, 0, &mut row);
    assert_eq!(row[..3], [-10.0, -1000.0, 196.0]);
    assert!(volume.value(0, 40, 0).is_nan() && volume.value(1, 0, 0).is_nan());
}

/// A file of two bytes in front and 4 × 4 pixels that all hold this value, and its image.
fn stored_file(z: f64, value: u16) -> (File, Image) {
    let header = Header::ct(z)
        .with(short(tags::BITS_STORED, 16))
        .with(short(tags::HIGH_BIT, 15))
        .with(Element::new(tags::PIXEL_DATA, VR::OW, vec![0; 32]));
    let mut image = header.image().unwrap();
    image.pixels = PixelData::Native(Extent { offset: 2, len: 32 });
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(b"xx").unwrap();
    file.write_all(&value.to_le_bytes().repeat(16)).unwrap();
    (file, image)
}

#[test]
fn files_in_any_order_are_loaded_in_the_order_of_positions() {
    let (files, images): (Vec<File>, Vec<Image>) = [(20.0, 3), (0.0, 1), (30.0, 4), (10.0, 2)]
        .map(|(z, v)| stored_file(z, v))
        .into_iter()
        .unzip();
    let stack = &stacks(&images)[0];
    let volume = Volume::load(&images, stack, |i| Ok(files[i].try_clone().unwrap())).unwrap();
    let values: Vec<i32> = (0..4).map(|slice| volume.stored(slice, 3, 3)).collect();
    assert_eq!(values, [1, 2, 3, 4]);
    assert_eq!(volume.slices[1].bytes, 2u16.to_le_bytes().repeat(16));
    assert_eq!(volume.shape(), [4, 4, 4]);
}

#[test]
fn a_file_that_got_shorter_is_noticed() {
    let (file, image) = stored_file(0.0, 1);
    file.set_len(20).unwrap();
    let images = [image];
    let load = Volume::load(&images, &stacks(&images)[0], |_| Ok(file.try_clone().unwrap()));
    assert_eq!(load.unwrap_err().0, crate::code::Code::Truncated);
}
