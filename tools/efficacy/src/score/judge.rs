//! The test of each class; see [`Class::test`].

use crate::class::Class;
use crate::file::File;
use crate::key::Action;
use crate::words;

use super::dates;
use super::maps::Maps;
use super::pixels;

/// One file, before and after.
pub struct Judge<'a> {
    /// The original, if it could be read.
    pub original: Option<&'a File>,
    /// What was made of it.
    pub output: &'a File,
    /// What became of values in all files.
    pub maps: &'a Maps,
}

/// Why an action does not count.
type Verdict = Result<(), String>;

impl Judge<'_> {
    /// Whether the action was carried out.
    pub fn verdict(&self, action: &Action) -> Verdict {
        let text = self.output.text(&action.place);
        match (action.class, text, action.area) {
            (Class::TagRetained, text, _) => text.map(drop).ok_or_else(gone),
            (Class::TextNotNull, text, _) => match text {
                None => Err(gone()),
                Some(text) if text.is_empty() => Err("empty".into()),
                Some(_) => Ok(()),
            },
            (Class::TextRetained, text, _) => self.retained(action, &text.ok_or_else(gone)?),
            (Class::TextRemoved, text, _) => {
                let trace = if action.place.is_everywhere() { words::phrase } else { words::trace };
                match trace(&text.unwrap_or_default(), &action.value) {
                    None => Ok(()),
                    Some(trace) => Err(format!("\"{trace}\" is left")),
                }
            }
            (Class::DateShifted, text, _) => self.shifted(action, &text.ok_or_else(gone)?),
            (Class::NameRemoved, text, _) => {
                let text = text.unwrap_or_default();
                gone_from(words::trace(&text, &action.value))
            }
            (Class::ShortNameRemoved, text, _) => {
                gone_from(words::short_name(&text.unwrap_or_default(), &action.value))
            }
            (Class::ConceptRemoved, text, _) => self.concept(action, &text.unwrap_or_default()),
            (
                Class::IdentityCodeRemoved
                | Class::CalendarRemoved
                | Class::LocalCodeRemoved
                | Class::IdentifierRemoved,
                text,
                _,
            ) => gone_from(whole(&text.unwrap_or_default(), &action.value)),
            (Class::StreamCleaned, ..) => {
                let bytes = self.output.pixel_bytes();
                let value = action.value.as_bytes();
                let is_there = bytes.windows(value.len().max(1)).any(|part| part == value);
                gone_from(is_there.then(|| action.value.clone()))
            }
            (Class::UidChanged, text, _) => changed(action, text.as_deref()),
            (Class::UidConsistent, text, _) => self.consistent(action, &text.ok_or_else(gone)?),
            (Class::PatientIdConsistent, text, _) => {
                let text = text.ok_or_else(gone)?;
                if words::holds(&text, &action.value) {
                    return Err("the original".into());
                }
                self.same(action, &text)
            }
            (Class::PixelsHidden, _, area) => {
                let original = self.original.ok_or("the original is unreadable")?;
                let (area, ink) = area.zip(action.ink).ok_or("the key names no area or ink")?;
                pixels::hidden(original, self.output, area, ink)
            }
            (Class::PixelsRetained, _, area) => {
                let original = self.original.ok_or("the original is unreadable")?;
                pixels::retained(original, self.output, area)
            }
            (Class::Refused, ..) => Err("written".into()),
        }
    }

    fn retained(&self, action: &Action, text: &str) -> Verdict {
        if action.value.is_empty() {
            let original = self.original.and_then(|file| file.text(&action.place));
            return match original {
                Some(original) if original == text => Ok(()),
                Some(original) => Err(format!("\"{text}\" for \"{original}\"")),
                None => Err("the original has none".into()),
            };
        }
        match words::missing(text, &action.value) {
            None => Ok(()),
            Some(word) => Err(format!("\"{word}\" is missing in \"{text}\"")),
        }
    }

    /// Value by value.
    fn shifted(&self, action: &Action, text: &str) -> Verdict {
        let [before, after] =
            [action.value.as_str(), text].map(|text| text.split('\\').collect::<Vec<_>>());
        if before.len() != after.len() {
            return Err(format!("{} values for {}", after.len(), before.len()));
        }
        before.iter().zip(after).try_for_each(|(before, after)| self.moved(action, before, after))
    }

    fn moved(&self, action: &Action, before: &str, after: &str) -> Verdict {
        let before = dates::parse(before).ok_or("no date in the key")?;
        let after = dates::parse(after).ok_or_else(|| format!("\"{after}\" is no date"))?;
        let days = (after - before).num_days();
        match self.maps.shift(&action.instance) {
            _ if days == 0 => Err("the original".into()),
            Some(shift) if shift == days => Ok(()),
            shift => Err(format!("moved by {days} days, others by {}", shift.unwrap_or(0))),
        }
    }

    /// A date that moved as others did gives the days away.
    fn concept(&self, action: &Action, text: &str) -> Verdict {
        if let (Some(before), Some(after)) = (dates::parse(&action.value), dates::parse(text)) {
            let days = (after - before).num_days();
            if self.maps.shift(&action.instance) == Some(days) {
                return Err(format!("moved by {days} days, as other dates are"));
            }
        }
        gone_from(whole(text, &action.value))
    }

    fn consistent(&self, action: &Action, text: &str) -> Verdict {
        self.same(action, text)?;
        if self.maps.dangles(&action.value, text) {
            return Err("nothing was written under it".into());
        }
        Ok(())
    }

    fn same(&self, action: &Action, text: &str) -> Verdict {
        match self.maps.became(&action.value) {
            _ if text.is_empty() => Err("empty".into()),
            Some(new) if new != text => Err(format!("{text}, elsewhere {new}")),
            Some(new) if self.maps.is_shared(new) => Err(format!("{new} for others too")),
            Some(_) => Ok(()),
            None => Err("never seen".into()),
        }
    }
}

fn whole(text: &str, value: &str) -> Option<String> {
    words::holds(text, value).then(|| value.to_owned())
}

fn gone_from(trace: Option<String>) -> Verdict {
    trace.map_or(Ok(()), |trace| Err(format!("\"{trace}\" is left")))
}

fn gone() -> String {
    "gone".into()
}

/// UIDs are compared value by value: one of several may not stay either.
fn changed(action: &Action, text: Option<&str>) -> Verdict {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(()) };
    for uid in text.split('\\') {
        let valid = uid.len() <= 64
            && uid.split('.').all(|part| {
                !part.is_empty()
                    && part.bytes().all(|b| b.is_ascii_digit())
                    && (part == "0" || !part.starts_with('0'))
            });
        if !valid {
            return Err(format!("\"{uid}\" is no UID"));
        }
        if action.value.split('\\').any(|original| original == uid) {
            return Err("the original".into());
        }
    }
    Ok(())
}
