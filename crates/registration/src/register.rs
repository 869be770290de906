//! The procedure: from two volumes to the transform between them.

use nalgebra::{DVector, Matrix4, Point3, Rotation3};
use rayon::prelude::*;

use crate::{
    error::{Doubt, Error},
    grid::Grid,
    head::{Head, apart},
    level::{Hill, Level, Reach, Subject},
    metric::compare,
    motion::{Freedom, Motions},
    quality::{Quality, shape},
    settings::Settings,
    start::starts,
};

/// Transforms that differ by less than this everywhere on the head are the same, in mm: less than a voxel of
/// the coarse level.
const SAME: f64 = 6.0;
/// Transforms that differ by more than this somewhere on the head are rivals, in mm: no longer the same hill.
const ELSEWHERE: f64 = 15.0;
/// A better contrast makes a hill higher, between half and twice as high: more would let the contrast,
/// which is measured in less of the head, decide alone.
const CONTRAST: std::ops::RangeInclusive<f64> = 0.5..=2.0;
/// Where the second registration starts: so far from the first, by each rigid motion, in mm.
const ASIDE: [f64; 6] = [8.0, -8.0, 8.0, 8.0, 8.0, -8.0];

/// How one head lies on another.
#[derive(Clone, Copy, Debug)]
pub struct Registration {
    /// From a place in the fixed volume's world to the same place of the head in the moving
    /// volume's world, both in mm.
    pub fixed_to_moving: Matrix4<f64>,
    /// The same without scaling and shearing: the turn in it, about the head's centre.
    pub rigid: Matrix4<f64>,
    /// The figures that tell whether to trust it.
    pub quality: Quality,
}

/// The transform under which two volumes of heads match, if it is to be trusted.
///
/// The result does not depend on the number of threads.
///
/// # Errors
/// Those of [`align`], and [`Error::Doubt`] where [`Quality::judge`] has one.
///
/// ```
/// use nalgebra::Matrix4;
/// use ndarray::Array3;
/// use registration::{Error, Grid, Settings, register};
///
/// // 120 mm of air: voxel indices times 2 are LPS mm.
/// let air = Grid { values: Array3::zeros((60, 60, 60)), to_world: Matrix4::new_scaling(2.0) };
/// assert_eq!(register(&air, &air, &Settings::default()).unwrap_err(), Error::NoHead);
/// ```
pub fn register(fixed: &Grid, moving: &Grid, settings: &Settings) -> Result<Registration, Error> {
    let registration = align(fixed, moving, settings)?;
    registration.quality.judge()?;
    Ok(registration)
}

/// The transform under which two volumes match best, be it good or bad.
///
/// # Errors
/// [`Error::Geometry`] for a volume whose matrix cannot be undone, [`Error::NoHead`] for one
/// without a head.
pub fn align(fixed: &Grid, moving: &Grid, settings: &Settings) -> Result<Registration, Error> {
    let fixed = Subject::of(fixed, settings.fine.spacing)?;
    let moving = Subject::of(moving, settings.fine.spacing)?;
    let head = &fixed.head;
    let motions = |freedom| Motions::about(&moving.head.centre, freedom);
    let (rigid, similar, affine) =
        (motions(Freedom::Rigid), motions(Freedom::Similar), motions(Freedom::Affine));
    let level = |resolution, reach| Level::of(&fixed, &moving, resolution, reach, settings.seed);

    let coarse = level(&settings.coarse, Reach::Far);
    let starts = starts(head, &moving.head);
    let hills: Vec<Hill> = starts.into_par_iter().map(|start| coarse.hill(start)).collect();
    let hills = climb(&coarse, distinct(hills, head, settings.followed), &similar);

    let middle = level(&settings.middle, Reach::Far);
    let hills = climb(&middle, distinct(hills, head, settings.kept), &similar);

    let middle = level(&settings.middle, Reach::Close);
    let mut hills = climb(&middle, distinct(hills, head, settings.kept), &affine);
    hills.par_iter_mut().for_each(|hill| {
        hill.height *= middle.contrast(&hill.at).clamp(*CONTRAST.start(), *CONTRAST.end());
    });
    let hills = distinct(hills, head, settings.kept);
    let best = hills.first().ok_or(Doubt::Overlap)?;
    let rival = hills.iter().find(|hill| apart(&hill.at, &best.at, head) > ELSEWHERE);

    let fine = level(&settings.fine, Reach::Close);
    let last = fine.climb(&best.at, &affine);
    let second = {
        let level = |resolution| {
            Level::of(&fixed, &moving, resolution, Reach::Close, settings.seed.wrapping_add(1))
        };
        let middle = level(&settings.middle);
        let aside = rigid.moved(&best.at, &DVector::from_row_slice(&ASIDE));
        let again = middle.climb(&middle.climb(&aside, &similar).at, &affine);
        level(&settings.fine).climb(&again.at, &affine)
    };

    let found = compare(&fine.samples, &fine.moving, &last.at);
    let (scales, shear) = shape(&last.at);
    let quality = Quality {
        mutual_information: found.mutual_information,
        normalized: found.normalized,
        overlap: fine.overlap(&last.at),
        coverage: head.shown(&moving.head, &last.at),
        contrast: fine.contrast(&last.at),
        rival: rival.map_or(0.0, |rival| rival.height / best.height),
        disagreement: apart(&last.at, &second.at, head),
        scales,
        shear,
    };
    let rigid = unstrained(&last.at, &head.centre);
    Ok(Registration { fixed_to_moving: last.at, rigid, quality })
}

/// The turn and the shift in a transform that move the centre to where the transform does.
fn unstrained(transform: &Matrix4<f64>, centre: &Point3<f64>) -> Matrix4<f64> {
    let linear = transform.fixed_view::<3, 3>(0, 0).into_owned();
    let turn = Rotation3::from_matrix(&linear).to_homogeneous();
    let shift = transform.transform_point(centre) - turn.transform_point(centre);
    Matrix4::new_translation(&shift) * turn
}

fn climb(level: &Level, hills: Vec<Hill>, motions: &Motions) -> Vec<Hill> {
    hills.par_iter().map(|hill| level.climb(&hill.at, motions)).collect()
}

/// The highest of the hills, each of them once, highest first.
fn distinct(mut hills: Vec<Hill>, head: &Head, count: usize) -> Vec<Hill> {
    hills.retain(|hill| hill.height > 0.0);
    hills.sort_by(|a, b| b.height.total_cmp(&a.height));
    let mut chosen: Vec<Hill> = Vec::new();
    for hill in hills {
        let known = chosen.iter().any(|other| apart(&other.at, &hill.at, head) < SAME);
        if !known && chosen.len() < count {
            chosen.push(hill);
        }
    }
    chosen
}
