//! One image's treatment: blanked frame by frame, its header brought in line, read back.

use std::fs::File;
use std::io::{BufWriter, Seek, Write};

use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::dataset::{
    DataSet, Element, Encoding, Extent, ReadLimits, STATISTICS_OF_IMAGE, STATISTICS_OF_SERIES,
    Syntax, VR, Value, parse,
};
use dicom_common::imaging::pixels::{Frames, Layout};
use dicom_common::imaging::series::PixelData;
use dicom_dictionary_std::tags;

use crate::blank::{Black, blank, is_blanked};
use crate::{Area, Palette};

/// Bytes of all frames of an image, at most: more than any scanner writes, less than a disk has.
const LARGEST: u64 = 8 << 30;

/// The code of the Clean Pixel Data Option (PS3.15 E.3.1, PS3.16 CID 7050).
const CLEAN_PIXEL_DATA: [(dicom_core::Tag, VR, &str); 3] = [
    (tags::CODE_VALUE, VR::SH, "113101"),
    (tags::CODING_SCHEME_DESIGNATOR, VR::SH, "DCM"),
    (tags::CODE_MEANING, VR::LO, "Clean Pixel Data Option"),
];

/// Areas of an image that are to become black in every frame.
#[derive(Debug)]
pub struct Cleaning {
    /// The frames as they are in the original.
    frames: Frames,
    /// What is blanked; areas may overlap.
    areas: Vec<Area>,
    /// What is written there.
    black: Black,
}

impl Cleaning {
    /// Blanks these areas in every frame of an image.
    pub fn new(frames: Frames, areas: Vec<Area>, palette: Option<&Palette>) -> Self {
        let black = Black::of(frames.layout(), palette);
        Self { frames, areas, black }
    }

    /// Blanks these areas as well.
    pub fn add(&mut self, areas: Vec<Area>) {
        self.areas.extend(areas);
    }

    /// What is blanked.
    pub fn areas(&self) -> &[Area] {
        &self.areas
    }

    /// A frame with its areas blanked.
    ///
    /// # Errors
    /// `F_UNREAD_PIXELS` where it cannot be decoded; `E_TRUNCATED`, `E_UNREADABLE`.
    pub fn frame(&self, index: usize) -> Outcome<Vec<u8>> {
        let mut frame = self.frames.frame(index).map_err(unread)?;
        blank(&mut frame, self.layout(), &self.areas, &self.black);
        Ok(frame)
    }

    /// How frames are laid out, decoded and blanked.
    pub fn layout(&self) -> &Layout {
        self.frames.layout()
    }

    /// All blanked frames, in a file without a name; memory holds one at a time.
    ///
    /// # Errors
    /// Those of [`Cleaning::frame`]; `E_TOO_LARGE`, `E_UNWRITABLE`.
    pub fn pixels(&self) -> Outcome<File> {
        if self.len() > LARGEST {
            return Err(Fault(Code::TooLarge));
        }
        let file = tempfile::tempfile().map_err(|e| Fault::writing(&e))?;
        let mut writer = BufWriter::new(file);
        for index in 0..self.layout().frames {
            writer.write_all(&self.frame(index)?).map_err(|e| Fault::writing(&e))?;
        }
        writer.into_inner().map_err(|e| Fault::writing(e.error()))
    }

    /// Bytes of all frames.
    fn len(&self) -> u64 {
        self.layout().frame_len() as u64 * self.layout().frames as u64
    }

    /// A data set in line with its blanked pixels: it depends on nothing but the file that
    /// [`Cleaning::pixels`] made. `file` and `inflated` are where the data set was read from, as in
    /// [`crate::Original`]. Gives its transfer syntax as well: compressed files become
    /// uncompressed, what was lossy stays declared so.
    ///
    /// # Errors
    /// `E_NO_PIXELS`; those of [`DataSet::taken_in`].
    pub fn restate(
        &self,
        dataset: DataSet,
        syntax: &Syntax,
        file: &File,
        inflated: Option<&[u8]>,
    ) -> Outcome<(DataSet, Syntax)> {
        let mut dataset = dataset.without_old_content();
        let stored = dataset.remove(tags::PIXEL_DATA).ok_or(Fault(Code::NoPixels))?;
        let mut dataset = dataset.taken_in(file, inflated)?;
        let layout = self.layout();
        let value = Value::Stored(Extent { offset: 0, len: self.len() });
        let (syntax, vr) = if syntax.encapsulated {
            let vr = if layout.format.allocated > 8 { VR::OW } else { VR::OB };
            self.describe(&mut dataset);
            (Syntax::native(Encoding::ExplicitLittle), vr)
        } else {
            (syntax.clone(), stored.vr)
        };
        dataset.put(Element { value, vr, ..stored });
        for tag in STATISTICS_OF_IMAGE.into_iter().chain(STATISTICS_OF_SERIES) {
            dataset.remove(tag);
        }
        dataset.put(text(tags::BURNED_IN_ANNOTATION, VR::CS, "NO"));
        claim(&mut dataset);
        Ok((dataset, syntax))
    }

    /// What decoding changes in the description of the pixels.
    fn describe(&self, dataset: &mut DataSet) {
        let layout = self.layout();
        dataset.remove(tags::EXTENDED_OFFSET_TABLE);
        dataset.remove(tags::EXTENDED_OFFSET_TABLE_LENGTHS);
        if layout.samples() > 1 {
            let planar = u16::from(layout.planar).to_le_bytes().to_vec();
            dataset.put(Element::new(tags::PLANAR_CONFIGURATION, VR::US, planar));
        }
        if let Some(name) = layout.colour.name() {
            dataset.put(text(tags::PHOTOMETRIC_INTERPRETATION, VR::CS, name));
        }
    }

    /// Whether a written file, read as any other, holds this image: outside of the areas every sample
    /// is that of the original, inside all is black.
    ///
    /// # Errors
    /// `E_VERIFICATION`.
    pub fn is_in(&self, mut file: &File, len: u64) -> Outcome<()> {
        let mut compared = || -> Outcome<bool> {
            file.rewind().map_err(|e| Fault::reading(&e))?;
            let written = parse(file, len, &ReadLimits::default())?;
            let (dataset, syntax) = (&written.dataset, &written.syntax);
            let declared = Layout::of(dataset, syntax)?;
            let copy = file.try_clone().map_err(|e| Fault::reading(&e))?;
            let pixels = PixelData::of(dataset, syntax)?;
            let frames = Frames::find(copy, &pixels, declared, syntax)?;
            let layout = self.layout();
            let mut same = frames.layout() == layout;
            for index in 0..layout.frames {
                let (after, before) = (frames.frame(index)?, self.frames.frame(index)?);
                same &= is_blanked(&after, &before, layout, &self.areas, &self.black);
            }
            Ok(same)
        };
        if compared() == Ok(true) { Ok(()) } else { Err(Fault(Code::Verification)) }
    }
}

/// Pixels that cannot be decoded are not passed as clean, whatever the reason.
pub(crate) fn unread(fault: Fault) -> Fault {
    match fault.0 {
        Code::Truncated | Code::Unreadable | Code::Internal => fault,
        _ => Fault(Code::UnreadPixels),
    }
}

/// The code of the option that was carried out, once.
fn claim(dataset: &mut DataSet) {
    let tag = tags::DEIDENTIFICATION_METHOD_CODE_SEQUENCE;
    let mut items = dataset.get(tag).map(|e| e.items().to_vec()).unwrap_or_default();
    let [(value, _, code), ..] = CLEAN_PIXEL_DATA;
    if items.iter().all(|item| item.ascii(value) != Some(code)) {
        let code = CLEAN_PIXEL_DATA.map(|(tag, vr, value)| text(tag, vr, value));
        items.push(DataSet::new(code.to_vec()));
    }
    dataset.put(Element::sequence(tag, items));
}

fn text(tag: dicom_core::Tag, vr: VR, value: &str) -> Element {
    Element::new(tag, vr, value.as_bytes().to_vec())
}
