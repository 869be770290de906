//! The largest connected part of a mask and its holes, by runs: a union-find over stretches of
//! voxels along lines is linear and small.

use ndarray::{Array3, ArrayBase, ArrayView1, ArrayView2, ArrayView3, ArrayViewMut3, Axis, Ix3};
use ndarray::{RawData, ShapeBuilder, Slice, Zip, parallel::prelude::*};

/// The largest 6-connected part; of parts with the same size the one with the first voxel in
/// memory. Empty where the mask is.
///
/// ```
/// use ndarray::Array3;
///
/// // Voxels 0 and 1, and voxel 3.
/// let mask = Array3::from_shape_fn((1, 1, 4), |(_, _, z)| z != 2);
/// let largest = morphology::largest_component(&mask);
/// assert_eq!(largest.into_iter().collect::<Vec<_>>(), [true, true, false, false]);
/// ```
pub fn largest_component(mask: &Array3<bool>) -> Array3<bool> {
    let lines = Lines::of(mask);
    let parts = Parts::of(lines.turned(mask.view()), true);
    let sizes = parts.sizes();
    let winner = (0..sizes.len()).rev().max_by_key(|n| sizes.get(*n));
    parts.painted(mask, lines, |part| Some(part as usize) == winner)
}

/// All 6-connected parts that have more voxels than `1 / times` of the largest one's.
///
/// ```
/// use ndarray::Array3;
///
/// // Parts of 4, 2 and 1 voxels.
/// let mask = Array3::from_shape_fn((1, 1, 9), |(_, _, z)| z != 4 && z != 7);
/// let large = morphology::large_components(&mask, 4);
/// assert_eq!(large.iter().filter(|inside| **inside).count(), 6);
/// ```
pub fn large_components(mask: &Array3<bool>, times: usize) -> Array3<bool> {
    let lines = Lines::of(mask);
    let parts = Parts::of(lines.turned(mask.view()), true);
    let sizes = parts.sizes();
    let largest = sizes.iter().copied().max().unwrap_or(0);
    let large = |part: u32| sizes.get(part as usize).is_some_and(|size| size * times > largest);
    parts.painted(mask, lines, large)
}

/// The mask with its holes: parts of its complement, connected by the six neighbours, that do not
/// touch the edge of the grid.
///
/// ```
/// use ndarray::Array3;
///
/// let mut shell = Array3::from_elem((3, 3, 3), true);
/// shell[(1, 1, 1)] = false;
/// assert!(morphology::filled(shell).iter().all(|inside| *inside));
/// ```
pub fn filled(mut mask: Array3<bool>) -> Array3<bool> {
    let lines = Lines::of(&mask);
    let parts = Parts::of(lines.turned(mask.view()), false);
    let open = parts.at_edge();
    let closed = |part: u32| open.get(part as usize) == Some(&false);
    parts.paint(lines.turned(mask.view_mut()), closed);
    mask
}

/// The axis along which voxels lie side by side in memory.
#[derive(Clone, Copy, PartialEq)]
enum Lines {
    First,
    Last,
}

impl Lines {
    fn of(mask: &Array3<bool>) -> Self {
        match mask.strides() {
            [first, _, last] if first.abs() < last.abs() => Self::First,
            _ => Self::Last,
        }
    }

    /// Turned so that lines run along the last axis.
    fn turned<S: RawData>(self, array: ArrayBase<S, Ix3>) -> ArrayBase<S, Ix3> {
        if self == Self::First { array.reversed_axes() } else { array }
    }
}

/// Voxels `from..to` of one line.
#[derive(Debug, Clone, Copy)]
struct Run {
    from: u32,
    to: u32,
    /// The first run of the part that it belongs to; while parts are being joined, an earlier run
    /// of it.
    part: u32,
}

/// The connected parts of the voxels in one of the two states.
struct Parts {
    runs: Vec<Run>,
    /// The runs of line n are those from `starts[n]` on, up to `starts[n + 1]`.
    starts: Vec<usize>,
    shape: (usize, usize, usize),
}

impl Parts {
    /// Planes are taken apart side by side, then joined one after the other.
    fn of(mask: ArrayView3<'_, bool>, state: bool) -> Self {
        let planes = mask.outer_iter().into_par_iter().map(|plane| Self::of_plane(plane, state));
        let planes: Vec<Self> = planes.collect();
        let count = planes.iter().map(|plane| plane.runs.len()).sum();
        let mut parts =
            Self { runs: Vec::with_capacity(count), starts: vec![0], shape: mask.dim() };
        for plane in planes {
            let before = parts.runs.len();
            let moved = |run: Run| Run { part: run.part + before as u32, ..run };
            parts.runs.extend(plane.runs.into_iter().map(moved));
            parts.starts.extend(plane.starts.into_iter().skip(1).map(|start| before + start));
        }
        parts.connect();
        parts
    }

    fn of_plane(plane: ArrayView2<'_, bool>, state: bool) -> Self {
        let (columns, len) = plane.dim();
        let runs = Vec::with_capacity(count(plane, state));
        let mut parts = Self { runs, starts: vec![0], shape: (1, columns, len) };
        for (n, line) in plane.outer_iter().enumerate() {
            append(&mut parts.runs, line, state);
            parts.starts.push(parts.runs.len());
            if n > 0 {
                parts.join(parts.line(n), parts.line(n - 1));
            }
        }
        parts
    }

    fn line(&self, n: usize) -> std::ops::Range<usize> {
        let start = |n: usize| self.starts.get(n).copied().unwrap_or(self.runs.len());
        start(n)..start(n + 1)
    }

    /// Connects planes whose lines are connected.
    fn connect(&mut self) {
        let (_, columns, _) = self.shape;
        for n in columns..self.starts.len() - 1 {
            self.join(self.line(n), self.line(n - columns));
        }
        // A run's earlier runs come first, so that theirs are final.
        for n in 0..self.runs.len() {
            let above = self.runs.get(n).and_then(|run| self.runs.get(run.part as usize));
            if let (Some(part), Some(run)) = (above.map(|run| run.part), self.runs.get_mut(n)) {
                run.part = part;
            }
        }
    }

    /// Joins the runs of two neighbouring lines that touch; both lists ascend.
    fn join(&mut self, mut here: std::ops::Range<usize>, mut there: std::ops::Range<usize>) {
        while let (Some(&a), Some(&b)) = (
            self.runs.get(here.start).filter(|_| !here.is_empty()),
            self.runs.get(there.start).filter(|_| !there.is_empty()),
        ) {
            if a.from < b.to && b.from < a.to {
                self.unite(here.start as u32, there.start as u32);
            }
            if a.to < b.to {
                here.start += 1;
            } else {
                there.start += 1;
            }
        }
    }

    fn root(&mut self, mut at: u32) -> u32 {
        let part = |runs: &[Run], at: u32| runs.get(at as usize).map_or(at, |run| run.part);
        loop {
            let parent = part(&self.runs, at);
            if parent == at {
                return at;
            }
            let above = part(&self.runs, parent);
            if let Some(run) = self.runs.get_mut(at as usize) {
                run.part = above;
            }
            at = above;
        }
    }

    fn unite(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        if let Some(run) = self.runs.get_mut(a.max(b) as usize) {
            run.part = a.min(b);
        }
    }

    /// Whether the part that begins with a run touches the edge of the grid.
    fn at_edge(&self) -> Vec<bool> {
        let (planes, columns, len) = self.shape;
        let mut open = vec![false; self.runs.len()];
        for n in 0..self.starts.len() - 1 {
            let (plane, column) = (n / columns, n % columns);
            let outer = plane == 0 || plane + 1 == planes || column == 0 || column + 1 == columns;
            for run in self.runs.get(self.line(n)).into_iter().flatten() {
                if outer || run.from == 0 || run.to as usize == len {
                    open.get_mut(run.part as usize).into_iter().for_each(|open| *open = true);
                }
            }
        }
        open
    }

    /// Voxels of each part, at the place of the run with which it begins; 0 at all others.
    fn sizes(&self) -> Vec<usize> {
        let mut sizes = vec![0; self.runs.len()];
        for run in &self.runs {
            if let Some(size) = sizes.get_mut(run.part as usize) {
                *size += run.to as usize - run.from as usize;
            }
        }
        sizes
    }

    /// The voxels of chosen parts of a mask with these lines, in the mask's order in memory.
    fn painted(
        &self,
        mask: &Array3<bool>,
        lines: Lines,
        chosen: impl Fn(u32) -> bool + Sync,
    ) -> Array3<bool> {
        let shape = mask.raw_dim().set_f(lines == Lines::First);
        let mut kept = Array3::from_elem(shape, false);
        self.paint(lines.turned(kept.view_mut()), chosen);
        kept
    }

    /// Sets the voxels of chosen parts.
    fn paint(&self, mut mask: ArrayViewMut3<'_, bool>, chosen: impl Fn(u32) -> bool + Sync) {
        let (_, columns, _) = self.shape;
        mask.outer_iter_mut().into_par_iter().enumerate().for_each(|(plane, mut lines)| {
            for (column, mut line) in lines.outer_iter_mut().enumerate() {
                let runs = self.runs.get(self.line(plane * columns + column));
                for run in runs.into_iter().flatten().filter(|run| chosen(run.part)) {
                    let stretch = Slice::from(run.from as usize..run.to as usize);
                    line.slice_axis_mut(Axis(0), stretch).fill(true);
                }
            }
        });
    }
}

/// How many runs a plane's lines have, so that room is made for them once.
fn count(plane: ArrayView2<'_, bool>, state: bool) -> usize {
    let first = plane.columns().into_iter().next();
    let first = first.map_or(0, |column| column.iter().filter(|here| **here == state).count());
    let later = plane.slice_axis(Axis(1), Slice::from(1.min(plane.ncols())..));
    let starts =
        |n, here: &bool, before: &bool| n + usize::from(*here == state && *before != state);
    let before = plane.slice_axis(Axis(1), Slice::from(..later.ncols()));
    first + Zip::from(later).and(before).fold(0, starts)
}

fn append(runs: &mut Vec<Run>, line: ArrayView1<'_, bool>, state: bool) {
    let mut from = None;
    let mut push = |from: usize, to: usize| {
        runs.push(Run { from: from as u32, to: to as u32, part: runs.len() as u32 });
    };
    for (at, here) in line.iter().enumerate() {
        match (*here == state, from) {
            (true, None) => from = Some(at),
            (false, Some(start)) => {
                push(start, at);
                from = None;
            }
            _ => {}
        }
    }
    if let Some(from) = from {
        push(from, line.len());
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
        assert_eq!(
            largest_component(&arms),
            mask(&[&["#.#...", "#.#...", "###..."], &["......"; 3]])
        );
    }

    #[test]
    fn parts_that_are_small_beside_the_largest_go() {
        let noise = noise();
        let components = crate::Components::of(&noise);
        let largest = components.sizes.iter().max().unwrap();
        let large = components
            .labels
            .mapv(|label| label > 0 && components.sizes[label as usize - 1] * 20 > *largest);
        assert_eq!(large_components(&noise, 20), large);
        assert_eq!(large_components(&noise, 0), Array3::from_elem(noise.dim(), false));
        assert_eq!(large_components(&noise, usize::MAX / noise.len()), noise);
    }

    #[test]
    fn corners_and_the_ends_of_lines_do_not_connect() {
        let corner = mask(&[&["##.", "..#"], &["...", "..#"]]);
        let kept = largest_component(&corner);
        assert_eq!(kept, mask(&[&["##.", "..."], &["...", "..."]]));
        // The last line of one plane and the first line of the next are no neighbours.
        let wrapped = mask(&[&["...", "##."], &["##.", "..."]]);
        assert_eq!(largest_component(&wrapped).iter().filter(|set| **set).count(), 2);
    }

    #[test]
    fn holes_are_filled_and_bays_are_not() {
        let shell = mask(&[&["###", "###", "###"], &["###", "#.#", "###"], &["###", "###", "###"]]);
        assert!(filled(shell.clone()).iter().all(|set| *set));
        let mut bay = shell;
        bay[(1, 1, 2)] = false;
        assert_eq!(filled(bay.clone()), bay);
        // A way out along an edge is none.
        let corner = mask(&[&["###", "###", "##."], &["###", "#.#", "###"], &["###"; 3]]);
        assert_eq!(filled(corner).iter().filter(|set| !**set).count(), 1);
    }

    #[test]
    fn the_order_of_voxels_in_memory_makes_no_difference() {
        let noise = noise();
        let mut turned = Array3::from_elem(noise.raw_dim().f(), false);
        turned.assign(&noise);
        assert_eq!(largest_component(&turned), largest_component(&noise));
        assert_eq!(filled(turned), filled(noise));
    }

    #[test]
    fn an_empty_mask_has_no_part_and_a_grid_without_voxels_neither() {
        for shape in [(2, 3, 4), (0, 3, 4), (2, 0, 4), (2, 3, 0)] {
            let mask = Array3::from_elem(shape, false);
            assert_eq!(largest_component(&mask), mask);
            assert_eq!(filled(mask.clone()), mask);
        }
    }

    #[test]
    fn the_result_is_that_of_a_flood_fill() {
        let noise = noise();
        let best = flood_fill(&noise);
        assert_eq!(largest_component(&noise).iter().filter(|set| **set).count(), best);
    }

    fn noise() -> Array3<bool> {
        let mut state = 1_u32;
        Array3::from_shape_fn((13, 11, 17), |_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state >> 24 < 90
        })
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
