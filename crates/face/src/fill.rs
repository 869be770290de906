//! Whether a face was removed: tissue that ends where it would go on, at voxels that all have one value.

use dicom_common::imaging::volume::Coarse;
use nalgebra::Point3;

use crate::cue::Cue;
use crate::field::Field;
use crate::frame::Frame;
use crate::head::Head;
use crate::limits::REMOVED;

/// Degrees down from straight ahead at which the skin is looked for: nose, mouth and chin.
const ANGLES: [f64; 7] = [20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0];
/// mm to the left of the middle.
const ASIDE: [f64; 5] = [-24.0, -12.0, 0.0, 12.0, 24.0];
/// So far aside, in mm, are the eyes, and not the nose, ...
const BESIDE_NOSE: f64 = 20.0;
/// ... whose lids are flat above this angle down, in degrees.
const CHEEK: f64 = 60.0;
/// No face is so flat: how far the skin is, on the middle and aside, in mm of a usual adult.
const FLATTEST: f64 = 26.0;
/// Where a face would be, on the way from there to here, in mm of a usual adult.
const FURTHEST: f64 = 44.0;

/// What part of a face around eyes that are there was replaced by one value: of the lines from the eyes
/// forward and downward those that end before any face does, and go on in fill. None where the field of
/// view shows too few of them.
pub fn removed(volume: &Coarse, head: &Head, frame: &Frame) -> Cue {
    let fill = commonest(volume);
    let depth = Field::on(volume, &head.depth);
    let (mut seen, mut ended) = (0u32, 0u32);
    for (angle, left) in lines() {
        let (sin, cos) = angle.to_radians().sin_cos();
        let start = frame.point(left * frame.scale(), 0.0, 0.0);
        let direction = frame.front * cos - frame.up * sin;
        let along = |mm: f64| start + direction * (mm * frame.scale());
        let steps =
            || (0..).map(|i| FLATTEST + 2.0 * f64::from(i)).take_while(|mm| *mm <= FURTHEST);
        if steps().any(|mm| depth.at(&along(mm)).is_nan()) {
            continue;
        }
        seen += 1;
        let empty = |mm: f64| {
            let p = along(mm);
            depth.at(&p) <= 0.5 && fill.is_some_and(|fill| nearest(volume, &p) == Some(fill))
        };
        ended += u32::from(steps().all(empty));
    }
    let part = (seen >= 10).then(|| f64::from(ended) / f64::from(seen));
    Cue::required(&REMOVED, part)
}

/// Where a face is looked for: degrees down from straight ahead, and mm to the left. In front of the eyes
/// themselves a face is flat.
fn lines() -> impl Iterator<Item = (f64, f64)> {
    let all = ANGLES.iter().flat_map(|angle| ASIDE.map(|left| (*angle, left)));
    all.filter(|(angle, left)| left.abs() < BESIDE_NOSE || *angle >= CHEEK)
}

/// The value that fills a volume: the one that more than a tenth of its voxels have exactly.
fn commonest(volume: &Coarse) -> Option<f32> {
    let mut values: Vec<f32> =
        volume.values.iter().copied().filter(|value| value.is_finite()).step_by(5).collect();
    values.sort_unstable_by(f32::total_cmp);
    let runs = values.chunk_by(|a, b| a == b);
    let longest = runs.max_by_key(|run| run.len())?;
    (longest.len() * 10 > values.len()).then(|| longest.first().copied()).flatten()
}

fn nearest(volume: &Coarse, p: &Point3<f64>) -> Option<f32> {
    let at = ((p - volume.origin) / volume.spacing).map(f64::round);
    if at.iter().any(|i| *i < 0.0) {
        return None;
    }
    volume.values.get([at.x as usize, at.y as usize, at.z as usize]).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use dicom_common::imaging::series::Modality;
    use ndarray::Array3;

    /// What part was removed of a block of tissue that ends so many mm in front of the eyes; behind that all has
    /// one value, or noise.
    fn part(front: f64, noise: f32) -> Option<f64> {
        let grid = Coarse {
            spacing: 2.0,
            origin: Point3::new(-90.0, -90.0, -120.0),
            values: Array3::default((0, 0, 0)),
        };
        let value = |(x, y, z): (usize, usize, usize)| {
            let p = grid.point([x, y, z]);
            let tissue = p.y > -front && p.x.abs() < 70.0;
            if tissue { 100.0 } else { noise * ((x * 7 + y * 13 + z * 29) % 11) as f32 / 11.0 }
        };
        let volume = Coarse { values: Array3::from_shape_fn((90, 90, 90), value), ..grid };
        let head = Head::of(&volume, Modality::Mr).unwrap();
        let frame = Frame::of(&Point3::new(-31.0, 0.0, 0.0), &Point3::new(31.0, 0.0, 0.0));
        removed(&volume, &head, &frame).value
    }

    #[test]
    fn tissue_that_ends_in_one_value_is_a_face_that_was_removed() {
        assert!(part(8.0, 0.0).is_some_and(|part| REMOVED.passes(part)));
    }

    #[test]
    fn lids_are_flat_and_no_face_that_was_removed() {
        let grid = Coarse {
            spacing: 2.0,
            origin: Point3::new(-90.0, -90.0, -120.0),
            values: Array3::default((0, 0, 0)),
        };
        let value = |(x, y, z): (usize, usize, usize)| {
            let p = grid.point([x, y, z]);
            let front = if p.x.abs() < 9.0 { 50.0 } else { 15.0 - p.z.min(0.0) * 0.2 };
            if p.y > -front && p.x.abs() < 70.0 { 100.0 } else { 0.0 }
        };
        let volume = Coarse { values: Array3::from_shape_fn((90, 90, 90), value), ..grid };
        let head = Head::of(&volume, Modality::Mr).unwrap();
        let frame = Frame::of(&Point3::new(-31.0, 0.0, 0.0), &Point3::new(31.0, 0.0, 0.0));
        let part = removed(&volume, &head, &frame).value;
        assert!(part.is_some_and(|part| !REMOVED.passes(part)), "{part:?}");
    }

    #[test]
    fn air_with_its_noise_and_skin_where_a_face_has_it_are_none() {
        assert!(part(8.0, 5.0).is_none_or(|part| !REMOVED.passes(part)));
        assert!(part(50.0, 0.0).is_none_or(|part| !REMOVED.passes(part)));
    }
}
