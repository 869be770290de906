//! The zip that torch.save writes: one folder, all of its entries stored as they are.

use std::fs;
use std::io::{BufReader, Read};
use std::path::Path;

use zip::{CompressionMethod, ZipArchive};

use crate::error::{Error, File};

/// An open archive.
pub(super) struct Archive {
    zip: ZipArchive<BufReader<fs::File>>,
    /// The folder that all entries lie in, with its slash.
    folder: String,
    /// Of the file, in bytes.
    pub len: u64,
}

impl Archive {
    pub(super) fn open(path: &Path) -> Result<Archive, Error> {
        let file = fs::File::open(path).map_err(|_| Error::Unreadable(File::Checkpoint))?;
        let len = file.metadata().map_err(|_| Error::Unreadable(File::Checkpoint))?.len();
        let zip = ZipArchive::new(BufReader::new(file))
            .map_err(|_| Error::Damaged(File::Checkpoint, "no zip archive, or not all of one"))?;
        let mut names = zip.file_names().flatten();
        let folder = names.find_map(|name| Some(name.strip_suffix("/data.pkl")?.to_owned() + "/"));
        drop(names);
        let folder = folder.ok_or(Error::Damaged(File::Checkpoint, "it holds no data.pkl"))?;
        Ok(Archive { zip, folder, len })
    }

    /// All bytes of an entry; none where there is no such entry.
    ///
    /// # Errors
    /// [`Error::Damaged`], also where the entry's sum does not match; [`Error::TooLarge`] for one
    /// of more than `most` bytes.
    pub(super) fn read(&mut self, name: &str, most: u64) -> Result<Option<Vec<u8>>, Error> {
        let damaged = |why| Error::Damaged(File::Checkpoint, why);
        let name = format!("{}{name}", self.folder);
        let Some(index) = self.zip.index_for_name(&name) else { return Ok(None) };
        let entry = self.zip.by_index(index).map_err(|_| damaged("an entry cannot be read"))?;
        let size = entry.size();
        if entry.compression() != CompressionMethod::Stored || size > self.len {
            return Err(damaged("an entry is compressed, or larger than the file"));
        }
        if size > most {
            return Err(Error::TooLarge("an entry of the checkpoint"));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
        // One more byte than there should be lets the sum be compared at the end.
        let read = entry.take(size + 1).read_to_end(&mut bytes);
        match read {
            Ok(len) if len as u64 == size => Ok(Some(bytes)),
            _ => Err(damaged("an entry cannot be read")),
        }
    }
}
