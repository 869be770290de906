//! Values as they come: CT that was exported without its rescale, as a window of 8 bits, or clipped; volumes
//! that were padded.

use std::borrow::Cow;
use std::ops::Range;

use dicom_common::imaging::series::Modality;
use dicom_common::imaging::volume::Coarse;
use ndarray::{Array3, Axis};

use crate::noise::quieted;

/// HU that no tissue but the lung's is below: air.
const AIR: f32 = -500.0;
/// Part of the voxels that is air around any head in a CT.
const LEAST_AIR: f64 = 0.01;
/// What was stored of CT is HU and 1024, or 1000: soft tissue then measures between.
const STORED: std::ops::Range<f32> = 960.0..1160.0;
/// What is taken off.
const OFFSET: f32 = 1024.0;
/// HU of air that was not clipped.
const CT_AIR: f32 = -1000.0;
/// HU of the fat that has the least.
const FAT: f32 = -120.0;
/// HU where clipping ends: no lower than what is air anyway, and below fat.
const CLIPPED: Range<f32> = AIR..-150.0;
/// Part of the voxels that have the lowest value: the air around the head.
const LEAST_CLIPPED: f64 = 0.1;
/// In a window of CT bone begins at so many times what soft tissue measures above air ...
const BONE: f32 = 1.45;
/// ... and becomes as dark as air within a third of the way to there.
const STEEP: f32 = 3.0;
/// Values of a window are counted in so many steps, as 8 bits have.
const BINS: usize = 256;
/// HU of brain and muscle.
const SOFT: Range<f32> = 15.0..85.0;
/// mm² of a body that does not end of itself within one voxel of a working copy: 2 mm below the crown of a head a
/// section has some 1000.
const SECTION: f64 = 2500.0;
/// Part of the voxels that soft tissue takes of any head.
const LEAST_SOFT: f64 = 0.1;

/// A working copy and how its values are to be read. CT without the values of air is no HU: stored values are
/// moved to HU where they are in their place, otherwise bright and dark is all that is left, as in MR.
pub fn read(volume: &Coarse, modality: Modality) -> (Cow<'_, Coarse>, Modality) {
    let mut volume = Cow::Borrowed(volume);
    for end in padded(&volume) {
        fill(&mut volume.to_mut().values, &end);
    }
    if modality != Modality::Ct {
        if let Some(quiet) = quieted(&volume) {
            volume.to_mut().values = quiet;
        }
        return (volume, modality);
    }
    if part(&volume, |value| value < AIR) >= LEAST_AIR {
        return (volume, modality);
    }
    let unsigned = part(&volume, |value| value < 0.0) == 0.0;
    if unsigned && part(&volume, |value| STORED.contains(&value)) >= LEAST_SOFT {
        volume.to_mut().values.mapv_inplace(|value| value - OFFSET);
        return (volume, modality);
    }
    if let Some(floor) = clipped(&volume) {
        // From fat to air as far as in HU that were not clipped.
        let stretch = (CT_AIR - FAT) / (floor - FAT);
        volume
            .to_mut()
            .values
            .mapv_inplace(|value| if value < FAT { FAT + (value - FAT) * stretch } else { value });
        return (volume, modality);
    }
    if let Some(soft) = soft_tissue(&volume) {
        volume.to_mut().values.mapv_inplace(|value| soft.with_dark_bone(value));
    }
    (volume, Modality::Mr)
}

/// Where soft tissue lies in a window of CT.
struct SoftTissue {
    /// The lowest value: air.
    lowest: f32,
    /// The commonest value of tissue.
    commonest: f32,
}

impl SoftTissue {
    /// In MR bone is as dark as air, and what looks for faces there takes it for a wall; in a window it is
    /// the brightest.
    fn with_dark_bone(&self, value: f32) -> f32 {
        let bone = self.lowest + BONE * (self.commonest - self.lowest);
        if value > bone { (bone - STEEP * (value - bone)).max(self.lowest) } else { value }
    }
}

/// The commonest value between both ends of the window; none where there is no window.
fn soft_tissue(volume: &Coarse) -> Option<SoftTissue> {
    let seen = || volume.values.iter().copied().step_by(3).filter(|v| v.is_finite());
    let (lowest, highest) = (seen().reduce(f32::min)?, seen().reduce(f32::max)?);
    let width = (highest - lowest) / BINS as f32;
    let mut counts = [0u32; BINS];
    for value in seen() {
        let bin = ((value - lowest) / width) as usize;
        if let Some(count) = counts.get_mut(bin) {
            *count += 1;
        }
    }
    let inner = counts.iter().enumerate().take(BINS - 1).skip(1);
    let (bin, _) = inner.max_by_key(|(_, count)| **count)?;
    (width > 0.0).then_some(SoftTissue { lowest, commonest: lowest + (bin as f32 + 0.5) * width })
}

/// The value of air in HU that were clipped below fat: soft tissue is where HU have it, and the lowest value is
/// common.
fn clipped(volume: &Coarse) -> Option<f32> {
    let lowest = volume.values.iter().copied().filter(|v| v.is_finite()).reduce(f32::min)?;
    let is_air = part(volume, |value| value <= lowest + 1.0) >= LEAST_CLIPPED;
    let is_soft = part(volume, |value| SOFT.contains(&value)) >= LEAST_SOFT;
    (CLIPPED.contains(&lowest) && is_air && is_soft).then_some(lowest)
}

/// An end of a volume.
struct End {
    /// x, y or z.
    axis: usize,
    /// Its planes across the axis.
    planes: Range<usize>,
}

/// Ends that were padded: planes of one value throughout, next to one that shows much of a body. Before a
/// body ends by itself its sections grow small.
fn padded(volume: &Coarse) -> Vec<End> {
    let mut ends = Vec::new();
    for axis in 0..3 {
        let planes = volume.values.len_of(Axis(axis));
        for indices in [Vec::from_iter(0..planes), Vec::from_iter((0..planes).rev())] {
            let mut value = None;
            let plain = |at: &&usize| {
                let plane = volume.values.index_axis(Axis(axis), **at);
                plane.iter().filter(|v| !v.is_nan()).all(|v| v == value.get_or_insert(*v))
            };
            let count = indices.iter().take_while(plain).count();
            let (Some(fill), Some(next)) = (value, indices.get(count)) else { continue };
            let plane = volume.values.index_axis(Axis(axis), *next);
            let body = plane.iter().filter(|v| !v.is_nan() && **v != fill).count();
            let Some((first, last)) = indices.first().zip(indices.get(count.saturating_sub(1)))
            else {
                continue;
            };
            if count > 0 && body as f64 * volume.spacing.powi(2) > SECTION {
                ends.push(End { axis, planes: *first.min(last)..first.max(last) + 1 });
            }
        }
    }
    ends
}

/// Marks an end as not seen.
fn fill(values: &mut Array3<f32>, end: &End) {
    for at in end.planes.clone() {
        values.index_axis_mut(Axis(end.axis), at).fill(f32::NAN);
    }
}

/// Part of the voxels in view whose value is of this kind.
fn part(volume: &Coarse, kind: impl Fn(f32) -> bool) -> f64 {
    let values = volume.values.iter().copied().step_by(7).filter(|value| value.is_finite());
    let (seen, found) = values
        .fold((0u64, 0u64), |(seen, found), value| (seen + 1, found + u64::from(kind(value))));
    found as f64 / seen.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_of(air: f32, tissue: f32) -> (f32, Modality) {
        let values =
            Array3::from_shape_fn((20, 20, 20), |(x, _, _)| if x < 10 { air } else { tissue });
        let volume = Coarse { spacing: 2.0, values, ..Coarse::default() };
        let (read, modality) = read(&volume, Modality::Ct);
        (read.values[[15, 0, 0]], modality)
    }

    #[test]
    fn ct_is_read_as_hu_where_it_is_hu_or_can_be_moved_to_it() {
        assert_eq!(read_of(-1000.0, 40.0), (40.0, Modality::Ct));
        assert_eq!(read_of(24.0, 1064.0), (40.0, Modality::Ct));
    }

    #[test]
    fn planes_of_one_value_next_to_much_of_a_body_are_padding() {
        let ball = |(x, y, z): (usize, usize, usize)| {
            let off = [x, y, z].map(|i| (i as f32 - 40.0).powi(2)).iter().sum::<f32>();
            if off < 900.0 && z >= 30 { 100.0 } else { 0.0 }
        };
        let values = Array3::from_shape_fn((80, 80, 80), ball);
        let volume = Coarse { spacing: 2.0, values, ..Coarse::default() };
        let (read, _) = read(&volume, Modality::Mr);
        assert!(read.values[[40, 40, 29]].is_nan() && read.values[[0, 0, 0]].is_nan());
        assert_eq!(read.values[[40, 40, 30]], 100.0);
        assert_eq!(read.values[[40, 0, 40]], 0.0);
        assert_eq!(read.values[[40, 40, 79]], 0.0);
    }

    #[test]
    fn hu_that_were_clipped_below_fat_are_stretched_to_air() {
        assert_eq!(read_of(-200.0, 40.0), (40.0, Modality::Ct));
        let values = Array3::from_shape_fn((20, 20, 20), |(x, y, _)| {
            if x < 10 {
                -200.0
            } else if y < 5 {
                -160.0
            } else {
                40.0
            }
        });
        let volume = Coarse { spacing: 2.0, values, ..Coarse::default() };
        let (read, _) = read(&volume, Modality::Ct);
        assert_eq!([read.values[[0, 0, 0]], read.values[[15, 0, 0]]], [-1000.0, -560.0]);
    }

    #[test]
    fn ct_without_air_is_read_by_bright_and_dark() {
        let values = Array3::from_shape_fn((20, 20, 20), |(x, y, _)| match x {
            0..10 => 0.0,
            10 if y == 0 => 255.0,
            _ => 127.0,
        });
        let volume = Coarse { spacing: 2.0, values, ..Coarse::default() };
        let (read, modality) = read(&volume, Modality::Ct);
        assert_eq!((read.values[[15, 0, 0]], modality), (127.0, Modality::Mr));
        assert_eq!(read.values[[10, 0, 0]], 0.0, "bone is dark");
    }
}
