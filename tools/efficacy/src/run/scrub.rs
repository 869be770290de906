//! Running dcm-scrub.

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::score::Run;

use super::configuration::Configuration;

/// Files that configurations name.
const FILES: [(&str, &str); 2] = [
    ("site.csv", include_str!("../../data/site.csv")),
    ("root-only.script", include_str!("../../data/root-only.script")),
];

/// Runs a configuration on a set; its files are in a folder of its own beside the originals.
///
/// # Errors
/// When the program cannot be run, or says that the run was not possible.
pub fn run(
    program: &Path,
    set: &Path,
    originals: &[PathBuf],
    configuration: &Configuration,
) -> Result<Vec<Run>> {
    let folder = set.join(configuration.name);
    fs::create_dir_all(&folder)?;
    for (name, content) in FILES {
        fs::write(folder.join(name), content)?;
    }
    if configuration.args.is_empty() {
        return Ok(vec![untouched(&folder, originals)?]);
    }
    if !configuration.two_keys {
        return Ok(vec![pass(program, &folder, originals, configuration, 1)?]);
    }
    let (odd, even): (Vec<_>, Vec<_>) =
        originals.iter().cloned().enumerate().partition(|(number, _)| number % 2 == 0);
    let paths = |half: Vec<(usize, PathBuf)>| half.into_iter().map(|(_, path)| path).collect();
    let halves: [Vec<PathBuf>; 2] = [paths(odd), paths(even)];
    halves
        .iter()
        .zip(1..)
        .map(|(half, number)| pass(program, &folder, half, configuration, number))
        .collect()
}

/// The originals as their own output.
fn untouched(folder: &Path, inputs: &[PathBuf]) -> Result<Run> {
    let manifest = folder.join("manifest.csv");
    let mut rows = csv::Writer::from_path(&manifest)?;
    rows.write_record(["path", "scrub", "scrub_code"])?;
    for input in inputs {
        let path = input.to_str().context("a path that is no text")?;
        rows.write_record([path, "ok", ""])?;
    }
    rows.flush()?;
    Ok(Run { manifest, folder: folder.to_owned(), link: None, inputs: inputs.to_vec() })
}

/// One run, with the key of this number.
fn pass(
    program: &Path,
    folder: &Path,
    inputs: &[PathBuf],
    configuration: &Configuration,
    number: u8,
) -> Result<Run> {
    let list = folder.join(format!("inputs{number}"));
    let names: Vec<u8> =
        inputs.iter().flat_map(|p| [p.as_os_str().as_bytes(), &[0]].concat()).collect();
    fs::write(&list, names)?;
    let key = folder.join(format!("key{number}"));
    // dcm-scrub refuses what is one byte over and over.
    fs::write(&key, format!("the key of run {number}, used for nothing else"))?;
    fs::set_permissions(&key, fs::Permissions::from_mode(0o600))?;
    let run = Run {
        manifest: folder.join(format!("manifest{number}.csv")),
        folder: folder.to_owned(),
        link: Some(folder.join(format!("link{number}.csv"))),
        inputs: inputs.to_vec(),
    };
    let output = Command::new(program)
        .current_dir(folder)
        .args(["--quiet", "--output", &format!("out{number}"), "--files0-from"])
        .arg(&list)
        .arg("--key-file")
        .arg(&key)
        .arg("--manifest")
        .arg(&run.manifest)
        .arg("--link")
        .arg(format!("link{number}.csv"))
        .args(&configuration.args)
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("{} cannot be run", program.display()))?;
    if !matches!(output.status.code(), Some(0 | 1)) {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("{}", said.lines().next().unwrap_or("it failed"));
    }
    Ok(run)
}
