//! A whole file: preamble, file meta information, data set (PS3.10 section 7).

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use dicom_common::code::{Code, Fault, Outcome, START};
use dicom_core::VR;
use dicom_dictionary_std::tags;
use rustix::fs::OFlags;

use super::element::DataSet;
use super::limits::{INFLATED, INFLATED_IN_MEMORY, Reading};
use super::source::{Extent, Source};
use super::syntax::{Encoding, Syntax};
use super::walk::{Oddities, Walk};
use super::{object, second};

/// The length of preamble and prefix (PS3.10 7.1).
const PREFIX: usize = 132;

/// A file's content.
#[derive(Debug)]
pub struct Contents {
    /// The file itself.
    pub file: Source,
    /// The 128 bytes before the prefix; empty where the file has none.
    pub preamble: Vec<u8>,
    /// The elements of group 0002.
    pub meta: DataSet,
    /// How the data set is encoded.
    pub syntax: Syntax,
    /// All elements outside of group 0002.
    pub dataset: DataSet,
    /// The inflated data set of a deflated file, which extents then refer to.
    pub inflated: Option<Source>,
    /// Where the data set begins in the file.
    pub start: u64,
    /// Whether all readers see the same in the file.
    pub readers: Readers,
}

/// Whether all readers see the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// They do.
    Agree,
    /// They see other elements, values or ends, or some cannot read the file.
    Differ,
}

impl Contents {
    /// Where the large values of the data set lie.
    pub fn source(&self) -> &Source {
        self.inflated.as_ref().unwrap_or(&self.file)
    }
}

/// Opens a regular file and tells its length in bytes; anything else could block or has no end.
///
/// # Errors
/// `E_UNREADABLE`.
pub fn open(path: &Path) -> Outcome<(File, u64)> {
    let unreadable = |_| Fault(Code::Unreadable);
    // Without waiting: opening a FIFO would wait for a writer.
    let flags = i32::try_from(OFlags::NONBLOCK.bits()).unwrap_or(0);
    let file = File::options().read(true).custom_flags(flags).open(path).map_err(unreadable)?;
    let metadata = file.metadata().map_err(unreadable)?;
    if metadata.is_file() { Ok((file, metadata.len())) } else { Err(Fault(Code::Unreadable)) }
}

/// Reads a file with all readers.
///
/// # Errors
/// Why no reader can read it; never a value of the file.
pub fn read(file: File, len: u64) -> Outcome<Contents> {
    let (mut contents, abridged) = match walk(Source::File(file, len), Reading::Strict) {
        Ok(walked) => walked,
        Err((Fault(code), source)) => {
            let Source::File(file, len) = source else { return Err(Fault(code)) };
            return Err(refused(&file, len, code));
        }
    };
    let Source::File(file, len) = &contents.file else { return Err(Fault(Code::Internal)) };
    let own = second::agrees(file, *len, &contents.meta, &contents.dataset);
    // What the walk has found odd, dicom-object may take for lengths of any size: it is not asked.
    let agree = abridged.oddities == Oddities::default()
        && abridged.is_read_the_same(&contents.syntax, &mut contents.dataset)
        && own == Ok(true);
    contents.readers = if agree { Readers::Agree } else { Readers::Differ };
    Ok(contents)
}

/// Reads what can be read of a damaged file, as the earlier tool did, by the walk alone.
///
/// # Errors
/// Why nothing can be read of it.
pub fn read_leniently(file: File, len: u64) -> Outcome<Contents> {
    walk(Source::File(file, len), Reading::Lenient)
        .map(|(contents, _)| contents)
        .map_err(|(fault, _)| fault)
}

/// The code of a file that breaks the rules of the walk: its own where the project's reader refuses
/// it too.
fn refused(file: &File, len: u64, code: Code) -> Fault {
    match second::agrees(file, len, &DataSet::default(), &DataSet::default()) {
        Ok(_) => Fault(Code::ReadersDiffer),
        Err(fault) if code == Code::Truncated || code == Code::Malformed => fault,
        Err(_) => Fault(code),
    }
}

/// What a walk leaves besides the contents.
struct Abridged {
    oddities: Oddities,
    /// The prefix and the file meta information; empty where there is none.
    head: Vec<u8>,
    /// The data set without its large values.
    dataset: Vec<u8>,
}

impl Abridged {
    /// Whether dicom-object sees the same elements.
    fn is_read_the_same(&self, syntax: &Syntax, dataset: &mut DataSet) -> bool {
        let Some((end, uid)) = object::meta(&self.head) else { return false };
        end == self.head.len()
            && uid == syntax.uid
            && object::agrees(&self.dataset, syntax, dataset)
    }
}

type Walked = Result<(Contents, Abridged), (Fault, Source)>;

fn walk(source: Source, reading: Reading) -> Walked {
    match parts(&source, reading) {
        Ok(Parts { preamble, meta, syntax, dataset, inflated, start, abridged }) => {
            let readers = Readers::Differ;
            let file = source;
            let contents =
                Contents { file, preamble, meta, syntax, dataset, inflated, start, readers };
            Ok((contents, abridged))
        }
        Err(fault) => Err((fault, source)),
    }
}

struct Parts {
    preamble: Vec<u8>,
    meta: DataSet,
    syntax: Syntax,
    dataset: DataSet,
    inflated: Option<Source>,
    start: u64,
    abridged: Abridged,
}

fn parts(source: &Source, reading: Reading) -> Outcome<Parts> {
    let mut walk = Walk::new(source, reading);
    let preamble = match preamble(&mut walk, source.size()) {
        Err(Fault(Code::NotDicom)) => return Err(foreign(&mut walk)?),
        result => result?,
    };
    let has_prefix = !preamble.is_empty();
    let meta = walk.meta()?;
    let start = walk.pos;
    let head_len = walk.abridged.len();
    let found = walk.sniff()?;
    let named = meta.ascii(tags::TRANSFER_SYNTAX_UID).map(str::to_owned);
    let is_named = meta.get(tags::TRANSFER_SYNTAX_UID).is_some_and(|e| !e.is_blank());
    let mut syntax = match named {
        Some(uid) => Syntax::of(&uid)?,
        // One that is there but cannot be read is not the same as none.
        None if reading == Reading::Strict && is_named => return Err(Fault(Code::TransferSyntax)),
        None => Syntax::native(found.ok_or(Fault(Code::NotDicom))?),
    };
    let mut inflated = None;
    let mut oddities = walk.oddities;
    let (dataset, abridged) = if syntax.deflated {
        let (content, stray) = inflate(source, start)?;
        let mut inner = Walk::new(&content, reading);
        let dataset = inner.root(syntax.encoding)?;
        oddities = oddities.and(inner.oddities);
        oddities.stray |= stray;
        let abridged = inner.abridged;
        inflated = Some(content);
        (dataset, abridged)
    } else {
        // Some writers declare one encoding and use the other: what stands there decides.
        if let Some(found) = found.filter(|f| f.big_endian() == syntax.encoding.big_endian()) {
            oddities.encoding |= found != syntax.encoding;
            syntax.encoding = found;
        }
        let dataset = walk.root(syntax.encoding)?;
        oddities = oddities.and(walk.oddities);
        (dataset, walk.abridged.split_off(head_len))
    };
    let mut head = walk.abridged;
    head.truncate(head_len);
    let head = if has_prefix { head.split_off(PREFIX - 4) } else { Vec::new() };
    let abridged = Abridged { oddities, head, dataset: abridged };
    Ok(Parts { preamble, meta, syntax, dataset, inflated, start, abridged })
}

/// Passes the preamble and the prefix; a file without them is accepted when its first bytes can
/// only be those of a data element.
fn preamble(walk: &mut Walk<'_>, len: u64) -> Outcome<Vec<u8>> {
    if let Some(start) = walk.peek::<PREFIX>()?
        && let Some((preamble, b"DICM")) = start.split_first_chunk::<128>()
    {
        walk.take(PREFIX)?;
        return Ok(preamble.to_vec());
    }
    let [g0, g1, e0, e1, v0, v1, l0, l1] = walk.peek::<8>()?.ok_or(Fault(Code::NotDicom))?;
    let little = matches!((g0, g1), (2 | 8, 0));
    let big = (g0, g1) == (0, 8);
    let explicit = VR::from_binary([v0, v1]).is_some();
    let length = u64::from(u32::from_le_bytes([v0, v1, l0, l1]));
    let implicit = little && length < len && length < 0x1_0000;
    let encoding = if little { Encoding::ExplicitLittle } else { Encoding::ExplicitBig };
    if encoding.u16([e0, e1]) < 0x0100 && ((little || big) && explicit || implicit) {
        return Ok(Vec::new());
    }
    Err(Fault(Code::NotDicom))
}

/// What a file is that is not DICOM.
fn foreign(walk: &mut Walk<'_>) -> Outcome<Fault> {
    if let Some(start) = walk.peek::<START>()? {
        return Ok(Fault::not_dicom(&start));
    }
    let start = walk.peek::<8>()?;
    Ok(start.map_or(Fault(Code::NotDicom), |start| Fault::not_dicom(&start)))
}

/// A deflated data set (PS3.5 A.5), and whether more than a pad byte follows it.
fn inflate(source: &Source, start: u64) -> Outcome<(Source, bool)> {
    let reader = Tail { source, at: start };
    let mut decoder = flate2::bufread::DeflateDecoder::new(BufReader::new(reader));
    let mut bytes = Vec::new();
    let truncated = |e: std::io::Error| Fault::reading(&e);
    decoder.by_ref().take(INFLATED_IN_MEMORY).read_to_end(&mut bytes).map_err(truncated)?;
    let inflated = if (bytes.len() as u64) < INFLATED_IN_MEMORY {
        Source::Memory(bytes)
    } else {
        let internal = |_| Fault(Code::Internal);
        let mut file = tempfile::tempfile().map_err(internal)?;
        file.write_all(&bytes).map_err(internal)?;
        let rest = INFLATED - INFLATED_IN_MEMORY + 1;
        std::io::copy(&mut decoder.by_ref().take(rest), &mut file).map_err(truncated)?;
        let len = file.seek(SeekFrom::End(0)).map_err(internal)?;
        if len > INFLATED {
            return Err(Fault(Code::TooLarge));
        }
        Source::File(file, len)
    };
    let left = source.size().saturating_sub(start).saturating_sub(decoder.total_in());
    let pad = Extent { offset: source.size().saturating_sub(left), len: left };
    let stray = left > 1 || source.bytes(pad, 1)?.iter().any(|b| *b != 0);
    Ok((inflated, stray))
}

/// A source from a place to its end.
struct Tail<'a> {
    source: &'a Source,
    at: u64,
}

impl Read for Tail<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let left = usize::try_from(self.source.size() - self.at).unwrap_or(usize::MAX);
        let len = left.min(buffer.len());
        let part = buffer.get_mut(..len).unwrap_or_default();
        self.source.read_at(self.at, part).map_err(std::io::Error::other)?;
        self.at += len as u64;
        Ok(len)
    }
}
