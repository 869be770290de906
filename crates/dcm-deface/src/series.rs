//! A series, or the part of it that shares a frame of reference: looked at for a face, then cut.

use std::borrow::Cow;
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

/// Volumes at the same places repeat each other in time, echo or direction of diffusion: in doubt,
/// so many of them are looked at.
const MOST_DOUBTS: usize = 3;

/// No series has more volumes at different places.
const MOST_LOOKED_AT: usize = 32;

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
        for at in 0..self.stacks.len() {
            let Some(stack) = self.stacks.get(at).filter(|stack| stack.volume) else { break };
            let doubtful = matches!(finding, Finding::Doubt { .. });
            if self.like(at).is_some() && !(doubtful && self.looked_at.len() < MOST_DOUBTS) {
                continue;
            }
            if self.looked_at.len() == MOST_LOOKED_AT {
                finding = Finding::Doubt { why: Code::NoFace, deep: None };
                break;
            }
            let coarse = match self.load(stack, &path) {
                Ok(volume) => volume.coarse(SPACING),
                Err(Fault(code)) => return Seen { space, voxel, finding: Finding::Failed(code) },
            };
            let verdict = method.look(&coarse, self.modality());
            self.looked_at.push(Look { stack: at, coarse: Some(coarse) });
            let face = matches!(verdict, Verdict::Face(_));
            finding = worse(finding, verdict);
            if face {
                voxel = self.stacks.get(at).map_or(voxel, |stack| self.voxel(stack));
                break;
            }
        }
        Seen { space, voxel, finding }
    }

    /// Keeps working copies only as far as there is room, in bytes.
    pub fn keep_within(&mut self, room: &mut usize) {
        for look in &mut self.looked_at {
            let size = look.coarse.as_ref().map_or(0, |coarse| 4 * coarse.values.len());
            match room.checked_sub(size) {
                Some(rest) => *room = rest,
                None => look.coarse = None,
            }
        }
    }

    /// The volume that was looked at last, if any was.
    pub fn shown<'a>(
        &self,
        path: impl Fn(usize) -> Option<&'a Path> + Sync,
    ) -> Option<Cow<'_, Coarse>> {
        self.working_copy(self.looked_at.last()?, path).ok()
    }

    /// The volume that was looked at and lies where this stack does.
    fn like(&self, at: usize) -> Option<&Look> {
        self.looked_at.iter().find(|look| self.are_alike(at, look.stack))
    }

    /// Whether two stacks lie at the same places.
    fn are_alike(&self, one: usize, other: usize) -> bool {
        let planes = |at: usize| self.stacks.get(at).map(|stack| self.planes(stack));
        one == other || planes(one) == planes(other)
    }

    fn working_copy<'a>(
        &self,
        look: &Look,
        path: impl Fn(usize) -> Option<&'a Path> + Sync,
    ) -> Outcome<Cow<'_, Coarse>> {
        match self.looked_at.iter().find(|other| other.stack == look.stack) {
            Some(Look { coarse: Some(coarse), .. }) => Ok(Cow::Borrowed(coarse)),
            _ => Ok(Cow::Owned(self.coarse(look.stack, path)?)),
        }
    }

    fn coarse<'a>(
        &self,
        at: usize,
        path: impl Fn(usize) -> Option<&'a Path> + Sync,
    ) -> Outcome<Coarse> {
        let stack = self.stacks.get(at).ok_or(Fault(Code::Internal))?;
        Ok(self.load(stack, path)?.coarse(SPACING))
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
        let mut cuts: Vec<Vec<Runs>> = Vec::with_capacity(self.stacks.len());
        for (at, stack) in self.stacks.iter().enumerate() {
            let planes = self.all_planes(stack);
            // The same places at another time need not be judged again.
            let earlier = self.stacks.iter().zip(&cuts);
            let same = earlier.rev().find(|(other, _)| self.all_planes(other) == planes);
            if let Some(runs) = same.map(|(_, runs)| runs.clone()) {
                cuts.push(runs);
                continue;
            }
            let runs = cut(&planes, region);
            if !self.is_plausible(at, &runs, (own, region), &path)? {
                return Err(Fault(Code::Cut));
            }
            cuts.push(runs);
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
        if !self.stacks.get(at).is_some_and(|stack| stack.volume) {
            return Ok(true);
        }
        let found = self.looked_at.last().filter(|_| own);
        let found_here = found.is_some_and(|found| self.are_alike(at, found.stack));
        if cut.iter().all(Vec::is_empty) {
            return Ok(!found_here);
        }
        let coarse = match self.like(at) {
            Some(look) => self.working_copy(look, path)?,
            None => Cow::Owned(self.coarse(at, path)?),
        };
        let part = part_removed(&coarse, self.modality(), region);
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
