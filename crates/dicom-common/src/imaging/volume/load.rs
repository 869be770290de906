//! Reading a stack's frames.

use std::collections::BTreeMap;
use std::fs::File;

use apart::Job;
use rayon::prelude::*;

use super::slice::Slice;
use super::voxels::Volume;
use crate::code::{Code, Fault, Outcome};
use crate::imaging::pixels::{DECODER, Frames};
use crate::imaging::series::{Image, Stack};

/// Bytes of all slices together.
const LARGEST: u64 = 4 << 30;

/// mm between the first and the last slice; no body is so long.
const LONGEST: f64 = 3_000.0;

/// What [`Volume::load`] has done apart from the run: a program that loads volumes of foreign files hands
/// it to [`apart::serve`] as the first thing in `main`.
pub fn decoder() -> &'static Job {
    &DECODER
}

/// A frame of a file that is to be read.
struct Wanted {
    /// Index of the slice that it becomes.
    slice: usize,
    /// Index of the frame in its file.
    frame: usize,
}

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
        let image = |index: usize| images.get(index).ok_or(Fault(Code::Internal));
        let first = image(stack.members.first().ok_or(Fault(Code::Internal))?.image)?;
        if (first.frame_len() * stack.members.len()) as u64 > LARGEST {
            return Err(Fault(Code::TooLarge));
        }
        // File by file, as each is opened once.
        let mut files: BTreeMap<usize, Vec<Wanted>> = BTreeMap::new();
        for (slice, member) in stack.members.iter().enumerate() {
            files.entry(member.image).or_default().push(Wanted { slice, frame: member.frame });
        }
        let read = |(index, wanted): (usize, Vec<Wanted>)| {
            let image = image(index)?;
            let frames = Frames::open(open(index)?, image)?;
            let slice = |wanted: Wanted| {
                let frame = image.frames.get(wanted.frame).ok_or(Fault(Code::Internal))?;
                let slice = Slice {
                    plane: frame.plane.clone(),
                    rescale: frame.rescale,
                    padding: frame.padding,
                    bytes: frames.frame(wanted.frame)?,
                };
                Ok((wanted.slice, slice))
            };
            wanted.into_par_iter().map(slice).collect::<Outcome<Vec<_>>>()
        };
        let read: Outcome<Vec<_>> = files.into_par_iter().map(read).collect();
        let mut slices: Vec<(usize, Slice)> = read?.into_iter().flatten().collect();
        slices.sort_by_key(|(index, _)| *index);
        let slices: Vec<Slice> = slices.into_iter().map(|(_, slice)| slice).collect();
        let ends = slices.first().zip(slices.last());
        let length = ends.map_or(0.0, |(a, b)| (b.plane.origin - a.plane.origin).norm());
        if length > LONGEST {
            return Err(Fault(Code::Geometry));
        }
        Ok(Volume { modality: first.modality, format: first.format, slices })
    }
}
