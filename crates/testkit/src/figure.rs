//! What a test measured, for docs/reliability.md (`make reliability`).

use std::fmt::Display;

/// Tells what was measured for a row of that page.
pub fn figure(row: &str, measured: impl Display) {
    println!("figure {row}: {measured}");
}
