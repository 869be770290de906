//! Values that a site knows to be harmless: `--allow`.

use std::collections::HashMap;
use std::path::Path;

use dicom_common::code::RunError;
use dicom_common::files::settings;

/// The values, with the lines of the file that have them.
#[derive(Debug, Default)]
pub struct Allowed(HashMap<String, usize>);

impl Allowed {
    /// Reads a file of one value a line, in UTF-8. Blanks around a value and empty lines do not count.
    ///
    /// # Errors
    /// A file that cannot be read, or is no text.
    pub fn read(path: &Path) -> Result<Self, RunError> {
        let text = settings::read_text(path)
            .map_err(|e| RunError::Usage(format!("--allow cannot be read: {}", e.kind())))?;
        Ok(Self::of(&text))
    }

    fn of(text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let lines = text.lines().enumerate().map(|(at, line)| (line.trim().to_owned(), at + 1));
        Self(lines.filter(|(value, _)| !value.is_empty()).collect())
    }

    /// The line that has a value, exactly; the first value's, where each of several has one.
    pub fn line(&self, value: &str) -> Option<usize> {
        if self.0.is_empty() {
            return None;
        }
        let line = |value: &str| self.0.get(value.trim_matches(['\0', ' '])).copied();
        line(value).or_else(|| {
            let lines: Option<Vec<usize>> = value.split('\\').map(line).collect();
            lines?.first().copied()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_allowed_exactly_and_each_of_several() {
        let allowed = Allowed::of("\u{feff}git@github.com:a/b.git\n\n Dr. Sett \n");
        assert_eq!(allowed.line("git@github.com:a/b.git "), Some(1));
        assert_eq!(allowed.line("Dr. Sett"), Some(3));
        assert_eq!(allowed.line(r"Dr. Sett\git@github.com:a/b.git"), Some(3));
        for value in
            ["git@github.com:a/b.git x", "GIT@github.com:a/b.git", "", r"Dr. Sett\Dr. House"]
        {
            assert_eq!(allowed.line(value), None, "{value}");
        }
    }
}
