//! Looking for a face in the volumes of a series.

use std::borrow::Cow;
use std::path::Path;

use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::imaging::volume::Coarse;
use dicom_common::pipeline::session::EntryId;
use face::{SPACING, Verdict};

use super::{Group, Look, Series};
use crate::decide::{Finding, Seen};
use crate::method::Method;

/// Volumes at the same places repeat each other in time, echo or direction of diffusion: in doubt,
/// so many of them are looked at.
const MOST_DOUBTS: usize = 3;

/// No series has more volumes at different places.
const MOST_LOOKED_AT: usize = 32;

impl Series {
    /// Looks for a face; `path` tells where the file of an input lies.
    pub fn look<'a>(
        &mut self,
        group: &Group,
        method: &Method,
        path: impl Fn(EntryId) -> Option<&'a Path> + Sync,
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
        path: impl Fn(EntryId) -> Option<&'a Path> + Sync,
    ) -> Option<Cow<'_, Coarse>> {
        self.working_copy(self.looked_at.last()?, path).ok()
    }

    /// The volume that was looked at and lies where this stack does.
    pub(super) fn like(&self, at: usize) -> Option<&Look> {
        self.looked_at.iter().find(|look| self.are_alike(at, look.stack))
    }

    /// Whether two stacks lie at the same places.
    pub(super) fn are_alike(&self, one: usize, other: usize) -> bool {
        let planes = |at: usize| self.stacks.get(at).map(|stack| self.planes(stack));
        one == other || planes(one) == planes(other)
    }

    pub(super) fn working_copy<'a>(
        &self,
        look: &Look,
        path: impl Fn(EntryId) -> Option<&'a Path> + Sync,
    ) -> Outcome<Cow<'_, Coarse>> {
        match self.looked_at.iter().find(|other| other.stack == look.stack) {
            Some(Look { coarse: Some(coarse), .. }) => Ok(Cow::Borrowed(coarse)),
            _ => Ok(Cow::Owned(self.coarse(look.stack, path)?)),
        }
    }

    pub(super) fn coarse<'a>(
        &self,
        at: usize,
        path: impl Fn(EntryId) -> Option<&'a Path> + Sync,
    ) -> Outcome<Coarse> {
        let stack = self.stacks.get(at).ok_or(Fault(Code::Internal))?;
        Ok(self.load(stack, path)?.coarse(SPACING))
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
