use std::fs::File;
use std::io::Write;

use dicom_core::VR;
use dicom_dictionary_std::{tags, uids};

use super::*;
use crate::code::{Code, Fault};
use crate::dataset::{Element, Extent, Syntax};
use crate::imaging::series::test_headers::{Header, short};
use crate::imaging::series::{Image, PixelData};

/// A file with these bytes, and an image of 4 × 4 pixels of 16 bits that says where they lie.
fn encapsulated(items: &[&[u8]], frames: usize) -> (File, Image) {
    let mut bytes = b"head".to_vec();
    for item in items {
        bytes.extend([0xFE, 0xFF, 0x00, 0xE0]);
        bytes.extend((item.len() as u32).to_le_bytes());
        bytes.extend_from_slice(item);
    }
    bytes.extend([0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]);
    let extent = Extent { offset: 4, len: bytes.len() as u64 - 4 };
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(&bytes).unwrap();
    let mut image = Header::ct(0.0).image().unwrap();
    image.syntax = Syntax::from_uid(uids::RLE_LOSSLESS).unwrap();
    image.pixels = PixelData::Encapsulated(extent);
    image.frames = vec![image.frames[0].clone(); frames];
    (file, image)
}

/// A frame whose pixels all have this value below 256, in RLE.
fn rle(value: u8) -> Vec<u8> {
    let mut words = vec![2u32, 64, 66];
    words.resize(16, 0);
    let mut frame: Vec<u8> = words.into_iter().flat_map(u32::to_le_bytes).collect();
    frame.extend([241, 0, 241, value]);
    frame
}

fn first_bytes(frames: &Frames, count: usize) -> Vec<u8> {
    (0..count).map(|i| frames.frame(i).unwrap()[0]).collect()
}

#[test]
fn each_fragment_is_a_frame_where_there_are_as_many() {
    let (file, image) = encapsulated(&[&[], &rle(1), &rle(2)], 2);
    let frames = Frames::open(file, &image).unwrap();
    assert_eq!(first_bytes(&frames, 2), [1, 2]);
    assert_eq!(frames.frame(0).unwrap().len(), image.frame_len());
    assert_eq!(frames.frame(2), Err(Fault(Code::PixelLength)));
}

#[test]
fn frames_in_several_fragments_are_found_by_the_offset_table() {
    let (one, two) = (rle(1), rle(2));
    let second = (one.len() + 2 * 8) as u32;
    let table = [0u32.to_le_bytes(), second.to_le_bytes()].concat();
    let items: [&[u8]; 4] = [&table, &one[..20], &one[20..], &two];
    let (file, image) = encapsulated(&items, 2);
    assert_eq!(first_bytes(&Frames::open(file, &image).unwrap(), 2), [1, 2]);
    let (file, image) = encapsulated(&items, 1);
    assert_eq!(first_bytes(&Frames::open(file, &image).unwrap(), 1), [1]);
    let (file, image) = encapsulated(&[&[], &one[..20], &one[20..], &two], 2);
    assert_eq!(Frames::open(file, &image).unwrap_err(), Fault(Code::PixelLength));
}

#[test]
fn native_frames_are_the_bytes_of_the_file() {
    let header = Header::ct(0.0).with(short(tags::ROWS, 2)).with(Element::new(
        tags::PIXEL_DATA,
        VR::OW,
        (0..16).collect(),
    ));
    let image = header.image().unwrap();
    let frames = Frames::open(tempfile::tempfile().unwrap(), &image).unwrap();
    assert_eq!(frames.frame(0).unwrap(), (0..16).collect::<Vec<u8>>());
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(&(0..40).collect::<Vec<u8>>()).unwrap();
    let stored = |len| Image {
        pixels: PixelData::Native(Extent { offset: 3, len }),
        frames: vec![image.frames[0].clone(); 2],
        ..image.clone()
    };
    let frames = Frames::open(file.try_clone().unwrap(), &stored(32)).unwrap();
    assert_eq!(frames.frame(1).unwrap(), (19..35).collect::<Vec<u8>>());
    let frames = Frames::open(file, &stored(31)).unwrap();
    assert_eq!(frames.frame(1), Err(Fault(Code::PixelLength)));
}

#[test]
fn codecs_without_a_decoder_are_refused_by_name() {
    let (file, mut image) = encapsulated(&[&[], &rle(1)], 1);
    image.syntax = Syntax::from_uid("1.2.840.10008.1.2.4.110").unwrap();
    assert_eq!(Frames::open(file, &image).unwrap_err(), Fault(Code::TransferSyntax));
}

#[test]
fn damaged_streams_of_every_codec_are_refused() {
    for syntax in ["4.50", "4.70", "4.80", "4.90", "4.201", "5", "8.1", "1.98"] {
        for junk in [&[0u8; 12][..], &[0xFF, 0xD8, 0xFF, 0xD9], &[0xFF, 0x4F, 0xFF, 0x51]] {
            let (file, mut image) = encapsulated(&[&[], junk], 1);
            image.syntax = Syntax::from_uid(&format!("1.2.840.10008.1.2.{syntax}")).unwrap();
            let fault = Frames::open(file, &image).unwrap().frame(0).unwrap_err();
            assert!(matches!(fault.0, Code::Codec | Code::PixelLength));
        }
    }
}
