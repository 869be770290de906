//! The final result of a series: whether a test failed, and what its rows say.

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

/// What a report says of a series: what its rows say. A failed test that no code tells of is flagged.
pub(super) fn status(series: &Checked) -> Status {
    match series.status() {
        Status::Ok if series.decided.is_empty() && Outcome::of(series) == Outcome::Fail => {
            Status::Flag
        }
        status => status,
    }
}

/// Whether a code says that a test failed. The others say why a test could not be made, or that there
/// is nothing to judge.
///
/// Each code is named: a new one does not compile until it is decided here, because a failed test
/// that passed for "not judged" would be overlooked.
fn is_failed_test(code: Code) -> bool {
    match code {
        // The seven tests of this tool.
        Code::Frames
        | Code::Altered
        | Code::MaskNotApplied
        | Code::FaceLeft
        | Code::Recognizable
        | Code::BrainLost
        | Code::Reference => true,
        // The file cannot be read, or the tool failed at it.
        Code::Unreadable
        | Code::NotDicom
        | Code::Archive
        | Code::Subject
        | Code::Truncated
        | Code::Malformed
        | Code::Depth
        | Code::TooLarge
        | Code::TransferSyntax
        | Code::MissingUid
        | Code::NoPixels
        | Code::PixelLength
        | Code::Stream
        | Code::Document
        | Code::EmbeddedOverlay
        | Code::Geometry
        | Code::PixelFormat
        | Code::Codec
        | Code::Nifti
        | Code::NoValidValue
        | Code::Duplicate
        | Code::Exists
        | Code::Link
        | Code::InsideOutput
        | Code::Unwritable
        | Code::Verification
        | Code::Changed
        | Code::Script
        | Code::Internal => false,
        // There is nothing to judge.
        Code::Dicomdir
        | Code::SameObject
        | Code::SkippedByScript
        | Code::SeriesHeld
        | Code::Decided
        | Code::Upstream
        | Code::NotHead
        | Code::NoSkin
        | Code::Modality => false,
        // A person must look, as no test could be made: where the face is, or what it was before,
        // is not known.
        Code::Mosaic
        | Code::OtherModality
        | Code::Localizer
        | Code::Rendering
        | Code::NoFace
        | Code::FaceDoubt
        | Code::NoOriginal
        | Code::NotJudged
        | Code::Network => false,
        // Doubts of the other tools, which say nothing of a test of this one.
        Code::Cut
        | Code::DecisionDoubt
        | Code::Registration
        | Code::Defaced
        | Code::BurnedIn
        | Code::UnreadPixels
        | Code::Blackout
        | Code::NotChecked
        | Code::Findings
        | Code::ReadersDiffer => false,
    }
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
            decided: String::new(),
            measured: vec![Measured { metric: Metric::Altered, value: Some(0.0), mark }],
            predicted_by_networks: false,
            portrait: None,
            picture: None,
        }
    }

    #[test]
    fn only_a_series_without_any_doubt_passes() {
        let of = |codes: &[Code], mark| Outcome::of(&series(codes, mark));
        assert_eq!(of(&[], Mark::Pass), Outcome::Pass);
        assert_eq!(of(&[], Mark::Fail), Outcome::Fail);
        assert_eq!(status(&series(&[], Mark::Fail)), Status::Flag);
        let decided = Checked { decided: "pass, A".into(), ..series(&[], Mark::Fail) };
        assert_eq!(status(&decided), Status::Ok);
        assert_eq!(status(&series(&[Code::Codec], Mark::Silent)), Status::Fail);
        assert_eq!(of(&[Code::NoOriginal, Code::FaceLeft], Mark::Pass), Outcome::Fail);
        assert_eq!(of(&[Code::NoOriginal], Mark::Silent), Outcome::Unjudged);
        assert_eq!(of(&[Code::Codec], Mark::Silent), Outcome::Unjudged);
        assert_eq!(of(&[Code::NotHead], Mark::Silent), Outcome::Skipped);
    }
    #[test]
    fn the_codes_of_the_seven_tests_and_no_others_are_failed_tests() {
        let failed: Vec<&str> = Code::ALL
            .iter()
            .filter(|code| is_failed_test(**code))
            .map(|code| code.as_str())
            .collect();
        let tests = [
            "F_FRAMES",
            "F_ALTERED",
            "F_MASK_NOT_APPLIED",
            "F_FACE_LEFT",
            "F_RECOGNIZABLE",
            "F_BRAIN_LOST",
            "F_REFERENCE",
        ];
        assert_eq!(failed, tests);
    }

    #[test]
    fn a_failed_test_is_a_fail_whatever_else_is_said_and_nothing_else_is() {
        for code in Code::ALL {
            let outcome = Outcome::of(&series(&[Code::NoOriginal, *code], Mark::Silent));
            let expected = if is_failed_test(*code) { Outcome::Fail } else { Outcome::Unjudged };
            assert_eq!(outcome, expected, "{code}");
        }
    }
}
