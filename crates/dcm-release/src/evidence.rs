//! The folder of the evidence: for the giver, not for sharing.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use dicom_common::code::{Lang, RunError};
use dicom_common::files::folder::Folder;
use dicom_common::files::identity::FileId;
use dicom_common::files::pending::{Pending, Readers};

use crate::chain::{self, Kind, Link};
use crate::decisions::is_text;
use crate::digest;
use crate::hashing::{Content, Hashing};
use crate::page::page;
use crate::place;
use crate::sign::Key;
use crate::statement::Statement;

/// The statement as data.
pub const STATEMENT: &str = "statement.json";
/// The statement as a page.
pub const PAGE: &str = "statement.html";
/// The signature over the bytes of the statement.
pub const SIGNATURE: &str = "statement.json.sig";
/// All rows with all columns.
pub const MANIFEST: &str = "manifest.csv";

/// A file that belongs to the evidence.
#[derive(Debug)]
pub struct Source {
    path: PathBuf,
    name: String,
}

/// Looks at the files that are to belong to the evidence.
///
/// # Errors
/// One that is not there, two of one name, and names that are taken or cannot be shown.
pub fn sources(files: &[PathBuf]) -> Result<Vec<Source>, RunError> {
    let mut taken: BTreeSet<String> =
        [STATEMENT, PAGE, SIGNATURE, MANIFEST].map(str::to_owned).into();
    let source = |(at, path): (usize, &PathBuf)| {
        let refuse = |why: &str| RunError::Usage(format!("--evidence-file {} {why}", at + 1));
        place::open(path).map_err(|e| refuse(&format!("cannot be read: {}", e.kind())))?;
        let name = path.file_name().and_then(|name| name.to_str());
        let name = name.filter(|name| is_text(name) && !name.starts_with('.'));
        let name = name.ok_or_else(|| refuse("has a name that cannot be shown"))?.to_owned();
        match taken.insert(name.clone()) {
            true => Ok(Source { path: path.clone(), name }),
            false => Err(refuse("has a name that is taken: each needs its own")),
        }
    };
    files.iter().enumerate().map(source).collect()
}

/// The rows of the run: to where the user wants them, and into the evidence.
pub struct Rows<'a> {
    to: Box<dyn Write + 'a>,
    evidence: (Pending, Hashing<BufWriter<File>>),
}

impl<'a> Rows<'a> {
    /// Into this folder of evidence, held open, too.
    ///
    /// # Errors
    /// When it cannot be written there.
    pub fn new(to: Box<dyn Write + 'a>, evidence: &Arc<Folder>) -> io::Result<Self> {
        let pending = Pending::create_in(evidence, MANIFEST.as_ref())?;
        let copy = Hashing::new(BufWriter::new(pending.handle()?));
        Ok(Self { to, evidence: (pending, copy) })
    }

    /// Completes the copy in the evidence.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(self) -> io::Result<Content> {
        let (pending, copy) = self.evidence;
        let content = copy.finish()?;
        pending.publish(Readers::Everyone)?;
        Ok(content)
    }
}

impl Write for Rows<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.to.write_all(bytes)?;
        let (_, copy) = &mut self.evidence;
        copy.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Copies the files that belong to the evidence, and binds their hashes.
///
/// # Errors
/// When one cannot be read or written.
pub fn collect(
    folder: &Arc<Folder>,
    sources: &[Source],
    chain: &mut Vec<Link>,
) -> Result<(), RunError> {
    for Source { path, name } in sources {
        let content = copy(path, folder, name.as_ref())
            .map_err(|e| RunError::output("the folder of the evidence", &e))?;
        chain::add(chain, Kind::Evidence, name, content);
    }
    Ok(())
}

fn copy(from: &Path, folder: &Arc<Folder>, name: &OsStr) -> io::Result<Content> {
    let source = place::open(from)?;
    if folder.id(name).ok() == Some(FileId::of(&source)?) {
        let (bytes, sha256) = place::hash(&source)?;
        return Ok(Content { bytes, sha256 });
    }
    // Pictures of faces stay as guarded as they are.
    let readers = Readers::of(source.metadata()?.mode() & 0o077 == 0);
    let pending = Pending::create_in(folder, name)?;
    let mut source = Hashing::new(source);
    io::copy(&mut source, &mut pending.handle()?)?;
    pending.publish(readers)?;
    Ok(source.content())
}

/// Writes the page, the statement and its signature.
///
/// # Errors
/// When they cannot be written.
pub fn state(
    folder: &Arc<Folder>,
    mut statement: Statement,
    key: Option<&Key>,
    lang: Lang,
) -> Result<(), RunError> {
    let failed = |e: io::Error| RunError::output("the folder of the evidence", &e);
    // One of an earlier run would be of another statement.
    match folder.remove_file(SIGNATURE.as_ref()) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(failed(e)),
        _ => {}
    }
    let page = page(&statement, lang);
    let shown = write(folder, PAGE, page.as_bytes()).map_err(failed)?;
    chain::add(&mut statement.chain, Kind::Page, PAGE, shown);
    let text = digest::sealed(&statement).map_err(RunError::usage)?;
    write(folder, STATEMENT, text.as_bytes()).map_err(failed)?;
    if let Some(key) = key {
        write(folder, SIGNATURE, &key.sign(text.as_bytes())).map_err(failed)?;
    }
    Ok(())
}

fn write(folder: &Arc<Folder>, name: &str, bytes: &[u8]) -> io::Result<Content> {
    let pending = Pending::create_in(folder, name.as_ref())?;
    let mut file = Hashing::new(pending.handle()?);
    file.write_all(bytes)?;
    let content = file.content();
    pending.publish(Readers::Everyone)?;
    Ok(content)
}
