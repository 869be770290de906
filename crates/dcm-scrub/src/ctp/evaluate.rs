//! A body, evaluated for one element of one file. Functions read the original values.

use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::dataset::{DataSet, Encoding, Tag, Text};

use super::attribute::AttributePath;
use super::body::{Body, Part};
use super::script::Script;
use super::value::contents;

/// What becomes of an element.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The element stays as it is.
    Keep,
    /// The element stays, but its items are treated by the script.
    Process,
    /// The element is deleted.
    Remove,
    /// The new value is this many spaces.
    Blank(usize),
    /// The new value, without blanks around it; can be empty.
    Text(String),
}

/// A part of what a body gives.
#[derive(Debug)]
pub(super) enum Piece {
    /// Text of the new value.
    Text(String),
    /// A decision about the element.
    Mark(Mark),
}

/// A decision about the element, in the words of the calls that make it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Keep,
    Process,
    Remove,
    Empty,
    Blank(usize),
}

/// A data set with what its texts are decoded by.
#[derive(Clone, Copy)]
pub struct Readable<'a> {
    /// The data set as it was in the input, but for Specific Character Set, which is never absent.
    pub dataset: &'a DataSet,
    /// Its character sets.
    pub text: &'a Text,
}

/// Where a body is evaluated.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// The script that the body belongs to: `@hashuid` and lookups reach into it.
    pub script: &'a Script,
    /// The data set that elements are read from: the file's, or an item.
    pub here: Readable<'a>,
    /// The file's data set.
    pub root: Readable<'a>,
    /// Byte order of numbers.
    pub encoding: Encoding,
}

impl Scene<'_> {
    /// What a body says of the element `this`.
    ///
    /// # Errors
    /// `E_SCRIPT` when a call fails, or its result mixes text with a decision; `S_SCRIPT` for
    /// `@skip()`.
    pub fn verdict(&self, body: &Body, this: Tag) -> Outcome<Verdict> {
        let pieces = self.pieces(body, this, 0)?;
        let marks =
            || pieces.iter().filter_map(|p| if let Piece::Mark(m) = p { Some(*m) } else { None });
        if marks().any(|mark| mark == Mark::Remove) {
            return Ok(Verdict::Remove);
        }
        let Some(first) = marks().next() else {
            let text: String = pieces.iter().map(text_of).collect();
            return Ok(Verdict::Text(trimmed(&text).to_owned()));
        };
        if pieces.iter().any(|p| matches!(p, Piece::Text(text) if !trimmed(text).is_empty())) {
            return Err(Fault(Code::Script));
        }
        if marks().all(|mark| matches!(mark, Mark::Keep | Mark::Process)) {
            let process = marks().any(|mark| mark == Mark::Process);
            return Ok(if process { Verdict::Process } else { Verdict::Keep });
        }
        match first {
            _ if marks().any(|mark| mark != first) => Err(Fault(Code::Script)),
            Mark::Blank(count) => Ok(Verdict::Blank(count)),
            _ => Ok(Verdict::Text(String::new())),
        }
    }

    pub(super) fn pieces(&self, body: &Body, this: Tag, depth: usize) -> Outcome<Vec<Piece>> {
        let mut pieces = Vec::new();
        for part in body {
            match part {
                Part::Text(text) => pieces.push(Piece::Text(text.clone())),
                Part::Call(call) => pieces.extend(self.call(call, this, depth)?),
            }
        }
        Ok(pieces)
    }

    pub(super) fn exists(&self, element: &AttributePath, this: Tag) -> bool {
        element.find(self.here.dataset, this).is_some()
    }

    /// The original value; empty where the element is absent.
    pub(super) fn contents(&self, element: &AttributePath, this: Tag) -> Outcome<String> {
        Ok(self.present(element, this)?.unwrap_or_default())
    }

    pub(super) fn present(&self, element: &AttributePath, this: Tag) -> Outcome<Option<String>> {
        let found = element.find(self.here.dataset, this);
        found.map(|element| contents(element, self.here.text, self.encoding)).transpose()
    }
}

/// As it stands in a text that it became part of.
pub(super) fn text_of(piece: &Piece) -> &str {
    match piece {
        Piece::Text(text) => text,
        Piece::Mark(Mark::Keep | Mark::Process) => "@keep()",
        Piece::Mark(Mark::Remove) => "@remove()",
        Piece::Mark(Mark::Empty) => "@empty()",
        Piece::Mark(Mark::Blank(_)) => "",
    }
}

/// Without blanks and control characters around it, as Java trims.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim_matches(|c| c <= ' ')
}
