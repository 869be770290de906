//! Looking for values in bytes, in every encoding in which they could have survived.

use aho_corasick::{AhoCorasick, AhoCorasickKind};

/// Something that must not be found.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Where it was planted, for the message.
    pub label: String,
    /// Its bytes, one for each encoding.
    pub forms: Vec<Vec<u8>>,
    /// Whether it counts only where no digit stands before it: eight digits occur inside UIDs.
    pub number: bool,
}

impl Wanted {
    /// A text in UTF-8, Latin-1, UTF-16 of both byte orders, and with the bytes of each pair
    /// exchanged.
    pub fn text(label: impl Into<String>, text: &str) -> Self {
        let utf16 = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect();
        let mut forms =
            vec![text.as_bytes().to_vec(), utf16(u16::to_le_bytes), utf16(u16::to_be_bytes)];
        if text.chars().all(|c| u32::from(c) < 256) {
            forms.push(text.chars().map(|c| c as u8).collect());
        }
        Self::all(label, forms)
    }

    /// Bytes as they are, and with the bytes of each pair exchanged.
    pub fn bytes(label: impl Into<String>, bytes: &[u8]) -> Self {
        Self::all(label, vec![bytes.to_vec()])
    }

    fn all(label: impl Into<String>, mut forms: Vec<Vec<u8>>) -> Self {
        // Exchanged from the first or from the second byte: a value can begin at any offset.
        for from in [0, 1] {
            if let Some(rest) = forms[0].get(from..).filter(|rest| rest.len() >= 8) {
                forms.push(rest.chunks_exact(2).flat_map(|p| [p[1], p[0]]).collect());
            }
        }
        forms.sort();
        forms.dedup();
        Self { label: label.into(), forms, number: false }
    }

    /// The same, but only as the beginning of a number.
    pub fn as_number(mut self) -> Self {
        self.number = true;
        self
    }
}

/// Searches many places for many values at once, whatever the case of ASCII letters.
pub struct Search<'a> {
    wanted: &'a [Wanted],
    owner: Vec<usize>,
    finder: AhoCorasick,
}

impl<'a> Search<'a> {
    /// For these values.
    pub fn new(wanted: &'a [Wanted]) -> Self {
        let owner =
            wanted.iter().enumerate().flat_map(|(at, w)| w.forms.iter().map(move |_| at)).collect();
        let finder = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(wanted.iter().flat_map(|w| &w.forms))
            .unwrap();
        Self { wanted, owner, finder }
    }

    /// What was found where, each once.
    pub fn hits(&self, place: &str, bytes: &[u8]) -> Vec<String> {
        let mut found: Vec<usize> = self
            .finder
            .find_overlapping_iter(bytes)
            .map(|m| (self.owner[m.pattern().as_usize()], m.start(), m.end()))
            .filter(|(owner, start, end)| {
                let digit = |at: Option<&u8>| at.is_some_and(u8::is_ascii_digit);
                let before = start.checked_sub(1).and_then(|at| bytes.get(at));
                // Of a date-time's digits, at least the hour follows the date.
                let inside = digit(before) || digit(bytes.get(end + 6));
                !(self.wanted[*owner].number && inside)
            })
            .map(|(owner, ..)| owner)
            .collect();
        found.sort_unstable();
        found.dedup();
        let label = |at: usize| format!("{place}: {}", self.wanted[at].label);
        found.into_iter().map(label).collect()
    }
}
