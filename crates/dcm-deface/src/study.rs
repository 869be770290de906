//! A study: all its series are looked at before any of its files is written, because a face found
//! in one serves others, and because references follow what is written anew.

use std::collections::{BTreeMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use dicom_common::cli::{RunError, Stop};
use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::dataset::{Limits, open, parse};
use dicom_common::nifti::write_mask;
use dicom_common::series::{Image, Stack};
use dicom_common::volume::{Slice, Volume};
use rayon::prelude::*;

use crate::decide::{Decision, Finding, Seen, Source, decide};
use crate::job::{Job, Settled};
use crate::mask::{Runs, kept};
use crate::series::{Group, Series};
use crate::survey::Entry;
use crate::treat::Prepared;
use crate::uids::NewUids;

/// A series with the runs of voxels that go, for each member of each stack.
struct Cut {
    series: Series,
    runs: Vec<Vec<Runs>>,
}

/// Treats the images of one study; tells what became of each.
///
/// # Errors
/// When a signal arrives; what was begun is finished first.
pub fn treat(
    job: &Job,
    entries: &[Entry],
    study: &[usize],
    stop: &Stop,
) -> Result<Vec<(usize, Settled)>, RunError> {
    let path = |at: usize| entries.get(at).and_then(|entry| entry.path.as_deref());
    let mut settled = Vec::new();
    let mut groups: BTreeMap<Group, Vec<(usize, Image)>> = BTreeMap::new();
    let images: Vec<_> = study.par_iter().map(|at| (*at, image(path(*at)))).collect();
    for (at, image) in images {
        match image {
            Ok(image) => groups.entry(Group::of(&image)).or_default().push((at, image)),
            Err(Fault(code)) => settled.push((at, Settled::by(code))),
        }
    }
    let (mut all, mut seen) = (Vec::new(), Vec::new());
    for (group, images) in groups {
        stop.check()?;
        let mut series = Series::new(images);
        // A fault of the tool costs the series, not the run.
        let look = AssertUnwindSafe(|| series.look(&group, &job.method, path));
        let failed = |_| Seen::failed(Code::Internal);
        seen.push(catch_unwind(look).unwrap_or_else(failed));
        all.push(series);
    }
    let mut cuts = Vec::new();
    for (series, decision) in all.into_iter().zip(decide(&seen, job.on_doubt)) {
        stop.check()?;
        match cut(series, decision, path) {
            Ok(cut) => cuts.push(cut),
            Err((series, code)) => {
                settled.extend(series.entries.iter().map(|at| (*at, Settled::by(code))));
            }
        }
    }
    let uids = NewUids::new(&job.pseudonyms, rewritten(&cuts));
    let mut numbers = BTreeMap::new();
    for cut in &cuts {
        settled.extend(write(job, entries, cut, (&uids, &mut numbers), stop)?);
    }
    Ok(settled)
}

/// The image of a file, whose seal was checked before.
fn image(path: Option<&Path>) -> Outcome<Image> {
    let (file, len) = open(path.ok_or(Fault(Code::Upstream))?)?;
    Image::of(&parse(&file, len, &Limits::default())?)
}

/// The voxels of a series that go; otherwise why its files are not written.
fn cut<'a>(
    series: Series,
    decision: Decision,
    path: impl Fn(usize) -> Option<&'a Path> + Sync,
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
        Some(code) if runs.iter().flatten().all(Vec::is_empty) => Err((series, code)),
        _ => {
            if source == Source::Deep {
                tracing::warn!(
                    "the cues of a face disagree in a series of {} files: the larger part is removed",
                    series.entries.len()
                );
            }
            Ok(Cut { series, runs })
        }
    }
}

/// The instances and series that get new UIDs.
fn rewritten(cuts: &[Cut]) -> HashSet<String> {
    let images = cuts.iter().flat_map(|cut| &cut.series.images);
    images.flat_map(|image| [image.series.clone(), image.instance.clone()]).collect()
}

/// Writes the masks and files of a series.
fn write(
    job: &Job,
    entries: &[Entry],
    cut: &Cut,
    (uids, numbers): (&NewUids<'_>, &mut BTreeMap<PathBuf, usize>),
    stop: &Stop,
) -> Result<Vec<(usize, Settled)>, RunError> {
    let Cut { series, runs } = cut;
    let first = series.entries.first().and_then(|at| entries.get(*at));
    let Some((first, image)) = first.zip(series.images.first()) else { return Ok(Vec::new()) };
    let [subject, study] = &first.folder;
    let folder = job.folder.join(subject).join(study).join(uids.of(&image.series));
    let masks: Vec<Outcome<PathBuf>> = series
        .stacks
        .iter()
        .zip(runs)
        .map(|(stack, runs)| {
            let number = numbers.entry(folder.clone()).or_insert(0);
            *number += 1;
            let path = folder.join(mask_name(*number));
            mask(job, series, (stack, runs), &path).map(|()| path)
        })
        .collect();
    let places = Places::of(series, runs);
    let write = |(image, at): (usize, &usize)| {
        stop.check()?;
        let file = AssertUnwindSafe(|| {
            let path = entries.get(*at).and_then(|entry| entry.path.as_deref());
            let (path, original) =
                path.zip(series.images.get(image)).ok_or(Fault(Code::Internal))?;
            let (stack, runs) = places.image(image)?;
            let mask = masks.get(stack).cloned().unwrap_or(Err(Fault(Code::Internal)))?;
            let prepared = Prepared::new(path, original, &runs, uids)?;
            job.publish(prepared, &folder, &mask)
        });
        // A fault of the tool costs its row, not the run.
        let defaced = catch_unwind(file).unwrap_or(Err(Fault(Code::Internal)));
        Ok((
            *at,
            match defaced {
                Ok(defaced) => Settled::Defaced(Box::new(defaced)),
                Err(Fault(code)) => Settled::Lost(code),
            },
        ))
    };
    series.entries.par_iter().enumerate().map(|(image, at)| write((image, at))).collect()
}

/// The names that users of the earlier tool know.
fn mask_name(number: usize) -> String {
    match number {
        1 => "defaced_mask.nii.gz".to_owned(),
        _ => format!("defaced_mask-{number}.nii.gz"),
    }
}

/// Writes the mask of a stack.
fn mask(job: &Job, series: &Series, (stack, runs): (&Stack, &[Runs]), path: &Path) -> Outcome<()> {
    let format = series.images.first().ok_or(Fault(Code::Internal))?.format;
    let slice = |plane: &dicom_common::geometry::Plane| Slice {
        plane: plane.clone(),
        rescale: Default::default(),
        padding: None,
        bytes: Vec::new(),
    };
    let planes = series.planes(stack);
    let slices = planes.iter().map(|plane| slice(plane)).collect();
    let volume = Volume { modality: series.modality(), format, slices };
    job.put(path, |file| {
        let bytes: Vec<u8> = planes.iter().zip(runs).flat_map(|(p, runs)| kept(p, runs)).collect();
        write_mask(file, &volume, &bytes)
    })
}

/// Where each frame of each image is: its stack, and the runs of its slice.
struct Places<'a>(Vec<Vec<Option<(usize, &'a Runs)>>>);

impl<'a> Places<'a> {
    fn of(series: &Series, runs: &'a [Vec<Runs>]) -> Self {
        let mut places: Vec<Vec<_>> =
            series.images.iter().map(|image| vec![None; image.frames.len()]).collect();
        for (at, (stack, runs)) in series.stacks.iter().zip(runs).enumerate() {
            let members = stack.members.iter().enumerate().map(|(slice, member)| (slice, *member));
            for (slice, member) in members.chain(stack.duplicates.iter().copied()) {
                let place = places.get_mut(member.image).and_then(|f| f.get_mut(member.frame));
                if let (Some(place), Some(runs)) = (place, runs.get(slice)) {
                    *place = Some((at, runs));
                }
            }
        }
        Self(places)
    }

    /// The stack of an image's first frame, and the runs of all its frames.
    fn image(&self, image: usize) -> Outcome<(usize, Vec<&'a Runs>)> {
        let missing = Fault(Code::Internal);
        let places = self.0.get(image).ok_or(missing)?;
        let places = places.iter().copied().collect::<Option<Vec<_>>>().ok_or(missing)?;
        let (stack, _) = *places.first().ok_or(missing)?;
        Ok((stack, places.into_iter().map(|(_, runs)| runs).collect()))
    }
}

impl Seen {
    fn failed(code: Code) -> Self {
        Seen { space: String::new(), voxel: f64::INFINITY, finding: Finding::Failed(code) }
    }
}
