//! Calls by their names, with their arguments checked.

use super::arguments::Arguments;
use super::body::{Body, Call, LookupKey, Miss, Part, Test};
use super::lexer::{Token, tokens};
use super::names::Names;
use super::pattern::{Pattern, Replacement};
use super::problem::Problem;

/// Bodies within bodies.
const DEEPEST: usize = 32;
/// Spaces that `@blank` gives at most.
const MOST_BLANKS: usize = 55;
/// Digits of `@hashname` where its length is no number.
const NAME_DIGITS: usize = 4;
/// Zeros that `@integer` fills with at most.
const WIDEST: usize = 64;

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
            call(&Arguments { function: &name, list: arguments, names }, blocks)
        }
    };
    tokens(text)?.into_iter().map(part).collect()
}

fn call(
    args: &Arguments<'_>,
    mut blocks: impl Iterator<Item = Result<Body, Problem>>,
) -> Result<Part, Problem> {
    let mut block = || blocks.next().ok_or_else(|| args.wrong())?;
    let call = match args.function {
        "keep" => none(args, Call::Keep)?,
        "remove" => none(args, Call::Remove)?,
        "empty" => none(args, Call::Empty)?,
        "always" => none(args, Call::Always)?,
        "process" => none(args, Call::Process)?,
        "skip" => none(args, Call::Skip)?,
        "quarantine" => none(args, Call::Quarantine)?,
        "blank" => Call::Blank(args.count(1..=1)?.number::<usize>(0)?.min(MOST_BLANKS)),
        "append" => {
            args.count(0..=0)?;
            Call::Append(block()?)
        }
        "select" => {
            args.count(0..=0)?;
            Call::Select { root: block()?, nested: block()? }
        }
        "if" => {
            let (element, test) = (args.count(2..=3)?.path(0)?, test(args)?);
            Call::If { element, test, yes: block()?, no: block()? }
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
            args.names.note(|uses| uses.hashes = true);
            Call::Hash(args.count(1..=2)?.path(0)?, args.optional(1)?)
        }
        "hashname" => {
            args.names.note(|uses| uses.hashes = true);
            let length = args.count(2..=3)?.param(1)?.trim().parse().unwrap_or(NAME_DIGITS);
            Call::HashName { element: args.path(0)?, length, words: args.optional(2)? }
        }
        "hashptid" => {
            args.names.note(|uses| uses.hashes = true);
            let site = args.count(2..=3)?.param(0)?;
            Call::HashPatient { site, element: args.path(1)?, length: args.optional(2)? }
        }
        "hashuid" => {
            args.names.note(|uses| uses.hashes = true);
            let with = args.count(2..=3)?.list.get(2).map(|name| args.attribute(name));
            let root = uid_root(&args.param(0)?)?;
            Call::HashUid { root, element: args.path(1)?, with: with.transpose()? }
        }
        "hashdate" => {
            args.names.note(|uses| uses.hashes = true);
            Call::HashDate { date: args.count(2..=2)?.path(0)?, key: args.path(1)? }
        }
        "incrementdate" => match args.count(2..=3)?.len() {
            2 => Call::IncrementDate(args.path(0)?, args.number(1)?),
            _ => {
                need_table(args.names, "incrementdate")?;
                let (date, key) = (args.path(0)?, args.path(1)?);
                Call::LookupIncrement { date, key, kind: args.param(2)? }
            }
        },
        "modifydate" => {
            let parts = [args.count(4..=4)?.star(1)?, args.star(2)?, args.star(3)?];
            Call::ModifyDate(args.path(0)?, parts)
        }
        "dateinterval" => {
            need_table(args.names, "dateinterval")?;
            let origin = (args.count(3..=4)?.len() == 4).then(|| args.param(3)).transpose()?;
            let (date, key) = (args.path(0)?, args.path(2)?);
            Call::DateInterval { date, kind: args.raw(1), key, origin }
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
            args.names.note(|uses| uses.integers = true);
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
    need_table(args.names, "lookup")?;
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
    Ok(Call::Lookup(LookupKey { elements, kind: args.raw(1), upper }, miss))
}

/// A call that takes no arguments.
fn none(args: &Arguments<'_>, call: Call) -> Result<Call, Problem> {
    args.count(0..=0).map(|_| call)
}

/// Refuses a function that needs a lookup table where there is none.
fn need_table(names: &Names<'_>, function: &'static str) -> Result<(), Problem> {
    match names.table {
        true => Ok(()),
        false => Err(Problem::Resource(function, "--lookup FILE")),
    }
}

fn uid_root(text: &str) -> Result<String, Problem> {
    let root = text.trim().trim_end_matches('.');
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let valid = root.len() <= 40 && root.split('.').all(digits);
    valid.then(|| root.to_owned()).ok_or(Problem::Root)
}
