//! Whether nothing but the face changed, and whether it went from every frame.

use rayon::prelude::*;

use crate::limits::PIXELS_UNCUT;
use crate::mask::StackMask;
use crate::series::VolumePair;
use crate::stack_pair::Part;

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

/// What became of the frames of a stack, part by part.
#[derive(Default)]
pub struct Changes {
    frames: Vec<FrameChanges>,
    is_masked: bool,
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
    gone: Bits,
    /// Without a mask: which pixels hold tissue.
    tissue: Bits,
}

/// One bit for each pixel.
#[derive(Default)]
struct Bits(Vec<u64>);

impl Bits {
    fn of(pixels: impl ExactSizeIterator<Item = bool>) -> Self {
        let mut words = vec![0u64; pixels.len().div_ceil(64)];
        for (at, set) in pixels.enumerate() {
            if let Some(word) = words.get_mut(at / 64) {
                *word |= u64::from(set) << (at % 64);
            }
        }
        Self(words)
    }
}

impl Changes {
    /// Compares some slices with what they were. `floor` is the value above which a voxel is no air;
    /// without a mask, removed is what was above it and no longer is.
    pub fn add(&mut self, part: &Part<'_>, mask: Option<&StackMask<'_>>, floor: f32) {
        self.is_masked = mask.is_some();
        let slices = (0..part.pair.before.slices.len()).into_par_iter();
        self.frames.par_extend(slices.map(|slice| FrameChanges::of(part, slice, mask, floor)));
    }

    /// What the whole stack shows.
    pub fn sum(&self) -> Integrity {
        let mut all = Integrity::default();
        for frame in &self.frames {
            all.altered += frame.altered;
            all.removed += frame.removed;
            all.uncut += usize::from(frame.uncut);
        }
        if !self.is_masked {
            all.uncut = passed_over(&self.frames);
        }
        all
    }
}

impl Integrity {
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
    fn of(part: &Part<'_>, slice: usize, mask: Option<&StackMask<'_>>, floor: f32) -> Self {
        let VolumePair { before: then, after: now } = part.pair;
        let [_, rows, columns] = then.shape();
        let (mut before, mut after) = (vec![0.0; rows * columns], vec![0.0; rows * columns]);
        then.fill(slice, &mut before);
        now.fill(slice, &mut after);
        let plane = then.slices.get(slice).map(|slice| &slice.plane);
        let masked = mask.zip(plane).map(|(mask, plane)| mask.removed(part.first + slice, plane));
        let (gone, tissue) = (Bits::default(), Bits::default());
        let mut frame = Self { altered: 0, removed: 0, uncut: false, gone, tissue };
        match &masked {
            Some(masked) => {
                for ((before, after), masked) in before.iter().zip(&after).zip(masked.iter()) {
                    frame.altered += u64::from(!masked && before != after);
                    frame.uncut |= *masked && *after > floor;
                    frame.removed += u64::from(*before > floor && *after <= floor);
                }
            }
            None => {
                let is_gone = |(before, after): (&f32, &f32)| *before > floor && *after <= floor;
                for (before, after) in before.iter().zip(&after) {
                    frame.altered += u64::from(before != after && *after > floor);
                    frame.removed += u64::from(is_gone((before, after)));
                }
                frame.gone = Bits::of(before.iter().zip(&after).map(is_gone));
                frame.tissue = Bits::of(after.iter().map(|after| *after > floor));
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
            let both = a.gone.0.iter().zip(&b.gone.0).zip(&frame.tissue.0);
            let pixels: u32 = both.map(|((a, b), tissue)| (a & b & tissue).count_ones()).sum();
            tracing::debug!(pixels, "left in a frame between cut ones");
            !PIXELS_UNCUT.passes(f64::from(pixels))
        };
        inside.iter().filter(left).count()
    };
    cut.windows(2).map(between).sum()
}
