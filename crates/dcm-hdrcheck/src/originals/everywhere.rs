//! The search in bytes that are no element's value in memory: the preamble, pixels, the fragments of
//! compressed pixels with their segments and offset tables, large values of any kind.

use std::borrow::Cow;

use dicom_common::code::Outcome;

use crate::reader::{Contents, DataSet, Extent, Source, Text, VR, Value};
use crate::reason::Reason;

use super::byte_search::{ByteSearch, finds_uid};
use super::text_search::{Days, TextSearch, Words};
use super::views;

/// Bytes of a large value that is no image, up to which it is searched as text too.
const AS_TEXT: u64 = 64 << 10;

/// Searches all of them.
pub(super) fn search(
    texts: &TextSearch,
    bytes: &ByteSearch,
    contents: &Contents,
    found: &mut dyn FnMut(String, Reason),
) -> Outcome<()> {
    let text = Text::of(&contents.dataset, &Text::default()).into_owned();
    if let Some(reason) = in_text(texts, &contents.preamble, &text) {
        found("preamble".into(), reason);
    }
    let search = Search { texts, bytes, source: contents.source() };
    search.dataset(&contents.dataset, &text, &mut String::new(), found)
}

struct Search<'a> {
    texts: &'a TextSearch,
    bytes: &'a ByteSearch,
    source: &'a Source,
}

impl Search<'_> {
    fn dataset(
        &self,
        dataset: &DataSet,
        outer: &Text,
        prefix: &mut String,
        found: &mut dyn FnMut(String, Reason),
    ) -> Outcome<()> {
        let text = Text::of(dataset, outer);
        for element in dataset.elements() {
            let path = |prefix: &str| format!("{prefix}{:04X}{:04X}", element.tag.0, element.tag.1);
            let is_image = element.tag.0 == 0x7FE0;
            let reason = match &element.value {
                Value::Bytes(_) => None,
                Value::Items(items) => {
                    let outer = prefix.len();
                    for (at, item) in items.iter().enumerate() {
                        prefix.truncate(outer);
                        *prefix += &format!("{}[{at}].", path(""));
                        self.dataset(item, &text, prefix, found)?;
                    }
                    prefix.truncate(outer);
                    None
                }
                Value::Fragments(fragments) => self.stretch(fragments.extent)?,
                Value::Stored(extent) if is_image || extent.len > AS_TEXT => {
                    self.stretch(*extent)?
                }
                Value::Stored(extent) => {
                    let bytes = self.source.bytes(*extent, AS_TEXT as usize)?;
                    match in_text(self.texts, &bytes, &text) {
                        None => self.stretch(*extent)?,
                        found => found,
                    }
                }
            };
            if let Some(reason) = reason {
                found(path(prefix), reason);
            }
        }
        Ok(())
    }

    /// What a stretch of the source contains.
    fn stretch(&self, extent: Extent) -> Outcome<Option<Reason>> {
        self.source.pieces(extent, self.bytes.overlap(), |piece| {
            if finds_uid(piece, self.texts.uids()) {
                return Some(Reason::OriginalUid);
            }
            self.bytes.finds(piece).then_some(Reason::OriginalBytes)
        })
    }
}

/// What bytes contain that are short enough to be read as text.
fn in_text(texts: &TextSearch, bytes: &[u8], text: &Text) -> Option<Reason> {
    let views: Vec<Cow<'_, str>> = views::of_bytes(bytes, VR::UN, text);
    let found = views.iter().filter_map(|view| texts.find(view, None, Words::Chance, Days::All));
    found.filter(|reason| *reason != Reason::MaybeOriginal).max_by_key(|reason| reason.severity())
}
