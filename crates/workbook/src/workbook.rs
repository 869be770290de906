//! A workbook in the making.

use std::io::{Seek, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Worksheet, XlsxError};

use crate::cell::{Anchor, Cell, Tone};
use crate::format::Formats;
use crate::lines;
use crate::name::SheetNames;

/// Rows of a sheet in the file format.
pub const MOST_ROWS: u32 = 1_048_576;
/// Links of a sheet in the file format.
const MOST_LINKS: usize = 65_530;
/// A4, by its number in the file format.
const PAPER: u8 = 9;
/// Deflate's level, 1 to 9. The fastest: reports are read once.
const COMPRESSION: u8 = 1;

/// One sheet of a workbook, or several that continue one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SheetId(usize);

/// A workbook in the making.
///
/// ```
/// use std::io::Cursor;
///
/// use workbook::{Cell, Tone, Workbook};
///
/// let mut book = Workbook::new();
/// let sheet = book.sheet("Series", &[20.0, 8.0])?;
/// book.header(sheet, &["Series", "Result"])?;
/// book.row(sheet, &[Cell::text("=1+1 is text"), Cell::Text("PASS", Tone::Good)])?;
/// let mut file = Cursor::new(Vec::new());
/// book.save(&mut file)?;
/// assert!(file.into_inner().starts_with(b"PK"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Workbook {
    /// The workbook of the library that writes it.
    book: rust_xlsxwriter::Workbook,
    /// How cells look.
    formats: Formats,
    /// The names that sheets have so far.
    names: SheetNames,
    /// The sheets by their [`SheetId`].
    tables: Vec<Table>,
    /// Rows after which a sheet is continued on another one.
    most_rows: u32,
}

/// A sheet that is written to, and what its continuation has to repeat.
struct Table {
    /// The name that was asked for; the sheet's own can differ.
    name: String,
    /// The position of the sheet in the workbook, from 0.
    sheet: usize,
    /// The row that is written next, from 0.
    next_row: u32,
    /// The widths of the columns, in characters.
    widths: Vec<f64>,
    /// The header of the main table, once it is written.
    header: Option<Header>,
    /// How many columns on the left stay in sight.
    frozen: u16,
    /// How many links the sheet has.
    links: usize,
}

/// The header of a sheet's main table.
struct Header {
    /// The titles of the columns.
    titles: Vec<String>,
    /// Its row, from 0.
    row: u32,
}

impl Default for Workbook {
    fn default() -> Self {
        Self::new()
    }
}

impl Workbook {
    /// A workbook without sheets. It tells neither author nor machine nor time.
    pub fn new() -> Self {
        Self::with_row_limit(MOST_ROWS)
    }

    /// The same, with sheets that end sooner.
    pub fn with_row_limit(most_rows: u32) -> Self {
        let mut book = rust_xlsxwriter::Workbook::new();
        let mut properties = DocProperties::new();
        if let Ok(date) = ExcelDateTime::from_ymd(2000, 1, 1) {
            properties = properties.set_creation_datetime(&date);
        }
        book.set_properties(&properties);
        book.set_zip_compression_level(COMPRESSION);
        Self {
            book,
            formats: Formats::new(),
            names: SheetNames::default(),
            tables: Vec::new(),
            most_rows: most_rows.clamp(3, MOST_ROWS),
        }
    }

    /// Adds a sheet whose columns have these widths, in characters. The name is changed where the
    /// file format or another sheet's name demands it.
    ///
    /// # Errors
    /// When no temporary file can be made.
    pub fn sheet(&mut self, name: &str, widths: &[f64]) -> Result<SheetId, XlsxError> {
        let sheet = self.add_sheet(name, widths)?;
        self.tables.push(Table {
            name: name.to_owned(),
            sheet,
            next_row: 0,
            widths: widths.to_vec(),
            header: None,
            frozen: 0,
            links: 0,
        });
        Ok(SheetId(self.tables.len() - 1))
    }

    /// Writes the header of the sheet's main table: it can be filtered, stays in sight, and is
    /// repeated where the sheet has to be continued.
    ///
    /// # Errors
    /// When the row cannot be written.
    pub fn header(&mut self, id: SheetId, titles: &[&str]) -> Result<(), XlsxError> {
        self.small_header(id, titles)?;
        if let Some(table) = self.tables.get_mut(id.0) {
            let titles = titles.iter().map(|title| (*title).to_owned()).collect();
            table.header = Some(Header { titles, row: table.next_row.saturating_sub(1) });
        }
        Ok(())
    }

    /// Keeps the first columns of the sheet in sight, too, if it has a header.
    pub fn freeze(&mut self, id: SheetId, columns: u16) {
        if let Some(table) = self.tables.get_mut(id.0) {
            table.frozen = columns;
        }
    }

    /// Writes a row of bands over the columns: each a text and the number of columns it spans.
    /// Without text a band is a gap.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn bands(&mut self, id: SheetId, bands: &[(&str, u16)]) -> Result<(), XlsxError> {
        self.make_room(id)?;
        let Some(table) = self.tables.get_mut(id.0) else {
            return Ok(());
        };
        let sheet = self.book.worksheet_from_index(table.sheet)?;
        let mut column = 0;
        for (text, columns) in bands {
            self.formats.band(sheet, table.next_row, column, *columns, text)?;
            column += columns;
        }
        table.next_row += 1;
        Ok(())
    }

    /// Where the next row will stand.
    ///
    /// # Errors
    /// When the sheet has to be continued and cannot be.
    pub fn next_row(&mut self, id: SheetId) -> Result<Anchor, XlsxError> {
        self.make_room(id)?;
        let table = self
            .tables
            .get(id.0)
            .ok_or(XlsxError::UnknownWorksheetNameOrIndex(id.0.to_string()))?;
        let sheet = self.book.worksheet_from_index(table.sheet)?;
        Ok(Anchor::new(&sheet.name(), table.next_row))
    }

    /// Writes the header of a table that is not the sheet's main one.
    ///
    /// # Errors
    /// When the row cannot be written.
    pub fn small_header(&mut self, id: SheetId, titles: &[&str]) -> Result<(), XlsxError> {
        let cells: Vec<Cell<'_>> =
            titles.iter().map(|title| Cell::Text(title, Tone::Header)).collect();
        self.row(id, &cells)
    }

    /// Writes the next row.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn row(&mut self, id: SheetId, cells: &[Cell<'_>]) -> Result<(), XlsxError> {
        self.make_room(id)?;
        let Some(table) = self.tables.get_mut(id.0) else {
            return Ok(());
        };
        let sheet = self.book.worksheet_from_index(table.sheet)?;
        let lines = lines::of_row(cells, &table.widths);
        if lines > 1 {
            sheet.set_row_height_pixels(table.next_row, lines * lines::HEIGHT)?;
        }
        for (column, mut cell) in (0..).zip(cells.iter().copied()) {
            if let Cell::Link(text, _) = cell {
                table.links += 1;
                if table.links > MOST_LINKS {
                    cell = Cell::text(text);
                }
            }
            self.formats.write(sheet, table.next_row, column, cell)?;
        }
        table.next_row += 1;
        Ok(())
    }

    /// The worksheet of the row that was written last, and where it is.
    pub(crate) fn last_row(
        &mut self,
        id: SheetId,
    ) -> Result<Option<(&mut Worksheet, u32)>, XlsxError> {
        let Some(table) = self.tables.get(id.0) else {
            return Ok(None);
        };
        let row = table.next_row.saturating_sub(1);
        Ok(Some((self.book.worksheet_from_index(table.sheet)?, row)))
    }

    /// Completes the workbook.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn save(mut self, target: impl Write + Seek + Send) -> Result<(), XlsxError> {
        for at in 0..self.tables.len() {
            self.close(SheetId(at))?;
        }
        self.book.save_to_writer(target)
    }

    /// Adds a sheet to the workbook; gives its position.
    fn add_sheet(&mut self, name: &str, widths: &[f64]) -> Result<usize, XlsxError> {
        let name = self.names.unique(name);
        let at = self.book.worksheets().len();
        let sheet = self.book.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?;
        sheet.set_landscape().set_paper_size(PAPER).set_print_fit_to_pages(1, 0);
        sheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3).set_footer("&C&P / &N");
        for (column, width) in (0..).zip(widths) {
            sheet.set_column_width(column, *width)?;
        }
        Ok(at)
    }

    fn make_room(&mut self, id: SheetId) -> Result<(), XlsxError> {
        match self.tables.get(id.0) {
            Some(table) if table.next_row >= self.most_rows => self.go_on(id),
            _ => Ok(()),
        }
    }

    /// Continues a full sheet on a new one, under the same header.
    fn go_on(&mut self, id: SheetId) -> Result<(), XlsxError> {
        self.close(id)?;
        let Some(table) = self.tables.get_mut(id.0) else {
            return Ok(());
        };
        let (name, widths) = (table.name.clone(), table.widths.clone());
        let titles = table.header.take().map(|header| header.titles);
        (table.next_row, table.links) = (0, 0);
        let sheet = self.add_sheet(&name, &widths)?;
        if let Some(table) = self.tables.get_mut(id.0) {
            table.sheet = sheet;
        }
        match titles {
            Some(titles) => self.header(id, &titles.iter().map(String::as_str).collect::<Vec<_>>()),
            None => Ok(()),
        }
    }

    /// Settles what depends on the last row.
    fn close(&mut self, id: SheetId) -> Result<(), XlsxError> {
        let Some(Table { sheet, next_row, header: Some(header), frozen, .. }) =
            self.tables.get(id.0)
        else {
            return Ok(());
        };
        let columns = u16::try_from(header.titles.len()).unwrap_or(1);
        let sheet = self.book.worksheet_from_index(*sheet)?;
        let last = next_row.saturating_sub(1).max(header.row);
        sheet.autofilter(header.row, 0, last, columns.saturating_sub(1))?;
        sheet.set_freeze_panes(header.row + 1, *frozen)?;
        sheet.set_repeat_rows(0, header.row)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::LONGEST_CELL;
    use calamine::{Data, Reader, Xlsx};
    use std::collections::HashSet;
    use std::io::Cursor;

    fn saved(book: Workbook) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        book.save(&mut bytes).unwrap();
        bytes.into_inner()
    }

    fn read(bytes: &[u8]) -> Xlsx<Cursor<&[u8]>> {
        Xlsx::new(Cursor::new(bytes)).unwrap()
    }

    #[test]
    fn a_full_sheet_goes_on_under_the_same_header() {
        let mut book = Workbook::with_row_limit(4);
        let sheet = book.sheet("Rows", &[10.0, 10.0]).unwrap();
        book.header(sheet, &["n", "text"]).unwrap();
        for n in 0..7 {
            book.row(sheet, &[Cell::Count(n), Cell::text("x")]).unwrap();
        }
        let bytes = saved(book);
        let mut book = read(&bytes);
        assert_eq!(book.sheet_names(), ["Rows", "Rows~2", "Rows~3"]);
        let rows = |book: &mut Xlsx<_>, name| book.worksheet_range(name).unwrap().rows().count();
        assert_eq!(
            [rows(&mut book, "Rows"), rows(&mut book, "Rows~2"), rows(&mut book, "Rows~3")],
            [4, 4, 2]
        );
        let last = book.worksheet_range("Rows~3").unwrap();
        assert_eq!(last.get((0, 0)), Some(&Data::String("n".into())));
        assert_eq!(last.get((1, 0)), Some(&Data::Float(6.0)));
    }

    #[test]
    fn names_are_unique_in_any_case_and_within_the_limit() {
        let mut book = Workbook::new();
        let long = "0123456789012345678901234567890123456789";
        for name in [long, long, "a/b", "A_B", "", "'", "History"] {
            book.sheet(name, &[]).unwrap();
        }
        let bytes = saved(book);
        let book = read(&bytes);
        let names = book.sheet_names();
        assert_eq!(names[1], "01234567890123456789012345678~2");
        assert_eq!(names[2..], ["a_b", "A_B~2", "Sheet", "Sheet~2", "History_"]);
        let different: HashSet<_> = names.iter().map(|name| name.to_lowercase()).collect();
        assert_eq!(different.len(), names.len());
    }

    #[test]
    fn text_is_never_a_formula_and_never_too_long() {
        let mut book = Workbook::new();
        let sheet = book.sheet("Text", &[]).unwrap();
        let long = "가".repeat(40_000);
        let texts =
            ["=1+1", "+1", "-1", "@SUM(A1)", "{=1}", "https://example.org", "\u{1}\tx", &long];
        for text in texts {
            book.row(sheet, &[Cell::text(text), Cell::Text(text, Tone::Bad)]).unwrap();
        }
        let bytes = saved(book);
        let mut book = read(&bytes);
        assert_eq!(book.worksheet_formula("Text").unwrap().used_cells().count(), 0);
        let range = book.worksheet_range("Text").unwrap();
        for (row, text) in texts.iter().enumerate().take(6) {
            assert_eq!(range.get((row, 0)), Some(&Data::String((*text).to_owned())));
        }
        let Some(Data::String(cut)) = range.get((7, 1)) else { panic!("no text") };
        assert_eq!(cut.chars().count(), LONGEST_CELL);
        assert!(cut.ends_with('…'));
    }

    #[test]
    fn the_same_rows_give_the_same_bytes() {
        let make = || {
            let mut book = Workbook::new();
            let sheet = book.sheet("One", &[8.0]).unwrap();
            book.header(sheet, &["share"]).unwrap();
            book.row(sheet, &[Cell::Share(0.9375)]).unwrap();
            saved(book)
        };
        assert_eq!(make(), make());
    }

    #[test]
    fn numbers_have_fixed_decimals_and_what_is_none_is_shown() {
        let mut book = Workbook::new();
        let sheet = book.sheet("Numbers", &[]).unwrap();
        let number = |value| Cell::Number { value, decimals: 2, percent: false, tone: Tone::Faint };
        book.row(sheet, &[1.5, f64::INFINITY, f64::NEG_INFINITY, f64::NAN].map(number)).unwrap();
        let bytes = saved(book);
        let range = read(&bytes).worksheet_range("Numbers").unwrap();
        let texts = ["∞", "−∞", "–"].map(|text| Data::String(text.into()));
        assert_eq!(range.get((0, 0)), Some(&Data::Float(1.5)));
        assert_eq!(range.rows().next().map(|row| &row[1..]), Some(&texts[..]));
        assert_eq!(crate::format::pattern(0, false), "#,##0");
        assert_eq!(crate::format::pattern(2, true), "#,##0.00%");
    }

    #[test]
    fn bands_span_columns_and_links_keep_their_text() {
        let mut book = Workbook::new();
        let [from, to] = ["From", "It's"].map(|name| book.sheet(name, &[]).unwrap());
        book.row(to, &[]).unwrap();
        let anchor = book.next_row(to).unwrap();
        assert_eq!(anchor, Anchor::new("It's", 1));
        assert_eq!(anchor.address(), "internal:'It''s'!A2");
        book.bands(from, &[("", 1), ("wide", 2), ("one", 1)]).unwrap();
        book.row(from, &[Cell::Link("=there", &anchor)]).unwrap();
        let bytes = saved(book);
        let range = read(&bytes).worksheet_range("From").unwrap();
        assert_eq!(range.get_value((0, 1)), Some(&Data::String("wide".into())));
        assert_eq!(range.get_value((0, 3)), Some(&Data::String("one".into())));
        assert_eq!(range.get_value((1, 0)), Some(&Data::String("=there".into())));
    }
}
