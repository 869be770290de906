//! The public manifest, row by row against SHA256SUMS.

use std::fs::File;
use std::io::BufReader;

use data_encoding::HEXLOWER;
use dicom_common::pipeline::manifest::{Column, Manifest};

use super::problems::Problems;
use crate::folder::{MANIFEST, SUMS};
use crate::public::COLUMNS;
use crate::survey::target;

/// Says which rows are not those of the files: `sum` gives the hash that SHA256SUMS has for a name.
pub fn check(
    file: File,
    sum: &dyn Fn(&str) -> Option<[u8; 32]>,
    files: u64,
    problems: &mut Problems,
) {
    let Ok(manifest) = Manifest::read(BufReader::new(file)) else {
        problems.push(format!("{MANIFEST} was edited: it is no manifest any more."));
        return;
    };
    let header = manifest.header();
    if !header.names().iter().map(String::as_str).eq(COLUMNS.map(Column::name)) {
        problems.push(format!("{MANIFEST} was edited: its columns are not those of a release."));
    }
    let Ok(rows) = manifest.rows() else {
        problems.push(format!("{MANIFEST} cannot be read."));
        return;
    };
    for row in rows.flatten() {
        let cell = |column| row.get(header, column);
        let (path, sha256) = (cell(Column::Path), cell(Column::Sha256));
        let own = sum(path).map(|sum| HEXLOWER.encode(&sum));
        let shown: String = path.chars().flat_map(char::escape_debug).collect();
        match own {
            None => problems.push(format!(
                "A row of {MANIFEST} was added or edited: {SUMS} does not name its file, {shown}."
            )),
            Some(own) if own != sha256 || target(&row, header).as_deref() != Some(path) => problems
                .push(format!(
                    "A row of {MANIFEST} was edited: it does not fit its file, {shown}."
                )),
            Some(_) => {}
        }
    }
    if manifest.len() < files {
        let missing = files - manifest.len();
        problems.push(format!("Rows of {MANIFEST} were removed: {missing} files have none."));
    } else if manifest.len() > files {
        problems.push(format!("Rows of {MANIFEST} were added: there are more than files."));
    }
}
