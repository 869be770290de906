//! A value beside the limit that it is compared with.

use limit::Limit;

/// A value and what it is compared with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cue {
    /// One of [`crate::limits::ALL`].
    pub limit: &'static Limit,
    /// In the limit's unit; none where the field of view does not show it.
    pub value: Option<f64>,
    /// Whether it speaks for what is asked.
    pub passes: bool,
}

impl Cue {
    /// A value that must pass.
    pub fn new(limit: &'static Limit, value: f64) -> Self {
        Self { limit, value: Some(value), passes: limit.passes(value) }
    }

    /// A value of single precision that must pass.
    pub fn single(limit: &'static Limit, value: f32) -> Self {
        Self { limit, value: Some(f64::from(value)), passes: limit.passes_single(value) }
    }

    /// A value that must be seen and pass.
    pub fn required(limit: &'static Limit, value: Option<f64>) -> Self {
        Self { limit, value, passes: value.is_some_and(|value| limit.passes(value)) }
    }

    /// A value that must pass where it is seen.
    pub fn if_seen(limit: &'static Limit, value: Option<f64>) -> Self {
        Self { limit, value, passes: value.is_none_or(|value| limit.passes(value)) }
    }
}

/// Whether all cues speak for what is asked.
pub fn agree(cues: &[Cue]) -> bool {
    cues.iter().all(|cue| cue.passes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::{BARE_LOOK, NOSE};

    #[test]
    fn what_is_not_seen_passes_only_where_it_need_not_be() {
        assert!(Cue::if_seen(&NOSE, None).passes && !Cue::required(&NOSE, None).passes);
        assert!(!Cue::if_seen(&NOSE, Some(0.3)).passes && Cue::new(&NOSE, 0.42).passes);
    }

    #[test]
    fn single_precision_is_compared_in_single_precision() {
        assert!(Cue::single(&BARE_LOOK, 0.6).passes);
        assert!(!agree(&[Cue::single(&BARE_LOOK, 0.6), Cue::single(&BARE_LOOK, 0.599_999)]));
    }
}
