//! Manifests of parts of a data set become one.

mod alike;
mod args;
mod seen;

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, Write, stdin, stdout};
use std::path::{Path, PathBuf};

use dicom_common::code::RunError;
use dicom_common::files::pending::{Pending, Readers};
use dicom_common::pipeline::cli::{Stop, Tally};
use dicom_common::pipeline::discover;
use dicom_common::pipeline::manifest::{Column, Header, Manifest, Row, Writer};

use alike::Alike;
use seen::{Place, Seen};

pub use args::JoinArgs;

/// What must not be in a data set twice, each made of these columns.
const ONCE: [&[Column]; 2] =
    [&[Column::Source], &[Column::Subject, Column::Study, Column::Series, Column::Instance]];

/// Joins manifests. Nothing is written before all of them were checked.
///
/// # Errors
/// When one cannot be read or is none, when they are not parts of one data set, or when the result
/// cannot be written.
pub fn join(args: &JoinArgs) -> Result<Tally, RunError> {
    let manifests = manifests(args)?;
    let stop = Stop::watch()?;
    let mut joined = tempfile::tempfile().map_err(|e| RunError::output("a temporary file", &e))?;
    let rows = collect(&manifests, BufWriter::new(&joined), &stop)?;
    let broken = |e: io::Error| RunError::output("the joined manifest", &e);
    joined.rewind().map_err(broken)?;
    match &args.manifest {
        None => copy(&mut joined, stdout().lock()).map_err(broken)?,
        Some(path) => {
            let pending = Pending::create(path).map_err(|e| RunError::output("--manifest", &e))?;
            copy(&mut joined, pending.handle().map_err(broken)?).map_err(broken)?;
            pending.publish(Readers::Everyone).map_err(broken)?;
        }
    }
    tracing::info!("{rows} rows of {} manifests were joined", manifests.len());
    // A part may well have no rows; that all of them have none is told by the next tool.
    Ok(Tally { ok: rows.max(1), ..Tally::default() })
}

fn copy(from: &mut File, mut to: impl Write) -> io::Result<()> {
    io::copy(from, &mut to)?;
    to.flush()
}

fn manifests(args: &JoinArgs) -> Result<Vec<PathBuf>, RunError> {
    let Some(list) = &args.files0_from else { return Ok(args.manifests.clone()) };
    let cannot =
        |e: io::Error| RunError::Usage(format!("--files0-from cannot be read: {}", e.kind()));
    let source: Box<dyn Read> = match list.to_str() {
        Some("-") => Box::new(stdin()),
        _ => Box::new(File::open(list).map_err(cannot)?),
    };
    let names: io::Result<Vec<PathBuf>> =
        discover::list(source).map(|name| name.map(|name| name.path)).collect();
    let names = names.map_err(cannot)?;
    match names.is_empty() {
        true => Err(RunError::usage("--files0-from names no manifest")),
        false => Ok(names),
    }
}

fn read(at: usize, path: &Path) -> Result<Manifest, RunError> {
    let refuse = |why: String| RunError::Usage(format!("manifest {}: {why}", at + 1));
    let file = File::open(path).map_err(|e| refuse(format!("it cannot be read: {}", e.kind())))?;
    Manifest::read(file).map_err(|e| refuse(e.to_string()))
}

/// Writes the rows of all, and tells how many there are.
fn collect(manifests: &[PathBuf], to: impl Write, stop: &Stop) -> Result<u64, RunError> {
    let broken = |e: io::Error| RunError::output("a temporary file", &e);
    let mut writer = Writer::to_stream(to);
    let mut alike = Alike::default();
    let mut seen = Seen::new().map_err(broken)?;
    let mut rows = 0;
    for (at, path) in manifests.iter().enumerate() {
        let manifest = read(at, path)?;
        let header = manifest.header();
        if alike.header(at, header)? {
            writer.header(header).map_err(broken)?;
        }
        for row in manifest.rows().map_err(RunError::usage)? {
            stop.check()?;
            let row = row.map_err(RunError::usage)?;
            alike.row(at, header, &row)?;
            for name in names(header, &row) {
                seen.add(&name).map_err(broken)?;
            }
            writer.row(&row).map_err(broken)?;
            rows += 1;
        }
    }
    writer.finish().map_err(broken)?;
    let twice = seen.repeated().map_err(broken)?;
    if twice.is_empty() { Ok(rows) } else { Err(name_them(manifests, &seen, &twice)?) }
}

/// What must be there once of a row: of one that has no output, the input alone.
fn names<'a>(header: &'a Header, row: &'a Row) -> impl Iterator<Item = String> + 'a {
    ONCE.iter().enumerate().filter_map(|(kind, columns)| {
        let cells: Vec<&str> = columns.iter().map(|column| row.get(header, *column)).collect();
        let is_there = cells.iter().all(|cell| !cell.is_empty());
        let is_output = kind == 0 || !row.get(header, Column::Path).is_empty();
        (is_there && is_output).then(|| format!("{kind}/{}", cells.join("/")))
    })
}

/// Reads the manifests once more for the lines of what is there twice.
fn name_them(manifests: &[PathBuf], seen: &Seen, twice: &[u64]) -> Result<RunError, RunError> {
    let mut places: Vec<Vec<Place>> = vec![Vec::new(); twice.len()];
    for (at, path) in manifests.iter().enumerate() {
        let manifest = read(at, path)?;
        for (row_at, row) in manifest.rows().map_err(RunError::usage)?.enumerate() {
            let row = row.map_err(RunError::usage)?;
            for name in names(manifest.header(), &row) {
                let number = seen.number(&name);
                let found = twice.iter().position(|twice| *twice == number);
                if let Some(places) = found.and_then(|at| places.get_mut(at)) {
                    // The first line has the names of the columns.
                    places.push(Place { manifest: at + 1, line: row_at + 2 });
                }
            }
        }
    }
    Ok(seen::refusal(&places))
}
