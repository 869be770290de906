//! What NIfTI files are called, and what lies beside them.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

/// Which names of NIfTI files are kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Names {
    /// Those of BIDS whose subject has a number, such as sub-01_T1w.nii.gz; others become defaced.nii.gz,
    /// for names can tell who the patient is.
    #[default]
    Bids,
    /// All of them.
    All,
}

/// The name of a file that keeps none.
const UNNAMED: &str = "defaced";
/// The longest name that is kept, in bytes.
const LONGEST: usize = 200;
/// What lies beside a NIfTI file under its name: its description, b-values and directions.
const SIDECARS: [&str; 3] = ["json", "bval", "bvec"];

impl Names {
    /// The name of what is made of a file, without `.nii.gz`.
    pub fn of(self, path: &Path) -> String {
        let kept = stem(path).filter(|name| match self {
            Self::Bids => is_bids(name),
            Self::All => name.len() <= LONGEST && !name.starts_with('.') && !name.is_empty(),
        });
        kept.unwrap_or(UNNAMED).to_owned()
    }
}

/// The files beside a NIfTI file that belong to it, with the ends of their names.
pub fn sidecars(path: &Path) -> impl Iterator<Item = (&'static str, PathBuf)> {
    let beside = |end: &'static str| {
        let sidecar = path.with_file_name(format!("{}.{end}", stem(path)?));
        sidecar.is_file().then_some((end, sidecar))
    };
    SIDECARS.into_iter().filter_map(beside)
}

/// The name of a file without `.nii` or `.nii.gz`; none that is no text.
fn stem(path: &Path) -> Option<&str> {
    let name = path.file_name()?.to_str()?;
    let end = [".nii.gz", ".nii"].into_iter().find(|end| {
        let from = name.len().checked_sub(end.len());
        from.and_then(|from| name.get(from..)).is_some_and(|tail| tail.eq_ignore_ascii_case(end))
    })?;
    name.get(..name.len() - end.len())
}

/// Whether a name is one of BIDS: `sub-LABEL`, further pairs, and what was measured, all of letters and digits;
/// the subject's label has a digit, as words that name somebody have none.
fn is_bids(name: &str) -> bool {
    let plain = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric());
    let pair =
        |text: &str| text.split_once('-').is_some_and(|(key, label)| plain(key) && plain(label));
    let mut parts = name.split('_');
    let subject = parts.next().and_then(|first| first.strip_prefix("sub-"));
    let named = subject
        .is_some_and(|label| plain(label) && label.bytes().any(|byte| byte.is_ascii_digit()));
    let rest: Vec<&str> = parts.collect();
    let Some((suffix, pairs)) = rest.split_last() else { return false };
    named && plain(suffix) && pairs.iter().all(|part| pair(part)) && name.len() <= LONGEST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_bids_are_kept_and_others_only_where_it_is_asked_for() {
        for (name, bids, all) in [
            ("sub-01_T1w.nii.gz", "sub-01_T1w", "sub-01_T1w"),
            (
                "sub-p7_ses-baseline_run-2_FLAIR.NII",
                "sub-p7_ses-baseline_run-2_FLAIR",
                "sub-p7_ses-baseline_run-2_FLAIR",
            ),
            ("sub-01.nii", UNNAMED, "sub-01"),
            ("sub-JaneDoe_T1w.nii.gz", UNNAMED, "sub-JaneDoe_T1w"),
            ("sub-01_Jane Doe_T1w.nii", UNNAMED, "sub-01_Jane Doe_T1w"),
            ("Jane_Doe.nii.gz", UNNAMED, "Jane_Doe"),
            ("T1w_sub-01.nii.gz", UNNAMED, "T1w_sub-01"),
            (".nii.gz", UNNAMED, UNNAMED),
            ("..nii", UNNAMED, UNNAMED),
        ] {
            let path = Path::new("/in").join(name);
            assert_eq!(
                (Names::Bids.of(&path).as_str(), Names::All.of(&path).as_str()),
                (bids, all)
            );
        }
    }
}
