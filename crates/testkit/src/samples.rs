//! Small files of usual kinds.

use crate::dicom::{Content, Dicom, Lengths, Node, Syntax, item, number, text};
use crate::encode::{Style, header, nodes};

/// CT Image Storage.
pub const CT: &str = "1.2.840.10008.5.1.4.1.1.2";

/// A native CT slice of 8 × 8 pixels: a patient, and one study and series for each patient.
pub fn ct(patient: &str, instance: usize) -> Dicom {
    slice(Syntax::Explicit, patient, instance)
}

/// The same in another transfer syntax.
pub fn slice(syntax: Syntax, patient: &str, instance: usize) -> Dicom {
    // UIDs that differ for patients and are the same in every run.
    let id = patient.bytes().fold(7u64, |n, b| n.wrapping_mul(131).wrapping_add(b.into()));
    let study = format!("1.2.3.{id}");
    Dicom::new(
        syntax,
        vec![
            text(0x0008_0005, "CS", "ISO_IR 192"),
            text(0x0008_0008, "CS", r"ORIGINAL\PRIMARY\AXIAL"),
            text(0x0008_0016, "UI", CT),
            text(0x0008_0018, "UI", format!("{study}.1.{instance}")),
            text(0x0008_0020, "DA", "20200115"),
            text(0x0008_0021, "DA", "20200116"),
            text(0x0008_0030, "TM", "101500"),
            text(0x0008_0050, "SH", "ACC445566"),
            text(0x0008_0060, "CS", "CT"),
            text(0x0008_0070, "LO", "ACME"),
            text(0x0008_0090, "PN", "Cuddy^Lisa"),
            text(0x0008_1090, "LO", "Scanner 9000"),
            text(0x0010_0010, "PN", "Mustermann^Erika"),
            text(0x0010_0020, "LO", patient),
            text(0x0010_0030, "DA", "19640812"),
            text(0x0010_0040, "CS", "F"),
            text(0x0010_1010, "AS", "055Y"),
            text(0x0018_0050, "DS", "1.25"),
            text(0x0020_000D, "UI", study.clone()),
            text(0x0020_000E, "UI", format!("{study}.1")),
            text(0x0020_0010, "SH", "STUDY77"),
            text(0x0020_0011, "IS", "3"),
            text(0x0020_0013, "IS", instance.to_string()),
            text(0x0020_0052, "UI", format!("{study}.9")),
            number(0x0028_0002, 1),
            text(0x0028_0004, "CS", "MONOCHROME2"),
            number(0x0028_0010, 8),
            number(0x0028_0011, 8),
            number(0x0028_0100, 16),
            number(0x0028_0101, 12),
            number(0x0028_0102, 11),
            number(0x0028_0103, 0),
            text(0x0028_1050, "DS", "40"),
            text(0x0028_1051, "DS", "400"),
            pixels(syntax, 64),
        ],
    )
}

/// Native pixels of 16 bits, or a frame of them in RLE.
pub fn pixels(syntax: Syntax, count: u16) -> Node {
    let values: Vec<u16> = (0..count).map(|n| n * 37 % 4096).collect();
    let content = match syntax {
        Syntax::Rle => Content::Fragments(vec![Vec::new(), rle(&values)]),
        _ => Content::U16(values),
    };
    Node { tag: 0x7FE0_0010, vr: if syntax == Syntax::Rle { "OB" } else { "OW" }.into(), content }
}

/// A frame of one channel in RLE (PS3.5 annex G): high bytes, then low bytes, none repeated.
pub fn rle(values: &[u16]) -> Vec<u8> {
    let segment = |byte: usize| -> Vec<u8> {
        let bytes: Vec<u8> = values.iter().map(|value| value.to_be_bytes()[byte]).collect();
        let runs = bytes.chunks(128);
        runs.flat_map(|run| [&[run.len() as u8 - 1], run].concat()).collect()
    };
    let mut high = segment(0);
    high.resize(high.len().next_multiple_of(2), 0);
    let mut header = vec![2, 64, 64 + high.len() as u32];
    header.resize(16, 0);
    let mut frame: Vec<u8> = header.into_iter().flat_map(u32::to_le_bytes).collect();
    frame.extend(high);
    frame.extend(segment(1));
    frame.resize(frame.len().next_multiple_of(2), 0);
    frame
}

/// A reference to another object, in a sequence of references.
pub fn reference(tag: u32, instance: &str) -> Node {
    item(tag, vec![text(0x0008_1150, "UI", CT), text(0x0008_1155, "UI", instance)])
}

/// A file with sequences that nest that many levels; written without recursion.
pub fn nested(depth: usize) -> Vec<u8> {
    let style = Style::of(Syntax::Explicit, Lengths::Undefined);
    let mut file = ct("NESTED", depth).without(0x7FE0_0010).bytes();
    for _ in 0..depth {
        // Purpose of Reference Code Sequence: kept, and may hold itself.
        file.extend(header(0x0040_A170, "SQ", u32::MAX, style));
        file.extend(header(0xFFFE_E000, "", u32::MAX, style));
    }
    for _ in 0..depth {
        file.extend(header(0xFFFE_E00D, "", 0, style));
        file.extend(header(0xFFFE_E0DD, "", 0, style));
    }
    file.extend(nodes(&[pixels(Syntax::Explicit, 64)], style));
    file
}
