//! Frames of one volume, in the order of their positions.

use super::Image;

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
    /// Further frames at a member's position that nothing tells apart from it: index of the member
    /// they repeat, and the frame. They show what the member shows and need the same treatment.
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
pub fn stacks(_images: &[Image]) -> Vec<Stack> {
    Vec::new()
}
