//! What is measured.

use std::ffi::OsStr;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::measure::{Usage, measured};
use crate::networks::Networks;

/// The programs, in the order in which they are run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Case {
    /// `cp -r`, which everything is compared with.
    Copy,
    /// `dcm-scrub --level low` with a key file.
    ScrubLow,
    /// The same again: everything is there already.
    Again,
    /// `dcm-hdrcheck` of that output, with a workbook.
    Hdrcheck,
    /// `dcm-scrub --level high`.
    ScrubHigh,
    /// Another anonymizer.
    Dcmanon,
    /// `cp -r` of a head CT, which defacing it is compared with.
    CopyHead,
    /// `dcm-deface` of a head CT of 512 x 512 x 200.
    Deface,
    /// The same again: everything is there already.
    DefaceAgain,
    /// `dcm-facecheck` of that output.
    Facecheck,
    /// nnunetv2 on a small model and image.
    Nnunetv2,
    /// Our inference of the same.
    Networks,
}

impl Case {
    /// Its name in the table.
    pub fn name(self) -> &'static str {
        match self {
            Case::Copy => "cp -r",
            Case::ScrubLow => "dcm-scrub --level low",
            Case::Again => "dcm-scrub, run again",
            Case::Hdrcheck => "dcm-hdrcheck --report",
            Case::ScrubHigh => "dcm-scrub --level high",
            Case::Dcmanon => "dcmanon",
            Case::CopyHead => "cp -r of a head CT",
            Case::Deface => "dcm-deface of it",
            Case::DefaceAgain => "dcm-deface, run again",
            Case::Facecheck => "dcm-facecheck of that",
            Case::Nnunetv2 => "nnunetv2, small model",
            Case::Networks => "our inference of it",
        }
    }
}

/// Programs and folders.
pub struct Bench {
    tools: PathBuf,
    folder: PathBuf,
    dcmanon: Option<PathBuf>,
    networks: Option<Networks>,
    round: u32,
}

impl Bench {
    /// Makes the slices and a key, and reads the slices once so that they are in the page cache.
    ///
    /// # Errors
    /// When something cannot be written.
    pub fn prepare(tools: &Path, folder: &Path, slices: usize) -> Result<Self> {
        let bench = Self {
            tools: tools.to_owned(),
            folder: folder.to_owned(),
            dcmanon: std::env::var_os("DCMANON").map(PathBuf::from),
            networks: Networks::prepare(tools, folder)?,
            round: 0,
        };
        demo_data::write_bench_set(&bench.path("raw"), slices).context("no slices")?;
        let head = demo_data::Settings { matrix: 512, slices: Some(200), ..Default::default() };
        demo_data::write_phantom(&bench.path("head"), demo_data::Phantom::HeadCt, &head)
            .context("no head")?;
        fs::write(bench.path("key"), "a key that is used for nothing else")?;
        fs::set_permissions(bench.path("key"), Permissions::from_mode(0o600))?;
        Ok(bench)
    }

    /// Runs everything once, into a folder of its own. Nothing is deleted before the end: ext4 looks
    /// long for new inodes among those of files deleted in the last minutes, and whoever creates
    /// files then would pay for it.
    ///
    /// # Errors
    /// When a program fails.
    pub fn round(&mut self) -> Result<Vec<(Case, Usage)>> {
        self.round += 1;
        fs::create_dir(self.output(""))?;
        let mut results = vec![
            (Case::Copy, self.copy("raw")?),
            (Case::ScrubLow, self.scrub_low()?),
            (Case::Again, self.scrub_low()?),
            (Case::Hdrcheck, self.hdrcheck()?),
        ];
        results.push((Case::ScrubHigh, self.scrub_high()?));
        if let Some(program) = &self.dcmanon {
            results.push((Case::Dcmanon, self.dcmanon(program)?));
        }
        results.extend([
            (Case::CopyHead, self.copy("head")?),
            (Case::Deface, self.deface()?),
            (Case::DefaceAgain, self.deface()?),
            (Case::Facecheck, self.facecheck()?),
        ]);
        if let Some(networks) = &self.networks {
            let output = self.output("labels");
            fs::create_dir(&output)?;
            for (case, (program, arguments)) in [
                (Case::Nnunetv2, networks.theirs(&output)),
                (Case::Networks, networks.ours(&output)),
            ] {
                let arguments: Vec<&OsStr> = arguments.iter().map(AsRef::as_ref).collect();
                results.push((case, self.run(program, &arguments)?));
            }
        }
        Ok(results)
    }

    fn copy(&self, of: &str) -> Result<Usage> {
        let (from, to) = (self.path(of), self.output(&format!("copy-of-{of}")));
        self.run(Path::new("cp"), &["-r".as_ref(), from.as_ref(), to.as_ref()])
    }

    fn deface(&self) -> Result<Usage> {
        let (head, output, key) = (self.path("head"), self.output("defaced"), self.path("key"));
        let args: [&OsStr; 7] = [
            "--quiet".as_ref(),
            "--input".as_ref(),
            head.as_ref(),
            "--output".as_ref(),
            output.as_ref(),
            "--key-file".as_ref(),
            key.as_ref(),
        ];
        self.run(&self.tools.join("dcm-deface"), &args)
    }

    fn facecheck(&self) -> Result<Usage> {
        let (head, output, key) = (self.path("head"), self.output("defaced"), self.path("key"));
        let args: [&OsStr; 7] = [
            "--quiet".as_ref(),
            "--defaced".as_ref(),
            output.as_ref(),
            "--raw".as_ref(),
            head.as_ref(),
            "--key-file".as_ref(),
            key.as_ref(),
        ];
        self.run(&self.tools.join("dcm-facecheck"), &args)
    }

    fn scrub_low(&self) -> Result<Usage> {
        let key = self.path("key");
        self.scrub("low", &["--key-file".as_ref(), key.as_ref()])
    }

    fn scrub_high(&self) -> Result<Usage> {
        self.scrub("high", &[])
    }

    /// The output of a level lies in a folder of its name.
    fn scrub(&self, level: &str, more: &[&OsStr]) -> Result<Usage> {
        let (raw, output) = (self.path("raw"), self.output(level));
        let args: [&OsStr; 7] = [
            "--quiet".as_ref(),
            "--input".as_ref(),
            raw.as_ref(),
            "--output".as_ref(),
            output.as_ref(),
            "--level".as_ref(),
            level.as_ref(),
        ];
        self.run(&self.tools.join("dcm-scrub"), &[&args, more].concat())
    }

    fn hdrcheck(&self) -> Result<Usage> {
        let (input, report) = (self.output("low"), self.output("report.xlsx"));
        let args: [&OsStr; 7] = [
            "--quiet".as_ref(),
            "--input".as_ref(),
            input.as_ref(),
            "--level=low".as_ref(),
            "--report".as_ref(),
            report.as_ref(),
            "--lang=en".as_ref(),
        ];
        self.run(&self.tools.join("dcm-hdrcheck"), &args)
    }

    fn dcmanon(&self, program: &Path) -> Result<Usage> {
        let (raw, output) = (self.path("raw"), self.output("dcmanon"));
        fs::create_dir(&output)?;
        let args: [&OsStr; 6] = [
            "anonymize".as_ref(),
            "--recursive".as_ref(),
            "--input".as_ref(),
            raw.as_ref(),
            "--output".as_ref(),
            output.as_ref(),
        ];
        self.run(program, &args)
    }

    /// Measures a program when nothing that came before is left to be written to the disk.
    fn run(&self, program: &Path, args: &[&OsStr]) -> Result<Usage> {
        Command::new("sync").status()?;
        measured(program, args)
    }

    fn output(&self, name: &str) -> PathBuf {
        self.path(&format!("round-{}", self.round)).join(name)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}
