//! Measures how far each limit of the detector can be moved, while all the others stay: stricter until
//! the text of a made-up picture is missed, less strict until there is a row in one without text.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs,
    reason = "a measuring program"
)]

mod pictures;

use burned_in::Grey;
use burned_in::detector::Cut;
use burned_in::limits::Limits;
use limit::{Bound, Limit};
use pictures::{with_text, without_text};

/// Steps of a twentieth of the limit: to 0, and to three times the limit.
const STEPS: i32 = 40;

fn main() {
    let (text, none) = (both_ways(with_text()), both_ways(without_text()));
    let cuts = |pictures: &'static [[Grey; 2]]| -> Vec<Vec<Cut<'static>>> {
        pictures.iter().map(|both| both.iter().flat_map(Cut::all).collect()).collect()
    };
    let (mut text, mut none) = (cuts(text), cuts(none));
    let shown =
        |limits: &Limits, cuts: &[Cut<'_>]| cuts.iter().any(|cut| !cut.rows(limits).is_empty());
    println!("{} pictures with text, {} without", text.len(), none.len());
    // What the limits in force are wrong about says nothing of one of them.
    text.retain(|cuts| shown(&Limits::SHIPPED, cuts));
    none.retain(|cuts| !shown(&Limits::SHIPPED, cuts));
    println!("right about {} and {}\n", text.len(), none.len());
    let right = |limits: &Limits| text.iter().all(|cuts| shown(limits, cuts));
    let wrong = |limits: &Limits| none.iter().any(|cuts| shown(limits, cuts));
    println!("| limit | value | unit | right | wrong |\n|---|---|---|---|---|");
    let mut limits = Limits::SHIPPED;
    for at in 0..limits.each().len() {
        limits = Limits::SHIPPED;
        let limit = *limits.each()[at];
        let mut with = |value: f64, holds: &dyn Fn(&Limits) -> bool| {
            limits.each()[at].value = value;
            holds(&limits)
        };
        let stricter: Vec<f64> = steps(&limit, 1.0).collect();
        let kept = stricter.iter().take_while(|value| with(**value, &right)).count();
        // One that never matters was not measured.
        let right = (kept < stricter.len())
            .then(|| kept.checked_sub(1).map_or(limit.value, |last| stricter[last]));
        let wrong = steps(&limit, -1.0).find(|value| with(*value, &wrong));
        let cell = |side: Option<f64>| side.map_or("–".into(), |value| format!("{value:.4}"));
        let Limit { name, value, unit, .. } = limit;
        println!("| {name} | {value} | {unit} | {} | {} |", cell(right), cell(wrong));
    }
}

/// Pictures with their negatives, in which dark text is bright; they stay until the program ends.
fn both_ways(pictures: Vec<Grey>) -> &'static [[Grey; 2]] {
    let both = |picture: Grey| [picture.negative(), picture];
    pictures.into_iter().map(both).collect::<Vec<_>>().leak()
}

/// The values that are tried, from the limit away: to the strict side, or with `sign` -1 to the other.
fn steps(limit: &Limit, sign: f64) -> impl Iterator<Item = f64> + use<> {
    let whole = matches!(limit.unit, "pixels" | "letters" | "shapes");
    let part = limit.value.abs() / 20.0;
    let step = if whole { part.round().max(1.0) } else { part };
    let up = if limit.bound == Bound::AtLeast { sign } else { -sign };
    let value = limit.value;
    let values = (1..=STEPS).map(move |n| value + up * step * f64::from(n));
    // Only the overlap is below 0.
    values.take_while(move |next| value < 0.0 || *next >= 0.0)
}
