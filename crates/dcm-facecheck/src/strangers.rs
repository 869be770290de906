//! How near to each other different people are to the recogniser: what was measured on heads of real people.

use std::sync::LazyLock;

/// Distances between two people, one a line, ascending, below a line that says what they are:
/// `cargo test -p dcm-facecheck --test strangers -- --ignored` writes them.
const TABLE: &str = include_str!("../data/strangers.csv");

static STRANGERS: LazyLock<Vec<f64>> =
    LazyLock::new(|| TABLE.lines().filter_map(|line| line.parse().ok()).collect());

/// The share of pairs of different people that are as near to each other as this, or nearer, 0 to 1.
pub fn as_near(distance: f64) -> f64 {
    let near = STRANGERS.partition_point(|stranger| *stranger <= distance);
    near as f64 / STRANGERS.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::STRANGER;

    #[test]
    fn the_table_is_whole_and_the_limit_lies_among_the_nearest_of_it() {
        assert!(STRANGERS.len() >= 100 && STRANGERS.is_sorted());
        assert_eq!(STRANGERS.len(), TABLE.lines().count() - 1, "every line but the first");
        assert!((as_near(0.0), as_near(2.0)) == (0.0, 1.0));
        assert!(as_near(STRANGER.value) <= 0.05, "{}", as_near(STRANGER.value));
    }
}
