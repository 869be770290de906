//! The workbook: what a board reads first, thresholds and a row for each series, the pictures, and what the numbers mean.

use std::collections::BTreeSet;
use std::io::BufWriter;

use dicom_common::code::Code;
use dicom_common::files::pending::Pending;
use dicom_common::pipeline::cli::Tally;
use workbook::{Anchor, Cell, Picture, SheetId, Tone, Workbook};

use crate::args::Criteria;
use crate::checked::{Checked, Mark};

use super::cells::{Written, outcome, reasons};
use super::content::Content;
use super::error::{refused, unwritten};
use super::labels::name;
use super::overview;
use super::spool::{Slot, Spool};

/// Subject, series and result stay in sight.
const FROZEN: u16 = 3;
/// Widths of columns, in characters.
const VALUE: f64 = 11.0;
const VERDICT: f64 = 9.0;
/// Enough of a picture to tell its size.
const HEAD: usize = 64;

/// Writes the workbook.
pub(super) fn write(content: &Content, spool: &Spool, tally: &Tally, pending: &Pending) -> Written {
    let mut book = Workbook::new();
    if content.criteria == Criteria::Default {
        overview::write(content, &mut book)?;
    }
    let columns = columns(content);
    let widths: Vec<f64> = columns.iter().map(|(_, width)| *width).collect();
    let results = book.sheet(content.labels.title, &widths).map_err(refused)?;
    let pictures =
        book.sheet(content.labels.pictures_sheet, &[48.0, 14.0, 104.0]).map_err(refused)?;

    head(content, &mut book, results, tally)?;
    let titles: Vec<&str> = columns.iter().map(|(title, _)| title.as_str()).collect();
    book.header(results, &titles).map_err(refused)?;
    book.freeze(results, FROZEN);
    let l = content.labels;
    book.header(pictures, &[l.series, l.result, l.picture]).map_err(refused)?;

    for (number, (series, slot)) in (0..).zip(&content.series) {
        let head = slot.map(|slot| spool.read(slot.first(HEAD))).transpose().map_err(unwritten)?;
        let place = pictured(content, &mut book, pictures, series, number, head.as_deref())?;
        row(content, &mut book, results, series, &place)?;
    }
    legend(content, &mut book)?;

    let slots: Vec<Option<Slot>> = content.series.iter().map(|(_, slot)| *slot).collect();
    let png = |number: u64| {
        let slot = usize::try_from(number).ok().and_then(|number| slots.get(number).copied());
        spool.read(slot.flatten().ok_or(std::io::ErrorKind::NotFound)?)
    };
    let mut target = BufWriter::new(pending.handle().map_err(unwritten)?);
    book.save_pictured(&mut target, png).map_err(refused)?;
    target.into_inner().map_err(|e| unwritten(e.into_error()))?;
    Ok(())
}

/// The columns of the results with their widths.
fn columns(content: &Content) -> Vec<(String, f64)> {
    let l = content.labels;
    let mut columns: Vec<(String, f64)> =
        vec![(l.subject.into(), 18.0), (l.series.into(), 46.0), (l.result.into(), 14.0)];
    for quantity in &content.quantities {
        let name = name(quantity.metric, content.lang);
        // A percent sign stands beside each number.
        let unit = if quantity.percent { "" } else { quantity.unit };
        columns.push(match unit {
            "" => (name.into(), VALUE),
            unit => (format!("{name} ({unit})"), VALUE),
        });
        if quantity.judged {
            columns.push((l.verdict.into(), VERDICT));
        }
    }
    columns.extend([
        (l.predicted.into(), 13.0),
        (l.modality.into(), 10.0),
        (l.files.into(), 8.0),
        (l.reason.into(), 56.0),
    ]);
    columns
}

/// What stands above the table: the title, the outcomes and the thresholds.
fn head(content: &Content, book: &mut Workbook, sheet: SheetId, tally: &Tally) -> Written {
    let l = content.labels;
    let mut row = |cells: &[Cell<'_>]| book.row(sheet, cells).map_err(refused);
    row(&[Cell::Text(l.title, Tone::Title)])?;
    row(&[Cell::Text(&content.summary(), Tone::Strong)])?;
    row(&[Cell::Text(&content.counted(tally), Tone::Faint)])?;
    if let Some(found) = content.found_again() {
        row(&[Cell::Text(&format!("{}: {found}", l.found_again), Tone::Strong)])?;
    }
    row(&[Cell::Text(l.confidential, Tone::Faint)])?;

    let limits: Vec<String> = content
        .quantities
        .iter()
        .map(|quantity| quantity.limit(&content.limits, content.lang))
        .collect();
    let mut groups = vec![("", FROZEN)];
    let mut thresholds = vec![(l.threshold, FROZEN)];
    for (quantity, limit) in content.quantities.iter().zip(&limits) {
        let columns = if quantity.judged { 2 } else { 1 };
        thresholds.push((if limit.is_empty() { "–" } else { limit }, columns));
        let group = l.group(quantity);
        match groups.last_mut() {
            Some((last, width)) if *last == group => *width += columns,
            _ => groups.push((group, columns)),
        }
    }
    if groups.iter().any(|(group, _)| !group.is_empty()) {
        book.bands(sheet, &groups).map_err(refused)?;
    }
    book.bands(sheet, &thresholds).map_err(refused)
}

fn row(
    content: &Content,
    book: &mut Workbook,
    sheet: SheetId,
    series: &Checked,
    place: &Anchor,
) -> Written {
    let mut cells = vec![
        Cell::text(&series.subject),
        Cell::Link(&series.name, place),
        outcome(content, series),
    ];
    for quantity in &content.quantities {
        let measured = quantity.of(series);
        cells.push(Cell::Number {
            value: quantity.rounded(measured.value),
            decimals: quantity.decimals,
            percent: quantity.percent,
            tone: if quantity.judged { Tone::Plain } else { Tone::Faint },
        });
        if quantity.judged {
            cells.push(match measured.mark {
                Mark::Pass => Cell::Text(content.pass(), Tone::Good),
                Mark::Fail => Cell::Text(content.fail(), Tone::Bad),
                Mark::Silent => Cell::Text("–", Tone::Neutral),
            });
        }
    }
    let reasons = reasons(content, series);
    cells.extend([
        Cell::Text(content.labels.predicted(series), Tone::Neutral),
        Cell::text(series.modality),
        Cell::Count(series.files),
        Cell::Text(&reasons, Tone::Note),
    ]);
    book.row(sheet, &cells).map_err(refused)
}

/// Writes a series with its picture and says where it stands. `number` is its number among the
/// series, by which the picture is asked for when the workbook is saved; `png` is the picture's
/// beginning.
fn pictured(
    content: &Content,
    book: &mut Workbook,
    sheet: SheetId,
    series: &Checked,
    number: u64,
    png: Option<&[u8]>,
) -> Written<Anchor> {
    let l = content.labels;
    let place = book.next_row(sheet).map_err(refused)?;
    let named = format!("{}\n{}: {}", series.name, l.subject, series.subject);
    let reasons = reasons(content, series);
    let text = if reasons.is_empty() { named } else { format!("{named}\n\n{reasons}") };
    let cells = [Cell::Text(&text, Tone::Note), outcome(content, series)];
    match png {
        Some(png) => {
            let words = format!("{}: {}", l.picture, series.name);
            let picture = Picture { number, png, words: &words };
            book.pictured(sheet, &cells, &picture).map_err(refused)?;
        }
        None => {
            let [text, outcome] = cells;
            let none = Cell::Text(l.no_picture, Tone::Faint);
            book.row(sheet, &[text, outcome, none]).map_err(refused)?;
        }
    }
    Ok(place)
}

/// What the quantities and the codes of this run mean.
fn legend(content: &Content, book: &mut Workbook) -> Written {
    let l = content.labels;
    let widths = [30.0, 28.0, 24.0, 100.0];
    let sheet = book.sheet(l.criteria_sheet, &widths).map_err(refused)?;
    book.row(sheet, &[Cell::Text(l.criteria_sheet, Tone::Title)]).map_err(refused)?;
    book.row(sheet, &[]).map_err(refused)?;
    let titles = [l.group, l.quantity, l.threshold, l.meaning];
    book.small_header(sheet, &titles).map_err(refused)?;
    for quantity in &content.quantities {
        let limit = quantity.limit(&content.limits, content.lang);
        let limit = if limit.is_empty() { "–" } else { &limit };
        let meaning = content.meaning(quantity.metric);
        let cells = [
            Cell::text(l.group(quantity)),
            Cell::Text(name(quantity.metric, content.lang), Tone::Strong),
            Cell::text(limit),
            Cell::Text(&meaning, Tone::Note),
        ];
        book.row(sheet, &cells).map_err(refused)?;
    }
    let codes: BTreeSet<Code> =
        content.series.iter().flat_map(|(series, _)| series.codes.iter().copied()).collect();
    if codes.is_empty() {
        return Ok(());
    }
    book.row(sheet, &[]).map_err(refused)?;
    book.small_header(sheet, &[l.code, "", "", l.meaning]).map_err(refused)?;
    for code in codes {
        let text = format!("{} {}", code.meaning_in(content.lang), code.remedy_in(content.lang));
        let code = Cell::Text(code.as_str(), Tone::Strong);
        let cells = [code, Cell::Empty, Cell::Empty, Cell::Text(&text, Tone::Note)];
        book.row(sheet, &cells).map_err(refused)?;
    }
    Ok(())
}
