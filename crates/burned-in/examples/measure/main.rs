//! Measures what is found of text burned into images: rows by the detector and, with the feature
//! `ocr`, words by the reader; and false alarms on images without text.
//!
//! `measure [--verbose] [--alarms-only] FOLDER...`: DICOM files below the folders; every one is first
//! looked at as it is, then with text burned in, in several sizes, contrasts and depths.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs,
    reason = "a measuring program"
)]

mod burn;
mod variant;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use burn::{Burned, Case, LINES};
use burned_in::{Allowed, Area, Grey, Palette, Reader, Reading, text_rows};
use dicom_common::dataset::{ReadLimits, check_complete, open, parse};
use dicom_common::imaging::pixels::{Frames, Layout};
use dicom_common::imaging::series::PixelData;
use variant::variants;

/// A decoded first frame.
struct Image {
    frame: Vec<u8>,
    layout: Layout,
    palette: Option<Palette>,
}

#[derive(Default)]
struct Score {
    images: usize,
    flagged: usize,
    rows: usize,
    found: usize,
    words: usize,
    read: usize,
    left: usize,
    covered: usize,
}

impl Score {
    fn add(&mut self, other: &Score) {
        self.images += other.images;
        self.flagged += other.flagged;
        self.rows += other.rows;
        self.found += other.found;
        self.words += other.words;
        self.read += other.read;
        self.covered += other.covered;
        self.left += other.left;
    }
}

fn main() {
    let (flags, folders): (Vec<PathBuf>, Vec<PathBuf>) = std::env::args_os()
        .skip(1)
        .map(PathBuf::from)
        .partition(|argument| argument.as_os_str().as_encoded_bytes().starts_with(b"--"));
    let verbose = flags.iter().any(|flag| flag.as_os_str() == "--verbose");
    let alarms_only = flags.iter().any(|flag| flag.as_os_str() == "--alarms-only");
    let mut files = Vec::new();
    folders.iter().for_each(|folder| walk(folder, &mut files));
    files.sort();
    let images: Vec<(PathBuf, Image)> =
        files.into_iter().filter_map(|path| Some((path.clone(), decode(&path)?))).collect();
    let reader = Reader::new(Allowed::with([])).ok();
    let (mut alarms, mut spent) = (0, Duration::ZERO);
    for (path, image) in &images {
        let start = Instant::now();
        let rows = text_rows(&grey(image, &image.frame));
        spent += start.elapsed();
        if !rows.is_empty() {
            alarms += 1;
            if verbose {
                println!("alarm {}: {rows:?}", path.display());
            }
        }
    }
    println!("| images as they are | with rows of text | ms per image |\n|---|---|---|");
    println!(
        "| {} | {alarms} | {} |\n",
        images.len(),
        spent.as_millis() / images.len().max(1) as u128
    );
    if alarms_only {
        return;
    }
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    for (path, image) in &images {
        for (frame, layout) in variants(&image.frame, &image.layout) {
            for case in Case::all() {
                let Some(burned) = Burned::into(&frame, &layout, &case) else { continue };
                let seen = judge(reader.as_ref(), &burned);
                if verbose && seen.flagged == 0 {
                    println!("missed {} {case:?}", path.display());
                }
                let keys = [case.height_name(), case.contrast_name(), depth(&layout), "all".into()];
                for key in keys {
                    scores.entry(key).or_default().add(&seen);
                }
            }
        }
    }
    println!(
        "| case | images | flagged | rows found | words read | words blanked | words left unflagged |\n|---|---|---|---|---|---|---|"
    );
    for (key, s) in scores {
        let percent = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        let flagged = percent(s.flagged, s.images);
        let (rows, read) = (percent(s.found, s.rows), percent(s.read, s.words));
        let left = percent(s.left, s.words);
        let covered = percent(s.covered, s.words);
        println!(
            "| {key} | {} | {flagged:.1} % | {rows:.1} % | {read:.1} % | {covered:.1} % | {left:.1} % |",
            s.images
        );
    }
}

fn depth(layout: &Layout) -> String {
    let name = layout.colour.name().unwrap_or(if layout.format.inverted {
        "MONOCHROME1"
    } else {
        "MONOCHROME2"
    });
    let planar = if layout.planar { ", planar" } else { "" };
    let signed = if layout.format.signed { ", signed" } else { "" };
    format!("{name}, {:02} bits{signed}{planar}", layout.format.stored)
}

fn grey(image: &Image, frame: &[u8]) -> Grey {
    Grey::of(frame, &image.layout, image.palette.as_ref())
}

/// What is found of an image's text.
fn judge(reader: Option<&Reader>, burned: &Burned) -> Score {
    let picture = Grey::of(&burned.frame, &burned.layout, None);
    let rows = text_rows(&picture);
    let any = !rows.is_empty();
    // A line is found where three quarters of it are covered.
    let share = |area: &Area| {
        let columns = area.left..area.right;
        let held = columns.filter(|column| {
            rows.iter().any(|row| {
                let row = row.area;
                row.left <= *column && *column < row.right && row.meets(area)
            })
        });
        held.count() as f64 / area.width() as f64
    };
    let found = burned.lines.iter().filter(|line| share(line) >= 0.75).count();
    let (read, covered, left) = read(reader, &picture, burned);
    let (rows, words) = (LINES.len(), burned.words.len());
    let flagged = usize::from(any);
    Score { images: 1, flagged, rows, found, words, read, covered, left }
}

/// Words that are read right; words that are blanked; words that are not, in an image that would not
/// be flagged for text that is left.
fn read(reader: Option<&Reader>, picture: &Grey, burned: &Burned) -> (usize, usize, usize) {
    let Some(reader) = reader else { return (0, 0, 0) };
    let mut reading = Reading::default();
    reader.picture(picture, &mut reading).unwrap();
    let plain = |text: &str| text.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let is_read = |text: &str, area: &Area| {
        reading.words.iter().any(|(read, place)| place.meets(area) && plain(read) == plain(text))
    };
    let is_blanked = |area: &Area| {
        let held = (area.left..area.right).filter(|column| {
            let middle = area.top + area.height() / 2;
            reading.found.iter().any(|found| found.holds(middle, *column))
        });
        held.count() as f64 >= 0.9 * area.width() as f64
    };
    let words = &burned.words;
    let right = words.iter().filter(|(text, area)| is_read(text, area)).count();
    let blanked = words.iter().filter(|(_, area)| is_blanked(area)).count();
    let mut after = picture.clone();
    for area in &reading.found {
        for row in area.top..area.bottom {
            let start = row * after.columns;
            after.pixels[start + area.left..start + area.right].fill(0);
        }
    }
    let rows = text_rows(&after);
    let allowed = |area: &Area| reading.allowed.iter().any(|allowed| allowed.meets(area));
    let flagged = rows.iter().any(|row| !allowed(&row.area));
    (right, blanked, if flagged { 0 } else { words.len() - blanked })
}

fn walk(path: &Path, files: &mut Vec<PathBuf>) {
    match std::fs::read_dir(path) {
        Ok(entries) => entries.flatten().for_each(|entry| walk(&entry.path(), files)),
        Err(_) => files.push(path.to_owned()),
    }
}

fn decode(path: &Path) -> Option<Image> {
    let (file, len) = open(path).ok()?;
    let parsed = parse(&file, len, &ReadLimits::default()).ok()?;
    let (dataset, syntax) = (&parsed.dataset, &parsed.syntax);
    check_complete(dataset, syntax).ok()?;
    let layout = Layout::of(dataset, syntax).ok()?;
    let palette = Palette::of(dataset, syntax.encoding, &file, parsed.inflated.as_deref());
    let pixels = PixelData::of(dataset, syntax).ok()?;
    let frames = Frames::find(file, &pixels, layout, syntax).ok()?;
    let frame = frames.frame(layout.frames / 2).ok()?;
    Some(Image { frame, layout: *frames.layout(), palette })
}
