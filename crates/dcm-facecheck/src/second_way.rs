//! A second way to the face: a model of heads that is laid upon the original and upon what is left. It knows
//! nothing of eyes and skin, so that it errs elsewhere than the way of the defacer.

use face::Face;
use head_model::{Part, Seat};

use crate::limits::{EYE_ASIDE, EYE_SETTLED, PART_LEFT, PART_SHOWN};

/// What the model says of a series.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct SecondWay {
    /// mm between where landmarks and model see an eye, for the eye where that is more; none where
    /// the model lies on nothing.
    pub aside: Option<f64>,
    /// Whether the registration of the original trusts itself.
    pub trusted: bool,
    /// Of the part of the face of which most is left, the share that is left.
    pub left: Option<f64>,
    /// What is left, looked at by itself: of the part of which most is there, the share that is tissue.
    /// None where the model does not lie on what is left beyond doubt.
    pub shown: Option<f64>,
}

impl SecondWay {
    /// Compares the model with the landmarks; `left` and `shown` are measured elsewhere.
    pub fn of(seat: Option<&Seat>, face: &Face) -> Self {
        let Some(seat) = seat else { return Self::default() };
        let frame = &face.frame;
        let away = |part, side: f64| {
            (frame.point(side * frame.apart / 2.0, 0.0, 0.0) - seat.middle(part)).norm()
        };
        let aside = away(Part::RightEye, -1.0).max(away(Part::LeftEye, 1.0));
        Self { aside: Some(aside), trusted: seat.is_trusted(), left: None, shown: None }
    }

    /// Whether landmarks and model see the face in one place.
    pub fn agrees(&self) -> bool {
        self.aside.is_some_and(|aside| EYE_ASIDE.passes(aside))
    }

    /// Whether a face of which the landmarks alone are in doubt is there: the model, which knows nothing of them,
    /// has it in the very same place.
    pub fn settles(&self) -> bool {
        self.aside.is_some_and(|aside| EYE_SETTLED.passes(aside))
    }

    /// Whether the model is sure, and sees the face elsewhere.
    pub fn contradicts(&self) -> bool {
        self.trusted && !self.agrees()
    }

    /// Whether what the model says counts.
    pub fn has_a_word(&self) -> bool {
        self.trusted || self.agrees()
    }

    /// Whether of no part more is left than may be; true where nothing was measured.
    pub fn is_gone(&self) -> bool {
        self.left.is_none_or(|left| PART_LEFT.passes(left))
    }

    /// Whether what is left shows no part of a face by itself; true where nothing was measured.
    pub fn shows_none(&self) -> bool {
        self.shown.is_none_or(|shown| PART_SHOWN.passes(shown))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: SecondWay =
        SecondWay { aside: Some(8.0), trusted: true, left: Some(0.1), shown: Some(0.2) };

    #[test]
    fn it_has_a_word_where_it_agrees_or_trusts_itself() {
        assert!(GOOD.has_a_word() && !GOOD.contradicts());
        let doubtful = SecondWay { trusted: false, ..GOOD };
        assert!(doubtful.has_a_word() && !doubtful.contradicts());
        let elsewhere = SecondWay { aside: Some(40.0), ..GOOD };
        assert!(elsewhere.has_a_word() && elsewhere.contradicts());
        let lost = SecondWay { trusted: false, ..elsewhere };
        assert!(!lost.has_a_word() && !lost.contradicts());
        assert!(!SecondWay::default().has_a_word());
    }

    #[test]
    fn what_is_left_is_seen_in_the_original_and_by_itself() {
        assert!(GOOD.is_gone() && GOOD.shows_none());
        assert!(!SecondWay { left: Some(0.8), ..GOOD }.is_gone());
        assert!(!SecondWay { shown: Some(0.8), ..GOOD }.shows_none());
        assert!(SecondWay::default().is_gone() && SecondWay::default().shows_none());
    }
}
