//! What an output folder was written with: the tool, its version, its settings and which key. It lies in
//! the folder, so that a run with another configuration does not mix its files among those that are there.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use serde_json::{Value, json};

use super::guard::STAGING;
use crate::code::RunError;
use crate::files::folder::{Folder, Present};

/// The name of the record in the folder.
pub const CONFIGURATION: &str = ".dcm-output.json";
/// Bytes of the longest record: a few lines.
const LONGEST: u64 = 1 << 16;

/// Which key a folder's names are made with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyUsed {
    /// The one with this fingerprint, which does not tell it.
    Given(String),
    /// A random one that nobody has any more when the run is over.
    Forgotten,
    /// None: the names need no key.
    NotNeeded,
}

/// What a run writes an output folder with. Nothing in it is secret, and nothing is of the files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Configuration {
    /// The tool's name.
    pub tool: String,
    /// Its version.
    pub version: String,
    /// Which key.
    pub key: KeyUsed,
    /// A digest of all other settings that the results depend on.
    pub settings: String,
    /// The most important of them in words that may be shown: `level low`.
    pub words: String,
}

/// What is to become of files that were written otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Otherwise {
    /// Nothing may be added to them.
    Refuse,
    /// They are replaced, as far as the run has the same inputs: `--force`.
    Replace,
}

/// What a folder says of itself.
enum Known {
    /// Nothing is in it, but perhaps the record of a run that wrote nothing.
    Fresh,
    /// There are folders in it, and no record.
    Unknown,
    /// What it was written with.
    As(Configuration),
}

impl Otherwise {
    /// As `--force` says.
    pub fn with_force(force: bool) -> Self {
        if force { Otherwise::Replace } else { Otherwise::Refuse }
    }
}

impl Configuration {
    /// Checks without writing anything that a run with this configuration may write to a folder.
    ///
    /// # Errors
    /// Why it may not, and what to do.
    pub fn check(&self, root: &Path, otherwise: Otherwise) -> Result<(), RunError> {
        match Folder::named(root) {
            Ok(folder) => self.may_write(&folder, otherwise).map(drop),
            // What cannot be opened is told by who writes to it.
            Err(_) => Ok(()),
        }
    }

    /// Whether the folder needs a record of this configuration.
    ///
    /// # Errors
    /// Why a run with this configuration may not write to it, and what to do.
    pub(super) fn may_write(
        &self,
        folder: &Folder,
        otherwise: Otherwise,
    ) -> Result<bool, RunError> {
        match known(folder)? {
            Known::Fresh => Ok(true),
            Known::Unknown if self.key == KeyUsed::Forgotten => Err(RunError::usage(
                "the output folder is not empty, and without a key everything may be in it twice, under other \
                 pseudonyms: give the --key-file of the earlier run, or another --output",
            )),
            Known::Unknown => {
                tracing::warn!(
                    "nothing in the output folder says what its files were written with; this run's are added"
                );
                Ok(true)
            }
            Known::As(earlier) if earlier == *self && self.key != KeyUsed::Forgotten => Ok(false),
            Known::As(earlier) => self.instead_of(&earlier, otherwise).map(|()| true),
        }
    }

    /// Why what was written otherwise may not be mixed with what this writes.
    fn instead_of(&self, earlier: &Self, otherwise: Otherwise) -> Result<(), RunError> {
        let refuse = |reason: String, remedy: &str| {
            Err(RunError::Usage(format!("the output folder was written {reason}: {remedy}")))
        };
        if earlier.tool != self.tool {
            return refuse(
                format!("by {}", earlier.tool),
                "give each tool a folder of its own with --output",
            );
        }
        match (&earlier.key, &self.key) {
            (KeyUsed::Forgotten, _) => {
                return refuse(
                    "with a random key that is forgotten".to_owned(),
                    "everything would be in it twice, under other pseudonyms. Give another --output or empty \
                     this one; with --key-file FILE, at each tool that writes, a run can be repeated",
                );
            }
            (KeyUsed::Given(_), KeyUsed::Forgotten) => {
                return refuse(
                    "with a key, and this run has none".to_owned(),
                    "everything would be in it twice, under other pseudonyms. Give the same --key-file, or \
                     another --output",
                );
            }
            (earlier, now) if earlier != now => {
                return refuse(
                    "with another key".to_owned(),
                    "everything would be in it twice, under other pseudonyms. Give the same --key-file, or \
                     another --output",
                );
            }
            _ => {}
        }
        let reason = if earlier.version != self.version {
            format!("by version {}, and this is {}", earlier.version, self.version)
        } else if earlier.words != self.words {
            format!("with {}, and this run has {}", earlier.words, self.words)
        } else {
            "with other settings (flags, or what is in the files that they name)".to_owned()
        };
        match otherwise {
            Otherwise::Refuse => refuse(
                reason,
                "the two would be mixed. Give another --output, or --force to replace the files of the same \
                 inputs",
            ),
            Otherwise::Replace => {
                tracing::warn!(
                    "the output folder was written {reason}; files of other inputs than this run's stay as \
                     they are"
                );
                Ok(())
            }
        }
    }

    pub(super) fn json(&self) -> String {
        let key = match &self.key {
            KeyUsed::Given(fingerprint) => json!({ "fingerprint": fingerprint }),
            KeyUsed::Forgotten => json!("random"),
            KeyUsed::NotNeeded => Value::Null,
        };
        let record = json!({
            "tool": self.tool,
            "version": self.version,
            "settings": self.settings,
            "words": self.words,
            "key": key,
        });
        format!("{record:#}\n")
    }

    fn read(file: File) -> Option<Self> {
        let mut text = String::new();
        file.take(LONGEST).read_to_string(&mut text).ok()?;
        let record: Value = serde_json::from_str(&text).ok()?;
        // Shown in messages: nothing that could steer a terminal.
        let plain = |text: &str| text.len() <= 400 && text.chars().all(|c| !c.is_control());
        let field = |name: &str| Some(record.get(name)?.as_str()?.to_owned()).filter(|t| plain(t));
        let key = match record.get("key")? {
            Value::Null => KeyUsed::NotNeeded,
            Value::String(word) if word == "random" => KeyUsed::Forgotten,
            key => KeyUsed::Given(key.get("fingerprint")?.as_str()?.to_owned()),
        };
        Some(Self {
            tool: field("tool")?,
            version: field("version")?,
            key,
            settings: field("settings")?,
            words: field("words")?,
        })
    }
}

/// Whether a file is the record of an output folder, which is no input.
pub fn is_configuration(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == CONFIGURATION)
        && std::fs::symlink_metadata(path).is_ok_and(|file| file.is_file())
        && File::open(path).ok().and_then(Configuration::read).is_some()
}

/// What a folder says of itself.
fn known(folder: &Folder) -> Result<Known, RunError> {
    let cannot = |error: io::Error| RunError::output("--output", &error);
    let entries = folder.entries().map_err(cannot)?;
    let mut others = entries.iter().filter(|e| e.name != CONFIGURATION && e.name != STAGING);
    let (holds_files, holds_folders) =
        (others.clone().next().is_some(), others.any(|e| e.is_folder));
    let in_use = match folder.folder(STAGING.as_ref()) {
        Ok(staging) => !staging.entries().map_err(cannot)?.is_empty(),
        Err(_) => false,
    };
    match folder.present(CONFIGURATION.as_ref()).map_err(cannot)? {
        Present::Nothing if holds_folders => Ok(Known::Unknown),
        Present::Nothing => Ok(Known::Fresh),
        // A run that ended before it had written anything binds nobody, unless it is still there.
        Present::File(_) if !holds_files && !in_use => Ok(Known::Fresh),
        Present::File(file) => Configuration::read(file).map(Known::As).ok_or_else(|| {
            RunError::Usage(format!(
                "{CONFIGURATION} in the output folder, which says what was written there, is damaged: give \
                 another --output"
            ))
        }),
        Present::Other => Err(RunError::Usage(format!(
            "{CONFIGURATION} in the output folder is no file: give another --output"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::publish::{Existing, Output};
    use std::fs;

    fn configuration(key: KeyUsed, words: &str) -> Configuration {
        let text = |text: &str| text.to_owned();
        Configuration {
            tool: text("dcm-scrub"),
            version: text("1.0"),
            key,
            settings: text(words),
            words: text(words),
        }
    }

    fn given(key: &str) -> KeyUsed {
        KeyUsed::Given(key.to_owned())
    }

    /// What a run says that wants to write a file into a folder.
    fn run(root: &Path, configuration: &Configuration, otherwise: Otherwise) -> String {
        let said = match Output::open_as(root, configuration, otherwise) {
            Ok(output) => {
                let (staged, _) = output.create().unwrap();
                let _ = staged.name(&root.join("subject/a.dcm"), Existing::Replace);
                String::new()
            }
            Err(error) => error.to_string(),
        };
        assert!(
            !root.join(STAGING).exists(),
            "nothing is left of a run, or of one that was refused"
        );
        said
    }

    #[test]
    fn a_folder_takes_the_same_configuration_again_and_no_other() {
        let low = configuration(given("k"), "level low");
        let other = |change: fn(&mut Configuration)| {
            let mut other = low.clone();
            change(&mut other);
            other
        };
        let place = tempfile::tempdir().unwrap();
        let root = place.path().join("out");
        for _ in 0..2 {
            assert_eq!(run(&root, &low, Otherwise::Refuse), "");
        }
        for (other, words, forced) in [
            (
                configuration(given("k"), "level high"),
                "level low, and this run has level high",
                true,
            ),
            (other(|c| c.settings = "words".to_owned()), "with other settings", true),
            (other(|c| c.version = "2.0".to_owned()), "version 1.0, and this is 2.0", true),
            (other(|c| c.key = given("another")), "another key", false),
            (other(|c| c.key = KeyUsed::Forgotten), "this run has none", false),
            (other(|c| c.key = KeyUsed::NotNeeded), "another key", false),
            (other(|c| c.tool = "dcm-deface".to_owned()), "by dcm-scrub", false),
        ] {
            for said in [
                run(&root, &other, Otherwise::Refuse),
                other.check(&root, Otherwise::Refuse).unwrap_err().to_string(),
            ] {
                assert!(said.contains(words) && said.contains("--output"), "{said}");
            }
            assert_eq!(run(&root, &other, Otherwise::Replace).is_empty(), forced, "{words}");
            if forced {
                let back = run(&root, &low, Otherwise::Refuse);
                assert!(back.contains("was written"), "it was written anew: {back}");
                assert_eq!(run(&root, &low, Otherwise::Replace), "");
            }
        }
        assert_eq!(run(&root, &low, Otherwise::Refuse), "");
    }

    #[test]
    fn without_a_key_a_folder_is_written_once() {
        let random = configuration(KeyUsed::Forgotten, "level high");
        let place = tempfile::tempdir().unwrap();
        let root = place.path().join("out");
        // A run that wrote nothing binds nobody; one that is still there does.
        let first = Output::open_as(&root, &random, Otherwise::Refuse).unwrap();
        assert!(Output::open_as(&root, &random, Otherwise::Refuse).is_err());
        drop(first);
        assert!(root.join(CONFIGURATION).exists());
        assert_eq!(run(&root, &random, Otherwise::Refuse), "");
        for otherwise in [Otherwise::Refuse, Otherwise::Replace] {
            for key in [KeyUsed::Forgotten, given("k")] {
                let said = run(&root, &configuration(key, "level high"), otherwise);
                assert!(said.contains("random key") && said.contains("--key-file"), "{said}");
            }
        }
        // Nor is it added to what nobody knows.
        fs::remove_file(root.join(CONFIGURATION)).unwrap();
        assert!(run(&root, &random, Otherwise::Replace).contains("not empty"));
        assert_eq!(run(&root, &configuration(given("k"), "level high"), Otherwise::Refuse), "");
    }

    #[test]
    fn a_record_that_is_damaged_or_a_link_is_not_taken_for_none() {
        let low = configuration(given("k"), "level low");
        let place = tempfile::tempdir().unwrap();
        let root = place.path().join("out");
        assert_eq!(run(&root, &low, Otherwise::Refuse), "");
        let record = root.join(CONFIGURATION);
        let whole = fs::read_to_string(&record).unwrap();
        assert!(is_configuration(&record));
        let steering = whole.replace("level low", "\\u001b[2J");
        for text in [&whole[..whole.len() / 2], "", "{}", "[1]", steering.as_str()] {
            fs::write(&record, text).unwrap();
            assert!(run(&root, &low, Otherwise::Replace).contains("damaged"), "{text}");
            assert!(!is_configuration(&record), "it is an input like any other");
        }
        fs::remove_file(&record).unwrap();
        fs::write(place.path().join("elsewhere"), &whole).unwrap();
        std::os::unix::fs::symlink("../elsewhere", &record).unwrap();
        assert!(run(&root, &low, Otherwise::Refuse).contains("no file"));
        assert!(!is_configuration(&record));
    }
}
