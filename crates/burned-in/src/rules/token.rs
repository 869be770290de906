//! Signatures, split into the words of their language.

use std::fmt;

/// A word of the language.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// A parenthesis or an operator.
    Symbol(char),
    /// The name of an attribute with its method, or a constant.
    Name(String),
    /// What stood in quotes.
    Text(String),
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Token::Symbol(c) => write!(f, "{c}"),
            Token::Name(name) => f.write_str(name),
            Token::Text(text) => write!(f, "\"{text}\""),
        }
    }
}

/// The tokens of a signature, without its comments.
///
/// # Errors
/// Where a quote is not closed.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            _ if c.is_whitespace() => {}
            '/' if rest.peek() == Some(&'/') => {
                rest.by_ref().find(|c| *c == '\n');
            }
            '(' | ')' | '*' | '+' | '!' => tokens.push(Token::Symbol(c)),
            '"' => {
                let mut quoted = String::new();
                loop {
                    match rest.next().ok_or("a quote is not closed")? {
                        '"' => break,
                        '\\' if rest.peek() == Some(&'"') => quoted.extend(rest.next()),
                        c => quoted.push(c),
                    }
                }
                tokens.push(Token::Text(quoted));
            }
            _ => {
                let mut name = String::from(c);
                let mut brackets = i32::from(c == '[');
                while let Some(c) =
                    rest.next_if(|c| brackets > 0 || !(c.is_whitespace() || "()*+!\"".contains(*c)))
                {
                    brackets += i32::from(c == '[') - i32::from(c == ']');
                    name.push(c);
                }
                tokens.push(Token::Name(name));
            }
        }
    }
    Ok(tokens)
}
