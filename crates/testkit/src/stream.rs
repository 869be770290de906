//! Compressed streams of an image of 8 × 8 pixels, put together by hand, and every place in them that
//! can hold something else.

use crate::encode::deflate;
use crate::samples::rle;

/// Rows and columns.
pub const SIDE: u16 = 8;

/// A compressed image: nothing in it but what a decoder needs.
#[derive(Debug, Clone)]
pub struct Coded {
    /// Transfer Syntax UID.
    pub syntax: &'static str,
    /// Bits Allocated.
    pub bits: u16,
    /// The stream, of even length.
    pub stream: Vec<u8>,
}

/// A compressed image with something in it.
#[derive(Debug, Clone)]
pub struct Planted {
    /// Where.
    pub place: String,
    /// The image without it.
    pub coded: Coded,
    /// The offset table, then fragments.
    pub items: Vec<Vec<u8>>,
    /// What remains as the only fragment; `None` where nobody can tell the one from the other.
    pub left: Option<Vec<u8>>,
}

/// A segment of JPEG or JPEG 2000: marker, length, content.
pub fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let len = (content.len() as u16 + 2).to_be_bytes();
    [&[0xFF, marker], len.as_slice(), content].concat()
}

/// A box of JPEG 2000 files.
pub fn jp2_box(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    [&(content.len() as u32 + 8).to_be_bytes(), kind.as_slice(), content].concat()
}

fn even(mut stream: Vec<u8>) -> Vec<u8> {
    stream.resize(stream.len().next_multiple_of(2), 0);
    stream
}

/// The parts of a baseline JPEG stream, between which segments can stand; all pixels are 128.
pub fn jpeg_parts() -> Vec<Vec<u8>> {
    let one_code = |class: u8| [&[class, 1], [0; 15].as_slice(), &[0]].concat();
    let scan = [segment(0xDA, &[1, 1, 0, 0, 63, 0]), vec![0x3F]].concat();
    vec![
        vec![0xFF, 0xD8],
        segment(0xDB, &[&[0], [1; 64].as_slice()].concat()),
        segment(0xC0, &[8, 0, SIDE as u8, 0, SIDE as u8, 1, 1, 0x11, 0]),
        segment(0xC4, &[one_code(0), one_code(0x10)].concat()),
        scan,
        vec![0xFF, 0xD9],
    ]
}

/// The parts of a JPEG-LS stream.
pub fn jpeg_ls_parts() -> Vec<Vec<u8>> {
    let scan = [segment(0xDA, &[1, 1, 0, 0, 0, 0]), vec![0x7A, 0xFF, 0x03, 0x81]].concat();
    let frame = segment(0xF7, &[8, 0, SIDE as u8, 0, SIDE as u8, 1, 1, 0x11, 0]);
    vec![vec![0xFF, 0xD8], frame, scan, vec![0xFF, 0xD9]]
}

/// The parts of a codestream of JPEG 2000 with one tile-part: main header, tile-part header, data and
/// end. `more` stands in the header of the tile-part, whose length counts it.
pub fn jpeg_2000_parts(more: &[u8]) -> Vec<Vec<u8>> {
    let sides = [u32::from(SIDE), u32::from(SIDE), 0, 0].map(u32::to_be_bytes).concat();
    let size = [&[0, 0], sides.as_slice(), &sides, &[0, 1, 7, 1, 1]].concat();
    let len = 12 + more.len() as u32 + 2 + 1;
    let tile = [&[0, 0], len.to_be_bytes().as_slice(), &[0, 1]].concat();
    vec![
        [vec![0xFF, 0x4F], segment(0x51, &size)].concat(),
        segment(0x52, &[0, 0, 0, 1, 0, 0, 4, 4, 0, 1]),
        segment(0x5C, &[0x40, 0x40]),
        segment(0x90, &tile),
        more.to_vec(),
        vec![0xFF, 0x93, 0x00],
        vec![0xFF, 0xD9],
    ]
}

/// The units of an MPEG-2 stream.
pub fn mpeg2_parts() -> Vec<Vec<u8>> {
    let unit = |bytes: &[u8]| [&[0, 0, 1], bytes].concat();
    vec![
        unit(&[0xB3, 0x00, 0x80, 0x08, 0x13, 0xFF, 0xFF, 0xE0, 0x18]),
        unit(&[0xB5, 0x14, 0x8A, 0x00, 0x01, 0x00, 0x00]),
        unit(&[0xB8, 0x00, 0x08, 0x00, 0x40]),
        unit(&[0x00, 0x00, 0x0F, 0xFF, 0xF8]),
        unit(&[0x01, 0x0B, 0xFC, 0xA3]),
        unit(&[0xB7]),
    ]
}

/// The units of an H.264 stream.
pub fn h264_parts() -> Vec<Vec<u8>> {
    let unit = |bytes: &[u8]| [&[0, 0, 1], bytes].concat();
    vec![
        unit(&[0x09, 0x10]),
        unit(&[0x67, 0x42, 0xC0, 0x0A, 0xDA]),
        unit(&[0x68, 0xCE, 0x3C, 0x80]),
        // A recovery point, which says when pictures are whole.
        unit(&[0x06, 6, 1, 0xC4, 0x80]),
        unit(&[0x65, 0x88, 0x84, 0x0A, 0xF2]),
    ]
}

/// The units of an H.265 stream.
pub fn h265_parts() -> Vec<Vec<u8>> {
    let unit = |bytes: &[u8]| [&[0, 0, 1], bytes].concat();
    vec![
        unit(&[0x40, 1, 0x0C, 0x01]),
        unit(&[0x42, 1, 0x01, 0x01]),
        unit(&[0x44, 1, 0xC1, 0x72]),
        unit(&[0x26, 1, 0xAF, 0x09]),
    ]
}

/// Plain images in all codings whose streams can be walked.
pub fn coded() -> Vec<Coded> {
    let of = |syntax, bits, stream: Vec<u8>| Coded { syntax, bits, stream: even(stream) };
    let values: Vec<u16> = (0..64).map(|n| n * 37 % 4096).collect();
    let native: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
    vec![
        of("1.2.840.10008.1.2.4.50", 8, jpeg_parts().concat()),
        of("1.2.840.10008.1.2.4.80", 8, jpeg_ls_parts().concat()),
        of("1.2.840.10008.1.2.4.90", 8, jpeg_2000_parts(&[]).concat()),
        of("1.2.840.10008.1.2.5", 16, rle(&values)),
        of("1.2.840.10008.1.2.8.1", 16, deflate(&native)),
        of("1.2.840.10008.1.2.1.98", 16, native),
        of("1.2.840.10008.1.2.4.100", 8, mpeg2_parts().concat()),
        of("1.2.840.10008.1.2.4.102", 8, h264_parts().concat()),
        of("1.2.840.10008.1.2.4.107", 8, h265_parts().concat()),
    ]
}

/// A value in every place that a stream, its fragments and its tables have for one.
pub fn planted(value: &str) -> Vec<Planted> {
    let text = value.as_bytes();
    let mut all = Vec::new();
    for coded in coded() {
        let mut plant = |place: &str, items: Vec<Vec<u8>>, left: Option<Vec<u8>>| {
            let place = format!("{}: {place}", coded.syntax);
            all.push(Planted { place, coded: coded.clone(), items, left });
        };
        let clean = &coded.stream;
        let whole = |stream: Vec<u8>| vec![Vec::new(), even(stream)];
        let own = Some(clean.clone());
        plant("offset table", vec![even(text.to_vec()), clean.clone()], own.clone());
        let is_video = coded.syntax.contains("4.10");
        if !is_video {
            // What follows a picture of a video belongs to it.
            plant(
                "surplus fragment",
                vec![vec![], clean.clone(), even(text.to_vec())],
                own.clone(),
            );
            plant("behind the image", whole([clean, text].concat()), own.clone());
            plant("another image behind it", whole([clean, text, clean].concat()), own.clone());
        }
        let between = |parts: &[Vec<u8>], at: usize, new: &[u8]| {
            [parts[..at].concat(), new.to_vec(), parts[at..].concat()].concat()
        };
        match coded.syntax {
            "1.2.840.10008.1.2.4.50" | "1.2.840.10008.1.2.4.80" => {
                let is_jpeg = coded.bits == 8 && coded.syntax.ends_with("50");
                let parts = if is_jpeg { jpeg_parts() } else { jpeg_ls_parts() };
                for marker in (0xE0..=0xEF).chain([0xFE]) {
                    for at in 1..parts.len() {
                        let stream = between(&parts, at, &segment(marker, text));
                        plant(&format!("segment {marker:X} at {at}"), whole(stream), own.clone());
                    }
                }
                let filled = [vec![0xFF; 5], segment(0xFE, text)].concat();
                plant("behind fill bytes", whole(between(&parts, 1, &filled)), own.clone());
                for (name, marker, head) in [
                    ("EXIF", 0xE1, b"Exif\0\0".as_slice()),
                    ("JFXX", 0xE0, b"JFXX\0\x10"),
                    ("SPIFF", 0xE8, b"SPIFF\0"),
                    ("ICC", 0xE2, b"ICC_PROFILE\0\x01\x01"),
                    ("half an ICC", 0xE2, b"ICC_PROFILE\0\x01\x02"),
                    ("a transform of HP's", 0xE8, b"mrfx\x01"),
                ] {
                    let new = segment(marker, &[head, text].concat());
                    plant(name, whole(between(&parts, 1, &new)), own.clone());
                }
                let jfif = b"JFIF\0\x01\x01\0\0\x01\0\x01";
                let picture = segment(0xE0, &[jfif, &[2, 2][..], text].concat());
                let plain = segment(0xE0, &[jfif, &[0, 0][..]].concat());
                plant(
                    "small picture of JFIF",
                    whole(between(&parts, 1, &picture)),
                    Some(even(between(&parts, 1, &plain))),
                );
                let adobe = b"Adobe\0\x64\0\0\0\0\x01";
                let long = segment(0xEE, &[adobe, text].concat());
                plant(
                    "behind Adobe's transform",
                    whole(between(&parts, 1, &long)),
                    Some(even(between(&parts, 1, &segment(0xEE, adobe)))),
                );
                let unknown = whole(between(&parts, 1, &segment(0xF0, text)));
                plant("segment that is none", unknown, None);
                plant("between segments", whole(between(&parts, 1, text)), None);
                let table = segment(0xDD, &[&[0, 0], text].concat());
                plant("behind a segment's content", whole(between(&parts, 1, &table)), None);
            }
            "1.2.840.10008.1.2.4.90" => {
                let parts = jpeg_2000_parts(&[]);
                for marker in [0x64, 0x63, 0x57] {
                    for at in 1..=3 {
                        let stream = between(&parts, at, &segment(marker, text));
                        plant(&format!("segment {marker:X} at {at}"), whole(stream), own.clone());
                    }
                }
                for marker in [0x64, 0x58] {
                    let stream = jpeg_2000_parts(&segment(marker, text)).concat();
                    plant(&format!("tile-part's {marker:X}"), whole(stream), own.clone());
                }
                let lengths = segment(0x55, &[&[0, 0x40], &text[..text.len() / 4 * 4]].concat());
                plant("lengths of tile-parts", whole(between(&parts, 1, &lengths)), own.clone());
                let unknown = whole(between(&parts, 1, &segment(0x6F, text)));
                plant("segment that is none", unknown, None);
                plant("between segments", whole(between(&parts, 1, text)), None);
                let boxes = |before: &[u8], inside: &[u8], stream: &[u8]| {
                    let image = [
                        jp2_box(b"ihdr", &[0, 0, 0, 8, 0, 0, 0, 8, 0, 1, 7, 7, 0, 0]),
                        jp2_box(b"colr", &[1, 0, 0, 0, 0, 0, 17]),
                        inside.to_vec(),
                    ];
                    let file = [
                        jp2_box(b"jP  ", b"\r\n\x87\n"),
                        jp2_box(b"ftyp", b"jp2 \0\0\0\0jp2 "),
                        before.to_vec(),
                        jp2_box(b"jp2h", &image.concat()),
                        jp2_box(b"jp2c", stream),
                    ];
                    file.concat()
                };
                let plain = parts.concat();
                let left = Some(even(boxes(&[], &[], &plain)));
                for kind in [b"uuid", b"xml ", b"uinf", b"asoc", b"jp2i", b"free"] {
                    let name = String::from_utf8_lossy(kind);
                    let new = jp2_box(kind, text);
                    let file = boxes(&new, &[], &plain);
                    plant(&format!("box {name}"), whole(file), left.clone());
                    let file = boxes(&[], &new, &plain);
                    plant(&format!("box {name} within"), whole(file), left.clone());
                    let file = [boxes(&[], &[], &plain), new].concat();
                    plant(&format!("box {name} behind"), whole(file), left.clone());
                }
                let comment = between(&parts, 1, &segment(0x64, text));
                plant("comment in a box", whole(boxes(&[], &[], &comment)), left.clone());
                let tail = [plain.as_slice(), text].concat();
                plant("behind a codestream in a box", whole(boxes(&[], &[], &tail)), left);
            }
            "1.2.840.10008.1.2.5" => {
                let mut unused = clean.clone();
                unused[12..12 + text.len().min(52)].copy_from_slice(&text[..text.len().min(52)]);
                plant("offsets that are not used", whole(unused), own.clone());
                let second = usize::from(clean[8]);
                let new = even(text.to_vec());
                let mut gap = [&clean[..second], &new, &clean[second..]].concat();
                gap[8] += new.len() as u8;
                plant("between segments", whole(gap), own.clone());
            }
            "1.2.840.10008.1.2.8.1" => {
                let longer = deflate(&[vec![1; 128], text.to_vec()].concat());
                plant("behind the deflated frame", whole(longer), None);
            }
            syntax if is_video => {
                let (parts, units) = match syntax {
                    "1.2.840.10008.1.2.4.100" => (mpeg2_parts(), vec![[0xB2, 0], [0xB5, 0x40]]),
                    "1.2.840.10008.1.2.4.102" => {
                        (h264_parts(), vec![[6, 5], [6, 4], [12, 0xFF], [24, 0]])
                    }
                    _ => (h265_parts(), vec![[0x4E, 1], [0x50, 1], [0x70, 1]]),
                };
                for head in units {
                    for at in 0..parts.len() {
                        let unit = [&[0, 0, 1], head.as_slice(), text, &[0x80]].concat();
                        let stream = between(&parts, at, &unit);
                        plant(&format!("unit {head:X?} at {at}"), whole(stream), own.clone());
                    }
                }
                plant("before the first unit", whole([text, clean].concat()), None);
                let container = jp2_box(b"ftyp", b"isom\0\0\0\0isom");
                plant("container", whole([container, text.to_vec()].concat()), None);
            }
            _ => {}
        }
    }
    all
}
