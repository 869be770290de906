//! Only voxels of the mask change, whatever the encoding; headers change only where they must.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use std::collections::BTreeSet;
use std::fs;

use testkit::{Content, Syntax, number, text};

use crate::common::{Bench, Head, SIDE, paths, words};

const PIXELS: u32 = 0x7FE0_0010;

fn pixel_bytes(file: &testkit::Parsed) -> Vec<u8> {
    let Content::Bytes(bytes) = &file.node(PIXELS).unwrap().content else { unreachable!() };
    bytes.clone()
}

#[test]
fn every_voxel_outside_the_mask_is_bit_identical_in_every_native_syntax() {
    for syntax in [Syntax::Implicit, Syntax::Explicit, Syntax::Big, Syntax::Deflated] {
        let head = Head { syntax, ..Head::new("P", 1) };
        let bench = Bench::with(std::slice::from_ref(&head));
        let rows = bench.work(&[]).expect(0).rows();
        assert_eq!(rows.len(), 5);
        for (row, original) in rows.rows.iter().zip(head.files()) {
            let file = bench.file(&row["path"]);
            assert_eq!(file.meta_text(0x0002_0010), syntax.uid());
            let before = pixel_bytes(&testkit::read(&original.bytes()).unwrap());
            let after = pixel_bytes(&file);
            // Rows 0 to 3 lie in front; air is 24 in the lower twelve bits, the others stay.
            let (face, rest) = after.split_at(4 * SIDE * 2);
            assert_eq!(rest, &before[4 * SIDE * 2..], "{syntax:?}");
            let air: [u8; 2] = if syntax == Syntax::Big { [0xA0, 24] } else { [24, 0xA0] };
            assert!(face.chunks_exact(2).all(|word| word == air), "{syntax:?}");
        }
        let masks: BTreeSet<_> = paths(&rows, "mask").into_iter().collect();
        assert_eq!(masks.len(), 1);
        let mask = bench.mask(masks.first().unwrap().to_str().unwrap());
        let expected: Vec<u8> = [vec![0; 4 * SIDE], vec![1; 12 * SIDE]].concat().repeat(5);
        assert_eq!(mask, expected);
        testkit::figure(
            "geometry",
            format!("{syntax:?}: 5 slices, every voxel outside the mask identical"),
        );
    }
}

#[test]
fn compressed_files_are_written_uncompressed_with_the_same_values() {
    let head = Head { syntax: Syntax::Rle, ..Head::new("P", 1) };
    let plain = Head::new("P", 1);
    let bench = Bench::with(&[head]);
    let rows = bench.work(&[]).expect(0).rows();
    for (row, plain) in rows.rows.iter().zip(plain.files()) {
        assert_eq!(row["transfer_syntax"], "1.2.840.10008.1.2.1");
        let file = bench.file(&row["path"]);
        assert_eq!(file.meta_text(0x0002_0010), "1.2.840.10008.1.2.1");
        let before = words(&pixel_bytes(&testkit::read(&plain.bytes()).unwrap()));
        let after = words(&pixel_bytes(&file));
        assert_eq!(after[4 * SIDE..], before[4 * SIDE..]);
        assert!(after[..4 * SIDE].iter().all(|v| v & 0xFFF == 24));
        assert_eq!(file.node(PIXELS).unwrap().vr, "OW");
    }
}

#[test]
fn the_header_changes_only_where_it_must() {
    let bench = Bench::new();
    let head = Head::new("P", 1);
    let other = head.slice(4).text(0x0008_0018);
    let file = head.slice(0).with_all([
        testkit::samples::reference(0x0008_1140, &other),
        testkit::samples::reference(0x0008_2112, "1.2.3.4.5"),
        text(0x0008_2111, "ST", "Filtered"),
        text(0x0012_0063, "LO", "scrubbed"),
        text(0x0028_0301, "CS", "NO"),
        number(0x0028_0106, 3),
        number(0x0028_0120, 63536),
        testkit::item(0x0088_0200, vec![number(0x0028_0010, 8)]),
        text(0x0009_0010, "LO", "ACME"),
        text(0x0009_1001, "OB", vec![7; 6000]),
    ]);
    let mut files = head.files();
    files[0] = file.clone();
    bench.put("a", &files);
    let rows = bench.work(&[]).expect(0).rows();
    let before = testkit::read(&file.bytes()).unwrap().flat();
    let written = bench.file(&rows.rows[0]["path"]);
    let after = written.flat();
    let changed: BTreeSet<&str> = before
        .keys()
        .chain(after.keys())
        .filter(|path| before.get(*path) != after.get(*path))
        .map(|path| path.split('[').next().unwrap())
        .collect();
    let expected = [
        "00080008", "00080018", "00081140", "00082111", "00120063", "00120064", "0020000E",
        "00280106", "00280302", "00880200", "7FE00010",
    ];
    assert_eq!(changed.into_iter().collect::<Vec<_>>(), expected);
    let text =
        |path: &str| String::from_utf8_lossy(&after[path]).trim_matches(['\0', ' ']).to_owned();
    assert_eq!(text("00080008"), r"DERIVED\PRIMARY\AXIAL");
    assert_eq!(text("00081140[0].00081155"), rows.rows[4]["instance"]);
    assert_eq!(text("00280302"), "NO");
    assert_eq!(text("00120064[0].00080100"), "113102");
    assert!(text("00120063").starts_with("scrubbed\\dcm-deface"));
    assert_eq!(written.meta_text(0x0002_0003), rows.rows[0]["instance"]);
    assert_eq!(written.text(0x0020_000E), rows.rows[0]["series"]);
}

#[test]
fn padding_stays_and_values_that_cannot_hold_air_hold_the_nearest() {
    let bench = Bench::new();
    // Unsigned without an intercept: −1000 HU cannot be stored. The first voxel is padding.
    let files: Vec<_> = (0..5)
        .map(|at| {
            let mut words = vec![1400u16; SIDE * SIDE];
            words[0] = 0;
            words[1] = 7;
            let pixels =
                testkit::Node { tag: PIXELS, vr: "OW".into(), content: Content::U16(words) };
            let file = Head::new("P", 1).slice(at).with(pixels);
            file.with_all([text(0x0028_1052, "DS", "-900"), number(0x0028_0120, 0)])
        })
        .collect();
    bench.put("a", &files);
    let rows = bench.work(&[]).expect(0).rows();
    let after = words(&pixel_bytes(&bench.file(&rows.rows[0]["path"])));
    assert!(after[..4 * SIDE].iter().all(|v| *v == 0));
    assert!(after[4 * SIDE..].iter().all(|v| *v == 1400));
}

#[test]
fn bytes_behind_the_last_pixel_do_not_go_along() {
    let bench = Bench::new();
    let files: Vec<_> = (0..5)
        .map(|at| {
            let bytes = [[0xDC, 5].repeat(SIDE * SIDE), b"JANE".to_vec()].concat();
            Head::new("P", 1).slice(at).with(text(PIXELS, "OW", bytes))
        })
        .collect();
    bench.put("a", &files);
    let rows = bench.work(&[]).expect(0).rows();
    for row in &rows.rows {
        assert_eq!(pixel_bytes(&bench.file(&row["path"])).len(), SIDE * SIDE * 2);
        assert_eq!(fs::metadata(&row["path"]).unwrap().len().to_string(), row["bytes"]);
    }
}

#[test]
fn compressed_output_decodes_to_the_same_values_whatever_the_input() {
    for syntax in [Syntax::Implicit, Syntax::Deflated, Syntax::Rle, Syntax::Big] {
        let signed = number(0x0028_0103, 1);
        let files: Vec<_> = Head { syntax, ..Head::new("P", 1) }
            .files()
            .into_iter()
            .map(|file| file.with_all([signed.clone(), number(0x0028_0120, 0xF830)]))
            .collect();
        let bench = Bench::new();
        bench.put("a", &files);
        let plain = bench.work(&[]).expect(0).rows();
        let plain: Vec<_> =
            plain.rows.iter().map(|row| frame(&fs::read(&row["path"]).unwrap())).collect();
        fs::remove_dir_all(bench.lab.path("out")).unwrap();
        let rows = bench.work(&["--compress", "jpegls", "--nifti"]).expect(0).rows();
        for (row, plain) in rows.rows.iter().zip(plain) {
            let expected = if syntax == Syntax::Big { syntax.uid() } else { JPEG_LS };
            assert_eq!(row["transfer_syntax"], expected);
            let bytes = fs::read(&row["path"]).unwrap();
            assert_eq!(frame(&bytes), plain, "{syntax:?}");
            let file = testkit::read(&bytes).unwrap();
            assert_eq!(file.meta_text(0x0002_0010), expected);
            if syntax == Syntax::Implicit {
                assert_eq!(file.node(0x0028_0120).unwrap().vr, "SS");
            }
        }
        let folder = paths(&rows, "path")[0].parent().unwrap().to_owned();
        assert!(folder.join("defaced.nii.gz").is_file());
    }
}

const JPEG_LS: &str = "1.2.840.10008.1.2.4.80";

/// The values of the only frame.
fn frame(bytes: &[u8]) -> Vec<i32> {
    use dicom_common::dataset::{ReadLimits, parse};
    use dicom_common::imaging::{pixels::Frames, series::Image};
    use std::io::Write;
    let parsed = parse(std::io::Cursor::new(bytes), bytes.len() as u64, &ReadLimits::default());
    let image = Image::of(&parsed.unwrap()).unwrap();
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    let pixels = Frames::open(file, &image).unwrap().frame(0).unwrap();
    let format = image.format;
    pixels.chunks_exact(2).map(|sample| format.value(format.read(sample))).collect()
}

#[test]
fn a_file_that_cannot_be_decoded_does_not_take_its_series_with_it() {
    let mut files = Head { syntax: Syntax::Rle, ..Head::new("P", 1) }.files();
    let fragments = Content::Fragments(vec![Vec::new(), vec![9; 80]]);
    let broken = testkit::Node { tag: PIXELS, vr: "OB".into(), content: fragments };
    files[2] = files[2].clone().with(broken);
    let bench = Bench::new();
    bench.put("a", &files);
    let verdicts = bench.work(&[]).expect(1).verdicts();
    assert_eq!(verdicts, ["ok", "ok", "fail E_CODEC", "ok", "ok"]);
}
