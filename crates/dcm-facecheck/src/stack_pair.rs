//! A stack as it is and as it was: in memory where it is small, read part by part where it is not.

use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::imaging::geometry::Plane;
use dicom_common::imaging::series::{Modality, Stack};
use dicom_common::imaging::volume::{Coarse, Sheets, Volume};
use nalgebra::Point3;

use crate::series::{Series, VolumePair, When};

/// Bytes of the largest stack that is held in memory, before and after together.
const HELD: usize = 256 << 20;
/// Bytes of a part of a larger one, before and after together.
const PART: usize = 64 << 20;

/// A stack as it is and as it was.
pub struct StackPair<'a> {
    series: &'a Series,
    stack: &'a Stack,
    /// All of it, where it is small.
    held: Option<VolumePair>,
    /// Slices of a part.
    part: usize,
}

/// Some slices of a stack.
pub struct Part<'a> {
    /// The slices before and after defacing.
    pub pair: &'a VolumePair,
    /// The first of them, counted in the stack.
    pub first: usize,
}

impl<'a> StackPair<'a> {
    /// Reads a stack if it is small.
    ///
    /// # Errors
    /// Those of reading pixels.
    pub fn open(series: &'a Series, stack: &'a Stack) -> Outcome<Self> {
        let member = stack.members.first().ok_or(Fault(Code::Internal))?;
        let image = series.first().get(member.image).ok_or(Fault(Code::Internal))?;
        Volume::check_length(series.first(), stack)?;
        let slice = 2 * image.frame_len().max(1);
        let is_small = slice.saturating_mul(stack.members.len()) <= HELD;
        let held = is_small.then(|| series.load(stack)).transpose()?;
        Ok(Self { series, stack, held, part: PART / slice })
    }

    /// Whether it is in memory.
    pub fn is_held(&self) -> bool {
        self.held.is_some()
    }

    /// All of it in memory.
    ///
    /// # Errors
    /// Those of reading pixels.
    pub fn into_whole(self) -> Outcome<VolumePair> {
        match self.held {
            Some(held) => Ok(held),
            None => self.series.load(self.stack),
        }
    }

    /// CT or MR, as it was.
    pub fn modality(&self) -> Modality {
        let image = self.stack.members.first().and_then(|m| self.series.first().get(m.image));
        image.map_or(Modality::Mr, |image| image.modality)
    }

    /// Where its slices lie, in their order.
    pub fn planes(&self) -> Vec<&'a Plane> {
        let (series, stack) = (self.series, self.stack);
        let frame = |image: usize, frame: usize| series.first().get(image)?.frames.get(frame);
        let members = stack.members.iter();
        members.filter_map(|m| Some(&frame(m.image, m.frame)?.plane)).collect()
    }

    /// Looks at all slices, before and after.
    ///
    /// # Errors
    /// Those of reading pixels.
    pub fn each_part(&self, mut see: impl FnMut(Part<'_>)) -> Outcome<()> {
        if let Some(pair) = &self.held {
            see(Part { pair, first: 0 });
            return Ok(());
        }
        for (first, stack) in self.stack.parts(self.part) {
            see(Part { pair: &self.series.load(&stack)?, first });
        }
        Ok(())
    }

    /// Looks at all slices before or after, each part with the place of its first slice.
    ///
    /// # Errors
    /// Those of reading pixels.
    pub fn each_of(&self, when: When, mut see: impl FnMut(&Volume, usize)) -> Outcome<()> {
        if let Some(pair) = &self.held {
            see(pair.of(when), 0);
            return Ok(());
        }
        for (first, stack) in self.stack.parts(self.part) {
            see(&self.series.load_one(&stack, when)?, first);
        }
        Ok(())
    }

    /// A working copy with voxels of `spacing` mm.
    ///
    /// # Errors
    /// Those of reading pixels.
    pub fn coarse(&self, when: When, spacing: f64) -> Outcome<Coarse> {
        let mut sheets = Sheets::of(spacing);
        self.each_of(when, |part, _| sheets.add(part))?;
        Ok(sheets.coarse())
    }

    /// The same of the slices within `reach` mm of a point along the normal.
    ///
    /// # Errors
    /// Those of reading pixels.
    pub fn coarse_near(
        &self,
        when: When,
        point: &Point3<f64>,
        reach: f64,
        spacing: f64,
    ) -> Outcome<Coarse> {
        let mut sheets = Sheets::of(spacing);
        self.each_of(when, |part, _| sheets.add_near(part, point, reach))?;
        Ok(sheets.coarse())
    }
}

#[cfg(test)]
impl<'a> StackPair<'a> {
    /// The same, of which nothing is held, in parts of so many slices.
    pub fn in_parts(self, slices: usize) -> Self {
        Self { held: None, part: slices, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::{Details, Entry};
    use crate::header::new_image;
    use crate::integrity::{Changes, Integrity};
    use crate::left::{Places, shown};
    use crate::series::{ImagePair, SeriesFile};
    use demo_data::{Phantom, Settings, write_phantom};
    use dicom_common::pipeline::seal::Seal;
    use dicom_common::pipeline::session::Entries;
    use head_model::Seat;

    /// A head, and the same with another noise in place of what was defaced.
    fn series(folder: &std::path::Path) -> Series {
        let settings = Settings { matrix: 48, slices: Some(40), ..Settings::default() };
        let mut entries = Entries::default();
        let mut all = Vec::new();
        for (name, seed) in [("before", 1), ("after", 2)] {
            let folder = folder.join(name);
            let settings = Settings { seed, ..settings.clone() };
            write_phantom(&folder, Phantom::HeadCt, &settings).unwrap();
            let mut files: Vec<_> = walk(&folder);
            files.sort();
            all.push(files);
        }
        let [before, after] = all.try_into().unwrap();
        let pair = |(before, after): (std::path::PathBuf, std::path::PathBuf)| {
            let (original, image_before) = new_image(&before).unwrap();
            let (file, image_after) = new_image(&after).unwrap();
            let entry = Entry::known(Ok(after), Seal::default(), Details::default());
            let id = entries.push(entry).unwrap();
            let file = SeriesFile {
                id,
                file,
                original: Some(original),
                mask: None,
                subject: String::new(),
            };
            ImagePair { after: image_after, before: Some(image_before), file }
        };
        Series::new(before.into_iter().zip(after).map(pair).collect())
    }

    fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
    }

    fn integrity(pair: &StackPair<'_>) -> Integrity {
        let mut changes = Changes::default();
        pair.each_part(|part| changes.add(&part, None, -300.0)).unwrap();
        changes.sum()
    }

    #[test]
    fn a_stack_in_parts_shows_what_it_shows_as_a_whole() {
        let folder = tempfile::tempdir().unwrap();
        let series = series(folder.path());
        let stack = series.stacks.iter().find(|stack| stack.volume).unwrap();
        let open = || StackPair::open(&series, stack).unwrap();
        let whole = open();
        assert!(whole.is_held());
        let places = Places::of(Seat::of(&whole.coarse(When::Before, 3.0).unwrap()).as_ref());
        for slices in [1, 7, 40] {
            let parts = open().in_parts(slices);
            assert!(!parts.is_held());
            for when in [When::Before, When::After] {
                let [a, b] = [&whole, &parts].map(|pair| pair.coarse(when, 3.0).unwrap());
                assert_eq!(a.origin, b.origin);
                assert!(a.values.iter().zip(&b.values).all(|(a, b)| a.to_bits() == b.to_bits()));
            }
            assert!(integrity(&whole).altered > 0);
            assert_eq!(integrity(&whole), integrity(&parts));
            let [a, b] = [&whole, &parts].map(|pair| shown(&places, pair, -300.0).unwrap());
            assert!(a.is_some() && a == b);
        }
        let held = open().in_parts(7).into_whole().unwrap();
        assert_eq!(held.after.shape(), [whole.planes().len(), 48, 48]);
    }
}
