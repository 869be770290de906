//! One file: read again, its pixels and header changed, staged, read back.

use std::fs::File;
use std::io::{self, Seek};
use std::os::unix::fs::FileExt;

use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::dataset::{
    Conveyor, DataSet, Element, Encoded, Encoding, Extent, FileMeta, Parsed, ReadLimits, Source,
    Syntax, VR, Value, parse, trim_pixels,
};
use dicom_common::files::publish::{Output, Staged};
use dicom_common::imaging::pixels::Frames;
use dicom_common::imaging::series::{Image, Tiling};
use dicom_common::pipeline::same_file::SameFile;
use dicom_dictionary_std::tags;
use face::Runs;

use crate::args::Compress;
use crate::encapsulate;
use crate::header;
use crate::pixels::Fill;
use crate::uids::NewUids;

/// A defaced file that is not written yet.
pub struct Prepared {
    /// SOP Instance UID of the file to be written.
    pub instance: String,
    /// Series Instance UID of the file to be written.
    pub series: String,
    /// How the file is encoded.
    pub syntax: Syntax,
    /// The data set, with the length of its pixel data instead of the pixels.
    dataset: DataSet,
    /// The data set as bytes, without the pixels.
    encoded: Encoded,
    /// The pixel data, which [`Encoded`] leaves out; empty where the whole data set is deflated and
    /// `encoded` holds it.
    pixels: Vec<u8>,
}

impl Prepared {
    /// Reads a file that is still the image it was, and removes from each frame its `runs` of
    /// voxels.
    ///
    /// # Errors
    /// `E_CHANGED`, and those of reading and decoding.
    pub fn new(
        input: &SameFile,
        image: &Image,
        runs: &[&Runs],
        uids: &NewUids<'_>,
        compress: Option<Compress>,
    ) -> Outcome<Self> {
        let (file, len) = input.again()?;
        let parsed = parse(&file, len, &ReadLimits::default())?;
        if Image::of(&parsed)? != *image {
            return Err(Fault(Code::Changed));
        }
        let Parsed { dataset, inflated, .. } = parsed;
        let mut dataset = dataset.without_old_content();
        trim_pixels(&mut dataset, &image.syntax)?;
        let stored = dataset.remove(tags::PIXEL_DATA).ok_or(Fault(Code::NoPixels))?;
        let dataset = dataset.taken_in(&file, inflated.as_deref())?;
        let (pixels, changed) = defaced(Frames::open(file, image)?, image, runs)?;
        // All of it was read; what was written into it meanwhile is not what was checked.
        input.again()?;
        let mut dataset = header::restate(dataset, uids, changed);
        let native = Element { value: native(&pixels), ..stored };
        let (syntax, element, pixels) = if compress.is_some() && encapsulate::is_possible(image) {
            if !image.syntax.encoding.explicit() {
                dataset = encapsulate::make_explicit(dataset, image.format.signed);
            }
            let (field, value) = encapsulate::fragments(&pixels, image)?;
            (encapsulate::syntax()?, Element { vr: VR::OB, value, ..native }, field)
        } else if image.syntax.encapsulated {
            let vr = if image.format.allocated > 8 { VR::OW } else { VR::OB };
            (Syntax::native(Encoding::ExplicitLittle), Element { vr, ..native }, pixels)
        } else {
            (image.syntax.clone(), native, pixels)
        };
        dataset.remove(tags::EXTENDED_OFFSET_TABLE);
        dataset.remove(tags::EXTENDED_OFFSET_TABLE_LENGTHS);
        dataset.put(element);
        let [series, instance] = [&image.series, &image.sop_instance].map(|uid| uids.of(uid));
        let meta = FileMeta::rebuilt(&image.sop_class, &instance, &syntax);
        if syntax.deflated {
            let encoded = Encoded::deflated(meta, &dataset, syntax.encoding, &pixels)
                .map_err(|_| Fault(Code::Internal))?;
            return Ok(Self { instance, series, syntax, dataset, encoded, pixels: Vec::new() });
        }
        let encoded = Encoded::new(meta, &dataset, syntax.encoding);
        Ok(Self { instance, series, syntax, dataset, encoded, pixels })
    }

    /// Writes the file to the staging folder and checks with a fresh parse what was written.
    ///
    /// # Errors
    /// `E_UNWRITABLE`, `E_VERIFICATION`.
    pub fn stage(&self, output: &Output) -> Outcome<(Staged, File)> {
        let (staged, mut file) = output.create().map_err(|e| Fault::writing(&e))?;
        self.encoded
            .write(Source::Memory(&self.pixels), &mut file, &mut Conveyor::default())
            .map_err(|e| Fault::writing(&e))?;
        if self.verified(&file).unwrap_or(false) {
            Ok((staged, file))
        } else {
            Err(Fault(Code::Verification))
        }
    }

    fn verified(&self, mut file: &File) -> Outcome<bool> {
        file.rewind().map_err(|_| Fault(Code::Verification))?;
        let written = parse(file, self.len(), &ReadLimits::default())?;
        Ok(self.dataset.reads_as(&written.dataset, written.syntax.encoding)
            && !written.preamble_used
            && written.meta.transfer_syntax() == Some(self.syntax.uid.as_str())
            && self.is_in(file))
    }

    /// Whether a file holds what would be written, pixels included.
    pub fn is_in(&self, file: &File) -> bool {
        let compare = || -> io::Result<bool> {
            if !self.encoded.is_in(file)? {
                return Ok(false);
            }
            let mut at = 0;
            for (piece, extent) in self.encoded.pieces() {
                at += piece.len() as u64;
                if let Some(extent) = extent {
                    if !holds(file, at, &self.pixels)? {
                        return Ok(false);
                    }
                    at += extent.len;
                }
            }
            Ok(true)
        };
        compare().unwrap_or(false)
    }

    /// Length of the file in bytes.
    pub fn len(&self) -> u64 {
        self.encoded.len()
    }
}

/// Whether a file holds these bytes at this place.
fn holds(file: &File, mut at: u64, bytes: &[u8]) -> io::Result<bool> {
    let mut buffer = vec![0; 1 << 18];
    for chunk in bytes.chunks(buffer.len()) {
        let Some(there) = buffer.get_mut(..chunk.len()) else { return Ok(false) };
        file.read_exact_at(there, at)?;
        if there != chunk {
            return Ok(false);
        }
        at += chunk.len() as u64;
    }
    Ok(true)
}

/// The pixels of all frames without what goes, and whether any changed.
fn defaced(frames: Frames, image: &Image, runs: &[&Runs]) -> Outcome<(Vec<u8>, bool)> {
    if runs.len() != image.frames.len() {
        return Err(Fault(Code::Internal));
    }
    if let Some(tiling) = image.tiling {
        return without_faces_in_tiles(&frames, image, runs, tiling);
    }
    let (mut pixels, mut changed) = (Vec::new(), false);
    for (at, (frame, runs)) in image.frames.iter().zip(runs).enumerate() {
        let mut bytes = frames.frame(at)?;
        changed |= Fill::of(image, frame).remove(&mut bytes, runs);
        if at == 0 {
            pixels = bytes;
            pixels.reserve_exact(image.frame_len() * (image.frames.len() - 1));
        } else {
            pixels.append(&mut bytes);
        }
    }
    Ok((pixels, changed))
}

/// The picture of a mosaic without what goes from its tiles, and whether any changed. What lies behind the
/// last tile stays.
fn without_faces_in_tiles(
    frames: &Frames,
    image: &Image,
    runs: &[&Runs],
    tiling: Tiling,
) -> Outcome<(Vec<u8>, bool)> {
    let (mut picture, mut changed) = (frames.picture(0)?, false);
    for (at, (frame, runs)) in image.frames.iter().zip(runs).enumerate() {
        let mut tile = frames.frame(at)?;
        changed |= Fill::of(image, frame).remove(&mut tile, runs);
        let put = tiling.put(&mut picture, at, &tile, image.format.bytes());
        put.ok_or(Fault(Code::PixelLength))?;
    }
    Ok((picture, changed))
}

/// A value field of native pixels that are kept apart from the data set.
fn native(pixels: &[u8]) -> Value {
    Value::Stored(Extent { offset: 0, len: pixels.len() as u64 })
}
