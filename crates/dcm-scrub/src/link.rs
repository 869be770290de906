//! The link file: the only place where originals stand next to their pseudonyms, made when asked
//! for, readable by its owner alone.

use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use crate::treat::Link;

/// An open link file: CSV with the columns source, kind, original, new.
pub struct LinkFile {
    csv: csv::Writer<File>,
    /// What belongs to many files is written once.
    written: HashSet<Link>,
}

impl LinkFile {
    /// Makes the file with mode 0600; an existing one is replaced only with `force`.
    ///
    /// # Errors
    /// When it exists or cannot be made.
    pub fn create(path: &Path, force: bool) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.write(true).mode(0o600);
        if force {
            use std::os::unix::fs::PermissionsExt;
            options.create(true).truncate(true);
            let file = options.open(path)?;
            // An existing file keeps its mode when it is opened again.
            file.set_permissions(std::fs::Permissions::from_mode(0o600))?;
            return Self::start(file);
        }
        Self::start(options.create_new(true).open(path)?)
    }

    fn start(file: File) -> io::Result<Self> {
        let mut csv = csv::Writer::from_writer(file);
        csv.write_record(["source", "kind", "original", "new"])?;
        Ok(Self { csv, written: HashSet::new() })
    }

    /// Adds the originals of one file.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn write(&mut self, source: &str, links: &[Link]) -> io::Result<()> {
        for link in links {
            let once = !matches!(link.kind, "path" | "instance");
            if once && !self.written.insert(link.clone()) {
                continue;
            }
            let record =
                [source.as_bytes(), link.kind.as_bytes(), &link.original, link.new.as_bytes()];
            self.csv.write_record(record)?;
        }
        Ok(())
    }

    /// Everything on the disk.
    ///
    /// # Errors
    /// When it cannot be.
    pub fn finish(mut self) -> io::Result<()> {
        self.csv.flush()?;
        self.csv.get_ref().sync_all()
    }
}
