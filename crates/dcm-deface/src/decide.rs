//! What is done with each series of a study, once all of them were looked at.

use dicom_common::code::Code;
use face::Face;

use crate::args::OnDoubt;

/// What a series shows.
pub enum Finding {
    /// A face of its own.
    Face(Face),
    /// A volume without a face.
    NoFace(Code),
    /// A volume whose face could not be found beyond doubt.
    Doubt {
        /// Why.
        why: Code,
        /// The larger cut, where there is one.
        deep: Option<Face>,
    },
    /// Slices that make up no volume: a localizer of MR, or too few.
    Slices,
    /// Pictures that are no slices, so that no part of space can be removed from them: a scout of
    /// CT, a projection, a rendering.
    Projection(Code),
    /// Pixels that cannot be read.
    Failed(Code),
}

/// What the decision on a series depends on.
pub struct Seen {
    /// Frame of Reference UID; empty where there is none.
    pub space: String,
    /// mm³ of a voxel.
    pub voxel: f64,
    /// What it shows.
    pub finding: Finding,
}

/// What is done with a series.
pub enum Decision {
    /// A part of space is removed.
    Remove {
        /// The face.
        face: Face,
        /// Where it was found.
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
}

/// Decides on all series of a study.
pub fn decide(seen: &[Seen], on_doubt: OnDoubt) -> Vec<Decision> {
    let study = Study { seen, on_doubt };
    seen.iter().map(|series| study.decide(series)).collect()
}

struct Study<'a> {
    seen: &'a [Seen],
    on_doubt: OnDoubt,
}

impl Study<'_> {
    fn decide(&self, series: &Seen) -> Decision {
        let remove =
            |face: &Face, source, outside| Decision::Remove { face: face.clone(), source, outside };
        let space = series.space.as_str();
        match &series.finding {
            Finding::Face(face) => remove(face, Source::Own, None),
            Finding::NoFace(code) => match self.donor(space) {
                Some(face) => remove(face, Source::Donor, Some(*code)),
                None => Decision::Leave(*code),
            },
            Finding::Doubt { why, deep } => match (self.donor(space), self.deep(deep.as_ref())) {
                (Some(face), _) => remove(face, Source::Donor, None),
                (None, Some(face)) => remove(face, Source::Deep, None),
                (None, None) => self.received(space).unwrap_or(Decision::Refuse(*why)),
            },
            Finding::Slices => match (self.donor(space), self.elsewhere(space)) {
                (Some(face), _) => remove(face, Source::Donor, None),
                (None, Some(code)) => Decision::Leave(code),
                (None, None) => self.received(space).unwrap_or(Decision::Refuse(Code::Localizer)),
            },
            Finding::Projection(code) => match self.elsewhere(space) {
                Some(elsewhere) => Decision::Leave(elsewhere),
                None => Decision::Refuse(*code),
            },
            Finding::Failed(code) => Decision::Refuse(*code),
        }
    }

    /// The face that serves a frame of reference: that of the series with the finest voxels.
    fn donor(&self, space: &str) -> Option<&Face> {
        self.finest(space, |finding| match finding {
            Finding::Face(face) => Some(face),
            _ => None,
        })
    }

    /// The larger cut of another series in the frame of reference, if the user asked for it.
    fn received(&self, space: &str) -> Option<Decision> {
        let face = self.finest(space, |finding| match finding {
            Finding::Doubt { deep, .. } => self.deep(deep.as_ref()),
            _ => None,
        });
        face.map(|face| Decision::Remove {
            face: face.clone(),
            source: Source::Deep,
            outside: None,
        })
    }

    fn deep<'a>(&self, face: Option<&'a Face>) -> Option<&'a Face> {
        face.filter(|_| self.on_doubt == OnDoubt::Deep)
    }

    fn finest<'a>(
        &'a self,
        space: &str,
        face: impl Fn(&'a Finding) -> Option<&'a Face>,
    ) -> Option<&'a Face> {
        let donors = self.seen.iter().filter(|series| !space.is_empty() && series.space == space);
        let donors = donors.filter_map(|series| Some((series.voxel, face(&series.finding)?)));
        donors.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, face)| face)
    }

    /// The code of a frame of reference in which there is no head, in a study whose volumes show
    /// none: its localizers and renderings show none either.
    fn elsewhere(&self, space: &str) -> Option<Code> {
        let headless = |series: &Seen| match series.finding {
            Finding::NoFace(code) => code == Code::NotHead,
            Finding::Slices | Finding::Projection(_) => true,
            _ => false,
        };
        let here = |series: &Seen| {
            matches!(series.finding, Finding::NoFace(_))
                && !space.is_empty()
                && series.space == space
        };
        let elsewhere = self.seen.iter().all(headless) && self.seen.iter().any(here);
        elsewhere.then_some(Code::NotHead)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use face::{Frame, Region};
    use nalgebra::Point3;
    use std::sync::Arc;

    struct Nothing;
    impl Region for Nothing {
        fn contains(&self, _: &Point3<f64>) -> bool {
            false
        }
    }

    /// Faces are told apart by where they are.
    fn face(x: f64) -> Face {
        let centre = Point3::new(x, 0.0, 0.0);
        let frame = Frame::of(&Point3::new(x - 30.0, 0.0, 0.0), &Point3::new(x + 30.0, 0.0, 0.0));
        Face { centre, frame, region: Arc::new(Nothing) }
    }

    fn seen(space: &str, voxel: f64, finding: Finding) -> Seen {
        Seen { space: space.into(), voxel, finding }
    }

    fn doubt(x: Option<f64>) -> Finding {
        Finding::Doubt { why: Code::Geometry, deep: x.map(face) }
    }

    fn decided(seen: &[Seen], on_doubt: OnDoubt) -> Vec<String> {
        let text = |decision: &Decision| match decision {
            Decision::Remove { face, source, outside } => {
                let outside = outside.map(|code| format!(" or {code}")).unwrap_or_default();
                format!("{source:?} {}{outside}", face.centre.x)
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
            "Own 1",
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
}
