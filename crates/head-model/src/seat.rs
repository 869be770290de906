//! How the model lies on the head in a volume.

use dicom_common::imaging::volume::Coarse;
use nalgebra::{Matrix4, Point3, Vector3};
use registration::{Grid, Quality, Resolution, Settings, align};

use crate::model::Model;
use crate::parts::{Extent, FRONT, Part};

/// Distance of the points that stand for a part, in mm.
const POINTS: f64 = 3.0;

/// The model has voxels of 3.5 mm and no detail.
fn settings() -> Settings {
    Settings {
        coarse: Resolution { spacing: 9.0, samples: 5_000, steps: 40 },
        middle: Resolution { spacing: 5.0, samples: 12_000, steps: 40 },
        fine: Resolution { spacing: 3.5, samples: 25_000, steps: 40 },
        followed: 16,
        kept: 5,
        seed: 20,
    }
}

/// How the model lies on the head in a volume.
#[derive(Debug, Clone)]
pub struct Seat {
    /// From the model's space to the volume's, both LPS mm.
    to_volume: Matrix4<f64>,
    /// And back.
    from_volume: Matrix4<f64>,
    /// The figures by which the registration judges itself.
    pub quality: Quality,
}

impl Seat {
    /// Lays the model upon a working copy; none where there is no head to lay it upon.
    pub fn of(volume: &Coarse) -> Option<Self> {
        let to_world =
            Matrix4::new_translation(&volume.origin.coords) * Matrix4::new_scaling(volume.spacing);
        let fixed = Grid { values: volume.values.clone(), to_world };
        let found = align(&fixed, &Model::get()?.grid, &settings()).ok()?;
        let (from_volume, quality) = (found.fixed_to_moving, found.quality);
        Some(Self { to_volume: from_volume.try_inverse()?, from_volume, quality })
    }

    /// Whether the registration trusts itself.
    pub fn is_trusted(&self) -> bool {
        self.quality.judge().is_ok()
    }

    /// The middle of a part in the volume's space.
    pub fn middle(&self, part: Part) -> Point3<f64> {
        self.to_volume.transform_point(&part.extent().middle)
    }

    /// Where the face looks in the volume's space: a unit vector.
    pub fn front(&self) -> Vector3<f64> {
        self.to_volume.transform_vector(&FRONT).normalize()
    }

    /// How far a point of the volume's space is inside of the model: -1 in air, 0 on its skin, 1 in tissue.
    pub fn depth(&self, p: &Point3<f64>) -> f64 {
        Model::get().map_or(-1.0, |model| model.depth(&self.from_volume.transform_point(p)))
    }

    /// Points of the volume's space that stand for a part: those of them that are tissue in the model.
    pub fn points(&self, part: Part) -> Vec<Point3<f64>> {
        let Some(model) = Model::get() else { return Vec::new() };
        let Extent { middle, half } = part.extent();
        let count = half.map(|half| (half / POINTS) as i32);
        let steps = |n: i32| -n..=n;
        let grid = steps(count.x).flat_map(|x| {
            steps(count.y).flat_map(move |y| steps(count.z).map(move |z| Vector3::new(x, y, z)))
        });
        let offsets = grid.map(|at| at.cast::<f64>() * POINTS);
        let inside = offsets.filter(|offset| offset.component_div(&half).norm() <= 1.0);
        let points = inside.map(|offset| middle + offset);
        points.filter(|p| model.is_tissue(p)).map(|p| self.to_volume.transform_point(&p)).collect()
    }
}

#[cfg(test)]
mod tests {
    use ndarray::Array3;

    use super::*;

    /// A copy of the model along the patient's axes, moved by 5 mm to the left and 9 mm to the feet.
    fn moved() -> Coarse {
        let model = Model::get().unwrap();
        let back = model.grid.to_world.try_inverse().unwrap();
        let origin = Point3::new(-95.0, -115.0, -190.0);
        let empty = Coarse { origin, spacing: 3.0, values: Array3::zeros((70, 88, 105)) };
        let mut copy = empty.clone();
        for ((x, y, z), value) in copy.values.indexed_iter_mut() {
            let p = empty.point([x, y, z]) - Vector3::new(5.0, 0.0, -9.0);
            let at = back.transform_point(&p).map(f64::round);
            let inside = at.iter().all(|index| *index >= 0.0);
            let index = [at.x as usize, at.y as usize, at.z as usize];
            *value = model.grid.values.get(index).copied().filter(|_| inside).unwrap_or(0.0);
        }
        copy
    }

    #[test]
    fn the_model_lies_on_itself() {
        let seat = Seat::of(&moved()).unwrap();
        assert!(seat.is_trusted(), "{:?}", seat.quality);
        for part in Part::ALL {
            let expected = part.extent().middle + Vector3::new(5.0, 0.0, -9.0);
            assert!((seat.middle(part) - expected).norm() < 3.0, "{part:?}");
        }
        assert!((seat.front() + Vector3::y()).norm() < 0.1);
        // From the nose to the front the skin is crossed in steps.
        let ahead = |mm: i32| seat.middle(Part::Nose) + seat.front() * f64::from(mm);
        let depths: Vec<f64> = (0..40).map(|mm| seat.depth(&ahead(mm))).collect();
        assert!(depths[0] > 0.5 && depths[39] == -1.0, "{depths:?}");
        assert!(depths.iter().any(|depth| depth.abs() < 0.5), "{depths:?}");
    }

    #[test]
    fn every_part_is_tissue_on_the_surface_of_the_model() {
        let model = Model::get().unwrap();
        for part in Part::ALL {
            let Extent { middle, half } = part.extent();
            assert!(model.is_tissue(&middle), "{part:?}");
            let front = middle - Vector3::new(0.0, half.y + 14.0, 0.0);
            assert!(!model.is_tissue(&front), "{part:?} lies too deep");
        }
    }

    #[test]
    fn there_is_no_place_for_it_in_air() {
        let values = Array3::from_elem((60, 60, 60), -1000.0);
        assert!(Seat::of(&Coarse { spacing: 3.0, values, ..Coarse::default() }).is_none());
    }
}
