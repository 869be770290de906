//! Files that somebody exchanges after they were checked: what was not checked is not written.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use dcm_deface::Method;
use dicom_common::imaging::series::Modality;
use dicom_common::imaging::volume::Coarse;

use crate::common::{Bench, Head, known_face};

/// Exchanges a file when the face is looked for: all headers were read then, and nothing is written yet.
fn exchanging(path: PathBuf, how: fn(&Path)) -> Method {
    let (known, done) = (known_face(), AtomicBool::new(false));
    Method::Given(Arc::new(move |coarse: &Coarse, modality: Modality| {
        if !done.swap(true, Ordering::Relaxed) {
            how(&path);
        }
        known.find_face(coarse, modality)
    }))
}

/// Another patient in the same place, of the same length.
fn other(path: &Path) -> Vec<u8> {
    let mut bytes = fs::read(path).unwrap();
    let at = bytes.windows(4).position(|four| four == b"P^ON").unwrap_or(bytes.len() - 8);
    for byte in bytes.iter_mut().skip(at).take(4) {
        *byte = byte.wrapping_add(1);
    }
    bytes
}

#[test]
fn a_file_that_is_exchanged_after_the_check_is_not_written() {
    let ways: [fn(&Path); 3] = [
        // Another file under its name, as a hostile neighbour would do it.
        |path| {
            fs::write(path.with_extension("new"), other(path)).unwrap();
            fs::rename(path.with_extension("new"), path).unwrap();
        },
        // Other bytes in the same file, and its time of modification set back.
        |path| {
            let bytes = other(path);
            let time = fs::metadata(path).unwrap().modified().unwrap();
            fs::write(path, bytes).unwrap();
            fs::File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
        },
        // A link to the same bytes elsewhere.
        |path| {
            fs::copy(path, path.with_extension("new")).unwrap();
            fs::remove_file(path).unwrap();
            std::os::unix::fs::symlink(path.with_extension("new"), path).unwrap();
        },
    ];
    for (at, how) in ways.into_iter().enumerate() {
        for checksum in [&[][..], &["--checksum"]] {
            let bench = Bench::new();
            let files = Head::new("P^ONE", 1).files();
            let rows: Vec<_> = files.iter().map(|file| file.text(0x0008_0018)).collect();
            let rows: Vec<_> = rows.iter().map(String::as_str).zip(&files).collect();
            let manifest = bench.manifest(&rows);
            let victim = bench.lab.path(format!("scrubbed/{}", rows.first().unwrap().0));
            // The kernel's clock goes in steps of some milliseconds.
            std::thread::sleep(std::time::Duration::from_millis(20));
            let out = bench.at("out");
            let args = [&["--output", out.as_str()], checksum].concat();
            let ran = bench.run_by(&exchanging(victim, how), &args, Some(&manifest)).expect(1);
            let verdicts = ran.verdicts();
            assert!(verdicts.contains(&"fail E_CHANGED".to_owned()), "{at}: {verdicts:?}");
            let written =
                bench.lab.tree("out").entries().keys().filter(|n| n.ends_with(b".dcm")).count();
            assert!(written < files.len(), "{at}");
        }
    }
}
