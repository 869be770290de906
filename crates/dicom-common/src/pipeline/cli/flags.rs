//! The flags that the tools share; each tool flattens the groups that it needs.

use std::fs::File;
use std::io::{IsTerminal, Read, stdin};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::code::RunError;
use crate::deid::pseudonym::Key;
use crate::pipeline::discover::{self, Input};
use crate::pipeline::manifest::Manifest;
use crate::pipeline::unnamed::folders;

/// Where files come from.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Input")]
pub struct InputArgs {
    /// Files or folders to read, as behind --input.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Files or folders to read; without any, a manifest is read from standard input.
    #[arg(long, short, value_name = "PATH", num_args = 1..)]
    pub input: Vec<PathBuf>,
    /// Read file names, each ended by a zero byte (find -print0), from FILE; - is standard input.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["input", "paths"])]
    pub files0_from: Option<PathBuf>,
    /// Only these subjects: names of folders directly below an input.
    #[arg(long, value_name = "NAME", num_args = 1..)]
    pub subjects: Vec<String>,
}

/// What a run works on.
pub enum Rows {
    /// Files that have no rows yet.
    Files(Box<dyn Iterator<Item = Result<Input, RunError>>>),
    /// Rows of an earlier tool.
    Manifest(Manifest),
}

impl Rows {
    /// How many inputs there are; none where they are found while the run goes on.
    pub fn expected(&self) -> Option<u64> {
        match self {
            Rows::Files(_) => None,
            Rows::Manifest(manifest) => Some(manifest.len()),
        }
    }

    /// Checks that a file or folder that shows values or faces does not lie in a folder that the rows'
    /// files lie in: that is what is handed over.
    ///
    /// # Errors
    /// When it does, also through symbolic links.
    pub fn check_apart(&self, flag: &str, file: Option<&Path>) -> Result<(), RunError> {
        let (Rows::Manifest(manifest), Some(file)) = (self, file) else { return Ok(()) };
        let file = resolved(file)?;
        for folder in folders(manifest).map_err(RunError::usage)? {
            if file.starts_with(resolved(&folder)?) {
                return Err(RunError::Usage(format!(
                    "{flag} must not lie inside a folder of the manifest's files: it shows what is not to \
                     be shared"
                )));
            }
        }
        Ok(())
    }
}

impl InputArgs {
    /// All files and folders to read.
    pub fn roots(&self) -> Vec<PathBuf> {
        [self.input.as_slice(), &self.paths].concat()
    }

    /// Checks that a file of results does not lie among the inputs: it would replace one, or be
    /// taken for one by the next run.
    ///
    /// # Errors
    /// When it does, also through symbolic links.
    pub fn check_apart(&self, flag: &str, file: Option<&Path>) -> Result<(), RunError> {
        let Some(file) = file else { return Ok(()) };
        let file = resolved(file)?;
        for input in self.roots() {
            if file.starts_with(resolved(&input)?) {
                return Err(RunError::Usage(format!("{flag} must not lie inside an input")));
            }
        }
        Ok(())
    }

    /// Opens the input: folders, a list, or the manifest on standard input.
    ///
    /// # Errors
    /// No input at all, a missing one, or a manifest that is not valid.
    pub fn open(&self) -> Result<Rows, RunError> {
        if let Some(list) = &self.files0_from {
            let source: Box<dyn Read> = match list.to_str() {
                Some("-") => Box::new(stdin()),
                _ => Box::new(File::open(list).map_err(|e| {
                    RunError::Usage(format!("--files0-from cannot be read: {}", e.kind()))
                })?),
            };
            let list = discover::list(source).map(|input| {
                input.map_err(|e| {
                    RunError::Usage(format!("the list of files cannot be read: {}", e.kind()))
                })
            });
            return Ok(Rows::Files(Box::new(list)));
        }
        let roots = self.roots();
        self.check_subjects(&roots)?;
        if !roots.is_empty() {
            for (at, path) in roots.iter().enumerate() {
                std::fs::metadata(path).map_err(|e| {
                    RunError::Usage(format!("input {} cannot be read: {}", at + 1, reason(&e)))
                })?;
            }
            let files = discover::walk(roots, self.subjects.clone());
            return Ok(Rows::Files(Box::new(files.map(Ok))));
        }
        if stdin().is_terminal() {
            return Err(RunError::Usage(
                "no input: name files or folders, or give a manifest on standard input".into(),
            ));
        }
        Ok(Rows::Manifest(Manifest::read(stdin().lock()).map_err(RunError::usage)?))
    }

    /// A subject that is misspelt would be missing without a word. It is told by its number: names of
    /// folders may name patients.
    fn check_subjects(&self, roots: &[PathBuf]) -> Result<(), RunError> {
        if roots.is_empty() && !self.subjects.is_empty() {
            return Err(RunError::usage(
                "--subjects chooses among folders below an input: name one",
            ));
        }
        let is_there = |name: &String| roots.iter().any(|root| root.join(name).is_dir());
        match self.subjects.iter().position(|name| !is_there(name)) {
            None => Ok(()),
            Some(at) => Err(RunError::Usage(format!(
                "subject {} of --subjects is no folder directly below an input",
                at + 1
            ))),
        }
    }
}

/// Why a path that was named cannot be read, in words.
fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file or folder".into(),
        kind => kind.to_string(),
    }
}

/// Where files go.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Output")]
pub struct OutputArgs {
    /// Folder that all output is written below; made if it is not there.
    #[arg(long, short, value_name = "DIR")]
    pub output: PathBuf,
    /// Replace files that are already there under an output's name.
    #[arg(long)]
    pub force: bool,
    /// Fill the manifest's column sha256; it costs more than the copy itself.
    #[arg(long)]
    pub checksum: bool,
}

impl OutputArgs {
    /// Checks that output and inputs are apart, and that the output's name can stand in a manifest.
    ///
    /// # Errors
    /// When one is, contains or lies inside the other, also through symbolic links.
    pub fn check(&self, inputs: &[PathBuf]) -> Result<(), RunError> {
        let name = self.output.to_str().unwrap_or("\n");
        if name.is_empty() || !crate::pipeline::manifest::Column::Path.accepts(name) {
            return Err(RunError::Usage(
                "--output must be plain text that begins with none of = + - @; write ./ before it"
                    .into(),
            ));
        }
        let output = resolved(&self.output)?;
        for (at, input) in inputs.iter().enumerate() {
            let input = resolved(input)?;
            if output.starts_with(&input) || input.starts_with(&output) {
                return Err(RunError::Usage(format!(
                    "--output and input {} must be apart: neither may contain the other",
                    at + 1
                )));
            }
        }
        Ok(())
    }
}

impl OutputArgs {
    /// Checks that a secret, or what leads back to the patients, does not lie inside the output: that is
    /// what is handed over.
    ///
    /// # Errors
    /// When it does, also through symbolic links.
    pub fn check_outside(&self, flag: &str, file: Option<&Path>) -> Result<(), RunError> {
        match file {
            Some(file) if resolved(file)?.starts_with(resolved(&self.output)?) => Err(
                RunError::Usage(format!("{flag} must not lie inside --output, which is shared")),
            ),
            _ => Ok(()),
        }
    }
}

/// The real path; of what does not exist yet, that of its nearest existing parent.
fn resolved(path: &Path) -> Result<PathBuf, RunError> {
    let absolute = std::path::absolute(path)
        .map_err(|e| RunError::Usage(format!("a path cannot be resolved: {}", e.kind())))?;
    let mut missing = Vec::new();
    let mut existing = absolute.as_path();
    loop {
        if let Ok(real) = existing.canonicalize() {
            return Ok(missing.iter().rev().fold(real, |path, name| path.join(name)));
        }
        match (existing.file_name(), existing.parent()) {
            (Some(name), Some(parent)) => {
                missing.push(name.to_owned());
                existing = parent;
            }
            _ => return Err(RunError::Usage("a path cannot be resolved".into())),
        }
    }
}

/// The secret from which pseudonyms are made.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Key")]
pub struct KeyArgs {
    /// Read the secret key from FILE, which only you may be able to read. The same key gives the
    /// same pseudonyms; without one a random key is made for this run alone.
    #[arg(long, value_name = "FILE", conflicts_with = "key_fd")]
    pub key_file: Option<PathBuf>,
    /// Read the secret key from this open file descriptor.
    #[arg(long, value_name = "N")]
    pub key_fd: Option<i32>,
}

impl KeyArgs {
    /// The key, and whether it was given.
    ///
    /// # Errors
    /// A key that cannot be read or that others could read.
    pub fn key(&self) -> Result<(Key, bool), RunError> {
        if let Some(path) = &self.key_file {
            return Ok((Key::from_file(path).map_err(RunError::usage)?, true));
        }
        if let Some(fd) = self.key_fd {
            return Ok((Key::from_descriptor(fd).map_err(RunError::usage)?, true));
        }
        Ok((Key::random().map_err(RunError::usage)?, false))
    }
}

/// How a run behaves.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Run")]
pub struct RunArgs {
    /// Write the manifest to FILE when the run is complete, instead of to standard output.
    #[arg(long, value_name = "FILE")]
    pub manifest: Option<PathBuf>,
    /// Write a record of the run to FILE when it is complete: version, settings, counts and times, without
    /// names of files; dcm-release makes it part of its statement.
    #[arg(long, value_name = "FILE.json")]
    pub record: Option<PathBuf>,
    /// Work on this many files at a time; by default as many as there are processors.
    #[arg(long, short, value_name = "N", visible_alias = "threads")]
    pub jobs: Option<usize>,
    /// Name the input file in each message about one, for the person at the terminal. Such names may tell
    /// who the patient is: only where messages go to a terminal.
    #[arg(long, conflicts_with = "quiet")]
    pub show_paths: bool,
    /// Show errors only.
    #[arg(long, short, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Show more; twice for everything.
    #[arg(long, short, action = clap::ArgAction::Count)]
    pub verbose: u8,
    /// The form of messages on standard error.
    #[arg(long, value_name = "FORM", default_value = "text")]
    pub log_format: LogFormat,
}

impl RunArgs {
    /// Checks that names of inputs are shown to a person only.
    ///
    /// # Errors
    /// Where messages go to a file or a pipe.
    pub fn check_show_paths(&self) -> Result<(), RunError> {
        if self.show_paths && !std::io::stderr().is_terminal() {
            return Err(RunError::usage(
                "--show-paths names input files, which may tell who the patient is: only on a terminal. \
                 Elsewhere, --link FILE and `dcm-scrub relink` lead from `source` to the file",
            ));
        }
        Ok(())
    }
}

/// Checks that the name of a file of results says nothing else than what is written to it.
///
/// # Errors
/// An extension other than this one.
pub fn check_extension(flag: &str, file: Option<&Path>, wanted: &str) -> Result<(), RunError> {
    let extension = file.and_then(Path::extension);
    match extension.is_none_or(|extension| extension.eq_ignore_ascii_case(wanted)) {
        true => Ok(()),
        false => Err(RunError::Usage(format!(
            "{flag} writes a file of another kind than its name says: give it the extension .{wanted}"
        ))),
    }
}

/// The form of messages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}
