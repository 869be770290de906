//! Settings out of JSON, each asked for by its name and kind.

use std::fs;
use std::io::Read;
use std::path::Path;

use serde_json::{Map, Value};

use crate::error::{Error, File};

/// Bytes of a JSON file.
const LARGEST: u64 = 64 << 20;

/// Reads a JSON file that holds an object.
pub(crate) fn read(path: &Path, file: File) -> Result<Value, Error> {
    let mut bytes = Vec::new();
    let source = fs::File::open(path).map_err(|_| Error::Unreadable(file))?;
    source.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|_| Error::Unreadable(file))?;
    if bytes.len() as u64 > LARGEST {
        return Err(Error::TooLarge("a file of the model"));
    }
    let value: Value =
        serde_json::from_slice(&bytes).map_err(|_| Error::Damaged(file, "it is no JSON"))?;
    if value.is_object() { Ok(value) } else { Err(Error::Damaged(file, "it is no JSON object")) }
}

/// An object of one of the files.
#[derive(Clone, Copy)]
pub(crate) struct Settings<'a> {
    pub file: File,
    pub object: &'a Map<String, Value>,
}

impl<'a> Settings<'a> {
    pub(crate) fn of(file: File, value: &'a Value) -> Result<Settings<'a>, Error> {
        let object = value.as_object().ok_or(Error::Damaged(file, "it is no JSON object"))?;
        Ok(Settings { file, object })
    }

    /// A setting that must be there.
    pub(crate) fn get(self, name: &'static str) -> Result<Setting<'a>, Error> {
        self.find(name).ok_or(Error::Setting(self.file, name))
    }

    /// A setting that need not be there; null is as good as absent.
    pub(crate) fn find(self, name: &'static str) -> Option<Setting<'a>> {
        let value = self.object.get(name).filter(|value| !value.is_null())?;
        Some(Setting { file: self.file, name, value })
    }

    /// Refuses a setting that is there under none of these names.
    pub(crate) fn only(self, what: &'static str, known: &[&str]) -> Result<(), Error> {
        let mut names = self.object.keys();
        match names.find(|name| !known.contains(&name.as_str())) {
            Some(name) => Err(Error::unsupported(what, name)),
            None => Ok(()),
        }
    }
}

/// A value and the name it was found under.
#[derive(Clone, Copy)]
pub(crate) struct Setting<'a> {
    file: File,
    name: &'static str,
    pub value: &'a Value,
}

impl<'a> Setting<'a> {
    pub(crate) fn wrong(self) -> Error {
        Error::Setting(self.file, self.name)
    }

    fn with(self, value: &'a Value) -> Setting<'a> {
        Setting { value, ..self }
    }

    /// Refuses the setting unless it is true of it that it is `supported`.
    pub(crate) fn must(self, supported: bool) -> Result<(), Error> {
        if supported { Ok(()) } else { Err(Error::unsupported(self.name, &self.value.to_string())) }
    }

    pub(crate) fn object(self) -> Result<Settings<'a>, Error> {
        let object = self.value.as_object().ok_or(self.wrong())?;
        Ok(Settings { file: self.file, object })
    }

    pub(crate) fn text(self) -> Result<&'a str, Error> {
        self.value.as_str().ok_or(self.wrong())
    }

    pub(crate) fn truth(self) -> Result<bool, Error> {
        self.value.as_bool().ok_or(self.wrong())
    }

    /// A whole number from 0 to `most`.
    pub(crate) fn count(self, most: usize) -> Result<usize, Error> {
        let count = self.value.as_u64().and_then(|count| usize::try_from(count).ok());
        count.filter(|count| *count <= most).ok_or(self.wrong())
    }

    pub(crate) fn number(self) -> Result<f64, Error> {
        self.value.as_f64().filter(|number| number.is_finite()).ok_or(self.wrong())
    }

    pub(crate) fn list(self) -> Result<Vec<Setting<'a>>, Error> {
        let items = self.value.as_array().ok_or(self.wrong())?;
        Ok(items.iter().map(|value| self.with(value)).collect())
    }

    /// One for each of the three axes.
    pub(crate) fn three<T>(
        self,
        each: impl Fn(Setting<'a>) -> Result<T, Error>,
    ) -> Result<[T; 3], Error> {
        let items = self.list()?.into_iter().map(each).collect::<Result<Vec<T>, Error>>()?;
        items.try_into().map_err(|_| self.wrong())
    }

    /// One for each of the three axes, or one for all of them.
    pub(crate) fn three_or_one(self, most: usize) -> Result<[usize; 3], Error> {
        match self.value {
            Value::Array(_) => self.three(|each| each.count(most)),
            _ => self.count(most).map(|one| [one; 3]),
        }
    }

    /// One for each of `count`, or one for all of them.
    pub(crate) fn each<T>(
        self,
        count: usize,
        read: impl Fn(Setting<'a>) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        match self.value {
            Value::Array(items) if items.len() == count => {
                self.list()?.into_iter().map(read).collect()
            }
            Value::Array(_) => Err(self.wrong()),
            _ => (0..count).map(|_| read(self)).collect(),
        }
    }
}
