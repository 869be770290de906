//! A series, or the part of it that shares a frame of reference: looked at for a face, then cut.

use std::mem;
use std::path::Path;

use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::dataset::open;
use dicom_common::geometry::Plane;
use dicom_common::pixels::Frames;
use dicom_common::series::{Image, Kind, Member, Modality, Stack, stacks};
use dicom_common::volume::{Coarse, Volume};
use face::{Face, Region, SPACING, Verdict};
use rayon::prelude::*;

use crate::decide::{Finding, Seen};
use crate::mask::{Runs, cut, part_removed};
use crate::method::Method;

/// So many volumes of one series are looked at for a face; further ones repeat them in time, echo or
/// direction of diffusion.
const MOST_LOOKED_AT: usize = 3;

/// More than this part of the body is no face.
pub const MOST: f64 = 0.6;

/// Images of one series that lie in one frame of reference, all slices or all projections.
pub struct Series {
    /// The images, in the order of their UIDs.
    pub images: Vec<Image>,
    /// Their places among the inputs.
    pub entries: Vec<usize>,
    /// Their frames.
    pub stacks: Vec<Stack>,
    /// The volumes that were looked at: places among the stacks, and working copies.
    looked_at: Vec<(usize, Coarse)>,
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
    pub fn new(mut images: Vec<(usize, Image)>) -> Self {
        images.sort_by(|(_, a), (_, b)| a.instance.cmp(&b.instance));
        let (entries, images): (Vec<_>, Vec<_>) = images.into_iter().unzip();
        let stacks = stacks(&images);
        Self { images, entries, stacks, looked_at: Vec::new() }
    }

    /// Looks for a face; `path` tells where the file of an input lies.
    pub fn look<'a>(
        &mut self,
        group: &Group,
        method: &Method,
        path: impl Fn(usize) -> Option<&'a Path> + Sync,
    ) -> Seen {
        let space = group.frame_of_reference.clone();
        let mut voxel = f64::INFINITY;
        let mut finding = match group.projection {
            Some(code) => return Seen { space, voxel, finding: Finding::Projection(code) },
            None => Finding::Slices,
        };
        for at in 0..self.stacks.len().min(MOST_LOOKED_AT) {
            let Some(stack) = self.stacks.get(at).filter(|stack| stack.volume) else { break };
            let coarse = match self.load(stack, &path) {
                Ok(volume) => volume.coarse(SPACING),
                Err(Fault(code)) => return Seen { space, voxel, finding: Finding::Failed(code) },
            };
            let verdict = method.look(&coarse, self.modality());
            self.looked_at.push((at, coarse));
            let face = matches!(verdict, Verdict::Face(_));
            finding = worse(finding, verdict);
            if face {
                voxel = self.stacks.get(at).map_or(voxel, |stack| self.voxel(stack));
                break;
            }
        }
        Seen { space, voxel, finding }
    }

    /// The volume that was looked at last, if any was.
    pub fn shown(&self) -> Option<&Coarse> {
        self.looked_at.last().map(|(_, coarse)| coarse)
    }

    /// Which voxels of each stack go: of its members, then of its duplicates.
    ///
    /// # Errors
    /// `F_CUT`, and those of reading pixels.
    pub fn cut<'a>(
        &self,
        face: &Face,
        own: bool,
        path: impl Fn(usize) -> Option<&'a Path> + Sync,
    ) -> Outcome<Vec<Vec<Runs>>> {
        let region = face.region.as_ref();
        let cuts: Vec<_> =
            self.stacks.iter().map(|stack| cut(&self.all_planes(stack), region)).collect();
        for (at, cut) in cuts.iter().enumerate() {
            if !self.is_plausible(at, cut, (own, region), &path)? {
                return Err(Fault(Code::Cut));
            }
        }
        Ok(cuts)
    }

    /// Whether the cut of a stack removes as much as a face is. Slices that are no volume can show
    /// anything; only where the face was found must there be something of it.
    fn is_plausible<'a>(
        &self,
        at: usize,
        cut: &[Runs],
        (own, region): (bool, &dyn Region),
        path: impl Fn(usize) -> Option<&'a Path> + Sync,
    ) -> Outcome<bool> {
        let found_here = own && self.looked_at.last().is_some_and(|(last, _)| *last == at);
        let Some(stack) = self.stacks.get(at).filter(|stack| stack.volume) else { return Ok(true) };
        if cut.iter().all(Vec::is_empty) {
            return Ok(!found_here);
        }
        let same = |(other, _): &&(usize, Coarse)| {
            *other == at
                || self.stacks.get(*other).is_some_and(|o| self.planes(o) == self.planes(stack))
        };
        let part = |coarse| part_removed(coarse, self.modality(), region);
        let part = match self.looked_at.iter().find(same) {
            // The same places at another time need not be read again.
            Some((_, coarse)) => part(coarse),
            None => part(&self.load(stack, path)?.coarse(SPACING)),
        };
        Ok(part <= MOST && (part > 0.0 || !found_here))
    }

    /// The images whose pixels cannot be read, with their places among the inputs, taken out.
    pub fn take_broken<'a>(
        &mut self,
        path: impl Fn(usize) -> Option<&'a Path> + Sync,
    ) -> Vec<(usize, Code)> {
        let images: Vec<_> =
            mem::take(&mut self.entries).into_iter().zip(mem::take(&mut self.images)).collect();
        let read = |(at, image): &(usize, Image)| -> Outcome<()> {
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
        path: impl Fn(usize) -> Option<&'a Path> + Sync,
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

/// What several volumes of one series show together: a face, or else a doubt, or else none.
fn worse(earlier: Finding, verdict: Verdict) -> Finding {
    match (earlier, verdict) {
        (_, Verdict::Face(face)) => Finding::Face(face),
        (Finding::Doubt { why, deep: None }, Verdict::Doubt { deep, .. }) => {
            Finding::Doubt { why, deep }
        }
        (doubt @ Finding::Doubt { .. }, _) => doubt,
        (_, Verdict::Doubt { why, deep }) => Finding::Doubt { why, deep },
        (_, Verdict::NoFace(code)) => Finding::NoFace(code),
    }
}
