//! The answer key in the form of NCI's validation script of the MIDI challenge (repository
//! CBIIT/MIDI_validation_script): SQL that makes the table `answer_data`, a row for each file, its
//! actions as JSON.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use dicom_core::Tag;
use dicom_dictionary_std::tags;
use md5::{Digest, Md5};
use serde_json::{Map, Value, json};

use crate::class::Class;
use crate::file::File;
use crate::files;
use crate::key::Action;

/// Writes the key of the originals in a folder as SQL, for `sqlite3 answers.db < FILE`.
///
/// The script knows the ten classes and looks at one element at a time: what else the key requires,
/// of every element (`*`), of a part of an image or of files that must be refused, is left out.
///
/// # Errors
/// When an original cannot be read, or the file not be written.
pub fn write(path: &Path, originals: &Path, actions: &[Action]) -> Result<()> {
    let mut of_instance: BTreeMap<&str, Vec<&Action>> = BTreeMap::new();
    for action in actions {
        of_instance.entry(&action.instance).or_default().push(action);
    }
    let mut sql = String::from(
        "BEGIN;\nDROP TABLE IF EXISTS answer_data;\nCREATE TABLE answer_data (StudyInstanceUID TEXT, \
         SeriesInstanceUID TEXT, SOPInstanceUID TEXT, AnswerData TEXT);\n",
    );
    for original in files::below(originals)? {
        let Some(instance) = files::instance(&original) else { continue };
        let Some(actions) = of_instance.get(instance.as_str()) else { continue };
        if actions.iter().any(|action| action.class == Class::Refused) {
            continue;
        }
        let file = File::open(&original)?;
        let uid = |tag: Tag| -> Result<String> {
            let element = file.object().get(tag).context("no UID")?;
            Ok(element.to_str()?.trim_end_matches(['\0', ' ']).to_owned())
        };
        let answers = answers(&file, actions).to_string();
        let cells =
            [uid(tags::STUDY_INSTANCE_UID)?, uid(tags::SERIES_INSTANCE_UID)?, instance, answers];
        let cells = cells.map(|cell| format!("'{}'", cell.replace('\'', "''")));
        let _ = writeln!(sql, "INSERT INTO answer_data VALUES ({});", cells.join(","));
    }
    sql += "COMMIT;\n";
    std::fs::write(path, sql).with_context(|| format!("cannot write {}", path.display()))
}

/// The actions of a file by their numbers.
///
/// The script compares the bytes of compressed pixels: where these must lose something that is no
/// image, it can say nothing of them.
fn answers(file: &File, actions: &[&Action]) -> Value {
    let stream_changes = actions.iter().any(|action| action.class == Class::StreamCleaned);
    let mut answers = Map::new();
    for action in actions {
        if stream_changes && action.class == Class::PixelsRetained {
            continue;
        }
        if let Some(answer) = answer(file, action) {
            answers.insert(answers.len().to_string(), answer);
        }
    }
    Value::Object(answers)
}

fn answer(file: &File, action: &Action) -> Option<Value> {
    if !Class::scored().any(|class| class == action.class) || action.place.is_everywhere() {
        return None;
    }
    // Without a value, the whole element is meant.
    let value = match action.value.as_str() {
        "" => file.text(&action.place).unwrap_or_default(),
        value => value.to_owned(),
    };
    let text = match action.class {
        Class::PixelsRetained if action.area.is_none() => hex_md5(&file.pixel_bytes()),
        // Of parts of an image the script knows nothing.
        Class::PixelsRetained => return None,
        // Values of several are shown there as a list.
        _ => value.replace('\\', " "),
    };
    let shown = |text: &str| format!("<{text}>");
    Some(json!({
        "tag": action.place.tag().map(|tag| format!("<({:04x},{:04x})>", tag.0, tag.1)),
        "tag_ds": action.place.midi(),
        "tag_name": "",
        "action": shown(action.class.as_str()),
        "action_text": shown(&text),
        "value": shown(&value),
        "answer_category_v2": action.class.as_str(),
    }))
}

fn hex_md5(bytes: &[u8]) -> String {
    Md5::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::maker::{Scans, Settings, make};

    #[test]
    fn every_file_that_is_to_be_written_has_a_row_with_its_actions() {
        let folder = tempfile::tempdir().unwrap();
        let made =
            make(folder.path(), Settings { seed: 2, patients: 2 }, &mut Scans::default()).unwrap();
        let actions = crate::key::read(&made.key).unwrap();
        let sql = std::fs::read_to_string(&made.midi_key).unwrap();
        let rows: Vec<_> = sql.lines().filter(|line| line.starts_with("INSERT")).collect();
        let refused = actions.iter().filter(|action| action.class == Class::Refused).count();
        assert_eq!(rows.len(), made.files - refused);
        let (_, json) = rows[0].split_once(",'{").unwrap();
        let json = format!("{{{}", json.trim_end_matches("');")).replace("''", "'");
        let answers: Map<String, Value> = serde_json::from_str(&json).unwrap();
        let of = |action: &str| {
            answers.values().find(|answer| answer["action"] == format!("<{action}>")).unwrap()
        };
        assert!(of("uid_changed")["value"].as_str().unwrap().starts_with("<1.2."));
        assert_eq!(of("patid_consistent")["tag_ds"], "<(0010,0020)>");
        assert!(answers.values().any(|a| a["tag_ds"] == "<(0040,0275)>[<0000>]<(0040,0007)>"));
        assert_eq!(of("pixels_retained")["action_text"].as_str().unwrap().len(), 34);
        assert!(answers.keys().all(|key| key.parse::<usize>().is_ok()));
        // The bytes of a stream that is cleaned do not stay.
        let cleaned: Vec<_> = actions.iter().filter(|a| a.class == Class::StreamCleaned).collect();
        assert!(!cleaned.is_empty());
        for action in cleaned {
            let mut of_file = rows.iter().filter(|row| row.contains(&action.instance));
            assert!(of_file.all(|row| !row.contains("pixels_retained")));
        }
    }
}
