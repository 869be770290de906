//! Which module uses which: dicom-common has wings that stand on one another in one direction, no
//! files lead to one another in a circle, and some arrows must never be. Read from the `use` lines
//! and paths of all sources that are not tests; re-exports are followed to what they stand for.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "test code: what cannot go on ends the test"
)]

mod circles;
mod exceptions;
mod module;
mod resolve;
mod rules;
mod tokens;
mod workspace;

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::sync::LazyLock;

use resolve::Arrow;
use rules::{FORBIDDEN, Violation, WINGS};
use workspace::Workspace;

/// Read once for all tests.
static WORKSPACE: LazyLock<Workspace> = LazyLock::new(Workspace::read);
static ARROWS: LazyLock<BTreeSet<Arrow>> = LazyLock::new(|| resolve::arrows(&WORKSPACE));

/// What was found must be what is excepted, no more and no less.
fn expect_exactly<T: Ord + Debug>(found: &BTreeSet<T>, excepted: &BTreeSet<T>, what: &str) {
    let new: Vec<_> = found.difference(excepted).collect();
    let old: Vec<_> = excepted.difference(found).collect();
    assert!(new.is_empty(), "{what}, mend them: {new:#?}");
    assert!(old.is_empty(), "no longer needed in exceptions.rs, delete them: {old:#?}");
}

#[test]
fn dicom_common_has_six_wings_and_no_arrow_between_them_runs_back() {
    let modules = &WORKSPACE.modules[&vec!["dicom_common".to_string()]].module.declared;
    let wings = WINGS.iter().map(|wing| wing.name.to_string()).collect();
    assert_eq!(*modules, wings, "each module at the root is a wing");
    let found = rules::against_wings(&WORKSPACE, &ARROWS);
    expect_exactly(&found, &BTreeSet::new(), "arrows that run back");
}

#[test]
fn wings_stand_on_those_before_them() {
    for (at, wing) in WINGS.iter().enumerate() {
        for below in wing.stands_on {
            assert!(WINGS[..at].iter().any(|w| w.name == *below), "{} on {below}", wing.name);
        }
    }
}

#[test]
fn no_files_lead_to_one_another_in_a_circle() {
    let graph = resolve::between_files(&WORKSPACE, &ARROWS);
    let excepted = exceptions::CIRCLES.iter();
    let excepted =
        excepted.map(|files| files.iter().map(|file| file.to_string()).collect()).collect();
    expect_exactly(&circles::circles(&graph), &excepted, "circles of files");
}

#[test]
fn arrows_that_must_never_be_are_not() {
    for rule in &FORBIDDEN {
        assert!(WORKSPACE.packages.contains_key(rule.from), "{}: {}", rule.from, rule.because);
        for file in rule.but_for {
            let exists = WORKSPACE.modules.values().any(|located| located.file == *file);
            assert!(exists, "{file} is excepted and does not exist");
        }
    }
    let found = rules::forbidden(&WORKSPACE, &ARROWS);
    let excepted = exceptions::FORBIDDEN.iter();
    let excepted = excepted.map(|(file, to)| (file.to_string(), to.to_string())).collect();
    expect_exactly(&found, &excepted, "arrows that must never be");
}

#[test]
fn nothing_stands_on_a_tool() {
    let none: BTreeSet<Violation> = BTreeSet::new();
    expect_exactly(&rules::on_tools(&WORKSPACE), &none, "tools that others need to run");
}

#[test]
fn programs_that_decode_pixels_have_it_done_apart_before_anything_else() {
    let decoding = rules::decoding(&WORKSPACE, &ARROWS);
    assert!(decoding.contains("dcm-deface") && decoding.contains("dcm-scrub"), "{decoding:?}");
    for tool in decoding {
        let main = format!("{}/../{tool}/src/main.rs", env!("CARGO_MANIFEST_DIR"));
        let main = std::fs::read_to_string(main).unwrap();
        let (_, body) = main.split_once("fn main() -> ExitCode {\n").unwrap();
        assert!(
            body.trim_start().starts_with("apart::serve(&["),
            "{tool}: a key may be read first"
        );
    }
}
