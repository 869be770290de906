//! Small heads whose face is known, and runs of the library over them: what finds faces is not what
//! these tests are about.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]
#![allow(clippy::panic, dead_code, reason = "each test uses its part")]

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Parser;
use dcm_deface::{Args, Method, deface};
use dicom_common::code::{Code, RunError};
use dicom_common::imaging::series::Modality;
use dicom_common::imaging::volume::Coarse;
use dicom_common::pipeline::cli::{Rows as Input, Tally};
use dicom_common::pipeline::manifest::Manifest;
use face::{Face, Frame, Region, Verdict};
use nalgebra::Point3;
use testkit::{Dicom, Lab, Rows, Syntax, number, samples, text};

/// Rows and columns of the made-up slices, and mm between voxels in all directions.
pub const SIDE: usize = 16;
pub const SPACING: f64 = 10.0;

/// Everything in front of this plane is the face: rows 0 to 3 of the made-up heads.
struct Front;
impl Region for Front {
    fn contains(&self, p: &Point3<f64>) -> bool {
        p.y < -35.0
    }
}

/// Finds a face in every volume, but what its brightest voxel says: 900 is no head, 800 doubtful,
/// 700 doubtful with a larger cut, 600 wholly face.
pub fn known_face() -> Method {
    Method::Given(Arc::new(|coarse: &Coarse, _: Modality| {
        let most = coarse.values.iter().copied().filter(|v| v.is_finite()).fold(0.0, f32::max);
        let (right, left) = (Point3::new(-30.0, -60.0, 0.0), Point3::new(30.0, -60.0, 0.0));
        let frame = Frame::of(&right, &left);
        let face = |region| Face { centre: frame.origin, frame, region };
        match most.round() as i32 {
            900 => Verdict::NoFace(Code::NotHead),
            800 => Verdict::Doubt { why: Code::FaceDoubt, deep: None },
            700 => Verdict::Doubt { why: Code::FaceDoubt, deep: Some(face(Arc::new(Front))) },
            600 => Verdict::Face(face(Arc::new(All))),
            _ => Verdict::Face(face(Arc::new(Front))),
        }
    }))
}

struct All;
impl Region for All {
    fn contains(&self, _: &Point3<f64>) -> bool {
        true
    }
}

/// A series to be made up.
#[derive(Clone)]
pub struct Head {
    pub syntax: Syntax,
    pub patient: &'static str,
    pub series: usize,
    pub slices: usize,
    /// The brightest value, in HU.
    pub most: i32,
    pub frame_of_reference: &'static str,
}

impl Head {
    pub fn new(patient: &'static str, series: usize) -> Self {
        Self {
            syntax: Syntax::Explicit,
            patient,
            series,
            slices: 5,
            most: 500,
            frame_of_reference: "1.2.3.99",
        }
    }

    /// The files: axial slices, y from -75 to 75 mm, all of them body.
    pub fn files(&self) -> Vec<Dicom> {
        (0..self.slices).map(|at| self.slice(at)).collect()
    }

    pub fn slice(&self, at: usize) -> Dicom {
        let file = samples::slice(self.syntax, self.patient, 1000 * self.series + at);
        let series = format!("{}.{}", file.text(0x0020_000D), self.series);
        let instance = format!("{series}.{at}");
        let file = file.with_all([
            text(0x0020_000E, "UI", &series),
            text(0x0008_0018, "UI", instance),
            text(0x0020_0052, "UI", self.frame_of_reference),
            text(0x0020_0032, "DS", format!("-75\\-75\\{}", at as f64 * SPACING)),
            text(0x0020_0037, "DS", "1\\0\\0\\0\\1\\0"),
            text(0x0028_0030, "DS", "10\\10"),
            text(0x0028_1052, "DS", "-1024"),
            text(0x0028_1053, "DS", "1"),
            number(0x0028_0010, SIDE as u16),
            number(0x0028_0011, SIDE as u16),
        ]);
        let values: Vec<u16> = (0..SIDE * SIDE)
            .map(|n| (self.most - 3 + (n * 7 + at) as i32 % 4 + 1024) as u16 | 0xA000)
            .collect();
        let content = match self.syntax {
            Syntax::Rle => testkit::Content::Fragments(vec![Vec::new(), rle(&values)]),
            _ => testkit::Content::U16(values),
        };
        let vr = if self.syntax == Syntax::Rle { "OB" } else { "OW" };
        file.with(testkit::Node { tag: 0x7FE0_0010, vr: vr.into(), content })
    }
}

/// RLE in literal runs alone (PS3.5 annex G): the high bytes, then the low ones.
fn rle(values: &[u16]) -> Vec<u8> {
    let segment = |byte: fn(&u16) -> u8| -> Vec<u8> {
        let bytes: Vec<u8> = values.iter().map(byte).collect();
        bytes.chunks(128).flat_map(|c| [&[c.len() as u8 - 1], c].concat()).collect()
    };
    let (high, low) = (segment(|v| (v >> 8) as u8), segment(|v| *v as u8));
    let mut frame = vec![0u8; 64];
    frame[..4].copy_from_slice(&2u32.to_le_bytes());
    frame[4..8].copy_from_slice(&64u32.to_le_bytes());
    frame[8..12].copy_from_slice(&(64 + high.len() as u32).to_le_bytes());
    let mut bytes = [frame, high, low].concat();
    bytes.resize(bytes.len().next_multiple_of(2), 0);
    bytes
}

/// A run that has ended.
pub struct Ran {
    pub result: Result<Tally, RunError>,
    pub stdout: Vec<u8>,
}

impl Ran {
    pub fn rows(&self) -> Rows {
        Rows::parse(&self.stdout)
    }

    /// How often each status and code occurs, in order.
    pub fn verdicts(&self) -> Vec<String> {
        self.rows().verdicts("deface")
    }

    #[track_caller]
    pub fn expect(self, code: u8) -> Self {
        let got = match &self.result {
            Ok(tally) if tally.flagged + tally.failed > 0 => 1,
            Ok(_) => 0,
            Err(error) => {
                println!("{error}");
                2
            }
        };
        assert_eq!(got, code, "{}", String::from_utf8_lossy(&self.stdout));
        self
    }
}

/// A folder whose `in` is to be defaced into `out`.
pub struct Bench {
    pub lab: Lab,
}

impl Bench {
    pub fn new() -> Self {
        Self { lab: Lab::new(env!("CARGO_BIN_EXE_dcm-deface")) }
    }

    /// Files of a series under names that tell nothing.
    pub fn put(&self, name: &str, files: &[Dicom]) {
        for (at, file) in files.iter().enumerate() {
            self.lab.put(format!("in/{name}/{at:03}"), file.bytes());
        }
    }

    pub fn with(heads: &[Head]) -> Self {
        let bench = Self::new();
        for (at, head) in heads.iter().enumerate() {
            bench.put(&format!("{at}"), &head.files());
        }
        bench
    }

    /// From `in` to `out` with the key and further arguments.
    pub fn work(&self, more: &[&str]) -> Ran {
        self.run(&[&["--input", &self.at("in"), "--output", &self.at("out")], more].concat(), None)
    }

    /// A manifest goes in.
    pub fn pipe(&self, manifest: &[u8], more: &[&str]) -> Ran {
        self.run(&[&["--output", &self.at("out")], more].concat(), Some(manifest))
    }

    pub fn run(&self, args: &[&str], manifest: Option<&[u8]>) -> Ran {
        self.run_by(&known_face(), args, manifest)
    }

    /// With a method of one's own.
    pub fn run_by(&self, method: &Method, args: &[&str], manifest: Option<&[u8]>) -> Ran {
        let key = self.at("key");
        let mut all = vec!["dcm-deface"];
        if !args.iter().any(|arg| arg.starts_with("--key") || *arg == "--no-key") {
            all.extend(["--key-file", &key]);
        }
        all.extend(args.iter().filter(|arg| **arg != "--no-key"));
        let args = Args::try_parse_from(all).unwrap();
        let rows = || match manifest {
            Some(bytes) => Ok(Input::Manifest(Manifest::read(bytes).map_err(RunError::usage)?)),
            None => args.input.open(),
        };
        let mut stdout = Vec::new();
        let result = deface(&args, method, rows, &mut stdout);
        Ran { result, stdout }
    }

    pub fn at(&self, name: &str) -> String {
        self.lab.path(name).to_str().unwrap().to_owned()
    }

    /// A manifest as dcm-scrub writes it: pseudonyms for all files of these heads, which lie in
    /// `scrubbed`.
    pub fn manifest(&self, rows: &[(&str, &Dicom)]) -> Vec<u8> {
        let mut text = "schema,source,path,bytes,subject,study,scrub,scrub_code,mine\n".to_owned();
        for (at, (name, file)) in rows.iter().enumerate() {
            let path = self.lab.put(format!("scrubbed/{name}"), file.bytes());
            let bytes = fs::metadata(&path).unwrap().len();
            let path = path.to_str().unwrap();
            let (subject, study) = ("SUBJECT", file.text(0x0020_000D));
            text += &format!("1,SOURCE{at:03},{path},{bytes},{subject},{study},ok,,\"a, {at}\"\n");
        }
        text.into_bytes()
    }

    pub fn file(&self, path: &str) -> testkit::Parsed {
        testkit::read(&fs::read(path).unwrap()).unwrap()
    }

    /// The bytes of a mask, one for each voxel.
    pub fn mask(&self, path: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        let file = fs::File::open(path).unwrap();
        std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(file), &mut bytes).unwrap();
        bytes[352..].to_vec()
    }
}

/// The stored words of native little-endian pixels.
pub fn words(pixels: &[u8]) -> Vec<u16> {
    pixels.chunks_exact(2).map(|b| u16::from_le_bytes([b[0], b[1]])).collect()
}

/// All paths in a column that are not empty.
pub fn paths(rows: &Rows, column: &str) -> Vec<PathBuf> {
    rows.column(column).iter().filter(|p| !p.is_empty()).map(PathBuf::from).collect()
}
