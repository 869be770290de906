//! All stacks of a series, of whatever time, echo or direction: each is compared with what it was.

use dicom_common::code::Outcome;
use face::Face;

use crate::coverage::Coverage;
use crate::finding::ExaminedVolume;
use crate::integrity::{Changes, Integrity};
use crate::left::Places;
use crate::mask::Masks;
use crate::series::{Series, When};
use crate::stack_pair::StackPair;

/// Where a face must be gone, by two ways.
pub struct Sought<'a> {
    /// By landmarks.
    pub face: &'a Face,
    /// By the second way.
    pub places: &'a Places,
}

/// What all stacks show together.
#[derive(Default)]
pub struct Compared {
    /// Whether nothing changed but what became air.
    pub integrity: Integrity,
    /// Whether the face is gone.
    pub coverage: Coverage,
    /// What is left of the part of which most is left, by the second way.
    pub left: Option<f64>,
}

/// Compares every stack with what it was, and looks for what is left of a face where one is sought.
///
/// # Errors
/// Those of reading pixels and masks.
pub fn all_stacks(
    series: &Series,
    examined: Option<&ExaminedVolume<'_>>,
    sought: Option<&Sought<'_>>,
    masks: &mut Masks,
) -> Outcome<Compared> {
    let mut compared = Compared::default();
    let first = series.stacks.iter().position(|stack| stack.volume);
    for (at, stack) in series.stacks.iter().enumerate() {
        let opened;
        let pair = match examined.filter(|_| first == Some(at)) {
            Some(examined) => &examined.pair,
            None => {
                opened = StackPair::open(series, stack)?;
                &opened
            }
        };
        let floor = match examined {
            Some(examined) => examined.coarse.floor(series.modality()),
            None => pair.coarse(When::Before, face::SPACING)?.floor(series.modality()),
        };
        let planes = pair.planes();
        let mask = masks.of(series.mask(stack), &planes)?;
        let mut changes = Changes::default();
        let mut left = sought.map(|sought| sought.places.count(&planes));
        pair.each_part(|part| {
            changes.add(&part, mask.as_ref(), floor);
            if let (Some(sought), Some(left)) = (sought, &mut left) {
                let found = Coverage::of(part.pair, &sought.face.frame, floor);
                compared.coverage = compared.coverage.plus(found);
                left.add_left(&part, floor);
            }
        })?;
        compared.integrity = compared.integrity.plus(changes.sum());
        let left = left.and_then(|left| left.most());
        compared.left = [compared.left, left].into_iter().flatten().reduce(f64::max);
    }
    Ok(compared)
}
