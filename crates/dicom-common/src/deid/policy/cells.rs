//! The cells of a site's table. A file of some hundred kilobytes can declare billions of cells, or
//! inflate to gigabytes: what a table of attributes cannot need is refused before there is memory for it.

use std::io::{Cursor, Read};
use std::path::Path;

use calamine::{Reader, Xlsx};
use zip::ZipArchive;

use crate::files::settings;

/// Bytes of the file.
const LARGEST_FILE: u64 = 16 << 20;
/// Bytes of all parts of a workbook together, inflated.
const LARGEST_BOOK: u64 = 64 << 20;
/// Parts of a workbook.
const MOST_PARTS: usize = 1000;
/// Rows of a table: the dictionary of PS3.6 has 5,000 attributes.
const MOST_ROWS: usize = 20_000;
/// Columns of a table.
const MOST_COLUMNS: usize = 256;
/// Cells that hold something.
const MOST_CELLS: usize = 500_000;
/// Characters of a cell, as in Excel.
const LONGEST_CELL: usize = 32_767;

/// Why the cells of a table cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum CellsError {
    /// Missing, or neither a workbook (.xlsx) nor CSV.
    #[error("the policy table cannot be read as a workbook (.xlsx) or CSV")]
    Unreadable,
    /// More than a table of attributes can hold.
    #[error("the policy table is too large: {0}")]
    TooLarge(&'static str),
}

/// The rows of a CSV file.
pub(super) fn of_csv(path: &Path) -> Result<Vec<Vec<String>>, CellsError> {
    let bytes = bytes(path)?;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
    let mut table = Table::default();
    for (row, record) in reader.records().enumerate() {
        let record = record.map_err(|_| CellsError::Unreadable)?;
        table.reach(row)?;
        for (column, cell) in record.iter().enumerate() {
            table.put(row, column, cell)?;
        }
    }
    Ok(table.rows)
}

/// The rows of a workbook's first sheet.
pub(super) fn of_workbook(path: &Path) -> Result<Vec<Vec<String>>, CellsError> {
    let bytes = bytes(path)?;
    check_size(&bytes)?;
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|_| CellsError::Unreadable)?;
    let sheet = book.sheet_names().first().cloned().ok_or(CellsError::Unreadable)?;
    // Cell by cell: a range would have room for all that the corners of the sheet include.
    let mut cells = book.worksheet_cells_reader(&sheet).map_err(|_| CellsError::Unreadable)?;
    let mut table = Table::default();
    while let Some(cell) = cells.next_cell().map_err(|_| CellsError::Unreadable)? {
        let (row, column) = cell.get_position();
        let text = calamine::Data::from(cell.get_value().clone()).to_string();
        if !text.is_empty() {
            table.put(row as usize, column as usize, &text)?;
        }
    }
    Ok(table.rows)
}

fn bytes(path: &Path) -> Result<Vec<u8>, CellsError> {
    settings::read_at_most(path, LARGEST_FILE).map_err(|error| match error.kind() {
        std::io::ErrorKind::FileTooLarge => CellsError::TooLarge("more than 16 MiB"),
        _ => CellsError::Unreadable,
    })
}

/// Inflates all parts once, and keeps nothing: what they declare of their sizes need not be true.
fn check_size(book: &[u8]) -> Result<(), CellsError> {
    let unreadable = |_| CellsError::Unreadable;
    let mut archive = ZipArchive::new(Cursor::new(book)).map_err(|_| CellsError::Unreadable)?;
    if archive.len() > MOST_PARTS {
        return Err(CellsError::TooLarge("more than 1,000 parts"));
    }
    let mut left = LARGEST_BOOK;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|_| CellsError::Unreadable)?;
        let read = std::io::copy(&mut part.take(left + 1), &mut std::io::sink());
        left = left
            .checked_sub(read.map_err(unreadable)?)
            .ok_or(CellsError::TooLarge("more than 64 MiB when inflated"))?;
    }
    Ok(())
}

/// Cells so far.
#[derive(Default)]
struct Table {
    rows: Vec<Vec<String>>,
    cells: usize,
}

impl Table {
    /// Has a row of this number, which counts from 0.
    fn reach(&mut self, row: usize) -> Result<&mut Vec<String>, CellsError> {
        if row >= MOST_ROWS {
            return Err(CellsError::TooLarge("more than 20,000 rows"));
        }
        if self.rows.len() <= row {
            self.rows.resize(row + 1, Vec::new());
        }
        self.rows.get_mut(row).ok_or(CellsError::Unreadable)
    }

    fn put(&mut self, row: usize, column: usize, text: &str) -> Result<(), CellsError> {
        self.cells += 1;
        if self.cells > MOST_CELLS || column >= MOST_COLUMNS {
            return Err(CellsError::TooLarge("more than 500,000 cells or 256 columns"));
        }
        if text.len() > 4 * LONGEST_CELL {
            return Err(CellsError::TooLarge("a cell of more than 32,767 characters"));
        }
        let cells = self.reach(row)?;
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        if let Some(cell) = cells.get_mut(column) {
            text.clone_into(cell);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    /// A workbook of these parts of a sheet, in a file.
    fn workbook(sheet: &str, strings: &str) -> tempfile::NamedTempFile {
        let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let doc = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let rels = "http://schemas.openxmlformats.org/package/2006/relationships";
        let types = "http://schemas.openxmlformats.org/package/2006/content-types";
        let parts = [
            ("[Content_Types].xml", format!("<Types xmlns=\"{types}\"/>")),
            (
                "_rels/.rels",
                format!(
                    "<Relationships xmlns=\"{rels}\"><Relationship Id=\"r1\" \
                     Type=\"{doc}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
                ),
            ),
            (
                "xl/workbook.xml",
                format!(
                    "<workbook xmlns=\"{main}\" xmlns:r=\"{doc}\"><sheets><sheet name=\"a\" \
                     sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!(
                    "<Relationships xmlns=\"{rels}\"><Relationship Id=\"r1\" \
                     Type=\"{doc}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" \
                     Type=\"{doc}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"
                ),
            ),
            (
                "xl/worksheets/sheet1.xml",
                format!("<worksheet xmlns=\"{main}\"><sheetData>{sheet}</sheetData></worksheet>"),
            ),
            ("xl/sharedStrings.xml", format!("<sst xmlns=\"{main}\">{strings}</sst>")),
        ];
        let mut file = tempfile::NamedTempFile::new().unwrap();
        let mut zip = zip::ZipWriter::new(&mut file);
        for (name, content) in parts {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(head.as_bytes()).unwrap();
            zip.write_all(content.as_bytes()).unwrap();
        }
        zip.finish().unwrap();
        file
    }

    fn cell(place: &str, text: &str) -> String {
        let row = place.trim_start_matches(char::is_alphabetic);
        format!(
            "<row r=\"{row}\"><c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c></row>"
        )
    }

    fn is_too_large(rows: Result<Vec<Vec<String>>, CellsError>) -> bool {
        matches!(rows, Err(CellsError::TooLarge(_)))
    }

    #[test]
    fn cells_stand_where_they_are_named() {
        let sheet = cell("A1", "tag") + &cell("C2", "x");
        let rows = of_workbook(workbook(&sheet, "").path()).unwrap();
        assert_eq!(rows, [vec!["tag"], vec!["", "", "x"]]);
    }

    #[test]
    fn a_stray_cell_at_the_end_of_a_sheet_takes_no_memory() {
        for place in ["XFD1048576", "A1048576", "XFD1", "A20001", "IW2"] {
            let sheet = cell("A1", "tag") + &cell(place, "x");
            assert!(is_too_large(of_workbook(workbook(&sheet, "").path())), "{place}");
        }
    }

    #[test]
    fn a_workbook_that_inflates_to_gigabytes_is_refused_before() {
        let strings = format!("<si><t>{}</t></si>", "a".repeat(65 << 20));
        assert!(is_too_large(of_workbook(workbook(&cell("A1", "tag"), &strings).path())));
    }

    #[test]
    fn a_csv_file_without_an_end_is_refused() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(&b"00100010,remove,remove\n".repeat(1 << 20)).unwrap();
        assert!(is_too_large(of_csv(file.path())));
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(&b"a\n".repeat(MOST_ROWS + 1)).unwrap();
        assert!(is_too_large(of_csv(file.path())));
        assert!(is_too_large(of_csv(Path::new("/dev/zero"))));
    }
}
