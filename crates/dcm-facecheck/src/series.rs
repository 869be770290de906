//! A series before and after defacing.

use std::path::{Path, PathBuf};

use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::imaging::series::{Image, Modality, Stack, stacks};
use dicom_common::imaging::volume::Volume;
use dicom_common::pipeline::same_file::SameFile;
use dicom_common::pipeline::session::EntryId;
use rayon::prelude::*;

use crate::entry::{Details, Entry};
use crate::limits::FRAME_MOVED;
use crate::pixels::{Frames, normalised};

/// Images of one series in one frame of reference.
pub struct Series {
    /// The images after defacing, in the order of their SOP Instance UIDs.
    pub after: Vec<Image>,
    /// The images before defacing, in the same order; none where nothing was removed, so that there
    /// is nothing to compare with.
    pub before: Option<Vec<Image>>,
    /// Their files, in the same order.
    pub files: Vec<SeriesFile>,
    /// The frames of [`Series::first`] that lie one behind the other.
    pub stacks: Vec<Stack>,
}

/// A stack in memory, before and after.
pub struct VolumePair {
    /// Its voxels before defacing.
    pub before: Volume,
    /// Its voxels after defacing, on the same grid.
    pub after: Volume,
}

/// One of both states of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// As it was.
    Before,
    /// As it is.
    After,
}

impl VolumePair {
    /// One of both.
    pub fn of(&self, when: When) -> &Volume {
        match when {
            When::Before => &self.before,
            When::After => &self.after,
        }
    }
}

/// What separates the images of a study.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Group {
    /// Series Instance UID of the images after defacing.
    pub series: String,
    /// Frame of Reference UID; empty where the images have none.
    pub frame_of_reference: String,
    /// Why its pictures are no slices; none if they are slices.
    pub projection: Option<Code>,
    /// Whether its images have originals to compare with.
    pub compared: bool,
}

impl Group {
    /// The group of an image.
    pub fn of(image: &Image, compared: bool) -> Self {
        Self {
            series: image.series.clone(),
            frame_of_reference: image.frame_of_reference.clone(),
            projection: image.projection(),
            compared,
        }
    }
}

/// An image as it is, as it was, and its place among the inputs.
pub struct ImagePair {
    /// The image after defacing.
    pub after: Image,
    /// The image before defacing; none where nothing was removed.
    pub before: Option<Image>,
    /// Its files.
    pub file: SeriesFile,
}

/// The files of an image.
#[derive(Debug, Clone)]
pub struct SeriesFile {
    /// The input.
    pub id: EntryId,
    /// The file after defacing.
    pub file: SameFile,
    /// The file before defacing; none where nothing was removed.
    pub original: Option<SameFile>,
    /// The mask of what was removed, where one is known.
    pub mask: Option<PathBuf>,
    /// What a report may call the patient.
    pub subject: String,
}

impl SeriesFile {
    /// Of an input that was made from `original`.
    ///
    /// # Errors
    /// `S_UPSTREAM` where an earlier tool delivered no file.
    pub fn of(id: EntryId, entry: &Entry, original: Option<SameFile>) -> Outcome<Self> {
        let Details { mask, subject, .. } = &entry.details;
        let (mask, subject) = (mask.clone(), subject.clone());
        Ok(Self { id, file: entry.file()?, original, mask, subject })
    }
}

impl Series {
    /// A series of these images: all of them have an original, or none.
    pub fn new(mut pairs: Vec<ImagePair>) -> Self {
        pairs.sort_by(|a, b| a.after.sop_instance.cmp(&b.after.sop_instance));
        let before: Option<Vec<Image>> = pairs.iter().map(|pair| pair.before.clone()).collect();
        let files = pairs.iter().map(|pair| pair.file.clone()).collect();
        let after: Vec<Image> = pairs.into_iter().map(|pair| pair.after).collect();
        let mut stacks = stacks(before.as_ref().unwrap_or(&after));
        // Frames that repeat others are frames all the same.
        let repeated: Vec<Stack> = stacks.iter().filter_map(repeated).collect();
        stacks.extend(repeated);
        Self { after, before, files, stacks }
    }

    /// The images as they were, as far as that is known.
    pub fn first(&self) -> &[Image] {
        self.before.as_ref().unwrap_or(&self.after)
    }

    /// Whether it is CT or MR, by its first image.
    pub fn modality(&self) -> Modality {
        self.after.first().map_or(Modality::Mr, |image| image.modality)
    }

    /// Why no face is looked for in it; none where one is.
    pub fn unsought(&self) -> Option<Code> {
        self.first().iter().find_map(Image::unsought)
    }

    /// mm³ of a voxel of its first volume.
    pub fn voxel(&self) -> f64 {
        let stack = self.stacks.iter().find(|stack| stack.volume);
        let size = stack.and_then(|stack| {
            let member = stack.members.first()?;
            let plane = &self.first().get(member.image)?.frames.get(member.frame)?.plane;
            Some(plane.row_spacing * plane.column_spacing * stack.spacing)
        });
        size.unwrap_or(f64::INFINITY)
    }

    /// The UID of the series as it was.
    pub fn original(&self) -> &str {
        self.first().first().map(|image| image.series.as_str()).unwrap_or_default()
    }

    /// Whether each file has as many frames as it had.
    pub fn has_all_frames(&self) -> bool {
        let Some(before) = &self.before else { return true };
        before.iter().zip(&self.after).all(|(a, b)| a.frames.len() == b.frames.len())
    }

    /// How many frames are others than they were, or lie elsewhere.
    pub fn moved(&self) -> usize {
        let Some(before) = &self.before else { return 0 };
        let pairs = before.iter().zip(&self.after);
        let differ = |(before, after): (&Image, &Image)| {
            let frames = before.frames.len().max(after.frames.len());
            let alike = before.frames.iter().zip(&after.frames).filter(|(a, b)| {
                let (a, b) = (&a.plane, &b.plane);
                let far = |p: &dicom_common::imaging::geometry::Plane| p.voxel(p.rows, p.columns);
                (a.rows, a.columns) == (b.rows, b.columns)
                    && FRAME_MOVED.passes((a.origin - b.origin).norm())
                    && FRAME_MOVED.passes((far(a) - far(b)).norm())
                    && a.normal().dot(&b.normal()) > 0.0
            });
            let same_body = before.modality == after.modality;
            frames - if same_body { alike.count() } else { 0 }
        };
        pairs.map(differ).sum()
    }

    /// The mask that is named for a stack.
    pub fn mask(&self, stack: &Stack) -> Option<&Path> {
        self.files.get(stack.members.first()?.image)?.mask.as_deref()
    }

    /// A stack in memory as it is and as it was; duplicates are left out.
    ///
    /// # Errors
    /// Those of reading pixels.
    pub fn load(&self, stack: &Stack) -> Outcome<VolumePair> {
        let after = self.load_one(stack, When::After)?;
        let before = match &self.before {
            None => after.clone(),
            Some(_) => self.load_one(stack, When::Before)?,
        };
        Ok(VolumePair { before, after })
    }

    /// A stack in memory as it is or as it was, which is the same where nothing was removed.
    ///
    /// # Errors
    /// Those of reading pixels.
    pub fn load_one(&self, stack: &Stack, when: When) -> Outcome<Volume> {
        match (&self.before, when) {
            (Some(before), When::Before) => {
                self.volume(before, stack, |file| file.original.as_ref())
            }
            _ => self.volume(&self.after, stack, |file| Some(&file.file)),
        }
    }

    /// Whether all of its files are still what they were when they were opened first.
    ///
    /// # Errors
    /// `E_CHANGED`, `E_UNREADABLE`.
    pub fn is_unchanged(&self) -> Outcome<()> {
        let files = self.files.iter().flat_map(|file| [Some(&file.file), file.original.as_ref()]);
        files.flatten().try_for_each(|file| file.again().map(drop))
    }

    fn volume(
        &self,
        images: &[Image],
        stack: &Stack,
        which: impl Fn(&SeriesFile) -> Option<&SameFile> + Sync,
    ) -> Outcome<Volume> {
        let mut volume = Volume::load_with(images, stack, |index, wanted| {
            let file = self.files.get(index).ok_or(Fault(Code::Internal))?;
            let (file, _) = which(file).ok_or(Fault(Code::Upstream))?.again()?;
            let frames = Frames::open(file, images.get(index).ok_or(Fault(Code::Internal))?)?;
            wanted.par_iter().map(|frame| frames.frame(*frame)).collect()
        })?;
        volume.format = normalised(volume.format);
        Ok(volume)
    }
}

/// The frames that repeat others of a stack, as slices that make up no volume.
fn repeated(stack: &Stack) -> Option<Stack> {
    let members: Vec<_> = stack.duplicates.iter().map(|(_, member)| *member).collect();
    (!members.is_empty()).then(|| Stack {
        members,
        duplicates: Vec::new(),
        spacing: stack.spacing,
        gaps: Vec::new(),
        volume: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use dicom_common::pipeline::seal::Seal;
    use dicom_common::pipeline::session::Entries;

    #[test]
    fn a_file_that_was_exchanged_after_it_was_opened_first_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        for name in ["after", "before", "other"] {
            std::fs::write(path(name), name).unwrap();
        }
        for exchanged in ["after", "before"] {
            let mut entry = Entry::known(Ok(path("after")), Seal::default(), Details::default());
            entry.open().unwrap();
            let mut entries = Entries::default();
            let id = entries.push(entry).unwrap();
            entries.flush().unwrap();
            let (original, _, _) = SameFile::open(&path("before"), &Seal::default()).unwrap();
            let file = SeriesFile::of(id, &entries.get(id).unwrap(), Some(original)).unwrap();
            let series =
                Series { after: Vec::new(), before: None, files: vec![file], stacks: Vec::new() };
            assert_eq!(series.is_unchanged(), Ok(()));
            std::fs::copy(path("other"), path("new")).unwrap();
            std::fs::rename(path("new"), path(exchanged)).unwrap();
            assert_eq!(series.is_unchanged(), Err(Fault(Code::Changed)), "{exchanged}");
        }
    }
}
