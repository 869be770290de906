//! From what a run knows to what it states.

use std::collections::BTreeMap;

use dicom_common::code::Code;
use dicom_common::pipeline::manifest::Status;

use crate::chain::Link;
use crate::decisions::Decision;
use crate::header::{Claim, Says};
use crate::reason::Reason;
use crate::risk::Risk;
use crate::rows::TOOL;
use crate::run::Released;
use crate::stage::Stage;
use crate::statement::{
    About, Counts, FORMAT, HeldBack, Method, Note, Program, Rules, Signer, StageWords, Statement,
    Tool, Totals, Word,
};
use crate::survey::Survey;
use crate::unchecked;

/// What a run knows at its end.
pub struct Known<'a> {
    /// What the rows said.
    pub survey: &'a Survey,
    /// What was released.
    pub released: &'a Released,
    /// What headers say, and how many released files have each.
    pub headers: Vec<(&'a Says, u64)>,
    /// Stages that had to accept a file.
    pub required: &'a [Stage],
    /// Whether series were released in part.
    pub partial: bool,
    /// Fingerprint of this run.
    pub configuration: String,
}

/// What comes from outside of the run.
pub struct Given {
    /// What the user named.
    pub about: About,
    /// What persons decided.
    pub decisions: Vec<Decision>,
    /// Run records.
    pub records: Vec<serde_json::Value>,
    /// Who is going to sign.
    pub signer: Option<Signer>,
}

/// The statement.
pub fn draft(known: &Known<'_>, given: Given, risk: Risk, chain: Vec<Link>) -> Statement {
    let programs = programs(known.survey, &given.records);
    let mut statement = Statement {
        format: FORMAT.into(),
        tool: Tool {
            name: TOOL.name.into(),
            version: TOOL.version.into(),
            configuration: known.configuration.clone(),
        },
        release: given.about,
        rules: Rules {
            required: known.required.iter().map(|stage| stage.tool().to_owned()).collect(),
            without: left_out(known.required),
            partial: known.partial,
            k: risk.k,
        },
        counts: counts(known),
        stages: stages(known.survey),
        methods: methods(&known.headers),
        programs,
        records: given.records,
        not_checked: Vec::new(),
        decisions: given.decisions,
        risk,
        chain,
        signer: given.signer,
        digest: String::new(),
    };
    statement.not_checked = not_checked(&statement);
    statement
}

fn left_out(required: &[Stage]) -> Vec<String> {
    let missing = Stage::ALL.into_iter().filter(|stage| !required.contains(stage));
    missing.map(|stage| stage.tool().to_owned()).collect()
}

fn counts(known: &Known<'_>) -> Counts {
    let Known { survey, released, .. } = known;
    let mut reasons: Vec<HeldBack> = released
        .held
        .iter()
        .map(|(number, held)| {
            let reason = survey.reasons.get(*number).unwrap_or(Reason::Own(Code::Internal));
            let (tool, status, code) = match reason {
                Reason::Stage { stage, status, code } => (stage.tool(), Some(status), code),
                Reason::NotChecked(stage) => (stage.tool(), None, Some(Code::NotChecked)),
                Reason::Own(code) => (TOOL.name, Some(Status::of(code)), Some(code)),
            };
            HeldBack {
                tool: tool.into(),
                status: status.map(|status| status.as_str().to_owned()),
                code: code.map(|code| code.as_str().to_owned()),
                meaning: code.map(Code::meaning).unwrap_or_default().into(),
                remedy: code.map(Code::remedy).unwrap_or_default().into(),
                files: held.files,
                series: held.series.len() as u64,
            }
        })
        .collect();
    // The most files first; equal ones in a fixed order.
    reasons.sort_by(|a, b| {
        b.files.cmp(&a.files).then_with(|| (&a.tool, &a.code).cmp(&(&b.tool, &b.code)))
    });
    Counts {
        inputs: survey.rows,
        released: Totals {
            files: released.files,
            bytes: released.bytes,
            subjects: released.subjects.len() as u64,
            studies: released.studies.len() as u64,
            series: released.series.len() as u64,
        },
        held_back: survey.rows - released.files,
        reasons,
        with_hash: released.hashed,
        without_series: survey.without_series,
    }
}

fn stages(survey: &Survey) -> Vec<StageWords> {
    let mut stages: BTreeMap<Stage, Vec<Word>> = BTreeMap::new();
    for (said, files) in &survey.said {
        stages.entry(said.stage).or_default().push(Word {
            status: said.status.map(str::to_owned),
            code: said.code.map(|code| code.as_str().to_owned()),
            meaning: said.code.map(Code::meaning).unwrap_or_default().into(),
            files: *files,
        });
    }
    let words = |(stage, mut words): (Stage, Vec<Word>)| {
        words.sort_by_key(|word| std::cmp::Reverse(word.files));
        StageWords { tool: stage.tool().into(), words }
    };
    stages.into_iter().map(words).collect()
}

fn methods(headers: &[(&Says, u64)]) -> Vec<Method> {
    let mut claims: BTreeMap<&Claim, u64> = BTreeMap::new();
    for (says, files) in headers {
        *claims.entry(&says.claim).or_default() += files;
    }
    let claims = claims.into_iter().filter(|(_, files)| *files > 0);
    claims
        .map(|(claim, files)| Method {
            method: claim.method.clone(),
            codes: claim.codes.clone(),
            files,
        })
        .collect()
}

fn programs(survey: &Survey, records: &[serde_json::Value]) -> Vec<Program> {
    let record = |configuration: &str| {
        let is_its = |record: &serde_json::Value| {
            record.get("configuration").and_then(|c| c.as_str()) == Some(configuration)
        };
        records.iter().position(is_its).map(|at| at as u64)
    };
    let program = |((stage, configuration), files): (&(Stage, String), &u64)| Program {
        tool: stage.tool().into(),
        configuration: configuration.clone(),
        files: *files,
        record: record(configuration),
    };
    survey.configurations.iter().map(program).collect()
}

/// What nobody checked, as far as the statement itself shows it.
fn not_checked(statement: &Statement) -> Vec<Note> {
    let note = |(id, files): (&'static str, Option<u64>)| Note {
        id: id.into(),
        text: unchecked::english(id).unwrap_or_default().into(),
        files,
    };
    unchecked::notes(statement).into_iter().map(note).collect()
}
