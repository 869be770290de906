//! What a person decided about a series, as far as its treatment depends on it.

use dicom_common::code::Code;
use dicom_common::pipeline::decisions::{Decisions, Verdict};
use face::{Face, pointed};
use nalgebra::{Point3, distance};

use crate::finding::{Finding, Person};
use crate::method::Method;
use crate::series::Series;

/// mm beside the volume in which eyes may lie that somebody points at: half a face has one outside.
const OUTSIDE: f64 = 60.0;

/// Why a series is flagged, or cannot be looked at, that a person may let pass as it is: what it shows can be
/// seen with a viewer. Files that are broken, or others than they were, are no matter of decision.
const MATTERS: [Code; 12] = [
    Code::NoFace,
    Code::FaceDoubt,
    Code::Defaced,
    Code::Registration,
    Code::Cut,
    Code::Mosaic,
    Code::Localizer,
    Code::Rendering,
    Code::OtherModality,
    Code::Geometry,
    Code::PixelFormat,
    Code::Codec,
];

/// Whether a person may let a series pass that was flagged with this code.
pub fn is_matter(code: Code) -> bool {
    MATTERS.contains(&code)
}

/// What was decided about a series, whose `name` is that of the manifest.
pub fn person(
    decisions: &Decisions,
    name: &str,
    series: &Series,
    finding: &Finding,
    method: &Method,
) -> Option<Person> {
    let Some(decision) = decisions.treatment(name) else {
        let mut of_series = decisions.of_series(name);
        return of_series.any(|one| one.code.is_none_or(is_matter)).then_some(Person::Pass);
    };
    Some(match (decision.verdict, decision.eyes) {
        (Verdict::Eyes, eyes) => Person::Eyes(eyes.and_then(|eyes| at(series, eyes))),
        (Verdict::Deep, _) => Person::Deep(deep(series, finding, method)),
        (Verdict::LeaveOut | Verdict::Pass, _) => Person::LeaveOut,
    })
}

/// The face at these eyes.
fn at(series: &Series, eyes: [Point3<f64>; 2]) -> Option<Face> {
    let near = |eye: &Point3<f64>| series.distance(eye).is_some_and(|mm| mm <= OUTSIDE);
    if !eyes.iter().any(near) {
        return None;
    }
    let coarse = series.last_examined();
    Some(pointed(coarse.as_deref().map(|coarse| (coarse, series.modality())), eyes))
}

fn deep(series: &Series, finding: &Finding, method: &Method) -> Option<Face> {
    match finding {
        Finding::Doubt { deep: Some(face), .. } => Some(face.clone()),
        _ => method.deepest(series.last_examined()?.as_ref(), series.modality()),
    }
}

impl Series {
    /// mm from the nearest voxel of any slice; none without slices.
    pub fn distance(&self, p: &Point3<f64>) -> Option<f64> {
        let planes = self.stacks.iter().flat_map(|stack| self.planes(stack));
        let mm = planes.map(|plane| {
            let d = p - plane.origin;
            let within = |along: f64, spacing: f64, count: usize| {
                along.clamp(0.0, spacing * count.saturating_sub(1) as f64)
            };
            let column = within(d.dot(&plane.along_row), plane.column_spacing, plane.columns);
            let row = within(d.dot(&plane.along_column), plane.row_spacing, plane.rows);
            let nearest = plane.origin + plane.along_row * column + plane.along_column * row;
            distance(p, &nearest)
        });
        mm.min_by(f64::total_cmp)
    }
}
