//! Which file was which before defacing, where no manifest tells: by its UID, or by the place of
//! its frames and its pixels.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::path::{Path, PathBuf};

use dicom_common::code::{Fault, Outcome};
use dicom_common::dataset::open;
use dicom_common::deid::pseudonym::Pseudonyms;
use dicom_common::imaging::series::Image;
use dicom_common::pipeline::discover::Input;
use rayon::prelude::*;

use crate::header::new_image;
use crate::pixels::Frames;

/// At least this part of the pixels is the same before and after.
const LIKE: f64 = 0.3;
/// mm; places are the same to this.
const SAME: f64 = 0.01;

/// The files before defacing.
pub struct Originals {
    files: Vec<Original>,
    by_instance: HashMap<String, usize>,
    by_place: HashMap<Place, Vec<usize>>,
}

struct Original {
    path: PathBuf,
    series: String,
}

/// Where the first and the last frame of an image lie, and how large they are.
#[derive(PartialEq, Eq, Hash)]
struct Place {
    corners: [i64; 6],
    size: [usize; 3],
}

impl Place {
    fn of(image: &Image) -> Self {
        let ends = [image.frames.first(), image.frames.last()];
        let corner = |end: usize, axis: usize| {
            let plane = ends.get(end).copied().flatten().map(|frame| &frame.plane);
            // The corner opposite to the origin, so that spacing and direction count.
            let far = plane.map(|p| p.voxel(p.rows, p.columns).coords);
            far.and_then(|far| far.get(axis).copied()).map_or(0, |mm| (mm / SAME).round() as i64)
        };
        let plane = image.frames.first().map(|frame| &frame.plane);
        Self {
            corners: [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)].map(|(e, a)| corner(e, a)),
            size: [
                image.frames.len(),
                plane.map_or(0, |plane| plane.rows),
                plane.map_or(0, |plane| plane.columns),
            ],
        }
    }
}

impl Originals {
    /// Reads the headers of all files; those that are no CT or MR image are passed over.
    pub fn read(inputs: Vec<Input>, pseudonyms: &Pseudonyms) -> Self {
        let read = |input: Input| Some((new_image(&input.path).ok()?.1, input.path));
        let images: Vec<(Image, PathBuf)> = inputs.into_par_iter().filter_map(read).collect();
        let mut originals =
            Self { files: Vec::new(), by_instance: HashMap::new(), by_place: HashMap::new() };
        for (image, path) in images {
            let at = originals.files.len();
            let place = Place::of(&image);
            originals.by_instance.insert(pseudonyms.defaced_uid(&image.sop_instance), at);
            originals.by_instance.insert(image.sop_instance, at);
            originals.by_place.entry(place).or_default().push(at);
            originals.files.push(Original { path, series: image.series });
        }
        originals
    }

    /// The original of a file.
    pub fn of(&self, path: &Path, image: &Image) -> Option<PathBuf> {
        let named = self.by_instance.get(&image.sop_instance);
        let found = named.copied().or_else(|| {
            let here = self.by_place.get(&Place::of(image))?;
            let likeness = |at: &usize| {
                let other = &self.files.get(*at)?.path;
                Some((likeness(path, image, other).ok()?, *at))
            };
            let best = here.iter().filter_map(likeness).max_by(|a, b| a.0.total_cmp(&b.0));
            best.filter(|(likeness, _)| *likeness >= LIKE).map(|(_, at)| at)
        });
        found.and_then(|at| Some(self.files.get(at)?.path.clone()))
    }

    /// How many files of each original series have nothing that was made from them, by its UID.
    pub fn missing(&self, used: &HashSet<PathBuf>) -> HashMap<String, usize> {
        let mut missing = HashMap::new();
        for original in self.files.iter().filter(|file| !used.contains(&file.path)) {
            *missing.entry(original.series.clone()).or_default() += 1;
        }
        missing
    }
}

/// The part of the middle frame's bytes that is the same in both files.
fn likeness(path: &Path, of: &Image, other: &Path) -> Outcome<f64> {
    let (other, before) = new_image(other)?;
    let middle = |file: File, image: &Image| -> Outcome<Vec<u8>> {
        Frames::open(file, image)?.frame(image.frames.len() / 2)
    };
    let (a, b) = (middle(open(path)?.0, of)?, middle(other.again()?.0, &before)?);
    let same = a.iter().zip(&b).filter(|(a, b)| a == b).count();
    if a.len() == b.len() {
        Ok(same as f64 / a.len().max(1) as f64)
    } else {
        Err(Fault(dicom_common::code::Code::Frames))
    }
}
