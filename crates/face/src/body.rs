//! Which part of a body a volume without a face shows: only what cannot be a head is called so.

use dicom_common::imaging::volume::Coarse;
use ndarray::{Array3, Axis};

use crate::cue::{Cue, agree};
use crate::head::Head;
use crate::limits::{LIMB_END, LIMB_WIDTH, TORSO_AIR, TORSO_AREA, TORSO_BROKEN, TORSO_WIDTH};

/// Levels with less than this area say nothing, in mm²: tips and noise.
const LEAST: f64 = 2000.0;

/// What a volume without a face shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    /// A torso, which no head is as large as.
    Torso,
    /// A limb, or something as thin.
    Limb,
    /// Something that may be a head, or a part of one.
    PerhapsHead,
}

/// Judges by the size of the cross-sections: those of a torso are all too wide for a head, those of
/// a limb all too thin and cut by the field of view at both ends.
pub fn body(head: &Head, volume: &Coarse) -> Body {
    let sections = Sections::of(head, volume);
    if agree(&sections.torso()) {
        Body::Torso
    } else if agree(&sections.limb()) {
        Body::Limb
    } else {
        Body::PerhapsHead
    }
}

/// What the cross-sections of a body have in common; none where there is no section worth the name.
pub struct Sections {
    extremes: Option<Extremes>,
    /// Part of the view that is outside of the body.
    air: f64,
    /// Part of the neighbouring voxels of which one is tissue and the other not.
    broken: f64,
}

/// Sizes are the larger of width and depth.
struct Extremes {
    /// mm.
    smallest: f64,
    /// mm.
    largest: f64,
    /// mm².
    smallest_area: f64,
    /// Size of the smaller one of the two outermost sections, in mm.
    end: f64,
}

impl Sections {
    /// Measures the sections across the body.
    pub fn of(head: &Head, volume: &Coarse) -> Self {
        let levels = levels(head, volume);
        let ends = [levels.first(), levels.last()];
        let end = ends.iter().flatten().map(|end| end.size).reduce(f64::min);
        let least = |of: fn(&Level) -> f64| levels.iter().map(of).fold(f64::INFINITY, f64::min);
        let extremes = end.map(|end| Extremes {
            smallest: least(|level| level.size),
            largest: levels.iter().map(|level| level.size).fold(0.0, f64::max),
            smallest_area: least(|level| level.area),
            end,
        });
        let seen = volume.values.iter().filter(|value| !value.is_nan()).count();
        let body = head.filled.iter().filter(|inside| **inside).count();
        let air = seen.saturating_sub(body) as f64 / seen.max(1) as f64;
        Self { extremes, air, broken: broken(&head.tissue) }
    }

    /// Whether this is a torso.
    pub fn torso(&self) -> [Cue; 4] {
        let sections = self.extremes.as_ref();
        [
            Cue::required(&TORSO_WIDTH, sections.map(|s| s.smallest)),
            Cue::required(&TORSO_AREA, sections.map(|s| s.smallest_area)),
            Cue::new(&TORSO_AIR, self.air),
            Cue::new(&TORSO_BROKEN, self.broken),
        ]
    }

    /// Whether this is a limb, or something as thin.
    pub fn limb(&self) -> [Cue; 2] {
        let sections = &self.extremes;
        let end = sections.as_ref().map(|Extremes { end, largest, .. }| Cue {
            limit: &LIMB_END,
            value: Some(end / largest),
            passes: *end > LIMB_END.value * largest,
        });
        [
            Cue::required(&LIMB_WIDTH, sections.as_ref().map(|s| s.largest)),
            end.unwrap_or(Cue::required(&LIMB_END, None)),
        ]
    }
}

/// Part of the neighbours along the axes of which one is tissue and the other not.
fn broken(tissue: &Array3<bool>) -> f64 {
    let (mut all, mut differ) = (0u64, 0u64);
    for axis in 0..3 {
        for lane in tissue.lanes(Axis(axis)) {
            for (one, next) in lane.iter().zip(lane.iter().skip(1)) {
                all += 1;
                differ += u64::from(one != next);
            }
        }
    }
    differ as f64 / all.max(1) as f64
}

fn levels(head: &Head, volume: &Coarse) -> Vec<Level> {
    head.filled
        .axis_iter(Axis(2))
        .filter_map(|level| {
            let count = level.iter().filter(|inside| **inside).count();
            if count as f64 * volume.spacing.powi(2) < LEAST {
                return None;
            }
            let extent = |axis: usize| {
                let mut lines = level.axis_iter(Axis(axis)).map(|l| l.iter().any(|i| *i));
                let first = lines.position(|any| any).unwrap_or(0);
                let rest = lines.enumerate().filter(|(_, any)| *any).last();
                let last = rest.map_or(first, |(i, _)| first + 1 + i);
                (last - first + 1) as f64 * volume.spacing
            };
            let widths = level.axis_iter(Axis(1)).map(|line| {
                let mut inside =
                    line.iter().enumerate().filter(|(_, inside)| **inside).map(|(i, _)| i);
                let first = inside.next();
                first.map_or(0, |first| inside.next_back().unwrap_or(first) - first + 1)
            });
            let area = widths.sum::<usize>() as f64 * volume.spacing.powi(2);
            Some(Level { size: extent(0).max(extent(1)), area })
        })
        .collect()
}

/// A section across the body.
struct Level {
    /// The larger of width and depth in mm.
    size: f64,
    /// mm².
    area: f64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use dicom_common::imaging::series::Modality;
    use nalgebra::Point3;

    /// A body of elliptic sections with these half widths in mm, by level.
    fn seen(half: impl Fn(f64) -> (f64, f64)) -> Body {
        let mut volume = Coarse {
            origin: Point3::origin(),
            spacing: 4.0,
            values: Array3::default((100, 80, 40)),
        };
        for ((x, y, z), value) in volume.values.indexed_iter_mut() {
            let (a, b) = half(z as f64 * 4.0);
            let (dx, dy) = ((x as f64 - 50.0) * 4.0, (y as f64 - 40.0) * 4.0);
            *value = if (dx / a).powi(2) + (dy / b).powi(2) < 1.0 { 40.0 } else { -1000.0 };
        }
        body(&Head::of(&volume, Modality::Ct).unwrap(), &volume)
    }

    #[test]
    fn torsos_and_limbs_are_no_heads() {
        assert_eq!(seen(|_| (170.0, 110.0)), Body::Torso);
        assert_eq!(seen(|_| (55.0, 60.0)), Body::Limb);
    }

    #[test]
    fn noise_as_bright_as_tissue_is_no_torso() {
        // Whatever lies in it: bright noise fills the view, but for holes.
        let mut state = 1u32;
        let values = Array3::from_shape_simple_fn((100, 80, 40), || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) as f32 / 65536.0 * 1000.0
        });
        let volume = Coarse { origin: Point3::origin(), spacing: 4.0, values };
        let head = Head::of(&volume, Modality::Mr).unwrap();
        let [_, _, _, broken] = Sections::of(&head, &volume).torso();
        assert!(!broken.passes, "{broken:?}");
    }

    #[test]
    fn what_has_the_size_of_a_head_may_be_one() {
        assert_eq!(seen(|_| (75.0, 95.0)), Body::PerhapsHead);
        // A small head: it ends within the field of view.
        let round = |z: f64| (5.0 + 60.0 * (z / 160.0 * std::f64::consts::PI).sin()).max(1.0);
        assert_eq!(seen(|z| (round(z), round(z))), Body::PerhapsHead);
    }
}
