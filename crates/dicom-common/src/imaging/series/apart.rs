//! Telling frames at the same positions apart: a series can hold several acquisitions (echoes,
//! times, diffusion weightings), and one acquisition can change its number along the way.

use std::collections::BTreeMap;

use super::stack::{Entry, SAME};
use super::traits::Traits;

/// Frames at one position of a stack.
pub(super) struct Level<'a> {
    pub(super) member: Entry<'a>,
    pub(super) duplicates: Vec<Entry<'a>>,
}

/// mm; frames whose corners lie further apart in their plane show different places.
const SHIFTED: f64 = 0.1;

/// Splits parallel frames, in the order of their positions, into the levels of one or more stacks.
pub(super) fn tell_apart(frames: Vec<Entry<'_>>) -> Vec<Vec<Level<'_>>> {
    let mut parts = vec![frames];
    for rank in 0..Traits::COUNT {
        parts = parts.into_iter().flat_map(|part| by_trait(part, rank)).collect();
    }
    parts.into_iter().flat_map(by_turn).collect()
}

/// Frames at the same position, in turn.
fn positions<'a, 'b>(frames: &'b [Entry<'a>]) -> impl Iterator<Item = &'b [Entry<'a>]> {
    frames.chunk_by(|a, b| b.position - a.position < SAME)
}

/// Splits by one distinction, provided that it tells acquisitions apart and not parts of one: each
/// part must have half of all positions on average, and parts must overlap rather than adjoin.
fn by_trait(frames: Vec<Entry<'_>>, rank: usize) -> Vec<Vec<Entry<'_>>> {
    let all = positions(&frames).count();
    if all == frames.len() {
        return vec![frames];
    }
    let mut parts: BTreeMap<&[u8], Vec<Entry>> = BTreeMap::new();
    for entry in &frames {
        parts.entry(entry.frame.traits.key(rank)).or_default().push(*entry);
    }
    let sum: usize = parts.values().map(|part| positions(part).count()).sum();
    let whole = 2 * sum >= parts.len() * all;
    let overlapping = 2 * sum >= 3 * all;
    if whole && overlapping { parts.into_values().collect() } else { vec![frames] }
}

/// Splits by turn: the first frames at each position make a stack, the second ones another.
/// Where only few positions repeat, or nothing tells frames apart, they are duplicates.
fn by_turn(frames: Vec<Entry<'_>>) -> Vec<Vec<Level<'_>>> {
    let mut turns: Vec<Vec<(usize, Level)>> = Vec::new();
    let all = positions(&frames).count();
    for (position, repeated) in positions(&frames).enumerate() {
        let mut repeated = repeated.to_vec();
        repeated.sort_by(|a, b| a.identity().cmp(&b.identity()));
        for (turn, same) in repeated.chunk_by(|a, b| a.identity() == b.identity()).enumerate() {
            let Some((&member, duplicates)) = same.split_first() else { continue };
            let level = (position, Level { member, duplicates: duplicates.to_vec() });
            match turns.get_mut(turn) {
                Some(stack) => stack.push(level),
                None => turns.push(vec![level]),
            }
        }
    }
    let (full, few): (Vec<_>, Vec<_>) = turns.into_iter().partition(|turn| 2 * turn.len() >= all);
    let mut stacks: Vec<Vec<Level>> =
        full.into_iter().map(|turn| turn.into_iter().map(|(_, level)| level).collect()).collect();
    for (position, repeated) in few.into_iter().flatten() {
        // The first turn has a frame at every position.
        if let Some(level) = stacks.first_mut().and_then(|first| first.get_mut(position)) {
            level.duplicates.push(repeated.member);
            level.duplicates.extend(repeated.duplicates);
        }
    }
    stacks
}

impl Entry<'_> {
    /// What nothing more can be told apart by: the place in the plane, all traits, the time.
    fn identity(&self) -> ([i64; 3], &Traits) {
        let corner = self.frame.plane.origin.coords / SHIFTED;
        (corner.map(|x| x.round() as i64).into(), &self.frame.traits)
    }
}
