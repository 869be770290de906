//! Public test files that hold one image in several transfer syntaxes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "test code")]

use std::path::Path;

use dicom_common::dataset::{ReadLimits, open, parse};
use dicom_common::imaging::pixels::{Colour, Frames, Layout};
use dicom_common::imaging::series::{Image, PixelData};

/// The values of a file's first frame.
fn values(path: &Path) -> Vec<i32> {
    let (file, len) = open(path).unwrap();
    let image = Image::of(&parse(&file, len, &ReadLimits::default()).unwrap()).unwrap();
    let frame = Frames::open(file, &image).unwrap().frame(0).unwrap();
    assert_eq!(frame.len(), image.frame_len());
    let format = image.format;
    frame.chunks(format.bytes()).map(|sample| format.value(format.read(sample))).collect()
}

/// The first frame as colours.
fn colours(path: &Path) -> (Colour, Vec<u8>) {
    let (file, len) = open(path).unwrap();
    let parsed = parse(&file, len, &ReadLimits::default()).unwrap();
    let (dataset, syntax) = (&parsed.dataset, &parsed.syntax);
    let layout = Layout::of(dataset, syntax).unwrap();
    let pixels = PixelData::of(dataset, syntax).unwrap();
    let frames = Frames::find(file, &pixels, layout, syntax).unwrap();
    let frame = frames.frame(0).unwrap();
    assert_eq!(frame.len(), frames.layout().frame_len());
    (frames.layout().colour, frame)
}

#[test]
fn colour_is_the_same_in_every_lossless_syntax_and_near_it_in_lossy_ones() {
    let Some(shared) = testkit::reference::folder(env!("CARGO_MANIFEST_DIR")) else { return };
    let file = |name: &str| shared.join("golden/inputs").join(name);
    let plain = colours(&file("SC_rgb.dcm"));
    assert_eq!(plain.0, Colour::Rgb);
    assert!(colours(&file("SC_rgb_rle.dcm")) == plain);
    assert!(
        colours(&file("SC_rgb_rle_16bit.dcm"))
            .1
            .as_chunks::<2>()
            .0
            .iter()
            .map(|b| b[1])
            .eq(plain.1.iter().copied())
    );
    for lossy in
        ["SC_rgb_jpeg_gdcm.dcm", "SC_rgb_dcmtk_ebcr_dcmd.dcm", "SC_rgb_dcmtk_ebcyn2_dcmd.dcm"]
    {
        let (colour, frame) = colours(&file(lossy));
        assert_eq!(colour, Colour::Rgb);
        let far = frame.iter().zip(&plain.1).filter(|(a, b)| a.abs_diff(**b) > 8).count();
        assert!(far * 50 < frame.len(), "{lossy}: {far} of {}", frame.len());
    }
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
