//! What is written of a study: the files, masks and volumes of each series.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use dicom_common::code::{Code, Fault, Outcome, RunError};
use dicom_common::imaging::geometry::Plane;
use dicom_common::imaging::nifti::{write_mask, write_volume};
use dicom_common::imaging::series::{Image, Rescale, Stack};
use dicom_common::imaging::volume::{Slice, Volume};
use dicom_common::pipeline::cli::Stop;
use dicom_common::pipeline::session::EntryId;
use face::Runs;
use rayon::prelude::*;

use crate::job::Job;
use crate::mask::kept;
use crate::pixels::Fill;
use crate::prepared::Prepared;
use crate::series::{CutSeries, Series, SeriesFile};
use crate::settled::{Defaced, Settled};
use crate::uids::NewUids;

/// Writes the series of one study.
pub struct Writing<'a> {
    job: &'a Job,
    uids: &'a NewUids<'a>,
    /// How many volumes each folder has: parts of one series can lie in several frames of reference.
    volumes: BTreeMap<PathBuf, usize>,
}

impl<'a> Writing<'a> {
    /// Of a study.
    pub fn new(job: &'a Job, uids: &'a NewUids<'a>) -> Self {
        Self { job, uids, volumes: BTreeMap::new() }
    }

    /// Writes a series.
    ///
    /// # Errors
    /// When a signal arrives; what was begun is finished first.
    pub fn write(
        &mut self,
        cut: &CutSeries,
        stop: &Stop,
    ) -> Result<Vec<(EntryId, Settled)>, RunError> {
        let CutSeries { series, runs } = cut;
        let Some(folder) = self.folder(series) else { return Ok(Vec::new()) };
        let mut masks = Vec::new();
        for (stack, runs) in series.stacks.iter().zip(runs) {
            stop.check()?;
            let volume = AssertUnwindSafe(|| self.volume(series, stack, runs, &folder));
            masks.push(catch_unwind(volume).unwrap_or(Err(Fault(Code::Internal))));
        }
        let write = |((file, image), runs): ((&SeriesFile, &Image), ImageRuns<'_>)| {
            stop.check()?;
            // A fault of the tool costs its row, not the run.
            let written = AssertUnwindSafe(|| self.file(file, image, &runs, &masks, &folder));
            let written = catch_unwind(written).unwrap_or(Err(Fault(Code::Internal)));
            let settled = match written {
                Ok(defaced) => Settled::Defaced(Box::new(defaced)),
                Err(Fault(code)) => Settled::Lost(code),
            };
            Ok((file.id, settled))
        };
        let files = series.files.par_iter().zip(&series.images);
        files.zip(ImageRuns::of(cut)).map(write).collect()
    }

    /// Subject, study and new series, as the folder of the output.
    fn folder(&self, series: &Series) -> Option<PathBuf> {
        let study = &series.files.first()?.study_folder;
        let name = self.uids.of(&series.images.first()?.series);
        Some(self.job.folder.join(study).join(name))
    }

    /// Writes the mask of a stack, and its voxels if they are wanted; gives the mask's path.
    fn volume(
        &mut self,
        series: &Series,
        stack: &Stack,
        runs: &[Runs],
        folder: &Path,
    ) -> Outcome<PathBuf> {
        let number = self.volumes.entry(folder.to_owned()).or_insert(0);
        *number += 1;
        let path = |name: &str| folder.join(numbered(name, *number));
        let mask = path("defaced_mask");
        self.job.put(&mask, |file| {
            let planes = series.planes(stack);
            let slices = planes.iter().zip(runs).map(|(plane, runs)| kept(plane, runs));
            write_mask(file, &grid(series, &planes)?, slices)
        })?;
        if self.job.nifti {
            self.job
                .put(&path("defaced"), |file| write_volume(file, &defaced(series, stack, runs)?))?;
        }
        Ok(mask)
    }

    /// Writes the file of an image; `masks` are those of the series' stacks.
    fn file(
        &self,
        file: &SeriesFile,
        image: &Image,
        runs: &ImageRuns<'_>,
        masks: &[Outcome<PathBuf>],
        folder: &Path,
    ) -> Outcome<Defaced> {
        let missing = Fault(Code::Internal);
        let frames = runs.frames.iter().copied().collect::<Option<Vec<_>>>().ok_or(missing)?;
        let stack = runs.stack.ok_or(missing)?;
        let mask = masks.get(stack).ok_or(missing)?.as_ref().map_err(|fault| *fault)?;
        let prepared = Prepared::new(&file.file, image, &frames, self.uids, self.job.compress)?;
        self.job.publish(prepared, folder, mask)
    }
}

/// A stack without the voxels that go.
fn defaced(series: &Series, stack: &Stack, runs: &[Runs]) -> Outcome<Volume> {
    let mut volume = series.load(stack)?;
    for ((member, slice), runs) in stack.members.iter().zip(&mut volume.slices).zip(runs) {
        let image = series.images.get(member.image).ok_or(Fault(Code::Internal))?;
        let frame = image.frames.get(member.frame).ok_or(Fault(Code::Internal))?;
        Fill::of(image, frame).remove(&mut slice.bytes, runs);
    }
    Ok(volume)
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

/// What goes of the frames of one image.
struct ImageRuns<'a> {
    /// The stack of its first frame, as an index into the series' stacks; none where the frame is
    /// in no stack, which is a fault of the tool.
    stack: Option<usize>,
    /// The runs of voxels of each frame; none where the frame is in no stack.
    frames: Vec<Option<&'a Runs>>,
}

impl<'a> ImageRuns<'a> {
    /// Of all images of a series, in their order.
    fn of(CutSeries { series, runs }: &'a CutSeries) -> Vec<Self> {
        let none = |image: &Image| Self { stack: None, frames: vec![None; image.frames.len()] };
        let mut images: Vec<Self> = series.images.iter().map(none).collect();
        for (at, (stack, runs)) in series.stacks.iter().zip(runs).enumerate() {
            let duplicates = stack.duplicates.iter().map(|(_, member)| member);
            for (member, runs) in stack.members.iter().chain(duplicates).zip(runs) {
                let Some(image) = images.get_mut(member.image) else { continue };
                if member.frame == 0 {
                    image.stack = Some(at);
                }
                if let Some(frame) = image.frames.get_mut(member.frame) {
                    *frame = Some(runs);
                }
            }
        }
        images
    }
}
