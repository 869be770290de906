//! What goes of a series.

use std::borrow::Cow;
use std::path::Path;

use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::pipeline::session::EntryId;
use face::{Face, Region};

use super::Series;
use crate::mask::{cut, part_removed};
use face::Runs;

/// More than this part of the body is no face.
pub const MOST: f64 = 0.6;

impl Series {
    /// Which voxels of each stack go: of its members, then of its duplicates.
    ///
    /// # Errors
    /// `F_CUT`, and those of reading pixels.
    pub fn cut<'a>(
        &self,
        face: &Face,
        own: bool,
        path: impl Fn(EntryId) -> Option<&'a Path> + Sync,
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
        path: impl Fn(EntryId) -> Option<&'a Path> + Sync,
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
}
