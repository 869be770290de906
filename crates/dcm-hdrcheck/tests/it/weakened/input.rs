//! A made-up original, and what a mechanism of dcm-scrub takes out of it.

use testkit::dicom::{Content, Node};
use testkit::samples::slice;
use testkit::{Dicom, Lengths, Parsed, Syntax, text};

/// Elements that say what pixels are; objects without an image have none of them.
const OF_IMAGES: [u32; 2] = [0x0028, 0x7FE0];

/// An original with one value planted in it.
#[derive(Debug, Clone)]
pub struct Input {
    /// What is planted where.
    pub label: String,
    /// Its bytes in the file: found in an output, they are a leak.
    pub token: Vec<u8>,
    /// Whether some choice leaves it on purpose.
    pub may_stay: bool,
    /// Elements that tell what the mechanism needs to know; they stay as dcm-scrub left them.
    known: Vec<Node>,
    /// Elements that hold the value: the original's are put back where the mechanism is off.
    planted: Vec<Node>,
    /// The same of the file meta information.
    meta: Vec<Node>,
    /// The first 128 bytes.
    preamble: Vec<u8>,
    /// What is put back in the place of the original's elements, where that is a part of them.
    left: Option<Vec<Node>>,
    /// What dcm-scrub gets in the place of the planted elements, where it refuses these.
    instead: Option<Vec<Node>>,
    syntax: Option<Syntax>,
    has_image: bool,
}

impl Input {
    /// An original with these elements, one of which holds the value.
    pub fn new(
        label: impl Into<String>,
        token: impl AsRef<[u8]>,
        planted: impl IntoIterator<Item = Node>,
    ) -> Self {
        Self {
            label: label.into(),
            token: token.as_ref().to_vec(),
            may_stay: false,
            known: Vec::new(),
            planted: planted.into_iter().collect(),
            meta: Vec::new(),
            preamble: vec![0; 128],
            left: None,
            instead: None,
            syntax: None,
            has_image: true,
        }
    }

    /// The same; some choice leaves the value on purpose.
    pub fn that_may_stay(mut self) -> Self {
        self.may_stay = true;
        self
    }

    /// With elements that tell of the patient.
    pub fn knowing(mut self, known: impl IntoIterator<Item = Node>) -> Self {
        self.known.extend(known);
        self
    }

    /// With elements of the file meta information.
    pub fn with_meta(mut self, meta: impl IntoIterator<Item = Node>) -> Self {
        self.meta.extend(meta);
        self
    }

    /// With this at the beginning of the preamble.
    pub fn with_preamble(mut self, start: &[u8]) -> Self {
        self.preamble[..start.len()].copy_from_slice(start);
        self
    }

    /// In this transfer syntax; without, each input is in another one.
    pub fn in_syntax(mut self, syntax: Syntax) -> Self {
        self.syntax = Some(syntax);
        self
    }

    /// An object without an image.
    pub fn of_class(mut self, class: &str) -> Self {
        self.has_image = false;
        self.knowing([text(0x0008_0016, "UI", class)])
    }

    /// Refused by dcm-scrub: it gets these elements instead of the planted ones.
    pub fn refused(mut self, instead: impl IntoIterator<Item = Node>) -> Self {
        self.instead = Some(instead.into_iter().collect());
        self
    }

    /// Without the mechanism these elements are left of the planted ones.
    pub fn leaving(mut self, left: impl IntoIterator<Item = Node>) -> Self {
        self.left = Some(left.into_iter().collect());
        self
    }

    /// The original, of a patient of its own.
    pub fn original(&self, number: usize) -> Dicom {
        let mut file = self.around(number);
        file.meta.extend(self.meta.clone());
        file.preamble = self.preamble.clone();
        file.with_all(self.planted.clone())
    }

    /// What dcm-scrub gets.
    pub fn to_be_scrubbed(&self, number: usize) -> Dicom {
        match &self.instead {
            None => self.original(number),
            Some(instead) => {
                let mut file = self.around(number).with_all(instead.clone());
                let syntax = self.meta.iter().filter(|node| node.tag == 0x0002_0010);
                file.meta.extend(syntax.cloned());
                file
            }
        }
    }

    fn around(&self, number: usize) -> Dicom {
        let all = Syntax::ALL;
        let syntax = self.syntax.unwrap_or(all[number % all.len()]);
        let mut file = slice(syntax, &format!("QK-{}", 700_000 + number), number);
        if !self.has_image {
            file.nodes.retain(|node| !OF_IMAGES.contains(&(node.tag >> 16)));
        }
        file.with_all(self.known.clone())
    }

    /// An output, as it would be without the mechanism: with what the original has.
    pub fn weakened(&self, output: &Parsed) -> Dicom {
        let mut file = as_written(output);
        for node in &self.meta {
            file.meta.retain(|own| own.tag != node.tag);
            file.meta.push(node.clone());
        }
        if self.preamble.iter().any(|byte| *byte != 0) {
            file.preamble = self.preamble.clone();
        }
        file.with_all(self.left.as_ref().unwrap_or(&self.planted).clone())
    }

    /// Whether the planted elements are still there in an output, whatever they hold.
    pub fn stays(&self, output: &Parsed) -> bool {
        let has_value = |node: &Node| match &node.content {
            Content::Bytes(bytes) => bytes.iter().any(|byte| !b" \0".contains(byte)),
            _ => true,
        };
        self.planted.iter().all(|node| output.node(node.tag).is_some_and(has_value))
    }
}

/// An output as a file that can be changed.
pub fn as_written(output: &Parsed) -> Dicom {
    let syntax = match output.meta_text(0x0002_0010).as_str() {
        "1.2.840.10008.1.2" => Syntax::Implicit,
        "1.2.840.10008.1.2.2" => Syntax::Big,
        "1.2.840.10008.1.2.1.99" => Syntax::Deflated,
        _ => Syntax::Explicit,
    };
    // The length of the group is written anew.
    let meta = output.meta.iter().filter(|node| node.tag != 0x0002_0000).cloned().collect();
    let (preamble, nodes) = (output.preamble.clone(), output.nodes.clone());
    Dicom { preamble, meta, syntax, nodes, lengths: Lengths::Undefined }
}
