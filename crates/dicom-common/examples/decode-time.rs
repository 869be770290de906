//! Time to decode the first frames of files, in this process and apart: `decode-time SECONDS FILE...`.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a measurement")]

use std::path::Path;
use std::time::{Duration, Instant};

use dicom_common::dataset::{ReadLimits, open, parse};
use dicom_common::imaging::pixels::{DECODER, Frames, Layout};
use dicom_common::imaging::series::PixelData;

/// Milliseconds of a decoding of the first frame, the least of many.
fn least(path: &Path, seconds: f64) -> Option<f64> {
    let (file, len) = open(path).ok()?;
    let parsed = parse(&file, len, &ReadLimits::default()).ok()?;
    let (dataset, syntax) = (&parsed.dataset, &parsed.syntax);
    let layout = Layout::of(dataset, syntax).ok()?;
    let pixels = PixelData::of(dataset, syntax).ok()?;
    let frames = Frames::find(file, &pixels, layout, syntax).ok()?;
    let (began, mut least) = (Instant::now(), Duration::MAX);
    while began.elapsed().as_secs_f64() < seconds {
        let one = Instant::now();
        frames.frame(0).ok()?;
        least = least.min(one.elapsed());
    }
    Some(least.as_secs_f64() * 1e3)
}

fn main() {
    let apart = std::env::var_os("APART").is_some();
    if apart || std::env::args_os().next().is_some_and(|name| name == "work-apart") {
        apart::serve(&[&DECODER]);
    }
    let mut arguments = std::env::args().skip(1);
    let seconds: f64 = arguments.next().expect("seconds").parse().expect("seconds");
    for path in arguments {
        let least = least(Path::new(&path), seconds);
        let name = Path::new(&path).file_name().unwrap_or_default().display();
        println!("{name}\t{}", least.map_or("refused".into(), |ms| format!("{ms:.3} ms")));
    }
}
