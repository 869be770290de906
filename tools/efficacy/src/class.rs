//! The classes of required actions: the ten of the MIDI-B challenge, eight for what it does not try,
//! and refusal.

use std::fmt;

macro_rules! classes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $text:literal;)+) => {
        /// What is required of a file or of an element. `docs/efficacy.md` is made from this list.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Class { $($(#[doc = $doc])+ $variant,)+ }

        impl Class {
            /// Every class, in the order of the tables.
            pub const ALL: &'static [Class] = &[$(Class::$variant,)+];

            /// The word of answer keys and tables.
            pub fn as_str(self) -> &'static str {
                match self { $(Class::$variant => $text,)+ }
            }

            /// The test, in words.
            pub fn test(self) -> &'static str {
                match self { $(Class::$variant => concat!($($doc),+).trim_ascii(),)+ }
            }
        }
    };
}

classes! {
    /// The element is there, empty or not.
    TagRetained = "tag_retained";
    /// The element is there and has a value.
    TextNotNull = "text_notnull";
    /// Every word of `value` is in the element, in any case; a number counts as such (`1.0` for
    /// `1`). Without a `value`, the element has the value that it had.
    TextRetained = "text_retained";
    /// Neither `value` as a whole nor any of its telling words is in the element; case, blanks and
    /// punctuation do not matter; words of fewer than three letters, or four digits, and words such
    /// as "the" do not tell. For the place `*`, the words of `value` do not follow each other in any
    /// element at any depth.
    TextRemoved = "text_removed";
    /// The element holds a date that is not the original one, and lies as many days from it as the
    /// other dates of the patient do from theirs. The way most of a patient's dates went counts.
    DateShifted = "date_shifted";
    /// The element holds a valid UID that is not the original one, or is gone.
    UidChanged = "uid_changed";
    /// The element holds the UID that the same original became everywhere else, and that no other
    /// original became; if it refers to a file of the set, that file was written under it.
    UidConsistent = "uid_consistent";
    /// The element holds the patient ID that the same original became everywhere else, that no
    /// other original became, and that is not the original.
    PatientIdConsistent = "patid_consistent";
    /// Nothing is legible in the rectangle, on any frame: in no window along it, as wide as it is
    /// high, more than half of the edges between ink and ground are still there (samples that differ
    /// by 2 % of the range), unless they are fewer than 24, as those of a comma are.
    PixelsHidden = "pixels_hidden";
    /// In the rectangle, or in the whole image, every sample of every frame is what it was.
    PixelsRetained = "pixels_retained";
    /// No word of the name in `value` is in the element, which stays because of what else it says: in
    /// any case, in the patient's script, composed or decomposed.
    NameRemoved = "name_removed";
    /// No part of the name in `value`, of two letters or one sign each, is a word of the element.
    ShortNameRemoved = "short_name_removed";
    /// The code or the name of a member of the staff is not in the element.
    IdentityCodeRemoved = "identity_code_removed";
    /// The date of another calendar is not in the element.
    CalendarRemoved = "calendar_removed";
    /// What a code of a scheme of one's own says of the hospital is not in the element.
    LocalCodeRemoved = "local_code_removed";
    /// The value of a content item whose concept names or dates a person is not in the element; a
    /// birth date is not moved either by the days by which other dates move.
    ConceptRemoved = "concept_removed";
    /// The identifier of an order, an admission or a ward is not in the element.
    IdentifierRemoved = "identifier_removed";
    /// The value is not among the bytes of the compressed pixels.
    StreamCleaned = "stream_cleaned";
    /// The file was not written, and its row says so. Not one of the ten, and reported apart.
    Refused = "refused";
}

impl Class {
    /// The class of this name.
    pub fn parse(text: &str) -> Option<Class> {
        Self::ALL.iter().copied().find(|class| class.as_str() == text)
    }

    /// The ten that are scored.
    pub fn scored() -> impl Iterator<Item = Class> {
        Self::ALL.iter().copied().filter(|&class| class < Class::NameRemoved)
    }

    /// Those beyond the ten.
    pub fn beyond() -> impl Iterator<Item = Class> {
        let is_beyond = |class: &Class| (Class::NameRemoved..Class::Refused).contains(class);
        Self::ALL.iter().copied().filter(is_beyond)
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
