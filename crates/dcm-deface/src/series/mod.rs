//! A series, or the part of it that shares a frame of reference: looked at for a face, then cut.

mod cut;
mod look;

pub use cut::MOST;

use std::mem;
use std::path::Path;

use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::dataset::open;
use dicom_common::imaging::geometry::Plane;
use dicom_common::imaging::pixels::Frames;
use dicom_common::imaging::series::{Image, Kind, Member, Modality, Stack, stacks};
use dicom_common::imaging::volume::{Coarse, Volume};
use dicom_common::pipeline::session::EntryId;
use rayon::prelude::*;

/// Images of one series that lie in one frame of reference, all slices or all projections.
pub struct Series {
    /// The images, in the order of their UIDs.
    pub images: Vec<Image>,
    /// Their places among the inputs.
    pub entries: Vec<EntryId>,
    /// Their frames.
    pub stacks: Vec<Stack>,
    /// The volumes that were looked at.
    looked_at: Vec<Look>,
}

/// A volume that was looked at.
struct Look {
    /// Its place among the stacks.
    stack: usize,
    /// Its working copy, as long as there is room for it.
    coarse: Option<Coarse>,
}

/// What separates the images of a study.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Group {
    series: String,
    frame_of_reference: String,
    /// The code of pictures that are no slices.
    projection: Option<Code>,
}

impl Group {
    /// The group of an image.
    pub fn of(image: &Image) -> Self {
        let projection = match (image.kind, image.modality) {
            (Kind::Rendering, _) => Some(Code::Rendering),
            // A scout of CT is a projection, a localizer of MR is made of slices.
            (Kind::Localizer, Modality::Ct) => Some(Code::Localizer),
            _ => None,
        };
        Self {
            series: image.series.clone(),
            frame_of_reference: image.frame_of_reference.clone(),
            projection,
        }
    }
}

impl Series {
    /// A series of these images, with their places among the inputs.
    pub fn new(mut images: Vec<(EntryId, Image)>) -> Self {
        images.sort_by(|(_, a), (_, b)| a.sop_instance.cmp(&b.sop_instance));
        let (entries, images): (Vec<_>, Vec<_>) = images.into_iter().unzip();
        let stacks = stacks(&images);
        Self { images, entries, stacks, looked_at: Vec::new() }
    }

    /// The images whose pixels cannot be read, with their places among the inputs, taken out.
    pub fn take_broken<'a>(
        &mut self,
        path: impl Fn(EntryId) -> Option<&'a Path> + Sync,
    ) -> Vec<(EntryId, Code)> {
        let images: Vec<_> =
            mem::take(&mut self.entries).into_iter().zip(mem::take(&mut self.images)).collect();
        let read = |(at, image): &(EntryId, Image)| -> Outcome<()> {
            let (file, _) = open(path(*at).ok_or(Fault(Code::Upstream))?)?;
            let frames = Frames::open(file, image)?;
            (0..image.frames.len()).try_for_each(|frame| frames.frame(frame).map(|_| ()))
        };
        let faults: Vec<_> = images.par_iter().map(|image| read(image).err()).collect();
        let (mut whole, mut broken) = (Vec::new(), Vec::new());
        for ((at, image), fault) in images.into_iter().zip(faults) {
            match fault {
                None => whole.push((at, image)),
                Some(Fault(code)) => broken.push((at, code)),
            }
        }
        *self = Self::new(whole);
        broken
    }

    /// A stack in memory; its duplicates are left out.
    ///
    /// # Errors
    /// Those of reading pixels.
    pub fn load<'a>(
        &self,
        stack: &Stack,
        path: impl Fn(EntryId) -> Option<&'a Path> + Sync,
    ) -> Outcome<Volume> {
        Volume::load(&self.images, stack, |image| {
            let entry = *self.entries.get(image).ok_or(Fault(Code::Internal))?;
            Ok(open(path(entry).ok_or(Fault(Code::Upstream))?)?.0)
        })
    }

    /// Where the members of a stack lie.
    pub fn planes(&self, stack: &Stack) -> Vec<&Plane> {
        stack.members.iter().filter_map(|member| self.plane(*member)).collect()
    }

    fn all_planes(&self, stack: &Stack) -> Vec<&Plane> {
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

    /// mm³ of a voxel.
    fn voxel(&self, stack: &Stack) -> f64 {
        let plane = stack.members.first().and_then(|member| self.plane(*member));
        plane.map_or(f64::INFINITY, |p| p.row_spacing * p.column_spacing * stack.spacing)
    }
}
