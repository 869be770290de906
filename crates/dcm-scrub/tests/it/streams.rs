//! Compressed streams leave with the image and nothing else.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "helpers of tests")]

use std::fs;
use std::io::Cursor;
use std::path::Path;
use std::time::Duration;

use dicom_common::dataset::{Extent, Parsed, ReadLimits, Value, open, parse};
use dicom_common::imaging::pixels::{Frames, Layout};
use dicom_common::imaging::series::PixelData;
use dicom_dictionary_std::tags;
use testkit::samples::{rle, slice};
use testkit::stream::{Coded, coded, jpeg_2000_parts, jpeg_parts, planted, segment};
use testkit::tool::finish;
use testkit::{Content, Dicom, Lab, Node, Rng, Syntax, item, lab, number, read, text};

const PIXELS: u32 = 0x7FE0_0010;
const TOKEN: &str = "ZZQXJ^WVUTOKEN19571203";
const METHODS: [&[&str]; 3] = [&["--level", "low"], &["--level", "high"], &["--profile", "basic"]];

fn fragments(items: &[Vec<u8>]) -> Node {
    Node { tag: PIXELS, vr: "OB".into(), content: Content::Fragments(items.to_vec()) }
}

fn file(coded: &Coded, items: &[Vec<u8>], instance: usize) -> Dicom {
    let mut file = slice(Syntax::Explicit, "STREAM", instance).with(fragments(items));
    file.meta.push(text(0x0002_0010, "UI", coded.syntax));
    file.with_all([
        number(0x0028_0100, coded.bits),
        number(0x0028_0101, coded.bits),
        number(0x0028_0102, coded.bits - 1),
    ])
}

/// Scrubs files at a method; the codes, and the outputs by the place of their inputs.
fn scrub(files: &[Dicom], method: &[&str]) -> Vec<Result<testkit::Parsed, String>> {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    for (at, file) in files.iter().enumerate() {
        lab.put(format!("in/{at:04}"), file.bytes());
    }
    let rows = lab.work(&[method, &["-q", "--accept-burned-in"]].concat()).rows();
    assert_eq!(rows.len(), files.len());
    let heap = lab.tree("out");
    for (name, entry) in heap.entries() {
        let found =
            entry.bytes.windows(6).any(|part| TOKEN.as_bytes().windows(6).any(|t| t == part));
        assert!(!found, "{}", String::from_utf8_lossy(name));
    }
    let outputs = rows.rows.iter().map(|row| match row["path"].as_str() {
        "" => Err(row["scrub_code"].clone()),
        path => Ok(lab.output(path)),
    });
    outputs.collect()
}

fn items(file: &testkit::Parsed) -> Vec<Vec<u8>> {
    match &file.node(PIXELS).unwrap().content {
        Content::Fragments(items) => items.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_value_planted_in_any_place_of_a_stream_is_gone_or_the_file_is_refused() {
    let all = planted(TOKEN);
    let files: Vec<Dicom> = (1..).zip(&all).map(|(at, p)| file(&p.coded, &p.items, at)).collect();
    assert!(all.len() > 250, "{}", all.len());
    for method in METHODS {
        for (planted, output) in all.iter().zip(scrub(&files, method)) {
            let place = &planted.place;
            match (&planted.left, output) {
                (None, output) => assert_eq!(output.err().as_deref(), Some("E_STREAM"), "{place}"),
                (Some(left), output) => {
                    let output = output.unwrap_or_else(|code| panic!("{place}: {code}"));
                    let items = items(&output);
                    assert_eq!(items.len(), 2, "{place}");
                    assert_eq!(&items[1], left, "{place}");
                    let table: &[u8] = if place.ends_with("offset table") { &[0; 4] } else { &[] };
                    assert_eq!(items[0], table, "{place}");
                }
            }
        }
    }
}

#[test]
fn streams_with_nothing_to_take_out_are_copied_byte_for_byte() {
    let mut originals = Vec::new();
    for coded in coded() {
        let [table, stream] = [Vec::new(), coded.stream.clone()];
        let half = stream.len() / 4 * 2;
        let parts = vec![table.clone(), stream[..half].to_vec(), stream[half..].to_vec()];
        let zeros = [stream.as_slice(), &[0; 6]].concat();
        for items in [vec![table.clone(), stream.clone()], vec![vec![0; 4], stream], parts] {
            originals.push((coded.clone(), items));
        }
        originals.push((coded, vec![table, zeros]));
    }
    let files: Vec<Dicom> = (1..).zip(&originals).map(|(at, (c, i))| file(c, i, at)).collect();
    for method in METHODS {
        for ((coded, before), after) in originals.iter().zip(scrub(&files, method)) {
            assert_eq!(&items(&after.unwrap()), before, "{}", coded.syntax);
        }
    }
}

#[test]
fn frames_keep_their_places_and_offset_tables_are_right() {
    let [jpeg, ..] = &coded()[..] else { panic!() };
    let parts = jpeg_parts();
    let comment = segment(0xFE, TOKEN.as_bytes());
    let commented = [parts[0].clone(), comment, parts[1..].concat()].concat();
    let clean = jpeg.stream.clone();
    let half = clean.len() / 4 * 2;
    let [first, second] = [clean[..half].to_vec(), clean[half..].to_vec()];
    let long = |numbers: &[u64]| -> Vec<u8> {
        numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
    };
    let short = |numbers: &[u32]| -> Vec<u8> {
        numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
    };
    let (len, old) = (clean.len() as u32, commented.len() as u32);
    let mut instance = 0;
    let mut frames = |count: usize, items: Vec<Vec<u8>>| {
        instance += 1;
        file(jpeg, &items, instance).with(text(0x0028_0008, "IS", count.to_string()))
    };
    let tables = |starts: &[u64], lengths: &[u64]| {
        [(0x7FE0_0001, starts), (0x7FE0_0002, lengths)].map(|(tag, numbers)| Node {
            tag,
            vr: "OV".into(),
            content: Content::Bytes(long(numbers)),
        })
    };
    let stale = short(&[0, old + 8, old + len + 16]);
    let (len64, old64) = (u64::from(len), u64::from(old));
    let files = [
        frames(3, vec![stale, commented.clone(), clean.clone(), clean.clone()]),
        // Frames in several fragments, one of them changed.
        frames(2, vec![vec![], first.clone(), second.clone(), commented.clone(), vec![7; 6]]),
        frames(2, vec![vec![], commented.clone(), clean.clone()])
            .with_all(tables(&[0, old64 + 8], &[old64, len64])),
        frames(2, vec![vec![], clean.clone(), clean.clone()])
            .with_all(tables(&[0, len64 + 8], &[len64 - 1, len64])),
        frames(2, vec![vec![], first.clone(), second.clone(), clean.clone()])
            .with_all(tables(&[0, 0x4141_4141], &[len64, len64])),
        frames(3, vec![vec![], clean.clone(), clean.clone()]),
    ];
    let outputs = scrub(&files, METHODS[0]);
    let expected = [
        vec![short(&[0, len + 8, 2 * len + 16]), clean.clone(), clean.clone(), clean.clone()],
        vec![vec![], first.clone(), second.clone(), clean.clone()],
        vec![vec![], clean.clone(), clean.clone()],
        vec![vec![], clean.clone(), clean.clone()],
        vec![vec![], first, second, clean.clone()],
    ];
    for (at, (expected, output)) in expected.iter().zip(&outputs).enumerate() {
        assert_eq!(&items(output.as_ref().unwrap()), expected, "{at}");
    }
    assert_eq!(outputs[5].as_ref().err().map(String::as_str), Some("E_PIXEL_LENGTH"));
    let number =
        |at: usize, tag| outputs[at].as_ref().unwrap().node(tag).map(|n| n.content.clone());
    assert_eq!(number(2, 0x7FE0_0001), Some(Content::Bytes(long(&[0, len64 + 8]))));
    assert_eq!(number(2, 0x7FE0_0002), Some(Content::Bytes(long(&[len64, len64]))));
    assert_eq!(number(3, 0x7FE0_0002), Some(Content::Bytes(long(&[len64 - 1, len64]))));
    assert_eq!((number(4, 0x7FE0_0001), number(4, 0x7FE0_0002)), (None, None));
}

#[test]
fn lengths_of_tile_parts_and_packets_are_those_of_what_is_left() {
    let comment = segment(0x64, &[b"\0\x01", TOKEN.as_bytes()].concat());
    // One packet of one byte.
    let packets = segment(0x58, &[0, 1]);
    let stream = |more: &[u8]| {
        let mut parts = jpeg_2000_parts(more);
        let len = 12 + more.len() as u32 + 3;
        parts.insert(1, segment(0x55, &[&[0, 0x40], len.to_be_bytes().as_slice()].concat()));
        let mut stream = parts.concat();
        stream.resize(stream.len().next_multiple_of(2), 0);
        stream
    };
    let coded = Coded { syntax: "1.2.840.10008.1.2.4.90", bits: 8, stream: stream(&packets) };
    let files = [
        file(&coded, &[vec![], coded.stream.clone()], 1),
        file(&coded, &[vec![], stream(&[comment, packets].concat())], 2),
    ];
    for output in scrub(&files, METHODS[1]) {
        assert_eq!(items(&output.unwrap())[1], coded.stream);
    }
}

#[test]
fn the_stream_of_an_icon_is_stripped_too() {
    let [jpeg, ..] = &coded()[..] else { panic!() };
    let parts = jpeg_parts();
    let commented =
        [parts[0].clone(), segment(0xE1, TOKEN.as_bytes()), parts[1..].concat()].concat();
    let icon = vec![
        number(0x0028_0002, 1),
        number(0x0028_0010, 8),
        number(0x0028_0011, 8),
        number(0x0028_0100, 8),
        fragments(&[Vec::new(), commented]),
    ];
    let with_icon = file(jpeg, &[vec![], jpeg.stream.clone()], 1).with(item(0x0088_0200, icon));
    assert!(scrub(&[with_icon], METHODS[0])[0].is_ok());
}

#[test]
fn pixels_that_are_not_of_the_transfer_syntax_are_refused() {
    let [jpeg, ..] = &coded()[..] else { panic!() };
    let mut native = slice(Syntax::Explicit, "A", 1);
    native.meta.push(text(0x0002_0010, "UI", jpeg.syntax));
    let encapsulated =
        |syntax| slice(syntax, "A", 2).with(fragments(&[vec![], jpeg.stream.clone()]));
    let elsewhere = slice(Syntax::Explicit, "A", 3)
        .with(Node { tag: 0x0028_2000, ..fragments(&[vec![], TOKEN.as_bytes().to_vec()]) });
    let files = [
        native,
        encapsulated(Syntax::Explicit),
        encapsulated(Syntax::Implicit),
        encapsulated(Syntax::Big),
        encapsulated(Syntax::Deflated),
        elsewhere,
    ];
    for method in METHODS {
        for (at, output) in scrub(&files, method).into_iter().enumerate() {
            assert_eq!(output.err().as_deref(), Some("E_MALFORMED"), "{at}");
        }
    }
}

#[test]
fn streams_that_cannot_be_walked_are_refused() {
    let jxl = Coded { syntax: "1.2.840.10008.1.2.4.110", bits: 8, stream: vec![0xFF, 0x0A, 0, 0] };
    let [jpeg, ..] = &coded()[..] else { panic!() };
    let sentence = b"Mustermann^Erika born 1964-08-12";
    let parts = jpeg_parts();
    let inside = [parts[..5].concat(), sentence.to_vec(), parts[5].clone()].concat();
    let files = [
        file(&jxl, &[vec![], jxl.stream.clone()], 1),
        file(jpeg, &[vec![], inside], 2),
        file(jpeg, &[vec![], parts[..5].concat()], 3),
        file(jpeg, &[vec![], rle(&[1; 64])], 4),
    ];
    for output in scrub(&files, METHODS[1]) {
        assert_eq!(output.err().as_deref(), Some("E_STREAM"));
    }
}

/// The frames that the project's decoders see; `None` where they see none.
fn decoded(path: &Path) -> Option<Vec<Vec<u8>>> {
    let (file, len) = open(path).ok()?;
    let Parsed { dataset, syntax, .. } = parse(&file, len, &ReadLimits::default()).ok()?;
    let pixels = PixelData::of(&dataset, &syntax).ok()?;
    let layout = Layout::of(&dataset, &syntax).ok()?;
    let frames = Frames::find(file, &pixels, layout, &syntax).ok()?;
    (0..frames.layout().frames).map(|at| frames.frame(at).ok()).collect()
}

#[test]
fn compressed_images_of_the_reference_data_decode_to_the_same_pixels() {
    let Some(shared) = testkit::reference::folder(env!("CARGO_MANIFEST_DIR")) else { return };
    let (mut equal, mut shorter, mut seen) = (0, 0, 0);
    for entry in fs::read_dir(shared.join("golden/inputs")).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        let Ok(before) = parse(Cursor::new(&bytes), bytes.len() as u64, &ReadLimits::default())
        else {
            continue;
        };
        let Some(Value::Fragments { extent: old, .. }) =
            before.dataset.get(tags::PIXEL_DATA).map(|e| &e.value)
        else {
            continue;
        };
        let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
        let input = lab.put("in/0", &bytes);
        let rows = lab.work(&["--level", "high", "-q", "--accept-burned-in"]).rows();
        let code = rows.rows[0]["scrub_code"].as_str();
        if !code.is_empty() {
            assert!(!["E_STREAM", "E_MALFORMED", "E_PIXEL_LENGTH"].contains(&code), "{code}");
            continue;
        }
        let output = lab.path(&rows.rows[0]["path"]);
        let (source, len) = open(&output).unwrap();
        let after = parse(&source, len, &ReadLimits::default()).unwrap();
        let Some(Value::Fragments { extent: new, .. }) =
            after.dataset.get(tags::PIXEL_DATA).map(|e| &e.value)
        else {
            panic!()
        };
        let field = |bytes: &[u8], extent: &Extent| {
            let start = extent.offset as usize;
            bytes[start..start + extent.len as usize].to_vec()
        };
        let [old, new] = [field(&bytes, old), field(&fs::read(&output).unwrap(), new)];
        equal += usize::from(old == new);
        shorter += usize::from(new.len() < old.len());
        let (before, after) = (decoded(&input), decoded(&output));
        seen += usize::from(before.is_some());
        assert_eq!(before, after);
    }
    println!("{equal} streams are the same, {shorter} are shorter, {seen} were decoded");
    assert!(equal > 15 && shorter > 8 && seen > 15, "{equal} {shorter} {seen}");
}

/// Memory that a run may take, in KiB.
const MEMORY: u32 = 1 << 20;

#[test]
fn damaged_streams_are_survived_and_what_is_written_is_valid() {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    let mut rng = Rng::new(4);
    let all = planted("A^B");
    let count = 3_000;
    for at in 0..count {
        let planted = &all[rng.below(all.len())];
        let mut items = planted.items.clone();
        for _ in 0..=rng.below(3) {
            let item = &mut items[1];
            let place = rng.below(item.len().max(1));
            match rng.below(5) {
                0 => item.truncate(place / 2 * 2),
                1 => item[place] = rng.number() as u8,
                2 => item[place] = 0xFF,
                3 => drop(item.drain(place / 2 * 2..(place / 2 * 2 + 4).min(item.len()))),
                _ => item.splice(place..place, rng.bytes(2)).for_each(drop),
            }
            if item.len() < 8 {
                break;
            }
        }
        lab.put(format!("in/{at:05}"), file(&planted.coded, &items, at + 1).bytes());
    }
    let args = [lab::IN_TO_OUT.as_slice(), &["--level", "high", "-q"]].concat();
    let done = finish(lab.tool().within(MEMORY, args).spawn().unwrap()).expect(1);
    assert!(done.took < Duration::from_millis(20) * count as u32, "{:?}", done.took);
    let rows = done.rows();
    assert_eq!(rows.len(), count);
    let codes = rows.column("scrub_code");
    assert!(codes.iter().all(|code| !["E_INTERNAL", "E_VERIFICATION"].contains(code)));
    assert!(codes.contains(&"E_STREAM") && codes.contains(&""));
    for entry in lab.tree("out").entries().values() {
        read(&entry.bytes).unwrap();
    }
}

#[test]
fn a_stream_of_nothing_but_comments_costs_time_and_memory_in_line_with_its_length() {
    let [jpeg, ..] = &coded()[..] else { panic!() };
    let parts = jpeg_parts();
    // A table between any two comments, so that each is a change of its own.
    let pair = [segment(0xFE, b""), segment(0xDD, &[0, 0])].concat();
    let many = [parts[0].clone(), pair.repeat(2_000_000), parts[1..].concat()].concat();
    let one =
        [parts[0].clone(), segment(0xFE, b"").repeat(4_000_000), parts[1..].concat()].concat();
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    lab.put("in/1", file(jpeg, &[vec![], many], 1).bytes());
    lab.put("in/2", file(jpeg, &[vec![], one], 2).bytes());
    let items = vec![Vec::new(); 2_000_000];
    lab.put("in/3", file(jpeg, &items, 3).bytes());
    let args = [lab::IN_TO_OUT.as_slice(), &["--level", "low", "-q", "-j1"]].concat();
    let command = lab.tool().within(400_000, args).spawn();
    let rows = finish(command.unwrap()).expect(1).rows();
    assert_eq!(rows.verdicts("scrub"), ["fail E_TOO_LARGE", "ok", "fail E_STREAM"]);
}
