//! What a person's decision changes in a verdict: nobody has to find a face, or see it gone, where a named
//! person looked. Everything else that a test found stays.

use std::collections::HashSet;
use std::sync::Arc;

use dicom_common::code::{Code, RunError};
use dicom_common::pipeline::decisions::{Decision, Decisions, Verdict};

use crate::entry::{Details, Entry, Inputs};

/// How a series stands to what it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handed {
    /// A defacer made it anew.
    Cut,
    /// As it was.
    AsItWas,
}

impl Handed {
    /// Of an input.
    pub fn of(details: &Details) -> Self {
        if details.defaced { Self::Cut } else { Self::AsItWas }
    }
}

/// The decision that lets a series of one of these names pass although it was flagged with this code.
pub fn pass<'a>(
    decisions: &'a Decisions,
    names: [&str; 2],
    handed: Handed,
    code: Code,
) -> Option<&'a Arc<Decision>> {
    let all = names.into_iter().flat_map(|name| decisions.of_series(name));
    let is_meant = |one: &&Arc<Decision>| match (one.verdict, handed) {
        (Verdict::Pass, _) if one.code == Some(code) => true,
        (Verdict::Pass, Handed::AsItWas) => one.code.is_none_or(is_uncut) && is_uncut(code),
        (Verdict::Deep | Verdict::Eyes, Handed::Cut) => is_not_found(code),
        _ => false,
    };
    { all }.find(is_meant)
}

/// Takes the codes out that persons let pass; gives the decision that took the first.
pub fn settle<'a>(
    decisions: &'a Decisions,
    names: [&str; 2],
    handed: Handed,
    codes: &mut Vec<Code>,
) -> Option<&'a Arc<Decision>> {
    let mut first = None;
    codes.retain(|code| {
        let decision = pass(decisions, names, handed, *code);
        first = first.or(decision);
        decision.is_none()
    });
    first
}

/// Checks that each decision is about a series of the run, as it is or, by its folder or its row, as it was.
///
/// # Errors
/// The first that is not.
pub fn check(decisions: &Decisions, inputs: &Inputs) -> Result<(), RunError> {
    if decisions.all().is_empty() {
        return Ok(());
    }
    let folder = |details: &Details| {
        let folder = details.original.as_deref()?.parent()?.file_name()?;
        Some(folder.to_string_lossy().into_owned())
    };
    let mut names = HashSet::new();
    let mut said: HashSet<Box<[String; 4]>> = HashSet::new();
    for (_, Entry { details, .. }) in inputs.iter() {
        names.extend(folder(&details));
        names.insert(details.series);
        said.extend(details.decided);
    }
    decisions.check(|series| {
        let of_rows = |one: &Arc<Decision>| {
            let words = [one.verdict.as_str(), &one.by, &one.date, &one.reason];
            said.iter().any(|row| row.iter().zip(words).all(|(a, b)| a == b))
        };
        names.contains(series) || decisions.of_series(series).any(of_rows)
    })
}

/// What can be said of a series that was passed on as it was, because a face in it was not found, is no
/// matter, or cannot be cut.
fn is_uncut(code: Code) -> bool {
    is_not_found(code)
        || matches!(
            code,
            Code::FaceLeft
                | Code::Recognizable
                | Code::Rendering
                | Code::OtherModality
                | Code::Mosaic
                | Code::NotJudged
                | Code::Registration
                | Code::Cut
                | Code::Geometry
                | Code::PixelFormat
                | Code::Codec
        )
}

/// What is said where no face could be found to be judged.
fn is_not_found(code: Code) -> bool {
    matches!(code, Code::NoFace | Code::FaceDoubt | Code::Defaced | Code::Localizer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decisions(line: &str) -> Decisions {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("d.csv");
        let text = format!("series,decision,by,date,reason,code,eyes\n{line}\n");
        std::fs::write(&path, text).unwrap();
        Decisions::read(&path).unwrap()
    }

    fn left(line: &str, handed: Handed, codes: &[Code]) -> Vec<Code> {
        let mut codes = codes.to_vec();
        let by = settle(&decisions(line), ["1.9", "1.2"], handed, &mut codes).map(|one| one.line);
        assert!(by.is_none_or(|line| line == 2));
        codes
    }

    #[test]
    fn a_decision_lets_pass_what_it_is_about_and_no_other_test() {
        let pass = "1.2,pass,A,2026-11-29,so,,";
        let uncut = [Code::FaceLeft, Code::NoFace, Code::Geometry];
        assert_eq!(left(pass, Handed::AsItWas, &uncut), []);
        assert_eq!(left(pass, Handed::Cut, &uncut), uncut);
        let tests = [Code::Altered, Code::Frames, Code::MaskNotApplied, Code::BrainLost];
        assert_eq!(left(pass, Handed::AsItWas, &tests), tests);
        // The code that dcm-deface gave need not be the one that is given here.
        let about = "1.2,pass,A,2026-11-29,so,F_NO_FACE,";
        assert_eq!(left(about, Handed::AsItWas, &[Code::FaceDoubt]), []);
        // A code of another tool says nothing of a face.
        let header = "1.2,pass,A,2026-11-29,so,F_FINDINGS,";
        assert_eq!(left(header, Handed::AsItWas, &[Code::FaceDoubt]), [Code::FaceDoubt]);
        let named = "1.9,pass,A,2026-11-29,so,F_BRAIN_LOST,";
        assert_eq!(left(named, Handed::Cut, &[Code::BrainLost, Code::FaceLeft]), [Code::FaceLeft]);
        for cut in ["1.2,deep,A,2026-11-29,so,,", "1.2,eyes,A,2026-11-29,so,,-30 0 0 30 0 0"] {
            assert_eq!(left(cut, Handed::Cut, &[Code::NoFace, Code::FaceLeft]), [Code::FaceLeft]);
            assert_eq!(left(cut, Handed::AsItWas, &[Code::NoFace]), [Code::NoFace]);
        }
        let other = "1.3,pass,A,2026-11-29,so,,";
        assert_eq!(left(other, Handed::AsItWas, &uncut), uncut);
    }
}
