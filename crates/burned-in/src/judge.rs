//! Whether an image may be shared as it is, after blanking, or not at all.

use std::fs::File;

use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::dataset::{DataSet, FileMeta, Syntax};
use dicom_common::imaging::disclosure::Disclosure;
use dicom_common::imaging::pixels::{Colour, Frames, Layout};
use dicom_common::imaging::series::PixelData;
use dicom_dictionary_std::tags;

use crate::cleaning::{Cleaning, unread};
use crate::looked_at::looked_at;
use crate::reader::Reader;
use crate::{Area, Grey, Palette, Rectangle, Rules, text_rows};

/// Pixels that are looked at in one image, some seconds; of longer films frames are left out, evenly.
const MOST_PIXELS: usize = 128 << 20;

/// What a run does about burned-in text.
#[derive(Debug, Default)]
pub struct Settings {
    /// Where devices burn text in: blanked in the images that they fit.
    pub rules: Option<Rules>,
    /// Rectangles that are blanked in every image, clipped to it.
    pub blackout: Vec<Rectangle>,
    /// Look at the pixels of every image, not of suspect ones alone.
    pub find_text: bool,
    /// Reads text in the images that are looked at, so that it is blanked.
    pub reader: Option<Reader>,
    /// Somebody has looked at the images that are suspect: they are written as they are.
    pub accepted: bool,
}

/// An image as it came.
#[derive(Clone, Copy)]
pub struct Original<'a> {
    /// The file that it was read from; pixels are read from it again.
    pub file: &'a File,
    /// The bytes of the data set, where the file is deflated: offsets then count in these.
    pub inflated: Option<&'a [u8]>,
    /// Its File Meta Information (PS3.10 7.1).
    pub meta: &'a FileMeta,
    /// Its data set, with the pixels left in the file.
    pub dataset: &'a DataSet,
    /// Its transfer syntax.
    pub syntax: &'a Syntax,
}

impl Settings {
    /// Decides on an object: `None` where its pixels stay as they are.
    ///
    /// ```no_run
    /// use burned_in::{Original, Settings};
    ///
    /// # fn decide(original: &Original<'_>) -> dicom_common::code::Outcome<()> {
    /// let settings = Settings { blackout: vec!["0,0,512,40".parse().unwrap()], ..Settings::default() };
    /// match settings.judge(original)? {
    ///     None => println!("its pixels stay as they are"),
    ///     Some(cleaning) => println!("{} areas become black", cleaning.areas().len()),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// `F_BURNED_IN` for an image that shows text, or is suspect to, and is not treated;
    /// `F_UNREAD_PIXELS` where it was to be looked at or blanked and cannot be decoded;
    /// `F_BLACKOUT` where no rectangle meets it; `E_TRUNCATED`, `E_UNREADABLE`.
    pub fn judge(&self, original: &Original<'_>) -> Outcome<Option<Cleaning>> {
        let image = [tags::PIXEL_DATA, tags::FLOAT_PIXEL_DATA, tags::DOUBLE_FLOAT_PIXEL_DATA]
            .into_iter()
            .any(|tag| original.dataset.get(tag).is_some());
        if !image {
            return Ok(None);
        }
        let doubt = Doubt::of(original.dataset);
        let fits = |rules: &Rules| rules.regions(original.dataset, original.meta, original.syntax);
        let ruled = self.rules.as_ref().and_then(fits);
        let asked = !self.blackout.is_empty() || ruled.is_some();
        let reader = self.reader.as_ref().filter(|_| self.find_text || doubt != Doubt::None);
        let look = !self.accepted && (self.find_text || doubt == Doubt::Denied && !asked);
        if !asked && reader.is_none() && !look {
            let clear = self.accepted || doubt == Doubt::None;
            return if clear { Ok(None) } else { Err(Fault(Code::BurnedIn)) };
        }
        let (frames, palette) = decoder(original).map_err(unread)?;
        let areas = self.areas(ruled.as_deref().unwrap_or_default(), frames.layout());
        if asked && areas.is_empty() {
            return Err(Fault(Code::Blackout));
        }
        let mut cleaning = Cleaning::new(frames, areas, palette.as_ref());
        let mut allowed = Vec::new();
        if let Some(reader) = reader {
            let reading = reader.read(&cleaning, palette.as_ref())?;
            cleaning.add(reading.found);
            allowed = reading.allowed;
        }
        if (look || reader.is_some()) && shows_text(&cleaning, palette.as_ref(), &allowed)? {
            return Err(Fault(Code::BurnedIn));
        }
        let blanked = !cleaning.areas().is_empty();
        let clear = match doubt {
            Doubt::None | Doubt::Denied => true,
            Doubt::Unknown => asked || reader.is_some(),
            // What the header says is there, and nobody finds, is not treated.
            Doubt::Declared => blanked,
        };
        if !clear && !self.accepted {
            return Err(Fault(Code::BurnedIn));
        }
        Ok(blanked.then_some(cleaning))
    }

    /// What of the rectangles lies in the image.
    fn areas(&self, ruled: &[Rectangle], layout: &Layout) -> Vec<Area> {
        let all = self.blackout.iter().chain(ruled);
        all.filter_map(|rectangle| rectangle.within(layout.rows, layout.columns)).collect()
    }
}

/// What the header tells about text in the pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doubt {
    /// No such kind of image.
    None,
    /// Such a kind of image, whose header says that there is none (Burned In Annotation NO).
    Denied,
    /// Such a kind of image, whose header says nothing.
    Unknown,
    /// The header says that there is some.
    Declared,
}

impl Doubt {
    fn of(dataset: &DataSet) -> Doubt {
        // A SOP Class of documents has no pixels, but an object can carry both.
        let suspect = Disclosure::of(dataset).is_some();
        match (dataset.ascii(tags::BURNED_IN_ANNOTATION), suspect) {
            (Some("YES"), _) => Doubt::Declared,
            (Some("NO"), true) => Doubt::Denied,
            (_, true) => Doubt::Unknown,
            (_, false) => Doubt::None,
        }
    }
}

/// The frames of an image, and its palette if it has one.
fn decoder(original: &Original<'_>) -> Outcome<(Frames, Option<Palette>)> {
    let Original { file, inflated, dataset, syntax, .. } = *original;
    let layout = Layout::of(dataset, syntax)?;
    let palette = Palette::of(dataset, syntax.encoding, file, inflated);
    if layout.colour == Colour::Palette && palette.is_none() {
        return Err(Fault(Code::PixelFormat));
    }
    let pixels = PixelData::of(dataset, syntax)?;
    let copy = file.try_clone().map_err(|e| Fault::reading(&e))?;
    Ok((Frames::find(copy, &pixels, layout, syntax)?, palette))
}

/// Whether text is left that is not allowed to stay.
fn shows_text(cleaning: &Cleaning, palette: Option<&Palette>, allowed: &[Area]) -> Outcome<bool> {
    for index in looked_at(cleaning.layout(), MOST_PIXELS) {
        let frame = cleaning.frame(index)?;
        let rows = text_rows(&Grey::of(&frame, cleaning.layout(), palette));
        if rows.iter().any(|row| !allowed.iter().any(|area| area.meets(&row.area))) {
            return Ok(true);
        }
    }
    Ok(false)
}
