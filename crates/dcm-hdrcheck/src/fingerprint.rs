//! The settings that a verdict depends on.

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;

use dicom_common::code::RunError;
use dicom_common::deid::policy::Choice;
use sha2::{Digest, Sha256};

use crate::args::{Args, Criteria, CriteriaArgs, OriginalsArgs};

/// The settings as bytes, for the fingerprint in column `hdrcheck_config`. Each flag is named here,
/// so that a new one does not compile until it is decided whether verdicts depend on it.
///
/// # Errors
/// A file among the settings that cannot be read.
pub fn settings(args: &Args, choice: Choice) -> Result<Vec<u8>, RunError> {
    let Args { input: _, criteria, originals, report: _, key: _, run: _ } = args;
    let CriteriaArgs { choice: flags, criteria, policy, allow } = criteria;
    let OriginalsArgs { link, open: _, against } = originals;
    let criteria = match criteria {
        Criteria::Strict => "strict",
        Criteria::Reference => "reference",
    };
    let mut settings = vec![0];
    settings.extend(choice.name().bytes());
    settings.extend(flags.safe_additions()?.settings().bytes());
    settings.extend(flags.amendments().settings().bytes());
    settings.push(0);
    settings.extend(criteria.bytes());
    settings.extend([0, u8::from(!against.is_empty())]);
    let digest = |file: &PathBuf| {
        let unreadable = |e: io::Error| {
            RunError::Usage(format!("--policy, --link or --allow cannot be read: {}", e.kind()))
        };
        // A link file can be larger than memory.
        let mut source = File::open(file).map_err(unreadable)?;
        let (mut hash, mut buffer) = (Sha256::new(), vec![0; 1 << 16]);
        loop {
            let read = source.read(&mut buffer).map_err(unreadable)?;
            match buffer.get(..read) {
                None | Some([]) => break,
                Some(bytes) => hash.update(bytes),
            }
        }
        Ok::<_, RunError>(hash.finalize())
    };
    for file in [policy, link].into_iter().flatten() {
        settings.extend(digest(file)?);
    }
    if let Some(file) = allow {
        settings.extend(b"allow");
        settings.extend(digest(file)?);
    }
    Ok(settings)
}
