//! A strict reader for what the tools write: it accepts only what PS3.5 and PS3.10 allow, so that
//! reading an output is a check of it.

use std::collections::BTreeMap;
use std::io::Read;

use dicom_core::Tag;
use dicom_core::dictionary::{DataDictionary, DataDictionaryEntry};
use dicom_dictionary_std::StandardDataDictionary;

use crate::dicom::{Content, Node};
use crate::encode::LONG;

const UNDEFINED: u32 = u32::MAX;

/// What a file holds.
#[derive(Debug)]
pub struct Parsed {
    /// The first 128 bytes.
    pub preamble: Vec<u8>,
    /// Elements of group 0002, the file meta information.
    pub meta: Vec<Node>,
    /// Elements of the data set, ascending by tag.
    pub nodes: Vec<Node>,
    /// The data set's bytes, inflated.
    pub plain: Vec<u8>,
}

/// Values by path, `00081115[0].0020000E`; fragments are joined, sequences say `items=N`.
pub type Flat = BTreeMap<String, Vec<u8>>;

/// Reads a whole file.
///
/// # Errors
/// What breaks the rules.
pub fn read(file: &[u8]) -> Result<Parsed, String> {
    if file.get(128..132) != Some(b"DICM") {
        return Err("no prefix".into());
    }
    let mut meta_reader = Reader { bytes: file, at: 132, explicit: true, big: false };
    let length = meta_reader.element()?;
    let Content::Bytes(length_bytes) = &length.content else {
        return Err("meta length".into());
    };
    let meta_end = meta_reader.at
        + u32::from_le_bytes(length_bytes.as_slice().try_into().map_err(|_| "meta length")?)
            as usize;
    let mut meta = vec![length];
    while meta_reader.at < meta_end {
        meta.push(meta_reader.element()?);
    }
    if meta_reader.at != meta_end || meta.iter().any(|n| n.tag >> 16 != 2) {
        return Err("meta length is wrong".into());
    }
    let uid = trimmed(&meta, 0x0002_0010);
    let rest = &file[meta_end..];
    let plain = if uid == "1.2.840.10008.1.2.1.99" {
        let mut plain = Vec::new();
        flate2::read::DeflateDecoder::new(rest)
            .read_to_end(&mut plain)
            .map_err(|e| e.to_string())?;
        plain
    } else {
        rest.to_vec()
    };
    let mut reader = Reader {
        bytes: &plain,
        at: 0,
        explicit: uid != "1.2.840.10008.1.2",
        big: uid == "1.2.840.10008.1.2.2",
    };
    let nodes = reader.dataset(Some(plain.len()))?;
    Ok(Parsed { preamble: file[..128].to_vec(), meta, nodes, plain: plain.clone() })
}

impl Parsed {
    /// The trimmed text of an element of the root; empty where there is none.
    pub fn text(&self, tag: u32) -> String {
        trimmed(&self.nodes, tag)
    }

    /// The trimmed text of an element of group 0002.
    pub fn meta_text(&self, tag: u32) -> String {
        trimmed(&self.meta, tag)
    }

    /// The element of the root.
    pub fn node(&self, tag: u32) -> Option<&Node> {
        self.nodes.iter().find(|n| n.tag == tag)
    }

    /// Values by path.
    pub fn flat(&self) -> Flat {
        let mut flat = Flat::new();
        flatten(&self.nodes, "", &mut flat);
        flat
    }
}

/// The trimmed text of an element among these.
pub fn trimmed(nodes: &[Node], tag: u32) -> String {
    let node = nodes.iter().find(|n| n.tag == tag);
    match node.map(|n| &n.content) {
        Some(Content::Bytes(bytes)) => {
            String::from_utf8_lossy(bytes).trim_matches([' ', '\0']).into()
        }
        _ => String::new(),
    }
}

fn flatten(nodes: &[Node], prefix: &str, flat: &mut Flat) {
    for n in nodes {
        let path = format!("{prefix}{:08X}", n.tag);
        let value = match &n.content {
            Content::Bytes(bytes) => bytes.clone(),
            Content::Fragments(fragments) => fragments.concat(),
            Content::Items(items) => {
                for (at, nodes) in items.iter().enumerate() {
                    flatten(nodes, &format!("{path}[{at}]."), flat);
                }
                format!("items={}", items.len()).into_bytes()
            }
            other => panic!("the reader makes no {other:?}"),
        };
        flat.insert(path, value);
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    explicit: bool,
    big: bool,
}

impl<'a> Reader<'a> {
    fn take(&mut self, len: usize) -> Result<&'a [u8], String> {
        let end = self.at.checked_add(len).ok_or("length")?;
        let bytes = self.bytes.get(self.at..end);
        self.at = end;
        bytes.ok_or_else(|| format!("ends before {end}"))
    }

    fn u16(&mut self) -> Result<u16, String> {
        let bytes = self.take(2)?.try_into().map_err(|_| "u16")?;
        Ok(if self.big { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    }

    fn u32(&mut self) -> Result<u32, String> {
        let bytes = self.take(4)?.try_into().map_err(|_| "u32")?;
        Ok(if self.big { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) })
    }

    fn tag(&mut self) -> Result<u32, String> {
        Ok(u32::from(self.u16()?) << 16 | u32::from(self.u16()?))
    }

    /// Elements up to an offset, or up to the item delimiter.
    fn dataset(&mut self, end: Option<usize>) -> Result<Vec<Node>, String> {
        let mut nodes: Vec<Node> = Vec::new();
        while end != Some(self.at) {
            if end.is_none() && self.closes(0xFFFE_E00D)? {
                break;
            }
            let node = self.element()?;
            if nodes.last().is_some_and(|last| last.tag >= node.tag) {
                return Err(format!("{:08X} is out of order", node.tag));
            }
            nodes.push(node);
            if end.is_some_and(|end| self.at > end) {
                return Err("an item is longer than declared".into());
            }
        }
        Ok(nodes)
    }

    /// Whether the delimiter comes next; it is passed then.
    fn closes(&mut self, delimiter: u32) -> Result<bool, String> {
        let start = self.at;
        if self.tag()? == delimiter {
            return match self.u32()? {
                0 => Ok(true),
                _ => Err("a delimiter with a length".into()),
            };
        }
        self.at = start;
        Ok(false)
    }

    fn element(&mut self) -> Result<Node, String> {
        let tag = self.tag()?;
        if tag >> 16 == 0xFFFE {
            return Err(format!("stray delimiter {tag:08X} at {}", self.at));
        }
        let (vr, len) = if self.explicit {
            let vr = String::from_utf8(self.take(2)?.to_vec()).map_err(|_| "VR")?;
            if LONG.contains(&vr.as_str()) {
                if self.take(2)? != [0, 0] {
                    return Err(format!("{tag:08X}: reserved bytes"));
                }
                (vr, self.u32()?)
            } else if KNOWN.contains(&vr.as_str()) {
                (vr, u32::from(self.u16()?))
            } else {
                return Err(format!("{tag:08X}: VR {vr:?}"));
            }
        } else {
            (dictionary_vr(tag), self.u32()?)
        };
        let content = self.content(&vr, len).map_err(|e| format!("{tag:08X}: {e}"))?;
        Ok(Node { tag, vr, content })
    }

    fn content(&mut self, vr: &str, len: u32) -> Result<Content, String> {
        if vr == "SQ" || vr == "UN" && len == UNDEFINED {
            return Ok(Content::Items(self.items(vr, len)?));
        }
        if len == UNDEFINED {
            return Ok(Content::Fragments(self.fragments()?));
        }
        if len % 2 == 1 {
            return Err("odd length".into());
        }
        Ok(Content::Bytes(self.take(len as usize)?.to_vec()))
    }

    fn items(&mut self, vr: &str, len: u32) -> Result<Vec<Vec<Node>>, String> {
        let (explicit, big) = (self.explicit, self.big);
        if vr == "UN" {
            (self.explicit, self.big) = (false, false);
        }
        let end = (len != UNDEFINED).then(|| self.at + len as usize);
        let mut items = Vec::new();
        while end != Some(self.at) {
            if end.is_none() && self.closes(0xFFFE_E0DD)? {
                break;
            }
            if self.tag()? != 0xFFFE_E000 {
                return Err("no item".into());
            }
            let len = self.u32()?;
            let end = (len != UNDEFINED).then(|| self.at + len as usize);
            items.push(self.dataset(end)?);
        }
        (self.explicit, self.big) = (explicit, big);
        Ok(items)
    }

    fn fragments(&mut self) -> Result<Vec<Vec<u8>>, String> {
        let mut fragments = Vec::new();
        while !self.closes(0xFFFE_E0DD)? {
            if self.tag()? != 0xFFFE_E000 {
                return Err("no fragment".into());
            }
            let len = self.u32()? as usize;
            fragments.push(self.take(len)?.to_vec());
        }
        Ok(fragments)
    }
}

const KNOWN: [&str; 21] = [
    "AE", "AS", "AT", "CS", "DA", "DS", "DT", "FD", "FL", "IS", "LO", "LT", "PN", "SH", "SL", "SS",
    "ST", "TM", "UI", "UL", "US",
];

/// The value representation that the standard's dictionary gives.
pub fn dictionary_vr(tag: u32) -> String {
    let (group, element) = ((tag >> 16) as u16, tag as u16);
    if group % 2 == 1 {
        return "UN".into();
    }
    match StandardDataDictionary.by_tag(Tag(group, element)) {
        Some(entry) => entry.vr().relaxed().to_string().into(),
        None => "UN".into(),
    }
}
