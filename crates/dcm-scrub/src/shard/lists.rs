//! The lists of shards, and the folder that appears when they are whole.

use std::fs::{self, File, Permissions};
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use dicom_common::code::RunError;
use tempfile::TempDir;

/// How many files each shard has; the last file that is written.
const TABLE: &str = "shards.csv";

/// Files with the numbers of their groups, on disk until all groups are known.
pub struct Lists {
    target: PathBuf,
    folder: TempDir,
    noted: BufWriter<File>,
}

impl Lists {
    /// For this folder.
    ///
    /// # Errors
    /// When it is there already, or its parent cannot be written.
    pub fn new(target: &Path) -> Result<Self, RunError> {
        let failed = |e: io::Error| RunError::output("--output", &e);
        if target.symlink_metadata().is_ok() {
            return Err(RunError::usage(
                "--output is there already: shards of an earlier run are not replaced. Remove it, with all \
                 that was made of its lists",
            ));
        }
        let parent = target.parent().filter(|parent| !parent.as_os_str().is_empty());
        let parent = parent.unwrap_or(Path::new("."));
        fs::create_dir_all(parent).map_err(failed)?;
        let for_owner = Permissions::from_mode(0o700);
        let folder =
            tempfile::Builder::new().prefix(".shards-").permissions(for_owner).tempdir_in(parent);
        let folder = folder.map_err(failed)?;
        let noted = tempfile::tempfile_in(folder.path()).map_err(failed)?;
        Ok(Self { target: target.to_owned(), folder, noted: BufWriter::new(noted) })
    }

    /// Notes a file of a group.
    ///
    /// # Errors
    /// When there is no room, or its name is longer than any can be.
    pub fn note(&mut self, path: &Path, group: u32) -> io::Result<()> {
        let name = path.as_os_str().as_bytes();
        let length = u32::try_from(name.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
        self.noted.write_all(&group.to_ne_bytes())?;
        self.noted.write_all(&length.to_ne_bytes())?;
        self.noted.write_all(name)
    }

    /// Writes the lists, and gives their folder its name.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn write(self, shard_of: &[u32], files: &[u64]) -> io::Result<()> {
        let mut noted = self.noted.into_inner().map_err(io::IntoInnerError::into_error)?;
        noted.rewind()?;
        let mut noted = BufReader::with_capacity(1 << 20, noted);
        let mut open: Option<(u32, BufWriter<File>)> = None;
        let mut name = Vec::new();
        for _ in 0..files.iter().sum::<u64>() {
            let group = number(&mut noted)? as usize;
            let length = number(&mut noted)? as usize;
            name.resize(length, 0);
            noted.read_exact(&mut name)?;
            let shard = *shard_of.get(group).ok_or(io::ErrorKind::InvalidData)?;
            // One list is open at a time: there may be more of them than files can be open.
            let list = match &mut open {
                Some((at, list)) if *at == shard => list,
                _ => {
                    close(open.take())?;
                    &mut open.insert((shard, append_to(self.folder.path(), shard)?)).1
                }
            };
            list.write_all(&name)?;
            list.write_all(&[0])?;
        }
        close(open)?;
        let mut table = String::from("shard,files\n");
        for (shard, files) in (1..).zip(files) {
            table += &format!("{shard},{files}\n");
        }
        let path = self.folder.path().join(TABLE);
        fs::write(&path, table)?;
        fs::set_permissions(&path, Permissions::from_mode(0o600))?;
        File::open(self.folder.path())?.sync_all()?;
        fs::rename(self.folder.path(), &self.target)?;
        let _ = self.folder.keep();
        Ok(())
    }
}

fn append_to(folder: &Path, shard: u32) -> io::Result<BufWriter<File>> {
    let path = folder.join(format!("{}.files0", u64::from(shard) + 1));
    let file = File::options().create(true).append(true).open(&path)?;
    file.set_permissions(Permissions::from_mode(0o600))?;
    Ok(BufWriter::new(file))
}

fn close(list: Option<(u32, BufWriter<File>)>) -> io::Result<()> {
    let Some((_, list)) = list else { return Ok(()) };
    list.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
}

fn number(from: &mut impl Read) -> io::Result<u32> {
    let mut bytes = [0; 4];
    from.read_exact(&mut bytes)?;
    Ok(u32::from_ne_bytes(bytes))
}
