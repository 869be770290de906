//! Connected foreground, by its runs: a shape is measured, not stored.

use crate::{Area, Grey};

/// Connected pixels at or above a level; corners connect.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Shape {
    /// The box around it.
    pub(super) area: Area,
    /// How many pixels it has.
    pub(super) size: usize,
    /// How many sides of its pixels border on darker ones; the edge of the picture is none.
    pub(super) outline: usize,
    /// How much darker it is behind these sides: the sum of the differences, each 1 to 255.
    pub(super) steps: u64,
    /// The sum of its pixels' brightness, each 0 to 255.
    pub(super) sum: u64,
    /// The sum of the squares of their brightness.
    pub(super) squares: u64,
}

/// Neighbouring foreground in a row of pixels.
struct Run {
    /// Its first column.
    start: usize,
    /// The column behind its last.
    end: usize,
    /// The shape that it belongs to, by its number in the forest.
    label: usize,
}

impl Shape {
    fn merge(&mut self, other: &Shape) {
        self.area = self.area.joined(&other.area);
        self.size += other.size;
        self.outline += other.outline;
        self.steps += other.steps;
        self.sum += other.sum;
        self.squares += other.squares;
    }
}

/// The shapes of a level.
pub(super) fn shapes(picture: &Grey, level: u8) -> Vec<Shape> {
    let mut forest = Forest::default();
    let mut above: Vec<Run> = Vec::new();
    for row in 0..picture.rows {
        let mut runs = runs(picture, level, row);
        let mut first = 0;
        for run in &mut runs {
            let shape = measure(picture, level, row, run);
            run.label = forest.add(shape);
            // Runs above that touch this one, corners included.
            while above.get(first).is_some_and(|a| a.end < run.start) {
                first += 1;
            }
            for touching in above.iter().skip(first).take_while(|a| a.start <= run.end) {
                forest.unite(run.label, touching.label);
            }
        }
        above = runs;
    }
    forest.shapes()
}

fn runs(picture: &Grey, level: u8, row: usize) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut start = None;
    for (column, pixel) in picture.row(row).iter().enumerate() {
        match (start, *pixel >= level) {
            (None, true) => start = Some(column),
            (Some(from), false) => {
                runs.push(Run { start: from, end: column, label: 0 });
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        runs.push(Run { start: from, end: picture.columns, label: 0 });
    }
    runs
}

fn measure(picture: &Grey, level: u8, row: usize, run: &Run) -> Shape {
    let area = Area { left: run.start, right: run.end, top: row, bottom: row + 1 };
    let mut shape =
        Shape { area, size: run.end - run.start, outline: 0, steps: 0, sum: 0, squares: 0 };
    let pixels = picture.row(row);
    let mut side = |inside: u8, outside: u8| {
        if outside < level {
            shape.outline += 1;
            shape.steps += u64::from(inside - outside);
        }
    };
    let before = run.start.checked_sub(1).and_then(|at| pixels.get(at));
    if let (Some(outside), Some(inside)) = (before, pixels.get(run.start)) {
        side(*inside, *outside);
    }
    if let (Some(outside), Some(inside)) = (pixels.get(run.end), pixels.get(run.end - 1)) {
        side(*inside, *outside);
    }
    let neighbours = [row.checked_sub(1), Some(row + 1).filter(|row| *row < picture.rows)];
    for neighbour in neighbours.into_iter().flatten() {
        let here = pixels.get(run.start..run.end).unwrap_or_default();
        let there = picture.row(neighbour).get(run.start..run.end).unwrap_or_default();
        for (inside, outside) in here.iter().zip(there) {
            side(*inside, *outside);
        }
    }
    for pixel in pixels.get(run.start..run.end).unwrap_or_default() {
        let value = u64::from(*pixel);
        shape.sum += value;
        shape.squares += value * value;
    }
    shape
}

/// Shapes that grow together: a union-find forest, in which the trees are what is connected so far.
#[derive(Default)]
struct Forest {
    /// Of each label the one that it was joined to; a root is its own.
    parents: Vec<usize>,
    /// What belongs to each label; whole for roots alone.
    shapes: Vec<Shape>,
}

impl Forest {
    fn add(&mut self, shape: Shape) -> usize {
        self.parents.push(self.parents.len());
        self.shapes.push(shape);
        self.parents.len() - 1
    }

    fn root(&mut self, mut label: usize) -> usize {
        while let Some(parent) = self.parents.get(label).copied() {
            if parent == label {
                break;
            }
            let grandparent = self.parents.get(parent).copied().unwrap_or(parent);
            if let Some(slot) = self.parents.get_mut(label) {
                *slot = grandparent;
            }
            label = grandparent;
        }
        label
    }

    fn unite(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        let (into, gone) = (a.min(b), a.max(b));
        if into == gone {
            return;
        }
        if let Some(parent) = self.parents.get_mut(gone) {
            *parent = into;
        }
        if let Some(merged) = self.shapes.get(gone).copied()
            && let Some(shape) = self.shapes.get_mut(into)
        {
            shape.merge(&merged);
        }
    }

    fn shapes(self) -> Vec<Shape> {
        let roots = self.parents.iter().enumerate().map(|(at, parent)| at == *parent);
        self.shapes.into_iter().zip(roots).filter(|(_, root)| *root).map(|(s, _)| s).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_whole_and_measured() {
        let picture = Grey {
            rows: 4,
            columns: 6,
            pixels: [
                [9, 0, 9, 0, 0, 8],
                [9, 0, 9, 0, 0, 0],
                [9, 9, 9, 0, 0, 0],
                [0, 0, 0, 9, 1, 0],
            ]
            .concat(),
        };
        let mut shapes = shapes(&picture, 5);
        shapes.sort_by_key(|shape| shape.size);
        let [dot, cup] = shapes.as_slice() else { panic!("{shapes:?}") };
        assert_eq!((dot.size, dot.outline, dot.steps), (1, 2, 16));
        assert_eq!(cup.area, Area { left: 0, right: 4, top: 0, bottom: 4 });
        assert_eq!((cup.size, cup.sum, cup.squares), (8, 72, 648));
        // The steps of 8 and of 9: one side borders on a 1.
        assert_eq!(cup.steps, 9 * cup.outline as u64 - 1);
    }
}
