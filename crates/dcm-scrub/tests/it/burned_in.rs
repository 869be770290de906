//! Text in the pixels: suspect images are flagged, blanked ones are right inside and outside.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use noto_sans_mono_bitmap::{FontWeight, RasterHeight, get_raster};
use testkit::samples::{ct, slice};
use testkit::{Content, Dicom, Lab, Node, Parsed, Syntax, number, read, text};

const PIXELS: u32 = 0x7FE0_0010;
const BURNED_IN: u32 = 0x0028_0301;
const CAPTURE: &str = "1.2.840.10008.5.1.4.1.1.7";
const ULTRASOUND: &str = "1.2.840.10008.5.1.4.1.1.6.1";
const ROWS: usize = 64;
const COLUMNS: usize = 160;

fn lab(files: &[Dicom]) -> Lab {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    for (at, file) in files.iter().enumerate() {
        lab.put(format!("in/{at}"), file.bytes());
    }
    lab
}

fn verdicts(files: &[Dicom], args: &[&str]) -> Vec<String> {
    let done = lab(files).work(&[&["--level", "high"], args].concat());
    let verdicts = done.rows().verdicts("scrub");
    let ok = verdicts.iter().all(|verdict| verdict == "ok");
    done.expect(i32::from(!ok));
    verdicts
}

/// Pixels of 8 bits.
fn bytes(values: Vec<u8>) -> Node {
    text(PIXELS, "OB", values)
}

fn pixels(file: &Parsed) -> Vec<u8> {
    let Content::Bytes(bytes) = &file.node(PIXELS).unwrap().content else { unreachable!() };
    bytes.clone()
}

/// An image of a class, 64 × 160 grey pixels of 8 bits.
fn image(class: &str, instance: usize, values: Vec<u8>) -> Dicom {
    ct("A", instance).with_all([
        text(0x0008_0016, "UI", class),
        number(0x0028_0010, ROWS as u16),
        number(0x0028_0011, COLUMNS as u16),
        number(0x0028_0100, 8),
        number(0x0028_0101, 8),
        number(0x0028_0102, 7),
        bytes(values),
    ])
}

/// A smooth picture.
fn plain() -> Vec<u8> {
    (0..ROWS * COLUMNS).map(|at| (at % COLUMNS / 3 + at / COLUMNS) as u8).collect()
}

/// The same with text in it.
fn annotated(words: &str) -> Vec<u8> {
    let mut picture = plain();
    for (index, c) in words.chars().enumerate() {
        let raster = get_raster(c, FontWeight::Regular, RasterHeight::Size20).unwrap();
        for (y, row) in raster.rows().enumerate() {
            for (x, alpha) in row.iter().enumerate() {
                let at = (6 + y) * COLUMNS + 4 + index * raster.width() + x;
                picture[at] = picture[at].max(*alpha);
            }
        }
    }
    picture
}

fn says(file: Dicom, burned_in: &str) -> Dicom {
    file.with(text(BURNED_IN, "CS", burned_in))
}

#[test]
fn suspect_images_are_flagged_and_not_written_unless_somebody_has_looked() {
    let files = [
        says(ct("A", 1), "YES"),
        image(CAPTURE, 2, plain()),
        image(ULTRASOUND, 3, plain()),
        ct("A", 4).with(text(0x0008_0008, "CS", r"DERIVED\SECONDARY\VOLREN")),
        ct("A", 5),
        says(ct("A", 6), "NO"),
    ];
    let expected = [["flag F_BURNED_IN"; 4].as_slice(), ["ok"; 2].as_slice()].concat();
    let lab = lab(&files);
    let done = lab.work(&["--level", "low"]).expect(1);
    assert_eq!(done.rows().verdicts("scrub"), expected);
    assert_eq!(lab.tree("out").len(), 2);
    for level in ["low", "high"] {
        let done = lab.work(&["--level", level, "--dry-run"]).expect(1);
        let planned: Vec<_> =
            expected.iter().map(|verdict| verdict.replace("ok", "plan")).collect();
        assert_eq!(done.rows().verdicts("scrub"), planned);
    }
    assert_eq!(verdicts(&files, &["--accept-burned-in"]), ["ok"; 6]);
    let accepted = self::lab(&files[..1]);
    accepted.work(&["--level", "high", "--accept-burned-in"]).expect(0);
    let file = accepted.only_output();
    assert_eq!(file.text(BURNED_IN), "YES");
    assert!(!codes(&file).contains(&"113101".to_owned()));
}

fn codes(file: &Parsed) -> Vec<String> {
    let items = file.node(0x0012_0064).unwrap().items();
    items.iter().map(|item| testkit::read::trimmed(item, 0x0008_0100)).collect()
}

#[test]
fn where_a_header_denies_text_the_pixels_decide() {
    let denied = |class, words| says(image(class, 1, annotated(words)), "NO");
    for class in [CAPTURE, ULTRASOUND] {
        assert_eq!(verdicts(&[denied(class, "DOE^JANE 1964")], &[]), ["flag F_BURNED_IN"]);
        assert_eq!(verdicts(&[denied(class, "")], &[]), ["ok"]);
    }
    let plain = image(testkit::samples::CT, 2, annotated("DOE^JANE 1964"));
    assert_eq!(verdicts(std::slice::from_ref(&plain), &[]), ["ok"]);
    assert_eq!(verdicts(&[plain, ct("A", 3)], &["--find-text"]), ["flag F_BURNED_IN", "ok"]);
}

#[test]
fn a_rectangle_is_black_and_all_else_the_same_in_every_syntax() {
    for syntax in [Syntax::Implicit, Syntax::Explicit, Syntax::Big, Syntax::Deflated] {
        let original = says(slice(syntax, "A", 1), "YES")
            .with_all([testkit::item(0x0088_0200, vec![number(0x0028_0010, 8)])]);
        let before = pixels(&read(&original.bytes()).unwrap());
        let lab = lab(&[original]);
        let done =
            lab.work(&["--level", "low", "--blackout", "6,6,10,10", "--blackout", "0,0,2,1"]);
        assert_eq!(done.expect(0).rows().column("transfer_syntax"), [syntax.uid()]);
        let file = lab.only_output();
        assert_eq!(file.meta_text(0x0002_0010), syntax.uid());
        assert_eq!(file.text(BURNED_IN), "NO");
        assert!(codes(&file).contains(&"113101".to_owned()));
        assert!(file.node(0x0088_0200).is_none(), "the icon shows what was there");
        for (at, (after, before)) in pixels(&file).chunks(2).zip(before.chunks(2)).enumerate() {
            let (row, column) = (at / 8, at % 8);
            let inside = row >= 6 && column >= 6 || row == 0 && column < 2;
            assert_eq!(after, if inside { &[0, 0] } else { before }, "{syntax:?} {at}");
        }
    }
}

#[test]
fn compressed_frames_are_written_uncompressed() {
    // Two runs for each byte of 8 × 8 pixels: 0x0102 everywhere.
    let mut words = vec![2u32, 64, 66];
    words.resize(16, 0);
    let mut frame: Vec<u8> = words.into_iter().flat_map(u32::to_le_bytes).collect();
    frame.extend([193, 1, 193, 2]);
    let content = Content::Fragments(vec![Vec::new(), frame.clone(), frame]);
    let file = slice(Syntax::Rle, "A", 1)
        .with_all([Node { tag: PIXELS, vr: "OB".into(), content }, text(0x0028_0008, "IS", "2")]);
    let lab = lab(&[file]);
    lab.work(&["--level", "high", "--blackout", "0,0,8,1"]).expect(0);
    let file = lab.only_output();
    assert_eq!(file.meta_text(0x0002_0010), Syntax::Explicit.uid());
    assert_eq!(file.node(PIXELS).unwrap().vr, "OW");
    let frame = [[0, 0].repeat(8), [2, 1].repeat(56)].concat();
    assert!(pixels(&file) == frame.repeat(2));
}

/// Grey of 128 in JPEG baseline: each block has the value of the one before it, and nothing else.
fn grey_jpeg(side: u16) -> Vec<u8> {
    let [high, low] = side.to_be_bytes();
    let table = |class: u8| [&[0xFF, 0xC4, 0, 20, class, 1], &[0; 15][..], &[0]].concat();
    let blocks = usize::from(side / 8).pow(2);
    [
        &[0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0],
        &[1; 64][..],
        &[0xFF, 0xC0, 0, 11, 8, high, low, high, low, 1, 1, 0x11, 0],
        &table(0x00),
        &table(0x10),
        &[0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0],
        // Two bits each.
        &vec![0; blocks / 4],
        &[0xFF, 0xD9],
    ]
    .concat()
}

#[test]
fn a_jpeg_for_which_its_decoder_takes_a_thread_is_decoded() {
    let side = 256;
    let content = Content::Fragments(vec![Vec::new(), grey_jpeg(side)]);
    let mut file = image(ULTRASOUND, 1, Vec::new()).with_all([
        number(0x0028_0010, side),
        number(0x0028_0011, side),
        Node { tag: PIXELS, vr: "OB".into(), content },
    ]);
    file.meta.push(text(0x0002_0010, "UI", "1.2.840.10008.1.2.4.50"));
    let lab = lab(&[file]);
    lab.work(&["--level", "high", "--blackout", "0,0,256,1"]).expect(0);
    let pixels = pixels(&lab.only_output());
    assert!(pixels[..256].iter().all(|value| *value == 0));
    assert!(pixels.len() == 1 << 16 && pixels[256..].iter().all(|value| *value == 128));
}

#[test]
fn colours_become_black_whatever_their_layout() {
    let colour = |name: &str, planar: u16, len: usize| {
        let values = (0..len).map(|at| 50 + (at % 100) as u8).collect();
        image(CAPTURE, 1, values).with_all([
            number(0x0028_0002, 3),
            text(0x0028_0004, "CS", name),
            number(0x0028_0006, planar),
        ])
    };
    let size = ROWS * COLUMNS;
    for (name, planar, len, black) in [
        ("RGB", 0, 3 * size, vec![(0, 0), (1, 0), (2, 0), (3, 0)]),
        ("RGB", 1, 3 * size, vec![(0, 0), (1, 0), (size, 0), (2 * size + 1, 0)]),
        ("YBR_FULL", 0, 3 * size, vec![(0, 0), (1, 128), (2, 128), (3, 0)]),
        ("YBR_FULL_422", 0, 2 * size, vec![(0, 0), (1, 0), (2, 128), (3, 128)]),
    ] {
        let original = colour(name, planar, len);
        let before = pixels(&read(&original.bytes()).unwrap());
        let lab = lab(&[original]);
        lab.work(&["--level", "high", "--blackout", "0,0,2,1"]).expect(0);
        let file = lab.only_output();
        assert_eq!(file.text(0x0028_0004), name);
        let after = pixels(&file);
        for (at, value) in black {
            assert_eq!(after[at], value, "{name} {planar} {at}");
        }
        let changed = after.iter().zip(&before).filter(|(a, b)| a != b).count();
        assert!((4..=6).contains(&changed), "{name}: {changed}");
    }
}

#[test]
fn public_rules_treat_the_devices_that_they_know() {
    let device = |model: &str, instance| {
        image(ULTRASOUND, instance, plain())
            .with_all([text(0x0008_0060, "CS", "US"), text(0x0008_1090, "LO", model)])
    };
    let files = [device("LOGIQE9", 1), device("Scanner 9000", 2)];
    let lab = lab(&files);
    let rows = lab.work(&["--level", "low", "--pixel-rules", "public"]).expect(1).rows();
    assert_eq!(rows.verdicts("scrub"), ["ok", "flag F_BURNED_IN"]);
    // The rule's 70 rows are more than the image has.
    assert!(pixels(&lab.output(&rows.rows[0]["path"])).iter().all(|value| *value == 0));
    lab.put("rules", r#"ours { Modality.equals("US") * !Manufacturer.isblank() } (0,0,20,5)"#);
    assert_eq!(verdicts_with_rules(&files, &lab), ["ok", "ok"]);
    lab.put("rules", r#"{ Modality.sounds("US") } (0,0,20,5)"#);
    let done = lab.work(&["--level", "low", "--pixel-rules", "rules"]).expect(2);
    assert!(done.stderr.contains("rule 1"), "{}", done.stderr);
}

fn verdicts_with_rules(files: &[Dicom], rules: &Lab) -> Vec<String> {
    let rules = rules.path("rules");
    verdicts(files, &["--pixel-rules", rules.to_str().unwrap()])
}

#[test]
fn what_cannot_be_blanked_is_flagged() {
    let outside = ["--blackout", "100,100,5,5"];
    assert_eq!(verdicts(&[ct("A", 1)], &outside), ["flag F_BLACKOUT"]);
    // Fragments that are no RLE.
    let content = Content::Fragments(vec![Vec::new(), vec![7; 80], vec![9; 60]]);
    let broken = slice(Syntax::Rle, "A", 1)
        .with_all([Node { tag: PIXELS, vr: "OB".into(), content }, text(0x0028_0008, "IS", "2")]);
    let rectangle = ["--blackout", "0,0,5,5"];
    assert_eq!(verdicts(&[broken], &rectangle), ["flag F_UNREAD_PIXELS"]);
    let double = ct("A", 1).without(PIXELS).with(text(0x7FE0_0009, "OD", vec![0; 512]));
    assert_eq!(verdicts(&[double], &rectangle), ["flag F_UNREAD_PIXELS"]);
    let report = ct("A", 2).with(text(0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.88.11"));
    let report = [PIXELS, 0x0028_0010, 0x0028_0011].into_iter().fold(report, Dicom::without);
    assert_eq!(verdicts(&[report], &rectangle), ["ok"], "no image, nothing to blank");
}

#[test]
fn another_rectangle_does_not_leave_the_old_file_for_the_new_one() {
    let lab = lab(&[ct("A", 1)]);
    let run = |rectangle: &str, more: &[&str], code: i32| {
        let args = ["--level", "low", "--blackout", rectangle];
        lab.work(&[args.as_slice(), more].concat()).expect(code).rows().verdicts("scrub")
    };
    assert_eq!(run("0,0,1,1", &[], 0), ["ok"]);
    assert_eq!(run("0,0,1,1", &[], 0), ["ok"], "the same again");
    assert_eq!(run("0,0,2,2", &[], 1), ["fail E_EXISTS"]);
    assert_eq!(run("0,0,2,2", &["--force"], 0), ["ok"]);
    assert_eq!(pixels(&lab.only_output())[..4], [0; 4]);
}

#[cfg(not(feature = "ocr"))]
#[test]
fn a_build_without_reading_says_how_to_get_it() {
    let done = lab(&[ct("A", 1)]).work(&["--level", "low", "--blank-text"]).expect(2);
    assert!(done.stderr.contains("tesseract") && done.stderr.contains("--features"));
}

#[cfg(feature = "ocr")]
#[test]
fn text_is_read_and_blanked_but_for_words_that_may_stay() {
    if std::process::Command::new("tesseract").arg("--version").output().is_err() {
        return println!("skipped: no tesseract");
    }
    let file = |words, instance| image(ULTRASOUND, instance, annotated(words));
    for words in ["DOE JANE", "12.08.1964"] {
        let lab = lab(&[file(words, 1)]);
        lab.work(&["--level", "low", "--blank-text"]).expect(0);
        let out = lab.only_output();
        assert_eq!(out.text(BURNED_IN), "NO");
        let after = pixels(&out);
        assert!(after[..26 * COLUMNS].iter().all(|value| *value < 100), "{words}");
        assert!(after[32 * COLUMNS..] == plain()[32 * COLUMNS..]);
    }
    let lab = lab(&[file("120 kVp", 1)]);
    lab.work(&["--level", "low", "--blank-text"]).expect(0);
    assert!(pixels(&lab.only_output()) == annotated("120 kVp"));
}
