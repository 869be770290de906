//! Names of sheets, and texts of limited length.

use std::collections::HashSet;

/// Characters of a sheet's name in the file format.
const LONGEST_NAME: usize = 31;

/// The names that sheets have so far.
#[derive(Debug, Default)]
pub(super) struct SheetNames {
    taken: HashSet<String>,
}

impl SheetNames {
    /// A name that the file format allows and no other sheet has, in any case of its letters.
    pub(super) fn unique(&mut self, name: &str) -> String {
        let allowed: String = name
            .chars()
            .map(|c| if "[]:*?/\\".contains(c) || c.is_control() { '_' } else { c })
            .collect();
        let allowed = match allowed.trim_matches('\'').trim() {
            "" => "Sheet",
            // Reserved by the spreadsheet program.
            reserved if reserved.eq_ignore_ascii_case("history") => "History_",
            name => name,
        };
        let mut unique = shortened(allowed, LONGEST_NAME, "");
        for number in 2.. {
            if self.taken.insert(unique.to_lowercase()) {
                break;
            }
            let suffix = format!("~{number}");
            unique = shortened(allowed, LONGEST_NAME - suffix.len(), "") + &suffix;
        }
        unique
    }
}

/// At most `most` UTF-16 units of a text; what is shortened ends with `mark`.
pub(super) fn shortened(text: &str, most: usize, mark: &str) -> String {
    // A character has at least as many bytes as UTF-16 units.
    if text.len() <= most || text.encode_utf16().count() <= most {
        return text.to_owned();
    }
    let room = most.saturating_sub(mark.encode_utf16().count());
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units <= room
    };
    let kept: String = text.chars().take_while(fits).collect();
    kept + mark
}
