//! Whether nothing but the face changed, and whether it went from every frame.

use rayon::prelude::*;

use crate::limits::PIXELS_UNCUT;
use crate::mask::StackMask;
use crate::series::VolumePair;

/// What the frames of a stack show.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Integrity {
    /// How many voxels changed and are not removed.
    pub altered: u64,
    /// How many frames hold tissue that should have been removed.
    pub uncut: usize,
    /// How many voxels of tissue became air.
    pub removed: u64,
}

/// What became of one frame.
struct FrameChanges {
    /// Voxels that changed and are not removed.
    altered: u64,
    /// Voxels of tissue that became air.
    removed: u64,
    /// With a mask: whether tissue is left where the mask says that it was removed.
    uncut: bool,
    /// Without a mask: which pixels became air.
    gone: Vec<bool>,
    /// Without a mask: which pixels hold tissue.
    tissue: Vec<bool>,
}

impl Integrity {
    /// Compares a stack with what it was. `floor` is the value above which a voxel is no air;
    /// without a mask, removed is what was above it and no longer is.
    pub fn of(pair: &VolumePair, mask: Option<&StackMask<'_>>, floor: f32) -> Self {
        let frames: Vec<FrameChanges> = (0..pair.before.slices.len())
            .into_par_iter()
            .map(|slice| FrameChanges::of(pair, slice, mask, floor))
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

    /// Two stacks together.
    pub fn plus(self, other: Self) -> Self {
        Self {
            altered: self.altered + other.altered,
            uncut: self.uncut + other.uncut,
            removed: self.removed + other.removed,
        }
    }
}

impl FrameChanges {
    fn of(pair: &VolumePair, slice: usize, mask: Option<&StackMask<'_>>, floor: f32) -> Self {
        let [_, rows, columns] = pair.before.shape();
        let (mut before, mut after) = (vec![0.0; rows * columns], vec![0.0; rows * columns]);
        pair.before.fill(slice, &mut before);
        pair.after.fill(slice, &mut after);
        let plane = pair.before.slices.get(slice).map(|slice| &slice.plane);
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

/// How many frames hold tissue where both the next cut frame before and the next one behind hold none
/// any more, and are not cut themselves.
fn passed_over(frames: &[FrameChanges]) -> usize {
    let cut: Vec<usize> = (0..frames.len())
        .filter(|at| frames.get(*at).is_some_and(|frame| frame.removed > 0))
        .collect();
    let between = |ends: &[usize]| -> usize {
        let [first, last] = ends else { return 0 };
        let (Some(a), Some(b)) = (frames.get(*first), frames.get(*last)) else { return 0 };
        let inside = frames.get(first + 1..*last).unwrap_or_default();
        let left = |frame: &&FrameChanges| {
            let both = a.gone.iter().zip(&b.gone).zip(&frame.tissue);
            let pixels = both.filter(|((a, b), tissue)| **a && **b && **tissue).count();
            tracing::debug!(pixels, "left in a frame between cut ones");
            !PIXELS_UNCUT.passes(pixels as f64)
        };
        inside.iter().filter(left).count()
    };
    cut.windows(2).map(between).sum()
}
