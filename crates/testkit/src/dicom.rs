//! A DICOM file as a test describes it: elements in any order, right or wrong.

/// The value of an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// The value field as it is, padding included.
    Bytes(Vec<u8>),
    /// 16-bit numbers in the file's byte order.
    U16(Vec<u16>),
    /// 32-bit numbers in the file's byte order.
    U32(Vec<u32>),
    /// Items of a sequence.
    Items(Vec<Vec<Node>>),
    /// Encapsulated pixel data: offset table and fragments.
    Fragments(Vec<Vec<u8>>),
}

/// An element with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Group and element, `0x0010_0010`.
    pub tag: u32,
    /// Value representation, two letters (PS3.5 6.2).
    pub vr: String,
    /// What stands in its value field.
    pub content: Content,
}

/// How a file is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Syntax {
    /// Implicit VR Little Endian.
    Implicit,
    /// Explicit VR Little Endian.
    Explicit,
    /// Explicit VR Big Endian.
    Big,
    /// Deflated Explicit VR Little Endian.
    Deflated,
    /// RLE Lossless: encapsulated pixel data.
    Rle,
}

/// A file to be written.
#[derive(Debug, Clone)]
pub struct Dicom {
    /// The 128 bytes before `DICM`.
    pub preamble: Vec<u8>,
    /// Elements of group 0002 besides the required ones.
    pub meta: Vec<Node>,
    /// How it is encoded.
    pub syntax: Syntax,
    /// Elements of the data set, in any order.
    pub nodes: Vec<Node>,
    /// How the ends of sequences and items are told.
    pub lengths: Lengths,
}

/// How a file tells where sequences and items end (PS3.5 7.5.1, 7.5.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lengths {
    /// They declare their lengths.
    Defined,
    /// Their lengths are undefined; delimiters end them.
    Undefined,
}

/// An element with text; padded with a space, UIDs with a zero.
pub fn text(tag: u32, vr: &str, value: impl AsRef<[u8]>) -> Node {
    let mut bytes = value.as_ref().to_vec();
    if bytes.len() % 2 == 1 {
        bytes.push(if matches!(vr, "UI" | "OB" | "UN") { 0 } else { b' ' });
    }
    Node { tag, vr: vr.into(), content: Content::Bytes(bytes) }
}

/// An unsigned short.
pub fn number(tag: u32, value: u16) -> Node {
    Node { tag, vr: "US".into(), content: Content::U16(vec![value]) }
}

/// A sequence.
pub fn sequence(tag: u32, items: Vec<Vec<Node>>) -> Node {
    Node { tag, vr: "SQ".into(), content: Content::Items(items) }
}

/// A sequence of one item with these elements.
pub fn item(tag: u32, nodes: Vec<Node>) -> Node {
    sequence(tag, vec![nodes])
}

impl Node {
    /// The same with another value representation, such as UN.
    pub fn as_vr(mut self, vr: &str) -> Self {
        self.vr = vr.into();
        self
    }

    /// The items, where it is a sequence.
    pub fn items(&self) -> &[Vec<Node>] {
        match &self.content {
            Content::Items(items) => items,
            _ => &[],
        }
    }
}

impl Syntax {
    /// All of them.
    pub const ALL: [Syntax; 5] =
        [Syntax::Implicit, Syntax::Explicit, Syntax::Big, Syntax::Deflated, Syntax::Rle];

    /// Its UID.
    pub fn uid(self) -> &'static str {
        match self {
            Syntax::Implicit => "1.2.840.10008.1.2",
            Syntax::Explicit => "1.2.840.10008.1.2.1",
            Syntax::Big => "1.2.840.10008.1.2.2",
            Syntax::Deflated => "1.2.840.10008.1.2.1.99",
            Syntax::Rle => "1.2.840.10008.1.2.5",
        }
    }
}

impl Dicom {
    /// A file of these elements with a zeroed preamble and the required meta information.
    pub fn new(syntax: Syntax, nodes: Vec<Node>) -> Self {
        Self {
            preamble: vec![0; 128],
            meta: Vec::new(),
            syntax,
            nodes,
            lengths: Lengths::Undefined,
        }
    }

    /// With an element added, or put in the place of the one with its tag.
    pub fn with(mut self, node: Node) -> Self {
        self.nodes.retain(|n| n.tag != node.tag);
        self.nodes.push(node);
        self
    }

    /// With several elements.
    pub fn with_all(self, nodes: impl IntoIterator<Item = Node>) -> Self {
        nodes.into_iter().fold(self, Self::with)
    }

    /// Without an element.
    pub fn without(mut self, tag: u32) -> Self {
        self.nodes.retain(|n| n.tag != tag);
        self
    }

    /// The trimmed text of an element of the root.
    pub fn text(&self, tag: u32) -> String {
        let node = self.nodes.iter().find(|n| n.tag == tag);
        match node.map(|n| &n.content) {
            Some(Content::Bytes(bytes)) => {
                String::from_utf8_lossy(bytes).trim_matches([' ', '\0']).into()
            }
            _ => String::new(),
        }
    }
}
