//! What a report says of a series.

use dicom_common::code::Code;
use dicom_common::pipeline::manifest::Status;

use crate::checked::{Checked, Mark};

/// The final result of a series, gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Outcome {
    /// A test failed.
    Fail,
    /// No test failed, but not every test could be made.
    Unjudged,
    /// There is nothing to judge.
    Skipped,
    /// Every test passed.
    Pass,
}

impl Outcome {
    pub(super) fn of(series: &Checked) -> Self {
        let failed = series.measured.iter().any(|measured| measured.mark == Mark::Fail);
        if failed || series.codes.iter().any(|code| is_failed_test(*code)) {
            return Outcome::Fail;
        }
        match series.status() {
            Status::Ok | Status::Plan => Outcome::Pass,
            Status::Skip => Outcome::Skipped,
            Status::Flag | Status::Fail => Outcome::Unjudged,
        }
    }
}

/// Whether a code says that a test failed; the others say why a test could not be made.
fn is_failed_test(code: Code) -> bool {
    matches!(
        code,
        Code::Frames
            | Code::Altered
            | Code::MaskNotApplied
            | Code::FaceLeft
            | Code::Recognizable
            | Code::BrainLost
            | Code::Reference
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checked::{Measured, Metric};

    fn series(codes: &[Code], mark: Mark) -> Checked {
        Checked {
            name: "1.2".into(),
            subject: "S".into(),
            study: "1.1".into(),
            modality: "CT",
            files: 1,
            codes: codes.to_vec(),
            measured: vec![Measured { metric: Metric::Altered, value: Some(0.0), mark }],
            predicted_by_networks: false,
            picture: None,
        }
    }

    #[test]
    fn only_a_series_without_any_doubt_passes() {
        let of = |codes: &[Code], mark| Outcome::of(&series(codes, mark));
        assert_eq!(of(&[], Mark::Pass), Outcome::Pass);
        assert_eq!(of(&[], Mark::Fail), Outcome::Fail);
        assert_eq!(of(&[Code::NoOriginal, Code::FaceLeft], Mark::Pass), Outcome::Fail);
        assert_eq!(of(&[Code::NoOriginal], Mark::Silent), Outcome::Unjudged);
        assert_eq!(of(&[Code::Codec], Mark::Silent), Outcome::Unjudged);
        assert_eq!(of(&[Code::NotHead], Mark::Silent), Outcome::Skipped);
    }
}
