//! Values as they come: CT that was exported without its rescale, as a window of 8 bits, or clipped.

use std::borrow::Cow;

use dicom_common::imaging::series::Modality;
use dicom_common::imaging::volume::Coarse;

/// HU that no tissue but the lung's is below: air.
const AIR: f32 = -500.0;
/// Part of the voxels that is air around any head in a CT.
const LEAST_AIR: f64 = 0.01;
/// What was stored of CT is HU and 1024, or 1000: soft tissue then measures between.
const STORED: std::ops::Range<f32> = 960.0..1160.0;
/// What is taken off.
const OFFSET: f32 = 1024.0;
/// Part of the voxels that soft tissue takes of any head.
const LEAST_SOFT: f64 = 0.1;

/// A working copy and how its values are to be read. CT without the values of air is no HU: stored values are
/// moved to HU where they are in their place, otherwise bright and dark is all that is left, as in MR.
pub fn read(volume: &Coarse, modality: Modality) -> (Cow<'_, Coarse>, Modality) {
    if modality == Modality::Mr || part(volume, |value| value < AIR) >= LEAST_AIR {
        return (Cow::Borrowed(volume), modality);
    }
    let unsigned = part(volume, |value| value < 0.0) == 0.0;
    if unsigned && part(volume, |value| STORED.contains(&value)) >= LEAST_SOFT {
        let mut moved = volume.clone();
        moved.values.mapv_inplace(|value| value - OFFSET);
        return (Cow::Owned(moved), modality);
    }
    (Cow::Borrowed(volume), Modality::Mr)
}

/// Part of the voxels in view whose value is of this kind.
fn part(volume: &Coarse, kind: impl Fn(f32) -> bool) -> f64 {
    let values = volume.values.iter().copied().step_by(7).filter(|value| value.is_finite());
    let (seen, found) = values.fold((0u64, 0u64), |(seen, found), value| {
        (seen + 1, found + u64::from(kind(value)))
    });
    found as f64 / seen.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array3;

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
    fn ct_without_air_is_read_by_bright_and_dark() {
        assert_eq!(read_of(0.0, 127.0), (127.0, Modality::Mr));
        assert_eq!(read_of(-100.0, 40.0), (40.0, Modality::Mr));
    }
}
