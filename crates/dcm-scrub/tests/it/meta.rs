//! File meta information that two readers would read differently (PS3.10 7.1) is refused, or written
//! anew so that they cannot.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use std::io::Cursor;

use testkit::encode::{Style, nodes};
use testkit::samples::{ct, slice};
use testkit::{Content, Dicom, Lab, Lengths, Node, Syntax, item, text};

const LITTLE: Style = Style { explicit: true, big: false, lengths: Lengths::Defined };

/// The codes of files at `high`; what is written reads the same with dicom-object.
fn codes(files: &[Vec<u8>]) -> Vec<String> {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    for (at, file) in files.iter().enumerate() {
        lab.put(format!("in/{at:02}"), file);
    }
    let rows = lab.work(&["--level", "high", "-q"]).rows();
    for entry in lab.tree("out").entries().values() {
        let strict = testkit::read(&entry.bytes).unwrap();
        let other = dicom_object::from_reader(Cursor::new(&entry.bytes[128..])).unwrap();
        let tags = |nodes: &[Node]| nodes.iter().map(|node| node.tag).collect::<Vec<_>>();
        let others: Vec<u32> = other
            .iter()
            .map(|e| u32::from(e.header().tag.0) << 16 | u32::from(e.header().tag.1))
            .collect();
        assert_eq!(tags(&strict.nodes), others);
        assert_eq!(strict.meta_text(0x0002_0010), other.meta().transfer_syntax());
    }
    rows.column("scrub_code").into_iter().map(str::to_owned).collect()
}

/// A file's group 0002, and its data set.
fn parts(file: &Dicom) -> (Vec<u8>, Vec<u8>) {
    let bytes = file.bytes();
    let body = nodes(&file.nodes, Style::of(file.syntax, file.lengths));
    let (meta, data) = bytes.split_at(bytes.len() - body.len());
    (meta[132..].to_vec(), data.to_vec())
}

fn whole(parts: &[&[u8]]) -> Vec<u8> {
    [[0; 128].as_slice(), b"DICM", &parts.concat()].concat()
}

#[test]
fn a_second_group_of_file_meta_information_is_malformed_wherever_it_stands() {
    let (meta, data) = parts(&ct("META", 1));
    let mut other = ct("META", 1);
    other.meta.push(text(0x0002_0010, "UI", "1.2.840.10008.1.2.4.50"));
    let (compressed, _) = parts(&other);
    let uid = nodes(&[text(0x0002_0010, "UI", "1.2.840.10008.1.2.4.50")], LITTLE);
    let group = |tag| nodes(&[text(tag, "UI", "1.2.3")], LITTLE);
    let files = [
        whole(&[&meta, &compressed, &data]),
        whole(&[&compressed, &meta, &data]),
        whole(&[&meta, &meta, &data]),
        whole(&[&meta, &uid, &data]),
        whole(&[&meta, &data, &uid]),
        whole(&[&meta, &data, &compressed]),
        whole(&[&meta, &data, &group(0x0002_0102)]),
        ct("META", 1).with(item(0x0040_A170, vec![text(0x0002_0010, "UI", "1.2.3")])).bytes(),
    ];
    assert_eq!(codes(&files), vec!["E_MALFORMED"; files.len()]);
    // A whole file behind another one's head: zeros of the preamble, then letters for a length.
    let second = whole(&[&meta, &[0; 128], b"DICM", &meta, &data]);
    assert_eq!(codes(&[second]), ["E_TRUNCATED"]);
}

#[test]
fn elements_out_of_order_in_group_0002_are_malformed_and_a_wrong_length_is_written_right() {
    let (meta, data) = parts(&ct("META", 1));
    // Behind the group length: version and class exchanged.
    let (version, class) = (12..26, 26..60);
    let exchanged =
        [&meta[..12], &meta[class.clone()], &meta[version.clone()], &meta[class.end..]].concat();
    assert_eq!(meta[class.start..class.start + 4], [2, 0, 2, 0]);
    let with_length = |len: u32| {
        let mut meta = meta.clone();
        meta[8..12].copy_from_slice(&len.to_le_bytes());
        whole(&[&meta, &data])
    };
    let files = [whole(&[&exchanged, &data]), with_length(0), with_length(1 << 30)];
    assert_eq!(codes(&files), ["E_MALFORMED", "", "S_SAME_OBJECT"]);
}

#[test]
fn delimiters_lengths_and_orders_that_are_wrong_are_refused_or_written_right() {
    let file = ct("META", 1);
    let (meta, data) = parts(&file);
    let delimiter = |element: u8, len: u8| vec![0xFE, 0xFF, element, 0xE0, len, 0, 0, 0];
    let twice = nodes(&[text(0x0018_0050, "DS", "1.25")], LITTLE);
    let mut reversed = file.nodes.clone();
    reversed.sort_by_key(|node| node.tag);
    let reversed: Vec<u8> =
        reversed.iter().rev().flat_map(|n| nodes(std::slice::from_ref(n), LITTLE)).collect();
    let sequence = |closing: &[u8]| {
        let head = [0x40, 0, 0x70, 0xA1, b'S', b'Q', 0, 0, 0xFF, 0xFF, 0xFF, 0xFF];
        let begin = [0xFE, 0xFF, 0, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF];
        whole(&[&meta, &head, &begin, closing, &data])
    };
    let [item_end, sequence_end] = [delimiter(0x0D, 0), delimiter(0xDD, 0)];
    let files = [
        whole(&[&meta, &data, &twice]),
        whole(&[&meta, &data, &sequence_end]),
        whole(&[&meta, &data, &delimiter(0x0D, 4)]),
        whole(&[&meta, &data, b"DOE^JAN"]),
        sequence(&[sequence_end.as_slice(), &item_end].concat()),
        sequence(&item_end),
        whole(&[&meta, &reversed]),
        whole(&[&meta, &data, &item_end]),
        whole(&[&meta, &data, &[0; 6]]),
    ];
    let codes = codes(&files);
    let refused = ["E_MALFORMED", "E_MALFORMED", "E_MALFORMED", "E_TRUNCATED", "E_MALFORMED"];
    assert_eq!(codes[..5], refused);
    assert!(["E_MALFORMED", "E_TRUNCATED"].contains(&codes[5].as_str()), "{codes:?}");
    assert_eq!(codes[6..], ["", "S_SAME_OBJECT", "S_SAME_OBJECT"]);
}

#[test]
fn the_ends_of_fragments_are_written_without_a_length() {
    let file = slice(Syntax::Rle, "META", 1);
    let mut bytes = file.bytes();
    let at = bytes.len() - 4;
    bytes[at..].copy_from_slice(b"ZZQX");
    assert_eq!(codes(&[bytes]), [""]);
    let table = vec![b"ZZQXJ^WV".to_vec(), Vec::new()];
    let empty =
        file.with(Node { tag: 0x7FE0_0010, vr: "OB".into(), content: Content::Fragments(table) });
    assert_eq!(codes(&[empty.bytes()]), ["E_STREAM"]);
}
