//! How cells look.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use super::name::shortened;
use super::{Cell, Tone};

/// Characters (UTF-16) of a cell in the file format.
pub(super) const LONGEST_CELL: usize = 32_767;

/// The looks of cells.
pub(super) struct Formats {
    good: Format,
    warn: Format,
    bad: Format,
    strong: Format,
    title: Format,
    header: Format,
    count: Format,
    share: Format,
}

impl Formats {
    pub(super) fn new() -> Self {
        let tone = |ink, ground| {
            Format::new()
                .set_font_color(Color::RGB(ink))
                .set_background_color(Color::RGB(ground))
                .set_bold()
        };
        let header = Format::new()
            .set_bold()
            .set_font_color(Color::White)
            .set_background_color(Color::RGB(0x1F_4E_78))
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter)
            .set_border(FormatBorder::Thin)
            .set_border_color(Color::RGB(0xA6_A6_A6));
        Self {
            good: tone(0x00_61_00, 0xC6_EF_CE).set_align(FormatAlign::Center),
            warn: tone(0x7F_60_00, 0xFF_EB_9C).set_align(FormatAlign::Center),
            bad: tone(0x9C_00_06, 0xFF_C7_CE).set_align(FormatAlign::Center),
            strong: Format::new().set_bold(),
            title: Format::new()
                .set_bold()
                .set_font_size(14)
                .set_font_color(Color::RGB(0x1F_4E_78)),
            header,
            count: Format::new().set_align(FormatAlign::Center),
            share: Format::new().set_num_format("0.00%").set_align(FormatAlign::Center),
        }
    }

    fn of(&self, tone: Tone) -> Option<&Format> {
        match tone {
            Tone::Plain => None,
            Tone::Good => Some(&self.good),
            Tone::Warn => Some(&self.warn),
            Tone::Bad => Some(&self.bad),
            Tone::Strong => Some(&self.strong),
            Tone::Title => Some(&self.title),
            Tone::Header => Some(&self.header),
        }
    }

    /// Writes one cell.
    pub(super) fn write(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        column: u16,
        cell: Cell<'_>,
    ) -> Result<(), XlsxError> {
        match cell {
            Cell::Empty => {}
            Cell::Text(text, tone) => {
                let text = shortened(text, LONGEST_CELL, "…");
                match self.of(tone) {
                    Some(format) => sheet.write_string_with_format(row, column, text, format)?,
                    None => sheet.write_string(row, column, text)?,
                };
            }
            Cell::Count(count) => {
                sheet.write_number_with_format(row, column, count as f64, &self.count)?;
            }
            Cell::Share(share) => {
                sheet.write_number_with_format(row, column, share, &self.share)?;
            }
        }
        Ok(())
    }
}
