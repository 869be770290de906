//! Java's regular expressions, as far as they can be carried out in bounded time.

use std::fmt;

use dicom_common::code::{Code, Fault, Outcome};
use fancy_regex::{Regex, RegexBuilder};

use super::problem::Problem;

/// Steps of backtracking before a value is given up.
const LIMIT: usize = 1_000_000;

/// A pattern.
#[derive(Clone)]
pub struct Pattern(Regex);

/// A replacement with its groups.
#[derive(Debug, Clone, Default)]
pub struct Replacement(Vec<Part>);

#[derive(Debug, Clone)]
enum Part {
    Text(String),
    Group(usize),
}

impl Pattern {
    /// A pattern that is looked for inside a text.
    pub fn inside(java: &str) -> Result<Self, Problem> {
        Self::build(&ascii_classes(java))
    }

    /// A pattern that a text must match as a whole.
    pub fn whole(java: &str) -> Result<Self, Problem> {
        Self::build(&format!(r"\A(?:{})\z", ascii_classes(java)))
    }

    fn build(pattern: &str) -> Result<Self, Problem> {
        let regex = RegexBuilder::new(pattern).backtrack_limit(LIMIT).build();
        regex.map(Self).map_err(|_| Problem::Pattern)
    }

    /// Whether it matches.
    pub fn matches(&self, text: &str) -> Outcome<bool> {
        self.0.is_match(text).map_err(|_| Fault(Code::Script))
    }

    /// Every match replaced.
    pub fn replace(&self, text: &str, replacement: &Replacement) -> Outcome<String> {
        let (mut new, mut end) = (String::new(), 0);
        for found in self.0.captures_iter(text) {
            let found = found.map_err(|_| Fault(Code::Script))?;
            let Some(whole) = found.get(0) else { continue };
            new.push_str(text.get(end..whole.start()).unwrap_or_default());
            for part in &replacement.0 {
                match part {
                    Part::Text(literal) => new.push_str(literal),
                    Part::Group(group) => {
                        new.push_str(found.get(*group).map(|m| m.as_str()).unwrap_or_default());
                    }
                }
            }
            end = whole.end();
        }
        new.push_str(text.get(end..).unwrap_or_default());
        Ok(new)
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str())
    }
}

impl Replacement {
    /// Reads `$1`, `\$`; a group that the pattern has not is refused.
    pub fn read(java: &str, pattern: &Pattern) -> Result<Self, Problem> {
        let groups = pattern.0.captures_len();
        let mut parts = Vec::new();
        let mut literal = String::new();
        let mut characters = java.chars().peekable();
        while let Some(c) = characters.next() {
            match c {
                '\\' => literal.push(characters.next().ok_or(Problem::Pattern)?),
                '$' => {
                    let digit = |c: &char| c.to_digit(10).map(|d| d as usize);
                    let mut group =
                        characters.next().as_ref().and_then(digit).ok_or(Problem::Pattern)?;
                    // As many digits as still name a group.
                    while let Some(next) = characters.peek().and_then(digit)
                        && group * 10 + next < groups
                    {
                        group = group * 10 + next;
                        characters.next();
                    }
                    if group >= groups {
                        return Err(Problem::Pattern);
                    }
                    parts.push(Part::Text(std::mem::take(&mut literal)));
                    parts.push(Part::Group(group));
                }
                _ => literal.push(c),
            }
        }
        parts.push(Part::Text(literal));
        Ok(Self(parts))
    }
}

/// Java's `\d`, `\w` and `\s` mean ASCII alone.
fn ascii_classes(java: &str) -> String {
    let mut pattern = String::new();
    let mut characters = java.chars();
    while let Some(c) = characters.next() {
        if c != '\\' {
            pattern.push(c);
            continue;
        }
        match characters.next() {
            Some('d') => pattern.push_str("[0-9]"),
            Some('D') => pattern.push_str("[^0-9]"),
            Some('w') => pattern.push_str("[a-zA-Z0-9_]"),
            Some('W') => pattern.push_str("[^a-zA-Z0-9_]"),
            Some('s') => pattern.push_str(r"[\t\n\x0B\f\r\x20]"),
            Some('S') => pattern.push_str(r"[^\t\n\x0B\f\r\x20]"),
            Some('Z') => pattern.push_str(r"(?=\n?\z)"),
            Some(other) => pattern.extend(['\\', other]),
            None => pattern.push('\\'),
        }
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replaced(pattern: &str, replacement: &str, text: &str) -> String {
        let pattern = Pattern::inside(pattern).unwrap();
        pattern.replace(text, &Replacement::read(replacement, &pattern).unwrap()).unwrap()
    }

    #[test]
    fn groups_and_escapes_are_javas() {
        assert_eq!(replaced("(a)(b)", "$2$1x", "_ab_"), "_bax_");
        assert_eq!(replaced("a", r"\$1", "a"), "$1");
        assert_eq!(replaced("(a)", "$10", "a"), "a0");
        assert_eq!(replaced(r"\d+", "", "a12b\u{663}"), "ab\u{663}");
        assert_eq!(replaced(r"[\d.]+", "", "1.5mm"), "mm");
        assert_eq!(replaced(r"(?<=x)y", "z", "xyy"), "xzy");
    }

    #[test]
    fn whole_matches_are_whole_and_bad_patterns_are_refused() {
        let whole = Pattern::whole("T.*r|x").unwrap();
        assert!(whole.matches("Teacher").unwrap() && !whole.matches("Teachers").unwrap());
        assert!(!whole.matches("xx").unwrap());
        assert!(Pattern::inside("(").is_err());
        let pattern = Pattern::inside("a").unwrap();
        assert!(Replacement::read("$1", &pattern).is_err());
    }

    #[test]
    fn a_pattern_that_explodes_fails_instead_of_hanging() {
        let pattern = Pattern::whole(r"(a*)*\1b").unwrap();
        assert!(pattern.matches(&"a".repeat(64)).is_err());
    }
}
