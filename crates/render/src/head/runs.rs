//! The largest connected part of a mask, by runs: a union-find over stretches of voxels along z is
//! linear and small.

use ndarray::{Array3, ArrayView1, Axis, Slice};

/// Voxels `from..to` of one line along z.
#[derive(Debug, Clone, Copy)]
struct Run {
    from: usize,
    to: usize,
}

/// The largest 6-connected part; of parts with the same size the first.
pub fn largest(mask: &Array3<bool>) -> Array3<bool> {
    let (_, columns, _) = mask.dim();
    let mut runs: Vec<Run> = Vec::new();
    // Runs of line n are those from starts[n] on, up to starts[n + 1].
    let mut starts = vec![0];
    for line in mask.lanes(Axis(2)) {
        append(&mut runs, line);
        starts.push(runs.len());
    }

    let mut parts = Parts::of(runs.len());
    let line = |n: usize| Some(*starts.get(n)?..*starts.get(n + 1)?);
    for n in 0..starts.len() - 1 {
        let left = if n % columns == 0 { None } else { n.checked_sub(1) };
        for neighbour in [left, n.checked_sub(columns)].into_iter().flatten() {
            if let (Some(here), Some(there)) = (line(n), line(neighbour)) {
                join(&mut parts, &runs, here, there);
            }
        }
    }

    let mut sizes = vec![0; runs.len()];
    for (n, run) in runs.iter().enumerate() {
        if let Some(size) = sizes.get_mut(parts.root(n)) {
            *size += run.to - run.from;
        }
    }
    let winner = (0..sizes.len()).rev().max_by_key(|n| sizes.get(*n));

    let mut kept = Array3::from_elem(mask.dim(), false);
    for (n, mut lane) in kept.lanes_mut(Axis(2)).into_iter().enumerate() {
        for at in line(n).into_iter().flatten() {
            if let Some(run) = runs.get(at).filter(|_| Some(parts.root(at)) == winner) {
                lane.slice_axis_mut(Axis(0), Slice::from(run.from..run.to)).fill(true);
            }
        }
    }
    kept
}

fn append(runs: &mut Vec<Run>, line: ArrayView1<'_, bool>) {
    let mut from = None;
    for (z, set) in line.iter().enumerate() {
        match (set, from) {
            (true, None) => from = Some(z),
            (false, Some(start)) => {
                runs.push(Run { from: start, to: z });
                from = None;
            }
            _ => {}
        }
    }
    if let Some(from) = from {
        runs.push(Run { from, to: line.len() });
    }
}

/// Joins the runs of two neighbouring lines that touch; both lists ascend.
fn join(
    parts: &mut Parts,
    runs: &[Run],
    mut here: std::ops::Range<usize>,
    mut there: std::ops::Range<usize>,
) {
    while let (Some(a), Some(b)) = (
        runs.get(here.start).filter(|_| !here.is_empty()),
        runs.get(there.start).filter(|_| !there.is_empty()),
    ) {
        if a.from < b.to && b.from < a.to {
            parts.unite(here.start, there.start);
        }
        if a.to < b.to {
            here.start += 1;
        } else {
            there.start += 1;
        }
    }
}

/// A union-find.
struct Parts(Vec<usize>);

impl Parts {
    fn of(len: usize) -> Self {
        Self((0..len).collect())
    }

    fn root(&mut self, mut at: usize) -> usize {
        while let Some(parent) = self.0.get(at).copied().filter(|parent| *parent != at) {
            let above = self.0.get(parent).copied().unwrap_or(parent);
            if let Some(link) = self.0.get_mut(at) {
                *link = above;
            }
            at = above;
        }
        at
    }

    fn unite(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if let Some(link) = self.0.get_mut(a.max(b)) {
            *link = a.min(b);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mask(lines: &[&[&str]]) -> Array3<bool> {
        let dim = (lines.len(), lines[0].len(), lines[0][0].len());
        Array3::from_shape_fn(dim, |(x, y, z)| lines[x][y].as_bytes()[z] == b'#')
    }

    #[test]
    fn parts_that_meet_late_are_one() {
        let arms = mask(&[&["#.#.##", "#.#.##", "###..."], &["......", "......", "......"]]);
        assert_eq!(largest(&arms), mask(&[&["#.#...", "#.#...", "###..."], &["......"; 3]]));
    }

    #[test]
    fn corners_and_the_ends_of_lines_do_not_connect() {
        let corner = mask(&[&["##.", "..#"], &["...", "..#"]]);
        let kept = largest(&corner);
        assert_eq!(kept, mask(&[&["##.", "..."], &["...", "..."]]));
        // The last line of one plane and the first line of the next are no neighbours.
        let wrapped = mask(&[&["...", "##."], &["##.", "..."]]);
        assert_eq!(largest(&wrapped).iter().filter(|set| **set).count(), 2);
    }

    #[test]
    fn the_result_is_that_of_a_flood_fill() {
        let mut state = 1_u32;
        let noise = Array3::from_shape_fn((13, 11, 17), |_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state >> 24 < 90
        });
        let best = flood_fill(&noise);
        assert_eq!(largest(&noise).iter().filter(|set| **set).count(), best);
    }

    fn flood_fill(mask: &Array3<bool>) -> usize {
        let mut left = mask.clone();
        let mut best = 0;
        for (seed, _) in mask.indexed_iter() {
            let mut stack = vec![seed];
            let mut size = 0;
            while let Some((x, y, z)) = stack.pop() {
                if left.get((x, y, z)) != Some(&true) {
                    continue;
                }
                left[(x, y, z)] = false;
                size += 1;
                stack.extend([(x + 1, y, z), (x, y + 1, z), (x, y, z + 1)]);
                stack.extend([(x.wrapping_sub(1), y, z), (x, y.wrapping_sub(1), z)]);
                stack.push((x, y, z.wrapping_sub(1)));
            }
            best = best.max(size);
        }
        best
    }
}
