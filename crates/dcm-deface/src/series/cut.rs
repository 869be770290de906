//! Which voxels of a series go.

use std::borrow::Cow;

use dicom_common::code::{Code, Fault, Outcome};
use face::{Face, Region, Runs};

use crate::decide::Source;
use crate::mask::{cut, part_removed};
use crate::series::images::Series;

/// The largest part of the body in view, 0 to 1, that a cut may remove: more than this is no face.
pub const MOST_REMOVED: f64 = 0.6;

/// A series with the voxels that go.
pub struct CutSeries {
    /// The series.
    pub series: Series,
    /// For each of its stacks the runs of voxels that go: of its members, then of its duplicates.
    pub runs: Vec<Vec<Runs>>,
}

impl Series {
    /// Which voxels of each stack go: of its members, then of its duplicates.
    ///
    /// # Errors
    /// `F_CUT`, and those of reading pixels.
    pub fn cut(&self, face: &Face, source: Source) -> Outcome<Vec<Vec<Runs>>> {
        let region = face.region.as_ref();
        let mut cuts: Vec<Vec<Runs>> = Vec::with_capacity(self.stacks.len());
        for (at, stack) in self.stacks.iter().enumerate() {
            let planes = self.all_planes(stack);
            // The same positions at another time need not be judged again.
            let earlier = self.stacks.iter().zip(&cuts);
            let same = earlier.rev().find(|(other, _)| self.all_planes(other) == planes);
            if let Some(runs) = same.map(|(_, runs)| runs.clone()) {
                cuts.push(runs);
                continue;
            }
            let runs = cut(&planes, region);
            if !self.is_plausible(at, &runs, region, source)? {
                return Err(Fault(Code::Cut));
            }
            cuts.push(runs);
        }
        Ok(cuts)
    }

    /// Whether the cut of a stack removes as much as a face is. Slices that are no volume can show
    /// anything; only where the face was found must there be something of it.
    fn is_plausible(
        &self,
        at: usize,
        cut: &[Runs],
        region: &dyn Region,
        source: Source,
    ) -> Outcome<bool> {
        let Some(stack) = self.stacks.get(at).filter(|stack| stack.volume) else {
            return Ok(true);
        };
        // The search ends with the stack in which it finds the face.
        let found = self.examined.last().filter(|_| matches!(source, Source::Own | Source::Person));
        let found_here = found.is_some_and(|found| self.are_alike(at, found.stack));
        if cut.iter().all(Vec::is_empty) {
            return Ok(!found_here);
        }
        let coarse = match self.examined_alike(at) {
            Some(examined) => self.working_copy(examined)?,
            None => Cow::Owned(self.coarse(stack)?),
        };
        let part = part_removed(&coarse, self.modality(), region);
        Ok(part <= MOST_REMOVED && (part > 0.0 || !found_here))
    }
}
