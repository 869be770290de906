//! The cues of every head: each value that a limit of [`face::limits`] is compared with, next to
//! whether the answer would be right. From this the evidence of the limits is taken.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::dataset::{ReadLimits, open, parse};
use dicom_common::imaging::series::{Image, stacks};
use dicom_common::imaging::volume::Volume;
use face::limits::ALL;
use face::{Answer, Cue, Place, SPACING, survey};

use crate::folder::files;
use crate::known::Known;

/// Questions that compare two places.
const COMPARE: [&str; 5] = ["SamePlace", "SameEye", "Sinuses", "Lead", "Both"];

/// Columns before those of the limits.
const FIRST: [&str; 6] = ["case", "question", "right", "refused by", "place", "other"];

/// One answer of a case: a line of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Name of the case.
    pub case: String,
    /// What was asked.
    pub question: String,
    /// Whether yes would be right.
    pub right: bool,
    /// Names of the limits that say no.
    pub refused_by: Vec<String>,
    /// Between the eyes that were asked about, and those that they were compared with: LPS mm.
    pub places: [String; 2],
    /// What each of [`face::limits::ALL`] was compared with, in its unit.
    pub values: Vec<Option<f64>>,
}

/// What is asked about the volume in `folder`, as far as it tells something about a limit: see
/// [`telling`].
///
/// # Errors
/// When the files make up no volume.
pub fn lines(case: &str, known: &Known, folder: &Path) -> Result<Vec<Line>> {
    let volume = volume(folder)?;
    let answers = survey(&volume.coarse(SPACING), volume.modality, average_head::opinion);
    let lines = answers.iter().map(|answer| Line::of(case, answer, known.is_right(answer)));
    Ok(telling(lines))
}

/// Of the answers of a case those that tell something about a limit. Right ones: where two places are
/// compared all, otherwise for each question the likeliest that is accepted and the likeliest that is refused. Wrong ones that no limit refuses: for each
/// question the likeliest. Wrong ones that one limit refuses: for each limit the one that is nearest to
/// passing. What is no eye by itself is never asked about, so that its answer is always yes.
fn telling(lines: impl Iterator<Item = Line>) -> Vec<Line> {
    let mut telling: Vec<Line> = Vec::new();
    for line in lines {
        let many = line.right && COMPARE.contains(&line.question.as_str());
        let empty = !line.right && line.question == "Eyeballs";
        if empty || (!line.right && line.refused_by.len() > 1) {
            continue;
        }
        match telling.iter_mut().find(|other| !many && other.is_like(&line)) {
            None => telling.push(line),
            Some(other) if line.lack() < other.lack() => *other = line,
            Some(_) => {}
        }
    }
    telling
}

impl Line {
    fn of(case: &str, answer: &Answer, right: bool) -> Self {
        let refused = answer.cues.iter().filter(|cue| !cue.passes);
        let value = |limit: &limit::Limit| {
            let cue = answer.cues.iter().find(|cue| cue.limit.name == limit.name)?;
            rounded(cue)
        };
        Self {
            case: case.to_owned(),
            question: format!("{:?}", answer.question),
            right,
            refused_by: refused.map(|cue| cue.limit.name.to_owned()).collect(),
            places: [answer.place, answer.other]
                .map(|place| place.as_ref().map_or_else(String::new, text)),
            values: ALL.iter().map(value).collect(),
        }
    }

    /// Whether both say the same of the same question: right ones that it is what it is or that it is
    /// refused, wrong ones that the same limit refuses, or none.
    fn is_like(&self, other: &Self) -> bool {
        let refused_alike = if self.right {
            self.refused_by.is_empty() == other.refused_by.is_empty()
        } else {
            self.refused_by == other.refused_by
        };
        self.question == other.question && self.right == other.right && refused_alike
    }

    /// How far a wrong answer is from passing the only limit that refuses it, in the limit's unit; 0 of
    /// any other answer.
    fn lack(&self) -> f64 {
        let [name] = self.refused_by.as_slice() else { return 0.0 };
        let refusing = ALL.iter().zip(&self.values).find(|(limit, _)| limit.name == *name);
        let lack = refusing.and_then(|(limit, value)| Some((value.as_ref()? - limit.value).abs()));
        if self.right { 0.0 } else { lack.unwrap_or(f64::INFINITY) }
    }
}

/// To a thousandth, or finer where the answer would be another.
fn rounded(cue: &Cue) -> Option<f64> {
    let value = cue.value?;
    let to = |parts: f64| (value * parts).round() / parts;
    let thousandth = to(1e3);
    Some(if cue.limit.passes(thousandth) == cue.passes { thousandth } else { to(1e9) })
}

fn text(place: &Place) -> String {
    let middle = place.middle().map(|mm| mm.round() + 0.0);
    format!("{} {} {}", middle.x, middle.y, middle.z)
}

/// The first volume of the files in a folder.
fn volume(folder: &Path) -> Result<Volume> {
    let files = files(folder)?;
    let image = |path: &PathBuf| -> Outcome<Image> {
        let (file, len) = open(path)?;
        Image::of(&parse(&file, len, &ReadLimits::default())?)
    };
    let load = || -> Outcome<Volume> {
        let images = files.iter().map(image).collect::<Outcome<Vec<_>>>()?;
        let stacks = stacks(&images);
        let stack = stacks.iter().find(|stack| stack.volume).ok_or(Fault(Code::Geometry))?;
        let file = |at: usize| files.get(at).ok_or(Fault(Code::Internal));
        Volume::load(&images, stack, |at| Ok(open(file(at)?)?.0))
    };
    load().map_err(|Fault(code)| anyhow!("{} makes up no volume: {code}", folder.display()))
}

/// Writes lines as CSV: [`FIRST`], then a column for each limit.
///
/// # Errors
/// When the file cannot be written.
pub fn write(lines: &[Line], path: &Path) -> Result<()> {
    let write = || -> Result<()> {
        let mut writer = csv::Writer::from_path(path)?;
        writer.write_record(FIRST.into_iter().chain(ALL.iter().map(|limit| limit.name)))?;
        for line in lines {
            let [place, other] = &line.places;
            let right = if line.right { "yes" } else { "no" };
            let first =
                [&line.case, &line.question, right, &line.refused_by.join("; "), place, other];
            let values =
                line.values.iter().map(|value| value.map_or_else(String::new, |v| v.to_string()));
            writer.write_record(first.into_iter().map(str::to_owned).chain(values))?;
        }
        Ok(writer.flush()?)
    };
    write().with_context(|| format!("cannot write {}", path.display()))
}

/// The worst right value of a limit that passed, and the best wrong one that it alone refuses.
#[cfg(test)]
pub fn sides(lines: &[Line], limit: &limit::Limit) -> [Option<f64>; 2] {
    use limit::Bound;

    let at = ALL.iter().position(|other| other.name == limit.name);
    let value = |line: &Line| line.values.get(at?).copied().flatten();
    let (right, wrong): (Vec<&Line>, Vec<&Line>) = lines.iter().partition(|line| line.right);
    let right = right.into_iter().filter(|line| line.refused_by.is_empty()).filter_map(value);
    let wrong = wrong.into_iter().filter(|line| line.refused_by == [limit.name]).filter_map(value);
    match limit.bound {
        Bound::AtLeast | Bound::Above => [right.reduce(f64::min), wrong.reduce(f64::max)],
        Bound::AtMost | Bound::Below => [right.reduce(f64::max), wrong.reduce(f64::min)],
    }
}

#[cfg(test)]
mod tests {
    use face::limits::MADE_UP;
    use std::fs;

    use super::*;

    const CUES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/heads-cues.csv");
    const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/heads.md");

    fn read() -> Vec<Line> {
        let mut reader = csv::Reader::from_path(CUES).unwrap();
        let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let listed: Vec<&str> = ALL.iter().map(|limit| limit.name).collect();
        assert_eq!(names[FIRST.len()..], listed, "make heads writes other columns now");
        let line = |record: csv::StringRecord| {
            let text = |at: usize| record[at].to_owned();
            let refused_by = record[3].split("; ").filter(|name| !name.is_empty());
            Line {
                case: text(0),
                question: text(1),
                right: &record[2] == "yes",
                refused_by: refused_by.map(str::to_owned).collect(),
                places: [text(4), text(5)],
                values: record.iter().skip(FIRST.len()).map(|cell| cell.parse().ok()).collect(),
            }
        };
        reader.records().map(|record| line(record.unwrap())).collect()
    }

    #[test]
    fn every_limit_lies_between_the_sides_that_make_heads_has_measured() {
        let lines = read();
        for limit in ALL {
            let mut made_up = limit.evidence.iter().filter(|side| side.measured_by == MADE_UP);
            let (measured, none) = (made_up.next(), made_up.next());
            let measured = measured.unwrap_or_else(|| panic!("{} has no evidence", limit.name));
            assert!(none.is_none(), "{} has evidence twice", limit.name);
            let sides = sides(&lines, limit);
            assert_eq!([measured.right, measured.wrong], sides, "{}", limit.name);
            assert!(limit.lies_between(), "{limit:?}");
            assert!(limit.margin().is_none_or(|margin| margin > 0.0), "{limit:?}");
        }
    }

    #[test]
    fn what_refuses_an_answer_is_what_its_value_does_not_pass() {
        for line in read() {
            for (limit, value) in ALL.iter().zip(&line.values) {
                let refuses = line.refused_by.iter().any(|name| name == limit.name);
                assert!(
                    value.is_none_or(|v| limit.passes(v) != refuses),
                    "{line:?} {}",
                    limit.name
                );
            }
        }
    }

    #[test]
    fn the_page_has_the_limits_as_they_are() {
        let page = fs::read_to_string(PAGE).unwrap();
        assert!(page.ends_with(&limit::table(ALL)), "make heads writes docs/heads.md anew");
    }
}
