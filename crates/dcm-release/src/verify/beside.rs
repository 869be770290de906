//! What lies beside the statement.

use std::path::Path;

use data_encoding::HEXLOWER;

use super::problems::Problems;
use crate::chain::{Kind, Link};
use crate::place;
use crate::statement::Statement;

/// Compares the files of the evidence with the chain of the statement.
pub fn check(folder: &Path, statement: &Statement, problems: &mut Problems) {
    let own = [Kind::Evidence, Kind::Page];
    for link in statement.chain.iter().filter(|link| own.contains(&link.kind)) {
        if let Some(problem) = problem(folder, link) {
            problems.push(problem);
        }
    }
}

fn problem(folder: &Path, link: &Link) -> Option<String> {
    let name = &link.name;
    // A name in an edited statement must not lead elsewhere.
    if name.contains(['/', '\0']) || name.starts_with('.') {
        return Some("The statement names evidence outside of its folder.".into());
    }
    let what = match link.kind {
        Kind::Page => "page of the statement",
        _ => "evidence",
    };
    let path = folder.join(name);
    if path.symlink_metadata().is_err() {
        return Some(format!("The {what} {name} was removed."));
    }
    let Ok(file) = place::open(&path) else {
        return Some(format!("The {what} {name} is a link, a folder, or cannot be read."));
    };
    match place::hash(&file) {
        Ok((bytes, sha256))
            if (bytes, HEXLOWER.encode(&sha256)) == (link.bytes, link.sha256.clone()) =>
        {
            None
        }
        Ok(_) => Some(format!("The {what} {name} was edited or exchanged.")),
        Err(_) => Some(format!("The {what} {name} cannot be read.")),
    }
}
