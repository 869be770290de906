//! All stacks of a series, of whatever time, echo or direction: each is compared with what it was.

use dicom_common::code::Outcome;
use face::Face;

use crate::coverage::Coverage;
use crate::finding::ExaminedVolume;
use crate::integrity::Integrity;
use crate::left::Places;
use crate::mask::Masks;
use crate::series::{Series, VolumePair};

/// Whether nothing but the face changed, whether the face is gone, and what is left of the part of which most
/// is left, at its places by a second way.
///
/// # Errors
/// Those of reading pixels and masks.
pub fn all_stacks(
    series: &Series,
    examined: Option<&ExaminedVolume>,
    face: &Face,
    places: &Places,
    masks: &mut Masks,
) -> Outcome<(Integrity, Coverage, Option<f64>)> {
    let (mut coverage, mut left) = (Coverage::default(), None);
    let integrity = each_stack(series, examined, masks, |pair, floor| {
        coverage = coverage.plus(Coverage::of(pair, &face.frame, floor));
        left = [left, places.left(pair, floor)].into_iter().flatten().reduce(f64::max);
    })?;
    Ok((integrity, coverage, left))
}

/// Whether nothing changed but what became air.
///
/// # Errors
/// Those of reading pixels and masks.
pub fn integrity(series: &Series, examined: Option<&ExaminedVolume>) -> Outcome<Integrity> {
    each_stack(series, examined, &mut Masks::default(), |_, _| ())
}

/// Compares every stack with what it was.
fn each_stack(
    series: &Series,
    examined: Option<&ExaminedVolume>,
    masks: &mut Masks,
    mut also: impl FnMut(&VolumePair, f32),
) -> Outcome<Integrity> {
    let mut integrity = Integrity::default();
    let first = series.stacks.iter().position(|stack| stack.volume);
    for (at, stack) in series.stacks.iter().enumerate() {
        let loaded;
        let pair = match examined.filter(|_| first == Some(at)) {
            Some(examined) => &examined.pair,
            None => {
                loaded = series.load(stack)?;
                &loaded
            }
        };
        let floor = match examined {
            Some(examined) => examined.coarse.floor(series.modality()),
            None => pair.before.coarse(face::SPACING).floor(series.modality()),
        };
        let mask = masks.of(series.mask(stack), &pair.before)?;
        integrity = integrity.plus(Integrity::of(pair, mask.as_ref(), floor));
        also(pair, floor);
    }
    Ok(integrity)
}
