//! Where the patches lie.

use std::ops::Range;

use crate::error::Error;

/// The patches that cover an image.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Steps {
    /// Voxels of the image along z, y, x.
    pub shape: [usize; 3],
    /// Voxels of a patch along z, y, x.
    pub patch: [usize; 3],
    /// Voxels of the image with zeros around it where it is smaller than a patch.
    pub padded: [usize; 3],
    /// The first voxels of patches along each axis, in the padded image.
    at: [Vec<usize>; 3],
}

impl Steps {
    /// Patches that lie at most `step` times their size apart, evenly.
    ///
    /// # Errors
    /// [`Error::Options`] for a step that is not above 0 and at most 1, or less than a voxel.
    pub(crate) fn new(shape: [usize; 3], patch: [usize; 3], step: f64) -> Result<Steps, Error> {
        if !(step > 0.0 && step <= 1.0) {
            return Err(Error::Options("the step must be above 0 and at most 1"));
        }
        if patch.iter().any(|&n| n as f64 * step < 1.0) {
            return Err(Error::Options("the step must be a voxel or more"));
        }
        let axes = [0, 1, 2].map(|axis| {
            let of = |sizes: [usize; 3]| sizes.get(axis).copied().unwrap_or_default();
            let longer = of(shape).max(of(patch));
            (longer, along(longer, of(patch), step))
        });
        let padded = [0, 1, 2].map(|axis| axes.get(axis).map_or(0, |(longer, _)| *longer));
        Ok(Steps { shape, patch, padded, at: axes.map(|(_, at)| at) })
    }

    /// The first voxels of all patches in nnU-Net's order.
    pub(crate) fn starts(&self) -> impl Iterator<Item = [usize; 3]> {
        let [along_z, along_y, along_x] = &self.at;
        along_z.iter().flat_map(move |&z| {
            along_y.iter().flat_map(move |&y| along_x.iter().map(move |&x| [z, y, x]))
        })
    }

    /// Number of patches.
    pub(crate) fn count(&self) -> usize {
        self.at.iter().map(Vec::len).product()
    }

    /// Where the image lies in the padded one; what does not come out even is
    /// on the far side.
    pub(super) fn inside(&self) -> [Range<usize>; 3] {
        let [pz, py, px] = self.padded;
        let [nz, ny, nx] = self.shape;
        [(pz, nz), (py, ny), (px, nx)].map(|(padded, n)| {
            let start = (padded - n) / 2;
            start..start + n
        })
    }
}

fn along(len: usize, patch: usize, step: f64) -> Vec<usize> {
    let most = (len - patch) as f64;
    let count = (most / (patch as f64 * step)).ceil() as usize;
    let apart = if count > 0 { most / count as f64 } else { 0.0 };
    (0..=count).map(|i| (apart * i as f64).round_ties_even() as usize).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What compute_steps_for_sliding_window says.
    #[test]
    fn patches_lie_where_those_of_nnunet_do() {
        let steps = Steps::new([200, 512, 512], [128; 3], 0.7).unwrap();
        let across = vec![0, 77, 154, 230, 307, 384];
        assert_eq!(steps.at, [vec![0, 72], across.clone(), across]);
        assert_eq!(steps.count(), 72);
        assert_eq!(steps.starts().nth(1), Some([0, 0, 77]));
        assert_eq!(along(110, 64, 0.5), [0, 23, 46]);
        // 2.5 and 7.5 are rounded to the even number.
        assert_eq!(along(20, 10, 0.25), [0, 2, 5, 8, 10]);
    }

    #[test]
    fn an_image_that_is_smaller_than_a_patch_is_one_patch() {
        let steps = Steps::new([5, 200, 3], [10, 128, 128], 0.7).unwrap();
        assert_eq!(steps.padded, [10, 200, 128]);
        assert_eq!(steps.inside(), [2..7, 0..200, 62..65]);
        assert_eq!(steps.count(), 2);
    }

    #[test]
    fn steps_without_end_are_refused() {
        for step in [0.0, -1.0, 1.1, f64::NAN, 1e-9] {
            assert!(Steps::new([200; 3], [128; 3], step).is_err());
        }
    }
}
