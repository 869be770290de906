//! Whether a case counts as passed.

use std::fmt;

use crate::score::Score;

/// The least part of every landmark that must be gone.
const GONE: f64 = 0.95;

/// The largest part of the brain that may change.
const LOST: f64 = 0.001;

/// What is said about a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The face is gone and everything else is there; or there was no face, and nothing was written.
    Pass,
    /// Nothing was written of a head with a face.
    Refused,
    /// Anything else.
    Fail,
}

/// How many frames there were, and how many were written with their voxels where they were.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Frames of the series.
    pub before: usize,
    /// Files that were written.
    pub written: usize,
    /// Frames found again at their place.
    pub found: usize,
}

impl Kept {
    /// Every frame, and no other.
    pub fn all(self) -> bool {
        self.before == self.written && self.before == self.found
    }
}

impl Verdict {
    /// On what was written of a head with a face.
    pub fn on_face(kept: Kept, score: &Score) -> Self {
        let gone = score.least().is_some_and(|least| least.share >= GONE);
        let rest = score.brain_lost <= LOST && score.changed_outside == 0 && kept.all();
        if gone && rest { Self::Pass } else { Self::Fail }
    }

    /// On a series of which nothing was written, by whether it shows a face.
    pub fn on_nothing(has_face: bool) -> Self {
        if has_face { Self::Refused } else { Self::Pass }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pass => "pass",
            Self::Refused => "refused",
            Self::Fail => "FAIL",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::Removed;

    const KEPT: Kept = Kept { before: 9, written: 9, found: 9 };

    fn score(shares: &[f64]) -> Score {
        let removed = |&share: &f64| Removed { name: "chin", share };
        let landmarks = shares.iter().map(removed).collect();
        Score { landmarks, brain_lost: 0.001, changed_outside: 0 }
    }

    #[test]
    fn a_face_is_gone_when_little_is_left_of_every_landmark() {
        assert_eq!(Verdict::on_face(KEPT, &score(&[1.0, 0.95])), Verdict::Pass);
        assert_eq!(Verdict::on_face(KEPT, &score(&[1.0, 0.94])), Verdict::Fail);
        assert_eq!(Verdict::on_face(KEPT, &score(&[])), Verdict::Fail);
    }

    #[test]
    fn brain_other_voxels_and_frames_must_be_there() {
        let good = score(&[1.0]);
        let brain = Score { brain_lost: 0.0011, ..good.clone() };
        assert_eq!(Verdict::on_face(KEPT, &brain), Verdict::Fail);
        let outside = Score { changed_outside: 1, ..good.clone() };
        assert_eq!(Verdict::on_face(KEPT, &outside), Verdict::Fail);
        for kept in [
            Kept { written: 8, found: 8, ..KEPT },
            Kept { found: 8, ..KEPT },
            Kept { written: 10, ..KEPT },
        ] {
            assert_eq!(Verdict::on_face(kept, &good), Verdict::Fail);
        }
    }

    #[test]
    fn only_a_head_with_a_face_can_be_refused() {
        assert_eq!(Verdict::on_nothing(true), Verdict::Refused);
        assert_eq!(Verdict::on_nothing(false), Verdict::Pass);
    }
}
