//! A made-up patient: everything that could give the person away.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use chrono::{Days, NaiveDate};
use rand::RngExt;
use rand::rngs::Xoshiro256PlusPlus;

use super::chance::draw;
use super::people::{Culture, Word};

/// What templates can name, by name; see `data/plants.csv`.
pub type Values = BTreeMap<&'static str, String>;

/// A patient.
#[derive(Debug, Clone)]
pub struct Person {
    /// `SpecificCharacterSet` of all of the patient's objects.
    pub charset: String,
    /// What identifies the patient, staff and places, and what does not (`sex`, `age`).
    pub values: Values,
    birth: NaiveDate,
    exam: NaiveDate,
}

/// The native and the Latin form of a name.
struct Name {
    given: Word,
    family: Word,
}

impl Name {
    fn draw(rng: &mut Xoshiro256PlusPlus, culture: &Culture) -> Result<Self> {
        Ok(Self { given: culture.word(rng, "given")?, family: culture.word(rng, "family")? })
    }

    fn spoken(&self) -> String {
        format!("{} {}", self.given.latin, self.family.latin)
    }

    /// The same of somebody from abroad: with Western letters only where the set has them.
    fn foreign(&self, charset: &str) -> String {
        match charset {
            "ISO_IR 100" | "ISO_IR 192" | "GB18030" => self.formal(""),
            _ => format!("{}^{}", self.family.latin, self.given.latin),
        }
    }

    /// As an element with the VR PN holds it.
    fn formal(&self, charset: &str) -> String {
        let native = format!("{}^{}", self.family.native, self.given.native);
        // Scripts that a set of one byte does not hold come after a Latin group.
        if charset.starts_with('\\') || charset == "GB18030" {
            format!("{}^{}={native}", self.family.latin, self.given.latin)
        } else {
            native
        }
    }
}

impl Person {
    /// The person of this number in a set.
    ///
    /// # Errors
    /// When the table of names is broken.
    pub fn draw(rng: &mut Xoshiro256PlusPlus, culture: &Culture, number: usize) -> Result<Self> {
        let charset = culture.charset.clone();
        let day = |rng: &mut Xoshiro256PlusPlus, year: i32| {
            let month = rng.random_range(1..=12);
            NaiveDate::from_ymd_opt(year, month, rng.random_range(1..=28)).context("no such day")
        };
        // One of eight is older than 89 years.
        let exam_year = rng.random_range(2011..=2023);
        let age = if number % 8 == 7 { 93 } else { rng.random_range(19..=84) };
        let birth = day(rng, exam_year - age)?;
        let exam = day(rng, exam_year)?;
        let mut person = Self { charset, values: Values::new(), birth, exam };
        person.names(rng, culture)?;
        person.numbers(rng);
        person.demographics(rng, u32::try_from(age)?);
        Ok(person.on(0))
    }

    /// The same person so many days later.
    pub fn on(&self, later: u64) -> Self {
        let mut person = self.clone();
        let exam = self.exam + Days::new(later);
        let prior = self.exam - Days::new(300);
        person.values.extend([
            ("birth", self.birth.format("%Y%m%d").to_string()),
            ("birth_iso", self.birth.format("%Y-%m-%d").to_string()),
            ("birth_dots", self.birth.format("%d.%m.%Y").to_string()),
            ("birth_slash", self.birth.format("%m/%d/%Y").to_string()),
            ("birth_words", self.birth.format("%d %b %Y").to_string()),
            ("exam", exam.format("%Y%m%d").to_string()),
            ("exam_dt", exam.format("%Y%m%d101530.25+0100").to_string()),
            ("exam_iso", exam.format("%Y-%m-%d").to_string()),
            ("exam_words", exam.format("%B %d, %Y").to_string()),
            ("next", (exam + Days::new(1)).format("%Y%m%d").to_string()),
            ("prior", prior.format("%Y%m%d").to_string()),
            ("prior_slash", prior.format("%m/%d/%Y").to_string()),
            ("prior_dots", prior.format("%d.%m.%y").to_string()),
            ("prior_words", prior.format("%d %B %Y").to_string()),
        ]);
        person
    }

    /// The value of a name, `caret` for instance.
    pub fn value(&self, name: &str) -> Result<&str> {
        let value = self.values.get(name).map(String::as_str);
        value.with_context(|| format!("nothing is called {name}"))
    }

    fn names(&mut self, rng: &mut Xoshiro256PlusPlus, culture: &Culture) -> Result<()> {
        let patient = Name::draw(rng, culture)?;
        let other = |rng: &mut _, kind, than| culture.other(rng, kind, than);
        let relative = Name {
            given: other(rng, "given", &patient.given)?,
            family: other(rng, "family", &patient.family)?,
        };
        let staff = Culture::all()?;
        let mut colleague = || -> Result<Name> {
            let western: Vec<_> = staff.iter().filter(|c| c.charset == "ISO_IR 100").collect();
            let culture = draw(rng, &western).copied().context("no culture")?;
            Name::draw(rng, culture)
        };
        let [referring, operator, reader] = [colleague()?, colleague()?, colleague()?];
        let city = culture.word(rng, "city")?;
        let street = culture.word(rng, "street")?;
        let house = rng.random_range(2..=198);
        let Name { given, family } = &patient;
        let initial: String = given.latin.chars().take(1).collect();
        let user = family.latin.to_lowercase().replace([' ', '\'', '-'], "");
        let ward = draw(rng, &["Ward 7B", "Station Nord", "ICU East"]).copied().unwrap_or_default();
        let kind = draw(rng, &["General Hospital", "Memorial Clinic", "University Hospital"]);
        let hospital = format!("{} {}", city.latin, kind.copied().unwrap_or_default());
        let short: String = city.latin.chars().filter(char::is_ascii_alphabetic).take(8).collect();
        self.values.extend([
            ("caret", patient.formal(&self.charset)),
            ("latin_caret", format!("{}^{}", family.latin, given.latin)),
            ("spoken", patient.spoken()),
            ("native", format!("{} {}", given.native, family.native)),
            ("comma", format!("{}, {}", family.latin, given.latin)),
            ("upper", format!("{} {}", family.latin, given.latin).to_uppercase()),
            ("lower", patient.spoken().to_lowercase()),
            ("family", family.latin.clone()),
            ("upper_family", family.latin.to_uppercase()),
            ("initial", format!("{initial}. {}", family.latin)),
            ("misspelt", misspelt(rng, &patient.spoken())),
            ("underscored", format!("{}_{}", family.latin, given.latin).replace(' ', "_")),
            ("relative", relative.spoken()),
            ("relative_caret", relative.formal(&self.charset)),
            ("referring", referring.foreign(&self.charset)),
            ("referring_spoken", referring.spoken()),
            ("referring_family", referring.family.latin),
            ("operator", operator.foreign(&self.charset)),
            ("operator_spoken", operator.spoken()),
            ("reader", reader.foreign(&self.charset)),
            ("reader_family", reader.family.latin),
            ("city", city.latin.clone()),
            ("address", format!("{house} {}, {}", street.native, city.native)),
            ("address_latin", format!("{house} {}, {}", street.latin, city.latin)),
            ("hospital", hospital),
            ("department", format!("{} Neuroradiology", city.latin)),
            ("ward", ward.to_owned()),
            (
                "email",
                format!("{}.{user}@{}.example", initial.to_lowercase(), short.to_lowercase()),
            ),
            ("user", format!("{}{user}", initial.to_lowercase())),
            ("ae", format!("{}_CT1", short.to_uppercase())),
            ("place", short.to_uppercase()),
            ("domain", short.to_lowercase()),
        ]);
        Ok(())
    }

    fn numbers(&mut self, rng: &mut Xoshiro256PlusPlus) {
        let mut digits = |count: u32| {
            let low = 10_u64.pow(count - 1);
            rng.random_range(low..low * 10).to_string()
        };
        let id = format!("MRN{}", digits(7));
        let [area, line] = [digits(3), digits(4)];
        self.values.extend([
            ("other_id", format!("{}-{}-{}", digits(3), digits(2), digits(4))),
            ("insurance", format!("INS{}", digits(9))),
            ("accession", format!("A{}", digits(9))),
            ("study_id", format!("ST{}", digits(6))),
            ("order", format!("RQ{}", digits(7))),
            ("station", format!("SCANNER{}", digits(2))),
            ("serial", format!("SN{}", digits(6))),
            ("phone", format!("555-{area}-{line}")),
            ("phone_brackets", format!("(555) {}-{}", digits(3), digits(4))),
            ("phone_plus", format!("+44 555 {}", digits(7))),
            ("license", format!("LIC{}", digits(6))),
            ("bare_id", id.trim_start_matches("MRN").to_owned()),
            ("id", id),
        ]);
    }

    fn demographics(&mut self, rng: &mut Xoshiro256PlusPlus, age: u32) {
        let mut pick = |choice: &[&str]| draw(rng, choice).copied().unwrap_or_default().to_owned();
        self.values.extend([
            ("age", format!("{age:03}Y")),
            ("sex", pick(&["F", "M", "O"])),
            ("weight", pick(&["61.3", "74", "88.5", "102"])),
            ("size", pick(&["1.58", "1.73", "1.9"])),
            ("ethnic", pick(&["Sami", "Basque", "Yoruba", "Ainu"])),
            ("smoking", pick(&["YES", "NO", "UNKNOWN"])),
        ]);
    }
}

/// Two neighbouring letters changed places, in the family name.
fn misspelt(rng: &mut Xoshiro256PlusPlus, spoken: &str) -> String {
    let mut letters: Vec<char> = spoken.chars().collect();
    let start =
        spoken.rfind(' ').map_or(0, |at| spoken.get(..at).map_or(0, |s| s.chars().count()) + 2);
    let places: Vec<usize> = (start..letters.len().saturating_sub(1))
        .filter(|&at| {
            let (one, other) = (letters.get(at), letters.get(at + 1));
            one != other && [one, other].iter().all(|c| c.is_some_and(|c| c.is_alphabetic()))
        })
        .collect();
    if let Some(&at) = draw(rng, &places) {
        letters.swap(at, at + 1);
    }
    letters.into_iter().collect()
}
