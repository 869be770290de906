//! Writing files (PS3.5 7, PS3.10 7.1).

use std::io::Write;

use crate::dicom::{Content, Dicom, Lengths, Node, Syntax, text};

/// Value representations with a 32-bit length in explicit encodings.
pub const LONG: [&str; 13] =
    ["OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV"];
const UNDEFINED: u32 = u32::MAX;

/// How elements are encoded.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Whether value representations are written.
    pub explicit: bool,
    /// Whether the most significant byte of a number comes first.
    pub big: bool,
    /// How the ends of sequences and items are told.
    pub lengths: Lengths,
}

impl Style {
    /// The style of a transfer syntax.
    pub fn of(syntax: Syntax, lengths: Lengths) -> Self {
        Self { explicit: syntax != Syntax::Implicit, big: syntax == Syntax::Big, lengths }
    }

    fn u16(self, n: u16) -> [u8; 2] {
        if self.big { n.to_be_bytes() } else { n.to_le_bytes() }
    }

    fn u32(self, n: u32) -> [u8; 4] {
        if self.big { n.to_be_bytes() } else { n.to_le_bytes() }
    }
}

impl Dicom {
    /// The whole file: preamble, file meta information, data set.
    pub fn bytes(&self) -> Vec<u8> {
        let mut file = self.preamble.clone();
        file.extend_from_slice(b"DICM");
        file.extend(self.meta_bytes());
        let body = nodes(&self.nodes, Style::of(self.syntax, self.lengths));
        if self.syntax == Syntax::Deflated {
            file.extend(deflate(&body));
            if file.len() % 2 == 1 {
                file.push(0);
            }
        } else {
            file.extend(body);
        }
        file
    }

    fn meta_bytes(&self) -> Vec<u8> {
        let style = Style { explicit: true, big: false, lengths: Lengths::Defined };
        let mut meta = vec![
            text(0x0002_0001, "OB", [0, 1]),
            text(0x0002_0002, "UI", self.text(0x0008_0016)),
            text(0x0002_0003, "UI", self.text(0x0008_0018)),
            text(0x0002_0010, "UI", self.syntax.uid()),
            text(0x0002_0012, "UI", "1.2.3.4"),
        ];
        meta.retain(|node| self.meta.iter().all(|own| own.tag != node.tag));
        meta.extend(self.meta.iter().cloned());
        let body = nodes(&meta, style);
        let length = Node {
            tag: 0x0002_0000,
            vr: "UL".into(),
            content: Content::U32(vec![body.len() as u32]),
        };
        [nodes(&[length], style), body].concat()
    }
}

/// Deflated, without a header (PS3.5 A.5).
pub fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder =
        flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A data set, in ascending order of tags.
pub fn nodes(nodes: &[Node], style: Style) -> Vec<u8> {
    let mut sorted: Vec<&Node> = nodes.iter().collect();
    sorted.sort_by_key(|n| n.tag);
    let mut out = Vec::new();
    for n in sorted {
        node(n, style, &mut out);
    }
    out
}

/// The first bytes of an element: tag, value representation, any declared length.
pub fn header(tag: u32, vr: &str, len: u32, style: Style) -> Vec<u8> {
    let mut out = [style.u16((tag >> 16) as u16), style.u16(tag as u16)].concat();
    if !style.explicit || tag >> 16 == 0xFFFE {
        out.extend(style.u32(len));
    } else if LONG.contains(&vr) {
        out.extend(vr.as_bytes());
        out.extend([0, 0]);
        out.extend(style.u32(len));
    } else {
        out.extend(vr.as_bytes());
        out.extend(style.u16(len as u16));
    }
    out
}

fn node(n: &Node, style: Style, out: &mut Vec<u8>) {
    let mut plain = |bytes: Vec<u8>| {
        out.extend(header(n.tag, &n.vr, bytes.len() as u32, style));
        out.extend(bytes);
    };
    match &n.content {
        Content::Bytes(bytes) => plain(bytes.clone()),
        Content::U16(numbers) => plain(numbers.iter().flat_map(|v| style.u16(*v)).collect()),
        Content::U32(numbers) => plain(numbers.iter().flat_map(|v| style.u32(*v)).collect()),
        Content::Items(items) => {
            // Below UN everything is Implicit VR Little Endian (PS3.5 6.2.2).
            let inner = match n.vr.as_str() {
                "UN" => Style::of(Syntax::Implicit, style.lengths),
                _ => style,
            };
            let is_defined = style.lengths == Lengths::Defined;
            let mut body = Vec::new();
            for nodes_of_item in items {
                let bytes = nodes(nodes_of_item, inner);
                let len = if is_defined { bytes.len() as u32 } else { UNDEFINED };
                body.extend(header(0xFFFE_E000, "", len, inner));
                body.extend(bytes);
                if !is_defined {
                    body.extend(header(0xFFFE_E00D, "", 0, inner));
                }
            }
            if !is_defined {
                body.extend(header(0xFFFE_E0DD, "", 0, inner));
            }
            let len = if is_defined { body.len() as u32 } else { UNDEFINED };
            out.extend(header(n.tag, &n.vr, len, style));
            out.extend(body);
        }
        Content::Fragments(fragments) => {
            out.extend(header(n.tag, &n.vr, UNDEFINED, style));
            for fragment in fragments {
                out.extend(header(0xFFFE_E000, "", fragment.len() as u32, style));
                out.extend(fragment);
            }
            out.extend(header(0xFFFE_E0DD, "", 0, style));
        }
    }
}
