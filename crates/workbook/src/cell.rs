//! What cells hold.

/// How a cell looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// As ordinary text.
    #[default]
    Plain,
    /// Gray.
    Faint,
    /// As ordinary text, in several lines where it is long.
    Note,
    /// Green.
    Good,
    /// Amber.
    Warn,
    /// Red.
    Bad,
    /// Gray, where others are green or red.
    Neutral,
    /// Bold.
    Strong,
    /// The heading of a sheet.
    Title,
    /// The heading of a column.
    Header,
}

/// What a cell holds.
#[derive(Debug, Clone, Copy)]
pub enum Cell<'a> {
    /// Nothing.
    Empty,
    /// Text, whatever it begins with.
    Text(&'a str, Tone),
    /// Text that leads to another cell of the workbook.
    Link(&'a str, &'a Anchor),
    /// A whole number.
    Count(usize),
    /// A share, 0 to 1, shown in percent with two decimals.
    Share(f64),
    /// A number, aligned on the right; what is infinite is shown as ∞, what is no number as –.
    Number {
        /// The number; a share where it is shown in percent.
        value: f64,
        /// How many decimals are shown.
        decimals: u8,
        /// Whether it is a share, 0 to 1, shown in percent.
        percent: bool,
        /// How it looks: plain, faint or strong; others look like plain.
        tone: Tone,
    },
}

impl<'a> Cell<'a> {
    /// Ordinary text.
    pub fn text(text: &'a str) -> Self {
        Cell::Text(text, Tone::Plain)
    }
}

/// The beginning of a row, which links can lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor(String);

impl Anchor {
    /// The beginning of a row of a sheet; rows are counted from 0.
    pub(super) fn new(sheet: &str, row: u32) -> Self {
        let sheet = sheet.replace('\'', "''");
        Self(format!("internal:'{sheet}'!A{}", u64::from(row) + 1))
    }

    /// The link, as the file format writes it.
    pub(super) fn address(&self) -> &str {
        &self.0
    }
}
