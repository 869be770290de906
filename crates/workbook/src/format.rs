//! How cells look.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Url, Worksheet, XlsxError};

use crate::cell::{Cell, Tone};
use crate::name::shortened;

/// Characters (UTF-16) of a cell in the file format.
pub(super) const LONGEST_CELL: usize = 32_767;

/// Red, green and blue of lines around cells.
const EDGE: u32 = 0xA6_A6_A6;
/// Red, green and blue of faint text.
const FAINT: u32 = 0x76_76_76;

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
    plain: Format,
    faint: Format,
    neutral: Format,
    note: Format,
    band: Format,
    number: Format,
    link: Format,
}

impl Formats {
    pub(super) fn new() -> Self {
        let tone = |ink, ground| {
            Format::new()
                .set_font_color(Color::RGB(ink))
                .set_background_color(Color::RGB(ground))
                .set_bold()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::Top)
        };
        let top = Format::new().set_align(FormatAlign::Top);
        let header = Format::new()
            .set_bold()
            .set_font_color(Color::White)
            .set_background_color(Color::RGB(0x1F_4E_78))
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter)
            .set_text_wrap()
            .set_border(FormatBorder::Thin)
            .set_border_color(Color::RGB(EDGE));
        Self {
            good: tone(0x00_61_00, 0xC6_EF_CE),
            warn: tone(0x7F_60_00, 0xFF_EB_9C),
            bad: tone(0x9C_00_06, 0xFF_C7_CE),
            strong: top.clone().set_bold(),
            title: Format::new()
                .set_bold()
                .set_font_size(14)
                .set_font_color(Color::RGB(0x1F_4E_78)),
            header,
            count: top.clone().set_align(FormatAlign::Center),
            share: top.clone().set_num_format("0.00%").set_align(FormatAlign::Center),
            faint: top.clone().set_font_color(Color::RGB(FAINT)),
            neutral: top.clone().set_font_color(Color::RGB(FAINT)).set_align(FormatAlign::Center),
            note: top.clone().set_text_wrap(),
            band: Format::new()
                .set_bold()
                .set_font_color(Color::RGB(0x1F_4E_78))
                .set_background_color(Color::RGB(0xDD_EB_F7))
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_border(FormatBorder::Thin)
                .set_border_color(Color::RGB(EDGE)),
            number: top.clone().set_align(FormatAlign::Right),
            link: top.clone().set_font_color(Color::RGB(0x05_63_C1)),
            plain: top,
        }
    }

    fn of(&self, tone: Tone) -> &Format {
        match tone {
            Tone::Plain => &self.plain,
            Tone::Good => &self.good,
            Tone::Warn => &self.warn,
            Tone::Bad => &self.bad,
            Tone::Faint => &self.faint,
            Tone::Neutral => &self.neutral,
            Tone::Note => &self.note,
            Tone::Strong => &self.strong,
            Tone::Title => &self.title,
            Tone::Header => &self.header,
        }
    }

    fn number(&self, tone: Tone) -> Format {
        match tone {
            Tone::Faint => self.number.clone().set_font_color(Color::RGB(FAINT)),
            Tone::Strong => self.number.clone().set_bold(),
            _ => self.number.clone(),
        }
    }

    /// Writes a band over columns, or leaves a gap if there is no text.
    pub(super) fn band(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        column: u16,
        columns: u16,
        text: &str,
    ) -> Result<(), XlsxError> {
        match columns {
            _ if text.is_empty() => {}
            0 => {}
            1 => {
                sheet.write_string_with_format(row, column, text, &self.band)?;
            }
            _ => {
                sheet.merge_range(row, column, row, column + columns - 1, text, &self.band)?;
            }
        }
        Ok(())
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
                sheet.write_string_with_format(row, column, text, self.of(tone))?;
            }
            Cell::Link(text, anchor) => {
                let text = shortened(text, LONGEST_CELL, "…");
                let link = Url::new(anchor.address()).set_text(text);
                sheet.write_url_with_format(row, column, link, &self.link)?;
            }
            Cell::Number { value, decimals, percent, tone } => {
                let format = self.number(tone);
                if value.is_finite() {
                    let format = format.set_num_format(pattern(decimals, percent));
                    sheet.write_number_with_format(row, column, value, &format)?;
                } else {
                    sheet.write_string_with_format(row, column, unbounded(value), &format)?;
                }
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

/// How a spreadsheet program writes a number.
pub(super) fn pattern(decimals: u8, percent: bool) -> String {
    let point = if decimals > 0 { "." } else { "" };
    let sign = if percent { "%" } else { "" };
    format!("#,##0{point}{}{sign}", "0".repeat(decimals.into()))
}

/// The text for what is no number of the file format.
fn unbounded(value: f64) -> &'static str {
    match value {
        f64::INFINITY => "∞",
        f64::NEG_INFINITY => "−∞",
        _ => "–",
    }
}
