//! What is left in parts of images.

use crate::area::Area;
use crate::file::File;
use crate::image::Image;
use crate::ink::Ink;

/// Neighbouring pixels can be told apart if some sample differs by more than this part of its range.
const ALIKE: f64 = 0.02;

/// Ink may be so far from what was drawn, as a part of the range: compression is lossy.
const BLURRED: f64 = 0.12;

/// So many edges are a letter; a point or comma has fewer.
const LETTER: usize = 24;

/// Whether nothing can be read of what was written in an area: nowhere along it, in a window as wide
/// as it is high, is more than half of the edges between ink and ground still to be seen.
pub fn hidden(original: &File, output: &File, area: Area, ink: Ink) -> Result<(), String> {
    let before = original.image().ok_or("the original has no readable pixels")?;
    let after = output.image().ok_or("no readable pixels")?;
    if [before.rows, before.columns] != [after.rows, after.columns] {
        return Err("another size".into());
    }
    for (number, (one, other)) in before.frames().zip(after.frames()).enumerate() {
        let most = range(&before) * ALIKE;
        let edges = edges(&before, one, area, ink);
        if edges.is_empty() {
            return Err("nothing was written there".into());
        }
        let visible: Vec<bool> =
            edges.iter().map(|&[a, b]| apart(&after, other, [a, b], most)).collect();
        let width = area.height.max(8);
        for left in (area.column..area.column + area.width).step_by(4) {
            let inside = edges.iter().zip(&visible);
            let inside = inside.filter(|([a, _], _)| (left..left + width).contains(&a.1));
            let (all, seen) = inside
                .fold((0, 0), |(all, seen), (_, &is_seen)| (all + 1, seen + usize::from(is_seen)));
            if seen >= LETTER && seen * 2 > all {
                return Err(format!("legible at column {left} of frame {}", number + 1));
            }
        }
    }
    Ok(())
}

/// A pixel's row and column.
type Pixel = (usize, usize);

/// Neighbours of which one is ink and the other is not.
fn edges(image: &Image, frame: &[u16], area: Area, ink: Ink) -> Vec<[Pixel; 2]> {
    let most = range(image) * BLURRED;
    let is_ink = |(row, column): Pixel| {
        (0..image.samples).zip(ink.values()).all(|(sample, ink)| {
            let value = frame.get(image.offset(row, column, sample)).copied();
            value.is_some_and(|value| f64::from(value.abs_diff(ink ^ image.raised)) <= most)
        })
    };
    let rows = area.row..(area.row + area.height).min(image.rows);
    let columns = area.column..(area.column + area.width).min(image.columns);
    let pixels = rows.flat_map(|row| columns.clone().map(move |column| (row, column)));
    pixels
        .flat_map(|(row, column)| {
            [[(row, column), (row, column + 1)], [(row, column), (row + 1, column)]]
        })
        .filter(|&[a, b]| b.0 < image.rows && b.1 < image.columns && is_ink(a) != is_ink(b))
        .collect()
}

/// Whether some sample of two pixels differs by more than this.
fn apart(image: &Image, frame: &[u16], [a, b]: [Pixel; 2], most: f64) -> bool {
    (0..image.samples).any(|sample| {
        let value = |(row, column): Pixel| frame.get(image.offset(row, column, sample)).copied();
        match (value(a), value(b)) {
            (Some(a), Some(b)) => f64::from(a.abs_diff(b)) > most,
            _ => false,
        }
    })
}

/// The greatest difference of two samples.
fn range(image: &Image) -> f64 {
    let values = || image.values.iter().copied();
    let span = values().max().unwrap_or(0) - values().min().unwrap_or(0);
    f64::from(span.max(1))
}

/// Whether nothing changed in an area, or in the whole image.
pub fn retained(original: &File, output: &File, area: Option<Area>) -> Result<(), String> {
    let (Some(before), Some(after)) = (original.image(), output.image()) else {
        return same_fragments(original, output);
    };
    if [before.rows, before.columns, before.samples] != [after.rows, after.columns, after.samples]
        || before.values.len() != after.values.len()
    {
        return Err("another size".into());
    }
    let whole = Area { column: 0, row: 0, width: before.columns, height: before.rows };
    let area = area.unwrap_or(whole);
    for (number, (one, other)) in before.frames().zip(after.frames()).enumerate() {
        for sample in 0..before.samples {
            if before.part(one, area, sample) != after.part(other, area, sample) {
                return Err(format!("other values in frame {}", number + 1));
            }
        }
    }
    Ok(())
}

/// Compressed pixels that nobody touched.
fn same_fragments(original: &File, output: &File) -> Result<(), String> {
    let fragments = |file: &File| {
        let element = file.object().get(dicom_dictionary_std::tags::PIXEL_DATA)?;
        element.fragments().map(<[_]>::to_vec)
    };
    match (fragments(original), fragments(output)) {
        (Some(before), Some(after)) if before == after => Ok(()),
        _ => Err("no readable pixels, or others".into()),
    }
}
