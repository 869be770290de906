//! What is left where a model of heads has eyes, nose, mouth and chin: no eye finder is asked.

use dicom_common::code::Outcome;
use dicom_common::imaging::geometry::{Located, Plane};
use dicom_common::imaging::volume::Volume;
use head_model::{Part, Seat};
use nalgebra::Point3;

use crate::limits::{PART_IN_VIEW, POINT_REACH};
use crate::series::{VolumePair, When};
use crate::stack_pair::{self, StackPair};

/// Where the parts of a face must be.
pub struct Places(Vec<Vec<Point3<f64>>>);

/// A voxel of a stack.
#[derive(Debug, Clone, Copy)]
struct Voxel {
    slice: usize,
    row: usize,
    column: usize,
}

/// What is found in a stack at the points of each part of a face.
pub struct Count(Vec<OfPart>);

/// What is found at the points of one part of the face.
struct OfPart {
    /// How many points stand for it.
    points: usize,
    /// The voxels at those of them that lie in the field of view.
    voxels: Vec<Voxel>,
    /// How many of its points were looked at.
    seen: usize,
    /// How many of these hold tissue.
    tissue: usize,
}

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

    /// Nothing found yet in a stack whose slices lie there.
    pub fn count(&self, planes: &[&Plane]) -> Count {
        let part = |points: &Vec<Point3<f64>>| OfPart {
            points: points.len(),
            voxels: points.iter().filter_map(|p| nearest(planes, p)).collect(),
            seen: 0,
            tissue: 0,
        };
        Count(self.0.iter().map(part).collect())
    }
}

impl Count {
    /// Looks for what is left of the tissue in some slices. `floor` is the value above which a voxel is no air.
    pub fn add_left(&mut self, part: &stack_pair::Part<'_>, floor: f32) {
        let VolumePair { before, after } = part.pair;
        self.add(before, part.first, |voxel| {
            let is_tissue = |volume| is_tissue(volume, voxel, floor);
            is_tissue(before).then(|| is_tissue(after))
        });
    }

    /// Looks for tissue in some slices, the first of them that of the stack with this number: what a volume shows by
    /// itself, without a look at what it was before.
    pub fn add_shown(&mut self, volume: &Volume, first: usize, floor: f32) {
        self.add(volume, first, |voxel| Some(is_tissue(volume, voxel, floor)));
    }

    /// `look` says whether a voxel of the slices holds tissue; none where that is not asked.
    fn add(&mut self, slices: &Volume, first: usize, look: impl Fn(Voxel) -> Option<bool>) {
        let [count, _, _] = slices.shape();
        for part in &mut self.0 {
            let here = part.voxels.iter().filter_map(|voxel| {
                let slice = voxel.slice.checked_sub(first).filter(|slice| *slice < count)?;
                look(Voxel { slice, ..*voxel })
            });
            let (mut seen, mut tissue) = (0, 0);
            for found in here {
                seen += 1;
                tissue += usize::from(found);
            }
            part.seen += seen;
            part.tissue += tissue;
        }
    }

    /// Of the part of which most is there, the share that is tissue; none where no part lies in the field of view.
    pub fn most(&self) -> Option<f64> {
        let is_seen =
            |part: &&OfPart| part.seen as f64 >= PART_IN_VIEW.value * part.points.max(1) as f64;
        let parts = self.0.iter().filter(is_seen);
        parts.map(|part| part.tissue as f64 / part.seen as f64).reduce(f64::max)
    }
}

/// Of the part of which most is there after defacing, the share that is tissue.
///
/// # Errors
/// Those of reading pixels.
pub fn shown(places: &Places, stack: &StackPair<'_>, floor: f32) -> Outcome<Option<f64>> {
    let mut count = places.count(&stack.planes());
    stack.each_of(When::After, |slices, first| count.add_shown(slices, first, floor))?;
    Ok(count.most())
}

/// The voxel that is nearest to a point; none outside the field of view.
fn nearest(planes: &[&Plane], p: &Point3<f64>) -> Option<Voxel> {
    let located = planes.iter().map(|plane| (plane.locate(p), plane)).enumerate();
    let away = |(_, (at, _)): &(usize, (Located, &&Plane))| at.height.abs();
    let (slice, (at, plane)) = located.min_by(|a, b| away(a).total_cmp(&away(b)))?;
    let (row, column) = (at.row.round(), at.column.round());
    let inside = |at: f64, count: usize| at >= 0.0 && at < count as f64;
    let seen = at.height.abs() <= POINT_REACH.value
        && inside(row, plane.rows)
        && inside(column, plane.columns);
    seen.then_some(Voxel { slice, row: row as usize, column: column as usize })
}

fn is_tissue(volume: &Volume, Voxel { slice, row, column }: Voxel, floor: f32) -> bool {
    !volume.is_padding(slice, row, column) && volume.value(slice, row, column) > floor
}
