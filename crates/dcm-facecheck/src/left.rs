//! What is left where a model of heads has eyes, nose, mouth and chin: no eye finder is asked.

use dicom_common::imaging::volume::Volume;
use head_model::{Part, Seat};
use nalgebra::Point3;

use crate::limits::{PART_IN_VIEW, POINT_REACH};
use crate::series::VolumePair;

/// Where the parts of a face must be.
pub struct Places(Vec<Vec<Point3<f64>>>);

impl Places {
    /// By the model as it lies on a head; none without it.
    pub fn of(seat: Option<&Seat>) -> Self {
        let points = |seat: &Seat| Part::ALL.map(|part| seat.points(part)).to_vec();
        Self(seat.map(points).unwrap_or_default())
    }

    /// Of one part.
    pub fn part(seat: &Seat, part: Part) -> Self {
        Self(vec![seat.points(part)])
    }

    /// Of the part of which most is left, the share of its tissue that is left; none where no part lies in
    /// the field of view. `floor` is the value above which a voxel is no air.
    pub fn left(&self, pair: &VolumePair, floor: f32) -> Option<f64> {
        let VolumePair { before, after } = pair;
        let share = |points: &Vec<Point3<f64>>| {
            let tissue = |volume, p: &&Point3<f64>| is_tissue(volume, p, floor) == Some(true);
            let then: Vec<_> = points.iter().filter(|p| tissue(before, p)).collect();
            let now = then.iter().filter(|p| tissue(after, p)).count();
            seen(then.len(), points.len()).then(|| now as f64 / then.len() as f64)
        };
        self.0.iter().filter_map(share).reduce(f64::max)
    }

    /// Of the part of which most is there, the share that is tissue: what a volume shows by itself, without a
    /// look at what it was before.
    pub fn shown(&self, volume: &Volume, floor: f32) -> Option<f64> {
        let share = |points: &Vec<Point3<f64>>| {
            let found: Vec<_> = points.iter().filter_map(|p| is_tissue(volume, p, floor)).collect();
            let tissue = found.iter().filter(|tissue| **tissue).count();
            seen(found.len(), points.len()).then(|| tissue as f64 / found.len() as f64)
        };
        self.0.iter().filter_map(share).reduce(f64::max)
    }
}

fn seen(seen: usize, all: usize) -> bool {
    seen as f64 >= PART_IN_VIEW.value * all.max(1) as f64
}

/// Whether the voxel that is nearest to a point holds tissue; none outside the field of view.
fn is_tissue(volume: &Volume, p: &Point3<f64>, floor: f32) -> Option<bool> {
    let located = volume.slices.iter().map(|slice| slice.plane.locate(p)).enumerate();
    let near = |at: &f64| at.abs() <= POINT_REACH.value;
    let (slice, at) = located.min_by(|a, b| a.1.height.abs().total_cmp(&b.1.height.abs()))?;
    let [_, rows, columns] = volume.shape();
    let (row, column) = (at.row.round(), at.column.round());
    let inside = |at: f64, count: usize| at >= 0.0 && at < count as f64;
    (near(&at.height) && inside(row, rows) && inside(column, columns)).then(|| {
        let (row, column) = (row as usize, column as usize);
        !volume.is_padding(slice, row, column) && volume.value(slice, row, column) > floor
    })
}
