//! The answer key: one row for each required action.

use std::path::Path;

use anyhow::{Context, Result};

use crate::area::Area;
use crate::class::Class;
use crate::ink::Ink;
use crate::place::Place;

const COLUMNS: [&str; 9] =
    ["instance", "place", "class", "value", "column", "row", "width", "height", "ink"];

/// Something that is required.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// The file, by its original SOP Instance UID.
    pub instance: String,
    /// The element, below any sequences.
    pub place: Place,
    /// What is required of it.
    pub class: Class,
    /// The original value, or the words concerned.
    pub value: String,
    /// The part of the image that is meant; none means all of it.
    pub area: Option<Area>,
    /// The stored values in which the text was written there.
    pub ink: Option<Ink>,
}

/// Writes a key.
///
/// # Errors
/// When the file cannot be written.
pub fn write(path: &Path, actions: &[Action]) -> Result<()> {
    let mut writer = csv::Writer::from_path(path)?;
    writer.write_record(COLUMNS)?;
    for action in actions {
        let place = action.place.to_string();
        let area = match action.area {
            None => [const { String::new() }; 4],
            Some(area) => area.numbers().map(|n| n.to_string()),
        };
        let ink = action.ink.map(|ink| ink.to_string()).unwrap_or_default();
        let texts = [&action.instance, &place, action.class.as_str(), &action.value];
        writer.write_record(
            texts.into_iter().chain(area.iter().map(String::as_str)).chain([ink.as_str()]),
        )?;
    }
    writer.flush().with_context(|| format!("cannot write {}", path.display()))
}

/// Reads a key.
///
/// # Errors
/// When the file cannot be read, or a row is not an action.
pub fn read(path: &Path) -> Result<Vec<Action>> {
    let mut reader =
        csv::Reader::from_path(path).with_context(|| format!("cannot read {}", path.display()))?;
    reader.records().map(|row| parse(&row?)).collect()
}

fn parse(row: &csv::StringRecord) -> Result<Action> {
    let cell = |at| row.get(at).unwrap_or_default();
    let parsed = || {
        let numbers = [4, 5, 6, 7].map(|at| cell(at).parse().ok());
        Some(Action {
            instance: cell(0).to_owned(),
            place: Place::parse(cell(1))?,
            class: Class::parse(cell(2))?,
            value: cell(3).to_owned(),
            area: match numbers {
                [Some(column), Some(row), Some(width), Some(height)] => {
                    Some(Area { column, row, width, height })
                }
                _ => None,
            },
            ink: Ink::parse(cell(8)),
        })
    };
    parsed().with_context(|| format!("line {} of the key is no action", line(row)))
}

fn line(row: &csv::StringRecord) -> u64 {
    row.position().map_or(0, csv::Position::line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_as_it_was_written_and_a_broken_row_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key.csv");
        let actions = [
            Action {
                instance: "1.2".into(),
                place: Place::parse("00400275[0].0019[A, \"B\"]0C").unwrap(),
                class: Class::TextRemoved,
                value: "Łąkowska, \"Ż\"".into(),
                area: None,
                ink: None,
            },
            Action {
                instance: "1.3".into(),
                place: Place::parse("7FE00010").unwrap(),
                class: Class::PixelsHidden,
                value: String::new(),
                area: Some(Area { column: 1, row: 2, width: 3, height: 4 }),
                ink: Some(Ink::colour([255, 0, 128])),
            },
        ];
        write(&path, &actions).unwrap();
        assert_eq!(read(&path).unwrap(), actions);
        std::fs::write(&path, "instance,place,class,value\n1.2,00100010,nonsense,x\n").unwrap();
        assert!(read(&path).is_err());
    }
}
