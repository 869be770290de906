//! What tools recorded of their runs.

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

use dicom_common::code::RunError;
use serde_json::Value;

/// Bytes that a record may have.
const LARGEST: u64 = 1 << 20;

/// Reads records; each must be of a run that wrote into the manifest.
///
/// # Errors
/// When one cannot be read, is no record, or has a fingerprint that the manifest does not.
pub fn read<'a>(
    files: &[PathBuf],
    fingerprints: impl Iterator<Item = &'a str> + Clone,
) -> Result<Vec<Value>, RunError> {
    let record = |(at, path): (usize, &PathBuf)| {
        let refuse = |why: &str| RunError::Usage(format!("--run-record {} {why}", at + 1));
        let file =
            File::open(path).map_err(|e| refuse(&format!("cannot be read: {}", e.kind())))?;
        let record: Value = serde_json::from_reader(file.take(LARGEST))
            .map_err(|_| refuse("is no record of a run"))?;
        let text = |name: &str| record.get(name).and_then(Value::as_str);
        match (text("tool"), text("version"), text("configuration")) {
            (Some(_), Some(_), Some(own)) if fingerprints.clone().any(|known| known == own) => {
                Ok(record)
            }
            (Some(_), Some(_), Some(_)) => {
                Err(refuse("is of another run: the manifest does not have its fingerprint"))
            }
            _ => Err(refuse("is no record of a run")),
        }
    };
    files.iter().enumerate().map(record).collect()
}
