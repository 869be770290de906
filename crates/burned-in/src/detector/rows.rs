//! Letters that stand in a row.

use super::letters::Letter;
use crate::Area;

/// Letters of a row, at least; shorter ones (L, R, mm) name nobody.
const FEWEST: usize = 4;

/// Letters that touch are a row by themselves if they are so many.
const LONG_RUN: usize = 6;

/// The widest gap between neighbours, in heights: a space and a half.
const GAP: f64 = 1.3;

/// Share of letters that stand on one base line.
const ALIGNED: f64 = 0.6;

/// Share of plain bars, at most.
const BARS: f64 = 0.6;

/// The height of a row, in heights of its highest letter: what climbs or falls is no row.
const STRAIGHT: f64 = 1.6;

/// A row of letters.
pub(super) struct Row {
    pub(super) area: Area,
    pub(super) letters: usize,
}

/// The rows that these letters make.
pub(super) fn rows(letters: &[Letter]) -> Vec<Row> {
    let mut sorted: Vec<&Letter> = letters.iter().collect();
    sorted.sort_by_key(|letter| letter.area.left);
    let mut groups: Vec<usize> = (0..sorted.len()).collect();
    let widest = sorted.iter().map(|l| l.area.height()).max().unwrap_or(0) as f64 * (GAP + 1.0);
    for (at, letter) in sorted.iter().enumerate() {
        // The nearest neighbour to the right alone: what lies behind it is reached through it.
        let reach = letter.area.right as f64 + widest;
        let next = sorted
            .iter()
            .enumerate()
            .skip(at + 1)
            .take_while(|(_, other)| (other.area.left as f64) < reach)
            .find(|(_, other)| are_neighbours(letter, other));
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
        .filter_map(|group| row(&group.iter().map(|(_, letter)| *letter).collect::<Vec<_>>()))
        .collect()
}

fn root(groups: &[usize], mut at: usize) -> usize {
    while let Some(parent) = groups.get(at).filter(|parent| **parent != at) {
        at = *parent;
    }
    at
}

/// Whether a letter can follow another one in a row.
fn are_neighbours(a: &Letter, b: &Letter) -> bool {
    let (high, low) = (a.area.height().max(b.area.height()), a.area.height().min(b.area.height()));
    let height = high as f64;
    let gap = b.area.left as f64 - a.area.right as f64;
    let apart = |a: usize, b: usize| a.abs_diff(b) as f64;
    let base = apart(a.area.bottom, b.area.bottom) <= 1.0 + 0.1 * height;
    let top = apart(a.area.top, b.area.top) <= 1.0 + 0.1 * height;
    let alike = |a: f64, b: f64, most: f64| a.max(b) <= most * a.min(b);
    (base || top)
        && 2 * low >= high
        && (-0.15 * height..=GAP * height).contains(&gap)
        && alike(a.contrast, b.contrast, 1.6)
        && (a.brightness - b.brightness).abs() <= 0.25 * a.contrast.max(b.contrast)
        && alike(a.stroke + 0.5, b.stroke + 0.5, 1.8)
}

/// The row, if these letters are one.
fn row(letters: &[&Letter]) -> Option<Row> {
    let count = letters.len();
    // A run by itself can be much else, unless it is long.
    let alone = |letter: &Letter| count == 1 && letter.count > 1 && letter.count < LONG_RUN;
    let sure = letters.iter().filter(|letter| letter.sure && !alone(letter));
    if sure.clone().map(|letter| letter.count).sum::<usize>() < FEWEST {
        return None;
    }
    let share = |part: usize| part as f64 / count as f64;
    let bars = letters.iter().filter(|letter| letter.bar).count();
    let height = letters.iter().map(|letter| letter.area.height()).max()?;
    let slack = height / 12;
    let on_line = |base: usize| {
        letters.iter().filter(|other| other.area.bottom.abs_diff(base) <= slack).count()
    };
    let aligned = letters.iter().map(|letter| on_line(letter.area.bottom)).max()?;
    // Marks of a scale and pixels of a grid all look the same; letters do not.
    let mut kinds: Vec<_> =
        letters.iter().map(|l| (l.area.width(), l.area.height(), l.size)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let area = letters.iter().map(|l| l.area).reduce(|a, b| a.joined(&b))?;
    let straight = area.height() as f64 <= STRAIGHT * height as f64;
    let touching: usize = sure.map(|letter| letter.count - 1).sum();
    let various = kinds.len() + touching >= 3;
    let text = straight && share(bars) <= BARS && share(aligned) >= ALIGNED && various;
    text.then_some(Row { area, letters: letters.iter().map(|letter| letter.count).sum() })
}
