//! SHA256SUMS, as `sha256sum` writes and checks it.

use std::io::{self, BufRead, Write};

use data_encoding::HEXLOWER;

/// Writes the line of a file.
///
/// # Errors
/// When it cannot be written.
pub fn write(to: &mut impl Write, sha256: &[u8], name: &str) -> io::Result<()> {
    writeln!(to, "{}  {name}", HEXLOWER.encode(sha256))
}

/// A line: a file and what it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// Its hash.
    pub sha256: [u8; 32],
    /// Its name below the folder.
    pub name: String,
}

/// Reads the lines; none for a line that is not one.
///
/// # Errors
/// When the file cannot be read.
pub fn read(from: impl BufRead) -> impl Iterator<Item = io::Result<Option<Sum>>> {
    from.split(b'\n').map(|line| Ok(sum(&line?)))
}

fn sum(line: &[u8]) -> Option<Sum> {
    let (hash, name) = line.split_at_checked(64)?;
    let sha256 = HEXLOWER.decode(hash).ok()?.try_into().ok()?;
    let name = std::str::from_utf8(name.strip_prefix(b"  ")?).ok()?;
    // Names that leave the folder, or that no release gives.
    let is_plain = |part: &str| {
        let allowed = |b: u8| b.is_ascii_alphanumeric() || b == b'.' || b == b'-';
        !part.is_empty() && !part.starts_with('.') && part.bytes().all(allowed)
    };
    name.split('/').all(is_plain).then(|| Sum { sha256, name: name.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_names_that_leave_the_folder_are_not() {
        let mut text = Vec::new();
        write(&mut text, &[7; 32], "A/1.2/x.dcm").unwrap();
        let read = |text: &[u8]| -> Vec<_> { read(text).map(Result::unwrap).collect() };
        let sum = Sum { sha256: [7; 32], name: "A/1.2/x.dcm".into() };
        assert_eq!(read(&text), [Some(sum)]);
        for name in ["../x", "/etc/x", "a//b", "a/./b", "", "a b", "\\n"] {
            let mut text = Vec::new();
            write(&mut text, &[7; 32], name).unwrap();
            assert_eq!(read(&text), [None], "{name}");
        }
        assert_eq!(read(b"07  short\n"), [None]);
    }
}
