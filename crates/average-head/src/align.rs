//! From the registration of the average head to the frame of the head in a volume.

use std::io::Cursor;
use std::sync::LazyLock;

use dicom_common::code::Code;
use dicom_common::imaging::nifti::Nifti;
use dicom_common::imaging::series::Modality;
use dicom_common::imaging::volume::Coarse;
use face::{Frame, Opinion, Verdict};
use nalgebra::{Matrix4, Vector3};
use ndarray::Array3;
use registration::{Grid, Resolution, Settings, align};

use crate::landmarks::{FRONT, LEFT_EYE, RIGHT_EYE};

static HEAD: LazyLock<Option<Grid>> = LazyLock::new(|| {
    let image = Nifti::read(Cursor::new(include_bytes!("../data/average-head.nii.gz"))).ok()?;
    let [x, y, z] = image.shape();
    let values = Array3::from_shape_fn((x, y, z), |(i, j, k)| image.value([i, j, k]));
    Some(Grid { values, to_world: image.affine() })
});

/// The average head has voxels of 3 mm, and its face is no nearer to any other than some millimetres:
/// what is compared is no finer than that, by as few points as give the same answers as more.
fn settings() -> Settings {
    Settings {
        coarse: Resolution { spacing: 8.0, samples: 6_000, steps: 40 },
        middle: Resolution { spacing: 4.0, samples: 15_000, steps: 40 },
        fine: Resolution { spacing: 4.0, samples: 30_000, steps: 40 },
        followed: 16,
        kept: 5,
        seed: 1,
    }
}

/// Where the face is in a working copy (LPS, mm), by the average head; none where that can be laid upon
/// nothing.
pub fn opinion(volume: &Coarse) -> Option<Opinion> {
    let to_world =
        Matrix4::new_translation(&volume.origin.coords) * Matrix4::new_scaling(volume.spacing);
    let fixed = Grid { values: volume.values.clone(), to_world };
    let found = align(&fixed, HEAD.as_ref()?, &settings()).ok()?;
    let back = found.fixed_to_moving.try_inverse()?;
    let (right, left) = (back.transform_point(&RIGHT_EYE), back.transform_point(&LEFT_EYE));
    let front = back.transform_vector(&FRONT);
    let frame = looking(Frame::of(&right, &left), &front);
    let quality = found.quality;
    tracing::debug!(
        target: "face", ?right, ?left, frame.pitch, ?quality, judged = ?quality.judge(), "the average head"
    );
    Some(Opinion { frame, trusted: quality.judge().is_ok() })
}

/// What the average head alone says of a working copy: a face where it can be laid upon the head beyond
/// doubt and the skin there is a face's.
pub fn find(volume: &Coarse, modality: Modality) -> Verdict {
    match opinion(volume).filter(|opinion| opinion.trusted) {
        Some(Opinion { frame, .. }) => face::at(volume, modality, &frame),
        None => Verdict::Doubt { why: Code::Registration, deep: None },
    }
}

/// The frame turned about the axis of its eyes until it looks into this direction.
fn looking(frame: Frame, front: &Vector3<f64>) -> Frame {
    let down = (-front.dot(&frame.up)).atan2(front.dot(&frame.front));
    frame.pitched(down.to_degrees())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_average_head_lies_on_itself() {
        let head = HEAD.as_ref().unwrap();
        assert!(head.values.iter().any(|v| *v > 100.0), "{:?}", head.values.dim());
        // Along the patient's axes, as a working copy is: the mean head is turned by 3 degrees at most.
        let mut upright =
            Coarse { spacing: 3.0, values: Array3::zeros((60, 90, 90)), ..Coarse::default() };
        upright.origin = nalgebra::Point3::new(-90.0, -130.0, -125.0);
        let back = head.to_world.try_inverse().unwrap();
        let grid = Coarse { values: Array3::zeros((0, 0, 0)), ..upright.clone() };
        for ((x, y, z), value) in upright.values.indexed_iter_mut() {
            let at = back.transform_point(&grid.point([x, y, z])).map(f64::round);
            let index = [at.x, at.y, at.z].map(|i| i.max(0.0) as usize);
            *value = head.values.get(index).copied().unwrap_or(0.0);
        }
        let found = opinion(&upright).unwrap();
        assert!(found.trusted);
        let eyes = [-0.5, 0.5].map(|side| found.frame.point(side * found.frame.apart, 0.0, 0.0));
        assert!(
            (eyes[0] - RIGHT_EYE).norm() < 3.0 && (eyes[1] - LEFT_EYE).norm() < 3.0,
            "{eyes:?}"
        );
        assert!((found.frame.pitch - 5.0).abs() < 2.0);
    }
}
