//! Time to decode the first frames of files, in this process and (`APART=1`) apart: `decode-time SECONDS FILE...` tells
//! the least of all decodings in so many seconds, `decode-time 1024MiB FILE...` how long so many bytes of pixels take.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a measurement")]

use std::path::Path;
use std::time::{Duration, Instant};

use dicom_common::dataset::{ReadLimits, open, parse};
use dicom_common::imaging::pixels::{DECODER, Frames, Layout};
use dicom_common::imaging::series::PixelData;

/// How often a frame is decoded.
#[derive(Clone, Copy)]
enum Much {
    Seconds(f64),
    Bytes(usize),
}

/// What is told of a file.
fn told(path: &Path, much: Much) -> Option<String> {
    let (file, len) = open(path).ok()?;
    let parsed = parse(&file, len, &ReadLimits::default()).ok()?;
    let (dataset, syntax) = (&parsed.dataset, &parsed.syntax);
    let layout = Layout::of(dataset, syntax).ok()?;
    let pixels = PixelData::of(dataset, syntax).ok()?;
    let frames = Frames::find(file, &pixels, layout, syntax).ok()?;
    let (began, mut least, mut bytes) = (Instant::now(), Duration::MAX, 0);
    let goes_on = |bytes: usize| match much {
        Much::Seconds(seconds) => began.elapsed().as_secs_f64() < seconds,
        Much::Bytes(most) => bytes < most,
    };
    while goes_on(bytes) {
        let one = Instant::now();
        bytes += frames.frame(0).ok()?.len();
        least = least.min(one.elapsed());
    }
    Some(match much {
        Much::Seconds(_) => format!("{:.3} ms", least.as_secs_f64() * 1e3),
        Much::Bytes(_) => format!("{:.1} s", began.elapsed().as_secs_f64()),
    })
}

fn main() {
    let apart = std::env::var_os("APART").is_some();
    if apart || std::env::args_os().next().is_some_and(|name| name == "work-apart") {
        apart::serve(&[&DECODER]);
    }
    let mut arguments = std::env::args().skip(1);
    let much = arguments.next().expect("seconds or MiB");
    let much = match much.strip_suffix("MiB") {
        Some(number) => Much::Bytes(number.parse::<usize>().expect("MiB") << 20),
        None => Much::Seconds(much.parse().expect("seconds")),
    };
    for path in arguments {
        let told = told(Path::new(&path), much).unwrap_or_else(|| "refused".into());
        let name = Path::new(&path).file_name().unwrap_or_default().display();
        println!("{name}\t{told}");
    }
}
