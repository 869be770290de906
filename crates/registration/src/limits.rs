//! Every number that decides whether a registration is to be trusted, with what was measured on both
//! sides of it.
//!
//! `data/qualities.csv` has the figures of heads and of what is no head, made of ellipsoids, and a test holds
//! the numbers here against it. `right` is the worst value of a right transform that is trusted (no place
//! of the head off by more than 5 mm), `wrong` the best value of one that this limit alone refuses: another
//! transform, or a thing that is no head.

use limit::Bound::{AtLeast, AtMost};
use limit::{Bound, Evidence, Limit};

/// The command that writes `data/qualities.csv`.
pub const ELLIPSOIDS: &str = "cargo run --release -p registration --example qualities";

const fn limit(
    name: &'static str,
    bound: Bound,
    value: f64,
    evidence: &'static [Evidence],
) -> Limit {
    Limit { name, bound, value, unit: "", evidence }
}

const fn measured(right: Option<f64>, wrong: Option<f64>) -> Evidence {
    Evidence { right, wrong, measured_by: ELLIPSOIDS }
}

/// Part of the head that both volumes show: just above where the search itself ends.
pub const OVERLAP: Limit = limit("overlap", AtLeast, 0.62, &[measured(Some(0.998), None)]);
/// How much better the insides match than after a shift. Between nine real heads in CT and MR right
/// transforms have 0.9 to 11, all but one; wrong ones 0.7 to 1.8, so that this alone does not tell. (That was
/// measured once, by hand; the heads are no part of this project.)
pub const CONTRAST: Limit = limit("contrast", AtLeast, 0.9, &[measured(Some(1.922), None)]);
/// How well the next best transform elsewhere matches, relative to this one.
pub const RIVAL: Limit = limit("rival", AtMost, 0.95, &[measured(Some(0.44), None)]);
/// Between where two searches put a point of the head: a wrong transform is seldom found twice.
pub const DISAGREEMENT: Limit = Limit {
    unit: "mm",
    ..limit("disagreement", AtMost, 6.0, &[measured(Some(5.878), Some(14.59))])
};
/// Sizes of heads relative to one another: a child's as the fixed, an adult's as the moving one.
pub const SCALE_MOST: Limit = limit("most scale", AtMost, 1.4, &[measured(Some(1.251), None)]);
/// The other way round.
pub const SCALE_LEAST: Limit = limit("least scale", AtLeast, 0.7, &[measured(Some(0.719), None)]);
/// Shear of one of the patient's axes along another.
pub const SHEAR: Limit = limit("shear", AtMost, 0.25, &[measured(Some(0.196), None)]);

/// All limits, in the order of [`crate::Quality::compared`].
pub const ALL: &[Limit] = &[OVERLAP, SCALE_LEAST, SCALE_MOST, SHEAR, CONTRAST, RIVAL, DISAGREEMENT];

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const MEASURED: &str = include_str!("../data/qualities.csv");

    /// What was measured on both sides: right ones that pass everything, wrong ones that this limit alone
    /// refuses. Columns: what, right, refused by, then one for each limit.
    fn sides(limit: &Limit, at: usize) -> [Option<f64>; 2] {
        let (mut right, mut wrong) = (None, None);
        for line in MEASURED.lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            let value: f64 = cells[3 + at].parse().unwrap();
            let (side, counts) = match cells[1] {
                "yes" => (&mut right, cells[2].is_empty()),
                _ => (&mut wrong, cells[2] == limit.name),
            };
            // The worst right one is the nearest to the limit, and so is the best wrong one.
            let nearer =
                side.is_none_or(|old: f64| (value - limit.value).abs() < (old - limit.value).abs());
            if counts && nearer {
                *side = Some(value);
            }
        }
        [right, wrong]
    }

    #[test]
    fn every_limit_lies_between_the_sides_that_were_measured() {
        for (at, limit) in ALL.iter().enumerate() {
            let [measured] = limit.evidence else { panic!("{} has no evidence", limit.name) };
            assert_eq!(measured.measured_by, ELLIPSOIDS);
            assert_eq!([measured.right, measured.wrong], sides(limit, at), "{}", limit.name);
            assert!(limit.lies_between(), "{limit:?}");
            assert!(limit.margin().is_none_or(|margin| margin > 0.0), "{limit:?}");
        }
    }

    #[test]
    fn every_limit_is_listed_and_none_stands_outside_of_this_file() {
        for entry in fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src")).unwrap() {
            let path = entry.unwrap().path();
            let text = fs::read_to_string(&path).unwrap();
            let declared = text
                .lines()
                .filter(|l| l.starts_with("pub const") && l.contains(": Limit ="))
                .count();
            let expected = if path.ends_with("limits.rs") { ALL.len() } else { 0 };
            assert_eq!(declared, expected, "{}", path.display());
        }
    }
}
