use std::io::Cursor;

use super::*;
use crate::code::{Code, Fault, Outcome};
use crate::dataset::{DataSet, Element, Encoded, Encoding, FileMeta, Syntax, Tag, VR};

const CT: &str = "1.2.840.10008.5.1.4.1.1.2";

fn file(dataset: &DataSet, encoding: Encoding) -> Vec<u8> {
    let prefix = FileMeta::rebuilt(CT, "1.2.3", &Syntax::native(encoding));
    Encoded::new(prefix, dataset, encoding).to_memory(&[]).unwrap()
}

fn read(bytes: &[u8]) -> Outcome<Parsed> {
    parse(Cursor::new(bytes), bytes.len() as u64, &ReadLimits::default())
}

fn nested(depth: usize) -> DataSet {
    (0..depth).fold(DataSet::default(), |inner, _| {
        DataSet::new(vec![Element::sequence(Tag(0x0040, 0xA730), vec![inner])])
    })
}

#[test]
fn every_encoding_reads_as_it_was_written() {
    let dataset = DataSet::new(vec![
        Element::new(Tag(8, 0x60), VR::CS, b"CT".to_vec()),
        Element::sequence(
            Tag(8, 0x1140),
            vec![DataSet::new(vec![Element::new(Tag(8, 0x1155), VR::UI, b"1.2".to_vec())])],
        ),
        Element::new(Tag(0x28, 0x10), VR::US, vec![1, 2]),
    ]);
    for encoding in [Encoding::ExplicitLittle, Encoding::ImplicitLittle, Encoding::ExplicitBig] {
        let read = read(&file(&dataset, encoding)).unwrap();
        assert_eq!(read.dataset, dataset);
        assert_eq!(read.syntax, Syntax::native(encoding));
    }
}

#[test]
fn a_transfer_syntax_that_cannot_be_read_is_not_taken_for_none() {
    let explicit = Syntax::native(Encoding::ExplicitLittle);
    let mut bytes = file(&DataSet::default(), Encoding::ExplicitLittle);
    let at = bytes.windows(explicit.uid.len()).rposition(|w| w == explicit.uid.as_bytes()).unwrap();
    bytes[at] = 0xFF;
    assert_eq!(read(&bytes).unwrap_err(), Fault(Code::TransferSyntax));
}

#[test]
fn nesting_beyond_the_limit_is_refused_before_an_object_exists() {
    let bytes = |depth| file(&nested(depth), Encoding::ExplicitLittle);
    assert!(read(&bytes(64)).is_ok());
    assert_eq!(read(&bytes(65)).unwrap_err(), Fault(Code::Depth));
}

#[test]
fn declared_lengths_beyond_the_file_are_truncation() {
    for len in [1u32 << 31, 4_000_000_000, 0xFFFF_FFFE] {
        let mut bytes = file(&DataSet::default(), Encoding::ExplicitLittle);
        bytes.extend([0xE0, 0x7F, 0x10, 0, b'O', b'W', 0, 0]);
        bytes.extend(len.to_le_bytes());
        assert_eq!(read(&bytes).unwrap_err(), Fault(Code::Truncated));
    }
}

#[test]
fn a_million_superfluous_delimiters_do_no_harm() {
    let mut bytes = file(&DataSet::default(), Encoding::ExplicitLittle);
    bytes.extend([0xFE, 0xFF, 0x0D, 0xE0, 0, 0, 0, 0].repeat(1_000_000));
    assert_eq!(read(&bytes).unwrap().dataset, DataSet::default());
}

#[test]
fn repeated_elements_and_other_content_are_refused() {
    let one = Element::new(Tag(8, 0x60), VR::CS, b"CT".to_vec());
    let twice = DataSet::new(vec![one.clone(), one]);
    let bytes = file(&twice, Encoding::ExplicitLittle);
    assert_eq!(read(&bytes).unwrap_err(), Fault(Code::Malformed));
    assert_eq!(read(b"Patient: Jane Doe, seen on Monday").unwrap_err(), Fault(Code::NotDicom));
    assert_eq!(read(b"").unwrap_err(), Fault(Code::NotDicom));
}

#[test]
fn every_cut_of_a_header_is_noticed_or_leaves_whole_elements() {
    let dataset = DataSet::new(vec![
        Element::new(Tag(8, 0x60), VR::CS, b"CT".to_vec()),
        Element::sequence(Tag(8, 0x1140), vec![DataSet::default()]),
    ]);
    let whole = file(&dataset, Encoding::ExplicitLittle);
    for end in 0..whole.len() {
        if let Ok(cut) = read(&whole[..end]) {
            let elements = cut.dataset.elements();
            assert_eq!(elements, &dataset.elements()[..elements.len()]);
        }
    }
}

#[test]
fn zeros_behind_the_pixels_are_passed_over_and_anything_else_is_not() {
    let pixels = Element::new(Tag(0x7FE0, 0x10), VR::OW, vec![7; 9000]);
    let whole = file(&DataSet::new(vec![pixels]), Encoding::ExplicitLittle);
    let with = |rest: &[u8]| read(&[&whole, rest].concat());
    let plain = read(&whole).unwrap().dataset;
    for count in [8, 512, 2_400_000] {
        assert_eq!(with(&vec![0; count]).unwrap().dataset, plain, "{count} zeros");
    }
    let mut hidden = vec![0; 20_000];
    hidden.extend(b"JANE DOE");
    assert_eq!(with(&hidden).unwrap_err(), Fault(Code::Malformed));
    // Without pixels zeros hide what is missing.
    let header = file(&DataSet::default(), Encoding::ExplicitLittle);
    assert!(read(&[header, vec![0; 512]].concat()).is_err());
}
