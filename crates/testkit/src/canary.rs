//! Values that exist nowhere else: found again, they prove a leak.

use crate::rng::Rng;
use crate::search::{Search, Wanted};
use crate::tree::Tree;

/// Makes canaries and remembers them.
#[derive(Debug)]
pub struct Canaries {
    rng: Rng,
    wanted: Vec<Wanted>,
}

impl Canaries {
    /// None yet.
    pub fn new(seed: u64) -> Self {
        Self { rng: Rng::new(seed), wanted: Vec::new() }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.wanted.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.wanted.is_empty()
    }

    /// What each was planted in.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.wanted.iter().map(|wanted| wanted.label.as_str())
    }

    /// Remembers a value that the test made itself.
    pub fn add(&mut self, wanted: Wanted) {
        self.wanted.push(wanted);
    }

    /// Remembers a text that the test made itself.
    pub fn add_text(&mut self, place: &str, text: &str) {
        self.add(Wanted::text(place, text));
    }

    /// A word of ten letters.
    pub fn word(&mut self, place: &str) -> String {
        let word = self.rng.word(b"QXZJKVWY", 5) + &self.rng.word(b"aeiouqxz", 5);
        self.add_text(place, &word);
        word
    }

    /// Twelve digits, for numbers and UIDs.
    pub fn digits(&mut self, place: &str) -> String {
        let digits = self.rng.word(b"123456789", 12);
        self.add_text(place, &digits);
        digits
    }

    /// A UID with a canary as its last component.
    pub fn uid(&mut self, place: &str) -> String {
        format!("1.2.826.0.1.{}", self.digits(place))
    }

    /// A day. All are multiples of 4,000 days apart, more than a date is ever moved, so that no
    /// moved date is another canary.
    pub fn date(&mut self, place: &str) -> String {
        let days = 4_000 * (150 + self.rng.below(600) as u64);
        // From days since 0000-03-01 (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms").
        let (era, of_era) = (days / 146_097, days % 146_097);
        let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = era * 400 + year + u64::from(month <= 2);
        let date = format!("{year:04}{month:02}{day:02}");
        self.add(Wanted::text(place, &date).as_number());
        date
    }

    /// A time of day with a fraction.
    pub fn time(&mut self, place: &str) -> String {
        let (h, m, s) = (self.rng.below(24), self.rng.below(60), self.rng.below(60));
        let time = format!("{h:02}{m:02}{s:02}.{}", self.rng.word(b"123456789", 6));
        self.add_text(place, &time);
        time
    }

    /// The value field of any value representation, with a canary in it; none for a sequence.
    pub fn value(&mut self, place: &str, vr: &str) -> Option<Vec<u8>> {
        let place = &format!("{place} {vr}");
        let value = match vr {
            "AE" | "CS" | "SH" | "LO" | "LT" | "ST" | "UC" | "UT" => self.word(place),
            "PN" => format!("{}^{}", self.word(place), self.word(place)),
            "UR" => format!("http://{}/", self.word(place)),
            "UI" => self.uid(place),
            "DS" | "IS" => self.digits(place),
            "DA" => self.date(place),
            "TM" => self.time(place),
            "DT" => format!("{}{}", self.date(place), self.time(place)),
            "OB" | "OW" | "UN" | "OD" | "OF" | "OL" | "OV" | "US" | "SS" | "UL" | "SL" | "FL"
            | "FD" | "AT" | "SV" | "UV" => {
                format!("{}{}", self.word(place), self.rng.word(b"QXZ", 6))
            }
            _ => return None,
        };
        Some(padded(vr, value))
    }

    /// The same for a value whose date is moved: the time of day in a DT may stay, so it is none.
    pub fn value_to_be_moved(&mut self, place: &str, vr: &str) -> Option<Vec<u8>> {
        match vr {
            "DT" => {
                let date = self.date(&format!("{place} {vr}"));
                Some(padded(vr, format!("{date}101500")))
            }
            _ => self.value(place, vr),
        }
    }

    /// Everything of these that is found in names and bytes of a tree, deflated files inflated,
    /// and in other outputs.
    pub fn hits(&self, tree: &Tree, others: &[(&str, &[u8])]) -> Vec<String> {
        let search = Search::new(&self.wanted);
        let mut hits = Vec::new();
        for (name, entry) in tree.entries() {
            let shown = String::from_utf8_lossy(name).into_owned();
            hits.extend(search.hits(&format!("name {shown}"), name));
            hits.extend(search.hits(&shown, &entry.bytes));
            if let Ok(parsed) = crate::read(&entry.bytes) {
                hits.extend(search.hits(&format!("{shown} inflated"), &parsed.plain));
            }
        }
        for (name, bytes) in others {
            hits.extend(search.hits(name, bytes));
        }
        hits
    }
}

/// A value of even length (PS3.5 6.2).
fn padded(vr: &str, mut value: String) -> Vec<u8> {
    if value.len() % 2 == 1 {
        value.push(if vr == "UI" { '\0' } else { ' ' });
    }
    value.into_bytes()
}
