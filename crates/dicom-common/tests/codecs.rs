//! Public test files that hold one image in several transfer syntaxes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "test code")]

use std::path::Path;

use dicom_common::dataset::{Limits, open, parse};
use dicom_common::pixels::Frames;
use dicom_common::series::Image;

/// The values of a file's first frame.
fn values(path: &Path) -> Vec<i32> {
    let (file, len) = open(path).unwrap();
    let image = Image::of(&parse(&file, len, &Limits::default()).unwrap()).unwrap();
    let frame = Frames::open(file, &image).unwrap().frame(0).unwrap();
    assert_eq!(frame.len(), image.frame_len());
    let format = image.format;
    frame.chunks(format.bytes()).map(|sample| format.value(format.read(sample))).collect()
}

#[test]
fn an_image_has_the_same_values_in_every_lossless_syntax() {
    let Some(shared) = testkit::reference::folder(env!("CARGO_MANIFEST_DIR")) else { return };
    let file = |name: &str| shared.join("golden/inputs").join(name);
    let small = [
        "MR_small_expb.dcm",
        "MR_small_RLE.dcm",
        "MR_small_jp2klossless.dcm",
        "MR_small_jpeg_ls_lossless.dcm",
    ];
    for (native, others) in [
        ("MR_small_bigendian.dcm", &small[..]),
        ("693_UNCR.dcm", &["693_J2KR.dcm"]),
        ("MR2_UNCR.dcm", &["MR2_J2KR.dcm"]),
    ] {
        let expected = values(&file(native));
        assert!(expected.iter().min() < expected.iter().max());
        for other in others {
            assert!(values(&file(other)) == expected, "{other}");
        }
    }
}
