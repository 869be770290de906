//! A set is determined by its seed, and holds what its key says.
#![allow(clippy::unwrap_used, reason = "test code: what cannot go on ends the test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use efficacy::class::Class;
use efficacy::file::File;
use efficacy::maker::{Made, Scans, Settings, make};
use efficacy::{files, key};

fn made(folder: &Path, seed: u64, scans: &mut Scans) -> Made {
    make(folder, Settings { seed, patients: 4 }, scans).unwrap()
}

#[test]
fn the_same_seed_makes_the_same_set_and_another_one_another() {
    let folder = tempfile::tempdir().unwrap();
    let mut scans = Scans::default();
    let [one, same, other] = [("one", 3), ("same", 3), ("other", 4)]
        .map(|(name, seed)| made(&folder.path().join(name), seed, &mut scans));
    assert_eq!(fs::read(&one.key).unwrap(), fs::read(&same.key).unwrap());
    assert_ne!(fs::read(&one.key).unwrap(), fs::read(&other.key).unwrap());
    let contents = |set: &Made| {
        let paths = files::below(&set.originals).unwrap();
        paths.iter().map(|path| fs::read(path).unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(contents(&one), contents(&same));
    assert_eq!(contents(&one).len(), one.files);
}

#[test]
fn every_class_is_required_and_the_originals_hold_what_must_go_and_what_must_stay() {
    let folder = tempfile::tempdir().unwrap();
    let set = made(folder.path(), 5, &mut Scans::default());
    let actions = key::read(&set.key).unwrap();
    let classes: BTreeSet<_> = actions.iter().map(|action| action.class).collect();
    assert_eq!(classes.into_iter().collect::<Vec<_>>(), Class::ALL);
    for path in files::below(&set.originals).unwrap() {
        let Some(instance) = files::instance(&path) else { continue };
        let Ok(file) = File::open(&path) else { continue };
        for action in actions.iter().filter(|action| action.instance == instance) {
            let text = file.text(&action.place);
            if matches!(action.class, Class::TextRemoved | Class::TextRetained)
                && !action.place.is_everywhere()
            {
                let text = text.unwrap_or_default();
                assert!(text.contains(&action.value), "{}: {text}, {action:?}", path.display());
            }
        }
    }
}
