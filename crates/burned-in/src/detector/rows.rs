//! Letters that stand in a row.

use limit::Limit;

use super::letters::Letter;
use crate::Area;
use crate::limits::Limits;

/// Pixels by which neighbours may stand above or below each other however low they are: a rounded
/// edge.
const ROUNDING: f64 = 1.0;

/// Pixels that are added to the widths of strokes before they are compared: thin strokes are measured
/// to half a pixel.
const STROKE_ERROR: f64 = 0.5;

/// A part of the highest letter's height within which letters stand on one base line.
const BASE_LINE: usize = 12;

/// A row of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextRow {
    /// The box around it, in pixels of the picture.
    pub area: Area,
    /// How many letters were seen; those that touch are counted by their width.
    pub letters: usize,
}

/// The rows that these letters make, by these limits.
pub(super) fn rows(letters: &[Letter], limits: &Limits) -> Vec<TextRow> {
    let mut sorted: Vec<&Letter> = letters.iter().collect();
    sorted.sort_by_key(|letter| letter.area.left);
    let mut groups: Vec<usize> = (0..sorted.len()).collect();
    let widest = sorted.iter().map(|l| l.area.height()).max().unwrap_or(0) as f64;
    let widest = widest * (limits.gap.value + 1.0);
    for (at, letter) in sorted.iter().enumerate() {
        // The nearest neighbour to the right alone: what lies behind it is reached through it.
        let reach = letter.area.right as f64 + widest;
        let next = sorted
            .iter()
            .enumerate()
            .skip(at + 1)
            .take_while(|(_, other)| (other.area.left as f64) < reach)
            .find(|(_, other)| are_neighbours(letter, other, limits));
        if let Some((other, _)) = next {
            let (into, gone) = (root(&groups, at), root(&groups, other));
            if let Some(slot) = groups.get_mut(into.max(gone)) {
                *slot = into.min(gone);
            }
        }
    }
    let mut members: Vec<(usize, &Letter)> =
        sorted.iter().enumerate().map(|(at, letter)| (root(&groups, at), *letter)).collect();
    members.sort_by_key(|(group, _)| *group);
    members
        .chunk_by(|a, b| a.0 == b.0)
        .map(|group| group.iter().map(|(_, letter)| *letter).collect::<Vec<_>>())
        .filter_map(|group| row(&group, limits))
        .collect()
}

fn root(groups: &[usize], mut at: usize) -> usize {
    while let Some(parent) = groups.get(at).filter(|parent| **parent != at) {
        at = *parent;
    }
    at
}

/// Whether a letter can follow another one in a row.
fn are_neighbours(letter: &Letter, next: &Letter, limits: &Limits) -> bool {
    let (a, b) = (letter.area.height(), next.area.height());
    let height = a.max(b) as f64;
    let gap = next.area.left as f64 - letter.area.right as f64;
    let level =
        |a: usize, b: usize| a.abs_diff(b) as f64 <= ROUNDING + limits.offset.value * height;
    let alike = |a: f64, b: f64, limit: &Limit| limit.passes_in(a.max(b), a.min(b));
    (level(letter.area.bottom, next.area.bottom) || level(letter.area.top, next.area.top))
        && alike(a as f64, b as f64, &limits.heights)
        && limits.overlap.passes_in(gap, height)
        && limits.gap.passes_in(gap, height)
        && alike(letter.contrast, next.contrast, &limits.contrasts)
        && limits.brightness.passes_in(
            (letter.brightness - next.brightness).abs(),
            letter.contrast.max(next.contrast),
        )
        && alike(letter.stroke + STROKE_ERROR, next.stroke + STROKE_ERROR, &limits.strokes)
}

/// The row, if these letters are one.
fn row(letters: &[&Letter], limits: &Limits) -> Option<TextRow> {
    let count = letters.len();
    // Letters that touch and have no other beside them can be much else, unless they are many.
    let doubtful = |letter: &Letter| {
        count == 1 && letter.count > 1 && !limits.long_run.passes(letter.count as f64)
    };
    let sure = letters.iter().filter(|letter| letter.sure && !doubtful(letter));
    if !limits.fewest.passes(sure.clone().map(|letter| letter.count).sum::<usize>() as f64) {
        return None;
    }
    let share = |part: usize| part as f64 / count as f64;
    let bars = letters.iter().filter(|letter| letter.bar).count();
    let height = letters.iter().map(|letter| letter.area.height()).max()?;
    let slack = height / BASE_LINE;
    let on_line = |base: usize| {
        letters.iter().filter(|other| other.area.bottom.abs_diff(base) <= slack).count()
    };
    let aligned = letters.iter().map(|letter| on_line(letter.area.bottom)).max()?;
    // Letters that touch are one shape, but not all the same letter.
    let mut shapes: Vec<_> =
        letters.iter().map(|l| (l.area.width(), l.area.height(), l.size)).collect();
    shapes.sort_unstable();
    shapes.dedup();
    let touching: usize = sure.map(|letter| letter.count - 1).sum();
    let area = letters.iter().map(|l| l.area).reduce(|a, b| a.joined(&b))?;
    let text = limits.straight.passes_in(area.height() as f64, height as f64)
        && limits.bars.passes(share(bars))
        && limits.aligned.passes(share(aligned))
        && limits.various.passes((shapes.len() + touching) as f64);
    text.then_some(TextRow { area, letters: letters.iter().map(|letter| letter.count).sum() })
}
