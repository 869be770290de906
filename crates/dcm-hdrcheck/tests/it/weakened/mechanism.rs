//! The table of switches: each mechanism of dcm-scrub, what needs it, and who must see that it is off.

use super::input::Input;
use super::{blocks, codes, elements, files, search, texts};

/// A mechanism of dcm-scrub.
pub struct Mechanism {
    /// What it does.
    pub name: &'static str,
    /// Whether it searches in what stays: its elements are there without the value.
    pub searches: bool,
    /// Whether it does the same under every choice; these stand at the end.
    pub is_the_same: bool,
    /// The least that dcm-hdrcheck must know to see that it is off.
    pub sees: Sees,
    /// Originals that need it, with what is put back where it is off.
    pub inputs: fn() -> Vec<Input>,
}

/// What dcm-hdrcheck knows of the originals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sees {
    /// Nothing.
    Alone,
    /// The link file.
    Link,
    /// The original files.
    Originals,
    /// Both.
    LinkAndOriginals,
}

impl Sees {
    pub const ALL: [Sees; 4] = [Sees::Alone, Sees::Link, Sees::Originals, Sees::LinkAndOriginals];

    /// The flags that tell it.
    pub fn flags(self) -> &'static str {
        match self {
            Sees::Alone => "",
            Sees::Link => "--link @/link.csv",
            Sees::Originals => "--against @/raw",
            Sees::LinkAndOriginals => "--link @/link.csv --against @/raw",
        }
    }
}

/// All of them.
pub fn all() -> Vec<Mechanism> {
    let of =
        |name, sees, inputs| Mechanism { name, searches: false, is_the_same: false, sees, inputs };
    let takes = of;
    let searches = |name, sees, inputs| Mechanism { searches: true, ..of(name, sees, inputs) };
    let around = |name, sees, inputs| Mechanism { is_the_same: true, ..of(name, sees, inputs) };
    vec![
        searches("names searched", Sees::Link, search::names as fn() -> Vec<Input>),
        searches("names in other scripts and foldings", Sees::Link, search::scripts),
        searches("character sets and code extensions decoded", Sees::Link, search::character_sets),
        searches("rests of names that were cut off", Sees::LinkAndOriginals, search::cut_off),
        searches("codes searched", Sees::Link, search::codes),
        searches("identifiers searched", Sees::Link, search::identifiers),
        searches("birth dates searched", Sees::Link, search::birth_dates),
        searches("patterns searched", Sees::Alone, texts::patterns),
        searches("descriptions cleaned", Sees::Alone, texts::descriptions),
        searches("dates taken out of descriptions", Sees::Originals, texts::dates),
        takes("names and identifiers in binary values", Sees::Link, search::binary),
        takes("values that their VR cannot hold", Sees::Alone, elements::malformed),
        takes("attributes removed and emptied by table", Sees::Alone, elements::removed),
        takes("birth and death dates removed", Sees::Alone, elements::life_dates),
        takes("unknown attributes removed", Sees::Alone, elements::unknown),
        takes("private blocks removed", Sees::Alone, blocks::private),
        takes("private values of converters checked", Sees::Alone, blocks::converters),
        takes("overlays and curves removed", Sees::Alone, blocks::graphics),
        takes("copies, signatures and padding removed", Sees::Alone, blocks::copies),
        takes("dummy sequences", Sees::Alone, elements::dummy_sequences),
        takes("items of sequences treated", Sees::Alone, elements::items),
        takes("UIDs replaced", Sees::Alone, elements::uids),
        takes("dates shifted or removed", Sees::LinkAndOriginals, elements::dates),
        takes("identifiers become pseudonyms", Sees::Alone, elements::pseudonyms),
        takes("ages above 89 capped", Sees::Alone, elements::great_ages),
        takes("measures of the person rounded", Sees::Alone, elements::measures),
        takes("codes of schemes of one's own", Sees::Alone, codes::own_codes),
        takes("context groups and templates of one's own", Sees::Alone, codes::own_resources),
        takes("content items by concept", Sees::Alone, codes::content_items),
        takes("birth dates in content items", Sees::Alone, codes::birth_dates),
        takes("ages in content items", Sees::Alone, codes::ages),
        around("file meta information rebuilt", Sees::Alone, files::meta),
        around("preamble cleared", Sees::Alone, files::preamble),
        around("native pixels trimmed", Sees::Alone, files::behind_pixels),
        around("compressed streams walked", Sees::Alone, files::streams),
        around("documents, sound and embedded overlays refused", Sees::Alone, files::refused),
    ]
}
