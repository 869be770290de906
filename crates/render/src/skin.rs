//! The head's skin: where a smooth field between air and tissue is 0.

use nalgebra::{Point3, Vector3};
use ndarray::{Array3, ArrayView3, Zip};

use crate::field::{Field, OUTSIDE};
use crate::grid::{Bounds, Grid};
use crate::head::head;

/// How the skin is found.
#[derive(Debug, Clone, Copy)]
pub struct Find {
    /// Tissue is above it: -300 HU in CT, half of Otsu's threshold in MR.
    pub threshold: f32,
    /// What is joined to the head by less than twice this many mm is not the head.
    pub opening: f64,
    /// Standard deviation of the Gaussian that smooths the surface, in mm; 0 for none.
    pub smoothing: f64,
}

impl Find {
    /// For a threshold, with an opening of 2 mm and a smoothing of 1.25 mm.
    pub fn above(threshold: f32) -> Self {
        Self { threshold, opening: 2.0, smoothing: 1.25 }
    }
}

/// The largest standard deviation of the smoothing, in voxels: the room that it takes around the head is
/// bounded.
const SMOOTHEST: f64 = 8.0;

/// The skin of a head.
#[derive(Debug, Clone)]
pub struct Skin {
    /// Above 0 inside of the head, below outside.
    field: Field,
    /// Centre of the field's first voxel, in LPS mm.
    origin: Point3<f64>,
    /// Distance of the field's voxels along x, y, z, in mm.
    spacing: Vector3<f64>,
    /// The box around the head.
    bounds: Bounds,
}

impl Skin {
    /// The skin of the head in a volume; none where nothing lies above the threshold.
    pub fn of(grid: &Grid<'_>, find: &Find) -> Option<Self> {
        let head = head(grid, find.threshold, find.opening);
        let (first, last) = extent(&head)?;
        let sigma = grid.spacing.map(|spacing| (find.smoothing / spacing).clamp(0.0, SMOOTHEST));
        // Room for the smoothing, and for the field to fall to OUTSIDE.
        let margin = sigma.map(|sigma| (3.0 * sigma).ceil() as usize + 2);
        let size = last - first + margin * 2 + Vector3::repeat(1);
        let tissue = Tissue::of(grid.values.view(), &head, find.threshold);
        let mut values = Array3::from_elem((size.x, size.y, size.z), OUTSIDE);
        Zip::indexed(&mut values).par_for_each(|(x, y, z), value| {
            let at = (Vector3::new(x, y, z) + first).zip_map(&margin, usize::checked_sub);
            if let (Some(x), Some(y), Some(z)) = (at.x, at.y, at.z) {
                *value = tissue.value((x, y, z));
            }
        });
        let corner = first.cast::<f64>() - margin.cast::<f64>();
        let [low, high] = [first, last].map(|at| grid.point((at.x, at.y, at.z)));
        Some(Self {
            field: Field::new(values, sigma),
            origin: grid.origin + corner.component_mul(&grid.spacing),
            spacing: grid.spacing,
            bounds: Bounds { low, high },
        })
    }

    /// The box around the head, by the centres of its outermost voxels.
    pub fn bounds(&self) -> Bounds {
        self.bounds
    }

    /// The first place on the skin that a ray meets: how far from its start, in mm, and the unit
    /// vector out of the head. The ray starts outside the head; `direction` is a unit vector.
    pub fn hit(&self, from: &Point3<f64>, direction: &Vector3<f64>) -> Option<(f64, Vector3<f64>)> {
        let start = (from - self.origin).component_div(&self.spacing);
        // A component of 0 would never meet the sides of a box.
        let ahead =
            direction.component_div(&self.spacing).map(|d| if d == 0.0 { 1e-12 } else { d });
        let way = self.field.hit(&start, &ahead, 0.5 * self.spacing.min())?;
        let rise = self.field.gradient(&(start + ahead * way)).component_div(&self.spacing);
        Some((way, rise.try_normalize(1e-9).map_or(-direction, |rise| -rise)))
    }
}

/// The values of the head, seen from its threshold.
struct Tissue<'a> {
    values: ArrayView3<'a, f32>,
    head: &'a Array3<bool>,
    threshold: f32,
    /// What makes a difference of 1.
    contrast: f32,
}

impl<'a> Tissue<'a> {
    fn of(values: ArrayView3<'a, f32>, head: &'a Array3<bool>, threshold: f32) -> Self {
        let (sum, count) = values
            .iter()
            .filter(|value| **value <= threshold)
            .fold((0.0, 0.0), |(sum, count), value| (sum + f64::from(*value), count + 1.0));
        let air = if count > 0.0 { (sum / count) as f32 } else { threshold };
        Self { values, head, threshold, contrast: (threshold - air).max(f32::EPSILON) }
    }

    /// -1 in air, 0 at the threshold, 1 in tissue.
    fn value(&self, voxel: (usize, usize, usize)) -> f32 {
        let value = self.values.get(voxel).copied().unwrap_or(f32::NAN) - self.threshold;
        let head = self.head.get(voxel) == Some(&true);
        match value {
            value if head => (value / self.contrast).min(1.0),
            value if value <= 0.0 => (value / self.contrast).max(OUTSIDE),
            // Outside the field of view, or beside the head.
            _ => OUTSIDE,
        }
    }
}

/// The first and the last set voxel along each axis.
fn extent(mask: &Array3<bool>) -> Option<(Vector3<usize>, Vector3<usize>)> {
    let mut extent = None;
    for (x, plane) in mask.outer_iter().enumerate() {
        for (y, line) in plane.outer_iter().enumerate() {
            let Some(low) = line.iter().position(|set| *set) else { continue };
            let high = line.iter().rposition(|set| *set).unwrap_or(low);
            let (low, high) = (Vector3::new(x, y, low), Vector3::new(x, y, high));
            let (first, last) = extent.unwrap_or((low, high));
            extent = Some((first.inf(&low), last.sup(&high)));
        }
    }
    extent
}
