//! The arguments of a call, by what they are to be: numbers, strings, paths, parameters.

use std::ops::RangeInclusive;
use std::str::FromStr;

use super::attribute::{Attribute, AttributePath, attribute};
use super::names::Names;
use super::problem::Problem;

/// The arguments of one call.
pub struct Arguments<'a> {
    /// The function that is called, without `@`.
    pub function: &'a str,
    /// As written, without the white space around them.
    pub list: Vec<&'a str>,
    /// What names among them stand for.
    pub names: &'a Names<'a>,
}

impl Arguments<'_> {
    /// That they are not what the function takes.
    pub fn wrong(&self) -> Problem {
        Problem::Arguments(self.function.to_owned())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// These, if there are as many as allowed.
    pub fn count(&self, allowed: RangeInclusive<usize>) -> Result<&Self, Problem> {
        if allowed.contains(&self.len()) { Ok(self) } else { Err(self.wrong()) }
    }

    /// The argument at a position as written; empty where there is none.
    pub fn raw(&self, at: usize) -> String {
        self.list.get(at).copied().unwrap_or_default().to_owned()
    }

    /// A string: quotes around it go.
    pub fn string(&self, at: usize) -> String {
        let raw = self.raw(at);
        let inner = raw.strip_prefix('"').and_then(|raw| raw.strip_suffix('"'));
        inner.map(str::to_owned).unwrap_or(raw)
    }

    /// The value of a parameter `@NAME`, `$NAME`, or the argument as it is.
    pub fn param(&self, at: usize) -> Result<String, Problem> {
        self.resolve(&self.raw(at))
    }

    /// The value of a parameter `@NAME`, `$NAME`, or the text as it is.
    pub fn resolve(&self, text: &str) -> Result<String, Problem> {
        match text.strip_prefix(['@', '$']) {
            Some(name) => {
                let value = self.names.params.get(name);
                value.cloned().ok_or_else(|| Problem::Parameter(name.to_owned()))
            }
            None => Ok(text.to_owned()),
        }
    }

    /// The number at a position.
    pub fn number<N: FromStr>(&self, at: usize) -> Result<N, Problem> {
        self.param(at)?.trim().parse().map_err(|_| self.wrong())
    }

    /// A number, 0 where there is none.
    pub fn optional<N: FromStr + Default>(&self, at: usize) -> Result<N, Problem> {
        match self.list.get(at) {
            Some(_) => self.number(at),
            None => Ok(N::default()),
        }
    }

    /// A number, or `*` for what stays.
    pub fn star(&self, at: usize) -> Result<Option<i32>, Problem> {
        match self.param(at)?.trim() {
            "*" => Ok(None),
            number => match number.parse() {
                Ok(number @ 0..=9999) => Ok(Some(number)),
                _ => Err(self.wrong()),
            },
        }
    }

    /// The path at a position.
    pub fn path(&self, at: usize) -> Result<AttributePath, Problem> {
        self.read_path(self.list.get(at).copied().unwrap_or_default())
    }

    /// A path that is written like this.
    pub fn read_path(&self, text: &str) -> Result<AttributePath, Problem> {
        AttributePath::read(text, &|name| self.names.labels.get(name).cloned())
    }

    /// The attribute of a name or number.
    pub fn attribute(&self, name: &str) -> Result<Attribute, Problem> {
        attribute(name, &|name| self.names.labels.get(name).cloned())
    }
}
