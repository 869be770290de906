//! Where the parts of the face are, as JSON.

use crate::series::Series;
use crate::truth::Truth;

/// The landmarks in the field of view in RAS mm, and the volume of the brain in the field of view.
pub fn json(truth: &Truth, series: &Series, brain_ml: f64) -> String {
    let marks: Vec<String> = truth
        .landmarks()
        .iter()
        .filter(|mark| series.stack().sees(mark.at))
        .map(|mark| {
            let at = mark.at;
            format!("  \"{}\": [{:.2}, {:.2}, {:.2}]", mark.name, -at.x, -at.y, at.z)
        })
        .collect();
    let marks = marks.join(",\n");
    format!("{{\n \"landmarks_ras_mm\": {{\n{marks}\n }},\n \"brain_ml\": {brain_ml:.3}\n}}\n")
}
