//! The first sheet of the workbook: what a board reads and prints, what needs a person first.

use workbook::{Cell, Tone, Workbook};

use super::cells::{Written, outcome, reasons};
use super::content::{Content, TOOL};
use super::error::refused;
use super::outcome::Outcome;
use super::page::shown;

/// Writes it.
pub(super) fn write(content: &Content, book: &mut Workbook) -> Written {
    let l = content.labels;
    let widths = [20.0, 46.0, 14.0, 8.0, 66.0];
    let sheet = book.sheet(l.overview_sheet, &widths).map_err(refused)?;
    let mut row = |cells: &[Cell<'_>]| book.row(sheet, cells).map_err(refused);
    row(&[Cell::Text(l.title, Tone::Title)])?;
    row(&[Cell::Text(TOOL, Tone::Faint)])?;
    row(&[Cell::Text(l.confidential, Tone::Faint)])?;
    row(&[])?;
    for (name, text) in content.about() {
        row(&sentence(name, &text))?;
    }
    row(&sentence(l.criteria_sheet, l.criteria(content.criteria)))?;
    row(&[])?;

    book.header(sheet, &[l.subject, l.series, l.result, l.files, l.reason]).map_err(refused)?;
    let mut series = Vec::from_iter(content.series.iter().map(|(series, _)| series));
    series.sort_by_key(|series| (shown(content, series), Outcome::of(series)));
    for series in series {
        let cells = [
            Cell::text(&series.subject),
            Cell::text(&series.name),
            outcome(content, series),
            Cell::Count(series.files),
            Cell::Text(&reasons(content, series), Tone::Note),
        ];
        book.row(sheet, &cells).map_err(refused)?;
    }
    Ok(())
}

/// A name and a sentence, which stands in the widest column.
fn sentence<'a>(name: &'a str, text: &'a str) -> [Cell<'a>; 5] {
    let name = Cell::Text(name, Tone::Strong);
    [name, Cell::Empty, Cell::Empty, Cell::Empty, Cell::Text(text, Tone::Note)]
}
