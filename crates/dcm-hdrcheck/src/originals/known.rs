//! Values of the originals that must not occur anywhere else, in the forms that are searched for.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::date::Day;
use crate::decision::is_placeholder;
use crate::reader::{Text, is_standard_uid};

use super::days;
use super::fold::{Gap, Squeezed, is_east_asian};
use super::names::{Name, names, spellings};

/// Letters and digits of the shortest identifier that says something.
const SHORTEST_IDENTIFIER: usize = 4;
/// Words and letters of the shortest phrase that nobody writes by chance.
const SHORTEST_PHRASE: (usize, usize) = (3, 12);
/// Letters and digits of a phrase that are searched for.
const LONGEST_PHRASE: usize = 64;
/// Bytes of the shortest text that is taken for a UID.
const SHORTEST_UID: usize = 8;
/// Bytes of the shortest value that is searched for in bytes that are no text.
pub(super) const SHORTEST_IN_BYTES: usize = 6;

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// The name of a folder, or a word that may be an ordinary one.
    Word,
    /// A part of a name.
    Part,
    /// A number of digits alone.
    Number,
    /// An identifier, an address, a sentence.
    Identifier,
    /// A whole name.
    Whole,
}

/// A value as it is searched for in text: its letters and digits, folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Value {
    pub(super) kind: Kind,
    /// Places in its letters at which it may be separated in any way.
    pub(super) joints: Vec<usize>,
}

/// How a date of the originals came to an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fate {
    /// Dates move: the same day may stand in the place of another.
    Moved,
    /// It was removed.
    Removed,
    /// The same, and it is the day of a birth or a death.
    OfLife,
}

/// Values that must not occur.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Values in text, by their letters and digits.
    pub(super) texts: BTreeMap<String, Value>,
    /// Values in bytes that are no text; ASCII in lower case.
    pub(super) bytes: BTreeSet<Vec<u8>>,
    /// Days.
    pub(super) days: BTreeMap<Day, Fate>,
    /// UIDs that are not the standard's.
    pub(super) uids: HashSet<Vec<u8>>,
    /// Ages above 89 years.
    pub(super) ages: BTreeSet<u32>,
}

impl Known {
    /// Adds a person's name.
    pub(super) fn add_name(&mut self, value: &str, text: &Text) {
        let letters = Squeezed::of(value).text;
        if is_placeholder(&letters) || is_one_character(&letters) {
            return;
        }
        for Name { parts, orders } in names(value) {
            for part in &parts {
                if is_placeholder(part) {
                    continue;
                }
                for spelling in spellings(part) {
                    self.put(&spelling, Kind::Part, &[]);
                }
                self.add_bytes(part, text);
            }
            for order in &orders {
                self.add_order(order, text);
            }
        }
    }

    /// Adds the words of a name in one order.
    fn add_order(&mut self, order: &[String], text: &Text) {
        let spelt: Vec<Vec<String>> = order.iter().map(|word| spellings(word)).collect();
        let most = spelt.iter().map(Vec::len).max().unwrap_or_default();
        for at in 0..most {
            let (mut letters, mut joints) = (String::new(), Vec::new());
            for spellings in &spelt {
                joints.push(letters.len());
                let spelling = spellings.get(at).or(spellings.first());
                letters += &Squeezed::of(spelling.map_or("", String::as_str)).text;
            }
            self.put(&letters, Kind::Whole, &joints);
        }
        for separator in [" ", "^", ", ", ",", "_", "-", ".", ""] {
            self.add_bytes(&order.join(separator), text);
            let plain: Vec<&str> =
                spelt.iter().filter_map(|word| word.first().map(String::as_str)).collect();
            self.add_bytes(&plain.join(separator), text);
        }
    }

    /// Adds an identifier, an address or the name of a place; one that has the form of a UID as such.
    pub(super) fn add_identifier(&mut self, value: &str, text: &Text) {
        let value = value.trim_matches(|c: char| c.is_whitespace() || c == '\0');
        if is_uid_like(value.as_bytes()) {
            return self.add_uid(value.as_bytes());
        }
        let (letters, joints) = joined(value);
        if !tells(&letters) {
            return;
        }
        let digits = letters.chars().filter(char::is_ascii_digit).count();
        let kind = match digits {
            0 if joints.is_empty() && !letters.chars().any(is_east_asian) => Kind::Word,
            all if all == letters.len() => Kind::Number,
            _ => Kind::Identifier,
        };
        self.put(&letters, kind, &joints);
        self.add_bytes(value, text);
        self.add_bytes(&letters, text);
        // A telephone number without the code of its country.
        if let Some((_, national)) = value.strip_prefix('+').and_then(|v| v.split_once([' ', '-']))
        {
            self.add_identifier(&format!("0{}", national.trim_start_matches('0')), text);
        }
    }

    /// Adds a comment: its sentences, where they are long enough to be nobody else's, and what in it
    /// is an identifier by its digits.
    pub(super) fn add_comment(&mut self, value: &str, text: &Text) {
        for sentence in value.split(['.', ';', '\r', '\n', '\\', '^', '!', '?']) {
            let (letters, joints) = joined(sentence);
            if joints.len() + 1 < SHORTEST_PHRASE.0 || letters.chars().count() < SHORTEST_PHRASE.1 {
                continue;
            }
            let cut =
                letters.char_indices().nth(LONGEST_PHRASE).map_or(letters.len(), |(at, _)| at);
            let letters = letters.get(..cut).unwrap_or_default();
            self.put(letters, Kind::Identifier, &joints);
            self.add_bytes(sentence.trim(), text);
        }
        for word in value.split(|c: char| !(c.is_alphanumeric() || c == '-')) {
            let digits = word.bytes().filter(u8::is_ascii_digit).count();
            if digits >= SHORTEST_IN_BYTES {
                self.add_identifier(word, text);
            }
        }
    }

    /// Adds a day.
    pub(super) fn add_day(&mut self, day: Day, fate: Fate) {
        let known = self.days.entry(day).or_insert(fate);
        *known = fate.max(*known);
        let no_text = Text::default();
        for form in days::forms(day) {
            self.add_bytes(&form, &no_text);
        }
    }

    /// Adds a UID that is not the standard's.
    pub(super) fn add_uid(&mut self, uid: &[u8]) {
        if is_uid_like(uid) && !std::str::from_utf8(uid).is_ok_and(is_standard_uid) {
            self.uids.insert(uid.to_vec());
        }
    }

    /// Adds a value of which nobody says what it is.
    pub(super) fn add_value(&mut self, value: &str) {
        let no_text = Text::default();
        match Day::parse(value) {
            Some(day) => self.add_day(day, Fate::OfLife),
            None if value.bytes().any(|b| b.is_ascii_digit()) => {
                self.add_identifier(value, &no_text);
            }
            None => {
                self.add_name(value, &no_text);
                self.add_identifier(value, &no_text);
            }
        }
    }

    /// Adds the names of the folders and of the file. Those of letters alone may be ordinary words.
    pub(super) fn add_path(&mut self, path: &str) {
        for name in path.split('/') {
            let stem = name.strip_suffix(".dcm").unwrap_or(name);
            let certain =
                stem.len() >= SHORTEST_IN_BYTES && stem.bytes().any(|b| b.is_ascii_digit());
            let (letters, joints) = joined(stem);
            match certain {
                true => self.add_identifier(stem, &Text::default()),
                false if tells(&letters) => self.put(&letters, Kind::Word, &joints),
                false => {}
            }
        }
    }

    /// Takes out what stays on purpose elsewhere.
    pub(super) fn without(&mut self, kept: &Known) {
        self.texts.retain(|letters, _| !kept.texts.contains_key(letters));
        self.bytes.retain(|bytes| !kept.bytes.contains(bytes));
        self.uids.retain(|uid| !kept.uids.contains(uid));
    }

    fn put(&mut self, letters: &str, kind: Kind, joints: &[usize]) {
        let letters = Squeezed::of(letters).text;
        if letters.is_empty() || is_one_character(&letters) && letters.chars().count() > 1 {
            return;
        }
        let value = self.texts.entry(letters).or_insert(Value { kind, joints: Vec::new() });
        value.kind = kind.max(value.kind);
        value.joints.extend(joints.iter().filter(|at| **at > 0));
        value.joints.sort_unstable();
        value.joints.dedup();
    }

    /// Adds a value in every encoding in which it may stand in bytes.
    fn add_bytes(&mut self, value: &str, text: &Text) {
        let mut cases = vec![value.to_lowercase()];
        if !value.is_ascii() {
            cases.extend([value.to_owned(), value.to_uppercase()]);
        }
        for value in cases {
            let units: Vec<u16> = value.encode_utf16().collect();
            let latin = value.chars().map(|c| u8::try_from(c).ok()).collect::<Option<Vec<u8>>>();
            let own: Vec<_> = text.encodings(&value).collect();
            let utf16 = [u16::to_le_bytes, u16::to_be_bytes]
                .map(|bytes| units.iter().flat_map(|unit| bytes(*unit)).collect::<Vec<u8>>());
            let all = own.into_iter().chain(latin).chain([value.clone().into_bytes()]).chain(utf16);
            for mut bytes in all.filter(|bytes| bytes.len() >= SHORTEST_IN_BYTES) {
                bytes.make_ascii_lowercase();
                self.bytes.insert(bytes);
            }
        }
    }
}

/// Letters and digits of a value, and where it is separated.
fn joined(value: &str) -> (String, Vec<usize>) {
    let squeezed = Squeezed::of(value);
    let is_joint = |at: &usize| *at > 0 && squeezed.gap(*at) > Gap::None;
    let joints = (0..squeezed.text.len()).filter(is_joint).collect();
    (squeezed.text, joints)
}

/// Whether an identifier of these letters and digits says anything.
fn tells(letters: &str) -> bool {
    let east_asian = letters.chars().any(is_east_asian);
    let shortest = if east_asian { SHORTEST_IDENTIFIER - 1 } else { SHORTEST_IDENTIFIER };
    letters.chars().count() >= shortest
        && !is_one_character(letters)
        && !is_placeholder(letters)
        && !["none", "unknown", "null", "undefined", "default", "test", "unspecified", "noname"]
            .contains(&letters)
}

fn is_one_character(letters: &str) -> bool {
    let mut chars = letters.chars();
    let first = chars.next();
    chars.all(|c| Some(c) == first)
}

/// Whether bytes have the form of a UID, and the length of one that is not the standard's.
pub(super) fn is_uid_like(bytes: &[u8]) -> bool {
    bytes.len() >= SHORTEST_UID
        && bytes.iter().all(|b| b.is_ascii_digit() || *b == b'.')
        && bytes.iter().filter(|b| **b == b'.').count() >= 2
}
