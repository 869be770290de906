//! Resampling as nnU-Net's default does it (preprocessing/resampling/default_resampling.py):
//! skimage's resize, which is scipy's zoom on a grid of voxels with edges repeated outside. Where
//! slices lie far apart, each is resampled alone and the nearest is taken.

mod cubic;
mod linear;
#[cfg(test)]
mod tests;

pub(crate) use cubic::cubic;
pub(crate) use linear::{Linear, Scratch};

/// Spacings this much apart make slices (ANISO_THRESHOLD).
const FAR_APART: f64 = 3.0;

/// The shape that covers the same space with other voxels; none beyond all sizes.
pub(crate) fn new_shape(shape: [usize; 3], from: [f64; 3], to: [f64; 3]) -> Option<[usize; 3]> {
    let mut new = [0; 3];
    for (((new, &n), from), to) in new.iter_mut().zip(&shape).zip(from).zip(to) {
        // Python rounds halves to the even number.
        let voxels = (from / to * n as f64).round_ties_even();
        if !(1.0..=f64::from(1 << 16)).contains(&voxels) {
            return None;
        }
        *new = voxels as usize;
    }
    Some(new)
}

/// The axis across the slices if they are to be resampled one by one. `force` decides if there
/// is a choice; otherwise it depends on how far apart slices lie before or afterwards.
pub(crate) fn slice_axis(force: Option<bool>, from: [f64; 3], to: [f64; 3]) -> Option<usize> {
    let most = |spacing: [f64; 3]| spacing.into_iter().fold(f64::MIN, f64::max);
    let far = |spacing: [f64; 3]| {
        most(spacing) / spacing.into_iter().fold(f64::MAX, f64::min) > FAR_APART
    };
    let spacing = match force {
        Some(true) => from,
        Some(false) => return None,
        None if far(from) => from,
        None if far(to) => to,
        None => return None,
    };
    let mut coarse = (0..3).zip(spacing).filter(|(_, s)| most(spacing) / s == 1.0);
    match (coarse.next(), coarse.next()) {
        (Some((axis, _)), None) => Some(axis),
        _ => None,
    }
}

/// Where new voxel `k` lies among the old, in old voxels; before the first at less than 0.
fn place(k: usize, old: usize, new: usize) -> f64 {
    (k as f64 + 0.5) * (old as f64 / new as f64) - 0.5
}

/// The old voxel nearest to new voxel `k`; of two, the later.
fn nearest(k: usize, old: usize, new: usize) -> usize {
    (place(k, old, new).clamp(0.0, old.saturating_sub(1) as f64) + 0.5).floor() as usize
}
