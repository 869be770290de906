//! What a run records of itself: program, settings, counts, times. Nothing of the files, and no
//! names of files and folders, which may tell who the patient is.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::time::{Instant, SystemTime};

use serde_json::{Value, json};

use crate::code::Code;
use crate::dataset::Date;
use crate::files::pending::{Pending, Readers};
use crate::pipeline::cli::Tally;
use crate::pipeline::seal::checksum;
use crate::pipeline::session::tool::Tool;

/// Flags that always have a value, which is a word or a number of the tools' own; of others only the
/// name is recorded.
const SHOWN: [&str; 20] = [
    "--compat",
    "--compress",
    "--criteria",
    "--gpu",
    "--integers",
    "--jobs",
    "--k",
    "--lang",
    "--level",
    "--log-format",
    "--method",
    "--on-doubt",
    "--option",
    "--profile",
    "--safe-private",
    "--step",
    "--threads",
    "--transfer",
    "--without",
    "-j",
];
/// Flags that name a file of rules, of which the hash is recorded.
const HASHED: [&str; 6] =
    ["--decisions", "--mask", "--pixel-rules", "--policy", "--script", "--template"];

/// A record in the making.
#[derive(Debug)]
pub struct Record {
    pending: Pending,
    settings: Vec<String>,
    began: SystemTime,
    clock: Instant,
}

impl Record {
    /// Starts one, before anything is done.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn create(path: &Path) -> io::Result<Self> {
        Ok(Self {
            pending: Pending::create(path)?,
            settings: settings(std::env::args_os().skip(1)),
            began: SystemTime::now(),
            clock: Instant::now(),
        })
    }

    /// Completes it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn publish(
        self,
        tool: &Tool,
        configuration: &str,
        tally: &Tally,
        codes: &BTreeMap<Code, u64>,
    ) -> io::Result<()> {
        let Tally { ok, skipped, flagged, failed, unchanged } = tally;
        let codes: BTreeMap<&str, u64> = codes.iter().map(|(c, n)| (c.as_str(), *n)).collect();
        let record: Value = json!({
            "tool": tool.name,
            "version": tool.version,
            "configuration": configuration,
            "settings": self.settings,
            "began": utc(self.began),
            "seconds": (self.clock.elapsed().as_secs_f64() * 1000.0).round() / 1000.0,
            "files": tally.total(),
            "counts": {
                "ok": ok, "skip": skipped, "flag": flagged, "fail": failed, "unchanged": unchanged
            },
            "codes": codes,
        });
        writeln!(self.pending.handle()?, "{record:#}")?;
        self.pending.publish(Readers::Everyone)
    }
}

/// Flags as they were given, without what may tell of a patient.
fn settings(args: impl Iterator<Item = OsString>) -> Vec<String> {
    let mut settings: Vec<String> = Vec::new();
    // The flag whose value comes next; what follows a value may be the name of a folder.
    let mut waiting = String::new();
    for arg in args {
        let text = arg.to_string_lossy();
        let flag = std::mem::take(&mut waiting);
        if !is_flag(&text) {
            if let (Some(shown), Some(setting)) = (shown(&flag, &text), settings.last_mut()) {
                *setting = format!("{setting} {shown}");
            }
            continue;
        }
        match text.split_once('=') {
            Some((name, value)) => {
                settings.push(match shown(name, value) {
                    Some(shown) => format!("{name} {shown}"),
                    None => name.to_owned(),
                });
            }
            None => {
                settings.push(text.clone().into_owned());
                waiting = text.into_owned();
            }
        }
    }
    settings
}

/// A flag as the tools' own are written: nothing that somebody could name a file.
fn is_flag(text: &str) -> bool {
    let name = text.split('=').next().unwrap_or_default();
    let letters = |name: &str| {
        name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    match name.strip_prefix("--") {
        Some(name) => (2..=24).contains(&name.len()) && letters(name),
        None => name.len() == 2 && name.starts_with('-') && letters(name),
    }
}

fn shown(flag: &str, value: &str) -> Option<String> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-,.".contains(&b);
    if SHOWN.contains(&flag) && value.len() <= 200 && value.bytes().all(plain) {
        return Some(value.to_owned());
    }
    if HASHED.contains(&flag) {
        let hash = checksum(&File::open(value).ok()?).ok()?;
        return Some(format!("sha256:{hash}"));
    }
    None
}

/// A time as RFC 3339 writes it.
/// The day, in UTC: `2026-01-31`.
pub fn today() -> String {
    let mut text = utc(SystemTime::now());
    text.truncate(10);
    text
}

fn utc(time: SystemTime) -> String {
    let seconds = time.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |time| time.as_secs());
    let days = i64::try_from(seconds / 86_400).unwrap_or(0);
    let date = Date::from_days(days).map(|date| date.to_string()).unwrap_or_default();
    let (year, rest) = date.split_at_checked(4).unwrap_or_default();
    let (month, day) = rest.split_at_checked(2).unwrap_or_default();
    let (hours, minutes) = (seconds / 3600 % 24, seconds / 60 % 60);
    format!("{year}-{month}-{day}T{hours:02}:{minutes:02}:{:02}Z", seconds % 60)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn of(line: &str) -> Vec<String> {
        settings(line.split(' ').map(OsString::from))
    }

    #[test]
    fn flags_are_recorded_and_names_of_people_are_not() {
        assert_eq!(
            of(
                "--input HONG/raw KIM --level low HONG --option=retain-uids,clean-graphics --subjects HONG -j 4"
            ),
            ["--input", "--level low", "--option retain-uids,clean-graphics", "--subjects", "-j 4"]
        );
        assert_eq!(
            of("HONG --level ../HONG --HONG -HONG --key-file=HONG"),
            ["--level", "--key-file"]
        );
        assert_eq!(of("relink --policy /nowhere/HONG"), ["--policy"]);
    }

    #[test]
    fn a_file_of_rules_is_recorded_by_its_hash() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(&file, "abc").unwrap();
        let settings = of(&format!("--policy {}", file.path().display()));
        let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(settings, [format!("--policy sha256:{hash}")]);
    }

    #[test]
    fn times_are_written_in_full() {
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_764_380_647);
        assert_eq!(utc(time), "2025-11-29T01:44:07Z");
    }
}
