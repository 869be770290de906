//! Where the head is in a volume: the largest thing that is brighter than air.

use nalgebra::{Matrix4, Point3};

use crate::{error::Error, grid::Grid, mask::Mask};

/// Voxel size of the outline in mm.
pub const SPACING: f64 = 4.0;
/// A head below its top that a field of view shows whatever neck and shoulders it has, in mm.
const HEIGHT: f64 = 160.0;
/// No head is smaller, in mm³: a newborn’s brain alone is larger.
const SMALLEST: f64 = 2e5;
/// Number of points that stand for the whole head where a measure needs no more: at 4 mm a head has some 50,000.
const FEW: usize = 1000;

/// The outline of the head.
#[derive(Clone, Debug)]
pub struct Head {
    /// The voxels that belong to it.
    pub inside: Mask,
    /// The voxels that were measured.
    seen: Mask,
    /// A few points of it, evenly spread: world coordinates.
    pub points: Vec<Point3<f64>>,
    /// Centre of its uppermost [`HEIGHT`] mm: world coordinates.
    pub centre: Point3<f64>,
    /// The value that air does not exceed, in the volume's unit.
    pub threshold: f32,
}

impl Head {
    /// Finds the head in a volume with voxels of about [`SPACING`].
    ///
    /// # Errors
    /// [`Error::NoHead`] where nothing as large as a head is brighter than what surrounds it.
    pub fn find(coarse: &Grid) -> Result<Head, Error> {
        let threshold = threshold(coarse).ok_or(Error::NoHead)?;
        // Table, headrest and cables hang on the head by thin bridges.
        let inside = Mask::of(coarse, |value| value > threshold).shrunk().largest().grown();
        let seen = Mask::of(coarse, f32::is_finite);
        let points = inside.points();
        let voxel: f64 = coarse.to_world.fixed_view::<3, 3>(0, 0).determinant().abs();
        if (points.len() as f64) * voxel < SMALLEST {
            return Err(Error::NoHead);
        }
        let top = points.iter().map(|p| p.z).fold(f64::MIN, f64::max);
        let (mut sum, mut count) = (Point3::origin(), 0.0);
        for point in points.iter().filter(|p| p.z >= top - HEIGHT) {
            sum += point.coords;
            count += 1.0;
        }
        let every = points.len().div_ceil(FEW).max(1);
        let points = points.into_iter().step_by(every).collect();
        Ok(Head { inside, seen, points, centre: sum / count, threshold })
    }

    /// Part of this head, 0 to 1, that another volume shows, given the map to its world.
    pub fn shown(&self, other: &Head, map: &Matrix4<f64>) -> f64 {
        let points = self.points.iter().map(|point| map.transform_point(point));
        let shown = points.filter(|point| other.seen.contains(point)).count();
        shown as f64 / self.points.len().max(1) as f64
    }
}

/// What two volumes show in common: the part of the one head that the other volume shows, for the
/// head that is shown better. A volume of the face alone lies wholly in one of the whole head.
pub fn overlap(fixed: &Head, moving: &Head, fixed_to_moving: &Matrix4<f64>) -> f64 {
    let back = Grid::inverse(fixed_to_moving);
    fixed.shown(moving, fixed_to_moving).max(moving.shown(fixed, &back))
}

/// Largest distance in mm between where two transforms put a point of the head.
pub fn apart(a: &Matrix4<f64>, b: &Matrix4<f64>, head: &Head) -> f64 {
    let distance = |p: &Point3<f64>| (a.transform_point(p) - b.transform_point(p)).norm();
    head.points.iter().map(distance).fold(0.0, f64::max)
}

/// Half-way between air and the value that best parts the dark from the bright (Otsu 1979).
fn threshold(coarse: &Grid) -> Option<f32> {
    const BINS: usize = 256;
    let mut sorted: Vec<f32> = coarse.values.iter().copied().filter(|v| v.is_finite()).collect();
    sorted.sort_unstable_by(f32::total_cmp);
    let at = |fraction: f64| sorted.get((fraction * sorted.len() as f64) as usize).copied();
    let (low, high) = (at(0.01)?, at(0.99)?);
    if low >= high {
        return None;
    }
    let mut histogram = [0.0f64; BINS];
    for value in &sorted {
        let bin = ((value - low) / (high - low)).clamp(0.0, 0.999) * BINS as f32;
        if let Some(count) = histogram.get_mut(bin as usize) {
            *count += 1.0;
        }
    }
    let weighted = |bins: &[f64]| bins.iter().enumerate().map(|(bin, n)| bin as f64 * n).sum();
    let (count, total): (f64, f64) = (histogram.iter().sum(), weighted(&histogram));
    let (mut dark, mut dark_total) = (0.0, 0.0);
    let (mut best, mut best_bin) = (0.0, 0);
    for (bin, n) in histogram.iter().enumerate() {
        dark += n;
        dark_total += bin as f64 * n;
        let bright = count - dark;
        if dark > 0.0 && bright > 0.0 {
            let apart = dark_total / dark - (total - dark_total) / bright;
            let between = dark * bright * apart * apart;
            if between > best {
                (best, best_bin) = (between, bin);
            }
        }
    }
    Some(low + (high - low) * 0.5 * (best_bin as f32 + 1.0) / BINS as f32)
}

#[cfg(test)]
mod tests {
    use ndarray::Array3;

    use super::*;

    type Index = (usize, usize, usize);

    fn ball(centre: [f64; 3], radius: f64) -> impl Fn(Index) -> bool {
        move |(i, j, k)| {
            let apart = Point3::new(i as f64, j as f64, k as f64) * 4.0 - Point3::from(centre);
            apart.norm() <= radius
        }
    }

    fn two_balls() -> Grid {
        let (head, rest) = (ball([120.0, 120.0, 120.0], 80.0), ball([120.0, 230.0, 120.0], 12.0));
        let values = Array3::from_shape_fn((60, 60, 60), |at| {
            let noise = ((at.0 * 7 + at.1 * 13 + at.2 * 29) % 11) as f32;
            if head(at) || rest(at) { 300.0 + noise } else { noise - 1000.0 }
        });
        Grid { values, to_world: Matrix4::new_scaling(4.0) }
    }

    #[test]
    fn the_head_is_found_beside_a_smaller_thing_and_noise() {
        let found = Head::find(&two_balls()).unwrap();
        assert!((found.centre - Point3::new(120.0, 120.0, 120.0)).norm() < 2.0);
        assert!(found.inside.contains(&Point3::new(120.0, 120.0, 190.0)));
        assert!(!found.inside.contains(&Point3::new(120.0, 120.0, 208.0)));
        assert!(!found.inside.contains(&Point3::new(120.0, 230.0, 120.0)));
    }

    #[test]
    fn nothing_but_air_is_no_head() {
        let to_world = Matrix4::new_scaling(4.0);
        let empty = Grid { values: Array3::zeros((60, 60, 60)), to_world };
        assert!(Head::find(&empty).is_err());
        let unmeasured = Grid { values: Array3::from_elem((9, 9, 9), f32::NAN), to_world };
        assert!(Head::find(&unmeasured).is_err());
    }

    #[test]
    fn a_part_of_a_head_overlaps_the_whole_wholly() {
        let whole = two_balls();
        let mut part = whole.clone();
        part.values
            .indexed_iter_mut()
            .filter(|((_, _, k), _)| *k >= 30)
            .for_each(|(_, v)| *v = f32::NAN);
        let (whole, part) = (Head::find(&whole).unwrap(), Head::find(&part).unwrap());
        assert!((whole.shown(&part, &Matrix4::identity()) - 0.5).abs() < 0.05);
        assert_eq!(overlap(&whole, &part, &Matrix4::identity()), 1.0);
        let aside = Matrix4::new_translation(&nalgebra::Vector3::new(0.0, 0.0, 500.0));
        assert_eq!(overlap(&whole, &part, &aside), 0.0);
    }
}
