//! A walk over the bytes of a data set, which looks at depth, lengths and sizes before anything is
//! built of them.
//!
//! Besides the elements it makes the abridged data set: the same bytes without the large values,
//! whose lengths say zero. This is what dicom-object is given, which would take in all of them.

use dicom_common::code::{Code, Fault, Outcome};
use dicom_core::{Tag, VR};

use super::element::{DataSet, Element, Fragments, Value};
use super::limits::{DEPTH, ELEMENTS, INLINE, MEMORY, Reading};
use super::source::{Extent, Source, Window};
use super::syntax::Encoding;
use super::vr::{dictionary_vr, has_long_length, is_text};

/// The length of a value that ends with a delimiter.
const UNDEFINED: u32 = 0xFFFF_FFFF;
/// Bytes of each fragment that the abridged data set has.
const LEFT_OF_FRAGMENT: u32 = 4;
const ITEM: Tag = Tag(0xFFFE, 0xE000);
const ITEM_END: Tag = Tag(0xFFFE, 0xE00D);
const SEQUENCE_END: Tag = Tag(0xFFFE, 0xE0DD);

/// What a walk has found besides elements.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Oddities {
    /// Elements that do not stand in ascending order, or twice.
    pub(super) disorder: bool,
    /// Bytes that belong to no element.
    pub(super) stray: bool,
    /// Elements in another encoding than the transfer syntax names.
    pub(super) encoding: bool,
}

impl Oddities {
    /// Those of both.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            disorder: self.disorder || other.disorder,
            stray: self.stray || other.stray,
            encoding: self.encoding || other.encoding,
        }
    }
}

/// A way through the bytes of a source.
pub(super) struct Walk<'a> {
    window: Window<'a>,
    reading: Reading,
    /// The next byte.
    pub(super) pos: u64,
    /// Bytes of the source.
    len: u64,
    /// The bytes so far without the large values.
    pub(super) abridged: Vec<u8>,
    /// The open sequences and items.
    open: Vec<Container>,
    pub(super) oddities: Oddities,
    /// Bytes of values taken in.
    memory: u64,
    /// Elements and items so far.
    elements: usize,
}

/// A sequence or an item that the walk is in.
struct Container {
    /// Where its length stands in the abridged bytes; none where it is undefined.
    length_at: Option<usize>,
    /// Bytes that were left out in it.
    cut: u64,
    encoding: Encoding,
}

/// What stands before a value.
struct ElementHeader {
    tag: Tag,
    vr: VR,
    len: u32,
    /// The encoding of items within.
    inner: Encoding,
    /// Bytes of the length field.
    width: usize,
}

#[derive(Clone, Copy)]
enum End {
    At(u64),
    Delimiter,
}

enum Next {
    Element(Element),
    /// A delimiter that closes nothing.
    Nothing,
    End,
}

impl<'a> Walk<'a> {
    pub(super) fn new(source: &'a Source, reading: Reading) -> Self {
        Self {
            window: Window::new(source),
            reading,
            pos: 0,
            len: source.size(),
            abridged: Vec::new(),
            open: Vec::new(),
            oddities: Oddities::default(),
            memory: 0,
            elements: 0,
        }
    }

    /// The next `N` bytes without passing them; `None` where there are not so many.
    pub(super) fn peek<const N: usize>(&mut self) -> Outcome<Option<[u8; N]>> {
        if self.pos + N as u64 > self.len {
            return Ok(None);
        }
        Ok(self.window.get(self.pos, N)?.first_chunk().copied())
    }

    /// The next bytes.
    pub(super) fn take(&mut self, len: usize) -> Outcome<&[u8]> {
        let bytes = self.window.get(self.pos, len)?;
        self.abridged.extend_from_slice(bytes);
        self.pos += len as u64;
        Ok(bytes)
    }

    fn array<const N: usize>(&mut self) -> Outcome<[u8; N]> {
        self.take(N)?.first_chunk().copied().ok_or(Fault(Code::Truncated))
    }

    fn value(&mut self, len: u64) -> Outcome<Vec<u8>> {
        self.memory += len;
        if self.memory > MEMORY {
            return Err(Fault(Code::TooLarge));
        }
        let len = usize::try_from(len).map_err(|_| Fault(Code::TooLarge))?;
        self.take(len).map(<[u8]>::to_vec)
    }

    fn count(&mut self) -> Outcome<()> {
        self.elements += 1;
        if self.elements > ELEMENTS { Err(Fault(Code::TooLarge)) } else { Ok(()) }
    }

    /// The elements of group 0002, which are always Explicit VR Little Endian (PS3.10 7.1).
    pub(super) fn meta(&mut self) -> Outcome<DataSet> {
        let mut elements: Vec<Element> = Vec::new();
        while let Some([2, 0]) = self.peek::<2>()? {
            let header = self.header(Encoding::ExplicitLittle)?;
            if header.len == UNDEFINED || self.pos + u64::from(header.len) > self.len {
                return Err(Fault(Code::Truncated));
            }
            self.oddities.disorder |= elements.last().is_some_and(|last| last.tag >= header.tag);
            let bytes = self.value(header.len.into())?;
            elements.push(Element::new(header.tag, header.vr, bytes));
        }
        Ok(DataSet::new(elements))
    }

    /// The encoding that the next element shows, if there is one.
    pub(super) fn sniff(&mut self) -> Outcome<Option<Encoding>> {
        let Some([g0, g1, _, _, v0, v1]) = self.peek()? else { return Ok(None) };
        let big = u16::from_be_bytes([g0, g1]) < u16::from_le_bytes([g0, g1]);
        Ok(Some(match (v0.is_ascii_uppercase() && v1.is_ascii_uppercase(), big) {
            (true, true) => Encoding::ExplicitBig,
            (true, false) => Encoding::ExplicitLittle,
            (false, _) => Encoding::ImplicitLittle,
        }))
    }

    /// All elements to the end of the source.
    pub(super) fn root(&mut self, encoding: Encoding) -> Outcome<DataSet> {
        self.dataset(encoding, End::At(self.len), 0)
    }

    fn dataset(&mut self, encoding: Encoding, end: End, depth: usize) -> Outcome<DataSet> {
        if depth > DEPTH {
            return Err(Fault(Code::Depth));
        }
        let mut elements: Vec<Element> = Vec::new();
        loop {
            if let End::At(end) = end {
                if self.pos == end {
                    break;
                }
                if self.pos + 8 > end {
                    self.trailing(end)?;
                    break;
                }
            }
            match self.element(encoding, end, depth) {
                Ok(Next::Element(element)) => {
                    self.oddities.disorder |=
                        elements.last().is_some_and(|last| last.tag >= element.tag);
                    elements.push(element);
                }
                Ok(Next::Nothing) => self.oddities.stray = true,
                Ok(Next::End) => break,
                Err(Fault(Code::Truncated)) if self.reading == Reading::Lenient && depth == 0 => {
                    break;
                }
                Err(fault) => return Err(fault),
            }
            self.count()?;
        }
        Ok(DataSet::new(elements))
    }

    /// Fewer bytes than an element's header: zero padding is passed over.
    fn trailing(&mut self, end: u64) -> Outcome<()> {
        let rest = self.value(end - self.pos)?;
        self.oddities.stray = true;
        if self.reading == Reading::Lenient || rest.iter().all(|b| *b == 0) {
            return Ok(());
        }
        Err(Fault(Code::Truncated))
    }

    fn element(&mut self, encoding: Encoding, end: End, depth: usize) -> Outcome<Next> {
        let header = self.header(encoding)?;
        let ElementHeader { tag, vr, len, inner, .. } = header;
        if tag == ITEM_END {
            return match end {
                End::Delimiter => {
                    self.oddities.stray |= len != 0;
                    Ok(Next::End)
                }
                End::At(_) if len == 0 => Ok(Next::Nothing),
                End::At(_) => Err(Fault(Code::Malformed)),
            };
        }
        if tag.0 == 0xFFFE {
            return Err(Fault(Code::Malformed));
        }
        let limit = match end {
            End::At(end) => end,
            End::Delimiter => self.len,
        };
        let value = if len == UNDEFINED {
            let pixels = matches!(vr, VR::OB | VR::OW | VR::OL | VR::OV | VR::OF | VR::OD);
            match vr {
                _ if pixels => self.fragments(inner)?,
                VR::UN if encoding != inner => self.unknown(inner, depth)?,
                VR::SQ | VR::UN => Value::Items(self.items(inner, None, depth)?),
                _ if tag.0 % 2 == 1 => {
                    self.oddities.encoding = true;
                    Value::Items(self.items(inner, None, depth)?)
                }
                _ => return Err(Fault(Code::Malformed)),
            }
        } else {
            let mut len = u64::from(len);
            if self.pos + len > limit {
                if self.reading == Reading::Strict {
                    return Err(Fault(Code::Truncated));
                }
                len = limit - self.pos;
            }
            self.defined(&header, len, encoding, depth)?
        };
        Ok(Next::Element(Element { tag, vr, value, theirs: None }))
    }

    /// A sequence under the representation UN, whose items are in implicit VR (PS3.5 6.2.2).
    /// dicom-object reads them in explicit VR and takes any four bytes for a length, so the abridged
    /// data set has the element without them.
    fn unknown(&mut self, inner: Encoding, depth: usize) -> Outcome<Value> {
        let (start, at) = (self.pos, self.abridged.len());
        let cut = self.open.last().map_or(0, |container| container.cut);
        let items = self.items(inner, None, depth)?;
        self.abridged.truncate(at);
        self.set_length(at - 4, 4, 0, inner);
        let passed = self.pos - start;
        if let Some(container) = self.open.last_mut() {
            container.cut = cut + passed;
        }
        Ok(Value::Items(items))
    }

    fn defined(
        &mut self,
        header: &ElementHeader,
        len: u64,
        encoding: Encoding,
        depth: usize,
    ) -> Outcome<Value> {
        let ElementHeader { tag, vr, inner, width, .. } = *header;
        let meant = if vr == VR::UN { dictionary_vr(tag).unwrap_or(VR::UN) } else { vr };
        if meant == VR::SQ {
            return Ok(Value::Items(self.items(inner, Some(self.pos + len), depth)?));
        }
        if len > INLINE && !is_text(meant) {
            self.set_length(self.abridged.len() - width, width, 0, encoding);
            return Ok(Value::Stored(self.leave_out(len)));
        }
        Ok(Value::Bytes(self.value(len)?))
    }

    /// Passes bytes that go into no memory and not into the abridged data set.
    fn leave_out(&mut self, len: u64) -> Extent {
        let extent = Extent { offset: self.pos, len };
        self.pos += len;
        if let Some(container) = self.open.last_mut() {
            container.cut += len;
        }
        extent
    }

    /// Writes another length into the abridged data set.
    fn set_length(&mut self, at: usize, width: usize, length: u32, encoding: Encoding) {
        let Some(field) = self.abridged.get_mut(at..at + width) else { return };
        let bytes = length.to_le_bytes();
        for (byte, value) in field.iter_mut().zip(bytes) {
            *byte = value;
        }
        if encoding.big_endian() {
            field.reverse();
        }
    }

    /// Enters the container whose header was just taken.
    fn enter(&mut self, defined: bool, encoding: Encoding) {
        let length_at = defined.then(|| self.abridged.len() - 4);
        self.open.push(Container { length_at, cut: 0, encoding });
    }

    /// Leaves it: its length in the abridged data set is less by what was left out.
    fn leave(&mut self) {
        let Some(Container { length_at, cut, encoding }) = self.open.pop() else { return };
        if cut == 0 {
            return;
        }
        if let Some(outer) = self.open.last_mut() {
            outer.cut += cut;
        }
        let field = length_at.and_then(|at| self.abridged.get(at..)?.first_chunk().copied());
        if let (Some(at), Some(field)) = (length_at, field) {
            let length = encoding.u32(field).saturating_sub(u32::try_from(cut).unwrap_or(0));
            self.set_length(at, 4, length, encoding);
        }
    }

    fn items(
        &mut self,
        encoding: Encoding,
        end: Option<u64>,
        depth: usize,
    ) -> Outcome<Vec<DataSet>> {
        self.enter(end.is_some(), encoding);
        let mut items = Vec::new();
        while end.is_none_or(|end| self.pos < end) {
            let ElementHeader { tag, len, .. } = self.header(encoding)?;
            match (tag, len) {
                (SEQUENCE_END, len) if end.is_none() => {
                    self.oddities.stray |= len != 0;
                    break;
                }
                (SEQUENCE_END, _) => self.oddities.stray = true,
                (ITEM, len) => {
                    let inner = self.item_encoding(encoding)?;
                    let item_end = match len {
                        UNDEFINED => End::Delimiter,
                        len => End::At(self.pos + u64::from(len)),
                    };
                    if matches!(item_end, End::At(at) if at > end.unwrap_or(self.len)) {
                        return Err(Fault(Code::Truncated));
                    }
                    self.enter(len != UNDEFINED, encoding);
                    items.push(self.dataset(inner, item_end, depth + 1)?);
                    self.leave();
                }
                _ => return Err(Fault(Code::Malformed)),
            }
            self.count()?;
        }
        self.leave();
        Ok(items)
    }

    /// Items inside an explicit data set are sometimes written in implicit VR.
    fn item_encoding(&mut self, encoding: Encoding) -> Outcome<Encoding> {
        if encoding != Encoding::ExplicitLittle {
            return Ok(encoding);
        }
        Ok(match self.peek::<6>()? {
            Some([0xFE, 0xFF, ..]) | None => encoding,
            Some([.., v0, v1]) if !(v0.is_ascii_uppercase() && v1.is_ascii_uppercase()) => {
                self.oddities.encoding = true;
                Encoding::ImplicitLittle
            }
            Some(_) => encoding,
        })
    }

    /// Encapsulated pixel data (PS3.5 A.4), by the headers of its items alone.
    fn fragments(&mut self, encoding: Encoding) -> Outcome<Value> {
        let offset = self.pos;
        let mut items = Vec::new();
        loop {
            let ElementHeader { tag, len, .. } = self.header(encoding)?;
            match (tag, len) {
                (SEQUENCE_END, len) => {
                    self.oddities.stray |= len != 0;
                    break;
                }
                (ITEM, UNDEFINED) => return Err(Fault(Code::Malformed)),
                (ITEM, len) if self.pos + u64::from(len) <= self.len => {
                    let extent = Extent { offset: self.pos, len: len.into() };
                    // dicom-object passes over fragments without any byte, and reads tables of offsets as
                    // numbers of four bytes, behind which it would lose its way.
                    if len > 0 {
                        self.set_length(self.abridged.len() - 4, 4, LEFT_OF_FRAGMENT, encoding);
                        self.abridged.extend([0; LEFT_OF_FRAGMENT as usize]);
                    }
                    self.leave_out(len.into());
                    items.push(extent);
                    self.count()?;
                }
                (ITEM, _) => return Err(Fault(Code::Truncated)),
                _ => return Err(Fault(Code::Malformed)),
            }
        }
        Ok(Value::Fragments(Fragments { extent: Extent { offset, len: self.pos - offset }, items }))
    }

    /// Reads the header of an element, item or delimiter (PS3.5 7.1).
    fn header(&mut self, encoding: Encoding) -> Outcome<ElementHeader> {
        let [g0, g1, e0, e1, v0, v1, l0, l1] = self.array()?;
        let tag = Tag(encoding.u16([g0, g1]), encoding.u16([e0, e1]));
        let letters = v0.is_ascii_uppercase() && v1.is_ascii_uppercase();
        let unmarked = !letters && tag.0 != 0xFFFE;
        self.oddities.encoding |= unmarked && encoding != Encoding::ImplicitLittle;
        if encoding == Encoding::ImplicitLittle || tag.0 == 0xFFFE || unmarked {
            let len = encoding.u32([v0, v1, l0, l1]);
            let vr = dictionary_vr(tag).unwrap_or(VR::UN);
            return Ok(ElementHeader { tag, vr, len, inner: encoding, width: 4 });
        }
        let vr = VR::from_binary([v0, v1]).ok_or(Fault(Code::Malformed))?;
        if !has_long_length(vr) {
            let len = encoding.u16([l0, l1]).into();
            return Ok(ElementHeader { tag, vr, len, inner: encoding, width: 2 });
        }
        // Two bytes that nobody reads.
        self.oddities.stray |= [l0, l1] != [0, 0];
        let len = encoding.u32(self.array()?);
        let inner = if vr == VR::UN { Encoding::ImplicitLittle } else { encoding };
        Ok(ElementHeader { tag, vr, len, inner, width: 4 })
    }
}
