//! What is tissue, what is skin, and how deep a point lies under it.

use dicom_common::imaging::series::Modality;
use dicom_common::imaging::volume::Coarse;
use morphology::{closed, large_components, largest_component, squared_distance};
use ndarray::{Array3, Zip};

/// The least that CT tissue measures, in HU: between foam and fat.
const CT_TISSUE: f32 = -220.0;
/// Nostrils, ear canals and the open mouth are narrower than twice this, in mm.
const OPENING: f64 = 10.0;
/// Eyes that measure no more than air are narrower than twice this, in mm.
const SOCKET: f64 = 16.0;

/// Air of less than one part in so many of the largest part is enclosed in the body, not outside of it.
const SMALL: usize = 20;

/// The body in a working copy.
pub struct Head {
    /// What the values are: HU, or signal without a unit.
    pub modality: Modality,
    /// Voxels of tissue that are connected with the body: the body, and what touches it.
    pub tissue: Array3<bool>,
    /// Voxels of the body with its cavities.
    pub filled: Array3<bool>,
    /// mm to the nearest air in front of the skin; 0 outside of the body, NaN outside of the field
    /// of view.
    pub depth: Array3<f32>,
    /// The same under a skin that bridges the eye sockets.
    pub hull_depth: Array3<f32>,
}

impl Head {
    /// Finds the body; none where nothing stands out.
    pub fn of(volume: &Coarse, modality: Modality) -> Option<Self> {
        let threshold = match modality {
            Modality::Ct => CT_TISSUE,
            Modality::Mr | Modality::Pt | Modality::Nm => above_noise(&volume.values)?,
        };
        let bright = volume.values.mapv(|v| v > threshold);
        let tissue = largest_component(&bright);
        if !tissue.iter().any(|inside| *inside) {
            return None;
        }
        let ((filled, depth), (_, hull_depth)) = rayon::join(
            || under_skin(&tissue, volume, OPENING),
            || under_skin(&tissue, volume, SOCKET),
        );
        Some(Self { modality, tissue, filled, depth, hull_depth })
    }
}

/// The body with its cavities once openings of this radius in mm are bridged, and the depth under
/// its skin.
fn under_skin(tissue: &Array3<bool>, volume: &Coarse, opening: f64) -> (Array3<bool>, Array3<f32>) {
    let spacing = [volume.spacing; 3];
    // Air that belongs to the outside is the largest part that the closed body leaves over; the
    // windpipe where it is cut by the field of view is another.
    let mut open = closed(tissue, spacing, opening);
    Zip::from(&mut open).and(&volume.values).for_each(|at, v| *at = !*at && !v.is_nan());
    let outside = large_components(&open, SMALL);
    let mut depth = squared_distance(&outside, spacing).mapv(f32::sqrt);
    let mut filled = outside.mapv(|outside| !outside);
    Zip::from(&mut depth).and(&mut filled).and(&volume.values).for_each(|depth, filled, v| {
        if v.is_nan() {
            (*depth, *filled) = (f32::NAN, false);
        }
    });
    (filled, depth)
}

/// A level well above the noise of the air and well below most tissue.
fn above_noise(values: &Array3<f32>) -> Option<f32> {
    let mut sample: Vec<f32> =
        values.iter().step_by(7).copied().filter(|v| v.is_finite()).collect();
    sample.sort_unstable_by(f32::total_cmp);
    let split = otsu(&sample)?;
    let air = sample.get(..sample.partition_point(|v| *v < split / 2.0))?;
    let tissue = sample.get(sample.partition_point(|v| *v < split)..)?;
    let (air_level, tissue_level) = (median(air)?, median(tissue)?);
    let mut off: Vec<f32> = air.iter().map(|v| (v - air_level).abs()).collect();
    off.sort_unstable_by(f32::total_cmp);
    // The standard deviation of a normal distribution, from its median absolute deviation.
    let noise = 1.48 * median(&off)?;
    // Six standard deviations: of a million voxels of air none is as bright.
    let level = air_level + (6.0 * noise).max(0.15 * (tissue_level - air_level));
    Some(level.min(split))
}

/// The middle of sorted values.
fn median(sorted: &[f32]) -> Option<f32> {
    sorted.get(sorted.len() / 2).copied()
}

/// The threshold between the 1st and the 99th percentile that parts sorted values best (N. Otsu,
/// IEEE Trans. SMC 9, 1979).
fn otsu(sorted: &[f32]) -> Option<f32> {
    const BINS: usize = 256;
    let percentile = |p: usize| sorted.get((sorted.len().checked_sub(1)? * p) / 100).copied();
    let (low, high) = (percentile(1)?, percentile(99)?);
    if high <= low {
        return None;
    }
    let mut counts = [0.0f64; BINS];
    for v in sorted {
        let bin = ((v - low) / (high - low) * BINS as f32).clamp(0.0, (BINS - 1) as f32) as usize;
        if let Some(count) = counts.get_mut(bin) {
            *count += 1.0;
        }
    }
    let total: f64 = counts.iter().sum();
    let mean: f64 = counts.iter().enumerate().map(|(i, n)| i as f64 * n).sum();
    let (mut below, mut below_mean, mut best, mut cut) = (0.0, 0.0, -1.0, 0);
    for (i, n) in counts.iter().enumerate() {
        below += n;
        below_mean += i as f64 * n;
        let above = total - below;
        if below == 0.0 || above == 0.0 {
            continue;
        }
        let apart = below_mean / below - (mean - below_mean) / above;
        let between = below * above * apart * apart;
        if between > best {
            (best, cut) = (between, i);
        }
    }
    Some(low + (high - low) * (cut as f32 + 0.5) / BINS as f32)
}
