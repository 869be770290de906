//! A site's own IDs of patients and its own shifts of dates: `--subjects-map`.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use data_encoding::HEXLOWER;
use dicom_common::code::{Code, Fault, Outcome, RunError};
use dicom_common::dataset::{DataSet, Element, Text, trim};
use dicom_common::pipeline::instance::is_plain_name;
use dicom_dictionary_std::tags;
use sha2::{Digest, Sha256};

use crate::flag_file::read_bytes;

const FLAG: &str = "--subjects-map";
const COLUMNS: [&str; 3] = ["id", "new id", "days"];
/// Longest move of dates, in days: a hundred years.
const LONGEST_SHIFT: i64 = 36_525;
/// Characters from which on an ID is no part of a word by chance.
const TELLING: usize = 3;
/// Lines that a message names.
const MOST_LINES: usize = 10;

/// What a patient becomes.
#[derive(Debug)]
struct Mapped {
    new: String,
    /// Days by which dates move, not 0.
    days: i64,
    /// The line of the file.
    line: usize,
    /// Whether a file was about this patient.
    met: AtomicBool,
}

/// New IDs and shifts by Patient ID. Its values never come into a message.
#[derive(Debug)]
pub struct SubjectsMap {
    patients: HashMap<String, Mapped>,
    digest: String,
}

/// A patient as the table has him.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnSubject<'a> {
    /// The ID that stands for the patient.
    pub id: &'a str,
    /// Days by which dates move.
    pub days: i64,
}

impl SubjectsMap {
    /// The table in a file.
    ///
    /// # Errors
    /// Which line is wrong, and why; without what stands there.
    pub fn open(path: &Path) -> Result<Self, RunError> {
        Self::read(&read_bytes(path, FLAG)?)
    }

    fn read(bytes: &[u8]) -> Result<Self, RunError> {
        let refuse = |text: &str| RunError::Usage(format!("{FLAG} {text}"));
        let digest = HEXLOWER.encode(&Sha256::digest(bytes));
        let text = std::str::from_utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes))
            .map_err(|_| refuse("is not UTF-8: save it as CSV in UTF-8"))?;
        let mut rows = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let header = rows.headers().map_err(|_| refuse("cannot be read as CSV"))?.clone();
        let place = |name: &str| {
            let is_it = |cell: &str| cell.trim().replace('_', " ").eq_ignore_ascii_case(name);
            let mut places = header.iter().enumerate().filter(|(_, cell)| is_it(cell));
            match (places.next(), places.next()) {
                (Some((at, _)), None) => Ok(at),
                (Some(_), Some(_)) => Err(refuse(&format!("has the column `{name}` twice"))),
                (None, _) => Err(refuse(&format!(
                    "has no column `{name}`: its first line must be id,new id,days, with commas between"
                ))),
            }
        };
        let [id, new, days] = COLUMNS.map(place);
        let (id, new, days) = (id?, new?, days?);
        let mut map = Self { patients: HashMap::new(), digest };
        let mut taken = HashSet::new();
        for row in rows.records() {
            let row = row.map_err(|_| refuse("cannot be read as CSV"))?;
            let line = row.position().map_or(0, |place| place.line() as usize);
            let wrong = |why: &str| refuse(&format!("line {line}: {why}"));
            let cell = |at: usize| row.get(at).unwrap_or_default().trim();
            if row.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            if row.len() != header.len() {
                return Err(wrong("there are more or fewer cells than columns"));
            }
            let (id, new) = (cell(id), cell(new));
            if id.is_empty() {
                return Err(wrong("the ID is blank"));
            }
            check_new(id, new).map_err(wrong)?;
            let days = parse_days(cell(days)).map_err(wrong)?;
            if !taken.insert(new.to_ascii_lowercase()) {
                return Err(wrong("the new ID is another patient's already (case does not count)"));
            }
            let mapped = Mapped { new: new.to_owned(), days, line, met: AtomicBool::new(false) };
            if map.patients.insert(id.to_owned(), mapped).is_some() {
                return Err(wrong("the ID has a line already"));
            }
        }
        if map.patients.is_empty() {
            return Err(refuse("has no patients"));
        }
        let is_original = |mapped: &&Mapped| map.patients.contains_key(&mapped.new);
        match map.patients.values().filter(is_original).map(|mapped| mapped.line).min() {
            Some(line) => Err(refuse(&format!("line {line}: the new ID is an ID of the table"))),
            None => Ok(map),
        }
    }

    /// The patient that a data set is about, by Patient ID.
    ///
    /// # Errors
    /// `E_SUBJECT`.
    pub fn of(&self, dataset: &DataSet) -> Outcome<OwnSubject<'_>> {
        let id = dataset.get(tags::PATIENT_ID).and_then(Element::bytes).unwrap_or_default();
        let text = Text::of(dataset, &Text::default());
        let mapped = self.patients.get(text.decode(trim(id)).trim());
        let mapped = mapped.ok_or(Fault(Code::Subject))?;
        mapped.met.store(true, Ordering::Relaxed);
        Ok(OwnSubject { id: &mapped.new, days: mapped.days })
    }

    /// Text of the settings that results depend on.
    pub fn settings(&self) -> String {
        format!(" subjects {}", self.digest)
    }

    /// Tells which lines no file was about: their IDs may be misspelt.
    pub fn tell_unmet(&self) {
        let unmet = self.patients.values().filter(|mapped| !mapped.met.load(Ordering::Relaxed));
        let mut lines: Vec<usize> = unmet.map(|mapped| mapped.line).collect();
        lines.sort_unstable();
        if lines.is_empty() {
            return;
        }
        let shown: Vec<String> = lines.iter().take(MOST_LINES).map(usize::to_string).collect();
        let more = if lines.len() > MOST_LINES { ", ..." } else { "" };
        tracing::warn!(
            "{} of {} patients of {FLAG} have no file among the inputs; is the ID misspelt? line {}{more}",
            lines.len(),
            self.patients.len(),
            shown.join(", ")
        );
    }
}

/// A new ID can name a folder, and does not tell the old one.
fn check_new(id: &str, new: &str) -> Result<(), &'static str> {
    let lower = |text: &str| text.to_lowercase();
    match new {
        "" => Err("the new ID is blank"),
        _ if !is_plain_name(new) || new.ends_with('.') => Err(
            "the new ID must be 1 to 64 letters without accents, digits and . - _, and begin with a letter \
             or digit, as it names a folder",
        ),
        _ if new.starts_with('_') => Err("the new ID must begin with a letter or digit"),
        _ if lower(new) == lower(id) => Err("the new ID is the old one"),
        _ if id.chars().count() >= TELLING && lower(new).contains(&lower(id)) => {
            Err("the new ID contains the old one")
        }
        _ => Ok(()),
    }
}

fn parse_days(text: &str) -> Result<i64, &'static str> {
    match text.parse::<i64>() {
        _ if text.is_empty() => Err("the days are blank"),
        Ok(0) => Err("0 days would leave all dates as they are"),
        Ok(days) if days.abs() <= LONGEST_SHIFT => Ok(days),
        Ok(_) => Err("the days are more than a hundred years"),
        Err(_) => Err("the days are no whole number"),
    }
}

#[cfg(test)]
mod tests {
    use dicom_common::dataset::VR;

    use super::*;

    fn error(rows: &str) -> String {
        SubjectsMap::read(format!("id,new id,days\n{rows}").as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn a_table_that_is_not_sound_is_refused_by_its_line_without_its_values() {
        for (rows, why) in [
            ("HOSP1,S1,-10\n,S2,-20\n", "line 3: the ID is blank"),
            ("HOSP1,,-10\n", "line 2: the new ID is blank"),
            ("HOSP1,S1,\n", "line 2: the days are blank"),
            ("HOSP1,S1,ten\n", "no whole number"),
            ("HOSP1,S1,1.5\n", "no whole number"),
            ("HOSP1,S1,0\n", "0 days"),
            ("HOSP1,S1,-36526\n", "hundred years"),
            ("HOSP1,S1,99999999999999999999\n", "no whole number"),
            ("HOSP1,S1,-10\nHOSP1,S2,-10\n", "line 3: the ID has a line already"),
            ("HOSP1,S1,-10\nHOSP2,s1,-10\n", "line 3: the new ID is another patient's"),
            ("HOSP1,HOSP2,-10\nHOSP2,S2,-10\n", "line 2: the new ID is an ID of the table"),
            ("HOSP1,hosp1,-10\n", "is the old one"),
            ("4711,SITE-4711,-10\n", "contains the old one"),
            ("HOSP1,../x,-10\n", "names a folder"),
            ("HOSP1,=S1,-10\n", "names a folder"),
            ("HOSP1,_S1,-10\n", "begin with a letter"),
            ("HOSP1,홍길동,-10\n", "names a folder"),
            ("HOSP1,S1\n", "more or fewer cells"),
            ("HOSP1,S1,-10,x\n", "more or fewer cells"),
            ("", "has no patients"),
        ] {
            let said = error(rows);
            assert!(said.contains(why), "{rows}: {said}");
            assert!(!said.contains("HOSP") && !said.contains("4711"), "{said}");
        }
        for (text, why) in [
            ("id;new id;days\nHOSP1;S1;-1\n", "no column `id`"),
            ("HOSP1,S1,-10\n", "no column `id`"),
            ("id,new_id,new id,days\n", "the column `new id` twice"),
            ("", "no column"),
        ] {
            assert!(SubjectsMap::read(text.as_bytes()).unwrap_err().to_string().contains(why));
        }
        assert!(SubjectsMap::read(b"id,new id,days\nM\xFCller,S1,-1\n").is_err());
    }

    #[test]
    fn a_patient_is_found_by_the_characters_of_the_id() {
        let text = "\u{feff}Days,ID,New_ID,note\n+10, Müller-1 ,S_1,x\n\n-4,007,S.2,\n";
        let map = SubjectsMap::read(text.as_bytes()).unwrap();
        let dataset = |set: &str, id: &[u8]| {
            DataSet::new(vec![
                Element::new(tags::SPECIFIC_CHARACTER_SET, VR::CS, set.as_bytes().to_vec()),
                Element::new(tags::PATIENT_ID, VR::LO, id.to_vec()),
            ])
        };
        let own = OwnSubject { id: "S_1", days: 10 };
        assert_eq!(map.of(&dataset("ISO_IR 100", b"M\xFCller-1 ")), Ok(own));
        assert_eq!(map.of(&dataset("ISO_IR 192", "Müller-1".as_bytes())), Ok(own));
        for id in ["7", "0070", "", "S_1"] {
            assert_eq!(map.of(&dataset("ISO_IR 192", id.as_bytes())), Err(Fault(Code::Subject)));
        }
        assert_eq!(map.of(&DataSet::default()), Err(Fault(Code::Subject)));
    }
}
