//! One file: opened, decided upon, staged, read back.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::Path;

use burned_in::{Cleaning, Original, Settings};
use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::dataset::{
    Conveyor, DataSet, Element, Encoded, FileMeta, Parsed, ReadLimits, Source, Syntax, VR,
    check_complete, is_uid, parse, trim_pixels,
};
use dicom_common::files::publish::{Output, Staged};
use dicom_common::imaging::streams::strip_streams;
use dicom_common::pipeline::instance::Instance;
use dicom_common::pipeline::same_file::SameFile;
use dicom_common::pipeline::seal::Seal;
use dicom_dictionary_std::{tags, uids};
use sha2::{Digest, Sha256};

use crate::compat::{self, Project};
use crate::converters::Tiling;
use crate::engine::Engine;
use crate::link::{Link, Originals};
use crate::subject::{NamedBy, Subject};
use crate::sweep_cache::SweepCache;

/// Anonymizes the files of a run.
pub enum Anonymizer {
    /// With a key.
    Keyed {
        /// Treats the headers.
        engine: Box<Engine>,
        /// What is done about text in the pixels.
        pixels: Box<Settings>,
    },
    /// The reproduction of the RSNA anonymizer.
    Rsna(Box<Project>),
}

/// An anonymized file that is not written yet.
pub struct Prepared {
    /// What the row says of it.
    pub instance: Instance,
    /// Its originals with their pseudonyms, for the link file.
    pub links: Vec<Link>,
    /// Whether it is a mosaic.
    pub tiling: Tiling,
    /// The input where an earlier tool has sealed it: it must still be that when everything was read.
    sealed: Option<SameFile>,
    /// Where the large values that were not read lie: the input, or a file of blanked pixels.
    source: File,
    /// All of the data set where the input is deflated; the large values lie in here then.
    inflated: Option<Vec<u8>>,
    /// What is written.
    dataset: DataSet,
    /// The data set as the bytes of a file.
    encoded: Encoded,
    /// What was blanked, where the pixels are not those of the input.
    cleaning: Option<Cleaning>,
}

impl Anonymizer {
    /// Tells what of the user's table was about no file.
    pub fn tell_unmet(&self) {
        if let Anonymizer::Keyed { engine, .. } = self
            && let Some(subjects) = engine.subjects()
        {
            subjects.tell_unmet();
        }
    }

    /// Reads and anonymizes the header of a file.
    ///
    /// # Errors
    /// The code that says why it cannot be done.
    pub fn prepare(&self, path: &Path, seal: &Seal, cache: &mut SweepCache) -> Outcome<Prepared> {
        let (input, source, len) = SameFile::open(path, seal)?;
        let sealed = seal.is_given().then_some(input);
        let lenient = matches!(self, Anonymizer::Rsna(_));
        let parsed = parse(&source, len, &ReadLimits { lenient, ..ReadLimits::default() })?;
        let Parsed { meta, mut syntax, mut dataset, mut inflated, .. } = parsed;
        let (mut source, mut cleaning) = (source, None);
        let sop_class = dataset.ascii(tags::SOP_CLASS_UID).or(meta.sop_class());
        let sop_class = sop_class.filter(|uid| is_uid(uid)).ok_or(Fault(Code::MissingUid))?;
        let sop_class = sop_class.to_owned();
        if sop_class == uids::MEDIA_STORAGE_DIRECTORY_STORAGE {
            return Err(Fault(Code::Dicomdir));
        }
        let originals = Originals::of(&dataset)?;
        let was_tiled = Tiling::is_tiled(&dataset);
        let (subject, dataset, known) = match self {
            Anonymizer::Keyed { engine, pixels } => {
                check_complete(&dataset, &syntax)?;
                trim_pixels(&mut dataset, &syntax)?;
                dataset = with_sop_class(dataset, &sop_class);
                let judged = pixels.judge(&Original {
                    file: &source,
                    inflated: inflated.as_deref(),
                    meta: &meta,
                    dataset: &dataset,
                    syntax: &syntax,
                });
                let large_values = match &inflated {
                    Some(bytes) => Source::Memory(bytes),
                    None => Source::File(&source),
                };
                engine.take_in(&mut dataset, large_values)?;
                let subject = engine.subject(&dataset)?;
                let dataset = engine.anonymize(dataset, &syntax, &sop_class, &subject, cache)?;
                let mut dataset = with_sop_class(dataset, &sop_class);
                // What is wrong with the header goes before what may be in the pixels.
                cleaning = judged?;
                if let Some(cleaning) = &cleaning {
                    (dataset, syntax) =
                        cleaning.restate(dataset, &syntax, &source, inflated.as_deref())?;
                    source = cleaning.pixels()?;
                    inflated = syntax.deflated.then(|| whole(&source)).transpose()?;
                } else {
                    dataset = strip_streams(dataset, &syntax, &source)?;
                }
                (subject, dataset, cache.known().to_vec())
            }
            Anonymizer::Rsna(project) => {
                let dataset = compat::accepts(&dataset)
                    .then(|| project.anonymize(dataset))
                    .ok_or(Fault(Code::MissingUid))?;
                let id = dataset.ascii(tags::PATIENT_ID).unwrap_or_default().to_owned();
                let (original, named_by) = (Vec::new(), NamedBy::Key);
                (Subject { original, id, shift: 0, named_by }, dataset, Vec::new())
            }
        };
        let instance = Instance::of(&dataset, &subject.id, &sop_class, &syntax);
        let instance =
            if lenient { instance.named_somehow() } else { instance.named_properly()? };
        let links = originals.links(&instance, &dataset, &subject, known);
        let tiling = Tiling::after(&dataset, was_tiled);
        let encoded = encode(&dataset, &instance, &syntax, inflated.as_deref())?;
        Ok(Prepared {
            instance,
            links,
            tiling,
            sealed,
            source,
            inflated,
            dataset,
            encoded,
            cleaning,
        })
    }
}

impl Prepared {
    /// Writes the file to the staging folder and checks with a fresh parse what was written.
    ///
    /// # Errors
    /// `E_UNWRITABLE`, `E_VERIFICATION`; `E_TRUNCATED` when the input has become shorter, `E_CHANGED`
    /// when it is not what an earlier tool has sealed any more.
    pub fn stage(&self, output: &Output, conveyor: &mut Conveyor) -> Outcome<(Staged, File)> {
        let (staged, mut file) = output.create().map_err(|e| Fault::writing(&e))?;
        let source = match &self.inflated {
            Some(bytes) => Source::Memory(bytes),
            None => Source::File(&self.source),
        };
        self.encoded.write(source, &mut file, conveyor).map_err(|e| match e.kind() {
            std::io::ErrorKind::UnexpectedEof => Fault(Code::Truncated),
            _ => Fault::writing(&e),
        })?;
        self.verify(&file)?;
        if let Some(cleaning) = &self.cleaning {
            cleaning.is_in(&file, self.len())?;
        }
        if let Some(sealed) = &self.sealed {
            sealed.again()?;
        }
        Ok((staged, file))
    }

    fn verify(&self, mut file: &File) -> Outcome<()> {
        use std::io::Seek;
        let wrong = |_| Fault(Code::Verification);
        file.rewind().map_err(|_| Fault(Code::Verification))?;
        let written = parse(file, self.encoded.len(), &ReadLimits::default()).map_err(wrong)?;
        let length = file.metadata().map_err(|_| Fault(Code::Verification))?.len();
        let same = length == self.encoded.len()
            && self.dataset.reads_as(&written.dataset, written.syntax.encoding)
            && !written.preamble_used
            && written.meta.transfer_syntax() == Some(self.instance.transfer_syntax.as_str())
            && (!self.dataset.has_rewritten_pixels() || is_stripped(&written, file));
        if same { Ok(()) } else { Err(Fault(Code::Verification)) }
    }

    /// Whether a file holds what would be written, its pixels by their length; blanked pixels by
    /// themselves, as other rectangles leave the same header.
    pub fn is_in(&self, file: &File) -> bool {
        let blanked = |cleaning: &Cleaning| cleaning.is_in(file, self.len()).is_ok();
        self.encoded.is_in(file).unwrap_or(false) && self.cleaning.as_ref().is_none_or(blanked)
    }

    /// A digest of what would be written, pixels included.
    ///
    /// # Errors
    /// `E_TRUNCATED`, `E_UNREADABLE`.
    pub fn digest(&self) -> Outcome<[u8; 32]> {
        let mut hash = Sha256::new();
        for (piece, extent) in self.encoded.pieces() {
            hash.update(piece);
            if let Some(extent) = extent {
                let mut left = extent.len;
                let mut buffer = vec![0; 1 << 16];
                while left > 0 {
                    let at = extent.offset + extent.len - left;
                    let want = buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX));
                    let Some(part) = buffer.get_mut(..want) else { break };
                    self.source.read_exact_at(part, at).map_err(|e| Fault::reading(&e))?;
                    hash.update(&*part);
                    left -= want as u64;
                }
            }
        }
        Ok(hash.finalize().into())
    }

    /// Length of the file that is written, in bytes.
    pub fn len(&self) -> u64 {
        self.encoded.len()
    }
}

/// Whether there is nothing to take out of compressed pixels any more.
fn is_stripped(written: &Parsed, file: &File) -> bool {
    let again = strip_streams(written.dataset.clone(), &written.syntax, file);
    again.as_ref() == Ok(&written.dataset)
}

/// With its SOP class, where the file meta information alone has it.
fn with_sop_class(mut dataset: DataSet, sop_class: &str) -> DataSet {
    if dataset.get(tags::SOP_CLASS_UID).is_none() {
        dataset.put(Element::new(tags::SOP_CLASS_UID, VR::UI, sop_class.as_bytes().to_vec()));
    }
    dataset
}

/// Everything in a file.
fn whole(file: &File) -> Outcome<Vec<u8>> {
    let len = file.metadata().map_err(|e| Fault::reading(&e))?.len();
    if len > ReadLimits::default().memory {
        return Err(Fault(Code::TooLarge));
    }
    let mut bytes = vec![0; usize::try_from(len).map_err(|_| Fault(Code::TooLarge))?];
    file.read_exact_at(&mut bytes, 0).map_err(|e| Fault::reading(&e))?;
    Ok(bytes)
}

fn encode(
    dataset: &DataSet,
    instance: &Instance,
    syntax: &Syntax,
    inflated: Option<&[u8]>,
) -> Outcome<Encoded> {
    let prefix = FileMeta::rebuilt(&instance.sop_class, &instance.sop_instance, syntax);
    match inflated {
        None => Ok(Encoded::new(prefix, dataset, syntax.encoding)),
        Some(inflated) => Encoded::deflated(prefix, dataset, syntax.encoding, inflated)
            .map_err(|_| Fault(Code::Internal)),
    }
}
