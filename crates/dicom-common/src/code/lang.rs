//! The language of what people read.

use clap::ValueEnum;

/// The language of workbooks, pages and pictures. Messages on the terminal, and all tables that programs read,
/// are in English.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Korean.
    Ko,
}

impl Lang {
    /// The text of this language.
    ///
    /// ```
    /// use dicom_common::code::Lang;
    ///
    /// assert_eq!(Lang::Ko.of("Date", "날짜"), "날짜");
    /// ```
    pub fn of<'a>(self, english: &'a str, korean: &'a str) -> &'a str {
        match self {
            Lang::En => english,
            Lang::Ko => korean,
        }
    }

    /// The tag of this language (BCP 47).
    pub fn tag(self) -> &'static str {
        self.of("en", "ko")
    }
}
