//! A study: all its series are examined before any of its files is written, because a face found
//! in one serves others, and because references follow what is written anew.

use std::collections::{BTreeMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use dicom_common::code::{Code, Fault, Outcome, RunError};
use dicom_common::imaging::series::{Image, Modality};
use dicom_common::pipeline::cli::Stop;
use dicom_common::pipeline::manifest::Status;
use dicom_common::pipeline::session::EntryId;
use rayon::prelude::*;

use crate::decide::{Decision, Source, decide};
use crate::entry::Inputs;
use crate::finding::{Examined, Finding};
use crate::job::Job;
use crate::person::person;
use crate::report::Card;
use crate::series::{CutSeries, Group, Series, SeriesFile};
use crate::settled::Settled;
use crate::uids::NewUids;
use crate::write::Writing;

/// Bytes of working copies that a study keeps; others are made again.
const ROOM: usize = 128 << 20;

/// mm from the middle of the eyes to the nearest voxel of nuclear medicine that shows them.
const ASTRAY: f64 = 10.0;

/// What became of a study, or of a file without one.
#[derive(Default)]
pub struct Treated {
    /// Which inputs its images are, and what became of them.
    pub files: Vec<(EntryId, Settled)>,
    /// What the report shows of its series.
    pub cards: Vec<Card>,
}

/// A series whose files are not written.
struct NotCut {
    series: Series,
    /// Why.
    code: Code,
}

/// Treats the images of one study.
///
/// # Errors
/// When a signal arrives; what was begun is finished first.
pub fn treat(
    job: &Job,
    inputs: &Inputs,
    study: &[EntryId],
    stop: &Stop,
) -> Result<Treated, RunError> {
    let mut settled = Vec::new();
    let mut groups: BTreeMap<Group, Vec<(SeriesFile, Image)>> = BTreeMap::new();
    let images: Vec<_> = study.par_iter().map(|id| (*id, read(*id, inputs))).collect();
    for (id, image) in images {
        match image {
            Ok((file, image)) => groups.entry(Group::of(&image)).or_default().push((file, image)),
            Err(Fault(code)) => settled.push((id, Settled::by(code))),
        }
    }
    let (mut all, mut examined, mut room) = (Vec::new(), Vec::new(), ROOM);
    for (group, images) in groups {
        stop.check()?;
        let mut series = Series::new(images);
        let mut shows = examine(&mut series, &group, job);
        if matches!(shows.finding, Finding::Failed(_)) {
            let broken = series.take_broken();
            settled.extend(broken.iter().map(|(id, code)| (*id, Settled::by(*code))));
            if !broken.is_empty() {
                shows = examine(&mut series, &group, job);
            }
        }
        shows.name = job.named(&group.series);
        let decided = AssertUnwindSafe(|| {
            person(&job.decisions, &shows.name, &series, &shows.finding, &job.method)
        });
        // A fault of the tool costs the series, not the run.
        match catch_unwind(decided) {
            Ok(decided) => shows.person = decided,
            Err(_) => shows.finding = Finding::Failed(Code::Internal),
        }
        series.keep_within(&mut room);
        all.push(series);
        examined.push(shows);
    }
    let (mut cuts, mut cards, mut to_be_written) = (Vec::new(), Vec::new(), Vec::new());
    for (series, decision) in all.into_iter().zip(decide(&examined, job.on_doubt)) {
        stop.check()?;
        let card = job.report.map(|lang| Card::of(&series, &decision, job, lang));
        match cut(series, decision) {
            Ok(cut) => {
                cuts.push(cut);
                to_be_written.push(card);
            }
            Err(NotCut { series, code }) => {
                report(&series, code);
                cards.extend(card.map(|card| card.refused(code)));
                settled.extend(series.files.iter().map(|file| (file.id, Settled::by(code))));
            }
        }
    }
    let uids = NewUids::new(&job.pseudonyms, rewritten(&cuts));
    let mut writing = Writing::new(job, &uids);
    for (cut, card) in cuts.iter().zip(to_be_written) {
        let files = writing.write(cut, stop)?;
        cards.extend(card.map(|card| card.written(&files)));
        settled.extend(files);
    }
    Ok(Treated { files: settled, cards })
}

/// The file of an input, and the image in it.
fn read(id: EntryId, inputs: &Inputs) -> Outcome<(SeriesFile, Image)> {
    let file = SeriesFile::of(id, &inputs.get(id).ok_or(Fault(Code::Upstream))?)?;
    let image = file.image()?;
    Ok((file, image))
}

fn examine(series: &mut Series, group: &Group, job: &Job) -> Examined {
    // A fault of the tool costs the series, not the run.
    let examine = AssertUnwindSafe(|| series.examine(group, &job.method));
    catch_unwind(examine).unwrap_or_else(|_| Examined {
        name: String::new(),
        frame_of_reference: group.frame_of_reference.clone(),
        voxel_volume: f64::INFINITY,
        finding: Finding::Failed(Code::Internal),
        person: None,
    })
}

/// The voxels of a series that go; otherwise why its files are not written.
fn cut(series: Series, decision: Decision) -> Result<CutSeries, NotCut> {
    let (face, source, outside) = match decision {
        Decision::Remove { face, source, outside } => (face, source, outside),
        Decision::Leave(code) | Decision::Refuse(code) => return Err(NotCut { series, code }),
    };
    // A sign says to which side the slices of nuclear medicine go on: where it is wrong they lie beside the head.
    let astray = series.modality() == Modality::Nm
        && source != Source::Person
        && series.distance(&face.centre).is_none_or(|mm| mm > ASTRAY);
    if astray {
        return Err(NotCut { series, code: Code::OtherModality });
    }
    let cut = AssertUnwindSafe(|| series.cut(&face, source));
    let runs = match catch_unwind(cut).unwrap_or(Err(Fault(Code::Internal))) {
        Ok(runs) => runs,
        Err(Fault(code)) => return Err(NotCut { series, code }),
    };
    if source == Source::Person && runs.iter().flatten().all(Vec::is_empty) {
        return Err(NotCut { series, code: Code::DecisionDoubt });
    }
    match outside {
        Some(code) if runs.iter().flatten().all(Vec::is_empty) => {
            return Err(NotCut { series, code });
        }
        _ => {}
    }
    if source == Source::Deep {
        tracing::warn!(
            files = series.files.len(),
            "a series: the cues of its face disagree; the larger part is removed"
        );
    }
    Ok(CutSeries { series, runs })
}

/// What is said of a series as a whole.
fn report(series: &Series, code: Code) {
    let files = series.files.len();
    match Status::of(code) {
        _ if files == 0 => {}
        Status::Flag => {
            tracing::warn!(files, code = %code, "a series: {} {}", code.meaning(), code.remedy());
        }
        _ => tracing::info!(files, code = %code, "a series: {}", code.meaning()),
    }
}

/// The instances and series that get new UIDs.
fn rewritten(cuts: &[CutSeries]) -> HashSet<String> {
    let images = cuts.iter().flat_map(|cut| &cut.series.images);
    images.flat_map(|image| [image.series.clone(), image.sop_instance.clone()]).collect()
}
