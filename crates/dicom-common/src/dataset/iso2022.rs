//! Code extensions: escape sequences that select among character sets (ISO 2022, PS3.5 6.1.2.5,
//! PS3.3 C.12.1.1.2).
//!
//! Two sets are selected at any time: one for the bytes below 80, G0, and one for those above, G1.

use encoding_rs::EUC_JP;

use super::charset::CharacterSet;

pub(super) const ESCAPE: u8 = 0x1B;

/// The escape sequences that select sets for the bytes above 7F.
const ESCAPES: [(&str, &[u8]); 15] = [
    ("ISO_IR 149", b"\x1B$)C"),
    ("ISO_IR 58", b"\x1B$)A"),
    ("GB18030", b"\x1B$)A"),
    ("GBK", b"\x1B$)A"),
    ("ISO_IR 13", b"\x1B)I"),
    ("ISO_IR 100", b"\x1B-A"),
    ("ISO_IR 101", b"\x1B-B"),
    ("ISO_IR 109", b"\x1B-C"),
    ("ISO_IR 110", b"\x1B-D"),
    ("ISO_IR 126", b"\x1B-F"),
    ("ISO_IR 127", b"\x1B-G"),
    ("ISO_IR 138", b"\x1B-H"),
    ("ISO_IR 144", b"\x1B-L"),
    ("ISO_IR 148", b"\x1B-M"),
    ("ISO_IR 203", b"\x1B-b"),
];
/// TIS 620-2533.
const THAI: (&str, &[u8]) = ("ISO_IR 166", b"\x1B-T");

/// The set of the bytes below 80.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Low {
    /// ASCII, or the Latin letters of JIS X 0201, which differ in two signs.
    Ascii,
    /// The katakana of JIS X 0201.
    Katakana,
    /// JIS X 0208, two bytes for a character.
    Kanji,
    /// JIS X 0212, two bytes for a character.
    MoreKanji,
}

/// The escape sequence that selects a set, which is named without code extensions, for G1.
pub(super) fn escape_of(name: &str) -> Option<&'static [u8]> {
    ESCAPES.iter().chain([&THAI]).find(|(set, _)| *set == name).map(|(_, escape)| *escape)
}

/// A text with escape sequences. `plain` reads what stands before the first that selects a G1,
/// `first` is the set that is in force at the start of each line and value, if it is none of the
/// default's. `None` where bytes are no characters of their set.
pub(super) fn decode(
    bytes: &[u8],
    first: Option<CharacterSet>,
    plain: &dyn Fn(&[u8]) -> Option<String>,
) -> Option<String> {
    let (mut low, mut high) = (Low::Ascii, first);
    let mut text = String::new();
    for (at, segment) in bytes.split(|b| *b == ESCAPE).enumerate() {
        let mut rest = segment;
        if at > 0 {
            let length = select(segment, &mut low, &mut high)?;
            rest = segment.get(length..)?;
        }
        let ends = |b: &u8| matches!(b, b'\r' | b'\n' | b'\t' | b'\x0C');
        for line in rest.split_inclusive(ends) {
            text.push_str(&decoded(line, low, high, plain)?);
            if line.last().is_some_and(ends) {
                low = Low::Ascii;
                high = first.or(high);
            }
        }
    }
    Some(text)
}

/// Selects what an escape sequence, without its ESC, says; gives its length.
fn select(segment: &[u8], low: &mut Low, high: &mut Option<CharacterSet>) -> Option<usize> {
    match segment {
        [b'$', b'B' | b'@', ..] => *low = Low::Kanji,
        [b'$', b'(', b'D', ..] => *low = Low::MoreKanji,
        [b'(', b'B' | b'J', ..] => *low = Low::Ascii,
        [b'(', b'I', ..] => *low = Low::Katakana,
        _ => {
            let mut escapes = ESCAPES.iter().chain([&THAI]);
            let is_here = |(_, escape): &&(&str, &[u8])| {
                escape.get(1..).is_some_and(|escape| segment.starts_with(escape))
            };
            let (name, escape) = escapes.find(is_here)?;
            *high = CharacterSet::of(name);
            return Some(escape.len() - 1);
        }
    }
    Some(if matches!(segment, [b'$', b'(', ..]) { 3 } else { 2 })
}

fn decoded(
    bytes: &[u8],
    low: Low,
    high: Option<CharacterSet>,
    plain: &dyn Fn(&[u8]) -> Option<String>,
) -> Option<String> {
    let upper = |bytes: &[u8]| match high {
        Some(set) => set.decode(bytes),
        None => plain(bytes),
    };
    if low == Low::Ascii {
        return upper(bytes);
    }
    let mut text = String::new();
    for run in bytes.chunk_by(|one, other| place(*one) == place(*other)) {
        let part = match place(*run.first()?) {
            Place::Control => String::from_utf8(run.to_vec()).ok()?,
            Place::High => upper(run)?,
            Place::Low => lower(run, low)?,
        };
        text.push_str(&part);
    }
    Some(text)
}

/// Where a byte has its character.
#[derive(PartialEq)]
enum Place {
    Control,
    Low,
    High,
}

fn place(byte: u8) -> Place {
    match byte {
        0..=0x20 | 0x7F => Place::Control,
        0x21..=0x7E => Place::Low,
        _ => Place::High,
    }
}

/// The Japanese characters of bytes below 80.
fn lower(run: &[u8], low: Low) -> Option<String> {
    // The same characters in EUC-JP.
    let mut euc = Vec::with_capacity(run.len() * 2);
    match low {
        Low::Ascii => euc.extend_from_slice(run),
        Low::Katakana => run.iter().for_each(|byte| euc.extend([0x8E, byte | 0x80])),
        Low::Kanji => euc.extend(run.iter().map(|byte| byte | 0x80)),
        Low::MoreKanji => {
            for pair in run.chunks(2) {
                euc.push(0x8F);
                euc.extend(pair.iter().map(|byte| byte | 0x80));
            }
        }
    }
    let text = EUC_JP.decode_without_bom_handling_and_without_replacement(&euc)?;
    Some(text.into_owned())
}

/// A line in these sets, each character in the first of them that has it; `None` where none has.
pub(super) fn encode(
    line: &str,
    sets: &[CharacterSet],
    first: Option<CharacterSet>,
) -> Option<Vec<u8>> {
    let back: &[u8] = match sets.first().map(|set| set.name()) {
        Some("ISO_IR 13") => b"\x1B(J",
        _ => b"\x1B(B",
    };
    let (mut low, mut high) = (Low::Ascii, first);
    let mut bytes = Vec::new();
    for c in line.chars() {
        let mut buffer = [0; 4];
        let c = &*c.encode_utf8(&mut buffer);
        if c.is_ascii() {
            if low != Low::Ascii {
                bytes.extend_from_slice(back);
                low = Low::Ascii;
            }
            bytes.extend_from_slice(c.as_bytes());
            continue;
        }
        if let Some(here) = high.and_then(|set| above(set, c)) {
            bytes.extend(here);
            continue;
        }
        if let Some((kanji, pair)) = kanji(c, sets) {
            if low != kanji {
                bytes.extend_from_slice(if kanji == Low::Kanji { b"\x1B$B" } else { b"\x1B$(D" });
                low = kanji;
            }
            bytes.extend(pair);
            continue;
        }
        let (set, escape, here) =
            sets.iter().find_map(|set| Some((*set, escape_of(set.name())?, above(*set, c)?)))?;
        bytes.extend_from_slice(escape);
        bytes.extend(here);
        high = Some(set);
    }
    if low != Low::Ascii {
        bytes.extend_from_slice(back);
    }
    Some(bytes)
}

/// The bytes above 7F that a set has for a character.
fn above(set: CharacterSet, c: &str) -> Option<Vec<u8>> {
    let bytes = set.encode(c)?;
    let fits = bytes.iter().all(|b| *b >= 0x80) && (bytes.len() == 1 || !set.is_katakana());
    fits.then_some(bytes)
}

/// A character of the Japanese sets among these, with the one that has it.
fn kanji(c: &str, sets: &[CharacterSet]) -> Option<(Low, [u8; 2])> {
    let (euc, _, unmappable) = EUC_JP.encode(c);
    let has = |name| sets.iter().any(|set| set.name() == name);
    if unmappable {
        return more_kanji(c).filter(|_| has("ISO_IR 159"));
    }
    match *euc {
        // Half-width katakana are none of either.
        [0x8E, _] => None,
        [one, other] if has("ISO_IR 87") => Some((Low::Kanji, [one & 0x7F, other & 0x7F])),
        _ => None,
    }
}

/// A character of JIS X 0212, which the codec reads and does not write.
fn more_kanji(c: &str) -> Option<(Low, [u8; 2])> {
    (0x21..=0x7E).flat_map(|one| (0x21..=0x7E).map(move |other| [one, other])).find_map(|pair| {
        let is_it = lower(&pair, Low::MoreKanji).as_deref() == Some(c);
        is_it.then_some((Low::MoreKanji, pair))
    })
}
