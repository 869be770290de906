//! Calls by their names, with their arguments checked.

use std::cell::Cell;
use std::collections::HashMap;

use super::attribute::{Attribute, Path, attribute};
use super::body::{Body, Call, Key, Miss, Part, Test};
use super::lexer::{Token, tokens};
use super::pattern::{Pattern, Replacement};
use super::problem::Problem;
use super::read::Uses;

/// Bodies within bodies.
const DEEPEST: usize = 32;
/// Spaces that `@blank` gives at most.
const MOST_BLANKS: usize = 55;
/// Digits of `@hashname` where its length is no number.
const NAME_DIGITS: usize = 4;
/// Zeros that `@integer` fills with at most.
const WIDEST: usize = 64;

/// What names in arguments stand for.
pub struct Names<'a> {
    /// Values of parameters.
    pub params: &'a HashMap<String, String>,
    /// Labels of the script's entries.
    pub labels: &'a HashMap<String, Attribute>,
    /// Whether there is a lookup table.
    pub table: bool,
    /// Whether there is a file of integers.
    pub integers: bool,
    /// What was used so far.
    pub uses: Cell<Uses>,
}

/// Reads a body.
///
/// # Errors
/// The first call that would not be carried out as written.
pub fn body(text: &str, names: &Names<'_>, depth: usize) -> Result<Body, Problem> {
    if depth > DEEPEST {
        return Err(Problem::Depth);
    }
    let part = |token| match token {
        Token::Text(text) => Ok(Part::Text(text)),
        Token::Call { name, arguments, blocks } => {
            let blocks = blocks.into_iter().map(|block| body(block, names, depth + 1));
            call(&Arguments { name: &name, list: arguments, names }, blocks)
        }
    };
    tokens(text)?.into_iter().map(part).collect()
}

fn call(
    args: &Arguments<'_>,
    mut blocks: impl Iterator<Item = Result<Body, Problem>>,
) -> Result<Part, Problem> {
    let mut block = || blocks.next().ok_or_else(|| args.wrong())?;
    let call = match args.name {
        "keep" => args.none(Call::Keep)?,
        "remove" => args.none(Call::Remove)?,
        "empty" => args.none(Call::Empty)?,
        "always" => args.none(Call::Always)?,
        "process" => args.none(Call::Process)?,
        "skip" => args.none(Call::Skip)?,
        "quarantine" => args.none(Call::Quarantine)?,
        "blank" => Call::Blank(args.count(1..=1)?.number::<usize>(0)?.min(MOST_BLANKS)),
        "append" => {
            args.count(0..=0)?;
            Call::Append(block()?)
        }
        "select" => {
            args.count(0..=0)?;
            Call::Select(block()?, block()?)
        }
        "if" => {
            let (element, test) = (args.count(2..=3)?.path(0)?, test(args)?);
            Call::If(element, test, block()?, block()?)
        }
        "param" => return Ok(Part::Text(args.count(1..=1)?.param(0)?)),
        "contents" => {
            let edit = match args.count(1..=3)?.len() {
                1 => None,
                _ => {
                    let pattern = Pattern::inside(&args.string(1))?;
                    let replacement = Replacement::read(&args.string(2), &pattern)?;
                    Some((pattern, replacement))
                }
            };
            Call::Contents(args.path(0)?, edit)
        }
        "value" => Call::Value(args.count(1..=2)?.path(0)?, args.string(1)),
        "truncate" => Call::Truncate(args.count(2..=2)?.path(0)?, args.number(1)?),
        "lowercase" => Call::Lowercase(args.count(1..=1)?.path(0)?),
        "uppercase" => Call::Uppercase(args.count(1..=1)?.path(0)?),
        "initials" => Call::Initials(args.count(1..=2)?.path(0)?, args.optional(1)?),
        "hash" => {
            args.uses(|uses| uses.hashes = true);
            Call::Hash(args.count(1..=2)?.path(0)?, args.optional(1)?)
        }
        "hashname" => {
            args.uses(|uses| uses.hashes = true);
            let length = args.count(2..=3)?.param(1)?.trim().parse().unwrap_or(NAME_DIGITS);
            Call::HashName(args.path(0)?, length, args.optional(2)?)
        }
        "hashptid" => {
            args.uses(|uses| uses.hashes = true);
            Call::HashPatient(args.count(2..=3)?.param(0)?, args.path(1)?, args.optional(2)?)
        }
        "hashuid" => {
            args.uses(|uses| uses.hashes = true);
            let with = args.count(2..=3)?.list.get(2).map(|name| args.attribute(name));
            Call::HashUid(root(&args.param(0)?)?, args.path(1)?, with.transpose()?)
        }
        "hashdate" => {
            args.uses(|uses| uses.hashes = true);
            Call::HashDate(args.count(2..=2)?.path(0)?, args.path(1)?)
        }
        "incrementdate" => match args.count(2..=3)?.len() {
            2 => Call::IncrementDate(args.path(0)?, args.number(1)?),
            _ => {
                args.table("incrementdate")?;
                Call::LookupIncrement(args.path(0)?, args.path(1)?, args.param(2)?)
            }
        },
        "modifydate" => {
            let parts = [args.count(4..=4)?.star(1)?, args.star(2)?, args.star(3)?];
            Call::ModifyDate(args.path(0)?, parts)
        }
        "dateinterval" => {
            args.table("dateinterval")?;
            let origin = (args.count(3..=4)?.len() == 4).then(|| args.param(3)).transpose()?;
            Call::DateInterval(args.path(0)?, args.raw(1), args.path(2)?, origin)
        }
        "date" => Call::Date(args.count(0..=1)?.string(0)),
        "time" => Call::Time(args.count(0..=1)?.string(0)),
        "round" => {
            let width = args.count(2..=2)?.number(1)?;
            if width < 1 {
                return Err(args.wrong());
            }
            Call::Round(args.path(0)?, width)
        }
        "integer" => {
            if !args.names.integers {
                return Err(Problem::Resource("integer", "--integers FILE"));
            }
            args.uses(|uses| uses.integers = true);
            let width = args.count(2..=3)?.optional::<usize>(2)?.min(WIDEST);
            Call::Integer(args.path(0)?, args.raw(1), width)
        }
        "lookup" => lookup(args)?,
        "require" => {
            let source = (args.count(0..=2)?.len() > 0).then(|| args.path(0)).transpose()?;
            Call::Require(source, args.string(1))
        }
        "encrypt" => Call::Encrypt(args.count(2..=2)?.path(0)?, args.param(1)?),
        "decrypt" => Call::Decrypt(args.count(2..=2)?.path(0)?, args.param(1)?),
        "pathelement" => Call::PathElement(args.count(2..=2)?.path(0)?, args.number(1)?),
        "call" => return Err(Problem::Unsupported("call", "it runs a plugin written in Java")),
        unknown => return Err(Problem::Function(unknown.chars().take(40).collect())),
    };
    Ok(Part::Call(call))
}

fn test(args: &Arguments<'_>) -> Result<Test, Problem> {
    let argument = || match args.len() {
        3 => {
            let text = args.string(2);
            if text.starts_with('@') { args.resolve(&text) } else { Ok(text) }
        }
        _ => Err(args.wrong()),
    };
    Ok(match args.list.get(1).copied().unwrap_or_default() {
        "isblank" => Test::IsBlank,
        "exists" => Test::Exists,
        "equals" => Test::Equals(argument()?.to_lowercase()),
        "contains" => Test::Contains(argument()?.to_lowercase()),
        "matches" => Test::Matches(Pattern::whole(argument()?.trim())?),
        "greaterthan" => {
            let digits: String = argument()?.chars().filter(char::is_ascii_digit).collect();
            Test::GreaterThan(digits.parse().map_err(|_| args.wrong())?)
        }
        _ => return Err(args.wrong()),
    })
}

fn lookup(args: &Arguments<'_>) -> Result<Call, Problem> {
    args.table("lookup")?;
    let names = args.count(2..=4)?.list.first().copied().unwrap_or_default().split('|');
    let elements = names.map(|name| args.read_path(name)).collect::<Result<_, _>>()?;
    let (action, argument) = (args.string(2), args.string(3));
    let mut upper = false;
    let miss = match (action.trim(), args.len()) {
        ("", 2) => Miss::Quarantine,
        ("UC", 3) => {
            upper = true;
            Miss::Quarantine
        }
        ("default", 4) => Miss::Default(argument.trim().to_owned()),
        ("ignore", 4) => Miss::Ignore(Pattern::whole(&argument)?),
        (action, 3 | 4) => {
            upper = args.len() == 4;
            if upper && argument.trim() != "UC" {
                return Err(args.wrong());
            }
            match action {
                "keep" => Miss::Keep,
                "remove" => Miss::Remove,
                "empty" => Miss::Empty,
                _ => return Err(args.wrong()),
            }
        }
        _ => return Err(args.wrong()),
    };
    Ok(Call::Lookup(Key { elements, kind: args.raw(1), upper }, miss))
}

fn root(text: &str) -> Result<String, Problem> {
    let root = text.trim().trim_end_matches('.');
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let valid = root.len() <= 40 && root.split('.').all(digits);
    valid.then(|| root.to_owned()).ok_or(Problem::Root)
}

/// Arguments as written.
struct Arguments<'a> {
    name: &'a str,
    list: Vec<&'a str>,
    names: &'a Names<'a>,
}

impl Arguments<'_> {
    fn wrong(&self) -> Problem {
        Problem::Arguments(self.name.to_owned())
    }

    fn len(&self) -> usize {
        self.list.len()
    }

    fn count(&self, allowed: std::ops::RangeInclusive<usize>) -> Result<&Self, Problem> {
        if allowed.contains(&self.len()) { Ok(self) } else { Err(self.wrong()) }
    }

    fn none(&self, call: Call) -> Result<Call, Problem> {
        self.count(0..=0).map(|_| call)
    }

    fn raw(&self, at: usize) -> String {
        self.list.get(at).copied().unwrap_or_default().to_owned()
    }

    /// A string: quotes around it go.
    fn string(&self, at: usize) -> String {
        let raw = self.raw(at);
        let inner = raw.strip_prefix('"').and_then(|raw| raw.strip_suffix('"'));
        inner.map(str::to_owned).unwrap_or(raw)
    }

    /// The value of a parameter `@NAME`, `$NAME`, or the argument as it is.
    fn param(&self, at: usize) -> Result<String, Problem> {
        self.resolve(&self.raw(at))
    }

    fn resolve(&self, text: &str) -> Result<String, Problem> {
        match text.strip_prefix(['@', '$']) {
            Some(name) => {
                let value = self.names.params.get(name);
                value.cloned().ok_or_else(|| Problem::Parameter(name.to_owned()))
            }
            None => Ok(text.to_owned()),
        }
    }

    fn number<N: std::str::FromStr>(&self, at: usize) -> Result<N, Problem> {
        self.param(at)?.trim().parse().map_err(|_| self.wrong())
    }

    /// A number, 0 where there is none.
    fn optional<N: std::str::FromStr + Default>(&self, at: usize) -> Result<N, Problem> {
        match self.list.get(at) {
            Some(_) => self.number(at),
            None => Ok(N::default()),
        }
    }

    /// A number, or `*` for what stays.
    fn star(&self, at: usize) -> Result<Option<i32>, Problem> {
        match self.param(at)?.trim() {
            "*" => Ok(None),
            number => match number.parse() {
                Ok(number @ 0..=9999) => Ok(Some(number)),
                _ => Err(self.wrong()),
            },
        }
    }

    fn path(&self, at: usize) -> Result<Path, Problem> {
        self.read_path(self.list.get(at).copied().unwrap_or_default())
    }

    fn read_path(&self, text: &str) -> Result<Path, Problem> {
        Path::read(text, &|name| self.names.labels.get(name).cloned())
    }

    fn attribute(&self, name: &str) -> Result<Attribute, Problem> {
        attribute(name, &|name| self.names.labels.get(name).cloned())
    }

    fn table(&self, function: &'static str) -> Result<(), Problem> {
        match self.names.table {
            true => Ok(()),
            false => Err(Problem::Resource(function, "--lookup FILE")),
        }
    }

    fn uses(&self, note: impl FnOnce(&mut Uses)) {
        let mut uses = self.names.uses.get();
        note(&mut uses);
        self.names.uses.set(uses);
    }
}
