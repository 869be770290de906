//! Whether nothing but the face changed, and whether it went from every frame.

use rayon::prelude::*;

use crate::mask::StackMask;
use crate::series::VolumePair;

/// A part of a frame that is smaller than this many pixels may be in front of the skin in its
/// neighbours only.
const OVERLOOKED: usize = 20;

/// What the frames of a stack show.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Integrity {
    /// Voxels that changed and are not removed.
    pub altered: u64,
    /// Frames in which voxels are left that should be removed.
    pub uncut: usize,
    /// Voxels of tissue that are removed.
    pub removed: u64,
}

/// One frame.
struct Frame {
    altered: u64,
    removed: u64,
    /// Tissue that the mask says is removed is there.
    uncut: bool,
    /// Without a mask: which pixels became air.
    gone: Vec<bool>,
    /// Without a mask: which pixels hold tissue.
    tissue: Vec<bool>,
}

impl Integrity {
    /// Compares a stack with what it was. `floor` is the value above which a voxel is no air;
    /// without a mask, removed is what was above it and no longer is.
    pub fn of(both: &VolumePair, mask: Option<&StackMask<'_>>, floor: f32) -> Self {
        let frames: Vec<Frame> = (0..both.before.slices.len())
            .into_par_iter()
            .map(|slice| Frame::of(both, slice, mask, floor))
            .collect();
        let mut all = Self::default();
        for frame in &frames {
            all.altered += frame.altered;
            all.removed += frame.removed;
            all.uncut += usize::from(frame.uncut);
        }
        if mask.is_none() {
            all.uncut = passed_over(&frames);
        }
        all
    }

    /// Both together.
    pub fn plus(self, other: Self) -> Self {
        Self {
            altered: self.altered + other.altered,
            uncut: self.uncut + other.uncut,
            removed: self.removed + other.removed,
        }
    }
}

impl Frame {
    fn of(both: &VolumePair, slice: usize, mask: Option<&StackMask<'_>>, floor: f32) -> Self {
        let [_, rows, columns] = both.before.shape();
        let (mut before, mut after) = (vec![0.0; rows * columns], vec![0.0; rows * columns]);
        both.before.fill(slice, &mut before);
        both.after.fill(slice, &mut after);
        let plane = both.before.slices.get(slice).map(|slice| &slice.plane);
        let masked = mask.zip(plane).map(|(mask, plane)| mask.removed(slice, plane));
        let mut frame =
            Self { altered: 0, removed: 0, uncut: false, gone: Vec::new(), tissue: Vec::new() };
        match &masked {
            Some(masked) => {
                for ((before, after), masked) in before.iter().zip(&after).zip(masked.iter()) {
                    frame.altered += u64::from(!masked && before != after);
                    frame.uncut |= *masked && *after > floor;
                    frame.removed += u64::from(*before > floor && *after <= floor);
                }
            }
            None => {
                for (before, after) in before.iter().zip(&after) {
                    frame.altered += u64::from(before != after && *after > floor);
                    frame.removed += u64::from(*before > floor && *after <= floor);
                    frame.gone.push(*before > floor && *after <= floor);
                    frame.tissue.push(*after > floor);
                }
            }
        }
        frame
    }
}

/// Frames that hold tissue where both the next cut frame before and the next one behind hold none
/// any more, and that are not cut themselves.
fn passed_over(frames: &[Frame]) -> usize {
    let cut: Vec<usize> = (0..frames.len())
        .filter(|at| frames.get(*at).is_some_and(|frame| frame.removed > 0))
        .collect();
    let between = |ends: &[usize]| -> usize {
        let [first, last] = ends else { return 0 };
        let (Some(a), Some(b)) = (frames.get(*first), frames.get(*last)) else { return 0 };
        let inside = frames.get(first + 1..*last).unwrap_or_default();
        let left = |frame: &&Frame| {
            let both = a.gone.iter().zip(&b.gone).zip(&frame.tissue);
            both.filter(|((a, b), tissue)| **a && **b && **tissue).count() > OVERLOOKED
        };
        inside.iter().filter(left).count()
    };
    cut.windows(2).map(between).sum()
}
