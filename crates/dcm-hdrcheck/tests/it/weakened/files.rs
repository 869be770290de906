//! What surrounds the data set, and pixels.

use testkit::dicom::{Content, Node};
use testkit::samples::pixels;
use testkit::stream::planted;
use testkit::{Syntax, item, number, text};

use super::input::Input;

const PIXELS: u32 = 0x7FE0_0010;
const TOKEN: &str = "ZZQXJ^WVUTOKEN19571203";

/// Where a file came from.
pub fn meta() -> Vec<Input> {
    let cases = [
        (0x0002_0016, "AE", "ZIMBELPACS"),
        (0x0002_0017, "AE", "ZIMBELSEND"),
        (0x0002_0018, "AE", "ZIMBELRECV"),
        (0x0002_0026, "UR", "http://zimbelquast.example"),
        (0x0002_0102, "OB", "Kestrelman"),
        (0x0002_0003, "UI", "1.2.826.0.1.448120779"),
    ];
    let input = |(tag, vr, value): (u32, &str, &str)| {
        let mut meta = vec![text(tag, vr, value)];
        if tag == 0x0002_0102 {
            meta.push(text(0x0002_0100, "UI", "1.2.3.4.5"));
        }
        Input::new(format!("{tag:08X}"), value, []).with_meta(meta)
    };
    cases.map(input).to_vec()
}

/// Words before the file's prefix.
pub fn preamble() -> Vec<Input> {
    let start =
        |label: &str, start: &[u8], token: &str| Input::new(label, token, []).with_preamble(start);
    vec![
        start("words", b"Kestrelman^Ottilie", "Kestrelman"),
        start("TIFF", b"II*\0\x08\0\0\0Kestrelman", "Kestrelman"),
        start("mark", b"\x07\x09\x03\x02\x07\x01", "\u{7}\u{9}\u{3}\u{2}\u{7}\u{1}"),
    ]
}

/// Bytes behind the last pixel.
pub fn behind_pixels() -> Vec<Input> {
    let input = |syntax| {
        let Content::U16(mut values) = pixels(syntax, 64).content else { unreachable!() };
        let hidden = b"Kestrelman".chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]]));
        values.extend(hidden);
        let node = Node { tag: PIXELS, vr: "OW".into(), content: Content::U16(values) };
        Input::new(format!("{syntax:?}"), "Kestrelman", [node]).in_syntax(syntax)
    };
    [Syntax::Implicit, Syntax::Explicit, Syntax::Deflated].map(input).to_vec()
}

/// Every place in a compressed stream that can hold something else.
pub fn streams() -> Vec<Input> {
    let input = |stream: testkit::stream::Planted| {
        let node =
            |items| Node { tag: PIXELS, vr: "OB".into(), content: Content::Fragments(items) };
        let bits = stream.coded.bits;
        // As much of it as fits everywhere; nobody can read it in what is deflated.
        let bytes = stream.items.concat();
        let part = &TOKEN.as_bytes()[2..14];
        let is_plain = bytes.windows(part.len()).any(|window| window == part);
        let token = if is_plain { part } else { &bytes[..16] };
        let input = Input::new(&stream.place, token, [node(stream.items)])
            .with_meta([text(0x0002_0010, "UI", stream.coded.syntax)])
            .in_syntax(Syntax::Explicit)
            .knowing([
                number(0x0028_0100, bits),
                number(0x0028_0101, bits),
                number(0x0028_0102, bits - 1),
            ]);
        match stream.left {
            Some(_) => input,
            None => input.refused([node(vec![Vec::new(), stream.coded.stream])]),
        }
    };
    // Of all markers at all places, some.
    let all = planted(TOKEN).into_iter().enumerate();
    let some = all.filter(|(at, stream)| !stream.place.contains(": segment ") || at % 4 == 0);
    some.map(|(_, stream)| input(stream)).collect()
}

/// What headers cannot treat, written all the same.
pub fn refused() -> Vec<Input> {
    let document = || {
        vec![
            text(0x0042_0011, "OB", "%PDF-1.4 Kestrelman"),
            text(0x0042_0012, "LO", "application/pdf"),
        ]
    };
    let lit = |n: u16| (n * 37 % 4096) + if n.is_multiple_of(3) { 0x1000 } else { 0 };
    let values: Vec<u16> = (0..64).map(lit).collect();
    let token: Vec<u8> = values[..8].iter().flat_map(|value| value.to_le_bytes()).collect();
    let overlay = vec![
        number(0x6000_0010, 8),
        number(0x6000_0011, 8),
        text(0x6000_0040, "CS", "G"),
        number(0x6000_0100, 16),
        number(0x6000_0102, 12),
        Node { tag: PIXELS, vr: "OW".into(), content: Content::U16(values) },
    ];
    let sound = |class: &str| {
        let channel = vec![text(0x5400_1010, "OB", "Kestrelman")];
        let nodes = [text(0x0008_0016, "UI", class), item(0x5400_0100, channel)];
        Input::new("sound", "Kestrelman", nodes)
            .with_meta([text(0x0002_0002, "UI", class)])
            .refused([])
    };
    vec![
        sound("1.2.840.10008.5.1.4.1.1.9.4.1"),
        sound("1.2.840.10008.5.1.4.1.1.9.4.2"),
        Input::new("document", "Kestrelman", document()).refused([]),
        Input::new("overlay in pixels", token, overlay)
            .refused([pixels(Syntax::Explicit, 64)])
            .in_syntax(Syntax::Explicit),
    ]
}
