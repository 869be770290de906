//! What stands on standard error, and in the link file: codes and pseudonyms for everyone,
//! originals only where they were asked for.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use std::fs;
use std::os::unix::fs::PermissionsExt;

use testkit::samples::{ct, nested};
use testkit::search::{Search, Wanted};
use testkit::{Lab, lab, tool::finish};

fn lab() -> Lab {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    lab.put("in/Erika-folder/good", ct("PATIENT-4711", 1).bytes());
    lab.put("in/Erika-folder/again", ct("PATIENT-4711", 1).bytes());
    lab.put("in/Erika-folder/deep", nested(99));
    lab
}

#[test]
fn json_messages_are_json_line_by_line_also_at_the_end_of_a_failed_run() {
    let lab = lab();
    let json = ["--log-format", "json"];
    let done = lab.work(&[&["--level", "low", "-vv"], &json[..]].concat()).expect(1);
    assert!(done.stderr.lines().count() >= 3);
    lab.put("in/sub/x", b"");
    let refused = lab.run(
        [&["--input", "in", "--output", "in", "--level", "low", "--key-file", "key"], &json[..]]
            .concat(),
    );
    let refused = refused.expect(2);
    for line in done.stderr.lines().chain(refused.stderr.lines()) {
        let value: Result<serde_json::Value, _> = serde_json::from_str(line);
        assert!(value.is_ok_and(|v| v.is_object()), "{line}");
    }
    assert!(done.stderr.contains("E_DEPTH"));
}

#[test]
fn quiet_runs_say_nothing_and_no_colour_goes_into_files() {
    let lab = lab();
    assert_eq!(lab.work(&["--level", "low", "--quiet"]).expect(1).stderr, "");
    let loud = lab.work(&["--level", "low", "-vv"]).expect(1);
    assert!(!loud.stderr.contains('\u{1B}'));
}

#[test]
fn no_color_is_honoured_on_a_terminal() {
    let lab = lab();
    let args = [&lab::IN_TO_OUT, ["--level", "low", "-vv"].as_slice()].concat();
    // `script` gives the tool a terminal.
    let run = |prefix: &str| {
        let script = format!("exec script -qec \"{prefix} $*\" /dev/null 2>/dev/null");
        finish(lab.tool().shell(&script, &args).spawn().unwrap())
    };
    let coloured = run("");
    if coloured.code != Some(1) {
        return println!("skipped: no program `script`");
    }
    let plain = run("NO_COLOR=1");
    assert!(String::from_utf8_lossy(&coloured.stdout).contains("\u{1B}[3"));
    assert!(!String::from_utf8_lossy(&plain.stdout).contains("\u{1B}[3"));
}

#[test]
fn originals_stand_in_the_link_file_and_nowhere_else() {
    let lab = lab();
    let done = lab.work(&["--level", "low", "--link", "link.csv", "-vv"]).expect(1);
    let mode = fs::metadata(lab.path("link.csv")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let originals = ["PATIENT-4711", "Mustermann", "ACC445566", "1.2.3.", "Erika-folder"];
    let wanted = originals.map(|text| Wanted::text(text, text));
    let search = Search::new(&wanted);
    let link = fs::read(lab.path("link.csv")).unwrap();
    assert_eq!(search.hits("", &link).len(), originals.len(), "{}", String::from_utf8_lossy(&link));
    let row = &done.rows().rows[0];
    for pseudonym in ["source", "subject", "study", "series", "instance"] {
        assert!(String::from_utf8_lossy(&link).contains(&row[pseudonym]), "{pseudonym}");
    }
    for (name, entry) in lab.tree("out").entries() {
        assert_eq!(search.hits("name", name), [""; 0]);
        assert_eq!(search.hits("output", &entry.bytes), [""; 0]);
    }
    assert_eq!(search.hits("manifest", &done.stdout), [""; 0]);
    assert_eq!(search.hits("standard error", done.stderr.as_bytes()), [""; 0]);
}

#[test]
fn a_link_file_is_not_replaced_unasked_nor_left_readable() {
    let lab = lab();
    let path = lab.put("link.csv", b"precious");
    lab.work(&["--level", "low", "--link", "link.csv"]).expect(2);
    assert_eq!(fs::read(&path).unwrap(), b"precious");
    lab.work(&["--level", "low", "--link", "link.csv", "--force"]).expect(1);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(!fs::read_to_string(&path).unwrap().contains("precious"));
}

#[test]
fn names_of_inputs_are_shown_on_a_terminal_only() {
    let lab = lab();
    lab.put("in/Erika-folder/\u{1b}[2J", b"text");
    let args = [&lab::IN_TO_OUT, ["--level", "low", "--show-paths"].as_slice()].concat();
    let refused = lab.run(&args).expect(2);
    assert!(refused.stderr.contains("only on a terminal"), "{}", refused.stderr);
    assert!(!refused.stderr.contains("Erika") && !lab.path("out").exists());
    let script = "exec script -qec \"$*\" /dev/null";
    let shown = finish(lab.tool().shell(script, &args).spawn().unwrap());
    if shown.code != Some(1) {
        return println!("skipped: no program `script`");
    }
    // What a terminal shows is standard output and standard error together.
    let screen = String::from_utf8_lossy(&shown.stdout);
    let told = screen.lines().find(|line| line.contains("E_DEPTH")).unwrap();
    assert!(told.contains("in/Erika-folder/deep"), "{told}");
    let text = screen.lines().find(|line| line.contains("E_NOT_DICOM")).unwrap();
    assert!(text.contains(r"Erika-folder/\u{1b}[2J"), "{text}");
}

#[test]
fn an_archive_is_named_as_one() {
    let lab = lab();
    for (name, bytes) in [
        ("zip", &b"PK\x03\x04 and more"[..]),
        ("gz", b"\x1F\x8B\x08\0 and more"),
        ("7z", b"7z\xBC\xAF\x27\x1C\0\x04"),
        ("text", b"PK is no archive"),
    ] {
        lab.put(format!("in/Erika-folder/{name}"), bytes);
    }
    let done = lab.work(&["--level", "low"]).expect(1);
    let verdicts = done.rows().verdicts("scrub");
    let count = |code: &str| verdicts.iter().filter(|verdict| verdict.ends_with(code)).count();
    assert_eq!((count("E_ARCHIVE"), count("E_NOT_DICOM")), (3, 1), "{verdicts:?}");
    assert!(done.stderr.contains("Unpack it first"), "{}", done.stderr);
}
