//! Frames of one volume, in the order of their positions.

use super::apart::{Level, tell_apart};
use super::{Frame, Image, Kind};
use crate::imaging::geometry::Plane;

/// mm; frames closer than this are at the same position.
pub(super) const SAME: f64 = 0.01;

/// How far directions (unit vectors) and spacings (relative) of one stack may differ.
const TOLERANCE: f64 = 1e-3;

/// Slices are missing where a distance is larger than this many usual ones.
pub(crate) const GAP: f64 = 1.5;

/// The least that is worth being called a volume: positions, and mm between the outermost.
const LEAST: (usize, f64) = (3, 20.0);

/// A frame of an image, by their places in the slice of images.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Member {
    /// Index of the image.
    pub image: usize,
    /// Index of the frame in it.
    pub frame: usize,
}

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

/// A frame on its way into a stack.
#[derive(Clone, Copy)]
pub(super) struct Entry<'a> {
    pub(super) member: Member,
    pub(super) image: &'a Image,
    pub(super) frame: &'a Frame,
    /// mm along the normal of its group.
    pub(super) position: f64,
}

/// Groups the frames of one series. Each frame of each image is in exactly one stack, as a member
/// or as a duplicate. The result does not depend on the order of the images, but for their indices.
/// Volumes come first, larger ones before smaller ones.
pub fn stacks(images: &[Image]) -> Vec<Stack> {
    let mut stacks: Vec<(Stack, &str)> = parallel(images)
        .into_iter()
        .flat_map(tell_apart)
        .map(|levels| (Stack::of(&levels), levels.first().map_or("", |l| &l.member.image.instance)))
        .collect();
    stacks.sort_by(|(a, one), (b, other)| {
        let key = |s: &Stack| (!s.volume, std::cmp::Reverse(s.members.len()));
        key(a).cmp(&key(b)).then_with(|| one.cmp(other))
    });
    stacks.into_iter().map(|(stack, _)| stack).collect()
}

/// Groups of frames that could be slices of one volume, each in the order of positions.
fn parallel(images: &[Image]) -> Vec<Vec<Entry<'_>>> {
    let mut entries: Vec<Entry> = Vec::new();
    for (i, image) in images.iter().enumerate() {
        entries.extend(image.frames.iter().enumerate().map(|(f, frame)| Entry {
            member: Member { image: i, frame: f },
            image,
            frame,
            position: 0.0,
        }));
    }
    entries.sort_by_key(|e| (e.image.instance.as_str(), e.member.frame));
    let mut groups: Vec<Vec<Entry>> = Vec::new();
    for mut entry in entries {
        match groups.iter_mut().find(|group| group.first().is_some_and(|e| e.fits(&entry))) {
            Some(group) => {
                let normal = group.first().map(|e| e.frame.plane.normal()).unwrap_or_default();
                entry.position = entry.frame.plane.origin.coords.dot(&normal);
                group.push(entry);
            }
            None => {
                let plane = &entry.frame.plane;
                entry.position = plane.origin.coords.dot(&plane.normal());
                groups.push(vec![entry]);
            }
        }
    }
    for group in &mut groups {
        group.sort_by(|a, b| a.position.total_cmp(&b.position));
    }
    groups
}

impl Entry<'_> {
    fn fits(&self, other: &Entry) -> bool {
        let of = |e: &Entry| (e.image.modality, e.image.kind, e.image.format);
        of(self) == of(other)
            && self.image.frame_of_reference == other.image.frame_of_reference
            && same_grid(&self.frame.plane, &other.frame.plane)
    }
}

fn same_grid(a: &Plane, b: &Plane) -> bool {
    let close = |a: f64, b: f64| (a - b).abs() <= TOLERANCE * a;
    (a.rows, a.columns) == (b.rows, b.columns)
        && close(a.row_spacing, b.row_spacing)
        && close(a.column_spacing, b.column_spacing)
        && (a.along_row - b.along_row).norm() <= TOLERANCE
        && (a.along_column - b.along_column).norm() <= TOLERANCE
}

impl Stack {
    fn of(levels: &[Level]) -> Stack {
        let distances: Vec<f64> = levels
            .windows(2)
            .filter_map(|w| match w {
                [a, b] => Some(b.member.position - a.member.position),
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
        let slices = levels
            .first()
            .is_some_and(|l| matches!(l.member.image.kind, Kind::Slices | Kind::Reformat));
        let extent: f64 = distances.iter().sum();
        Stack {
            members: levels.iter().map(|l| l.member.member).collect(),
            duplicates: levels
                .iter()
                .enumerate()
                .flat_map(|(i, l)| l.duplicates.iter().map(move |e| (i, e.member)))
                .collect(),
            spacing,
            gaps,
            volume: slices && levels.len() >= LEAST.0 && extent >= LEAST.1,
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
