//! The phantom set as other tools will read it.

use demo_data::{Phantom, Settings, UID_ROOT, planted_identifiers, write_phantom};
use dicom_dictionary_std::tags;
use dicom_object::open_file;
use std::error::Error;
use std::fs;
use std::path::Path;
use tempfile::tempdir;
use walkdir::WalkDir;

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

const ALL: [Phantom; 3] = [Phantom::HeadCt, Phantom::HeadMr, Phantom::ChestCt];

fn small() -> Settings {
    Settings { matrix: 32, slices: Some(4), ..Settings::default() }
}

/// Paths relative to `folder` and contents of all files below it, in order.
fn files(folder: &Path) -> Outcome<Vec<(String, Vec<u8>)>> {
    WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .filter(|entry| entry.as_ref().is_ok_and(|e| e.file_type().is_file()))
        .map(|entry| {
            let path = entry?.into_path();
            let name = path.strip_prefix(folder)?.to_string_lossy().into_owned();
            Ok((name, fs::read(path)?))
        })
        .collect()
}

#[test]
fn every_planted_identifier_is_in_the_files() -> Outcome {
    let folder = tempdir()?;
    for phantom in ALL {
        write_phantom(folder.path(), phantom, &small())?;
    }
    let files = files(folder.path())?;
    for text in planted_identifiers() {
        let found = files.iter().any(|(path, bytes)| {
            path.contains(&text) || bytes.windows(text.len()).any(|part| part == text.as_bytes())
        });
        assert!(found, "{text} is nowhere");
    }
    Ok(())
}

#[test]
fn the_same_seed_gives_the_same_files_with_any_number_of_threads() -> Outcome {
    let made = |threads: usize, seed: u64| -> Outcome<_> {
        let folder = tempdir()?;
        let settings = Settings { seed, ..small() };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
        pool.install(|| write_phantom(folder.path(), Phantom::HeadCt, &settings))?;
        files(folder.path())
    };
    assert!(made(1, 5)? == made(3, 5)?);
    assert!(made(1, 5)? != made(1, 6)?);
    Ok(())
}

#[test]
fn the_files_read_back_with_their_geometry() -> Outcome {
    let folder = tempdir()?;
    let settings = Settings { gantry_tilt: 15.0, ..small() };
    for phantom in ALL {
        let written = write_phantom(folder.path(), phantom, &settings)?;
        assert_eq!(written.files, 4);
        let position = |file: &str| -> Outcome<Vec<f64>> {
            let object = open_file(written.folder.join(file))?;
            let pixels = object.element(tags::PIXEL_DATA)?.to_bytes()?;
            assert_eq!(pixels.len(), 32 * 32 * 2);
            assert_eq!(object.element(tags::MODALITY)?.to_str()?, written.modality);
            assert!(object.element(tags::SOP_INSTANCE_UID)?.to_str()?.starts_with(UID_ROOT));
            Ok(object.element(tags::IMAGE_POSITION_PATIENT)?.to_multi_float64()?)
        };
        let (first, second) = (position("IM00001.dcm")?, position("IM00002.dcm")?);
        let step: Vec<f64> = first.iter().zip(&second).map(|(a, b)| b - a).collect();
        let expected = match phantom {
            Phantom::HeadCt => [0.0, 0.0, 62.0],
            Phantom::HeadMr => [-43.0, 0.0, 0.0],
            _ => [0.0, 0.0, 60.0],
        };
        for (actual, wanted) in step.iter().zip(expected) {
            assert!((actual - wanted).abs() < 1e-6, "{phantom:?}: {step:?}");
        }
    }
    Ok(())
}

#[test]
fn the_korean_name_is_in_iso_2022() -> Outcome {
    let folder = tempdir()?;
    write_phantom(folder.path(), Phantom::ChestCt, &small())?;
    let hangul = b"\x1b$)C\xc8\xab^\x1b$)C\xb1\xe6\xb5\xbf";
    for (path, bytes) in files(folder.path())? {
        assert!(bytes.windows(hangul.len()).any(|part| part == hangul), "{path}");
    }
    Ok(())
}
