//! The folder that was shared.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::Path;

use data_encoding::HEXLOWER;
use dicom_common::code::RunError;
use dicom_common::pipeline::cli::Stop;
use rayon::prelude::*;

use super::problems::Problems;
use super::rows;
use crate::chain::Kind;
use crate::folder::{Foreign, Layout, MANIFEST, SUMS, folders_of};
use crate::names::{NameSet, Names};
use crate::place;
use crate::statement::Statement;
use crate::sums::{self, Sum};

/// Lines that are checked together.
const CHUNK: usize = 1024;
/// Foreign files among which those are looked for that were renamed.
const MOST_RENAMED: usize = 1000;

/// What SHA256SUMS says.
struct Sums {
    names: Names,
    /// Hashes of files, by the numbers of their names.
    files: HashMap<u64, [u8; 32]>,
    folders: Vec<u64>,
}

/// Compares the folder with SHA256SUMS, and that with the statement; gives the number of files that are
/// right.
///
/// # Errors
/// On a signal.
pub fn check(
    share: &Path,
    statement: &Statement,
    stop: &Stop,
    problems: &mut Problems,
) -> Result<u64, RunError> {
    let path = share.join(SUMS);
    let Ok(list) = place::open(&path) else {
        problems
            .push(format!("{SUMS} was removed, or is a link: nothing says what the files were."));
        return Ok(0);
    };
    sums_are_stated(&list, statement, problems);
    let mut sums = Sums { names: Names::default(), files: HashMap::new(), folders: Vec::new() };
    let mut missing = HashMap::new();
    let mut right = 0;
    let mut lines = sums::read(BufReader::new(&list)).peekable();
    while lines.peek().is_some() {
        stop.check()?;
        let mut chunk = Vec::new();
        for line in lines.by_ref().take(CHUNK) {
            match line {
                Ok(Some(sum)) => chunk.push(sum),
                _ => problems.push(format!("A line of {SUMS} is none that a release writes.")),
            }
        }
        let states: Vec<State> = chunk.par_iter().map(|sum| state(share, sum)).collect();
        for (sum, state) in chunk.iter().zip(states) {
            right += u64::from(state == State::Right && sum.name != MANIFEST);
            if state == State::Missing {
                missing.insert(sum.sha256, sum.name.clone());
            }
            problems.extend(state.problem(&sum.name));
            if sums.files.insert(sums.names.of(&sum.name), sum.sha256).is_some() {
                problems.push(format!("{SUMS} names {} twice.", sum.name));
            }
            let folders =
                folders_of(&sum.name).map(|f| sums.names.of(f.as_os_str().as_encoded_bytes()));
            sums.folders.extend(folders);
        }
        sums.folders.sort_unstable();
        sums.folders.dedup();
    }
    foreign(share, &sums, &missing, problems);
    let files =
        sums.files.len() as u64 - u64::from(sums.files.contains_key(&sums.names.of(MANIFEST)));
    let released = statement.counts.released.files;
    if files != released {
        problems.push(format!(
            "{SUMS} names {files} files, but the statement says that {released} were released."
        ));
    }
    if !sums.files.contains_key(&sums.names.of(MANIFEST)) {
        problems.push(format!("{SUMS} does not name {MANIFEST}."));
    }
    if let Ok(file) = place::open(&share.join(MANIFEST)) {
        let of = |name: &str| sums.files.get(&sums.names.of(name)).copied();
        rows::check(file, &of, files, problems);
    }
    Ok(right)
}

fn sums_are_stated(list: &File, statement: &Statement, problems: &mut Problems) {
    let hash = place::hash(list).ok().map(|(_, sha256)| HEXLOWER.encode(&sha256));
    let mut stated = statement.chain.iter().filter(|link| link.kind == Kind::Share);
    match (stated.next(), hash) {
        (Some(link), Some(hash)) if link.sha256 == hash => {}
        (Some(_), _) => problems.push(format!("{SUMS} was edited or exchanged.")),
        (None, _) => problems.push(format!("The statement does not name {SUMS}: it was edited.")),
    }
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Right,
    Missing,
    Changed,
    NoFile,
    Unreadable,
}

impl State {
    fn problem(self, name: &str) -> Option<String> {
        match self {
            State::Right => None,
            State::Missing => Some(format!("{name} was removed or renamed.")),
            State::Changed => Some(format!("{name} was changed.")),
            State::NoFile => {
                Some(format!("{name} is a link or a folder in the place of the file."))
            }
            State::Unreadable => Some(format!("{name} cannot be read.")),
        }
    }
}

fn state(share: &Path, sum: &Sum) -> State {
    let path = share.join(&sum.name);
    let Ok(metadata) = fs::symlink_metadata(&path) else { return State::Missing };
    if !metadata.is_file() {
        return State::NoFile;
    }
    match place::open(&path).and_then(|file| place::hash(&file)) {
        Ok((_, sha256)) if sha256 == sum.sha256 => State::Right,
        Ok(_) => State::Changed,
        Err(_) => State::Unreadable,
    }
}

/// What is in the folder and belongs nowhere; a file that is only under another name is said to be that.
fn foreign(
    share: &Path,
    sums: &Sums,
    missing: &HashMap<[u8; 32], String>,
    problems: &mut Problems,
) {
    let files = NameSet::new(sums.files.keys().copied().collect());
    let folders = NameSet::new(sums.folders.clone());
    let layout = Layout { names: &sums.names, files: &files, folders: Some(&folders) };
    for (at, one) in layout.foreign(share).enumerate() {
        problems.push(match one {
            Foreign::File(name) => {
                let renamed = (at < MOST_RENAMED && !missing.is_empty())
                    .then(|| place::hash(&place::open(&share.join(&name)).ok()?).ok())
                    .flatten()
                    .and_then(|(_, sha256)| missing.get(&sha256));
                match renamed {
                    Some(before) => format!("{before} was renamed: it is now {}.", shown(&name)),
                    None => format!("{} was added.", shown(&name)),
                }
            }
            Foreign::Folder(name) => format!("The folder {} was added.", shown(&name)),
            Foreign::Special(name) => {
                format!("{} was added: a link, pipe or device.", shown(&name))
            }
            Foreign::Unreadable => "Something in the folder cannot be looked at.".into(),
        });
    }
}

/// A name that somebody else gave, without what could deceive a terminal.
fn shown(name: &Path) -> String {
    name.to_string_lossy().chars().flat_map(char::escape_debug).collect()
}
