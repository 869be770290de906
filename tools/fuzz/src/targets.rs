//! What is fed: everything that reads bytes from elsewhere.

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use burned_in::Rules;
use clap::Parser;
use dicom_common::dataset::{Extent, ReadLimits, Syntax, parse};
use dicom_common::deid::policy::Policy;
use dicom_common::imaging::nifti::Nifti;
use dicom_common::imaging::pixels::{Colour, Frames, Layout};
use dicom_common::imaging::series::{Image, PixelData, PixelFormat};
use dicom_common::pipeline::manifest::Manifest;
use nnunet::Model;
use tempfile::TempDir;

use crate::seeds;

/// Something that reads foreign bytes.
pub struct Target {
    /// Its name.
    pub name: &'static str,
    /// What damage begins with.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// Reads bytes; what it says of them is no matter here.
    pub read: fn(&[u8]),
}

/// All of them.
pub const TARGETS: [Target; 14] = [
    Target { name: "parser", seeds: seeds::files, read: parser },
    Target { name: "manifest", seeds: seeds::manifests, read: manifest },
    Target { name: "script-rsna", seeds: seeds::scripts, read: |b| script(b, "rsna") },
    Target { name: "script-ctp", seeds: seeds::scripts, read: |b| script(b, "ctp") },
    Target { name: "policy", seeds: seeds::policies, read: policy },
    Target { name: "pixel-rules", seeds: seeds::pixel_rules, read: pixel_rules },
    Target { name: "jpeg", seeds: || seeds::streams(JPEG), read: |b| frame(b, JPEG) },
    Target { name: "jpeg-ls", seeds: || seeds::streams(JPEG_LS), read: |b| frame(b, JPEG_LS) },
    Target { name: "jpeg-2000", seeds: || seeds::streams(J2K), read: |b| frame(b, J2K) },
    Target { name: "rle", seeds: || seeds::streams(RLE), read: |b| frame(b, RLE) },
    Target { name: "deflated", seeds: || seeds::streams(DEFLATED), read: |b| frame(b, DEFLATED) },
    Target { name: "nifti", seeds: seeds::nifti, read: nifti },
    Target { name: "checkpoint", seeds: seeds::checkpoints, read: checkpoint },
    Target { name: "link-file", seeds: seeds::links, read: link_file },
];

const JPEG: &str = "1.2.840.10008.1.2.4.50";
const JPEG_LS: &str = "1.2.840.10008.1.2.4.80";
const J2K: &str = "1.2.840.10008.1.2.4.90";
const RLE: &str = "1.2.840.10008.1.2.5";
const DEFLATED: &str = "1.2.840.10008.1.2.8.1";

fn parser(bytes: &[u8]) {
    for lenient in [false, true] {
        let limits = ReadLimits { lenient, ..ReadLimits::default() };
        if let Ok(parsed) = parse(Cursor::new(bytes), bytes.len() as u64, &limits) {
            let _ = Image::of(&parsed);
        }
    }
}

fn manifest(bytes: &[u8]) {
    if let Ok(rows) = Manifest::read(bytes).and_then(|manifest| manifest.rows()) {
        rows.for_each(drop);
    }
}

/// As the tool reads a script, over no files.
fn script(bytes: &[u8], dialect: &str) {
    let script = stored("script", bytes);
    let inside = |name: &str| FOLDER.path().join(name).into_os_string();
    let mut line = vec!["dcm-scrub".into(), "--quiet".into(), "--dry-run".into(), "-j1".into()];
    line.extend(["--dialect".into(), dialect.into(), "--script".into(), script.into_os_string()]);
    line.extend(["--input".into(), inside("in"), "--output".into(), inside("out")]);
    line.extend(["--manifest".into(), inside("rows.csv")]);
    if let Ok(args) = dcm_scrub::Args::try_parse_from(line) {
        let _ = dcm_scrub::run(&args);
    }
}

fn policy(bytes: &[u8]) {
    for name in ["policy.csv", "policy.xlsx"] {
        let _ = Policy::with_site_table(&stored(name, bytes));
    }
}

fn pixel_rules(bytes: &[u8]) {
    let _ = Rules::parse(&String::from_utf8_lossy(bytes));
}

/// A frame whose rows, columns and bits stand in front of it.
fn frame(bytes: &[u8], syntax: &str) {
    let Some(([rows, columns, bits], stream)) = bytes.split_first_chunk() else { return };
    let allocated = if *bits > 8 { 16 } else { 8 };
    let format = PixelFormat {
        allocated,
        stored: allocated,
        high_bit: allocated - 1,
        signed: bits % 2 == 1,
        big_endian: false,
        inverted: false,
    };
    let colour = if bits / 64 == 1 { Colour::Rgb } else { Colour::Grey };
    // Up to 4096, so that large ones are asked for as well.
    let side = |byte: u8| if byte < 128 { usize::from(byte) } else { usize::from(byte - 127) << 5 };
    let (rows, columns) = (side(*rows), side(*columns));
    let layout = Layout { rows, columns, frames: 1, colour, planar: false, format };
    let len = u32::try_from(stream.len()).unwrap_or(0).to_le_bytes();
    let items: [&[u8]; 5] = [
        &[0xFE, 0xFF, 0x00, 0xE0, 0, 0, 0, 0, 0xFE, 0xFF, 0x00, 0xE0],
        &len,
        stream,
        &[0xFE, 0xFF, 0xDD, 0xE0],
        &[0; 4],
    ];
    let items = items.concat();
    let pixels = PixelData::Encapsulated(Extent { offset: 0, len: items.len() as u64 });
    let file = tempfile::tempfile_in(FOLDER.path());
    let Ok(mut file) = file else { return };
    let written = file.write_all(&items);
    if let (Ok(()), Ok(syntax)) = (written, Syntax::from_uid(syntax))
        && let Ok(frames) = Frames::find(file, &pixels, layout, &syntax)
    {
        let _ = frames.frame(0);
    }
}

fn nifti(bytes: &[u8]) {
    let _ = Nifti::read(bytes);
}

/// In a copy of the model of the fixtures.
fn checkpoint(bytes: &[u8]) {
    let folder = FOLDER.path().join("model");
    let fold = folder.join("fold_0");
    if !fold.exists() {
        let _ = fs::create_dir_all(&fold);
        for name in ["plans.json", "dataset.json"] {
            let _ = fs::copy(seeds::model().join(name), folder.join(name));
        }
    }
    let _ = fs::write(fold.join("checkpoint_final.pth"), bytes);
    let _ = Model::open(&folder);
}

fn link_file(bytes: &[u8]) {
    if let Ok(rows) = crosswalk::Reader::open(&stored("link", bytes), None) {
        rows.for_each(drop);
    }
}

/// Where files lie that are read by name.
static FOLDER: LazyLock<TempDir> = LazyLock::new(folder);

#[expect(clippy::expect_used, reason = "without a folder there is nothing to do")]
fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    let parent = if memory.is_dir() { memory.into() } else { std::env::temp_dir() };
    let folder = tempfile::tempdir_in(parent).expect("a temporary folder");
    let _ = fs::create_dir(folder.path().join("in"));
    folder
}

fn stored(name: &str, bytes: &[u8]) -> PathBuf {
    let path = FOLDER.path().join(name);
    let _ = fs::write(&path, bytes);
    path
}
