//! The text of a body, cut into literal text and calls.

use super::problem::Problem;

/// A piece of a body.
#[derive(Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// Literal text, escapes resolved.
    Text(String),
    /// `@name(arguments){block}{block}`, the arguments and blocks as written.
    Call {
        /// Without white space.
        name: String,
        /// Trimmed, quotes still there.
        arguments: Vec<&'a str>,
        /// As many as the function takes.
        blocks: Vec<&'a str>,
    },
}

/// Cuts a body into tokens. `\c` is the character c.
pub fn tokens(body: &str) -> Result<Vec<Token<'_>>, Problem> {
    let mut tokens = Vec::new();
    let mut literal = String::new();
    let mut rest = body;
    while let Some(character) = rest.chars().next() {
        let after = rest.get(character.len_utf8()..).unwrap_or_default();
        match character {
            '\\' => {
                let escaped = after.chars().next();
                literal.extend(escaped);
                rest = after.get(escaped.map_or(0, char::len_utf8)..).unwrap_or_default();
            }
            '@' => {
                if !literal.is_empty() {
                    tokens.push(Token::Text(std::mem::take(&mut literal)));
                }
                let (call, behind) = call(after)?;
                tokens.push(call);
                rest = behind;
            }
            _ => {
                literal.push(character);
                rest = after;
            }
        }
    }
    if !literal.is_empty() {
        tokens.push(Token::Text(literal));
    }
    Ok(tokens)
}

fn call(text: &str) -> Result<(Token<'_>, &str), Problem> {
    let broken = |name: &str| Problem::Call(name.chars().take(40).collect());
    let (name, mut rest) = text.split_once('(').ok_or_else(|| broken(text))?;
    let name: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    let mut arguments = Vec::new();
    loop {
        let end = closing(rest, '(', &[',', ')']).ok_or_else(|| broken(&name))?;
        let (argument, behind) = rest.split_at_checked(end).ok_or_else(|| broken(&name))?;
        arguments.push(argument.trim());
        rest = behind.get(1..).unwrap_or_default();
        if behind.starts_with(')') {
            break;
        }
    }
    if arguments == [""] {
        arguments.clear();
    }
    let mut blocks = Vec::new();
    for _ in 0..blocks_of(&name) {
        let inner = rest.trim_start().strip_prefix('{').ok_or_else(|| broken(&name))?;
        let end = closing(inner, '{', &['}']).ok_or_else(|| broken(&name))?;
        blocks.push(inner.get(..end).unwrap_or_default());
        rest = inner.get(end + 1..).unwrap_or_default();
    }
    Ok((Token::Call { name, arguments, blocks }, rest))
}

fn blocks_of(name: &str) -> usize {
    match name {
        "if" | "select" => 2,
        "append" => 1,
        _ => 0,
    }
}

/// Where one of the delimiters (ASCII) stands outside quotes, brackets and inner pairs.
fn closing(text: &str, open: char, delimiters: &[char]) -> Option<usize> {
    let close = if open == '(' { ')' } else { '}' };
    let (mut depth, mut brackets, mut quoted, mut escaped) = (0usize, 0usize, false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '[' => brackets += 1,
            ']' => brackets = brackets.saturating_sub(1),
            _ if c == open => depth += 1,
            _ if depth == 0 && brackets == 0 && delimiters.contains(&c) => return Some(at),
            _ if c == close => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(body: &str) -> Vec<Token<'_>> {
        tokens(body).unwrap()
    }

    #[test]
    fn text_and_calls_are_told_apart() {
        let call = |name: &str, arguments| Token::Call {
            name: name.into(),
            arguments,
            blocks: Vec::new(),
        };
        assert_eq!(
            cut(r"a\@b@hash( this , 4)-@date()"),
            [
                Token::Text("a@b".into()),
                call("hash", vec!["this", "4"]),
                Token::Text("-".into()),
                call("date", vec![])
            ]
        );
        assert_eq!(cut(r"\\x"), [Token::Text(r"\x".into())]);
    }

    #[test]
    fn commas_and_braces_are_protected() {
        let [Token::Call { arguments, blocks, .. }] =
            &cut(r#"@if((0010,0010),matches,"a,\"}[)]"){x@if(this,isblank){1}{2}}{y}"#)[..]
        else {
            panic!("one call")
        };
        assert_eq!(arguments, &["(0010,0010)", "matches", r#""a,\"}[)]""#]);
        assert_eq!(blocks, &["x@if(this,isblank){1}{2}", "y"]);
        let [Token::Call { arguments, .. }] = &cut("@hash(0009[A,B]02,3)")[..] else {
            panic!("one call")
        };
        assert_eq!(arguments, &["0009[A,B]02", "3"]);
    }

    proptest::proptest! {
        #[test]
        fn no_text_is_too_much(text in r#"[@a-z(){}\[\],"\\ \u{e4}]{0,40}"#) {
            let _ = tokens(&text);
        }
    }

    #[test]
    fn calls_that_do_not_end_are_refused() {
        for body in ["@hashdate", "me@example", "@hash(this", "@if(this,isblank){a}", "@append()"] {
            assert!(matches!(tokens(body), Err(Problem::Call(_))), "{body}");
        }
    }
}
