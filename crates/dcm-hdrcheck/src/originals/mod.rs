//! What is known of the original files: their values must not occur, and pseudonyms must be
//! consistent.

mod byte_search;
mod collect;
mod consistency;
mod days;
mod everywhere;
mod fold;
mod known;
mod link;
mod names;
mod own;
mod pair;
mod text_search;
mod views;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use dicom_common::code::{Code, Fault, Outcome, RunError};
use dicom_common::pipeline::discover;
use dicom_dictionary_std::tags;
use rayon::prelude::*;

use crate::args::OriginalsArgs;
use crate::decision::Decisions;
use crate::reader::{Contents, DataSet, Element, Tag, Text, VR, open, read_leniently};
use crate::reason::Reason;
use crate::verdict::{Field, Verdict};

use byte_search::ByteSearch;
use collect::Collected;
pub use consistency::{Consistency, Observed};
use known::Within;
use link::Link;
use own::Own;
pub use pair::Pair;
use text_search::{Days, TextSearch, Words};

/// What is known of the originals.
pub struct Originals {
    /// Finds their values in text.
    texts: TextSearch,
    /// Finds their values in other bytes.
    bytes: ByteSearch,
    /// What the link file says: `--link`.
    link: Option<Link>,
    /// Where the original of a SOP Instance UID lies.
    files: HashMap<String, PathBuf>,
}

impl Originals {
    /// Reads what the flags name; `None` where they name nothing.
    ///
    /// # Errors
    /// A link file that cannot be read or is none, originals that are missing or cannot be read, too
    /// many values.
    pub fn open(args: &OriginalsArgs, decisions: &Decisions) -> Result<Option<Self>, RunError> {
        if args.link.is_none() && args.against.is_empty() {
            return Ok(None);
        }
        let mut collected = Collected::default();
        let opener = args.open.opener()?;
        let read = |path| Link::read(path, opener.as_ref(), &mut collected.known);
        let link = args.link.as_deref().map(read).transpose()?;
        let files = collect_files(&args.against, &mut collected, decisions)?;
        let mut known = collected.known();
        let bytes = ByteSearch::new(std::mem::take(&mut known.bytes));
        Ok(Some(Self { texts: TextSearch::new(known)?, bytes, link, files }))
    }

    /// The original of a file, where the link file and the original files tell.
    ///
    /// # Errors
    /// `E_UNREADABLE` where the original was there when the run began and cannot be read any more:
    /// nobody could say whether the dates have moved.
    pub fn pair(&self, dataset: &DataSet, decisions: &Decisions) -> Outcome<Option<Pair>> {
        let linked = self.link.as_ref().and_then(|link| link.original_instance(dataset));
        let Some(uid) = linked.or_else(|| dataset.ascii(tags::SOP_INSTANCE_UID)) else {
            return Ok(None);
        };
        let Some(path) = self.files.get(uid) else { return Ok(None) };
        let Contents { dataset, .. } = read(path).map_err(|_| Fault(Code::Unreadable))?;
        let mut collected = Collected::within(Within::Text);
        collected.add(&dataset, decisions);
        Ok(Some(Pair { dataset, own: Own::new(collected.known) }))
    }

    /// What of the originals an element contains; large values are searched apart.
    fn find(&self, element: &Element, vr: VR, text: &Text, own: Option<&Own>) -> Option<Reason> {
        use VR::*;
        let (words, days) = match vr {
            // Without them text cannot be read; the standard enumerates their values.
            CS if element.tag.0 == 0x0028 => return None,
            _ if [tags::SPECIFIC_CHARACTER_SET, tags::MODALITY].contains(&element.tag) => {
                return None;
            }
            DA | DT => (Words::Numbers, Days::OfLife),
            TM | AS | UI | DS | IS => (Words::Numbers, Days::All),
            CS => (Words::OfStandard, Days::All),
            _ if is_made_of_terms(element.tag) => (Words::OfStandard, Days::All),
            AE | LO | LT | PN | SH | ST | UC | UR | UT | UN => (Words::Free, Days::All),
            _ => (Words::Chance, Days::All),
        };
        let views = views::of_element(element, vr, text);
        let found = views.iter().filter_map(|view| self.texts.find(view, own, words, days));
        let by_life = matches!(vr, DA | DT).then(|| {
            let has_day = |view| self.texts.has_day_of_life(view);
            views.iter().any(|view| has_day(view)).then_some(Reason::Original)
        });
        found.chain(by_life.flatten()).max_by_key(|reason| reason.severity())
    }

    /// Proves that the pseudonyms of a file are consistent; adds what is not to its verdict.
    pub fn compare(
        &self,
        source: &str,
        dataset: &DataSet,
        pair: Option<&Pair>,
        verdict: &mut Verdict,
    ) -> Observed {
        let mut observed = Observed::default();
        let Some(link) = &self.link else { return observed };
        let mut judge = |field: Field| {
            verdict.count(field.reason, field.absolute);
            verdict.fields.push(field);
        };
        link.compare(source, dataset).into_iter().for_each(&mut judge);
        if let Some(pair) = pair {
            let days = link.shift(&pair.dataset);
            pair::compare(pair, dataset, days, &mut observed).into_iter().for_each(&mut judge);
        }
        observed
    }
}

/// Whether a value is made of terms: codes with their meaning, and the names of dimensions.
fn is_made_of_terms(tag: Tag) -> bool {
    let parts = [
        tags::CODE_VALUE,
        tags::CODE_MEANING,
        tags::CODING_SCHEME_DESIGNATOR,
        tags::CODING_SCHEME_VERSION,
        tags::DIMENSION_DESCRIPTION_LABEL,
    ];
    parts.contains(&tag)
}

/// What is known of the originals when one file is judged.
#[derive(Clone, Copy)]
pub struct OriginalsOfFile<'a> {
    /// All originals of the run; none where no flag names them.
    pub all: Option<&'a Originals>,
    /// The original of this very file, where it is known.
    pub own: Option<&'a Pair>,
}

impl OriginalsOfFile<'_> {
    /// What of the originals an element contains.
    pub fn find(&self, element: &Element, vr: VR, text: &Text) -> Option<Reason> {
        self.all?.find(element, vr, text, self.own.map(|pair| &pair.own))
    }

    /// Whether a value is what the link file names a patient by, instead of an original.
    pub fn names_patient(&self, value: &[u8]) -> bool {
        let link = self.all.and_then(|all| all.link.as_ref());
        link.is_some_and(|link| link.names_patient(value))
    }

    /// What of the originals stands in bytes that no other search looks at: the preamble, and values
    /// that were left in the file. Gives `found` the place and the reason.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn everywhere(
        &self,
        contents: &Contents,
        found: &mut dyn FnMut(String, Reason),
    ) -> Outcome<()> {
        match self.all {
            Some(all) => everywhere::search(&all.texts, &all.bytes, contents, found),
            None => Ok(()),
        }
    }
}

fn read(path: &Path) -> Outcome<Contents> {
    let (file, len) = open(path)?;
    read_leniently(file, len)
}

/// Files read at a time.
const CHUNK: usize = 256;

/// Collects the values of the original files, and where each instance lies. What is no DICOM file has
/// no values, and nothing was made of it.
fn collect_files(
    roots: &[PathBuf],
    collected: &mut Collected,
    decisions: &Decisions,
) -> Result<HashMap<String, PathBuf>, RunError> {
    for (at, root) in roots.iter().enumerate() {
        std::fs::metadata(root).map_err(|e| {
            RunError::Usage(format!("--against {} cannot be read: {}", at + 1, e.kind()))
        })?;
    }
    let mut files = HashMap::new();
    let mut inputs = discover::walk(roots.to_vec(), Vec::new());
    loop {
        let chunk: Vec<_> = inputs.by_ref().take(CHUNK).collect();
        if chunk.is_empty() {
            return Ok(files);
        }
        let read: Vec<_> = chunk.par_iter().map(|input| read(&input.path)).collect();
        for (input, contents) in chunk.into_iter().zip(read) {
            let Contents { dataset, meta, .. } = match contents {
                Ok(contents) => contents,
                Err(Fault(Code::NotDicom | Code::Archive)) => continue,
                Err(Fault(code)) => {
                    return Err(RunError::Usage(format!(
                        "one of the original files (--against) cannot be read, so nobody can search for \
                     its values: {code}"
                    )));
                }
            };
            collected.add(&meta, decisions);
            collected.add(&dataset, decisions);
            if let Some(uid) = dataset.ascii(tags::SOP_INSTANCE_UID) {
                files.insert(uid.to_owned(), input.path);
            }
        }
    }
}
