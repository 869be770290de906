//! The profile of a face about the axis of its eyes: how far the skin is, by the angle down from
//! straight ahead, on the midline and in front of the eyes.

use std::ops::RangeInclusive;

use crate::field::Field;
use crate::frame::Frame;
use crate::limits::PROFILE_SEEN;

/// Degrees between the angles of a profile: at 60 mm, 5 mm along the skin.
const STEP: f64 = 5.0;
/// The first angle, in degrees down from straight ahead: the brow of a head that looks up by 45 degrees.
const FIRST: f64 = -110.0;
/// Number of angles: to 135 degrees down, below the chin (80) of a head that looks down by 45 degrees.
const COUNT: usize = 50;
/// How far the skin is looked for, in mm of a usual adult: beyond the chin, which is some 100 mm away.
const REACH: f64 = 130.0;

/// Where the nose is, in degrees down from straight ahead.
const NOSE: RangeInclusive<f64> = 20.0..=40.0;
/// Where the lids are, in degrees down from straight ahead.
const LIDS: RangeInclusive<f64> = -10.0..=30.0;
/// Where cheeks, mouth and chin are, in degrees down from straight ahead.
const JAW: RangeInclusive<f64> = 60.0..=80.0;

/// Distances of the skin from the eye axis in mm; NaN where it is outside of the field of view.
#[derive(Clone, Debug)]
pub struct Profile {
    /// On the midline.
    pub middle: [f64; COUNT],
    /// In front of the right and the left eye.
    pub eyes: [[f64; COUNT]; 2],
}

/// How well a profile is that of a face.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Match {
    /// Degrees by which the face looks down.
    pub pitch: f64,
    /// 0 a usual face, 1 nothing of one.
    pub cost: f64,
    /// Share of the angles that could be compared.
    pub seen: f64,
    /// Distance of the nose beside a usual one's, where it is seen.
    pub nose: Option<f64>,
    /// Distance of the skin in front of the eyes beside a usual one's, where it is seen.
    pub lids: Option<f64>,
    /// Distance of cheeks, mouth and chin beside usual ones', where they are seen.
    pub jaw: Option<f64>,
}

impl Profile {
    /// The profile in a field of depths under the skin, in a frame that looks straight ahead.
    pub fn of(depth: &Field<'_>, frame: &Frame) -> Self {
        let curve =
            |left: f64| std::array::from_fn(|i| skin(depth, frame, left, FIRST + STEP * i as f64));
        Self { middle: curve(0.0), eyes: [curve(-frame.apart / 2.0), curve(frame.apart / 2.0)] }
    }

    /// The pitch, up to `within` degrees either way, at which the profile is most like that of a face
    /// of this scale beside a usual adult's.
    pub fn best_match(&self, scale: f64, within: f64) -> Option<Match> {
        let steps = (within / 2.5).round() as i32;
        (-steps..=steps)
            .map(|i| f64::from(i) * 2.5)
            .filter_map(|pitch| self.compare(scale, pitch))
            // Straight ahead is likelier than any other pitch: 40 degrees must fit better by 0.15.
            .min_by(|a, b| {
                let cost = |m: &Match| m.cost + (m.pitch / 40.0).powi(2) * 0.15;
                cost(a).total_cmp(&cost(b))
            })
    }

    fn compare(&self, scale: f64, pitch: f64) -> Option<Match> {
        let points = self.points(scale, pitch);
        let weight =
            |points: &mut dyn Iterator<Item = &Point>| points.map(Point::weight).sum::<f64>();
        let seen = || points.iter().filter(|point| point.found.is_some());
        let (all, compared) = (weight(&mut points.iter()), weight(&mut seen()));
        let cost: f64 = seen().map(|point| point.cost() * point.weight()).sum();
        let part = |angles: RangeInclusive<f64>, of: &dyn Fn(&Point) -> bool| {
            let part = points.iter().filter(|point| angles.contains(&point.angle) && of(point));
            let shares: Vec<f64> = part.filter_map(|p| Some(p.found? / p.skin.usual)).collect();
            (!shares.is_empty()).then(|| shares.iter().sum::<f64>() / shares.len() as f64)
        };
        (compared > PROFILE_SEEN.value * all).then(|| Match {
            pitch,
            cost: cost / compared,
            seen: compared / all,
            nose: part(NOSE, &|point| point.curve == Curve::Middle),
            lids: part(LIDS, &|point| point.curve == Curve::Eye),
            jaw: part(JAW, &|_| true),
        })
    }

    /// Each angle and curve of the usual face with what is found there.
    fn points(&self, scale: f64, pitch: f64) -> Vec<Point> {
        let distance = |curve: &[f64; COUNT], angle: f64| {
            let i = (angle + pitch - FIRST) / STEP;
            let low = i.floor();
            let a = curve.get(low as usize)?;
            let b = curve.get(low as usize + 1)?;
            Some((a + (b - a) * (i - low)) / scale).filter(|found| !found.is_nan())
        };
        let [right, left] = &self.eyes;
        let points = FACE.iter().flat_map(|Angle { degrees, middle, eye }| {
            let curves = [
                (Curve::Middle, &self.middle, middle),
                (Curve::Eye, right, eye),
                (Curve::Eye, left, eye),
            ];
            curves.map(|(curve, found, skin)| Point {
                angle: *degrees,
                curve,
                found: distance(found, *degrees),
                skin: *skin,
            })
        });
        points.collect()
    }
}

/// Where a curve of the profile runs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Curve {
    /// On the midline.
    Middle,
    /// In front of an eye.
    Eye,
}

/// One angle on one curve.
struct Point {
    /// Degrees down from straight ahead.
    angle: f64,
    curve: Curve,
    /// Distance of the skin, in mm of a usual adult; none outside of the field of view.
    found: Option<f64>,
    /// Of the usual face.
    skin: Skin,
}

impl Point {
    /// 0 as usual, 1 nothing like it.
    fn cost(&self) -> f64 {
        let Skin { usual, tolerance } = self.skin;
        self.found.map_or(0.0, |found| ((found - usual).abs() / (2.0 * tolerance)).min(1.0))
    }

    /// Both eyes together weigh as much as the midline.
    fn weight(&self) -> f64 {
        match self.curve {
            Curve::Middle => 1.0,
            Curve::Eye => 0.5,
        }
    }
}

/// Where a ray from the eye axis leaves the body for good, in mm; NaN where the field of view ends
/// before.
fn skin(depth: &Field<'_>, frame: &Frame, left: f64, degrees: f64) -> f64 {
    let (sin, cos) = degrees.to_radians().sin_cos();
    let start = frame.point(left, 0.0, 0.0);
    let direction = frame.front * cos - frame.up * sin;
    let reach = REACH * frame.scale();
    let (mut skin, mut r) = (0.0, 0.0);
    let mut outside = false;
    while r < reach {
        let d = depth.at(&(start + direction * r));
        if d.is_nan() {
            break;
        }
        outside = d <= 0.5;
        if !outside {
            skin = r;
        }
        r += 1.0;
    }
    if outside { skin } else { f64::NAN }
}

/// What a usual face has at one angle.
struct Angle {
    /// Degrees down from straight ahead.
    degrees: f64,
    /// On the midline.
    middle: Skin,
    /// In front of each eye.
    eye: Skin,
}

/// How far the skin is from the axis of the eyes, in mm of an adult with eyes 63 mm apart.
#[derive(Clone, Copy)]
struct Skin {
    usual: f64,
    /// By so much faces differ; a skin that is off by twice that is nothing like a face's.
    tolerance: f64,
}

const fn at(degrees: f64, middle: Skin, eye: Skin) -> Angle {
    Angle { degrees, middle, eye }
}

const fn mm(usual: f64, tolerance: f64) -> Skin {
    Skin { usual, tolerance }
}

/// The usual face, from the brow (−60°) to below the chin (80°). The numbers were set by hand, and no
/// source was written down: what speaks for them is how well they tell faces from others, in the
/// evidence of [`crate::limits::PAIR_COST`] and of the other limits on the skin.
const FACE: [Angle; 15] = [
    at(-60.0, mm(50.0, 14.0), mm(44.0, 10.0)),
    at(-50.0, mm(45.0, 13.0), mm(40.0, 10.0)),
    at(-40.0, mm(42.0, 12.0), mm(34.0, 9.0)),
    at(-30.0, mm(38.0, 12.0), mm(29.0, 8.0)),
    at(-20.0, mm(34.0, 11.0), mm(23.0, 7.0)),
    at(-10.0, mm(31.0, 10.0), mm(20.0, 5.0)),
    at(0.0, mm(30.0, 10.0), mm(18.0, 4.0)),
    at(10.0, mm(36.0, 10.0), mm(18.0, 4.0)),
    at(20.0, mm(48.0, 10.0), mm(18.0, 4.0)),
    at(30.0, mm(62.0, 10.0), mm(19.0, 5.0)),
    at(40.0, mm(65.0, 8.0), mm(22.0, 6.0)),
    at(50.0, mm(64.0, 8.0), mm(30.0, 8.0)),
    at(60.0, mm(70.0, 9.0), mm(46.0, 10.0)),
    at(70.0, mm(87.0, 12.0), mm(65.0, 12.0)),
    at(80.0, mm(105.0, 14.0), mm(85.0, 14.0)),
];

#[cfg(test)]
mod tests {
    use super::*;

    /// The usual face of a head that looks down.
    fn usual(pitch: f64) -> Profile {
        let curve = |value: fn(&Angle) -> f64| {
            std::array::from_fn(|i| {
                let angle = FIRST + STEP * i as f64 - pitch;
                let pair = FACE.iter().zip(FACE.iter().skip(1));
                let mut between =
                    pair.map(|(a, b)| (a, b, (angle - a.degrees) / (b.degrees - a.degrees)));
                let found = between.find(|(_, _, t)| (0.0..=1.0).contains(t));
                found.map_or(f64::NAN, |(a, b, t)| value(a) + (value(b) - value(a)) * t)
            })
        };
        let eye = curve(|face| face.eye.usual);
        Profile { middle: curve(|face| face.middle.usual), eyes: [eye, eye] }
    }

    #[test]
    fn the_usual_face_is_found_at_its_pitch() {
        for pitch in [-20.0, 0.0, 15.0] {
            let found = usual(pitch).best_match(1.0, 45.0).unwrap();
            assert_eq!(found.pitch, pitch);
            assert!(found.cost < 1e-9 && found.seen > 0.9);
            assert_eq!(
                [found.nose, found.lids, found.jaw].map(|part| part.map(f64::round)),
                [Some(1.0); 3]
            );
        }
    }

    #[test]
    fn a_shaved_face_has_no_nose_and_no_jaw() {
        let mut shaved = usual(0.0);
        for (i, r) in shaved.middle.iter_mut().enumerate() {
            *r = r.min(10.0 / (FIRST + STEP * i as f64).to_radians().cos().abs());
        }
        let found = shaved.compare(1.0, 0.0).unwrap();
        assert!(found.nose.unwrap() < 0.42 && found.cost > 0.2, "{found:?}");
    }

    #[test]
    fn what_lies_outside_of_the_field_of_view_is_not_compared() {
        let mut cut = usual(0.0);
        for r in cut.middle.iter_mut().skip(22) {
            *r = f64::NAN;
        }
        let found = cut.compare(1.0, 0.0).unwrap();
        assert!(found.nose.is_none() && found.seen < 0.8 && found.cost < 1e-9);
    }
}
