//! One input: where it lies, what it may be called, its row so far.

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;

use dicom_common::code::{Code, Fault, Outcome, RunError};
use dicom_common::dataset::{Parsed, ReadLimits, open, parse};
use dicom_common::deid::pseudonym::{Pseudonyms, is_pseudonymous};
use dicom_common::pipeline::cli::Rows;
use dicom_common::pipeline::discover::Input;
use dicom_common::pipeline::manifest::{Column, Header, Row, SCHEMA};
use dicom_common::pipeline::seal::Seal;

/// The columns that this tool writes.
pub const COLUMNS: [Column; 4] =
    [Column::Hdrcheck, Column::HdrcheckCode, Column::HdrcheckFindings, Column::HdrcheckConfig];
/// The columns of a manifest that starts with this tool.
const FIRST: [Column; 4] = [Column::Schema, Column::Source, Column::Path, Column::Bytes];

/// One input.
pub struct Job {
    /// The file; none where an earlier tool delivered none.
    pub path: Option<PathBuf>,
    /// What an earlier tool wrote down of it.
    pub seal: Seal,
    /// What reports may call it.
    pub name: String,
    /// Its row.
    pub row: Row,
}

/// The jobs of a run, and the columns of its manifest.
pub struct Jobs {
    /// The columns.
    pub header: Header,
    /// How many there are, where it is known.
    pub total: Option<u64>,
    /// The jobs, in the inputs' order.
    pub jobs: Box<dyn Iterator<Item = Result<Job, RunError>>>,
}

impl Jobs {
    /// The jobs of files or of a manifest's rows. Names of input files may tell who the patient is:
    /// they are shown only on request.
    ///
    /// # Errors
    /// When the manifest cannot be read.
    pub fn of(rows: Rows, pseudonyms: Pseudonyms, show_names: bool) -> Result<Self, RunError> {
        match rows {
            Rows::Files(files) => {
                let header = Header::of(&FIRST).with(&COLUMNS);
                let columns = header.clone();
                let jobs =
                    files.map(move |input| Ok(of_file(input?, &columns, &pseudonyms, show_names)));
                Ok(Self { header, total: None, jobs: Box::new(jobs) })
            }
            Rows::Manifest(manifest) => {
                let header = manifest.header().clone().with(&COLUMNS);
                let columns = header.clone();
                let rows = manifest.rows().map_err(RunError::usage)?;
                let jobs = rows.map(move |row| Ok(of_row(row.map_err(RunError::usage)?, &columns)));
                Ok(Self { header, total: Some(manifest.len()), jobs: Box::new(jobs) })
            }
        }
    }
}

fn of_file(input: Input, header: &Header, pseudonyms: &Pseudonyms, show_name: bool) -> Job {
    let mut row = Row::empty(header);
    row.set(header, Column::Schema, SCHEMA);
    row.set(header, Column::Source, pseudonyms.source(&input.relative));
    let path = input.path.to_str().filter(|path| Column::Path.accepts(path));
    if let (Some(path), true) = (path, is_pseudonymous(&input.relative)) {
        row.set(header, Column::Path, path);
        let bytes = fs::metadata(path).map(|metadata| metadata.len().to_string());
        row.set(header, Column::Bytes, bytes.unwrap_or_default());
    }
    let name =
        input.path.file_name().map(|name| String::from_utf8_lossy(name.as_bytes()).into_owned());
    let name = name.filter(|_| show_name).unwrap_or_default();
    Job { path: Some(input.path), seal: Seal::default(), name, row }
}

fn of_row(row: Row, header: &Header) -> Job {
    let path = row.get(header, Column::Path);
    let delivered = row.delivered(header, Column::Hdrcheck);
    Job {
        path: delivered.then(|| PathBuf::from(path)),
        seal: Seal::of(&row, header),
        name: path.to_owned(),
        row,
    }
}

impl Job {
    /// Reads the header of the file.
    ///
    /// # Errors
    /// The code that says why it cannot be read.
    pub fn read(&self, limits: &ReadLimits) -> Outcome<Parsed> {
        let path = self.path.as_deref().ok_or(Fault(Code::Upstream))?;
        let (file, len) = open(path)?;
        self.seal.check(&file, len)?;
        parse(file, len, limits)
    }
}
