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
    /// Index of the member before the gap; the next member lies behind it.
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

impl Stack {
    /// Its members in order, so many `slices` at a time, each part with the place of its first one.
    pub fn parts(&self, slices: usize) -> impl Iterator<Item = (usize, Stack)> {
        let slices = slices.max(1);
        self.members.chunks(slices).enumerate().map(move |(at, members)| {
            let (members, duplicates, gaps) = (members.to_vec(), Vec::new(), Vec::new());
            (at * slices, Stack { members, duplicates, gaps, ..*self })
        })
    }
}

/// Groups the frames of one series. Each frame of each image is in exactly one stack, as a member
/// or as a duplicate. The result does not depend on the order of the images, but for their indices.
/// Volumes come first, larger ones before smaller ones.
///
/// ```
/// use dicom_common::dataset::{
///     DataSet, Element, Encoding, FileMeta, Parsed, Syntax, Tag, VR, dictionary_vr,
/// };
/// use dicom_common::imaging::series::{Image, stacks};
///
/// /// An axial CT slice of 1 × 1 pixel of 1 mm.
/// fn slice(z: f64) -> Parsed {
///     let text = |group, element, value: &str| {
///         let tag = Tag(group, element);
///         Element::new(tag, dictionary_vr(tag).unwrap_or(VR::UN), value.into())
///     };
///     let number = |group, element, value: u16| {
///         Element::new(Tag(group, element), VR::US, value.to_le_bytes().to_vec())
///     };
///     let dataset = DataSet::new(vec![
///         text(0x0008, 0x0016, "1.2.840.10008.5.1.4.1.1.2"),
///         text(0x0008, 0x0018, &format!("2.25.{z}")),
///         text(0x0020, 0x000D, "2.25.100"),
///         text(0x0020, 0x000E, "2.25.200"),
///         text(0x0020, 0x0032, &format!("0\\0\\{z}")),
///         text(0x0020, 0x0037, "1\\0\\0\\0\\1\\0"),
///         text(0x0028, 0x0030, "1\\1"),
///         text(0x0028, 0x0004, "MONOCHROME2"),
///         number(0x0028, 0x0010, 1),
///         number(0x0028, 0x0011, 1),
///         number(0x0028, 0x0100, 16),
///         number(0x0028, 0x0101, 12),
///         number(0x0028, 0x0103, 0),
///         Element::new(Tag(0x7FE0, 0x0010), VR::OW, vec![0; 2]),
///     ]);
///     Parsed {
///         preamble_used: false,
///         meta: FileMeta::default(),
///         syntax: Syntax::native(Encoding::ExplicitLittle),
///         dataset,
///         inflated: None,
///     }
/// }
///
/// let images = [20.0, 0.0, 10.0].map(|z| Image::of(&slice(z)));
/// let images = images.into_iter().collect::<Result<Vec<_>, _>>()?;
/// let stacks = stacks(&images);
/// assert_eq!(stacks.len(), 1);
/// let order: Vec<usize> = stacks[0].members.iter().map(|member| member.image).collect();
/// assert_eq!(order, [1, 2, 0]);
/// assert_eq!(stacks[0].spacing, 10.0);
/// # Ok::<(), dicom_common::code::Fault>(())
/// ```
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
