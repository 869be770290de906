//! The first pass: what the rows say, without a look at any file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use dicom_common::code::{Code, RunError};
use dicom_common::pipeline::cli::Stop;
use dicom_common::pipeline::instance::Instance;
use dicom_common::pipeline::manifest::{Column, Header, Manifest, Row, Status};

use crate::decisions::Decisions;
use crate::names::{NameSet, Names, Numbered};
use crate::reason::{Reason, Reasons};
use crate::record::{Fate, NONE, Record, Records};
use crate::stage::Stage;

/// Folders in which the files of a manifest may lie before nobody looks at each any more.
const MOST_ROOTS: usize = 1000;

/// What the rows say together.
pub struct Survey {
    /// What becomes of each row.
    pub records: Records,
    /// Whether a series is held back, by its number.
    pub held: Vec<bool>,
    /// Why files are not released.
    pub reasons: Reasons,
    /// Names as numbers.
    pub names: Names,
    /// How often each stage said what.
    pub said: BTreeMap<Said, u64>,
    /// How many files each configuration of a stage treated.
    pub configurations: BTreeMap<(Stage, String), u64>,
    /// Folders in which the files lie.
    pub roots: BTreeSet<PathBuf>,
    /// Rows that failed before their series was known.
    pub without_series: u64,
    /// Number of rows.
    pub rows: u64,
}

/// What a stage said of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Said {
    /// Which stage.
    pub stage: Stage,
    /// Its status; none where it has no word.
    pub status: Option<&'static str>,
    /// Its code.
    pub code: Option<Code>,
}

/// Reads the rows.
///
/// # Errors
/// When the manifest or a temporary file cannot be read or written, and on a signal.
pub fn survey(
    manifest: &Manifest,
    required: &[Stage],
    decisions: &mut Decisions,
    stop: &Stop,
) -> Result<Survey, RunError> {
    let records = Records::new().map_err(|e| temporary(&e))?;
    let mut pass = Pass {
        header: manifest.header(),
        required,
        decisions,
        series: Numbered::default(),
        subjects: Numbered::default(),
        survey: Survey {
            records,
            held: Vec::new(),
            reasons: Reasons::default(),
            names: Names::default(),
            said: BTreeMap::new(),
            configurations: BTreeMap::new(),
            roots: BTreeSet::new(),
            without_series: 0,
            rows: 0,
        },
    };
    for row in manifest.rows().map_err(RunError::usage)? {
        stop.check()?;
        pass.row(&row.map_err(RunError::usage)?)?;
    }
    let mut survey = pass.survey;
    survey.records.flush().map_err(|e| temporary(&e))?;
    Ok(survey)
}

/// The error of a temporary file.
pub fn temporary(error: &std::io::Error) -> RunError {
    RunError::Usage(format!("a temporary file cannot be used: {}", error.kind()))
}

struct Pass<'a> {
    header: &'a Header,
    required: &'a [Stage],
    decisions: &'a mut Decisions,
    series: Numbered,
    subjects: Numbered,
    survey: Survey,
}

impl Pass<'_> {
    fn row(&mut self, row: &Row) -> Result<(), RunError> {
        let header = self.header;
        let mut record = Record::NEW;
        let series = scrubbed_series(row, header);
        if !series.is_empty() {
            record.series = self.series.number(series);
            if self.survey.held.len() <= index(record.series) {
                self.survey.held.push(false);
            }
        }
        if let Err(reason) = self.accepted(row, &mut record) {
            if reason.holds_series() {
                match self.survey.held.get_mut(index(record.series)) {
                    Some(held) => *held = true,
                    None => self.survey.without_series += 1,
                }
            }
            record.fate = Fate::Held(self.survey.reasons.number(reason));
        }
        self.survey.rows += 1;
        self.survey.records.push(record).map_err(|e| temporary(&e))
    }

    /// Whether every stage accepted a file, and where it is to lie.
    fn accepted(&mut self, row: &Row, record: &mut Record) -> Result<(), Reason> {
        let header = self.header;
        let path = row.get(header, Column::Path);
        self.decisions.next_row();
        let held_by_decision = self.decisions.hold(row.get(header, Column::Series));
        let mut nothing = None;
        let mut refused = None;
        for stage in Stage::ALL.into_iter().filter(|stage| self.required.contains(stage)) {
            let word = self.word(row, stage);
            let Err(reason) = word else { continue };
            let is_doubt = stage.is_check() && !path.is_empty() && refused.is_none();
            match reason {
                Reason::Stage { status: Status::Flag | Status::Skip, code: Some(code), .. }
                    if is_doubt && reason.holds_series() && self.decided_to_release(row, code) => {}
                // Nothing to deliver, by rule.
                reason if reason.delivers_nothing() => nothing = nothing.or(Some(reason)),
                // Nothing to do, by rule.
                Reason::Stage { status: Status::Skip, .. } if !reason.holds_series() => {}
                _ => refused = refused.or(Some(reason)),
            }
        }
        match (nothing, refused) {
            // What comes after says that it got nothing.
            (Some(nothing), None | Some(Reason::Stage { status: Status::Skip, .. })) => {
                if let Reason::Stage { code: Some(Code::Decided), .. } = nothing {
                    self.decisions.bring(row, header, scrubbed_series(row, header));
                }
                return Err(nothing);
            }
            (_, Some(refused)) => return Err(refused),
            (None, None) if path.is_empty() => {
                // An earlier run of this tool says why it has no file any more.
                let own = Code::parse(row.get(header, Column::ReleaseCode));
                return Err(Reason::Own(own.unwrap_or(Code::Unreadable)));
            }
            (None, None) => {}
        }
        if held_by_decision {
            return Err(Reason::Own(Code::Decided));
        }
        self.decisions.bring(row, header, scrubbed_series(row, header));
        let target = target(row, header).ok_or(Reason::Own(Code::MissingUid))?;
        self.root(Path::new(path), &target);
        record.subject = self.subjects.number(row.get(header, Column::Subject));
        record.target = self.survey.names.of(&target);
        Ok(())
    }

    /// What a stage says of a file; counted.
    fn word(&mut self, row: &Row, stage: Stage) -> Result<(), Reason> {
        let [status, code, config] = stage.columns().map(|column| row.get(self.header, column));
        let (status, code) = (Status::parse(status), Code::parse(code));
        let said = Said { stage, status: status.map(Status::as_str), code };
        *self.survey.said.entry(said).or_default() += 1;
        if !config.is_empty() {
            // Looked up first: a name is made once for each configuration.
            match self.survey.configurations.iter_mut().find(|(k, _)| k.0 == stage && k.1 == config)
            {
                Some((_, files)) => *files += 1,
                None => {
                    self.survey.configurations.insert((stage, config.to_owned()), 1);
                }
            }
        }
        match status {
            Some(Status::Ok) => Ok(()),
            Some(Status::Plan) | None => Err(Reason::NotChecked(stage)),
            Some(status) => Err(Reason::Stage { stage, status, code }),
        }
    }

    fn decided_to_release(&mut self, row: &Row, code: Code) -> bool {
        self.decisions.release(row.get(self.header, Column::Series), code)
    }

    /// Notes the folder that a file lies in: the one below which the tools named it.
    fn root(&mut self, path: &Path, target: &str) {
        if self.survey.roots.len() >= MOST_ROOTS {
            return;
        }
        let levels = match path.ends_with(target) {
            true => Path::new(target).components().count(),
            false => 1,
        };
        let root = path.ancestors().nth(levels).unwrap_or(Path::new(""));
        let root = if root.as_os_str().is_empty() { Path::new(".") } else { root };
        if !self.survey.roots.contains(root) {
            self.survey.roots.insert(root.to_owned());
        }
    }
}

impl Survey {
    /// Holds a series back.
    pub fn hold(&mut self, series: u32) {
        if let Some(held) = self.held.get_mut(index(series)) {
            *held = true;
        }
    }

    /// Holds back the accepted files of series of which a file was not accepted.
    ///
    /// # Errors
    /// When a temporary file cannot be used.
    pub fn hold_series(&mut self) -> Result<(), RunError> {
        let reason = Fate::Held(self.reasons.number(Reason::Own(Code::SeriesHeld)));
        let held = &self.held;
        self.records
            .for_each(|record| {
                let is_held = held.get(index(record.series)).copied().unwrap_or_default();
                if is_held && !matches!(record.fate, Fate::Held(_)) {
                    record.fate = reason;
                }
            })
            .map_err(|e| temporary(&e))
    }

    /// The names of the files that are not held back.
    ///
    /// # Errors
    /// When a temporary file cannot be used.
    pub fn targets(&self) -> Result<NameSet, RunError> {
        let mut targets = Vec::new();
        self.records
            .for_each(|record| {
                if !matches!(record.fate, Fate::Held(_)) {
                    targets.push(record.target);
                }
            })
            .map_err(|e| temporary(&e))?;
        Ok(NameSet::new(targets))
    }
}

/// The place of a number in a list; beyond its end for [`NONE`].
fn index(number: u32) -> usize {
    if number == NONE { usize::MAX } else { number as usize }
}

/// Where a file lies below the folder to share: subject, study, series, instance.
pub fn target(row: &Row, header: &Header) -> Option<String> {
    let cell = |column| row.get(header, column).to_owned();
    let instance = Instance {
        subject: cell(Column::Subject),
        study: cell(Column::Study),
        series: cell(Column::Series),
        sop_instance: cell(Column::Instance),
        ..Instance::default()
    };
    let path = instance.named_properly().ok()?.relative_path();
    path.into_os_string().into_string().ok()
}

/// The series as dcm-scrub knew it. dcm-deface gives series new UIDs, but not to those of their files
/// that it could not treat: these belong to their series all the same.
fn scrubbed_series<'a>(row: &'a Row, header: &Header) -> &'a str {
    let undefaced = Path::new(row.get(header, Column::Undefaced));
    let folder = undefaced.parent().and_then(Path::file_name).and_then(|name| name.to_str());
    match folder {
        Some(name) if !name.is_empty() => name,
        _ => row.get(header, Column::Series),
    }
}
