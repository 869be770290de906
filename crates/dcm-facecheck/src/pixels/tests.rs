use std::fs::File;
use std::io::Write;
use std::path::Path;

use dicom_common::code::{Code, Outcome};
use dicom_common::dataset::{Extent, ReadLimits, Syntax, open, parse};
use dicom_common::imaging::pixels::{Frames as OwnFrames, jpeg_ls_lossless};
use dicom_common::imaging::series::{Image, PixelData, PixelFormat};
use testkit::dicom::{Content, Dicom, Node, number, text};
use testkit::stream::{Coded, coded};

use super::*;

/// What each reader gives of all frames of a file: values of whole samples.
type Read = Outcome<Vec<Vec<i32>>>;

fn values(frames: Vec<Vec<u8>>, format: PixelFormat) -> Vec<Vec<i32>> {
    let value = |sample: &[u8]| format.value(format.read(sample));
    frames.iter().map(|frame| frame.chunks_exact(format.bytes()).map(value).collect()).collect()
}

fn by_pixeldata(file: File, image: &Image) -> Read {
    let frames = Frames::open(file, image)?;
    let read: Outcome<Vec<_>> = (0..image.frames.len()).map(|at| frames.frame(at)).collect();
    Ok(values(read?, normalised(image.format)))
}

fn by_the_other(file: File, image: &Image) -> Read {
    let frames = OwnFrames::open(file, image)?;
    let read: Outcome<Vec<_>> = (0..image.frames.len()).map(|at| frames.frame(at)).collect();
    Ok(values(read?, image.format))
}

/// Both readers on a file; none where its header is that of no image.
fn both(path: &Path) -> Option<(Read, Read)> {
    let file = || open(path).unwrap();
    let (opened, len) = file();
    let image = Image::of(&parse(&opened, len, &ReadLimits::default()).ok()?).ok()?;
    Some((by_pixeldata(file().0, &image), by_the_other(file().0, &image)))
}

/// A slice of 8 × 8 pixels that says where it lies.
fn slice(bits: u16, stored: u16, signed: bool) -> Dicom {
    testkit::samples::ct("1", 1)
        .with_all([
            text(0x0020_0032, "DS", r"0\0\0"),
            text(0x0020_0037, "DS", r"1\0\0\0\1\0"),
            text(0x0028_0030, "DS", r"1\1"),
        ])
        .with(number(0x0028_0100, bits))
        .with(number(0x0028_0101, stored))
        .with(number(0x0028_0102, stored - 1))
        .with(number(0x0028_0103, signed.into()))
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> std::path::PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

fn pixel_data(vr: &str, content: Content) -> Node {
    Node { tag: 0x7FE0_0010, vr: vr.into(), content }
}

/// The bytes of a file whose transfer syntax is replaced by another explicit one of the same length or shorter.
fn in_syntax(dicom: &Dicom, uid: &str) -> Vec<u8> {
    let mut bytes = dicom.bytes();
    let rle = b"1.2.840.10008.1.2.5\0";
    let at = bytes.windows(rle.len()).position(|window| window == rle).expect("a syntax");
    let mut value = uid.as_bytes().to_vec();
    value.resize(value.len().next_multiple_of(2), 0);
    bytes.splice(at..at + rle.len(), value.iter().copied());
    bytes[at - 2..at].copy_from_slice(&(value.len() as u16).to_le_bytes());
    // The length of the group grows with it.
    let group: u32 = u32::from_le_bytes(bytes[140..144].try_into().unwrap());
    let longer = group + value.len() as u32 - rle.len() as u32;
    bytes[140..144].copy_from_slice(&longer.to_le_bytes());
    bytes
}

/// A picture of 8 × 8 pixels in every coding that is read.
fn pictures() -> Vec<Coded> {
    let format = PixelFormat {
        allocated: 8,
        stored: 8,
        high_bit: 7,
        signed: false,
        big_endian: false,
        inverted: false,
    };
    let values: Vec<u8> = (0..64u8).map(|n| n.wrapping_mul(37)).collect();
    let mut jpeg_ls = jpeg_ls_lossless(&values, 8, 8, &format).unwrap();
    jpeg_ls.resize(jpeg_ls.len().next_multiple_of(2), 0);
    let is_video = |one: &Coded| one.syntax.contains("4.10");
    let picture = |one: Coded| match one.syntax {
        // The one that is put together by hand is to be walked, not to be decoded.
        "1.2.840.10008.1.2.4.80" => Coded { stream: jpeg_ls.clone(), ..one },
        _ => one,
    };
    coded().into_iter().filter(|one| !is_video(one)).map(picture).collect()
}

#[test]
fn both_readers_give_the_same_values_in_every_transfer_syntax() {
    let folder = tempfile::tempdir().unwrap();
    let mut seen = Vec::new();
    let mut compare = |name: &str, bytes: &[u8]| {
        let path = write(folder.path(), name, bytes);
        let (ours, others) = both(&path).unwrap_or_else(|| panic!("{name} is an image"));
        assert_eq!(ours, others, "{name}");
        seen.push(ours.unwrap_or_else(|fault| panic!("{name}: {fault:?}")));
    };
    use testkit::dicom::Syntax as Written;
    // Bits above the value are set, as overlays do.
    let words: Vec<u16> = (0..64u16).map(|n| n.wrapping_mul(40_503)).collect();
    let natives = [Written::Implicit, Written::Explicit, Written::Big, Written::Deflated];
    for syntax in natives {
        for (stored, signed) in [(12, false), (12, true), (16, false), (16, true), (1, true)] {
            let dicom = Dicom { syntax, ..slice(16, stored, signed) };
            let dicom = dicom.with(pixel_data("OW", Content::U16(words.clone())));
            compare(&format!("{syntax:?} {stored} {signed}"), &dicom.bytes());
            let shifted = dicom.with(number(0x0028_0102, 15));
            compare(&format!("{syntax:?} {stored} {signed} high"), &shifted.bytes());
        }
        let long = Content::U32(words.iter().map(|word| u32::from(*word) << 15).collect());
        let dicom = Dicom { syntax, ..slice(32, 31, false) }.with(pixel_data("OW", long));
        compare(&format!("{syntax:?} 32"), &dicom.bytes());
        let bytes = Content::Bytes((0..64u8).map(|n| n.wrapping_mul(5)).collect());
        let dicom = Dicom { syntax, ..slice(8, 7, true) }.with(pixel_data("OB", bytes));
        compare(&format!("{syntax:?} 8"), &dicom.bytes());
    }
    assert_eq!(pictures().len(), 6);
    for one in pictures() {
        for signed in [false, true] {
            // A stream of 8 bits is widened to the 16 that are declared.
            for bits in [one.bits, 16] {
                let items = Content::Fragments(vec![Vec::new(), one.stream.clone()]);
                let dicom = Dicom { syntax: Written::Rle, ..slice(bits, one.bits, signed) };
                let dicom = dicom.with(pixel_data("OB", items));
                compare(&format!("{} {signed} {bits}", one.syntax), &in_syntax(&dicom, one.syntax));
            }
        }
    }
    assert!(seen.iter().any(|frames| frames.iter().flatten().any(|value| *value < 0)));
}

#[test]
fn both_readers_give_the_same_values_of_public_files() {
    let Some(shared) = testkit::reference::folder(env!("CARGO_MANIFEST_DIR")) else { return };
    let mut files: Vec<_> = std::fs::read_dir(shared.join("golden/inputs"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let mut read = 0;
    for path in files {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let Some((ours, others)) = both_of_any(&path) else { continue };
        match (&ours, &others) {
            // Frames of 32 bits in RLE dicom-pixeldata does not know.
            (Err(_), Ok(_)) if name.contains("rle_32bit") => {}
            _ => assert!(ours == others, "{name}: {:?} {:?}", code(&ours), code(&others)),
        }
        read += usize::from(ours.is_ok());
    }
    assert!(read >= 30, "{read} files were read");
}

fn code(read: &Read) -> Option<Code> {
    read.as_ref().err().map(|fault| fault.0)
}

/// Both readers on any grey image, of CT and MR or not: what a header lacks of geometry is made up.
fn both_of_any(path: &Path) -> Option<(Read, Read)> {
    let (file, len) = open(path).ok()?;
    let parsed = parse(&file, len, &ReadLimits::default()).ok()?;
    let root = &parsed.dataset;
    let layout = dicom_common::imaging::pixels::Layout::of(root, &parsed.syntax).ok()?;
    if layout.samples() != 1 {
        return None;
    }
    let mut image = any_image();
    image.syntax = parsed.syntax.clone();
    image.format = layout.format;
    image.pixels = PixelData::of(root, &parsed.syntax).ok()?;
    let mut frame = image.frames[0].clone();
    (frame.plane.rows, frame.plane.columns) = (layout.rows, layout.columns);
    image.frames = vec![frame; layout.frames];
    Some((by_pixeldata(open(path).unwrap().0, &image), by_the_other(open(path).unwrap().0, &image)))
}

fn any_image() -> Image {
    let bytes = slice(16, 12, false).bytes();
    let len = bytes.len() as u64;
    Image::of(&parse(std::io::Cursor::new(bytes), len, &ReadLimits::default()).unwrap()).unwrap()
}

/// A file with these items as its pixel data, and an image in RLE of so many frames that says where they lie.
fn encapsulated(items: &[&[u8]], frames: usize) -> (File, Image) {
    let mut bytes = b"head".to_vec();
    for item in items {
        bytes.extend([0xFE, 0xFF, 0x00, 0xE0]);
        bytes.extend((item.len() as u32).to_le_bytes());
        bytes.extend_from_slice(item);
    }
    bytes.extend([0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]);
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(&bytes).unwrap();
    let mut image = any_image();
    image.syntax = Syntax::from_uid("1.2.840.10008.1.2.5").unwrap();
    image.pixels = PixelData::Encapsulated(Extent { offset: 4, len: bytes.len() as u64 - 4 });
    image.frames = vec![image.frames[0].clone(); frames];
    (file, image)
}

#[test]
fn frames_are_found_in_items_however_they_are_cut() {
    let stream = |value: u16| testkit::samples::rle(&[value; 64]);
    let (one, two) = (stream(1), stream(2));
    let table = [0, one.len() as u32 + 16].map(u32::to_le_bytes).concat();
    let both: [(&[&[u8]], usize); 4] = [
        (&[&[], &one, &two], 2),
        (&[&table, &one[..20], &one[20..], &two], 2),
        (&[&[], &one[..20], &one[20..]], 1),
        (&[&[], &one], 1),
    ];
    for (items, frames) in both {
        let (file, image) = encapsulated(items, frames);
        let read = by_pixeldata(file.try_clone().unwrap(), &image).unwrap();
        let firsts: Vec<i32> = read.iter().map(|frame| frame[0]).collect();
        assert_eq!(firsts, (1..=frames as i32).collect::<Vec<_>>());
        assert_eq!(by_the_other(file, &image), Ok(read));
    }
    let wrong = [0, one.len() as u32 + 15].map(u32::to_le_bytes).concat();
    let amiss: [(&[&[u8]], usize); 4] = [
        (&[&[]], 1),
        (&[&[], &one[..20], &one[20..], &two], 2),
        (&[&wrong, &one[..20], &one[20..], &two], 2),
        (&[&[], &one], 2),
    ];
    for (items, frames) in amiss {
        let (file, image) = encapsulated(items, frames);
        assert_eq!(Frames::open(file, &image).err().map(|fault| fault.0), Some(Code::PixelLength));
    }
}

#[test]
fn what_is_damaged_is_refused_and_never_filled_up() {
    for one in pictures() {
        let syntax = Syntax::from_uid(one.syntax).unwrap();
        let read = |stream: &[u8]| {
            let (file, mut image) = encapsulated(&[&[], stream], 1);
            image.syntax = syntax.clone();
            image.format = PixelFormat {
                allocated: one.bits,
                stored: one.bits,
                high_bit: one.bits - 1,
                ..image.format
            };
            (by_pixeldata(file.try_clone().unwrap(), &image), by_the_other(file, &image))
        };
        assert!(read(&one.stream).0.is_ok(), "{}", one.syntax);
        for cut in 0..one.stream.len() - 1 {
            let (ours, others) = read(&one.stream[..cut]);
            // What one of them reads in spite of it, the other reads alike.
            assert!(ours.is_err() || ours == others, "{} {cut}", one.syntax);
        }
        for junk in [&[0u8; 12][..], &[0xFF, 0xD8, 0xFF, 0xD9], &[0xFF, 0x4F, 0xFF, 0x51]] {
            assert!(read(junk).0.is_err(), "{}", one.syntax);
        }
    }
    let (file, mut image) = encapsulated(&[&[], &[0; 8]], 1);
    image.syntax = Syntax::from_uid("1.2.840.10008.1.2.4.110").unwrap();
    assert_eq!(by_pixeldata(file, &image).err().map(|fault| fault.0), Some(Code::TransferSyntax));
}

#[test]
fn a_file_larger_than_memory_is_read_frame_by_frame() {
    // Three hundred frames of 16 MB that are holes of the file: none is read but the one that is wanted.
    let mut file = tempfile::tempfile().unwrap();
    let mut image = any_image();
    let (side, frames) = (2896usize, 300);
    let len = (side * side * 2) as u64;
    file.set_len(len * frames as u64).unwrap();
    use std::io::{Seek, SeekFrom};
    file.seek(SeekFrom::Start(len * 299)).unwrap();
    file.write_all(&[7, 0]).unwrap();
    (image.frames[0].plane.rows, image.frames[0].plane.columns) = (side, side);
    image.frames = vec![image.frames[0].clone(); frames];
    image.pixels = PixelData::Native(Extent { offset: 0, len: len * frames as u64 });
    let frames = Frames::open(file, &image).unwrap();
    let last = frames.frame(299).unwrap();
    assert_eq!((last.len() as u64, &last[..2]), (len, &[7u8, 0][..]));
    assert_eq!(frames.frame(300), Err(dicom_common::code::Fault(Code::PixelLength)));
}
