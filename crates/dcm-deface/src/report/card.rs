//! What a report shows of a series.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use dicom_common::code::{Code, Fault, Lang, Outcome};
use dicom_common::imaging::series::Modality;
use dicom_common::imaging::volume::Coarse;
use dicom_common::pipeline::decisions::{Decision as PersonDecision, Decisions, Verdict};
use dicom_common::pipeline::manifest::Status;
use dicom_common::pipeline::session::EntryId;
use face::Face;
use render::page;

use crate::decide::Decision;
use crate::entry::Inputs;
use crate::job::Job;
use crate::person::is_matter;
use crate::report::drawing::{Shown, draw};
use crate::report::labels::Labels;
use crate::series::Series;
use crate::settled::Settled;

/// What is shown of a series.
pub struct Card {
    /// Its Series Instance UID in the manifest: the new one if it has a face.
    pub name: String,
    /// The one before that, by which a person decides about it.
    pub series: String,
    /// Why it, or a file of it, was not written.
    pub code: Option<Code>,
    /// What a person decided about it, where that made a difference.
    pub decision: Option<Arc<PersonDecision>>,
    /// What is known of it: name and value.
    pub facts: Vec<(&'static str, String)>,
    /// Its picture as PNG.
    pub picture: Option<Vec<u8>>,
}

impl Card {
    /// A series and what is to be done with it.
    pub fn of(series: &Series, decision: &Decision, job: &Job, lang: Lang) -> Self {
        let l = Labels::of(lang);
        let uid = series.images.first().map(|image| image.series.as_str()).unwrap_or_default();
        let named = job.named(uid);
        let (name, face, code) = match decision {
            Decision::Remove { face, .. } => (job.pseudonyms.defaced_uid(uid), Some(face), None),
            Decision::Leave(code) | Decision::Refuse(code) => (named.clone(), None, Some(*code)),
        };
        let mut facts = vec![
            (l.modality, modality(series).to_owned()),
            (l.files, series.images.len().to_string()),
            (l.volumes, series.stacks.len().to_string()),
        ];
        if let Decision::Remove { source, .. } = decision {
            facts.push((l.face, l.found(*source).to_owned()));
        }
        let left = matches!(decision, Decision::Leave(_));
        // A fault of the tool costs the picture alone.
        let draw = AssertUnwindSafe(|| {
            let shown = Shown { title: &name, captions: &l.captions, modality: series.modality() };
            draw(&*series.last_examined()?, face, &shown)
        });
        let picture = if left { None } else { catch_unwind(draw).unwrap_or(None) };
        let decided = decided(&job.decisions, &named, code);
        Self { name, series: named, code, decision: None, facts, picture }
            .with_decision(decided, lang)
    }

    /// A NIfTI file, by its keyed id, and the face that was found in it.
    pub fn of_volume(
        job: &Job,
        source: &str,
        coarse: &Coarse,
        modality: Modality,
        face: &Outcome<Face>,
        lang: Lang,
    ) -> Self {
        let l = Labels::of(lang);
        let code = face.as_ref().err().map(|fault| fault.0);
        let shown = Shown { title: source, captions: &l.captions, modality };
        let draw = AssertUnwindSafe(|| draw(coarse, face.as_ref().ok(), &shown));
        let left = code.is_some_and(|code| Status::of(code) == Status::Skip);
        let picture = if left { None } else { catch_unwind(draw).unwrap_or(None) };
        let card = Self {
            name: source.to_owned(),
            series: source.to_owned(),
            code,
            decision: None,
            facts: vec![(l.kind, "NIfTI".to_owned())],
            picture,
        };
        card.with_decision(decided(&job.decisions, source, code), lang)
    }

    /// A series that was not cut after all.
    pub fn refused(mut self, code: Code) -> Self {
        self.code = Some(code);
        self
    }

    /// A series that was written, with what became of its files.
    pub fn written(mut self, files: &[(EntryId, Settled)]) -> Self {
        self.code = files.iter().find_map(|(_, settled)| match settled {
            Settled::Kept(code) | Settled::Lost(code) => Some(*code),
            Settled::Defaced(_) | Settled::Passed => None,
        });
        self
    }

    /// How the page marks it.
    pub fn status(&self) -> page::Status {
        let passed = self.decision.as_ref().is_some_and(|one| one.verdict == Verdict::Pass);
        match self.code.map(Status::of) {
            None | Some(Status::Ok | Status::Plan) => page::Status::Ok,
            Some(Status::Flag | Status::Fail) if passed => page::Status::Ok,
            Some(Status::Skip) => page::Status::Skip,
            Some(Status::Flag) => page::Status::Flag,
            Some(Status::Fail) => page::Status::Fail,
        }
    }

    /// Whether a person is to decide about it, or did.
    pub fn asks(&self) -> bool {
        let flagged = matches!(self.status(), page::Status::Flag | page::Status::Fail);
        self.decision.is_some()
            || flagged
                && self.code.is_some_and(|code| is_matter(code) || code == Code::DecisionDoubt)
    }

    fn with_decision(mut self, decision: Option<&Arc<PersonDecision>>, lang: Lang) -> Self {
        if let Some(one) = decision {
            let PersonDecision { by, date, reason, .. } = &**one;
            let verdict = one.verdict.in_words(lang);
            let what = match lang {
                Lang::En => format!("{verdict} by {by}, {date}: {reason}"),
                Lang::Ko => format!("{verdict} ({by}, {date}): {reason}"),
            };
            self.facts.push((Labels::of(lang).decided, what));
        }
        self.decision = decision.cloned();
        self
    }
}

/// Series whose files show no slices of CT or MR in space, so that they were not examined, but about which a
/// person can decide.
pub fn unexamined(inputs: &Inputs, decisions: &Decisions, lang: Lang) -> Vec<Card> {
    let mut files: BTreeMap<(String, Code), u64> = BTreeMap::new();
    for (_, entry) in inputs.iter() {
        match entry.state {
            Err(Fault(code)) if is_matter(code) && !entry.details.series.is_empty() => {
                *files.entry((entry.details.series, code)).or_default() += 1;
            }
            _ => {}
        }
    }
    let card = |((series, code), files): ((String, Code), u64)| {
        let card = Card {
            name: series.clone(),
            series: series.clone(),
            code: Some(code),
            decision: None,
            facts: vec![(Labels::of(lang).files, files.to_string())],
            picture: None,
        };
        let decision = decided(decisions, &series, Some(code));
        let left = decision.is_some_and(|one| one.verdict == Verdict::LeaveOut);
        let card = card.with_decision(decision, lang);
        if left { card.refused(Code::Decided) } else { card }
    };
    files.into_iter().map(card).collect()
}

/// What was decided about a series with this code.
fn decided<'a>(
    decisions: &'a Decisions,
    series: &str,
    code: Option<Code>,
) -> Option<&'a Arc<PersonDecision>> {
    let pass = || decisions.pass(series, code.filter(|code| is_matter(*code))?);
    decisions.treatment(series).or_else(pass)
}

fn modality(series: &Series) -> &'static str {
    match series.modality() {
        Modality::Ct => "CT",
        Modality::Mr => "MR",
        Modality::Pt => "PT",
        Modality::Nm => "NM",
    }
}
