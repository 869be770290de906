//! What is known of a body: which answers about it are right.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use demo_data::anatomy::head::Stripped;
use demo_data::heads::Case;
use demo_data::{Phantom, Truth};
use face::{Answer, Place, Question};
use nalgebra::Point3;
use serde_json::Value;

/// A place whose eyes are this near to the true ones is right, in mm: the radius of an eyeball.
const NEAR: f64 = 12.0;

/// Names of the landmarks of eyes.
const EYES: [&str; 2] = ["right_eye", "left_eye"];

/// What is scanned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Body {
    /// With its face.
    Head,
    /// The eyes are left, but no face.
    Defaced,
    Torso,
    Limb,
    /// A brain without its skull.
    Brain,
    /// Anything else without eyes.
    Other,
}

/// What is known of a body.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    body: Body,
    /// Centres of the eyes that are known (LPS, mm), whichever is which: who annotates a picture may take
    /// its left for the patient's.
    eyes: Vec<Point3<f64>>,
}

impl Known {
    /// Of a made-up body.
    pub fn of(case: &Case) -> Self {
        let head = &case.settings.head;
        let body = match (case.phantom, head.stripped) {
            (Phantom::HeadCt | Phantom::HeadMr, None) => Body::Head,
            (Phantom::HeadCt | Phantom::HeadMr, Some(Stripped::Wedge | Stripped::Plane)) => {
                Body::Defaced
            }
            (Phantom::HeadCt | Phantom::HeadMr, Some(Stripped::Skull)) => Body::Brain,
            (Phantom::ChestCt, _) => Body::Torso,
            (Phantom::KneeCt | Phantom::KneeMr, _) => Body::Limb,
            _ => Body::Other,
        };
        let truth = Truth::of(head);
        let has_eyes = matches!(body, Body::Head | Body::Defaced);
        let eyes = truth.landmarks().iter().filter(|mark| has_eyes && EYES.contains(&mark.name));
        let eyes = eyes.map(|mark| Point3::new(mark.at.x, mark.at.y, mark.at.z)).collect();
        Self { body, eyes }
    }

    /// Of a head with a face, from a file like the `truth.json` of demo-data: landmarks in RAS mm.
    ///
    /// # Errors
    /// When it is not such a file.
    pub fn read(path: &Path) -> Result<Self> {
        let read = || -> Result<Self> {
            let truth: Value = serde_json::from_str(&fs::read_to_string(path)?)?;
            let eye = |name: &str| {
                let at =
                    |axis: usize| truth.get("landmarks_ras_mm")?.get(name)?.get(axis)?.as_f64();
                Some(Point3::new(-at(0)?, -at(1)?, at(2)?))
            };
            Ok(Self { body: Body::Head, eyes: EYES.into_iter().filter_map(eye).collect() })
        };
        read().with_context(|| format!("{} has no landmarks", path.display()))
    }

    /// Whether yes would be the right answer.
    pub fn is_right(&self, answer: &Answer) -> bool {
        let eyes = answer.place.is_some_and(|place| self.are_eyes(&place));
        let other = answer.other.is_some_and(|other| self.are_eyes(&other));
        let face = self.body == Body::Head;
        match answer.question {
            Question::Eyeballs | Question::Bare => eyes,
            Question::Face | Question::HalfFace | Question::Brain => eyes && face,
            Question::SecondLook | Question::Lead => eyes && face,
            Question::Both | Question::Agreed | Question::Skin => eyes && face,
            Question::Removed => self.body == Body::Defaced,
            Question::BrainAlone => self.body == Body::Brain,
            Question::Thin => false,
            Question::SamePlace => eyes && other,
            Question::SameEye => self.share_an_eye(answer),
            Question::Sinuses => !eyes && other,
            Question::Torso => self.body == Body::Torso,
            Question::Limb => self.body == Body::Limb,
        }
    }

    /// Whether the eyes that are seen, and the middle between both, are the true ones; where only one
    /// is known, whether it is among them.
    fn are_eyes(&self, place: &Place) -> bool {
        let seen = place.centres.iter().zip(place.seen).filter(|(_, seen)| *seen);
        let mut true_ones =
            seen.map(|(centre, _)| self.eyes.iter().any(|eye| is_near(eye, centre)));
        match self.eyes.as_slice() {
            [one, other] => {
                let middle = nalgebra::center(one, other) - place.middle();
                middle.norm() <= NEAR && true_ones.all(|is_true| is_true)
            }
            _ => true_ones.any(|is_true| is_true),
        }
    }

    /// Whether both places have the same true eye.
    fn share_an_eye(&self, answer: &Answer) -> bool {
        let (Some(place), Some(other)) = (answer.place, answer.other) else { return false };
        let both = |eye: &Point3<f64>| {
            let mut pairs = place.centres.iter().zip(&other.centres);
            pairs.any(|(a, b)| is_near(eye, a) && is_near(eye, b))
        };
        self.eyes.iter().any(both)
    }
}

fn is_near(eye: &Point3<f64>, centre: &Point3<f64>) -> bool {
    (centre - eye).norm() <= NEAR
}
