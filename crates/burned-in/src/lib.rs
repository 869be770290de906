mod rectangle;
mod rules;
pub use rectangle::{Area, Rectangle};
pub use rules::{RuleError, Rules};
