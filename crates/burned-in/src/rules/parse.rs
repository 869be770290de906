//! Reading a script.

use fancy_regex::Regex;

use super::condition::{Condition, Test, number};
use super::name::attribute;
use super::rule::Rule;
use super::token::{Token, tokens};
use crate::Rectangle;

/// Parentheses and negations inside each other, at most, so that no script overflows the stack.
const DEPTH: usize = 64;

/// Why a script cannot be used.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// No signature in braces.
    #[error("the script holds no rule: a signature in braces, then (x,y,width,height)")]
    Empty,
    /// The number of a rule, from 1, and why it cannot be understood.
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

/// The condition that a signature is.
fn condition(signature: &str) -> Result<Condition, String> {
    let tokens = tokens(signature)?;
    let mut parser = Parser { tokens: &tokens, depth: 0 };
    let condition = parser.any()?;
    match parser.tokens {
        [] => Ok(condition),
        [token, ..] => Err(format!("unexpected {token}")),
    }
}

/// Reads a signature from left to right.
struct Parser<'a> {
    /// What was not read yet.
    tokens: &'a [Token],
    /// In how many parentheses and negations it is.
    depth: usize,
}

impl Parser<'_> {
    /// Whether the next token is this symbol, which is then read.
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

    /// What is negated, what stands in parentheses, or a single test.
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

    /// `Modality.equals("US")`.
    fn test(&mut self) -> Result<Condition, String> {
        let name = match self.tokens.split_first() {
            Some((Token::Name(name), rest)) => {
                self.tokens = rest;
                name
            }
            Some((token, _)) => return Err(format!("unexpected {token}")),
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

/// The only part, or many of them joined.
fn one_or(mut parts: Vec<Condition>, many: fn(Vec<Condition>) -> Condition) -> Condition {
    match (parts.pop(), parts.is_empty()) {
        (Some(only), true) => only,
        (last, _) => many(parts.into_iter().chain(last).collect()),
    }
}

/// What a method asks, with the text in its parentheses.
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
