//! What became of each original file.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::files;

/// A run of the anonymizer: where its files are.
#[derive(Debug, Clone, Default)]
pub struct Run {
    /// The manifest that it wrote.
    pub manifest: PathBuf,
    /// The folder that its paths start from.
    pub folder: PathBuf,
    /// The link file that it wrote: originals next to their pseudonyms.
    pub link: Option<PathBuf>,
    /// The originals that it took, in their order.
    pub inputs: Vec<PathBuf>,
}

/// What became of a file.
#[derive(Debug, Clone)]
pub struct Fate {
    /// The file before the run.
    pub original: PathBuf,
    /// The status in its row of the manifest, `ok`.
    pub status: String,
    /// The code in its row of the manifest; empty where the status is `ok`.
    pub code: String,
    /// The file that was made of it.
    pub output: Option<PathBuf>,
}

/// What became of all files, by their original SOP Instance UIDs.
#[derive(Debug, Default)]
pub struct Written {
    fates: HashMap<String, Fate>,
    /// Originals with their pseudonyms, from link files; the first of several counts.
    pub links: HashMap<String, String>,
}

impl Written {
    /// Reads the manifests, and the link files if there are some.
    ///
    /// # Errors
    /// When one cannot be read or does not fit its inputs.
    pub fn read(runs: &[Run]) -> Result<Self> {
        let mut written = Self::default();
        runs.iter().try_for_each(|run| written.add(run))?;
        Ok(written)
    }

    /// What became of a file.
    pub fn fate(&self, instance: &str) -> Option<&Fate> {
        self.fates.get(instance)
    }

    /// Rows come in the order of the inputs.
    fn add(&mut self, run: &Run) -> Result<()> {
        let mut reader = csv::Reader::from_path(&run.manifest)
            .with_context(|| format!("cannot read {}", run.manifest.display()))?;
        let header = reader.headers()?.clone();
        let column = |name: &str| {
            header.iter().position(|n| n == name).with_context(|| format!("no column {name}"))
        };
        let columns = [column("path")?, column("scrub")?, column("scrub_code")?];
        let rows = reader.records().collect::<Result<Vec<_>, _>>()?;
        ensure!(
            rows.len() == run.inputs.len(),
            "{} rows, {} originals",
            rows.len(),
            run.inputs.len()
        );
        for (row, input) in rows.iter().zip(&run.inputs) {
            let [path, status, code] = columns.map(|at| row.get(at).unwrap_or_default().to_owned());
            let Some(instance) = files::instance(input) else { continue };
            let output = (!path.is_empty()).then(|| run.folder.join(path));
            self.fates.insert(instance, Fate { original: input.clone(), status, code, output });
        }
        run.link.iter().try_for_each(|link| self.link(link))
    }

    fn link(&mut self, link: &Path) -> Result<()> {
        let mut reader = csv::Reader::from_path(link)
            .with_context(|| format!("cannot read {}", link.display()))?;
        for row in reader.byte_records() {
            let row = row?;
            let cell = |at| String::from_utf8_lossy(row.get(at).unwrap_or_default()).into_owned();
            if matches!(cell(1).as_str(), "patient" | "study" | "series" | "instance" | "uid") {
                self.links.entry(cell(2)).or_insert_with(|| cell(3));
            }
        }
        Ok(())
    }
}
