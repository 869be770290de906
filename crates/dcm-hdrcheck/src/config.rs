//! The settings that a verdict depends on, as a fingerprint.

use std::path::Path;

use dicom_common::code::RunError;
use dicom_common::deid::policy::{Choice, Policy};
use sha2::{Digest, Sha256};

use crate::args::{Args, Criteria};

/// The policy that the flags name.
///
/// # Errors
/// A table that cannot be read or understood.
pub fn policy(path: Option<&Path>) -> Result<Policy, RunError> {
    path.map_or_else(
        || Ok(Policy::built_in()),
        |path| Policy::with_site_table(path).map_err(RunError::usage),
    )
}

/// 12 hexadecimal digits for the version and the settings.
///
/// # Errors
/// A file among the settings that cannot be read.
pub fn fingerprint(args: &Args, choice: Choice) -> Result<String, RunError> {
    let criteria = match args.criteria.criteria {
        Criteria::Strict => "strict",
        Criteria::Reference => "reference",
    };
    let mut hash = Sha256::new()
        .chain_update(concat!("dcm-hdrcheck ", env!("CARGO_PKG_VERSION"), "\0"))
        .chain_update(choice.name())
        .chain_update([0])
        .chain_update(criteria)
        .chain_update([0, u8::from(!args.originals.against.is_empty())]);
    for file in [&args.criteria.policy, &args.originals.link].into_iter().flatten() {
        let bytes = std::fs::read(file).map_err(|e| {
            RunError::Usage(format!("--policy or --link cannot be read: {}", e.kind()))
        })?;
        hash.update(Sha256::digest(bytes));
    }
    let mut text = data_encoding::HEXLOWER.encode(&hash.finalize());
    text.truncate(12);
    Ok(text)
}
