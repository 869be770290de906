//! A rule of a script.

use super::condition::Condition;
use crate::Rectangle;

/// Where images of one kind carry text.
#[derive(Debug)]
pub(super) struct Rule {
    /// Which images are meant.
    pub(super) signature: Condition,
    /// What is blanked in them, in pixels.
    pub(super) regions: Vec<Rectangle>,
}
