//! What became of each frame.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::frame::Frame;
use crate::mask::Mask;
use crate::plane::Plane;

/// A file that the defacer wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Where it is.
    pub path: PathBuf,
    /// The mask of its volume.
    pub mask: PathBuf,
}

/// A frame that was written with its voxels where they were.
#[derive(Clone, Debug, PartialEq)]
pub struct Slice {
    /// Where its voxels lie.
    pub plane: Plane,
    /// Its voxels, row by row.
    pub voxels: Vec<Voxel>,
}

/// A voxel before and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Voxel {
    /// Stored value before.
    pub before: u16,
    /// Stored value after.
    pub after: u16,
    /// Whether the mask says that it was kept.
    pub kept: bool,
}

impl Voxel {
    /// Whether its value is another one.
    pub fn is_changed(self) -> bool {
        self.before != self.after
    }
}

/// The frames of a series next to what was written of them, in the order of `before`. Frames that
/// were not written, or not at their place, are left out. `read` reads the frames of files.
///
/// # Errors
/// When a written file or mask cannot be read, or a mask is not on the grid of its frames.
pub fn slices(
    before: &[Frame],
    written: &[Written],
    read: impl Fn(&[PathBuf]) -> Result<Vec<Frame>>,
) -> Result<Vec<Slice>> {
    let mut volumes: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for file in written {
        volumes.entry(&file.mask).or_default().push(file.path.clone());
    }
    let mut after = Vec::new();
    for (mask, paths) in volumes {
        after.extend(masked(read(&paths)?, &Mask::read(mask)?)?);
    }
    Ok(before.iter().filter_map(|frame| compared(frame, &after)).collect())
}

/// The frames of a volume, each with its slice of the mask.
fn masked(mut frames: Vec<Frame>, mask: &Mask) -> Result<Vec<(Frame, Vec<u8>)>> {
    frames.sort_by(|a, b| mask.height(&a.plane).total_cmp(&mask.height(&b.plane)));
    let plane = frames.first().context("a mask of no frame")?.plane;
    let slices = mask.slices(&plane, frames.len())?;
    Ok(frames.into_iter().zip(slices.map(<[u8]>::to_vec).collect::<Vec<_>>()).collect())
}

/// The frame next to the one that lies at the very same place.
fn compared(frame: &Frame, after: &[(Frame, Vec<u8>)]) -> Option<Slice> {
    let (there, kept) = after.iter().find(|(there, _)| there.plane == frame.plane)?;
    let values = frame.values.iter().zip(&there.values).zip(kept);
    let voxels =
        values.map(|((&before, &after), &kept)| Voxel { before, after, kept: kept != 0 }).collect();
    Some(Slice { plane: frame.plane, voxels })
}

#[cfg(test)]
mod tests {
    use super::*;
    use demo_data::vec3::vec3;

    /// One row of two voxels at this height.
    fn frame(z: f64, values: [u16; 2]) -> Frame {
        let plane = Plane {
            origin: vec3(-1.0, 2.0, z),
            along_row: vec3(1.0, 0.0, 0.0),
            along_column: vec3(0.0, 1.0, 0.0),
            spacing: [3.0, 2.0],
            size: [1, 2],
        };
        Frame { plane, values: values.to_vec() }
    }

    /// Of two slices, the second of which is this far above the first.
    fn mask(up: f64) -> Mask {
        let axes = [vec3(2.0, 0.0, 0.0), vec3(0.0, 3.0, 0.0), vec3(0.0, 0.0, up)];
        Mask { axes, size: [2, 1, 2], values: vec![0, 0, 0, 1] }
    }

    #[test]
    fn frames_meet_their_slices_of_the_mask_in_its_direction() {
        for (up, last) in [(5.0, 9.0), (-5.0, 1.0)] {
            let frames = vec![frame(9.0, [7, 7]), frame(1.0, [7, 7])];
            let masked = masked(frames, &mask(up)).unwrap();
            let heights: Vec<f64> = masked.iter().map(|(frame, _)| frame.plane.origin.z).collect();
            assert_eq!(heights.last(), Some(&last));
            assert_eq!(masked[1].1, [0, 1]);
        }
    }

    #[test]
    fn a_mask_on_another_grid_is_refused() {
        assert!(masked(vec![frame(1.0, [7, 7])], &mask(5.0)).is_err());
        let frames = || vec![frame(1.0, [7, 7]), frame(2.0, [7, 7])];
        assert!(masked(frames(), &mask(5.0)).is_ok());
        let mut mirrored = mask(5.0);
        mirrored.axes[0] = vec3(-2.0, 0.0, 0.0);
        assert!(masked(frames(), &mirrored).is_err());
    }

    #[test]
    fn a_frame_that_moved_is_not_found_again() {
        let after = [(frame(1.0, [5, 7]), vec![1, 0]), (frame(2.5, [5, 7]), vec![1, 1])];
        let found = compared(&frame(1.0, [5, 6]), &after).unwrap();
        let changed: Vec<bool> = found.voxels.iter().map(|voxel| voxel.is_changed()).collect();
        assert_eq!((changed, found.voxels[0].kept), (vec![false, true], true));
        assert_eq!(compared(&frame(2.0, [5, 7]), &after), None);
    }
}
