//! The images of a series: their files, and the stacks that their frames make up.

use std::mem;

use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::imaging::geometry::Plane;
use dicom_common::imaging::pixels::Frames;
use dicom_common::imaging::series::{Image, Member, Modality, Stack, stacks};
use dicom_common::imaging::volume::{Coarse, Volume};
use dicom_common::pipeline::session::EntryId;
use rayon::prelude::*;

use crate::series::file::SeriesFile;

/// Images of one series that lie in one frame of reference, all slices or all projections.
pub struct Series {
    /// The images, in the order of their SOP Instance UIDs.
    pub images: Vec<Image>,
    /// The file of each image, in the same order.
    pub files: Vec<SeriesFile>,
    /// The frames of the images that lie one behind the other; volumes come first.
    pub stacks: Vec<Stack>,
    /// The stacks in which a face was looked for, in this order.
    pub(super) examined: Vec<ExaminedStack>,
}

/// A stack in which a face was looked for.
pub(super) struct ExaminedStack {
    /// Index into [`Series::stacks`].
    pub(super) stack: usize,
    /// Its working copy, as long as there is room for it.
    pub(super) coarse: Option<Coarse>,
}

impl Series {
    /// A series of these images with their files.
    pub fn new(mut images: Vec<(SeriesFile, Image)>) -> Self {
        images.sort_by(|(_, a), (_, b)| a.sop_instance.cmp(&b.sop_instance));
        let (files, images): (Vec<_>, Vec<_>) = images.into_iter().unzip();
        let stacks = stacks(&images);
        Self { images, files, stacks, examined: Vec::new() }
    }

    /// Takes out the images whose pixels cannot be read: which inputs they are, and why.
    pub fn take_broken(&mut self) -> Vec<(EntryId, Code)> {
        let images: Vec<_> =
            mem::take(&mut self.files).into_iter().zip(mem::take(&mut self.images)).collect();
        let read = |(file, image): &(SeriesFile, Image)| -> Outcome<()> {
            let frames = Frames::open(file.open()?, image)?;
            (0..image.frames.len()).try_for_each(|frame| frames.frame(frame).map(|_| ()))
        };
        let faults: Vec<_> = images.par_iter().map(|image| read(image).err()).collect();
        let (mut whole, mut broken) = (Vec::new(), Vec::new());
        for ((file, image), fault) in images.into_iter().zip(faults) {
            match fault {
                None => whole.push((file, image)),
                Some(Fault(code)) => broken.push((file.id, code)),
            }
        }
        *self = Self::new(whole);
        broken
    }

    /// A stack in memory; its duplicates are left out.
    ///
    /// # Errors
    /// Those of reading pixels.
    pub fn load(&self, stack: &Stack) -> Outcome<Volume> {
        Volume::load(&self.images, stack, |image| {
            self.files.get(image).ok_or(Fault(Code::Internal))?.open()
        })
    }

    /// Where the members of a stack lie (LPS, mm).
    pub fn planes(&self, stack: &Stack) -> Vec<&Plane> {
        stack.members.iter().filter_map(|member| self.plane(*member)).collect()
    }

    /// Where the members of a stack lie, then its duplicates (LPS, mm).
    pub(super) fn all_planes(&self, stack: &Stack) -> Vec<&Plane> {
        let duplicates = stack.duplicates.iter().filter_map(|(_, member)| self.plane(*member));
        self.planes(stack).into_iter().chain(duplicates).collect()
    }

    fn plane(&self, Member { image, frame }: Member) -> Option<&Plane> {
        Some(&self.images.get(image)?.frames.get(frame)?.plane)
    }

    /// What was measured.
    pub fn modality(&self) -> Modality {
        self.images.first().map_or(Modality::Mr, |image| image.modality)
    }

    /// mm³ of a voxel of a stack; infinite for a stack without members.
    pub(super) fn voxel_volume(&self, stack: &Stack) -> f64 {
        let plane = stack.members.first().and_then(|member| self.plane(*member));
        plane.map_or(f64::INFINITY, |p| p.row_spacing * p.column_spacing * stack.spacing)
    }
}
