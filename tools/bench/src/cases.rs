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
    /// `cat` of the same files, which searches are compared with.
    Read,
    /// `dcm-scrub --level low` with a key file.
    ScrubLow,
    /// The same again: everything is there already.
    Again,
    /// `dcm-hdrcheck` of that output, with a workbook.
    Hdrcheck,
    /// The same with the originals, whose values are searched for in every byte.
    Against,
    /// `dcm-scrub --level high`.
    ScrubHigh,
    /// `dcm-scrub --profile basic --option clean-descriptors`.
    ScrubProfile,
    /// Another anonymizer.
    Dcmanon,
    /// `cp -r` of a head CT, which defacing it is compared with.
    CopyHead,
    /// `dcm-deface` of a head CT of 512 x 512 x 200.
    Deface,
    /// The same again: everything is there already.
    DefaceAgain,
    /// `dcm-facecheck` of that output, with the recogniser where `make build` has fetched its weights.
    Facecheck,
    /// The same with a workbook: pictures, and numbers of all voxels.
    FacecheckReport,
    /// `dcm-deface` of one of 512 x 512 x 1500, in the first round alone: its memory.
    DefaceLong,
    /// `dcm-facecheck` of that output.
    FacecheckLong,
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
            Case::Read => "cat",
            Case::ScrubLow => "dcm-scrub --level low",
            Case::Again => "dcm-scrub, run again",
            Case::Hdrcheck => "dcm-hdrcheck --report",
            Case::Against => "dcm-hdrcheck --against",
            Case::ScrubHigh => "dcm-scrub --level high",
            Case::ScrubProfile => "dcm-scrub, descriptions",
            Case::Dcmanon => "dcmanon",
            Case::CopyHead => "cp -r of a head CT",
            Case::Deface => "dcm-deface of it",
            Case::DefaceAgain => "dcm-deface, run again",
            Case::Facecheck => "dcm-facecheck of that",
            Case::FacecheckReport => "dcm-facecheck --report",
            Case::DefaceLong => "dcm-deface, 1500 slices",
            Case::FacecheckLong => "dcm-facecheck of that",
            Case::Nnunetv2 => "nnunetv2, small model",
            Case::Networks => "our inference of it",
        }
    }
}

/// Text that is cleaned instead of removed is searched the longest.
const DESCRIPTIONS: [&str; 2] = ["--profile=basic", "--option=clean-descriptors"];

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
        for (name, slices) in [("head", 200), ("long-head", 1500)] {
            let head =
                demo_data::Settings { matrix: 512, slices: Some(slices), ..Default::default() };
            demo_data::write_phantom(&bench.path(name), demo_data::Phantom::HeadCt, &head)
                .context("no head")?;
        }
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
            (Case::Read, self.read()?),
            (Case::ScrubLow, self.scrub_low()?),
            (Case::Again, self.scrub_low()?),
            (Case::Hdrcheck, self.hdrcheck()?),
            (Case::Against, self.against()?),
            (Case::ScrubHigh, self.scrub("high", &["--level=high"])?),
            (Case::ScrubProfile, self.scrub("profile", &DESCRIPTIONS)?),
        ];
        if let Some(program) = &self.dcmanon {
            results.push((Case::Dcmanon, self.dcmanon(program)?));
        }
        results.extend([
            (Case::CopyHead, self.copy("head")?),
            (Case::Deface, self.deface("head")?),
            (Case::DefaceAgain, self.deface("head")?),
            (Case::Facecheck, self.facecheck("head", None)?),
            (Case::FacecheckReport, self.facecheck("head", Some("face.xlsx"))?),
        ]);
        if self.round == 1 {
            results.push((Case::DefaceLong, self.deface("long-head")?));
            results.push((Case::FacecheckLong, self.facecheck("long-head", None)?));
        }
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

    /// The folder of defaced files of this one.
    fn defaced(&self, head: &str) -> PathBuf {
        self.output(&format!("defaced-{head}"))
    }

    fn deface(&self, head: &str) -> Result<Usage> {
        let (raw, output, key) = (self.path(head), self.defaced(head), self.path("key"));
        let args: [&OsStr; 7] = [
            "--quiet".as_ref(),
            "--input".as_ref(),
            raw.as_ref(),
            "--output".as_ref(),
            output.as_ref(),
            "--key-file".as_ref(),
            key.as_ref(),
        ];
        self.run(&self.tools.join("dcm-deface"), &args)
    }

    /// With a workbook of this name.
    fn facecheck(&self, head: &str, report: Option<&str>) -> Result<Usage> {
        let (raw, defaced, key) = (self.path(head), self.defaced(head), self.path("key"));
        let mut args: Vec<&OsStr> = vec![
            "--quiet".as_ref(),
            "--defaced".as_ref(),
            defaced.as_ref(),
            "--raw".as_ref(),
            raw.as_ref(),
            "--key-file".as_ref(),
            key.as_ref(),
        ];
        let report = report.map(|name| self.output(name));
        if let Some(report) = &report {
            args.extend(["--report".as_ref(), report.as_os_str()]);
        }
        self.run(&self.tools.join("dcm-facecheck"), &args)
    }

    fn scrub_low(&self) -> Result<Usage> {
        let key = format!("--key-file={}", self.path("key").display());
        self.scrub("low", &["--level=low", &key])
    }

    /// Into a folder of this name.
    fn scrub(&self, name: &str, choice: &[&str]) -> Result<Usage> {
        let (raw, output) = (self.path("raw"), self.output(name));
        let args: [&OsStr; 5] = [
            "--quiet".as_ref(),
            "--input".as_ref(),
            raw.as_ref(),
            "--output".as_ref(),
            output.as_ref(),
        ];
        let choice: Vec<&OsStr> = choice.iter().map(AsRef::as_ref).collect();
        self.run(&self.tools.join("dcm-scrub"), &[&args, choice.as_slice()].concat())
    }

    fn read(&self) -> Result<Usage> {
        let raw = self.path("raw");
        let cat = ["-type", "f", "-exec", "cat", "{}", "+"].map(AsRef::as_ref);
        self.run(Path::new("find"), &[&[raw.as_ref()], cat.as_slice()].concat())
    }

    fn against(&self) -> Result<Usage> {
        let (input, raw) = (self.output("low"), self.path("raw"));
        let args: [&OsStr; 6] = [
            "--quiet".as_ref(),
            "--input".as_ref(),
            input.as_ref(),
            "--level=low".as_ref(),
            "--against".as_ref(),
            raw.as_ref(),
        ];
        self.run(&self.tools.join("dcm-hdrcheck"), &args)
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
