//! What is written of a study: the files, masks and volumes of each series.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use dicom_common::code::{Code, Fault, Outcome, RunError};
use dicom_common::imaging::geometry::Plane;
use dicom_common::imaging::nifti::{write_mask, write_volume};
use dicom_common::imaging::series::{Rescale, Stack};
use dicom_common::imaging::volume::{Slice, Volume};
use dicom_common::pipeline::cli::Stop;
use dicom_common::pipeline::session::EntryId;
use rayon::prelude::*;

use crate::job::{Defaced, Job, Settled};
use crate::mask::kept;
use crate::pixels::Fill;
use crate::series::Series;
use crate::study::Cut;
use crate::survey::Inputs;
use crate::treat::Prepared;
use crate::uids::NewUids;
use face::Runs;

/// Writes the series of one study.
pub struct Writing<'a> {
    job: &'a Job,
    entries: &'a Inputs,
    uids: &'a NewUids<'a>,
    /// How many volumes each folder has: parts of one series can lie in several frames of reference.
    volumes: BTreeMap<PathBuf, usize>,
}

impl<'a> Writing<'a> {
    /// Of a study.
    pub fn new(job: &'a Job, entries: &'a Inputs, uids: &'a NewUids<'a>) -> Self {
        Self { job, entries, uids, volumes: BTreeMap::new() }
    }

    /// Writes a series.
    ///
    /// # Errors
    /// When a signal arrives; what was begun is finished first.
    pub fn write(&mut self, cut: &Cut, stop: &Stop) -> Result<Vec<(EntryId, Settled)>, RunError> {
        let Cut { series, runs } = cut;
        let Some(folder) = self.folder(series) else { return Ok(Vec::new()) };
        let mut masks = Vec::new();
        for (stack, runs) in series.stacks.iter().zip(runs) {
            stop.check()?;
            let volume = AssertUnwindSafe(|| self.volume(series, (stack, runs), &folder));
            masks.push(catch_unwind(volume).unwrap_or(Err(Fault(Code::Internal))));
        }
        let places = Places::of(series, runs);
        let file = |(image, at): (usize, &EntryId)| {
            stop.check()?;
            // A fault of the tool costs its row, not the run.
            let file =
                AssertUnwindSafe(|| self.file(series, (image, *at), &places, &masks, &folder));
            let file = catch_unwind(file).unwrap_or(Err(Fault(Code::Internal)));
            Ok((
                *at,
                match file {
                    Ok(defaced) => Settled::Defaced(Box::new(defaced)),
                    Err(Fault(code)) => Settled::Lost(code),
                },
            ))
        };
        series.entries.par_iter().enumerate().map(file).collect()
    }

    /// Subject, study and new series, as the folder of the output.
    fn folder(&self, series: &Series) -> Option<PathBuf> {
        let [subject, study] = &self.entries.get(*series.entries.first()?)?.details.folder;
        let name = self.uids.of(&series.images.first()?.series);
        Some(self.job.folder.join(subject).join(study).join(name))
    }

    /// Writes the mask of a stack, and its voxels if they are wanted; gives the mask's path.
    fn volume(
        &mut self,
        series: &Series,
        (stack, runs): (&Stack, &[Runs]),
        folder: &Path,
    ) -> Outcome<PathBuf> {
        let number = self.volumes.entry(folder.to_owned()).or_insert(0);
        *number += 1;
        let path = |name: &str| folder.join(numbered(name, *number));
        let mask = path("defaced_mask");
        self.job.put(&mask, |file| {
            let planes = series.planes(stack);
            let bytes: Vec<u8> =
                planes.iter().zip(runs).flat_map(|(plane, runs)| kept(plane, runs)).collect();
            write_mask(file, &grid(series, &planes)?, &bytes)
        })?;
        if self.job.nifti {
            self.job.put(&path("defaced"), |file| {
                write_volume(file, &self.defaced(series, stack, runs)?)
            })?;
        }
        Ok(mask)
    }

    /// A stack without what goes.
    fn defaced(&self, series: &Series, stack: &Stack, runs: &[Runs]) -> Outcome<Volume> {
        let mut volume =
            series.load(stack, |at| self.entries.get(at).and_then(|e| e.path.as_deref()))?;
        for ((member, slice), runs) in stack.members.iter().zip(&mut volume.slices).zip(runs) {
            let image = series.images.get(member.image).ok_or(Fault(Code::Internal))?;
            let frame = image.frames.get(member.frame).ok_or(Fault(Code::Internal))?;
            Fill::of(image, frame).remove(&mut slice.bytes, runs);
        }
        Ok(volume)
    }

    fn file(
        &self,
        series: &Series,
        (image, at): (usize, EntryId),
        places: &Places<'_>,
        masks: &[Outcome<PathBuf>],
        folder: &Path,
    ) -> Outcome<Defaced> {
        let missing = Fault(Code::Internal);
        let path = self.entries.get(at).and_then(|entry| entry.path.as_deref()).ok_or(missing)?;
        let original = series.images.get(image).ok_or(missing)?;
        let (stack, runs) = places.image(image)?;
        let mask = masks.get(stack).ok_or(missing)?.as_ref().map_err(|fault| *fault)?;
        let prepared = Prepared::new(path, original, &runs, (self.uids, self.job.compress))?;
        self.job.publish(prepared, folder, mask)
    }
}

/// The names that users of the earlier tool know.
fn numbered(name: &str, number: usize) -> String {
    match number {
        1 => format!("{name}.nii.gz"),
        _ => format!("{name}-{number}.nii.gz"),
    }
}

/// A volume that has a place in space, but no voxels.
fn grid(series: &Series, planes: &[&Plane]) -> Outcome<Volume> {
    let slice = |plane: &&Plane| Slice {
        plane: (*plane).clone(),
        rescale: Rescale::default(),
        padding: None,
        bytes: Vec::new(),
    };
    let format = series.images.first().ok_or(Fault(Code::Internal))?.format;
    let slices = planes.iter().map(slice).collect();
    Ok(Volume { modality: series.modality(), format, slices })
}

/// Where each frame of each image is: its stack, and the runs of its slice.
struct Places<'a>(Vec<Vec<Option<(usize, &'a Runs)>>>);

impl<'a> Places<'a> {
    fn of(series: &Series, runs: &'a [Vec<Runs>]) -> Self {
        let mut places: Vec<Vec<_>> =
            series.images.iter().map(|image| vec![None; image.frames.len()]).collect();
        for (at, (stack, runs)) in series.stacks.iter().zip(runs).enumerate() {
            let duplicates = stack.duplicates.iter().map(|(_, member)| member);
            for (member, runs) in stack.members.iter().chain(duplicates).zip(runs) {
                let place = places.get_mut(member.image).and_then(|f| f.get_mut(member.frame));
                if let Some(place) = place {
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
