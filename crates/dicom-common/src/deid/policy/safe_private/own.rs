//! Tables of safe private elements besides those of the standard and of CTP: what converters need,
//! and a user's own.

use dicom_core::VR;

use super::allowed::Allowed;
use super::row::SafeRow;

const CONVERTERS: &str = include_str!("../../../../data/safe_converters.csv");

/// Bytes of the longest table that is read.
const LONGEST: usize = 16 << 20;

/// Why a table of safe private elements cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SafePrivateError {
    /// Missing, too long, or not CSV in UTF-8.
    #[error("the table of safe private elements cannot be read as CSV")]
    Unreadable,
    /// A column that must be there is not.
    #[error("the table of safe private elements has no column `{0}`")]
    Column(&'static str),
    /// A cell that is not understood, or that cannot be safe.
    #[error(
        "the table of safe private elements has an impossible cell in line {line}, column `{column}`"
    )]
    Cell {
        /// Counted from 1, the header included.
        line: u64,
        /// The column's name.
        column: &'static str,
    },
    /// The same element twice.
    #[error("the table of safe private elements names the element of line {0} twice")]
    Twice(u64),
}

/// Safe private elements besides those of the standard and of CTP.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SafeAdditions {
    rows: Vec<SafeRow>,
    /// A text of all that results depend on.
    settings: String,
}

impl SafeAdditions {
    /// Adds what converters need and what names nobody: numbers and terms, whose values are checked.
    pub fn with_converters(mut self) -> Self {
        self.settings += " converters";
        // The table is part of the program; a test reads it.
        self.rows.extend(parse(CONVERTERS).unwrap_or_default());
        self
    }

    /// Adds the elements of a user's table: CSV with the columns `group` (`0019`), `element`
    /// (`xx0C`: whatever block the creator has reserved), `creator`, `vr` (`DS`, or several with `/`
    /// between them), `meaning` and, if wanted, `values`: `LOW..HIGH`, `LOW..HIGH xMOST` or
    /// `TERM|TERM`. An element with another value does not stay.
    ///
    /// # Errors
    /// Any table that is not understood from end to end.
    pub fn with_table(mut self, table: &[u8]) -> Result<Self, SafePrivateError> {
        let text = std::str::from_utf8(table).ok().filter(|text| text.len() <= LONGEST);
        let text = text.ok_or(SafePrivateError::Unreadable)?;
        let rows = parse(text.strip_prefix('\u{FEFF}').unwrap_or(text))?;
        self.settings += " safe";
        for SafeRow { group, element, creator, vr, allowed, .. } in &rows {
            self.settings += &format!(" {group:04X},{element:02X},{creator},{vr},{allowed}");
        }
        self.rows.extend(rows);
        Ok(self)
    }

    /// The elements.
    pub fn rows(&self) -> &[SafeRow] {
        &self.rows
    }

    /// A text of all that results depend on; empty where nothing was added.
    pub fn settings(&self) -> &str {
        &self.settings
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

fn parse(table: &str) -> Result<Vec<SafeRow>, SafePrivateError> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(table.as_bytes());
    let header = reader.headers().map_err(|_| SafePrivateError::Unreadable)?.clone();
    let at = |name: &str| header.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name));
    let required = |name| at(name).ok_or(SafePrivateError::Column(name));
    let columns = ["group", "element", "creator", "vr", "meaning"];
    let [group, element, creator, vr, meaning] = columns.map(required);
    let (group, element, creator, vr, meaning) = (group?, element?, creator?, vr?, meaning?);
    let values = at("values");
    let mut rows: Vec<SafeRow> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| SafePrivateError::Unreadable)?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |at: usize| record.get(at).unwrap_or_default().trim();
        let wrong = |column| SafePrivateError::Cell { line, column };
        let row = SafeRow {
            ctp: false,
            group: private_group(cell(group)).ok_or(wrong("group"))?,
            element: element_in_block(cell(element)).ok_or(wrong("element"))?,
            creator: is_creator(cell(creator)).ok_or(wrong("creator"))?.to_owned(),
            vr: are_representations(cell(vr)).ok_or(wrong("vr"))?.to_owned(),
            meaning: cell(meaning).to_owned(),
            allowed: Allowed::parse(values.map(cell).unwrap_or_default()).ok_or(wrong("values"))?,
        };
        let same = |other: &SafeRow| {
            (other.group, other.element) == (row.group, row.element)
                && other.creator.eq_ignore_ascii_case(&row.creator)
        };
        if rows.iter().any(same) {
            return Err(SafePrivateError::Twice(line));
        }
        rows.push(row);
    }
    Ok(rows)
}

/// An odd group that may hold private elements (PS3.5 7.8).
fn private_group(cell: &str) -> Option<u16> {
    let group = u16::from_str_radix(cell, 16).ok().filter(|_| cell.len() == 4)?;
    (group % 2 == 1 && group > 0x0008 && group != 0xFFFF).then_some(group)
}

/// `xx0C`, or `0C`.
fn element_in_block(cell: &str) -> Option<u8> {
    let block = cell.get(..2).filter(|block| block.eq_ignore_ascii_case("xx"));
    let digits = block.map_or(Some(cell), |_| cell.get(2..))?;
    let hex = digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_hexdigit());
    u8::from_str_radix(digits, 16).ok().filter(|_| hex)
}

/// LO of one value in ASCII.
fn is_creator(cell: &str) -> Option<&str> {
    let printable = |b: u8| b == b' ' || b.is_ascii_graphic() && b != b'\\';
    (!cell.is_empty() && cell.len() <= 64 && cell.bytes().all(printable)).then_some(cell)
}

/// What is a name, a date, or anything at all is not safe.
fn are_representations(cell: &str) -> Option<&str> {
    let is_safe = |vr: &str| {
        vr.parse::<VR>().is_ok_and(|vr| !matches!(vr, VR::PN | VR::DA | VR::DT | VR::UN))
    };
    cell.split('/').all(is_safe).then_some(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_table_holds_checked_values_only() {
        let rows = parse(CONVERTERS).unwrap();
        assert!(rows.len() > 60);
        for row in rows.iter().filter(|row| row.allowed == Allowed::Any) {
            assert_eq!(row.vr, "SQ", "{row:?}");
        }
        let additions = SafeAdditions::default().with_converters();
        assert_eq!((additions.rows().len(), additions.settings()), (rows.len(), " converters"));
    }

    #[test]
    fn a_users_table_is_understood_from_end_to_end_or_refused() {
        let read = |rows: &str| {
            let table = format!("group,element,creator,vr,meaning,values\n{rows}");
            SafeAdditions::default().with_table(table.as_bytes())
        };
        let good = read("0019,xx0C,SIEMENS MR HEADER,IS,B value,0..9000\n0021,0a,ACME,DS/FL,x,\n");
        let good = good.unwrap();
        assert_eq!((good.rows()[0].element, good.rows()[1].element), (0x0C, 0x0A));
        assert!(good.settings().contains("0019,0C,SIEMENS MR HEADER,IS"));
        let cell = |line, column| SafePrivateError::Cell { line, column };
        for (row, error) in [
            ("0018,xx0C,A,IS,x,", cell(2, "group")),
            ("0007,xx0C,A,IS,x,", cell(2, "group")),
            ("19,xx0C,A,IS,x,", cell(2, "group")),
            ("0019,100C,A,IS,x,", cell(2, "element")),
            ("0019,+C,A,IS,x,", cell(2, "element")),
            ("0019,xx0C,,IS,x,", cell(2, "creator")),
            ("0019,xx0C,A\\B,IS,x,", cell(2, "creator")),
            ("0019,xx0C,A,ZZ,x,", cell(2, "vr")),
            ("0019,xx0C,A,PN,x,", cell(2, "vr")),
            ("0019,xx0C,A,IS/DA,x,", cell(2, "vr")),
            ("0019,xx0C,A,UN,x,", cell(2, "vr")),
            ("0019,xx0C,A,IS,x,1..", cell(2, "values")),
            ("0019,xx0C,A,IS,x,\n0019,0C,a,DS,y,", SafePrivateError::Twice(3)),
        ] {
            assert_eq!(read(row).unwrap_err(), error, "{row}");
        }
        let table = |text: &[u8]| SafeAdditions::default().with_table(text).unwrap_err();
        assert_eq!(table(b"group,element,vr,meaning\n"), SafePrivateError::Column("creator"));
        assert_eq!(table(b"\xFF"), SafePrivateError::Unreadable);
    }
}
