//! Running dcm-deface.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::slice::Written;

/// What the manifest says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Every status that occurs, with its code.
    pub statuses: BTreeSet<String>,
    /// The files of the rows that are ok.
    pub written: Vec<Written>,
}

impl Outcome {
    /// Whether some row is ok.
    pub fn is_ok(&self) -> bool {
        !self.written.is_empty()
    }
}

/// Defaces a folder into `output` and reads the manifest.
///
/// # Errors
/// When the program cannot be run, or the run was not possible.
pub fn deface(program: &Path, input: &Path, output: &Path, manifest: &Path) -> Result<Outcome> {
    let status = Command::new(program)
        .arg("--quiet")
        .arg("--input")
        .arg(input)
        .arg("--output")
        .arg(output)
        .arg("--manifest")
        .arg(manifest)
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("{} cannot be run", program.display()))?;
    ensure!(matches!(status.code(), Some(0 | 1)), "{} failed: {status}", program.display());
    let file = std::fs::File::open(manifest).context("no manifest")?;
    read(file).context("the manifest is not readable")
}

fn read(manifest: impl std::io::Read) -> Result<Outcome> {
    let mut reader = csv::Reader::from_reader(manifest);
    let header = reader.headers()?.clone();
    let column = |name: &str| {
        header.iter().position(|n| n == name).with_context(|| format!("no column {name}"))
    };
    let columns = [column("path")?, column("mask")?, column("deface")?, column("deface_code")?];
    let mut outcome = Outcome::default();
    for row in reader.records() {
        let row = row?;
        let [path, mask, status, code] = columns.map(|at| row.get(at).unwrap_or_default());
        outcome.statuses.insert(format!("{status} {code}").trim_end().to_owned());
        if status == "ok" {
            let [path, mask] = [path, mask].map(PathBuf::from);
            outcome.written.push(Written { path, mask });
        }
    }
    Ok(outcome)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_summed_up_and_those_that_are_ok_name_their_files() {
        let outcome = read(
            "path,deface_code,deface,mask\na.dcm,,ok,m\n,F_CUT,flag,\nb.dcm,,ok,m\n".as_bytes(),
        )
        .unwrap();
        assert_eq!(outcome.statuses, ["flag F_CUT", "ok"].map(String::from).into());
        let paths: Vec<_> = outcome.written.iter().map(|w| w.path.as_path()).collect();
        assert_eq!(paths, [Path::new("a.dcm"), Path::new("b.dcm")]);
        assert!(read("path,mask\n".as_bytes()).is_err());
    }
}
