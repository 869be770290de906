//! Small files of text with keys or a passphrase.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use dicom_common::files::secret::open_secret;

use crate::LinkError;

/// In bytes. Public keys are text of 62 characters; with comments, a file of them is still small.
const LONGEST_FILE: u64 = 1 << 16;

/// The only line of a file that only its owner can read, without its end.
pub(crate) fn passphrase(path: &Path) -> Result<String, LinkError> {
    let file = open_secret(path).map_err(LinkError::PassphraseFile)?;
    let text = read_text(file).ok_or(LinkError::Passphrase)?;
    let line = text.strip_suffix('\n').unwrap_or(&text);
    let line = line.strip_suffix('\r').unwrap_or(line);
    match line.is_empty() || line.contains(char::is_control) {
        true => Err(LinkError::Passphrase),
        false => Ok(line.to_owned()),
    }
}

/// The lines that hold something, with their numbers from 1; comments begin with `#`.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().map(str::trim).enumerate().map(|(at, line)| (at + 1, line));
    lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}

/// The text of a small file; none where it is no text, or longer.
pub(crate) fn read_text(file: File) -> Option<String> {
    let mut text = String::new();
    let len = file.take(LONGEST_FILE + 1).read_to_string(&mut text).ok()?;
    (len as u64 <= LONGEST_FILE).then_some(text)
}
