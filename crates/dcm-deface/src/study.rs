//! A study: all its series are looked at before any of its files is written, because a face found
//! in one serves others, and because references follow what is written anew.

use std::collections::{BTreeMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use dicom_common::code::{Code, Fault, Outcome, RunError};
use dicom_common::dataset::{ReadLimits, open, parse};
use dicom_common::imaging::series::Image;
use dicom_common::pipeline::cli::Stop;
use dicom_common::pipeline::manifest::Status;
use dicom_common::pipeline::session::EntryId;
use rayon::prelude::*;

use crate::decide::{Decision, Finding, Seen, Source, decide};
use crate::job::{Job, Settled};
use crate::report::Card;
use crate::series::{Group, Series};
use crate::survey::Inputs;
use crate::uids::NewUids;
use crate::write::Writing;
use face::Runs;

/// Bytes of working copies that a study keeps; others are made again.
const ROOM: usize = 128 << 20;

/// What became of a study.
#[derive(Default)]
pub struct Treated {
    /// Its images, by their places among the inputs.
    pub files: Vec<(EntryId, Settled)>,
    /// What is shown of its series.
    pub cards: Vec<Card>,
}

/// A series with what goes of it.
pub struct Cut {
    /// The series.
    pub series: Series,
    /// For each stack the runs of voxels that go: of its members, then of its duplicates.
    pub runs: Vec<Vec<Runs>>,
}

/// Treats the images of one study.
///
/// # Errors
/// When a signal arrives; what was begun is finished first.
pub fn treat(
    job: &Job,
    entries: &Inputs,
    study: &[EntryId],
    stop: &Stop,
) -> Result<Treated, RunError> {
    let path = |at: EntryId| entries.get(at).and_then(|entry| entry.path.as_deref());
    let mut settled = Vec::new();
    let mut groups: BTreeMap<Group, Vec<(EntryId, Image)>> = BTreeMap::new();
    let images: Vec<_> = study.par_iter().map(|at| (*at, image(path(*at)))).collect();
    for (at, image) in images {
        match image {
            Ok(image) => groups.entry(Group::of(&image)).or_default().push((at, image)),
            Err(Fault(code)) => settled.push((at, Settled::by(code))),
        }
    }
    let (mut all, mut seen, mut room) = (Vec::new(), Vec::new(), ROOM);
    for (group, images) in groups {
        stop.check()?;
        let mut series = Series::new(images);
        let mut shows = look(&mut series, &group, job, path);
        if matches!(shows.finding, Finding::Failed(_)) {
            let broken = series.take_broken(path);
            settled.extend(broken.iter().map(|(at, code)| (*at, Settled::by(*code))));
            if !broken.is_empty() {
                shows = look(&mut series, &group, job, path);
            }
        }
        series.keep_within(&mut room);
        all.push(series);
        seen.push(shows);
    }
    let (mut cuts, mut cards, mut to_be_written) = (Vec::new(), Vec::new(), Vec::new());
    for (series, decision) in all.into_iter().zip(decide(&seen, job.on_doubt)) {
        stop.check()?;
        let card = job.pictures.then(|| Card::of(&series, &decision, &job.pseudonyms, path));
        match cut(series, decision, path) {
            Ok(cut) => {
                cuts.push(cut);
                to_be_written.push(card);
            }
            Err((series, code)) => {
                report(&series, code);
                cards.extend(card.map(|card| card.refused(code)));
                settled.extend(series.entries.iter().map(|at| (*at, Settled::by(code))));
            }
        }
    }
    let uids = NewUids::new(&job.pseudonyms, rewritten(&cuts));
    let mut writing = Writing::new(job, entries, &uids);
    for (cut, card) in cuts.iter().zip(to_be_written) {
        let files = writing.write(cut, stop)?;
        cards.extend(card.map(|card| card.written(&files)));
        settled.extend(files);
    }
    Ok(Treated { files: settled, cards })
}

/// The image of a file, whose seal was checked before.
fn image(path: Option<&Path>) -> Outcome<Image> {
    let (file, len) = open(path.ok_or(Fault(Code::Upstream))?)?;
    Image::of(&parse(&file, len, &ReadLimits::default())?)
}

fn look<'a>(
    series: &mut Series,
    group: &Group,
    job: &Job,
    path: impl Fn(EntryId) -> Option<&'a Path> + Sync,
) -> Seen {
    // A fault of the tool costs the series, not the run.
    let look = AssertUnwindSafe(|| series.look(group, &job.method, path));
    catch_unwind(look).unwrap_or_else(|_| Seen {
        space: String::new(),
        voxel: f64::INFINITY,
        finding: Finding::Failed(Code::Internal),
    })
}

/// The voxels of a series that go; otherwise why its files are not written.
fn cut<'a>(
    series: Series,
    decision: Decision,
    path: impl Fn(EntryId) -> Option<&'a Path> + Sync,
) -> Result<Cut, (Series, Code)> {
    let (face, source, outside) = match decision {
        Decision::Remove { face, source, outside } => (face, source, outside),
        Decision::Leave(code) | Decision::Refuse(code) => return Err((series, code)),
    };
    let cut = AssertUnwindSafe(|| series.cut(&face, source == Source::Own, path));
    let runs = match catch_unwind(cut).unwrap_or(Err(Fault(Code::Internal))) {
        Ok(runs) => runs,
        Err(Fault(code)) => return Err((series, code)),
    };
    match outside {
        Some(code) if runs.iter().flatten().all(Vec::is_empty) => return Err((series, code)),
        _ => {}
    }
    if source == Source::Deep {
        tracing::warn!(
            files = series.entries.len(),
            "a series: the cues of its face disagree; the larger part is removed"
        );
    }
    Ok(Cut { series, runs })
}

/// What is said of a series as a whole.
fn report(series: &Series, code: Code) {
    let files = series.entries.len();
    match Status::of(code) {
        _ if files == 0 => {}
        Status::Flag => {
            tracing::warn!(files, code = %code, "a series: {} {}", code.meaning(), code.remedy());
        }
        _ => tracing::info!(files, code = %code, "a series: {}", code.meaning()),
    }
}

/// The instances and series that get new UIDs.
fn rewritten(cuts: &[Cut]) -> HashSet<String> {
    let images = cuts.iter().flat_map(|cut| &cut.series.images);
    images.flat_map(|image| [image.series.clone(), image.sop_instance.clone()]).collect()
}
