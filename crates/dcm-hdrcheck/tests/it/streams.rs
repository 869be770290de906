//! What compressed pixel data holds besides images.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use std::fs;

use dicom_common::dataset::{DataSet, Element, VR};
use dicom_dictionary_std::tags;
use testkit::dicom::{Content, Node};
use testkit::encode::{Style, nodes};
use testkit::{Lengths, Syntax};

use crate::common::{Bench, scrubbed};

/// A JPEG stream of one grey pixel's form, with a segment after its start and bytes behind its end.
fn jpeg(segment: &[u8], behind: &[u8]) -> Vec<u8> {
    let frame = b"\xFF\xC0\x00\x0B\x08\x00\x01\x00\x01\x01\x01\x11\x00";
    let scan = b"\xFF\xDA\x00\x08\x01\x01\x00\x00\x3F\x00\x12\xFF\x00\x34";
    [b"\xFF\xD8", segment, frame, scan, b"\xFF\xD9", behind].concat()
}

/// A JPEG-LS stream.
fn jpeg_ls(segment: &[u8]) -> Vec<u8> {
    let frame = b"\xFF\xF7\x00\x0B\x08\x00\x01\x00\x01\x01\x01\x11\x00";
    let scan = b"\xFF\xDA\x00\x08\x01\x01\x00\x00\x00\x00\x12\xFF\x40\x34";
    [b"\xFF\xD8", segment, frame, scan, b"\xFF\xD9"].concat()
}

/// A JPEG 2000 codestream of one tile-part.
fn jpeg_2000(segment: &[u8], behind: &[u8]) -> Vec<u8> {
    let mut size = b"\xFF\x51\x00\x29".to_vec();
    size.extend([0; 34]);
    size.extend(b"\x00\x01\x07\x01\x01");
    let tile = b"\xFF\x90\x00\x0A\x00\x00\x00\x00\x00\x10\x00\x01\xFF\x93\x12\x34";
    [b"\xFF\x4F".as_slice(), &size, segment, tile, b"\xFF\xD9", behind].concat()
}

/// An RLE frame of four bytes, with bytes behind its only segment.
fn rle(behind: &[u8]) -> Vec<u8> {
    let mut frame = vec![0; 64];
    frame.splice(0..8, [1, 0, 0, 0, 64, 0, 0, 0]);
    [frame.as_slice(), &[3, 1, 2, 3, 4], behind].concat()
}

fn comment(marker: u8) -> Vec<u8> {
    [&[0xFF, marker, 0, 10], b"Doe^Jane".as_slice()].concat()
}

/// The reasons of what is found in a file with these fragments, the first of which is the table.
fn found(syntax: &str, frames: u8, fragments: &[Vec<u8>]) -> Vec<String> {
    let bench = Bench::new();
    let number = |tag, n: u8| Element::new(tag, VR::US, vec![n, 0]);
    let frames = Element::new(tags::NUMBER_OF_FRAMES, VR::IS, frames.to_string().into_bytes());
    let more = vec![
        number(tags::SAMPLES_PER_PIXEL, 1),
        number(tags::ROWS, 2),
        number(tags::COLUMNS, 2),
        number(tags::BITS_ALLOCATED, 8),
        frames,
    ];
    let dataset: DataSet = scrubbed("1", more);
    bench.put("a", &dataset);
    // The pixels are put behind it by code of the test kit.
    let mut even = fragments.to_vec();
    even.iter_mut().filter(|f| f.len() % 2 == 1).for_each(|f| f.push(0));
    let pixels = Node { tag: 0x7FE0_0010, vr: "OB".into(), content: Content::Fragments(even) };
    let style = Style::of(Syntax::Explicit, Lengths::Undefined);
    let file = fs::read(bench.path("in/a")).unwrap();
    let file = [with_syntax(&file, syntax), nodes(&[pixels], style)].concat();
    fs::write(bench.path("in/a"), file).unwrap();
    bench.run("--level low --findings @/f.csv").0.unwrap();
    let csv = bench.read("f.csv");
    csv.lines().skip(1).map(|line| line.rsplit(',').next().unwrap().to_owned()).collect()
}

/// The file with another transfer syntax.
fn with_syntax(file: &[u8], uid: &str) -> Vec<u8> {
    let at = file.windows(6).position(|w| w == b"\x02\x00\x10\x00UI").unwrap();
    let (head, rest) = file.split_at(at + 6);
    let old = usize::from(*rest.first().unwrap());
    let mut padded = uid.as_bytes().to_vec();
    if padded.len() % 2 == 1 {
        padded.push(0);
    }
    let mut new = head.to_vec();
    new.extend([padded.len() as u8, 0]);
    new.extend(&padded);
    new.extend(rest.iter().skip(2 + old));
    // The length of the group, in the element behind the prefix.
    let length: Vec<u8> = new.iter().skip(140).take(4).copied().collect();
    let length = u32::from_le_bytes(length.try_into().unwrap()) + padded.len() as u32 - old as u32;
    new.splice(140..144, length.to_le_bytes());
    new
}

const JPEG: &str = "1.2.840.10008.1.2.4.50";
const JPEG_LS: &str = "1.2.840.10008.1.2.4.80";
const JPEG_2000: &str = "1.2.840.10008.1.2.4.90";
const RLE: &str = "1.2.840.10008.1.2.5";

#[test]
fn images_alone_are_no_findings() {
    let none: [&str; 0] = [];
    let jfif = [b"\xFF\xE0\x00\x10JFIF\0".as_slice(), &[1; 9]].concat();
    let openjpeg =
        [b"\xFF\x64\x00\x25\x00\x01".as_slice(), b"Created by OpenJPEG version 2.5.0"].concat();
    for (syntax, stream) in [
        (JPEG, jpeg(b"", b"")),
        (JPEG, jpeg(&jfif, b"\0\0")),
        (JPEG_LS, jpeg_ls(b"")),
        (JPEG_2000, jpeg_2000(b"", b"")),
        (JPEG_2000, jpeg_2000(&openjpeg, b"\0")),
        (RLE, rle(b"")),
    ] {
        assert_eq!(found(syntax, 1, &[vec![], stream.clone()]), none, "{syntax}");
        // In two fragments, and as two frames.
        let (a, b) = stream.split_at(stream.len() / 4 * 2);
        assert_eq!(found(syntax, 1, &[vec![], a.to_vec(), b.to_vec()]), none, "{syntax}");
        assert_eq!(found(syntax, 2, &[vec![], stream.clone(), stream]), none, "{syntax}");
    }
}

#[test]
fn text_of_any_kind_in_compressed_streams_is_found() {
    for (syntax, stream, reason) in [
        (JPEG, jpeg(&comment(0xFE), b""), "stream-text"),
        (JPEG, jpeg(&comment(0xE1), b""), "stream-text"),
        (JPEG, jpeg(&comment(0xED), b""), "stream-text"),
        (JPEG, jpeg(b"", b"Doe^Jane"), "behind-image"),
        (JPEG_LS, jpeg_ls(&comment(0xFE)), "stream-text"),
        (JPEG_LS, jpeg_ls(&comment(0xE5)), "stream-text"),
        (JPEG_2000, jpeg_2000(&comment(0x64), b""), "stream-text"),
        (JPEG_2000, jpeg_2000(b"", b"Doe^Jane"), "behind-image"),
        (RLE, rle(b"Doe^Jane"), "behind-image"),
    ] {
        assert_eq!(found(syntax, 1, &[vec![], stream]), [reason], "{syntax}");
    }
}

#[test]
fn fragments_and_tables_that_are_none_are_found() {
    let image = || jpeg(b"", b"");
    assert_eq!(found(JPEG, 1, &[vec![], image(), b"Doe^Jane".to_vec()]), ["behind-image"]);
    assert_eq!(found(JPEG, 1, &[b"Doe^Jane".to_vec(), image()]), ["offset-table"]);
    let found = found(JPEG, 2, &[vec![], image(), image(), b"Doe^Jane".to_vec()]);
    assert_eq!(found, ["surplus-fragments", "stream-malformed"]);
}
