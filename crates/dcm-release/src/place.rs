//! Bringing a file into the staging folder of the folder to share, and comparing it there with its row.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;

use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::files::folder::Present;
use dicom_common::files::publish::{Output, Staged, same_bytes};
use rustix::fs::OFlags;
use sha2::{Digest, Sha256};

use crate::args::Transfer;
use crate::header::{self, Says};
use crate::record::Fate;

/// What a row says of its file.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// Where it lies.
    pub path: &'a Path,
    /// Its length, as its cell.
    pub bytes: &'a str,
    /// Its hash, as its cell; may be empty.
    pub sha256: &'a str,
}

/// A file that is what its row says.
#[derive(Debug)]
pub struct Placed {
    /// Whether it waits for its name or has it already.
    pub fate: Fate,
    /// Its length.
    pub bytes: u64,
    /// Its hash.
    pub sha256: [u8; 32],
    /// What its header says.
    pub says: Says,
}

/// Stages a file under a number, or finds it under its name already.
///
/// # Errors
/// `E_CHANGED` where it is not the file of its row; `E_EXISTS` where another file has its name;
/// `E_UNREADABLE`, `E_UNWRITABLE`, `E_MALFORMED`.
pub fn place(
    row: Row<'_>,
    target: &Path,
    output: &Output,
    number: u64,
    transfer: Transfer,
) -> Outcome<Placed> {
    let mut file = match output.present(target).map_err(|e| Fault::writing(&e))? {
        // Already there from an earlier run, which may have been killed.
        Present::File(file) => Some(file),
        Present::Other => return Err(Fault(Code::Exists)),
        Present::Nothing => None,
    };
    let Some(file) = &mut file else {
        let staged = stage(row.path, output, number, transfer)?;
        let mut file = staged.open().map_err(|e| unreadable(&e))?;
        let (bytes, sha256) = checked(&mut file, row)?;
        let says = header::read(&file)?;
        staged.leave();
        return Ok(Placed { fate: Fate::Staged, bytes, sha256, says });
    };
    let same = row.path == target
        || !row.sha256.is_empty()
        || open(row.path).is_ok_and(|source| same_bytes(&source, file));
    let (bytes, sha256) = match same {
        true => checked(file, row).map_err(|_| Fault(Code::Exists))?,
        false => return Err(Fault(Code::Exists)),
    };
    let says = header::read(&*file)?;
    if transfer != Transfer::Link && row.path != target && is_one_file(row.path, file) {
        // Linked by an earlier run, and not to be linked any more.
        let staged = stage(row.path, output, number, transfer)?;
        checked(&mut staged.open().map_err(|e| unreadable(&e))?, row)?;
        staged.leave();
        return Ok(Placed { fate: Fate::Apart, bytes, sha256, says });
    }
    Ok(Placed { fate: Fate::There, bytes, sha256, says })
}

fn stage(path: &Path, output: &Output, number: u64, transfer: Transfer) -> Outcome<Staged> {
    let source = open(path).map_err(|e| unreadable(&e))?;
    let staged = match transfer {
        Transfer::Link => output.link_numbered(number, path, &source),
        Transfer::Clone => copied(source, output, number, |source, file| {
            rustix::fs::ioctl_ficlone(&*file, &*source)
                .or_else(|_| io::copy(source, file).map(drop))
        }),
        Transfer::Copy => copied(source, output, number, copy),
    };
    staged.map_err(|e| match e.kind() {
        // It was another file by the time it was linked.
        io::ErrorKind::InvalidData => Fault(Code::Changed),
        _ => Fault::writing(&e),
    })
}

fn copied(
    mut source: File,
    output: &Output,
    number: u64,
    copy: impl Fn(&mut File, &mut File) -> io::Result<()>,
) -> io::Result<Staged> {
    let (staged, mut file) = output.create_numbered(number)?;
    copy(&mut source, &mut file)?;
    Ok(staged)
}

/// A copy with blocks of its own: what the kernel copies may share them.
fn copy(source: &mut File, target: &mut File) -> io::Result<()> {
    let mut buffer = vec![0; 1 << 18];
    loop {
        let read = source.read(&mut buffer)?;
        match buffer.get(..read) {
            None | Some([]) => return Ok(()),
            Some(bytes) => io::Write::write_all(target, bytes)?,
        }
    }
}

/// Opens a regular file, and nothing that a link or a pipe leads to.
pub fn open(path: &Path) -> io::Result<File> {
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let flags = i32::try_from(flags.bits()).unwrap_or(0);
    let file = OpenOptions::new().read(true).custom_flags(flags).open(path)?;
    match file.metadata()?.is_file() {
        true => Ok(file),
        false => Err(io::ErrorKind::InvalidInput.into()),
    }
}

/// A link or a folder is not the file that a tool wrote.
fn unreadable(error: &io::Error) -> Fault {
    let is_link = error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error());
    match is_link || error.kind() == io::ErrorKind::InvalidInput {
        true => Fault(Code::Changed),
        false => Fault(Code::Unreadable),
    }
}

/// Length and hash of a file that is the one of its row; it is read from its start and left there.
fn checked(file: &mut File, row: Row<'_>) -> Outcome<(u64, [u8; 32])> {
    let (bytes, sha256) = hash(file).map_err(|_| Fault(Code::Unreadable))?;
    let is_long = row.bytes.parse() == Ok(bytes);
    let is_same = row.sha256.is_empty()
        || data_encoding::HEXLOWER_PERMISSIVE.decode(row.sha256.as_bytes()).as_deref()
            == Ok(&sha256);
    match is_long && is_same {
        true => Ok((bytes, sha256)),
        false => Err(Fault(Code::Changed)),
    }
}

/// Length and SHA-256 of a file; it is read from its start and left there.
///
/// # Errors
/// When it cannot be read.
pub fn hash(mut file: &File) -> io::Result<(u64, [u8; 32])> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let mut length = 0;
    file.rewind()?;
    loop {
        let read = file.read(&mut buffer)?;
        match buffer.get(..read) {
            None | Some([]) => break,
            Some(bytes) => hash.update(bytes),
        }
        length += read as u64;
    }
    file.rewind()?;
    Ok((length, hash.finalize().into()))
}

fn is_one_file(path: &Path, file: &File) -> bool {
    match (fs::metadata(path), file.metadata()) {
        (Ok(one), Ok(other)) => (one.dev(), one.ino()) == (other.dev(), other.ino()),
        _ => false,
    }
}
