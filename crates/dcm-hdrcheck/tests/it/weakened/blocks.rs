//! Elements that go whatever they hold: private blocks, graphics, what holds an original once more.

use testkit::dicom::Node;
use testkit::{Syntax, item, number, text};

use super::input::Input;

/// Blocks of private elements, with what they know.
pub fn private() -> Vec<Input> {
    let block = |creator: &str, vr: &str, value: &str| {
        [text(0x0029_0011, "LO", creator), text(0x0029_1101, vr, value)]
    };
    vec![
        Input::new("text", "Kestrelman", block("ZIMBEL 1.0", "LO", "Kestrelman")),
        Input::new("bytes", "Kestrelman", block("ZIMBEL 1.0", "OB", "\u{1}Kestrelman\u{1}")),
        Input::new("unknown", "Kestrelman", block("ZIMBEL 1.0", "UN", "Kestrelman")),
        Input::new("number", "4481207", block("ZIMBEL 1.0", "IS", "4481207")),
        Input::new("creator", "KESTRELMAN TOOLS", [text(0x0029_0011, "LO", "KESTRELMAN TOOLS")]),
        Input::new("no creator", "Kestrelman", [text(0x0029_1101, "LO", "Kestrelman")]),
        Input::new(
            "sequence",
            "Kestrelman",
            [
                text(0x0029_0011, "LO", "ZIMBEL 1.0"),
                item(0x0029_1101, vec![text(0x0010_0010, "PN", "Kestrelman^O")]),
            ],
        )
        .in_syntax(Syntax::Explicit),
        Input::new(
            "in an item",
            "Kestrelman",
            [item(0x0018_11BC, block("ZIMBEL 1.0", "LO", "Kestrelman").to_vec())],
        ),
    ]
}

/// A CSA header with a field that converters need and one that they do not.
fn csa(value: &str) -> Vec<u8> {
    let mut header = b"SV10\x04\x03\x02\x01".to_vec();
    header.extend([2u32, 77].map(u32::to_le_bytes).concat());
    for (name, vr, value) in [("B_value", b"IS\0\0", "1000"), ("PatientName", b"LO\0\0", value)] {
        let mut field = name.as_bytes().to_vec();
        field.resize(64, 0);
        field.extend(1u32.to_le_bytes());
        field.extend(vr);
        field.extend([6u32, 6, 77].map(u32::to_le_bytes).concat());
        for at in 0..6 {
            let value = if at == 0 { value } else { "" };
            let len = value.len() as u32;
            field.extend([len, len, 77, len].map(u32::to_le_bytes).concat());
            field.extend(value.as_bytes());
            field.resize(field.len().next_multiple_of(4), 0);
        }
        header.extend(field);
    }
    header
}

/// Values of private elements that converters need, where they are more than that.
pub fn converters() -> Vec<Input> {
    let siemens = |element: u32, vr: &str, value: &[u8]| {
        [text(0x0019_0010, "LO", "SIEMENS MR HEADER"), text(0x0019_1000 | element, vr, value)]
    };
    let inputs = [
        Input::new("number", "19640812", siemens(0x0C, "IS", b"19640812")),
        Input::new("words for a number", "Kestrelman", siemens(0x0B, "DS", b"Kestrelman")),
        Input::new("term", "KESTRELMAN", siemens(0x0D, "CS", b"KESTRELMAN")),
        Input::new(
            "bytes for numbers",
            "Zwetschgentaler",
            siemens(0x27, "FD", b"Zwetschgentaler^"),
        ),
        Input::new(
            "CSA header",
            "Kestrelman",
            [
                text(0x0029_0010, "LO", "SIEMENS CSA HEADER"),
                text(0x0029_1010, "OB", csa("Kestrelman")),
            ],
        ),
    ];
    inputs.into_iter().map(|input| input.in_syntax(Syntax::Explicit)).collect()
}

/// Overlays and curves, bitmaps and words.
pub fn graphics() -> Vec<Input> {
    let overlay = |group: u32, more: Node| {
        let at = |element: u32| group << 16 | element;
        vec![
            number(at(0x0010), 8),
            number(at(0x0011), 8),
            text(at(0x0040), "CS", "G"),
            number(at(0x0100), 1),
            number(at(0x0102), 0),
            more,
        ]
    };
    let bits = |group: u32| text(group << 16 | 0x3000, "OW", "JANE ROE");
    vec![
        Input::new("bitmap", "JANE ROE", overlay(0x6000, bits(0x6000))),
        Input::new("bitmap of another group", "JANE ROE", overlay(0x6002, bits(0x6002))),
        Input::new("description", "Dr. Grauwald", [text(0x6000_0022, "LO", "Dr. Grauwald")]),
        Input::new("label", "Grauwald", [text(0x6000_1500, "LO", "Grauwald")]),
        Input::new("curve", "Kestrelman", [text(0x5000_3000, "OB", "Kestrelman")]),
        Input::new("curve's label", "Dr. Grauwald", [text(0x5000_2500, "LO", "Dr. Grauwald")]),
        Input::new("sound", "Kestrelman", [text(0x5000_200C, "OW", "Kestrelman")]),
    ]
    .into_iter()
    .map(|input| input.in_syntax(Syntax::Explicit))
    .collect()
}

/// What holds an original once more, or proves it.
pub fn copies() -> Vec<Input> {
    let name = || text(0x0010_0010, "PN", "Kestrelman^Ottilie");
    let token = "Kestrelman";
    vec![
        Input::new(
            "original attributes",
            token,
            [item(0x0400_0561, vec![item(0x0400_0550, vec![name()])])],
        ),
        Input::new("encrypted", token, [item(0x0400_0500, vec![text(0x0400_0520, "OB", token)])]),
        Input::new("signature", token, [item(0xFFFA_FFFA, vec![text(0x0400_0120, "OB", token)])]),
        Input::new("padding", token, [text(0xFFFC_FFFC, "OB", token)]),
        Input::new("icon", token, [item(0x0088_0200, vec![text(0x7FE0_0010, "OB", token)])]),
        Input::new("retired pixels", token, [text(0x7F00_0010, "OW", token)]),
    ]
    .into_iter()
    .map(|input| input.in_syntax(Syntax::Explicit))
    .collect()
}
