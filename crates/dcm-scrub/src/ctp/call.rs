//! The functions: what a call gives for one element of one file.

use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::dataset::Tag;

use super::attribute::{AttributePath, Step};
use super::body::{Call, LookupKey, Miss, Test};
use super::evaluate::{Mark, Piece, Scene, text_of, trimmed};
use super::{cipher, date, digest};

/// Scripts of other elements within `@hashuid`.
const DEEPEST: usize = 8;

impl Scene<'_> {
    /// What a call gives.
    ///
    /// # Errors
    /// `E_SCRIPT` when it fails.
    pub(super) fn call(&self, call: &Call, this: Tag, depth: usize) -> Outcome<Vec<Piece>> {
        let one = |mark| Ok(vec![Piece::Mark(mark)]);
        match call {
            Call::Keep => one(Mark::Keep),
            Call::Remove => one(Mark::Remove),
            Call::Empty => one(Mark::Empty),
            Call::Blank(count) => one(Mark::Blank(*count)),
            Call::Process => one(Mark::Process),
            Call::Always => Ok(Vec::new()),
            Call::Skip => Err(Fault(Code::SkippedByScript)),
            Call::Quarantine => Err(Fault(Code::Script)),
            Call::Append(body) => {
                let added = self.pieces(body, this, depth)?;
                match self.contents(&this_path(), this)?.as_str() {
                    "" => Ok(added),
                    old => {
                        let old = Piece::Text(format!("{old}\\"));
                        Ok(std::iter::once(old).chain(added).collect())
                    }
                }
            }
            Call::Select { root, nested } => {
                let is_root = std::ptr::eq(self.here.dataset, self.root.dataset);
                self.pieces(if is_root { root } else { nested }, this, depth)
            }
            Call::If { element, test, yes, no } => {
                let body = if self.holds(element, test, this)? { yes } else { no };
                self.pieces(body, this, depth)
            }
            Call::Lookup(key, miss) => Ok(vec![self.lookup(key, miss, this)?]),
            Call::Require(source, default) => match self.here.dataset.get(this) {
                Some(_) => one(Mark::Keep),
                None => {
                    let source = source.as_ref().filter(|path| self.exists(path, this));
                    let value = match source {
                        Some(path) => self.contents(path, this)?,
                        None => default.clone(),
                    };
                    match trimmed(&value) {
                        "" => one(Mark::Blank(value.chars().count())),
                        _ => Ok(vec![Piece::Text(value)]),
                    }
                }
            },
            Call::HashUid { root, element, with } => {
                let Some(mut uid) = self.present(element, this)? else { return one(Mark::Remove) };
                let other = with.as_ref().and_then(|w| w.tag_in(self.here.dataset));
                let other =
                    other.and_then(|tag| Some((tag, self.script.body(tag, self.here.dataset)?)));
                if let Some((tag, body)) = other {
                    if depth == DEEPEST {
                        return Err(Fault(Code::Script));
                    }
                    uid.extend(self.pieces(body, tag, depth + 1)?.iter().map(text_of));
                }
                Ok(vec![Piece::Text(digest::hash_uid(root, &uid))])
            }
            Call::Hash(element, length) => Ok(vec![match self.present(element, this)? {
                Some(value) => Piece::Text(digest::hash(&value, *length)),
                None => Piece::Mark(Mark::Remove),
            }]),
            Call::HashDate { date, key } => {
                let days = self.present(key, this)?.map(|key| digest::days_back(&key));
                let by_hash = days.map(|days| move |value: &str| date::increment(value, days));
                self.dated(date, this, by_hash)
            }
            Call::IncrementDate(element, days) => {
                self.dated(element, this, Some(|value: &str| date::increment(value, *days)))
            }
            Call::LookupIncrement { date, key, kind } => {
                let key = self.contents(key, this)?;
                let by_table = |value: &str| {
                    let days = self.script.table.get(kind, &key)?.parse().ok()?;
                    date::increment(value, days)
                };
                self.dated(date, this, Some(by_table))
            }
            Call::ModifyDate(element, parts) => {
                self.dated(element, this, Some(|value: &str| date::modify(value, *parts)))
            }
            text => Ok(vec![Piece::Text(self.text(text, this)?)]),
        }
    }

    /// Calls that always give text.
    fn text(&self, call: &Call, this: Tag) -> Outcome<String> {
        let value = |element| self.contents(element, this);
        Ok(match call {
            Call::Contents(element, None) => value(element)?,
            Call::Contents(element, Some((pattern, replacement))) => {
                pattern.replace(&value(element)?, replacement)?
            }
            Call::Value(element, default) => match value(element)? {
                empty if empty.is_empty() => default.clone(),
                value => value,
            },
            Call::Truncate(element, count) => truncate(&value(element)?, *count),
            Call::Lowercase(element) => value(element)?.to_lowercase(),
            Call::Uppercase(element) => value(element)?.to_uppercase(),
            Call::Initials(element, by) => digest::caesar(&digest::initials(&value(element)?), *by),
            Call::HashName { element, length, words } => {
                digest::hash_name(&value(element)?, *length, *words)
            }
            Call::HashPatient { site, element, length } => {
                digest::hash_patient(site, &value(element)?, *length)
            }
            Call::DateInterval { date, kind, key, origin } => {
                let key = Scene { here: self.root, ..*self }.contents(key, this)?;
                let base = self.script.table.get(kind, &key).and_then(date::american);
                let day = or_fail(date::day(&value(date)?))?;
                let days = day.to_days() - or_fail(base)?.to_days();
                match origin {
                    None => days.to_string(),
                    Some(origin) => or_fail(date::increment(origin, days))?,
                }
            }
            Call::Date(separator) => self.script.now.date.join(separator),
            Call::Time(separator) => self.script.now.time.join(separator),
            Call::Round(element, width) => or_fail(digest::round(&value(element)?, *width))?,
            Call::Integer(element, kind, width) => {
                self.script.integers.number(kind, &value(element)?, *width)?
            }
            Call::Encrypt(element, key) => or_fail(cipher::encrypt(&value(element)?, key))?,
            Call::Decrypt(element, key) => or_fail(cipher::decrypt(&value(element)?, key))?,
            Call::PathElement(element, index) => path_element(&value(element)?, *index),
            _ => return Err(Fault(Code::Internal)),
        })
    }

    /// A changed date. An absent date removes the element, as does an absent key, for which there is
    /// no change; what is too short to be a date becomes empty.
    fn dated(
        &self,
        element: &AttributePath,
        this: Tag,
        change: Option<impl FnOnce(&str) -> Option<String>>,
    ) -> Outcome<Vec<Piece>> {
        Ok(vec![match (self.present(element, this)?, change) {
            (Some(value), _) if value.chars().count() < date::SHORTEST => Piece::Mark(Mark::Empty),
            (Some(value), Some(change)) => Piece::Text(or_fail(change(&value))?),
            (None, _) | (Some(_), None) => Piece::Mark(Mark::Remove),
        }])
    }

    fn lookup(&self, key: &LookupKey, miss: &Miss, this: Tag) -> Outcome<Piece> {
        let values: Vec<String> =
            key.elements.iter().map(|e| self.contents(e, this)).collect::<Outcome<_>>()?;
        let mut value = values.join("|").replace('\\', "");
        if key.upper {
            value = value.to_uppercase();
        }
        if let Some(found) = self.script.table.get(&key.kind, &value) {
            return Ok(Piece::Text(found.to_owned()));
        }
        match miss {
            Miss::Keep => Ok(Piece::Mark(Mark::Keep)),
            Miss::Remove => Ok(Piece::Mark(Mark::Remove)),
            Miss::Empty => Ok(Piece::Mark(Mark::Empty)),
            Miss::Default(text) => Ok(Piece::Text(text.clone())),
            Miss::Ignore(pattern) if pattern.matches(&value)? => Ok(Piece::Text(value)),
            Miss::Quarantine | Miss::Ignore(_) => Err(Fault(Code::Script)),
        }
    }

    fn holds(&self, element: &AttributePath, test: &Test, this: Tag) -> Outcome<bool> {
        if let Test::Exists = test {
            return Ok(self.exists(element, this));
        }
        let value = self.contents(element, this)?;
        Ok(match test {
            Test::Exists => true,
            Test::IsBlank => trimmed(&value).is_empty(),
            Test::Equals(text) => value.to_lowercase() == *text,
            Test::Contains(text) => value.to_lowercase().contains(text),
            Test::Matches(pattern) => pattern.matches(&value)?,
            Test::GreaterThan(limit) => {
                let digits: String = value.chars().filter(char::is_ascii_digit).collect();
                !digits.is_empty() && or_fail(digits.parse::<u64>().ok())? > *limit
            }
        })
    }
}

/// The value; a call that gives none has failed.
fn or_fail<T>(value: Option<T>) -> Outcome<T> {
    value.ok_or(Fault(Code::Script))
}

fn this_path() -> AttributePath {
    AttributePath(vec![Step::This])
}

fn truncate(value: &str, count: i64) -> String {
    let length = usize::try_from(count.unsigned_abs()).unwrap_or(usize::MAX);
    if count >= 0 {
        return value.chars().take(length).collect();
    }
    let value = trimmed(value);
    value.chars().skip(value.chars().count().saturating_sub(length)).collect()
}

/// A part of a path; the whole where there is no such part.
fn path_element(path: &str, index: i64) -> String {
    let parts: Vec<&str> = path.trim_end_matches('/').split('/').collect();
    let count = i64::try_from(parts.len()).unwrap_or(i64::MAX);
    let at = if index < 0 { index.saturating_add(count) } else { index };
    let part = usize::try_from(at).ok().and_then(|at| parts.get(at));
    part.copied().unwrap_or(path).to_owned()
}
