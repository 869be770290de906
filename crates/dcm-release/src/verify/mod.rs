//! Checking a folder that was handed over against its statement.

mod beside;
mod problems;
mod rows;
mod shared;

use std::fs;
use std::io::{Write, stdout};
use std::path::Path;

use dicom_common::code::RunError;
use dicom_common::pipeline::cli::{Stop, Tally};
use rayon::ThreadPoolBuilder;

use crate::args::VerifyArgs;
use crate::chain;
use crate::digest;
use crate::evidence::SIGNATURE;
use crate::sign;
use crate::statement::{FORMAT, Statement};

use problems::Problems;

/// Checks a folder against its statement, and says what is not as it should be.
///
/// # Errors
/// When the statement or the folder cannot be read.
pub fn verify(args: &VerifyArgs) -> Result<Tally, RunError> {
    let mut problems = Problems::new();
    let files = check(args, &mut problems)?;
    let mut out = stdout().lock();
    let mut say =
        |line: &str| writeln!(out, "{line}").map_err(|e| RunError::output("standard output", &e));
    for problem in &problems {
        say(problem)?;
    }
    match problems.len() {
        0 if args.quiet => {}
        0 => say(&format!("All right: {files} files are those of the statement."))?,
        n => say(&format!("NOT as the statement says: {n} differences."))?,
    }
    let failed = problems.len() as u64;
    Ok(Tally { ok: files, failed, ..Tally::default() })
}

fn check(args: &VerifyArgs, problems: &mut Problems) -> Result<u64, RunError> {
    let cannot = |what: &str, e: &std::io::Error| {
        RunError::Usage(format!("{what} cannot be read: {}", e.kind()))
    };
    let bytes = fs::read(&args.statement).map_err(|e| cannot("the statement", &e))?;
    fs::read_dir(&args.share).map_err(|e| cannot("the folder", &e))?;
    let public_key = args.public_key.as_deref().map(sign::public_key).transpose()?;
    let statement = std::str::from_utf8(&bytes)
        .ok()
        .and_then(|text| Some((text, serde_json::from_str::<Statement>(text).ok()?)));
    let Some((text, statement)) = statement.filter(|(_, statement)| statement.format == FORMAT)
    else {
        problems.push(
            "The statement was edited, or is none of this version of dcm-release: it cannot be understood."
                .into(),
        );
        return Ok(0);
    };
    if !digest::is_whole(text, &statement.digest) {
        problems.push("The statement was edited after it was made.".into());
    }
    let folder = match args.statement.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    signature(&statement, &bytes, &folder.join(SIGNATURE), public_key.as_deref(), problems);
    if !chain::holds(&statement.chain) {
        problems.push(
            "The chain of hashes in the statement does not hold: a line of it was edited, added or taken \
             out."
                .into(),
        );
    }
    let pool = ThreadPoolBuilder::new().num_threads(args.jobs.unwrap_or(0));
    let pool = pool.build().map_err(RunError::usage)?;
    let stop = Stop::watch()?;
    let files = pool.install(|| shared::check(&args.share, &statement, &stop, problems))?;
    if !args.without_evidence {
        beside::check(folder, &statement, problems);
    }
    Ok(files)
}

fn signature(
    statement: &Statement,
    bytes: &[u8],
    file: &Path,
    public_key: Option<&str>,
    problems: &mut Problems,
) {
    let signature = fs::read(file).ok();
    match (&statement.signer, signature, public_key) {
        (None, None, None) => {}
        (None, None, Some(_)) => {
            problems.push("The statement is not signed, but a public key was given.".into());
        }
        (None, Some(_), _) => problems.push(
            "There is a signature, but the statement says that it is not signed: one of them was exchanged."
                .into(),
        ),
        (Some(_), None, _) => {
            problems.push("The signature was removed: the statement says that it is signed.".into());
        }
        (Some(signer), Some(signature), key) => {
            if key.is_some_and(|key| key != signer.public_key) {
                problems.push(format!(
                    "The key was exchanged: the statement is signed with {}, not with the public key that was \
                     given.",
                    signer.public_key
                ));
            }
            if !sign::is_of(signer, bytes, &signature) {
                problems.push(
                    "The signature is not of this statement: the statement, the signature or the key was \
                     exchanged."
                        .into(),
                );
            } else if key.is_none() {
                tracing::warn!(
                    "signed with {}; --public-key checks whose key that is",
                    signer.public_key
                );
            }
        }
    }
}
