//! The oldest Rust that the workspace promises is enough for what it depends on.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "test code: what cannot go on ends the test"
)]

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// What Cargo says of the workspace and of the packages that it needs on this platform; none where
/// not all of them have been fetched.
fn metadata(features: &[&str]) -> Option<Value> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
    let rustc = Command::new("rustc").arg("-vV").output().unwrap();
    let rustc = String::from_utf8(rustc.stdout).unwrap();
    let host = rustc.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--locked", "--offline", "--format-version", "1"])
        .args(["--filter-platform", host])
        .args(features)
        .current_dir(root)
        .output()
        .unwrap();
    output.status.success().then(|| serde_json::from_slice(&output.stdout).unwrap())
}

/// `1.90` and `1.90.0` as numbers.
fn numbers(version: &str) -> [u32; 3] {
    let mut numbers = [0; 3];
    for (number, part) in numbers.iter_mut().zip(version.split('.')) {
        *number = part.parse().unwrap();
    }
    numbers
}

#[test]
fn no_dependency_needs_a_newer_rust_than_the_workspace_promises() {
    // Those of libtorch and Tesseract are there only where they were built.
    let metadata = metadata(&["--all-features"]).or_else(|| metadata(&[])).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let needs = |package: &Value| package["rust_version"].as_str().map(numbers);
    let own = packages.iter().find(|package| package["name"] == "testkit").unwrap();
    let promised = needs(own).unwrap();
    let newer = packages.iter().filter(|package| needs(package).is_some_and(|n| n > promised));
    let newer: Vec<_> = newer
        .map(|p| format!("{} {} needs {}", p["name"], p["version"], p["rust_version"]))
        .collect();
    assert!(packages.len() > 100, "{}", packages.len());
    assert!(newer.is_empty(), "{newer:#?}");
}

#[test]
fn versions_are_compared_as_numbers() {
    assert!(numbers("1.100") > numbers("1.90.1") && numbers("1.90.0") == numbers("1.90"));
}
