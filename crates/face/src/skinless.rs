//! Volumes that have no skin at all: brains whose skull was taken off, vessels, maps that are zero outside of
//! the brain. They are known by what they are, never by a face that is not found.

use dicom_common::imaging::volume::Coarse;
use morphology::{Components, closed, eroded};
use nalgebra::Vector3;
use ndarray::{Array3, Zip};

use crate::cue::Cue;
use crate::limits::{SKINLESS_EDGE, SKINLESS_FILL, SKINLESS_HEIGHT, SKINLESS_SIZE, THIN};

/// Gaps between the folds of a brain, and vessels, are narrower than twice this, in mm.
const FOLD: f64 = 6.0;
/// What is as thin as twice this, in mm, has no inside: vessels.
const VESSEL: f64 = 6.0;

/// Whether all that is not fill is a brain: fill of one value all around, an object that is as large as a brain
/// and no larger, lies within the view, and has signal up to its edge: around a brain with its skull there
/// is bone, which is dark, and then skin, which is not.
pub fn brain_alone(volume: &Coarse) -> Vec<Cue> {
    let Some(object) = Object::of(volume) else { return vec![Cue::required(&SKINLESS_FILL, None)] };
    vec![
        Cue::new(&SKINLESS_FILL, object.fill),
        Cue::new(&SKINLESS_SIZE, object.size()),
        Cue::new(&SKINLESS_HEIGHT, object.height()),
        Cue::required(&SKINLESS_EDGE, object.edge(volume)),
    ]
}

/// Whether all that is not fill is thin.
pub fn thin(volume: &Coarse) -> Vec<Cue> {
    let Some(object) = Object::of(volume) else { return vec![Cue::required(&SKINLESS_FILL, None)] };
    vec![Cue::new(&SKINLESS_FILL, object.fill), Cue::new(&THIN, object.thick())]
}

/// What is not fill.
struct Object {
    /// Part of the voxels in view that has the commonest value.
    fill: f64,
    /// mm between voxels.
    spacing: f64,
    /// By voxel.
    inside: Array3<bool>,
    /// Lowest and highest index along each axis.
    bounds: [(usize, usize); 3],
}

impl Object {
    fn of(volume: &Coarse) -> Option<Self> {
        let mut values: Vec<f32> =
            volume.values.iter().copied().filter(|value| value.is_finite()).step_by(5).collect();
        values.sort_unstable_by(f32::total_cmp);
        let longest = values.chunk_by(|a, b| a == b).max_by_key(|run| run.len())?;
        let (fill, part) = (*longest.first()?, longest.len() as f64 / values.len() as f64);
        if !SKINLESS_FILL.passes(part) {
            return None;
        }
        let inside = volume.values.mapv(|value| value.is_finite() && value != fill);
        let mut bounds = [(usize::MAX, 0); 3];
        for ((x, y, z), _) in inside.indexed_iter().filter(|(_, inside)| **inside) {
            for ((low, high), i) in bounds.iter_mut().zip([x, y, z]) {
                (*low, *high) = ((*low).min(i), (*high).max(i));
            }
        }
        Some(Self { fill: part, spacing: volume.spacing, inside, bounds })
    }

    /// ml of the object without what hangs on it by little.
    fn size(&self) -> f64 {
        let spacing = [self.spacing; 3];
        let core = eroded(&closed(&self.inside, spacing, FOLD), spacing, self.spacing);
        let components = Components::of(&core);
        let all = components.largest().map(|largest| components.mask(largest));
        let count = all.map_or(0, |all| all.iter().filter(|inside| **inside).count());
        count as f64 * self.spacing.powi(3) / 1000.0
    }

    /// Its height in mm: of a head much is below the brain.
    fn height(&self) -> f64 {
        let [_, _, (low, high)] = self.bounds;
        (high.saturating_sub(low) + 1) as f64 * self.spacing
    }

    /// Part of the object that stays when as much is taken off as a vessel is thick.
    fn thick(&self) -> f64 {
        let core = eroded(&self.inside, [self.spacing; 3], VESSEL);
        let count = |mask: &Array3<bool>| mask.iter().filter(|inside| **inside).count() as f64;
        count(&core) / count(&self.inside).max(1.0)
    }

    /// Of lines from the middle outwards and upwards, the part on which the last 24 mm before the fill never
    /// fall to less than a third of the inside and rise again: what skull and skin do.
    fn edge(&self, volume: &Coarse) -> Option<f64> {
        let middle = self.bounds.map(|(low, high)| (low + high) as f64 / 2.0);
        let middle = volume.origin + Vector3::from(middle) * self.spacing;
        let level = level(volume, &self.inside)?;
        let (mut lines, mut plain) = (0u32, 0u32);
        for around in 0..24 {
            for up in [0.15f64, 0.5, 0.85, 1.2] {
                let (sin, cos) = (f64::from(around) * 15.0f64).to_radians().sin_cos();
                let direction = Vector3::new(cos * up.cos(), sin * up.cos(), up.sin());
                let values = (0..80).map(|i| {
                    let p = middle + direction * (f64::from(i) * 2.0);
                    let at = ((p - volume.origin) / volume.spacing).map(f64::round);
                    let at = [at.x as usize, at.y as usize, at.z as usize];
                    let inside = self.inside.get(at).copied().unwrap_or(false);
                    inside.then(|| volume.values.get(at).copied().unwrap_or(0.0))
                });
                let values: Vec<Option<f32>> = values.collect();
                let Some(last) = values.iter().rposition(Option::is_some) else { continue };
                lines += 1;
                let outer = values.get(last.saturating_sub(12)..=last).unwrap_or_default();
                let mut dark = false;
                let rises = outer.iter().map(|v| v.unwrap_or(0.0)).any(|value| {
                    dark |= value < level / 3.0;
                    dark && value > level * 0.6
                });
                plain += u32::from(!rises);
            }
        }
        (lines >= 40).then(|| f64::from(plain) / f64::from(lines))
    }
}

/// The middle of the values of what is inside.
fn level(volume: &Coarse, inside: &Array3<bool>) -> Option<f32> {
    let mut values = Vec::new();
    Zip::from(&volume.values).and(inside).for_each(|value, inside| {
        if *inside {
            values.push(*value);
        }
    });
    values.sort_unstable_by(f32::total_cmp);
    values.get(values.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cue::agree;
    use nalgebra::Point3;

    /// Layers around a middle, each out to so many mm and of a value, flattened to 0.8 of their height; nothing
    /// else.
    fn layers(layers: &[(f64, f32)]) -> Coarse {
        let grid =
            Coarse { spacing: 3.0, values: Array3::default((0, 0, 0)), origin: Point3::origin() };
        let value = |(x, y, z)| {
            let off = grid.point([x, y, z]) - Point3::new(120.0, 120.0, 120.0);
            let r = Vector3::new(off.x, off.y, off.z / 0.8).norm();
            layers.iter().find(|(radius, _)| r < *radius).map_or(0.0, |(_, value)| *value)
        };
        Coarse { values: Array3::from_shape_fn((80, 80, 80), value), ..grid }
    }

    #[test]
    fn a_brain_without_its_skull_is_known() {
        assert!(agree(&brain_alone(&layers(&[(75.0, 100.0)]))));
    }

    #[test]
    fn a_head_in_fill_is_no_brain() {
        let head = [(75.0, 100.0), (82.0, 10.0), (90.0, 160.0)];
        assert!(!agree(&brain_alone(&layers(&head))));
        // As large, but all of one value.
        assert!(!agree(&brain_alone(&layers(&[(110.0, 100.0)]))));
    }

    #[test]
    fn vessels_are_thin_and_a_brain_is_not() {
        let mut vessels = layers(&[]);
        for ((x, y, z), value) in vessels.values.indexed_iter_mut() {
            if (30..32).contains(&x) && (30..33).contains(&y) && (10..70).contains(&z) {
                *value = 200.0;
            }
        }
        assert!(agree(&thin(&vessels)));
        assert!(!agree(&thin(&layers(&[(75.0, 100.0)]))));
    }
}
