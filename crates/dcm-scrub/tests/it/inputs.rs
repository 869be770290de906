//! Whatever lies in the input folder, under whatever name, has its row; nothing hangs.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use std::ffi::OsString;
use std::fs;
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::symlink;
use std::path::PathBuf;

use testkit::samples::ct;
use testkit::{Lab, Tree};

fn hostile_names() -> Vec<Vec<u8>> {
    let mut names: Vec<Vec<u8>> = [
        "new\nline",
        "quote\"quote",
        "comma,comma",
        "-rf",
        "--level=high",
        "=cmd()|' /C calc'!A0",
        "+1",
        "@SUM(1)",
        "\ttab",
        "cr\rcr",
        " space ",
        "bidi\u{202E}mcd",
        "한글",
        "\u{1B}[31mred",
        "percent%s%n",
        "$(touch owned)",
        "`touch owned`",
        "*",
        "NUL.dcm",
        "'",
    ]
    .map(|name| name.as_bytes().to_vec())
    .into();
    names.push(b"not utf8 \xFF\xFE\x80".to_vec());
    names.push(vec![b'x'; 255]);
    names.push([b"\xE4".as_slice(), &[b'y'; 254]].concat());
    names
}

#[test]
fn hostile_names_are_processed_and_never_shown() {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    let names = hostile_names();
    for (at, name) in names.iter().enumerate() {
        let folder = PathBuf::from(OsString::from_vec(name.clone()));
        let patient = ["../../x", "/etc/x", "=cmd()", "..", ".", "a/b", "\u{1}"][at % 7];
        lab.put(PathBuf::from("in").join(&folder).join(&folder), ct(patient, at).bytes());
    }
    let outside = Tree::of(&lab.path("")).len();
    let done = lab.work(&["--level", "low", "-v", "-v"]).expect(0);
    let rows = done.rows();
    assert_eq!(rows.column("scrub"), vec!["ok"; names.len()]);
    let tree = lab.tree("out");
    assert_eq!(tree.len(), names.len());
    assert_eq!(Tree::of(&lab.path("")).len(), outside + names.len(), "nothing outside the output");
    let plain = |b: &u8| b.is_ascii_alphanumeric() || b"./-".contains(b);
    assert!(tree.entries().keys().flatten().all(plain));
    for cell in rows.rows.iter().flat_map(|row| row.values()) {
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?}");
        assert!(cell.bytes().all(|b| (0x20..0x7F).contains(&b)), "{cell:?}");
    }
    let said = [done.stdout.as_slice(), done.stderr.as_bytes()].concat();
    testkit::figure(
        "names",
        format!("{} names, {} files, none outside the output", names.len(), tree.len()),
    );
    for name in names.iter().filter(|name| name.len() > 5) {
        assert!(!said.windows(name.len()).any(|w| w == name.as_slice()));
    }
}

#[test]
fn pipes_dangling_links_and_folders_do_not_hang() {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    lab.put("in/1-good", ct("P", 1).bytes());
    let made = std::process::Command::new("mkfifo").arg(lab.path("in/2-pipe")).status();
    assert!(made.unwrap().success());
    symlink("nowhere", lab.path("in/3-dangling")).unwrap();
    symlink("4-loop", lab.path("in/4-loop")).unwrap();
    symlink("/dev/zero", lab.path("in/5-device")).unwrap();
    symlink("..", lab.path("in/6-folder")).unwrap();
    lab.put("elsewhere/7", ct("P", 7).bytes());
    symlink("../elsewhere/7", lab.path("in/7-link")).unwrap();
    lab.put("in/8-empty", b"");
    let rows = lab.work(&["--level", "low"]).expect(1).rows();
    let unreadable = "fail E_UNREADABLE";
    let expected = ["ok", unreadable, unreadable, unreadable, unreadable, "ok", "fail E_NOT_DICOM"];
    assert_eq!(rows.verdicts("scrub"), expected);
}

#[test]
fn a_missing_input_stops_the_run_and_its_name_is_not_shown() {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    let args = ["--output", "out", "--level", "low", "--key-file", "key", "--input"];
    let done = lab.run([&args[..], &["Mustermann_Erika"]].concat()).expect(2);
    assert!(!done.stderr.contains("Mustermann"), "{}", done.stderr);
    lab.run([&args[..6], &["--files0-from", "none"]].concat()).expect(2);
    let listed = b"Mustermann_Erika\0";
    let done = lab.tool().run_with([&args[..6], &["--files0-from", "-"]].concat(), listed);
    assert_eq!(done.rows().verdicts("scrub"), ["fail E_UNREADABLE"]);
    assert!(!done.stderr.contains("Mustermann"));
}

#[test]
fn a_list_of_names_from_find_is_taken_as_it_is() {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    let mut list = Vec::new();
    for (at, name) in hostile_names().into_iter().enumerate().rev() {
        let path = PathBuf::from("in").join(OsString::from_vec(name));
        lab.put(&path, ct("P", at).bytes());
        list.extend(path.into_os_string().into_vec());
        list.push(0);
    }
    lab.put("list", &list);
    let args = ["--output", "out", "--level", "low", "--key-file", "key", "--files0-from"];
    let from_file = lab.run([&args[..], &["list"]].concat()).expect(0);
    let from_stdin = lab.tool().run_with([&args[..], &["-"]].concat(), &list).expect(0);
    assert_eq!(from_file.stdout, from_stdin.stdout);
    let rows = from_file.rows();
    let first = lab.output(&rows.rows[0]["path"]);
    assert_eq!(
        first.text(0x0020_0013),
        (hostile_names().len() - 1).to_string(),
        "in the list's order"
    );
    // A last name without its zero byte counts as well.
    let single = lab.tool().run_with([&args[..], &["-"]].concat(), b"in/-rf").expect(0);
    assert_eq!(single.rows().len(), 1);
}

#[test]
fn subjects_are_folders_directly_below_the_input() {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    for (at, name) in ["A/1", "A/B/2", "B/3", "C/4", "5"].into_iter().enumerate() {
        lab.put(format!("in/{name}"), ct("P", at).bytes());
    }
    let count = |subjects: &[&str]| {
        let args = [&["--level", "low", "--dry-run", "--subjects"], subjects].concat();
        lab.work(&args).expect(0).rows().len()
    };
    assert_eq!(count(&["A"]), 2);
    assert_eq!(count(&["A", "B"]), 3);
    assert_eq!(count(&["B"]), 1);
}

#[test]
fn several_inputs_and_single_files_come_in_the_order_given() {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    for at in 0..4 {
        lab.put(format!("{}/{at}", ["x", "y"][at % 2]), ct("P", at).bytes());
    }
    let args = ["--output", "out", "--level", "low", "--key-file", "key", "--input"];
    let rows = lab.run([&args[..], &["y", "x/2", "x/0"]].concat()).expect(0).rows();
    let order: Vec<_> =
        rows.column("path").iter().map(|p| lab.output(p).text(0x0020_0013)).collect();
    assert_eq!(order, ["1", "3", "2", "0"]);
}

#[test]
fn a_file_without_preamble_is_read_and_written_with_one() {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    let whole = ct("P", 1).bytes();
    lab.put("in/no-preamble", &whole[132..]);
    lab.work(&["--level", "low"]).expect(0);
    assert_eq!(lab.only_output().preamble, [0; 128]);
    let _ = fs::remove_dir_all(lab.path("out"));
}
