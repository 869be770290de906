//! What is done with each series of a study, once all of them were examined.

use std::sync::Arc;

use dicom_common::code::Code;
use face::{Donors, Face, Frame, Headless, Union};

use crate::args::OnDoubt;
use crate::finding::{Examined, Finding, Person};

/// What is done with a series.
pub enum Decision {
    /// A part of space is removed.
    Remove {
        /// The face, with the part of space to be removed.
        face: Face,
        /// Where the face was found.
        source: Source,
        /// The files stay as they are, by this code, if they have nothing in that part of space.
        outside: Option<Code>,
    },
    /// Its files stay as they are.
    Leave(Code),
    /// Its files are not handed on.
    Refuse(Code),
}

/// Where a face was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// In the series itself.
    Own,
    /// In another series of the study, in the same frame of reference.
    Donor,
    /// Cues disagreed: the larger part goes, as the user asked.
    Deep,
    /// A person decided where the face is, or that the larger part goes.
    Person,
}

/// Decides on all series of a study.
pub fn decide(series: &[Examined], on_doubt: OnDoubt) -> Vec<Decision> {
    let shown = series.iter().map(|s| (s.frame_of_reference.as_str(), s.finding.shown()));
    let mut study = Study {
        headless: Headless::of(shown),
        found: series.iter().filter_map(Found::of).collect(),
        faces: Donors::default(),
        larger_cuts: Donors::default(),
        pointed: Donors::default(),
        on_doubt,
    };
    series.iter().for_each(|series| study.add(series));
    let alone: Vec<_> = series.iter().map(|series| study.decide(series)).collect();
    let refused = |name: &str| {
        let both = series.iter().zip(&alone);
        both.filter(|(one, _)| one.name == name)
            .any(|(_, decision)| matches!(decision, Decision::Refuse(_)))
    };
    let refused: Vec<bool> = series.iter().map(|one| refused(&one.name)).collect();
    let all = series.iter().zip(alone).zip(refused);
    all.map(|((series, alone), refused)| study.with_person(series, alone, refused)).collect()
}

/// What the series of a study say about one another.
struct Study {
    /// Where its pictures show no head.
    headless: Headless,
    /// All faces that were found.
    found: Vec<Found>,
    /// The faces that serve other series.
    faces: Donors,
    /// The larger cuts that serve other series, where the user wants them.
    larger_cuts: Donors,
    /// The faces that persons pointed at, which serve other series that would be refused.
    pointed: Donors,
    /// What the user wants where cues disagree.
    on_doubt: OnDoubt,
}

impl Study {
    fn add(&mut self, series: &Examined) {
        let Examined { frame_of_reference, voxel_volume, finding, person, .. } = series;
        if let Some(Person::Eyes(Some(face))) = person {
            self.pointed.add(frame_of_reference, *voxel_volume, face);
        }
        match finding {
            Finding::Face(face) => self.faces.add(frame_of_reference, *voxel_volume, face),
            Finding::Doubt { deep: Some(face), .. } if self.on_doubt == OnDoubt::Deep => {
                self.larger_cuts.add(frame_of_reference, *voxel_volume, face);
            }
            _ => {}
        }
    }

    fn decide(&self, series: &Examined) -> Decision {
        let remove =
            |face: &Face, source, outside| Decision::Remove { face: face.clone(), source, outside };
        let frame_of_reference = series.frame_of_reference.as_str();
        let donor = || self.faces.of(frame_of_reference);
        match &series.finding {
            Finding::Face(face) => self.own(face, frame_of_reference),
            Finding::NoFace(code) => match donor() {
                Some(face) => remove(face, Source::Donor, Some(*code)),
                None => Decision::Leave(*code),
            },
            Finding::Doubt { why, deep } => match (donor(), self.deep(deep.as_ref())) {
                (Some(face), _) => remove(face, Source::Donor, None),
                (None, Some(face)) => remove(face, Source::Deep, None),
                (None, None) => match self.larger_cuts.of(frame_of_reference) {
                    Some(face) => remove(face, Source::Deep, None),
                    None => Decision::Refuse(*why),
                },
            },
            Finding::Slices => match (donor(), self.larger_cuts.of(frame_of_reference)) {
                (Some(face), _) => remove(face, Source::Donor, None),
                (None, Some(face)) => remove(face, Source::Deep, None),
                (None, None) => self.picture(frame_of_reference, Code::Localizer),
            },
            Finding::Projection(code) => self.picture(frame_of_reference, *code),
            Finding::Failed(code) => Decision::Refuse(*code),
        }
    }

    /// The same, with what a person decided about the series; `refused` tells whether any part of it is flagged
    /// without that. A person leads on from a flag, and lets no face pass that is found beyond doubt.
    fn with_person(&self, series: &Examined, alone: Decision, refused: bool) -> Decision {
        let remove = |face: &Face| Decision::Remove {
            face: face.clone(),
            source: Source::Person,
            outside: None,
        };
        let frame_of_reference = series.frame_of_reference.as_str();
        let is_cut = !matches!(series.finding, Finding::Projection(_) | Finding::Failed(_));
        match (&series.person, alone) {
            (Some(Person::LeaveOut), _) => Decision::Refuse(Code::Decided),
            (Some(Person::Pass), Decision::Remove { .. }) if !refused => {
                Decision::Refuse(Code::DecisionDoubt)
            }
            (Some(Person::Eyes(Some(face)) | Person::Deep(Some(face))), _) if is_cut => {
                remove(face)
            }
            (Some(Person::Eyes(_)), _) => Decision::Refuse(Code::DecisionDoubt),
            (Some(Person::Deep(_)), alone) => match alone {
                Decision::Remove { .. } => alone,
                _ => Decision::Refuse(Code::DecisionDoubt),
            },
            (None, Decision::Refuse(code)) if is_cut => match self.pointed.of(frame_of_reference) {
                Some(face) => {
                    Decision::Remove { face: face.clone(), source: Source::Donor, outside: None }
                }
                None => Decision::Refuse(code),
            },
            (_, alone) => alone,
        }
    }

    /// A face of its own. There is one head in a frame of reference: the face that was found in the finest
    /// voxels is that of all series, and one that lies elsewhere is in doubt.
    fn own(&self, face: &Face, frame_of_reference: &str) -> Decision {
        let remove = |face: Face| Decision::Remove { face, source: Source::Own, outside: None };
        let Some(finest) = self.faces.of(frame_of_reference) else { return remove(face.clone()) };
        let others =
            self.found.iter().filter(|found| found.frame_of_reference == frame_of_reference);
        let votes = others.map(|found| Apart::of(&found.frame, &face.frame));
        let against = votes.clone().filter(|apart| *apart == Apart::Elsewhere).count();
        // It agrees with itself.
        let with = votes.count() - against;
        match Apart::of(&finest.frame, &face.frame) {
            Apart::Same if against < 2 || against <= with => remove(Face {
                centre: face.centre,
                frame: face.frame,
                region: Arc::clone(&finest.region),
            }),
            Apart::Near => remove(together(face, finest)),
            Apart::Same | Apart::Elsewhere if self.on_doubt == OnDoubt::Deep => {
                remove(together(face, finest))
            }
            Apart::Same | Apart::Elsewhere => Decision::Refuse(Code::FaceDoubt),
        }
    }

    /// A picture that cannot be cut, with its own code: left only where it shows no head.
    fn picture(&self, frame_of_reference: &str, own: Code) -> Decision {
        match self.headless.code(frame_of_reference, own) {
            Code::NotHead => Decision::Leave(Code::NotHead),
            code => Decision::Refuse(code),
        }
    }

    fn deep<'a>(&self, face: Option<&'a Face>) -> Option<&'a Face> {
        face.filter(|_| self.on_doubt == OnDoubt::Deep)
    }
}

/// A face that was found, and in which frame of reference.
struct Found {
    frame_of_reference: String,
    frame: Frame,
}

impl Found {
    fn of(series: &Examined) -> Option<Self> {
        let Finding::Face(face) = &series.finding else { return None };
        Some(Self { frame_of_reference: series.frame_of_reference.clone(), frame: face.frame })
    }
}

/// How two faces in one frame of reference lie to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Apart {
    /// At the same place, as exactly as eyes are found.
    Same,
    /// At places between which a patient moves from one series to the next.
    Near,
    /// One of them is wrong.
    Elsewhere,
}

impl Apart {
    fn of(one: &Frame, other: &Frame) -> Self {
        let within =
            |mm: f64, degrees: f64| one.distance(other) <= mm && one.turn(other) <= degrees;
        if within(5.0, 8.0) {
            Self::Same
        } else if within(20.0, 25.0) {
            Self::Near
        } else {
            Self::Elsewhere
        }
    }
}

/// What removes both faces.
fn together(own: &Face, finest: &Face) -> Face {
    let regions = [own, finest].map(|face| Arc::clone(&face.region));
    Face { region: Arc::new(Union::of(regions)), ..own.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use face::{HEADLESS_CASES, HeadlessCase, Region, Shown};
    use nalgebra::Point3;

    /// Everything near a place.
    struct Near(f64);
    impl Region for Near {
        fn contains(&self, p: &Point3<f64>) -> bool {
            (p.x - self.0).abs() < 0.5
        }
    }

    /// Faces are told apart by where they are.
    fn face(x: f64) -> Face {
        let centre = Point3::new(x, 0.0, 0.0);
        let frame = Frame::of(&Point3::new(x - 30.0, 0.0, 0.0), &Point3::new(x + 30.0, 0.0, 0.0));
        Face { centre, frame, region: Arc::new(Near(x)) }
    }

    /// The places that are removed.
    fn places(face: &Face) -> String {
        let places =
            (0..100).filter(|x| face.region.contains(&Point3::new(f64::from(*x), 0.0, 0.0)));
        places.map(|x| x.to_string()).collect::<Vec<_>>().join("+")
    }

    fn seen(frame_of_reference: &str, voxel_volume: f64, finding: Finding) -> Examined {
        Examined {
            name: String::new(),
            frame_of_reference: frame_of_reference.into(),
            voxel_volume,
            finding,
            person: None,
        }
    }

    fn doubt(x: Option<f64>) -> Finding {
        Finding::Doubt { why: Code::Geometry, deep: x.map(face) }
    }

    fn decided(seen: &[Examined], on_doubt: OnDoubt) -> Vec<String> {
        let text = |decision: &Decision| match decision {
            Decision::Remove { face, source, outside } => {
                let outside = outside.map(|code| format!(" or {code}")).unwrap_or_default();
                format!("{source:?} {}{outside}", places(face))
            }
            Decision::Leave(code) => format!("leave {code}"),
            Decision::Refuse(code) => format!("refuse {code}"),
        };
        decide(seen, on_doubt).iter().map(text).collect()
    }

    #[test]
    fn the_finest_face_serves_its_frame_of_reference() {
        let study = [
            seen("A", 3.0, Finding::Face(face(1.0))),
            seen("A", 1.0, Finding::Face(face(2.0))),
            seen("A", 9.0, doubt(Some(3.0))),
            seen("A", 9.0, Finding::Slices),
            seen("A", 9.0, Finding::NoFace(Code::NotHead)),
            seen("A", 9.0, Finding::Projection(Code::Rendering)),
            seen("B", 9.0, doubt(None)),
            seen("", 9.0, Finding::Slices),
        ];
        let expected = [
            "Own 2",
            "Own 2",
            "Donor 2",
            "Donor 2",
            "Donor 2 or S_NOT_HEAD",
            "refuse F_RENDERING",
            "refuse E_GEOMETRY",
            "refuse F_LOCALIZER",
        ];
        assert_eq!(decided(&study, OnDoubt::Flag), expected);
    }

    #[test]
    fn faces_of_one_frame_of_reference_agree_or_both_are_cut_or_one_is_in_doubt() {
        let one = |voxel, x| seen("A", voxel, Finding::Face(face(x)));
        let decided = |study: &[Examined]| decided(study, OnDoubt::Flag);
        assert_eq!(decided(&[one(1.0, 10.0), one(9.0, 14.0)]), ["Own 10", "Own 10"]);
        assert_eq!(decided(&[one(1.0, 10.0), one(9.0, 20.0)]), ["Own 10", "Own 10+20"]);
        let far = [one(1.0, 10.0), one(9.0, 60.0)];
        assert_eq!(decided(&far), ["Own 10", "refuse F_FACE_DOUBT"]);
        assert_eq!(super::tests::decided(&far, OnDoubt::Deep), ["Own 10", "Own 10+60"]);
        // Two that agree outweigh the finest.
        let outvoted = [one(1.0, 10.0), one(9.0, 60.0), one(8.0, 61.0)];
        assert_eq!(decided(&outvoted), ["refuse F_FACE_DOUBT"; 3]);
        let elsewhere = [one(1.0, 10.0), seen("B", 9.0, Finding::Face(face(60.0)))];
        assert_eq!(decided(&elsewhere), ["Own 10", "Own 60"]);
    }

    #[test]
    fn the_larger_cut_is_taken_only_where_it_is_asked_for_and_there_is_no_face() {
        let study = [
            seen("A", 3.0, doubt(Some(1.0))),
            seen("A", 1.0, Finding::Slices),
            seen("B", 1.0, doubt(None)),
        ];
        let flagged = ["refuse E_GEOMETRY", "refuse F_LOCALIZER", "refuse E_GEOMETRY"];
        assert_eq!(decided(&study, OnDoubt::Flag), flagged);
        assert_eq!(decided(&study, OnDoubt::Deep), ["Deep 1", "Deep 1", "refuse E_GEOMETRY"]);
    }

    #[test]
    fn localizers_stay_where_no_volume_of_the_study_is_a_head() {
        let mut study = vec![
            seen("A", 3.0, Finding::NoFace(Code::NotHead)),
            seen("A", 1.0, Finding::Projection(Code::Localizer)),
            seen("B", 1.0, Finding::Slices),
        ];
        let expected = ["leave S_NOT_HEAD", "leave S_NOT_HEAD", "refuse F_LOCALIZER"];
        assert_eq!(decided(&study, OnDoubt::Flag), expected);
        study.push(seen("C", 1.0, doubt(None)));
        assert_eq!(decided(&study, OnDoubt::Flag)[1], "refuse F_LOCALIZER");
        study.pop();
        study.push(seen("C", 1.0, Finding::NoFace(Code::Mosaic)));
        assert_eq!(decided(&study, OnDoubt::Flag)[1], "refuse F_LOCALIZER");
    }

    #[test]
    fn a_scout_is_no_head_only_where_a_volume_of_its_own_frame_of_reference_says_so() {
        let other = |&(frame_of_reference, shown): &(&str, Shown)| {
            let finding = match shown {
                Shown::NoHead => Finding::NoFace(Code::NotHead),
                Shown::NoVolume => Finding::Projection(Code::Rendering),
                Shown::PerhapsHead => doubt(None),
            };
            seen(frame_of_reference, 1.0, finding)
        };
        for HeadlessCase { name, scout, others, headless } in HEADLESS_CASES {
            let expected = if headless { "leave S_NOT_HEAD" } else { "refuse F_LOCALIZER" };
            for finding in [Finding::Projection(Code::Localizer), Finding::Slices] {
                let mut study: Vec<_> = others.iter().map(other).collect();
                study.push(seen(scout, 1.0, finding));
                let decisions = decided(&study, OnDoubt::Flag);
                assert_eq!(decisions.last().map(String::as_str), Some(expected), "{name}");
            }
        }
    }
}
