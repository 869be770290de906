//! Two volumes at one resolution, and how well they match at a transform.

use std::sync::Arc;

use nalgebra::{Matrix4, Vector3};

use crate::{
    error::Error,
    grid::Grid,
    head::{self, Head, SPACING},
    image::Image,
    mask::Mask,
    metric::compare,
    sample::{Sample, scatter},
    scale::Scale,
    settings::Resolution,
};

/// A transform under which less of both heads is seen in common is no match: the fewer voxels are
/// compared, the better they match by chance.
pub const LEAST_OVERLAP: f64 = 0.6;
/// Air that is compared around a head, in mm: much while the pose is sought, so that a head in the
/// other's air counts; little for the last improvement, which is about what lies inside.
const FAR: f64 = 40.0;
const CLOSE: f64 = 12.0;
/// After a shift by so much, in mm, the insides of two heads no longer match.
const SHIFT: f64 = 16.0;

/// A transform and how well the volumes match there: the search climbs to the tops of such hills.
#[derive(Clone, Copy, Debug)]
pub struct Hill {
    /// From the fixed to the moving volume's world.
    pub at: Matrix4<f64>,
    /// Normalized mutual information times the root of the overlap: 0 to 1.
    pub height: f64,
}

/// A volume and what is known about it.
pub struct Subject {
    /// As fine as it is compared at most.
    grid: Grid,
    /// Fits the values of its head.
    scale: Scale,
    /// The head and [`FAR`] mm around it.
    far: Mask,
    /// The head and [`CLOSE`] mm around it.
    close: Mask,
    /// Where the head is.
    pub head: Arc<Head>,
}

/// Two volumes at one resolution.
pub struct Level {
    /// Points of the fixed volume.
    pub samples: Vec<Sample>,
    /// The moving volume.
    pub moving: Image,
    /// Where the head is in the fixed volume.
    pub fixed_head: Arc<Head>,
    /// Where the head is in the moving volume.
    pub moving_head: Arc<Head>,
    /// Longest step of a climb, in mm at the head's surface.
    pub longest: f64,
    /// Most steps of a climb.
    pub steps: usize,
}

impl Subject {
    /// Learns about a volume what resolutions as fine as `finest`, in mm, need.
    ///
    /// # Errors
    /// [`Error::Geometry`] and [`Error::NoHead`].
    pub fn of(grid: &Grid, finest: f64) -> Result<Subject, Error> {
        grid.check()?;
        let grid = grid.shrunk(finest);
        let coarse = grid.shrunk(SPACING);
        let head = Arc::new(Head::find(&coarse)?);
        let scale = Scale::of(&coarse, &head)?;
        let grown = |mm: f64| {
            let layers = (mm / SPACING).round() as usize;
            (0..layers).fold(head.inside.clone(), |mask, _| mask.grown())
        };
        let (far, close) = (grown(FAR), grown(CLOSE));
        Ok(Subject { grid, scale, far, close, head })
    }
}

/// Which samples count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The head and much air around it.
    Far,
    /// The head and its skin.
    Close,
}

impl Level {
    /// Two volumes as they are compared at this resolution, by points that the seed chooses.
    pub fn of(
        fixed: &Subject,
        moving: &Subject,
        resolution: &Resolution,
        reach: Reach,
        seed: u64,
    ) -> Level {
        let Resolution { spacing, samples, steps } = *resolution;
        let image = Image::of(&fixed.grid, spacing, &fixed.scale);
        let mask = if reach == Reach::Far { &fixed.far } else { &fixed.close };
        Level {
            samples: scatter(&image, mask, samples, seed),
            moving: Image::of(&moving.grid, spacing, &moving.scale),
            fixed_head: Arc::clone(&fixed.head),
            moving_head: Arc::clone(&moving.head),
            longest: spacing,
            steps,
        }
    }

    /// How well the volumes match at a transform. What matches in much of the heads is worth more
    /// than what matches in little.
    pub fn hill(&self, at: Matrix4<f64>) -> Hill {
        let overlap = self.overlap(&at);
        let found = compare(&self.samples, &self.moving, &at).normalized;
        let height = if overlap < LEAST_OVERLAP { 0.0 } else { found * overlap.sqrt() };
        Hill { at, height }
    }

    /// What both volumes show of the heads: see [`head::overlap`].
    pub fn overlap(&self, at: &Matrix4<f64>) -> f64 {
        head::overlap(&self.fixed_head, &self.moving_head, at)
    }

    /// How much better the heads' insides match than after a shift by [`SHIFT`] in any direction,
    /// as a ratio. Whatever is round fits into a head by its outline; inside only a head does.
    pub fn contrast(&self, at: &Matrix4<f64>) -> f64 {
        let shifts = (0..3).flat_map(|axis| [-SHIFT, SHIFT].map(|mm| Vector3::ith(axis, mm)));
        let shifted = shifts.map(|shift| self.inside(&(Matrix4::new_translation(&shift) * at)));
        self.inside(at) / shifted.fold(f64::MIN_POSITIVE, f64::max)
    }

    /// How well the volumes match where both show head.
    fn inside(&self, at: &Matrix4<f64>) -> f64 {
        let both = |sample: &&Sample| {
            let there = at.transform_point(&sample.at);
            self.fixed_head.inside.contains(&sample.at) && self.moving_head.inside.contains(&there)
        };
        let samples: Vec<Sample> = self.samples.iter().filter(both).copied().collect();
        compare(&samples, &self.moving, at).normalized
    }
}
