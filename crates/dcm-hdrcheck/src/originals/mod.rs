//! What is known of the original files: their values must not occur, and pseudonyms must be
//! consistent.

mod consistency;
mod known;
mod link;
mod pair;
mod search;

use std::collections::HashMap;
use std::fs::File;
use std::path::{Path, PathBuf};

use dicom_common::code::{Code, Fault, Outcome, RunError};
use dicom_common::dataset::{
    DataSet, Element, Parsed, ReadLimits, VR, is_text, parse, split_values,
};
use dicom_common::deid::policy::{Action, Chosen, Treatment};
use dicom_common::pipeline::discover;
use dicom_dictionary_std::tags;
use rayon::prelude::*;

use crate::args::OriginalsArgs;
use crate::reason::Reason;
use crate::verdict::{Field, Verdict};

pub use consistency::{Consistency, Observed};
use known::Known;
use link::Link;
use search::{Search, Words};

/// What is known of the originals.
pub struct Originals {
    /// Finds their values.
    search: Search,
    /// What the link file says: `--link`.
    link: Option<Link>,
    /// Where the original of a SOP Instance UID lies.
    files: HashMap<String, PathBuf>,
}

impl Originals {
    /// Reads what the flags name; `None` where they name nothing.
    ///
    /// # Errors
    /// A link file that cannot be read or is none, missing originals, too many values.
    pub fn open(args: &OriginalsArgs, chosen: &Chosen) -> Result<Option<Self>, RunError> {
        if args.link.is_none() && args.against.is_empty() {
            return Ok(None);
        }
        let mut known = Known::default();
        let opener = args.open.opener()?;
        let read = |path| Link::read(path, opener.as_ref(), &mut known);
        let link = args.link.as_deref().map(read).transpose()?;
        let files = collect(&args.against, &mut known, &|element| {
            let treatment = chosen.treatment(element.tag, element.meant_vr());
            treatment != Treatment::Fixed(Action::Keep)
        })?;
        let search = Search::new(known)
            .ok_or_else(|| RunError::usage("too many original values to search for"))?;
        Ok(Some(Self { search, link, files }))
    }

    /// The original of a file, where the link file and the original files tell.
    ///
    /// # Errors
    /// `E_UNREADABLE` where the original was there when the run began and cannot be read any more:
    /// nobody could say whether the dates have moved.
    pub fn pair(&self, dataset: &DataSet) -> Outcome<Option<Pair>> {
        let uid = self.link.as_ref().and_then(|link| link.original_instance(dataset));
        let Some(path) = uid.and_then(|uid| self.files.get(uid)) else { return Ok(None) };
        let Parsed { dataset, .. } = read(path).ok_or(Fault(Code::Unreadable))?;
        let mut own = Known::default();
        own.add_dataset(&dataset, &|_| true);
        Ok(Some(Pair { dataset, own }))
    }

    /// What of the originals an element contains.
    pub fn find(&self, element: &Element, pair: Option<&Pair>) -> Option<Reason> {
        use VR::*;
        let bytes = element.bytes()?;
        match element.meant_vr() {
            UI => split_values(bytes)
                .any(|uid| self.search.has_uid(uid))
                .then_some(Reason::OriginalUid),
            // Without them text cannot be read; the standard enumerates their values.
            CS if element.tag.0 == 0x0028 => None,
            _ if [tags::SPECIFIC_CHARACTER_SET, tags::MODALITY].contains(&element.tag) => None,
            AE | CS | LO | LT | PN | SH | ST | UC | UR | UT => {
                let own = pair.map(|pair| &pair.own);
                self.search.in_text(bytes, own, words(element))
            }
            vr if is_text(vr) => None,
            _ => self.search.in_binary(bytes),
        }
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
        if let Some(Pair { dataset: original, .. }) = pair {
            let days = link.shift(original);
            pair::compare(original, dataset, days, &mut observed).into_iter().for_each(&mut judge);
        }
        observed
    }
}

/// Who chose the words of a value.
fn words(element: &Element) -> Words {
    let parts = [tags::CODE_VALUE, tags::CODING_SCHEME_DESIGNATOR, tags::CODING_SCHEME_VERSION];
    match element.meant_vr() == VR::CS || parts.contains(&element.tag) {
        true => Words::OfStandard,
        false => Words::Free,
    }
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
    pub fn find(&self, element: &Element) -> Option<Reason> {
        self.all?.find(element, self.own)
    }
}

/// The original of a file.
pub struct Pair {
    /// Its data set.
    dataset: DataSet,
    /// What identifies in it.
    own: Known,
}

fn read(path: &Path) -> Option<Parsed> {
    if !std::fs::metadata(path).ok()?.is_file() {
        return None;
    }
    let file = File::open(path).ok()?;
    let len = file.metadata().ok()?.len();
    parse(file, len, &ReadLimits { lenient: true, ..ReadLimits::default() }).ok()
}

/// Files read at a time.
const CHUNK: usize = 256;

/// Collects the values of the original files, and where each instance lies.
fn collect(
    roots: &[PathBuf],
    known: &mut Known,
    leaves: &(dyn Fn(&Element) -> bool + Sync),
) -> Result<HashMap<String, PathBuf>, RunError> {
    for (at, root) in roots.iter().enumerate() {
        std::fs::metadata(root).map_err(|e| {
            RunError::Usage(format!("--against {} cannot be read: {}", at + 1, e.kind()))
        })?;
    }
    let (mut files, mut unread) = (HashMap::new(), 0u64);
    let mut inputs = discover::walk(roots.to_vec(), Vec::new());
    loop {
        let chunk: Vec<_> = inputs.by_ref().take(CHUNK).collect();
        if chunk.is_empty() {
            break;
        }
        let read: Vec<_> = chunk.par_iter().map(|input| read(&input.path)).collect();
        for (input, parsed) in chunk.into_iter().zip(read) {
            let Some(Parsed { dataset, .. }) = parsed else {
                unread += 1;
                continue;
            };
            known.add_dataset(&dataset, leaves);
            if let Some(uid) = dataset.ascii(tags::SOP_INSTANCE_UID) {
                files.insert(uid.to_owned(), input.path);
            }
        }
    }
    if unread > 0 {
        tracing::warn!(
            "{unread} of the original files could not be read; their values are not searched for"
        );
    }
    Ok(files)
}
