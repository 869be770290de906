//! What persons decided about series: one table for all tools that flag, check or release them.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use csv::StringRecord;
use nalgebra::Point3;

use crate::code::{Code, Lang, RunError};
use crate::dataset::Date;
use crate::pipeline::manifest::Column;

/// Bytes that a table may have.
const LARGEST: u64 = 64 << 20;
/// mm from the scanner's centre within which a patient lies.
const FARTHEST: f64 = 2_000.0;
/// mm between the centres of two eyes: a newborn's have 38, the widest adult's 78.
const APART: std::ops::RangeInclusive<f64> = 30.0..=90.0;
/// The columns that must be there.
const REQUIRED: [&str; 5] = ["series", "decision", "by", "date", "reason"];
/// The columns that may be there too.
const OPTIONAL: [&str; 2] = ["code", "eyes"];

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The series passes as it is although a tool flagged it.
    Pass,
    /// The larger cut is made.
    Deep,
    /// The face is cut at the eyes that the person points at.
    Eyes,
    /// The series is held back.
    LeaveOut,
}

impl Verdict {
    /// As in the table and the manifest.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Pass => "pass",
            Verdict::Deep => "deep",
            Verdict::Eyes => "eyes",
            Verdict::LeaveOut => "leave-out",
        }
    }

    /// What it means, for the reader of a report.
    pub fn in_words(self, lang: Lang) -> &'static str {
        let korean = match self {
            Verdict::Pass => "그대로 전달",
            Verdict::Deep => "더 넓게 제거",
            Verdict::Eyes => "지정한 눈 위치에서 제거",
            Verdict::LeaveOut => "보류",
        };
        lang.of(self.as_str(), korean)
    }

    /// The decision of this name; `release` and `hold` are what dcm-release called two of them first.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "pass" | "release" => Some(Verdict::Pass),
            "deep" => Some(Verdict::Deep),
            "eyes" => Some(Verdict::Eyes),
            "leave-out" | "hold" => Some(Verdict::LeaveOut),
            _ => None,
        }
    }
}

/// A line of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// Which line, counted from 1.
    pub line: u64,
    /// Series UID as the manifest shows it.
    pub series: String,
    /// The one code that a `pass` is about; none where it is about whatever dcm-deface says of the series.
    pub code: Option<Code>,
    /// What was decided.
    pub verdict: Verdict,
    /// Centres of the eyes (LPS, mm), the right one first; of [`Verdict::Eyes`] alone.
    pub eyes: Option<[Point3<f64>; 2]>,
    /// By whom.
    pub by: String,
    /// When: a day, or a day with a time.
    pub date: String,
    /// Why.
    pub reason: String,
}

/// The decisions of a run.
#[derive(Debug, Clone, Default)]
pub struct Decisions {
    list: Vec<Arc<Decision>>,
    by_series: HashMap<String, Vec<usize>>,
}

impl Decisions {
    /// Reads a table: CSV with a header row, columns in any order.
    ///
    /// # Errors
    /// A usage error with the line: when it cannot be read, has other columns, leaves a field empty that
    /// must be filled in, names no day, repeats or contradicts another line, or points at eyes that are none.
    pub fn read(path: &Path) -> Result<Self, RunError> {
        let mut text = Vec::new();
        let file = File::open(path);
        file.and_then(|file| file.take(LARGEST + 1).read_to_end(&mut text))
            .map_err(|e| refuse(&format!("cannot be read: {}", e.kind())))?;
        if text.len() as u64 > LARGEST {
            return Err(refuse("is larger than any table of decisions"));
        }
        Self::of(&text)
    }

    fn of(text: &[u8]) -> Result<Self, RunError> {
        // Spreadsheets begin UTF-8 with a mark.
        let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).trim(csv::Trim::All).from_reader(text);
        let mut records = reader.records();
        let broken = |e: &csv::Error| {
            let line = e.position().map_or(1, csv::Position::line);
            refuse(&format!("line {line}: not the CSV of its first line, or not UTF-8"))
        };
        let header = match records.next() {
            None => StringRecord::new(),
            Some(header) => header.map_err(|e| broken(&e))?,
        };
        let columns = Columns::of(&header)?;
        let mut decisions = Self::default();
        for record in records {
            let record = record.map_err(|e| broken(&e))?;
            decisions.add(columns.decision(&record)?)?;
        }
        Ok(decisions)
    }

    fn add(&mut self, decision: Decision) -> Result<(), RunError> {
        let line = decision.line;
        for earlier in self.of_series(&decision.series) {
            let both = earlier.verdict == Verdict::Pass && decision.verdict == Verdict::Pass;
            let apart = earlier.code.is_some() && decision.code.is_some();
            if !(both && apart && earlier.code != decision.code) {
                let first = earlier.line;
                return Err(wrong(line, &format!("line {first} decides about the same series")));
            }
        }
        self.by_series.entry(decision.series.clone()).or_default().push(self.list.len());
        self.list.push(Arc::new(decision));
        Ok(())
    }

    /// All of them, in the order of their lines.
    pub fn all(&self) -> &[Arc<Decision>] {
        &self.list
    }

    /// Those about a series.
    pub fn of_series(&self, series: &str) -> impl Iterator<Item = &Arc<Decision>> {
        let places = self.by_series.get(series).into_iter().flatten();
        places.filter_map(|at| self.list.get(*at))
    }

    /// Who lets a series pass that was flagged with this code.
    pub fn pass(&self, series: &str, code: Code) -> Option<&Arc<Decision>> {
        let is_meant = |one: &&Arc<Decision>| {
            one.verdict == Verdict::Pass && one.code.is_none_or(|only| only == code)
        };
        self.of_series(series).find(is_meant)
    }

    /// What else than to let it pass is decided about a series.
    pub fn treatment(&self, series: &str) -> Option<&Arc<Decision>> {
        self.of_series(series).find(|one| one.verdict != Verdict::Pass)
    }

    /// Checks that each is about a series of the run.
    ///
    /// # Errors
    /// The first that is not: it was made about another run, or has a slip.
    pub fn check(&self, is_known: impl Fn(&str) -> bool) -> Result<(), RunError> {
        match self.list.iter().find(|one| !is_known(&one.series)) {
            Some(one) => Err(wrong(one.line, "no input is of this series")),
            None => Ok(()),
        }
    }
}

/// Where the columns stand in a table.
struct Columns(HashMap<String, usize>);

impl Columns {
    fn of(header: &StringRecord) -> Result<Self, RunError> {
        let mut places = HashMap::new();
        let mut strange = false;
        for (at, name) in header.iter().enumerate() {
            strange |= !REQUIRED.contains(&name) && !OPTIONAL.contains(&name);
            strange |= places.insert(name.to_owned(), at).is_some();
        }
        if strange || REQUIRED.iter().any(|name| !places.contains_key(*name)) {
            return Err(refuse(
                "expected the columns series, decision, by, date and reason, and if wanted code and eyes, \
                 each once and separated by commas",
            ));
        }
        Ok(Self(places))
    }

    fn decision(&self, record: &StringRecord) -> Result<Decision, RunError> {
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |name: &str| {
            let cell = self.0.get(name).and_then(|at| record.get(*at)).unwrap_or_default();
            cell.trim().to_owned()
        };
        let decision = Decision {
            line,
            series: cell("series"),
            code: Code::parse(&cell("code")),
            verdict: Verdict::parse(&cell("decision")).ok_or_else(|| {
                wrong(line, "the decision is none of pass, deep, eyes and leave-out")
            })?,
            eyes: eyes(&cell("eyes")).map_err(|what| wrong(line, what))?,
            by: cell("by"),
            date: cell("date"),
            reason: cell("reason"),
        };
        decision.sound(&cell("decision"), &cell("code")).map_err(|what| wrong(line, what))?;
        Ok(decision)
    }
}

impl Decision {
    fn sound(&self, word: &str, code: &str) -> Result<(), &'static str> {
        let Self { series, by, date, reason, .. } = self;
        if [series, by, date, reason].iter().any(|field| field.is_empty()) {
            return Err("series, by, date and reason must be filled in");
        }
        if !Column::Series.accepts(series) {
            return Err("the series is no UID");
        }
        if !Column::DecisionBy.accepts(by) || !Column::DecisionReason.accepts(reason) {
            return Err(
                "by and reason are a line of up to 500 characters that begins with none of = + - @",
            );
        }
        if !is_day(date) {
            return Err("the date is none: YYYY-MM-DD, with THH:MM or THH:MM:SS if wanted");
        }
        if self.code.is_none() && !code.is_empty() {
            return Err("the code is none of docs/codes.md");
        }
        match (word, self.code) {
            ("release", None) => return Err("release needs the code that it is about"),
            ("deep" | "eyes", Some(_)) => return Err("deep and eyes have no code"),
            _ => {}
        }
        match (self.verdict, self.eyes) {
            (Verdict::Eyes, None) => Err("eyes needs six numbers in the column eyes"),
            (Verdict::Pass | Verdict::Deep | Verdict::LeaveOut, Some(_)) => {
                Err("only the decision eyes has coordinates")
            }
            _ => Ok(()),
        }
    }
}

/// The two eyes of six numbers, the right one first: LPS has x grow to the left.
fn eyes(text: &str) -> Result<Option<[Point3<f64>; 2]>, &'static str> {
    if text.is_empty() {
        return Ok(None);
    }
    let parts = text.split(|c: char| c.is_whitespace() || ",;/\\".contains(c));
    let numbers: Option<Vec<f64>> =
        parts.filter(|part| !part.is_empty()).map(|part| part.parse().ok()).collect();
    let Some([a, b, c, d, e, f]) = numbers.as_deref() else {
        return Err("eyes are six numbers: x y z of one eye, x y z of the other, LPS in mm");
    };
    let (one, other) = (Point3::new(*a, *b, *c), Point3::new(*d, *e, *f));
    let near = |p: &Point3<f64>| p.iter().all(|v| v.is_finite() && v.abs() <= FARTHEST);
    if !near(&one) || !near(&other) {
        return Err("eyes lie within 2 m of the origin, LPS in mm");
    }
    let (right, left) = if one.x < other.x { (one, other) } else { (other, one) };
    let apart = (left - right).norm();
    // With a head on its side there would be no telling which is which.
    if !APART.contains(&apart) || (left.x - right.x) < apart / 2.0 {
        return Err("eyes are 30 to 90 mm apart, beside each other in x");
    }
    Ok(Some([right, left]))
}

/// Whether a text is a day, with or without a time.
fn is_day(text: &str) -> bool {
    let (day, time) = text.split_once(['T', ' ']).map_or((text, None), |(d, t)| (d, Some(t)));
    let numbers = |text: &str, separator: char, lengths: &[usize]| -> Option<Vec<u32>> {
        let parts: Vec<&str> = text.split(separator).collect();
        let fits = parts.len() == lengths.len()
            && parts.iter().zip(lengths).all(|(part, length)| {
                part.len() == *length && part.bytes().all(|b| b.is_ascii_digit())
            });
        fits.then(|| parts.iter().filter_map(|part| part.parse().ok()).collect())
    };
    let exists = match numbers(day, '-', &[4, 2, 2]).as_deref() {
        Some([year, month, day]) => {
            i32::try_from(*year).is_ok_and(|year| Date::new(year, *month, *day).is_some())
        }
        _ => false,
    };
    let of_a_day = |time: &str| {
        let time = time.strip_suffix('Z').unwrap_or(time);
        let (clock, zone) = match time.find(['+', '-']) {
            Some(at) => time.split_at(at),
            None => (time, ""),
        };
        let parts = numbers(clock, ':', &[2, 2, 2]).or_else(|| numbers(clock, ':', &[2, 2]));
        let clock = parts
            .is_some_and(|parts| parts.iter().zip([24, 60, 61]).all(|(part, below)| *part < below));
        let zone = zone.is_empty()
            || zone
                .get(1..)
                .and_then(|zone| numbers(zone, ':', &[2, 2]))
                .is_some_and(|zone| zone.iter().zip([15, 60]).all(|(part, below)| *part < below));
        clock && zone
    };
    exists && time.is_none_or(of_a_day)
}

fn wrong(line: u64, what: &str) -> RunError {
    refuse(&format!("line {line}: {what}"))
}

fn refuse(what: &str) -> RunError {
    RunError::Usage(format!("--decisions {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HEAD: &str = "series,code,decision,eyes,by,date,reason";

    fn read(lines: &str) -> Result<Decisions, String> {
        Decisions::of(format!("{HEAD}\n{lines}").as_bytes()).map_err(|e| e.to_string())
    }

    #[test]
    fn the_four_decisions_are_read_and_so_are_the_words_of_dcm_release() {
        let decisions = read(
            "1.2,,pass,,A. Nobody,2026-11-29,looked at it\n1.3,,deep,,A,2026-11-29T10:30,so\n\
             1.4,,eyes,30 -60 5; -32.5 -61 6,A,2026-11-29T10:30:00+09:00,so\n1.5,,hold,,A,2026-11-29,so\n\
             1.6,F_NO_FACE,release,,A,2026-11-29,\"one, two\"\n1.6,F_FINDINGS,pass,,A,2026-11-29,so\n",
        )
        .unwrap();
        let verdicts: Vec<_> = decisions.all().iter().map(|one| one.verdict.as_str()).collect();
        assert_eq!(verdicts, ["pass", "deep", "eyes", "leave-out", "pass", "pass"]);
        let [right, left] = decisions.all()[2].eyes.unwrap();
        assert_eq!((right.x, left.x, left.z), (-32.5, 30.0, 5.0));
        assert!(decisions.pass("1.2", Code::NoFace).is_some());
        assert!(decisions.pass("1.6", Code::Findings).is_some());
        assert!(decisions.pass("1.6", Code::FaceDoubt).is_none());
        assert!(decisions.pass("1.3", Code::NoFace).is_none());
        assert_eq!(decisions.treatment("1.5").unwrap().verdict, Verdict::LeaveOut);
        assert!(decisions.treatment("1.2").is_none());
        assert!(decisions.check(|series| series.starts_with("1.")).is_ok());
        let unknown = decisions.check(|series| series != "1.4").unwrap_err().to_string();
        assert!(unknown.contains("line 4"), "{unknown}");
    }

    #[test]
    fn columns_stand_in_any_order_behind_a_mark_and_with_any_ends_of_lines() {
        let text = "\u{FEFF}reason,date,by,decision,series\r\nso,2026-11-29,A,pass,1.2\r\n\r\n";
        assert_eq!(Decisions::of(text.as_bytes()).unwrap().all().len(), 1);
        assert!(read("").unwrap().all().is_empty());
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let good = "1.2,,pass,,A,2026-11-29,so";
        for (line, why) in [
            ("1.2,,pass,,,2026-11-29,so", "filled in"),
            ("1.2,,pass,,A,,so", "filled in"),
            ("1.2,,pass,,A,2026-11-29, ", "filled in"),
            (",,pass,,A,2026-11-29,so", "filled in"),
            ("1.2,,maybe,,A,2026-11-29,so", "none of pass"),
            ("1.2,,,,A,2026-11-29,so", "none of pass"),
            ("1.2,,release,,A,2026-11-29,so", "needs the code"),
            ("1.2,F_NONE,pass,,A,2026-11-29,so", "docs/codes.md"),
            ("1.2,F_NO_FACE,deep,,A,2026-11-29,so", "no code"),
            ("1.2,,pass,,A,29.11.2026,so", "date"),
            ("1.2,,pass,,A,2026-02-30,so", "date"),
            ("1.2,,pass,,A,2026-11-29T25:00,so", "date"),
            ("1.2,,pass,,A,yesterday,so", "date"),
            ("1.2,,pass,,=cmd(),2026-11-29,so", "begins with"),
            ("1.2,,pass,,A,2026-11-29,@so", "begins with"),
            ("=1.2,,pass,,A,2026-11-29,so", "no UID"),
            ("1.2,,eyes,,A,2026-11-29,so", "six numbers"),
            ("1.2,,eyes,1 2 3 4 5,A,2026-11-29,so", "six numbers"),
            ("1.2,,eyes,1 2 3 4 5 6 7,A,2026-11-29,so", "six numbers"),
            ("1.2,,eyes,a b c d e f,A,2026-11-29,so", "six numbers"),
            ("1.2,,eyes,-30 nan 0 30 0 0,A,2026-11-29,so", "2 m"),
            ("1.2,,eyes,-30 9e9 0 30 9e9 0,A,2026-11-29,so", "2 m"),
            ("1.2,,eyes,-3 0 0 3 0 0,A,2026-11-29,so", "apart"),
            ("1.2,,eyes,-300 0 0 300 0 0,A,2026-11-29,so", "apart"),
            ("1.2,,eyes,0 0 -30 0 0 30,A,2026-11-29,so", "beside"),
            ("1.2,,pass,-30 0 0 30 0 0,A,2026-11-29,so", "only the decision eyes"),
            ("1.2,,pass,,A,2026-11-29", "CSV"),
        ] {
            let said = read(&format!("1.1,,pass,,A,2026-11-29,so\n{line}\n")).unwrap_err();
            assert!(said.contains(why) && said.contains("line 3"), "{line}: {said}");
        }
        for second in
            [good, "1.2,F_NO_FACE,pass,,A,2026-11-29,so", "1.2,,leave-out,,A,2026-11-29,so"]
        {
            let said = read(&format!("{good}\n{second}\n")).unwrap_err();
            assert!(said.contains("line 3") && said.contains("line 2"), "{said}");
        }
        for head in [
            "",
            "series,decision,by,date",
            "series;decision;by;date;reason",
            "series,decision,by,date,reason,why",
            "series,series,decision,by,date,reason",
        ] {
            let said = Decisions::of(format!("{head}\n").as_bytes()).unwrap_err().to_string();
            assert!(said.contains("expected the columns"), "{head}: {said}");
        }
        assert!(Decisions::read(Path::new("/nowhere/at/all")).is_err());
    }

    proptest! {
        #[test]
        fn any_bytes_are_refused_or_read_but_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = Decisions::of(&bytes);
            let _ = Decisions::of(&[HEAD.as_bytes(), b"\n1.2,,", &bytes].concat());
        }
    }
}
