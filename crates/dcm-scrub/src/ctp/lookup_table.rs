//! The lookup table: a Java properties file whose keys are `type/value`.

use std::collections::HashMap;

/// Indirections that are followed.
const MOST_INDIRECTIONS: usize = 10;

/// Replacements by key.
#[derive(Debug, Clone, Default)]
pub struct LookupTable(HashMap<String, String>);

/// A line without a key, or a key for the second time.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("line {0} of --lookup: no key, an unknown escape, or a key that was there before")]
pub struct TableError(usize);

impl LookupTable {
    /// Reads `key = value` lines; `#` and `!` begin comments, `\` continues a line or makes the next
    /// character plain, `\uXXXX` is a character.
    ///
    /// # Errors
    /// The first line that is not understood.
    pub fn read(text: &str) -> Result<Self, TableError> {
        let mut table = HashMap::new();
        let mut lines = text.lines().enumerate();
        while let Some((at, line)) = lines.next() {
            let mut line = line.trim_start().to_owned();
            if line.is_empty() || line.starts_with(['#', '!']) {
                continue;
            }
            while is_continued(&line) {
                line.pop();
                line.push_str(lines.next().map(|(_, next)| next.trim_start()).unwrap_or_default());
            }
            let wrong = TableError(at + 1);
            let Some((key, value)) = entry(&line) else { return Err(wrong) };
            if key.is_empty() || table.insert(key, value).is_some() {
                return Err(wrong);
            }
        }
        Ok(Self(table))
    }

    /// The replacement for a value of a type; values of the form `@type/value` are followed.
    pub fn get(&self, kind: &str, value: &str) -> Option<&str> {
        let mut found = self.0.get(&format!("{}/{}", kind.trim(), value.trim()))?.trim();
        for _ in 0..MOST_INDIRECTIONS {
            match found.strip_prefix('@').filter(|key| key.contains('/')) {
                Some(key) => found = self.0.get(key.trim())?.trim(),
                None => return Some(found),
            }
        }
        None
    }
}

fn is_continued(line: &str) -> bool {
    line.bytes().rev().take_while(|b| *b == b'\\').count() % 2 == 1
}

/// Key and value, escapes resolved.
fn entry(line: &str) -> Option<(String, String)> {
    let mut escaped = false;
    let end = line.find(|c: char| {
        let ends = !escaped && (matches!(c, '=' | ':') || c.is_whitespace());
        escaped = !escaped && c == '\\';
        ends
    });
    let (key, rest) = line.split_at_checked(end.unwrap_or(line.len()))?;
    let rest = rest.trim_start();
    let value = rest.strip_prefix(['=', ':']).unwrap_or(rest).trim_start();
    Some((plain(key)?, plain(value)?))
}

fn plain(text: &str) -> Option<String> {
    let mut plain = String::new();
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        plain.push(match c {
            '\\' => match characters.next()? {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                'f' => '\x0C',
                'u' => {
                    let code: String = characters.by_ref().take(4).collect();
                    char::from_u32(u32::from_str_radix(&code, 16).ok()?)?
                }
                other => other,
            },
            c => c,
        });
    }
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_read_and_followed() {
        let table = LookupTable::read(
            "# comment\nsid/5 = @other/1\n other/1: indirect\\\n   ok\nid/a\\ b=\\u00fc\nloop/1=@loop/1\n",
        )
        .unwrap();
        assert_eq!(table.get("sid", " 5 "), Some("indirectok"));
        assert_eq!(table.get("id", "a b"), Some("\u{fc}"));
        assert_eq!(table.get("loop", "1"), None, "no endless indirection");
        assert_eq!(table.get("sid", "6"), None);
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        assert_eq!(LookupTable::read("a/b=1\na/b=2").unwrap_err(), TableError(2));
        assert_eq!(LookupTable::read("= x").unwrap_err(), TableError(1));
        assert_eq!(LookupTable::read("a=\\u00zz").unwrap_err(), TableError(1));
    }
}
