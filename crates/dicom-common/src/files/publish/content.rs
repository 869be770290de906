//! Comparing files.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Whether two files can be read and hold the same bytes.
pub fn same_content(one: &Path, other: &Path) -> bool {
    let read = || -> io::Result<bool> {
        let (mut one, mut other) = (File::open(one)?, File::open(other)?);
        if one.metadata()?.len() != other.metadata()?.len() {
            return Ok(false);
        }
        let (mut a, mut b) = (vec![0; 1 << 16], vec![0; 1 << 16]);
        loop {
            let read = one.read(&mut a)?;
            let (Some(a), Some(b)) = (a.get(..read), b.get_mut(..read)) else {
                return Ok(false);
            };
            other.read_exact(b)?;
            if a != b || a.is_empty() {
                return Ok(a == b);
            }
        }
    };
    read().unwrap_or(false)
}
