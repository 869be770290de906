//! Looking for a face in the volumes of a series.

use std::borrow::Cow;

use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::imaging::series::{Image, Stack};
use dicom_common::imaging::volume::{Coarse, Sheets, Volume};
use face::{SPACING, Verdict};

use crate::finding::{Examined, Finding};
use crate::method::Method;
use crate::series::group::Group;
use crate::series::images::{ExaminedStack, Series};

/// Volumes at the same positions repeat each other in time, echo or direction of diffusion: in
/// doubt, so many of them are examined.
const MOST_DOUBTS: usize = 3;

/// So many volumes at different positions are examined at most; no series of a head has more.
const MOST_EXAMINED: usize = 32;

/// Bytes of a part of a volume that is in memory together.
const PART: usize = 64 << 20;

/// Bytes of a voxel of a working copy.
const VOXEL: usize = size_of::<f32>();

impl Series {
    /// Looks for a face in each volume until one is found.
    pub fn examine(&mut self, group: &Group, method: &Method) -> Examined {
        let finding = match group.projection {
            Some(code) => Finding::Projection(code),
            None => self.find_face(method).unwrap_or_else(|Fault(code)| Finding::Failed(code)),
        };
        let with_face = self.examined.last().filter(|_| matches!(finding, Finding::Face(_)));
        let with_face = with_face.and_then(|examined| self.stacks.get(examined.stack));
        let voxel_volume = with_face.map_or(f64::INFINITY, |stack| self.voxel_volume(stack));
        Examined {
            name: String::new(),
            frame_of_reference: group.frame_of_reference.clone(),
            voxel_volume,
            finding,
            person: None,
        }
    }

    /// What the volumes show.
    fn find_face(&mut self, method: &Method) -> Outcome<Finding> {
        if let Some(why) = self.images.iter().find_map(Image::unsought) {
            self.keep_a_picture()?;
            return Ok(Finding::Doubt { why, deep: None });
        }
        let mut finding = Finding::Slices;
        for at in 0..self.stacks.len() {
            let Some(stack) = self.stacks.get(at).filter(|stack| stack.volume) else { break };
            let doubtful = matches!(finding, Finding::Doubt { .. });
            if self.examined_alike(at).is_some() && !(doubtful && self.examined.len() < MOST_DOUBTS)
            {
                continue;
            }
            if self.examined.len() == MOST_EXAMINED {
                return Ok(Finding::Doubt { why: Code::NoFace, deep: None });
            }
            let coarse = self.coarse(stack)?;
            let verdict = method.find_face(&coarse, self.modality());
            self.examined.push(ExaminedStack { stack: at, coarse: Some(coarse) });
            finding = together(finding, verdict);
            if matches!(finding, Finding::Face(_)) {
                break;
            }
        }
        Ok(finding)
    }

    /// Of a series in which no face is looked for, the first volume is kept for its picture.
    fn keep_a_picture(&mut self) -> Outcome<()> {
        if let Some(stack) = self.stacks.first().filter(|stack| stack.volume) {
            let coarse = self.coarse(stack)?;
            self.examined.push(ExaminedStack { stack: 0, coarse: Some(coarse) });
        }
        Ok(())
    }

    /// Keeps working copies only as far as there is `room` for them, in bytes.
    pub fn keep_within(&mut self, room: &mut usize) {
        for examined in &mut self.examined {
            let size = examined.coarse.as_ref().map_or(0, |coarse| VOXEL * coarse.values.len());
            match room.checked_sub(size) {
                Some(rest) => *room = rest,
                None => examined.coarse = None,
            }
        }
    }

    /// A working copy of the volume that was examined last, if any was.
    pub fn last_examined(&self) -> Option<Cow<'_, Coarse>> {
        self.working_copy(self.examined.last()?).ok()
    }

    /// The volume that was examined and lies where this stack does.
    pub(super) fn examined_alike(&self, at: usize) -> Option<&ExaminedStack> {
        self.examined.iter().find(|examined| self.are_alike(at, examined.stack))
    }

    /// Whether two stacks lie at the same positions.
    pub(super) fn are_alike(&self, one: usize, other: usize) -> bool {
        let planes = |at: usize| self.stacks.get(at).map(|stack| self.planes(stack));
        one == other || planes(one) == planes(other)
    }

    /// The working copy of an examined volume; made again where there was no room for it.
    pub(super) fn working_copy<'a>(&self, examined: &'a ExaminedStack) -> Outcome<Cow<'a, Coarse>> {
        match &examined.coarse {
            Some(coarse) => Ok(Cow::Borrowed(coarse)),
            None => {
                let stack = self.stacks.get(examined.stack).ok_or(Fault(Code::Internal))?;
                Ok(Cow::Owned(self.coarse(stack)?))
            }
        }
    }

    /// A working copy of a stack, which is read part by part.
    pub(super) fn coarse(&self, stack: &Stack) -> Outcome<Coarse> {
        Volume::check_length(&self.images, stack)?;
        let first = stack.members.first().and_then(|member| self.images.get(member.image));
        let slice = first.ok_or(Fault(Code::Internal))?.frame_len().max(1);
        let mut sheets = Sheets::of(SPACING);
        for (_, part) in stack.parts(PART / slice) {
            sheets.add(&self.load(&part)?);
        }
        Ok(sheets.coarse())
    }
}

/// What several volumes of one series show together: a face, or else a doubt, or else none.
fn together(earlier: Finding, verdict: Verdict) -> Finding {
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
