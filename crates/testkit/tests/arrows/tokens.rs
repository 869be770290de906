//! Rust text as the few kinds of token that `use` lines and paths are made of.

/// A token. Comments, literals, numbers and lifetimes are left out: no arrow starts there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// A keyword or a name.
    Word(String),
    /// `::`.
    Separator,
    /// Any other character that is not white space.
    Mark(char),
}

/// The tokens of a source text.
pub fn tokens(source: &str) -> Vec<Token> {
    let mut rest = Rest { chars: source.chars().collect(), at: 0 };
    let mut tokens = Vec::new();
    while let Some(c) = rest.peek(0) {
        match c {
            '/' if rest.peek(1) == Some('/') => rest.skip_while(|c| c != '\n'),
            '/' if rest.peek(1) == Some('*') => rest.skip_comment(),
            '"' => rest.skip_string(),
            '\'' => rest.skip_char_or_lifetime(),
            ':' if rest.peek(1) == Some(':') => {
                rest.at += 2;
                tokens.push(Token::Separator);
            }
            c if c.is_ascii_digit() => rest.skip_while(|c| c.is_alphanumeric() || c == '_'),
            c if c.is_alphabetic() || c == '_' => {
                let word = rest.word();
                let is_prefix = matches!(word.as_str(), "r" | "b" | "br" | "c" | "cr");
                match rest.peek(0) {
                    Some('"') if is_prefix && !word.contains('r') => rest.skip_string(),
                    Some('"' | '#') if is_prefix && word.contains('r') => match rest.hashes() {
                        Some(hashes) => rest.skip_raw_string(hashes),
                        // `r#type`: the name alone.
                        None => rest.at += 1,
                    },
                    Some('\'') if word == "b" => rest.skip_char_or_lifetime(),
                    _ => tokens.push(Token::Word(word)),
                }
            }
            c => {
                rest.at += 1;
                if !c.is_whitespace() {
                    tokens.push(Token::Mark(c));
                }
            }
        }
    }
    tokens
}

/// What is not read yet.
struct Rest {
    chars: Vec<char>,
    /// The index of the next character.
    at: usize,
}

impl Rest {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn skip_while(&mut self, is_in: impl Fn(char) -> bool) {
        while self.peek(0).is_some_and(&is_in) {
            self.at += 1;
        }
    }

    fn word(&mut self) -> String {
        let start = self.at;
        self.skip_while(|c| c.is_alphanumeric() || c == '_');
        self.chars[start..self.at].iter().collect()
    }

    /// Block comments nest.
    fn skip_comment(&mut self) {
        let mut depth = 0;
        while let Some(c) = self.peek(0) {
            match (c, self.peek(1)) {
                ('/', Some('*')) => depth += 1,
                ('*', Some('/')) => depth -= 1,
                _ => {
                    self.at += 1;
                    continue;
                }
            }
            self.at += 2;
            if depth == 0 {
                return;
            }
        }
    }

    fn skip_string(&mut self) {
        self.at += 1;
        while let Some(c) = self.peek(0) {
            self.at += if c == '\\' { 2 } else { 1 };
            if c == '"' {
                return;
            }
        }
    }

    /// How many `#` stand before the quote of a raw string; none where no string starts.
    fn hashes(&self) -> Option<usize> {
        let hashes = self.chars[self.at..].iter().take_while(|c| **c == '#').count();
        (self.peek(hashes) == Some('"')).then_some(hashes)
    }

    fn skip_raw_string(&mut self, hashes: usize) {
        self.at += hashes + 1;
        while let Some(c) = self.peek(0) {
            self.at += 1;
            if c == '"' && (0..hashes).all(|i| self.peek(i) == Some('#')) {
                self.at += hashes;
                return;
            }
        }
    }

    fn skip_char_or_lifetime(&mut self) {
        match (self.peek(1), self.peek(2)) {
            (Some('\\'), _) => {
                self.at += 3;
                self.skip_while(|c| c != '\'');
                self.at += 1;
            }
            (Some(_), Some('\'')) => self.at += 3,
            _ => {
                self.at += 1;
                self.skip_while(|c| c.is_alphanumeric() || c == '_');
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(source: &str) -> Vec<String> {
        let word = |token| match token {
            Token::Word(word) => Some(word),
            Token::Separator | Token::Mark(_) => None,
        };
        tokens(source).into_iter().filter_map(word).collect()
    }

    #[test]
    fn comments_and_literals_hold_no_words() {
        assert_eq!(words("a // b\nc /* d /* e */ f */ g"), ["a", "c", "g"]);
        assert_eq!(words(r#"a "b \" c" d b"e" f"#), ["a", "d", "f"]);
        assert_eq!(words(r##"a r"b\" c r#"d " e"# f br#"g"# h"##), ["a", "c", "f", "h"]);
    }

    #[test]
    fn characters_are_told_from_lifetimes() {
        assert_eq!(words(r"'a' b '\'' c '\\' d '\u{2026}' e b'f' g"), ["b", "c", "d", "e", "g"]);
        assert_eq!(
            words("fn f<'a>(x: &'a str, y: &'static str)"),
            ["fn", "f", "x", "str", "y", "str"]
        );
        assert_eq!(words("'\"' a \"b\""), ["a"]);
    }

    #[test]
    fn raw_names_are_names_and_numbers_are_none() {
        assert_eq!(words("r#type 0x1F 1_000u32 2.5f64"), ["type"]);
    }

    #[test]
    fn paths_have_separators() {
        use Token::{Mark, Separator, Word};
        let expected = [Word("a".into()), Separator, Word("b".into()), Mark(':'), Word("c".into())];
        assert_eq!(tokens("a::b: c"), expected);
    }
}
