//! Reading a script.

use fancy_regex::Regex;

use super::Rule;
use super::condition::{Condition, Test, number};
use super::name::attribute;
use crate::Rectangle;

/// Parentheses and negations inside each other.
const DEPTH: usize = 64;

/// Why a script cannot be used.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// No signature in braces.
    #[error("the script holds no rule: a signature in braces, then (x,y,width,height)")]
    Empty,
    /// A signature that cannot be understood.
    #[error("rule {0}: {1}")]
    Rule(usize, String),
}

/// All rules of a script; text outside of braces and parentheses is a remark.
pub(super) fn rules(script: &str) -> Result<Vec<Rule>, RuleError> {
    let mut rules = Vec::new();
    let mut rest = script;
    while let Some((_, behind)) = rest.split_once('{') {
        let at = |problem: String| RuleError::Rule(rules.len() + 1, problem);
        let end = end_of_signature(behind).ok_or_else(|| at("the brace is not closed".into()))?;
        let (signature, behind) = behind.split_at_checked(end).unwrap_or_default();
        let signature = condition(signature).map_err(at)?;
        let end = behind.find('{').unwrap_or(behind.len());
        let (between, next) = behind.split_at_checked(end).unwrap_or_default();
        let regions = regions(between).map_err(at)?;
        if regions.is_empty() {
            return Err(at("no region (x,y,width,height)".into()));
        }
        rules.push(Rule { signature, regions });
        rest = next;
    }
    if rules.is_empty() { Err(RuleError::Empty) } else { Ok(rules) }
}

/// Where the closing brace stands, quoted text passed over.
fn end_of_signature(text: &str) -> Option<usize> {
    let mut quoted = false;
    text.char_indices().find_map(|(at, c)| {
        quoted ^= c == '"';
        (c == '}' && !quoted).then_some(at)
    })
}

/// Parentheses with numbers and commas; other ones belong to remarks.
fn regions(text: &str) -> Result<Vec<Rectangle>, String> {
    let inner = text.split('(').skip(1).filter_map(|part| Some(part.split_once(')')?.0));
    let numbers = inner.filter(|inner| {
        inner.contains(',')
            && inner.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || ",-+".contains(c))
    });
    numbers.map(|inner| inner.parse().map_err(|e| format!("({inner}): {e}"))).collect()
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Symbol(char),
    /// A name with its method.
    Name(String),
    Text(String),
}

fn condition(signature: &str) -> Result<Condition, String> {
    let tokens = tokens(signature)?;
    let mut parser = Parser { tokens: &tokens, depth: 0 };
    let condition = parser.any()?;
    match parser.tokens {
        [] => Ok(condition),
        [token, ..] => Err(format!("unexpected {}", shown(token))),
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
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

struct Parser<'a> {
    tokens: &'a [Token],
    depth: usize,
}

impl Parser<'_> {
    fn takes(&mut self, symbol: char) -> bool {
        match self.tokens.split_first() {
            Some((Token::Symbol(c), rest)) if *c == symbol => {
                self.tokens = rest;
                true
            }
            _ => false,
        }
    }

    /// `a + b`: or.
    fn any(&mut self) -> Result<Condition, String> {
        let mut parts = vec![self.all()?];
        while self.takes('+') {
            parts.push(self.all()?);
        }
        Ok(one_or(parts, Condition::Any))
    }

    /// `a * b`: and; binds stronger than or.
    fn all(&mut self) -> Result<Condition, String> {
        let mut parts = vec![self.part()?];
        while self.takes('*') {
            parts.push(self.part()?);
        }
        Ok(one_or(parts, Condition::All))
    }

    fn part(&mut self) -> Result<Condition, String> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err("nested too deeply".into());
        }
        let part = if self.takes('!') {
            Condition::Not(Box::new(self.part()?))
        } else if self.takes('(') {
            let inner = self.any()?;
            if !self.takes(')') {
                return Err("a parenthesis is not closed".into());
            }
            inner
        } else {
            self.test()?
        };
        self.depth -= 1;
        Ok(part)
    }

    fn test(&mut self) -> Result<Condition, String> {
        let name = match self.tokens.split_first() {
            Some((Token::Name(name), rest)) => {
                self.tokens = rest;
                name
            }
            Some((token, _)) => return Err(format!("unexpected {}", shown(token))),
            None => return Err("it ends too early".into()),
        };
        match name.as_str() {
            "true." => return Ok(Condition::Constant(true)),
            "false." => return Ok(Condition::Constant(false)),
            _ => {}
        }
        let (element, method) = name.rsplit_once('.').ok_or(format!("{name}: no method"))?;
        let attribute = attribute(element).ok_or(format!("unknown attribute {element}"))?;
        if !self.takes('(') {
            return Err(format!("{name}: no parenthesis"));
        }
        let argument = match self.tokens.split_first() {
            Some((Token::Text(text), rest)) => {
                self.tokens = rest;
                Some(text.as_str())
            }
            _ => None,
        };
        if !self.takes(')') {
            return Err(format!("{name}: no closing parenthesis"));
        }
        Ok(Condition::Test(attribute, test(method, argument)?))
    }
}

fn one_or(mut parts: Vec<Condition>, many: fn(Vec<Condition>) -> Condition) -> Condition {
    match (parts.pop(), parts.is_empty()) {
        (Some(only), true) => only,
        (last, _) => many(parts.into_iter().chain(last).collect()),
    }
}

fn test(method: &str, argument: Option<&str>) -> Result<Test, String> {
    let text = || argument.map(str::to_owned).ok_or(format!("{method} needs a text in quotes"));
    let limit = || number(&text()?).ok_or(format!("{method} needs a number in quotes"));
    Ok(match method {
        "equals" => Test::Equals(text()?),
        "equalsIgnoreCase" => Test::EqualsIgnoreCase(text()?),
        "contains" => Test::Contains(text()?),
        "containsIgnoreCase" => Test::ContainsIgnoreCase(text()?),
        "startsWith" => Test::StartsWith(text()?),
        "startsWithIgnoreCase" => Test::StartsWithIgnoreCase(text()?),
        "endsWith" => Test::EndsWith(text()?),
        "endsWithIgnoreCase" => Test::EndsWithIgnoreCase(text()?),
        "matches" => {
            // A pattern of CTP has to fit the whole value.
            let pattern = Regex::new(&format!("^(?:{})$", text()?));
            Test::Matches(Box::new(pattern.map_err(|_| "matches: no regular expression")?))
        }
        "isLessThan" => Test::IsLessThan(limit()?),
        "isGreaterThan" => Test::IsGreaterThan(limit()?),
        "isblank" | "isBlank" => Test::IsBlank,
        "exists" => Test::Exists,
        _ => return Err(format!("unknown method {method}")),
    })
}

fn shown(token: &Token) -> String {
    match token {
        Token::Symbol(c) => c.to_string(),
        Token::Name(name) => name.clone(),
        Token::Text(text) => format!("\"{text}\""),
    }
}
