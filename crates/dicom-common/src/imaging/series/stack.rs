//! Frames of one volume, in the order of their positions.

use super::apart::{Position, tell_apart};
use super::image::Image;
use super::kind::Kind;
use super::parallel::parallel;
use super::placed_frame::Member;

/// Slices are missing where a distance is larger than this many usual ones.
pub(crate) const GAP: f64 = 1.5;

/// A volume has at least so many positions; localizers have fewer.
const FEWEST_POSITIONS: usize = 3;

/// mm; a volume has at least this between its outermost positions.
const THINNEST: f64 = 20.0;

/// Slices that are missing: the distance is more than 1.5 times the usual one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gap {
    /// Index of the member before it; the next member lies behind it.
    pub after: usize,
    /// mm between the two along the normal.
    pub distance: f64,
}

/// Parallel frames of one acquisition with the same matrix, spacing and format.
#[derive(Clone, Debug, PartialEq)]
pub struct Stack {
    /// One frame for each position, in order along the normal.
    pub members: Vec<Member>,
    /// Further frames at a member's position that belong to no stack of their own: index of the
    /// member, and the frame. They show the same place and need the same treatment.
    pub duplicates: Vec<(usize, Member)>,
    /// Median distance of neighbours along the normal in mm; 0 for a single position.
    pub spacing: f64,
    /// Where slices are missing.
    pub gaps: Vec<Gap>,
    /// Whether it is worth being called a volume: slices (or reformats) at three positions or more
    /// that span 20 mm or more.
    pub volume: bool,
}

/// Groups the frames of one series. Each frame of each image is in exactly one stack, as a member
/// or as a duplicate. The result does not depend on the order of the images, but for their indices.
/// Volumes come first, larger ones before smaller ones.
pub fn stacks(images: &[Image]) -> Vec<Stack> {
    let mut stacks: Vec<(Stack, &str)> = parallel(images)
        .into_iter()
        .flat_map(tell_apart)
        .map(|positions| {
            (Stack::of(&positions), positions.first().map_or("", |p| &p.frame.image.sop_instance))
        })
        .collect();
    stacks.sort_by(|(a, one), (b, other)| {
        let key = |s: &Stack| (!s.volume, std::cmp::Reverse(s.members.len()));
        key(a).cmp(&key(b)).then_with(|| one.cmp(other))
    });
    stacks.into_iter().map(|(stack, _)| stack).collect()
}

impl Stack {
    fn of(positions: &[Position]) -> Stack {
        let distances: Vec<f64> = positions
            .windows(2)
            .filter_map(|w| match w {
                [a, b] => Some(b.frame.position - a.frame.position),
                _ => None,
            })
            .collect();
        let spacing = median(&distances);
        let gaps = distances
            .iter()
            .enumerate()
            .filter(|(_, distance)| **distance > GAP * spacing)
            .map(|(after, &distance)| Gap { after, distance })
            .collect();
        let slices = positions
            .first()
            .is_some_and(|p| matches!(p.frame.image.kind, Kind::Slices | Kind::Reformat));
        let extent: f64 = distances.iter().sum();
        Stack {
            members: positions.iter().map(|p| p.frame.member).collect(),
            duplicates: positions
                .iter()
                .enumerate()
                .flat_map(|(i, p)| p.duplicates.iter().map(move |frame| (i, frame.member)))
                .collect(),
            spacing,
            gaps,
            volume: slices && positions.len() >= FEWEST_POSITIONS && extent >= THINNEST,
        }
    }
}

/// The lower median; 0 for none.
fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len().saturating_sub(1) / 2).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests;
