//! Telling frames at the same positions apart: a series can hold several acquisitions (echoes,
//! times, diffusion weightings), and one acquisition can change its number along the way.

use std::collections::BTreeMap;

use super::placed_frame::PlacedFrame;
use super::traits::Traits;

/// Frames at one position of a stack.
pub(super) struct Position<'a> {
    /// The one that becomes the stack's member.
    pub(super) frame: PlacedFrame<'a>,
    /// Others that show the same place and that nothing tells from it.
    pub(super) duplicates: Vec<PlacedFrame<'a>>,
}

/// mm; frames closer than this are at the same position.
const SAME: f64 = 0.01;

/// mm; frames whose corners lie further apart in their plane show different places.
const SHIFTED: f64 = 0.1;

/// Splits parallel frames, in the order of their positions, into the positions of one or more stacks.
pub(super) fn tell_apart(frames: Vec<PlacedFrame<'_>>) -> Vec<Vec<Position<'_>>> {
    let mut parts = vec![frames];
    for rank in 0..Traits::COUNT {
        parts = parts.into_iter().flat_map(|part| by_trait(part, rank)).collect();
    }
    parts.into_iter().flat_map(by_turn).collect()
}

/// Frames at the same position, in turn.
fn positions<'a, 'b>(frames: &'b [PlacedFrame<'a>]) -> impl Iterator<Item = &'b [PlacedFrame<'a>]> {
    frames.chunk_by(|a, b| b.position - a.position < SAME)
}

/// Splits by one distinction, provided that it tells acquisitions apart and not parts of one: each
/// part must have half of all positions on average, and parts must overlap rather than adjoin: together
/// they have at least half as many positions again as there are.
fn by_trait(frames: Vec<PlacedFrame<'_>>, rank: usize) -> Vec<Vec<PlacedFrame<'_>>> {
    let all = positions(&frames).count();
    if all == frames.len() {
        return vec![frames];
    }
    let mut parts: BTreeMap<&[u8], Vec<PlacedFrame>> = BTreeMap::new();
    for placed in &frames {
        parts.entry(placed.frame.traits.key(rank)).or_default().push(*placed);
    }
    let sum: usize = parts.values().map(|part| positions(part).count()).sum();
    let whole = 2 * sum >= parts.len() * all;
    let overlapping = 2 * sum >= 3 * all;
    if whole && overlapping { parts.into_values().collect() } else { vec![frames] }
}

/// Splits by turn: the first frames at each position make a stack, the second ones another.
/// Where only few positions repeat, or nothing tells frames apart, they are duplicates.
fn by_turn(frames: Vec<PlacedFrame<'_>>) -> Vec<Vec<Position<'_>>> {
    let mut turns: Vec<Vec<(usize, Position)>> = Vec::new();
    let all = positions(&frames).count();
    for (position, repeated) in positions(&frames).enumerate() {
        let mut repeated = repeated.to_vec();
        repeated.sort_by(|a, b| identity(a).cmp(&identity(b)));
        for (turn, same) in repeated.chunk_by(|a, b| identity(a) == identity(b)).enumerate() {
            let Some((&frame, duplicates)) = same.split_first() else { continue };
            let frames = (position, Position { frame, duplicates: duplicates.to_vec() });
            match turns.get_mut(turn) {
                Some(stack) => stack.push(frames),
                None => turns.push(vec![frames]),
            }
        }
    }
    let (full, few): (Vec<_>, Vec<_>) = turns.into_iter().partition(|turn| 2 * turn.len() >= all);
    let mut stacks: Vec<Vec<Position>> =
        full.into_iter().map(|turn| turn.into_iter().map(|(_, frames)| frames).collect()).collect();
    for (position, repeated) in few.into_iter().flatten() {
        // The first turn has a frame at every position.
        if let Some(first) = stacks.first_mut().and_then(|first| first.get_mut(position)) {
            first.duplicates.push(repeated.frame);
            first.duplicates.extend(repeated.duplicates);
        }
    }
    stacks
}

/// What nothing more can be told apart by: the place in the plane in steps of [`SHIFTED`], all traits,
/// the time.
fn identity<'a>(placed: &PlacedFrame<'a>) -> ([i64; 3], &'a Traits) {
    let corner = placed.frame.plane.origin.coords / SHIFTED;
    (corner.map(|x| x.round() as i64).into(), &placed.frame.traits)
}
