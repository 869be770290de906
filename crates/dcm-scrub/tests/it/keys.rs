//! Keys come from files that only their owner can read, and are never shown.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use std::fs;
use std::os::unix::fs::PermissionsExt;

use testkit::samples::ct;
use testkit::tool::finish;
use testkit::{Done, Lab};

const SECRET: &[u8] = b"TopSecretTopSecretTopSecret!";

fn with_key(lab: &Lab, args: &[&str]) -> Done {
    let base = ["--input", "in", "--output", "out", "--level", "low"];
    lab.run([&base, args].concat())
}

fn lab() -> Lab {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    lab.put("in/a", ct("P", 1).bytes());
    lab
}

#[test]
fn a_key_that_is_no_secret_stops_the_run_and_is_not_shown() {
    let lab = lab();
    let modes = [0o644, 0o640, 0o604, 0o620, 0o660];
    for mode in modes {
        let path = lab.secret("open", SECRET);
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let done = with_key(&lab, &["--key-file", "open"]).expect(2);
        assert!(done.stderr.contains("chmod 600"), "{mode:o}: {}", done.stderr);
        assert!(!done.stderr.contains("TopSecret"));
    }
    lab.secret("short", b"TopSecret");
    lab.secret("padded", &[b"TopSecret".as_slice(), &[b'\n'; 40]].concat());
    lab.secret("long", &[7; 5000]);
    fs::create_dir(lab.path("folder")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(lab.path("pipe")).status().unwrap().success());
    fs::set_permissions(lab.path("pipe"), fs::Permissions::from_mode(0o600)).unwrap();
    let names = ["short", "padded", "long", "folder", "pipe", "missing", "/dev/zero", "/dev/null"];
    for name in names {
        let done = with_key(&lab, &["--key-file", name]).expect(2);
        assert!(done.stderr.contains("key"), "{name}: {}", done.stderr);
        assert!(!done.stderr.contains("TopSecret"), "{name}");
        assert!(done.stdout.is_empty() && !lab.path("out").exists(), "{name}");
    }
    let refused = modes.len() + names.len();
    testkit::figure(
        "keys",
        format!("{refused} key files refused with exit 2, no content in a message"),
    );
}

#[test]
fn a_key_from_a_descriptor_is_the_same_key() {
    let lab = lab();
    let by_file = lab.work(&["--level", "low"]).expect(0);
    let args = ["--input", "in", "--output", "out", "--level", "low", "--key-fd", "3"];
    let child = lab.tool().shell("exec \"$@\" 3< key", args).spawn().unwrap();
    assert_eq!(finish(child).expect(0).stdout, by_file.stdout);
    let piped = lab.tool().shell("cat key | { exec \"$@\" 3<&0 0</dev/null; }", args).spawn();
    assert_eq!(finish(piped.unwrap()).expect(0).stdout, by_file.stdout);
    with_key(&lab, &["--key-fd", "77"]).expect(2);
    with_key(&lab, &["--key-fd", "-1"]).expect(2);
}

#[test]
fn a_key_is_not_taken_from_flags_or_the_environment() {
    let lab = lab();
    with_key(&lab, &["--key", "TopSecretTopSecret"]).expect(2);
    with_key(&lab, &["--key-file", "key", "--key-fd", "3"]).expect(2);
}
