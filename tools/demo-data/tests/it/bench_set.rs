//! The benchmark set.

use demo_data::write_bench_set;
use dicom_dictionary_std::tags;
use dicom_object::open_file;
use std::error::Error;
use tempfile::tempdir;

#[test]
fn the_slices_are_spread_over_the_series() -> Result<(), Box<dyn Error>> {
    let folder = tempdir()?;
    write_bench_set(folder.path(), 9)?;
    let exists = |path: &str| folder.path().join(path).exists();
    assert!(exists("P0/ST0/SE0/IM00002.dcm"));
    assert!(exists("P2/ST0/SE4/IM00001.dcm"));
    assert!(!exists("P2/ST0/SE4/IM00002.dcm"));

    let object = open_file(folder.path().join("P0/ST1/SE1/IM00002.dcm"))?;
    assert!(object.iter().count() > 95);
    assert_eq!(object.element(tags::INSTANCE_NUMBER)?.to_int::<u16>()?, 2);
    let pixels = object.element(tags::PIXEL_DATA)?.to_bytes()?;
    assert_eq!(pixels.len(), 512 * 512 * 2);
    assert_eq!(pixels.get(10 * 1024..10 * 1024 + 2), Some([2, 0].as_slice()));
    Ok(())
}
