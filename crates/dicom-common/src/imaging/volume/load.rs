//! Reading a stack's frames.

use std::collections::BTreeMap;
use std::fs::File;

use rayon::prelude::*;

use super::slice::Slice;
use super::voxels::Volume;
use crate::code::{Code, Fault, Outcome};
use crate::imaging::pixels::Frames;
use crate::imaging::series::{Image, Member, Stack};

/// Bytes of all slices together.
const LARGEST: u64 = 4 << 30;

/// mm between the first and the last slice; no body is so long.
const LONGEST: f64 = 3_000.0;

impl Volume {
    /// Reads the members of a stack, duplicates left out; `open` opens the file of an image by its
    /// index. Files are read in parallel.
    ///
    /// # Errors
    /// Those of [`Frames`]; `E_TOO_LARGE`; `E_GEOMETRY` when the slices lie metres apart.
    pub fn load(
        images: &[Image],
        stack: &Stack,
        open: impl Fn(usize) -> Outcome<File> + Sync,
    ) -> Outcome<Volume> {
        Self::load_with(images, stack, |index, wanted| {
            let image = images.get(index).ok_or(Fault(Code::Internal))?;
            let frames = Frames::open(open(index)?, image)?;
            wanted.par_iter().map(|frame| frames.frame(*frame)).collect()
        })
    }

    /// The same with another decoder: `read` gives the stored values of these frames of an image by its index,
    /// in the format of the first image.
    ///
    /// # Errors
    /// Those of `read`; `E_TOO_LARGE`; `E_GEOMETRY` when the slices lie metres apart.
    pub fn load_with(
        images: &[Image],
        stack: &Stack,
        read: impl Fn(usize, &[usize]) -> Outcome<Vec<Vec<u8>>> + Sync,
    ) -> Outcome<Volume> {
        let image = |index: usize| images.get(index).ok_or(Fault(Code::Internal));
        Self::check_length(images, stack)?;
        let first = image(stack.members.first().ok_or(Fault(Code::Internal))?.image)?;
        if (first.frame_len() * stack.members.len()) as u64 > LARGEST {
            return Err(Fault(Code::TooLarge));
        }
        // File by file, as each is opened once.
        let mut files: BTreeMap<usize, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for (slice, member) in stack.members.iter().enumerate() {
            let (slices, frames) = files.entry(member.image).or_default();
            slices.push(slice);
            frames.push(member.frame);
        }
        let read = |(index, (slices, wanted)): (usize, (Vec<usize>, Vec<usize>))| {
            let image = image(index)?;
            let slice = |(frame, bytes): (&usize, Vec<u8>)| {
                let frame = image.frames.get(*frame).ok_or(Fault(Code::Internal))?;
                let (plane, rescale, padding) = (frame.plane.clone(), frame.rescale, frame.padding);
                Ok(Slice { plane, rescale, padding, bytes })
            };
            let read: Outcome<Vec<Slice>> =
                wanted.iter().zip(read(index, &wanted)?).map(slice).collect();
            Ok(slices.into_iter().zip(read?).collect::<Vec<_>>())
        };
        let read: Outcome<Vec<_>> = files.into_par_iter().map(read).collect();
        let mut slices: Vec<(usize, Slice)> = read?.into_iter().flatten().collect();
        slices.sort_by_key(|(index, _)| *index);
        let slices: Vec<Slice> = slices.into_iter().map(|(_, slice)| slice).collect();
        Ok(Volume { modality: first.modality, format: first.format, slices })
    }

    /// Whether a stack may be as long as it says.
    ///
    /// # Errors
    /// `E_GEOMETRY` when its first and its last slice lie metres apart.
    pub fn check_length(images: &[Image], stack: &Stack) -> Outcome<()> {
        let origin = |member: &Member| {
            Some(images.get(member.image)?.frames.get(member.frame)?.plane.origin)
        };
        let ends =
            stack.members.first().and_then(origin).zip(stack.members.last().and_then(origin));
        let length = ends.map_or(0.0, |(first, last)| (last - first).norm());
        if length > LONGEST { Err(Fault(Code::Geometry)) } else { Ok(()) }
    }
}
