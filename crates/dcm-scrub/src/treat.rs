//! One file: opened, decided upon, staged, read back.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::dataset::{
    DataSet, Element, Encoded, FileMeta, Limits, Parsed, Source, Syntax, VR, check_complete, parse,
};
use dicom_common::publish::{Output, Staged};
use dicom_dictionary_std::{tags, uids};
use sha2::{Digest, Sha256};

use crate::compat::{self, Project};
use crate::engine::{Engine, Subject, SweepCache};

/// What is done with the files of a run.
pub enum Treatment {
    /// Anonymization with a key.
    Keyed(Engine),
    /// The reproduction of the RSNA anonymizer.
    Rsna(Project),
}

/// What a row says of a treated file.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Pseudonym of the patient.
    pub subject: String,
    /// New UIDs.
    pub study: String,
    /// New UIDs.
    pub series: String,
    /// New UIDs.
    pub instance: String,
    /// Modality.
    pub modality: String,
    /// SOP Class UID.
    pub sop_class: String,
    /// Transfer Syntax UID.
    pub transfer_syntax: String,
    /// Rows, columns, frames.
    pub size: [u64; 3],
}

/// The original of something that became a pseudonym, for the link file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Link {
    /// `patient`, `study`, `series`, `instance`, `shift`, `value`.
    pub kind: &'static str,
    /// As in the input.
    pub original: Vec<u8>,
    /// As in the output.
    pub new: String,
}

/// An anonymized file that is not written yet.
pub struct Prepared {
    /// For the row.
    pub facts: Facts,
    /// For the link file.
    pub links: Vec<Link>,
    source: File,
    inflated: Option<Vec<u8>>,
    dataset: DataSet,
    encoded: Encoded,
}

impl Treatment {
    /// Reads and anonymizes the header of a file.
    ///
    /// # Errors
    /// The code that says why it cannot be done.
    pub fn prepare(&self, path: &Path, cache: &mut SweepCache) -> Outcome<Prepared> {
        let (source, len) = open(path)?;
        let lenient = matches!(self, Treatment::Rsna(_));
        let parsed = parse(&source, len, &Limits { lenient, ..Limits::default() })?;
        let Parsed { meta, syntax, dataset, inflated, .. } = parsed;
        let class = dataset.ascii(tags::SOP_CLASS_UID).or(meta.sop_class());
        let class = class.ok_or(Fault(Code::MissingUid))?.to_owned();
        if class == uids::MEDIA_STORAGE_DIRECTORY_STORAGE {
            return Err(Fault(Code::Dicomdir));
        }
        let original = Originals::of(&dataset)?;
        let (subject, dataset, known) = match self {
            Treatment::Keyed(engine) => {
                check_complete(&dataset, &syntax)?;
                let subject = engine.subject(&dataset);
                let mut dataset = engine.anonymize(dataset, &class, &subject, cache)?;
                if dataset.get(tags::SOP_CLASS_UID).is_none() {
                    dataset.put(Element::new(
                        tags::SOP_CLASS_UID,
                        VR::UI,
                        class.clone().into_bytes(),
                    ));
                }
                (subject, dataset, cache.known().to_vec())
            }
            Treatment::Rsna(project) => {
                let dataset = compat::accepts(&dataset)
                    .then(|| project.anonymize(dataset))
                    .ok_or(Fault(Code::MissingUid))?;
                let id = dataset.ascii(tags::PATIENT_ID).unwrap_or_default().to_owned();
                (Subject { original: Vec::new(), id, shift: 0 }, dataset, Vec::new())
            }
        };
        let facts = Facts::of(&dataset, &subject, &class, &syntax);
        let facts = if lenient { facts.named_somehow() } else { facts.named_properly()? };
        let links = original.links(&facts, &subject, known);
        let encoded = encode(&dataset, &facts, &syntax, inflated.as_deref())?;
        Ok(Prepared { facts, links, source, inflated, dataset, encoded })
    }
}

impl Prepared {
    /// Writes the file to the staging folder and checks with a fresh parse what was written.
    ///
    /// # Errors
    /// `E_UNWRITABLE`, `E_VERIFICATION`; `E_TRUNCATED` when the input has become shorter.
    pub fn stage(&self, output: &Output) -> Outcome<(Staged, File)> {
        let (staged, mut file) = output.create().map_err(|e| Fault::writing(&e))?;
        let source = match &self.inflated {
            Some(bytes) => Source::Memory(bytes),
            None => Source::File(&self.source),
        };
        self.encoded.write(source, &mut file).map_err(|e| match e.kind() {
            std::io::ErrorKind::UnexpectedEof => Fault(Code::Truncated),
            _ => Fault::writing(&e),
        })?;
        self.verify(&file)?;
        Ok((staged, file))
    }

    fn verify(&self, mut file: &File) -> Outcome<()> {
        use std::io::Seek;
        let wrong = |_| Fault(Code::Verification);
        file.rewind().map_err(|_| Fault(Code::Verification))?;
        let written = parse(file, self.encoded.len(), &Limits::default()).map_err(wrong)?;
        let length = file.metadata().map_err(|_| Fault(Code::Verification))?.len();
        let same = length == self.encoded.len()
            && self.dataset.reads_as(&written.dataset, written.syntax.encoding)
            && !written.preamble_used
            && written.meta.transfer_syntax() == Some(self.facts.transfer_syntax.as_str());
        if same { Ok(()) } else { Err(Fault(Code::Verification)) }
    }

    /// Whether a file holds what would be written, its pixels by their length.
    pub fn is_at(&self, target: &Path) -> bool {
        File::open(target).and_then(|file| self.encoded.is_in(&file)).unwrap_or(false)
    }

    /// Length of the file in bytes.
    pub fn len(&self) -> u64 {
        self.encoded.len()
    }
}

impl Facts {
    fn of(dataset: &DataSet, subject: &Subject, class: &str, syntax: &Syntax) -> Self {
        let text = |tag| dataset.ascii(tag).unwrap_or_default().to_owned();
        let number = |tag| dataset.u16(tag, syntax.encoding).map_or(0, u64::from);
        Self {
            subject: subject.id.clone(),
            study: text(tags::STUDY_INSTANCE_UID),
            series: text(tags::SERIES_INSTANCE_UID),
            instance: text(tags::SOP_INSTANCE_UID),
            modality: text(tags::MODALITY),
            sop_class: class.to_owned(),
            transfer_syntax: syntax.uid.clone(),
            size: [
                number(tags::ROWS),
                number(tags::COLUMNS),
                text(tags::NUMBER_OF_FRAMES).parse().unwrap_or(1),
            ],
        }
    }

    /// Subject and UIDs become names of folders and of the file: all must be there and be plain.
    fn named_properly(self) -> Outcome<Self> {
        let names = [&self.subject, &self.study, &self.series, &self.instance];
        let safe = |name: &&String| {
            let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'.' || b == b'-';
            !name.is_empty()
                && name.len() <= 64
                && name.bytes().all(plain)
                && !name.starts_with(['.', '-'])
        };
        if names.iter().all(safe) { Ok(self) } else { Err(Fault(Code::MissingUid)) }
    }

    /// Names for the original program's results, which may lack what an object needs.
    fn named_somehow(mut self) -> Self {
        for name in [&mut self.subject, &mut self.study, &mut self.series, &mut self.instance] {
            if name.is_empty() {
                *name = "none".into();
            }
        }
        self
    }

    /// Subject, study, series and instance as a path below the output folder.
    pub fn relative_path(&self) -> PathBuf {
        [&self.subject, &self.study, &self.series]
            .iter()
            .collect::<PathBuf>()
            .join(format!("{}.dcm", self.instance))
    }
}

/// Original values that the link file names.
struct Originals([Vec<u8>; 3]);

impl Originals {
    fn of(dataset: &DataSet) -> Outcome<Self> {
        let uid = |tag| {
            let uid = dataset.ascii(tag).ok_or(Fault(Code::MissingUid))?;
            Ok(uid.as_bytes().to_vec())
        };
        Ok(Self([
            uid(tags::STUDY_INSTANCE_UID)?,
            uid(tags::SERIES_INSTANCE_UID)?,
            uid(tags::SOP_INSTANCE_UID)?,
        ]))
    }

    fn links(self, facts: &Facts, subject: &Subject, known: Vec<Vec<u8>>) -> Vec<Link> {
        let Originals([study, series, instance]) = self;
        let link = |kind, original, new: &str| Link { kind, original, new: new.to_owned() };
        let mut links = vec![
            link("patient", subject.original.clone(), &facts.subject),
            link("study", study, &facts.study),
            link("series", series, &facts.series),
            link("instance", instance, &facts.instance),
            link("shift", subject.original.clone(), &subject.shift.to_string()),
        ];
        links.extend(known.into_iter().map(|value| link("value", value, "")));
        links
    }
}

/// Opens a regular file; anything else could block or has no end.
fn open(path: &Path) -> Outcome<(File, u64)> {
    let metadata = fs::metadata(path).map_err(|_| Fault(Code::Unreadable))?;
    if !metadata.is_file() {
        return Err(Fault(Code::Unreadable));
    }
    let file = File::open(path).map_err(|_| Fault(Code::Unreadable))?;
    let len = file.metadata().map_err(|_| Fault(Code::Unreadable))?.len();
    Ok((file, len))
}

fn encode(
    dataset: &DataSet,
    facts: &Facts,
    syntax: &Syntax,
    inflated: Option<&[u8]>,
) -> Outcome<Encoded> {
    let mut prefix = FileMeta::rebuilt(&facts.sop_class, &facts.instance, syntax);
    let Some(inflated) = inflated else {
        return Ok(Encoded::new(prefix, dataset, syntax.encoding));
    };
    let plain = Encoded::new(Vec::new(), dataset, syntax.encoding).to_memory(inflated);
    let deflated = plain.and_then(|plain| {
        let mut encoder =
            flate2::write::DeflateEncoder::new(&mut prefix, flate2::Compression::default());
        encoder.write_all(&plain)?;
        encoder.finish().map(|_| ())
    });
    deflated.map_err(|_| Fault(Code::Internal))?;
    if prefix.len() % 2 == 1 {
        prefix.push(0);
    }
    Ok(Encoded::whole(prefix))
}

/// SHA-256 of a file, in hexadecimal.
pub fn checksum(mut file: &File) -> Outcome<String> {
    use std::io::Seek;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    file.rewind().map_err(|_| Fault(Code::Verification))?;
    loop {
        let read = file.read(&mut buffer).map_err(|_| Fault(Code::Verification))?;
        match buffer.get(..read) {
            None | Some([]) => return Ok(data_encoding::HEXLOWER.encode(&hash.finalize())),
            Some(bytes) => hash.update(bytes),
        }
    }
}
