//! Inputs and neighbours that mean harm: each costs a row or ends the run with a sentence.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use std::fs;
use std::io::Write;
use std::time::{Duration, Instant};

use testkit::samples::ct;
use testkit::stream::{jp2_box, segment};
use testkit::tool::finish;
use testkit::{Content, Done, Lab, Node, lab, number, text};

fn new_lab() -> Lab {
    Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"))
}

/// A codestream of one component and nothing in it: image, tiles, and how they are coded.
fn codestream(side: u32, tile: u32, coding: &[u8]) -> Vec<u8> {
    let numbers = [side, side, 0, 0, tile, tile, 0, 0].map(u32::to_be_bytes).concat();
    let size = [&[0, 0], numbers.as_slice(), &[0, 1, 7, 1, 1]].concat();
    let quantization: Vec<u8> = [0x40].into_iter().chain([0x40; 16]).collect();
    let part = [&[0, 0], 15u32.to_be_bytes().as_slice(), &[0, 1]].concat();
    [
        vec![0xFF, 0x4F],
        segment(0x51, &size),
        segment(0x52, coding),
        segment(0x5C, &quantization),
        segment(0x90, &part),
        vec![0xFF, 0x93, 0, 0xFF, 0xD9],
    ]
    .concat()
}

/// COD with precincts of these exponents.
fn coding(layers: u16, block: u8, precincts: &[u8]) -> Vec<u8> {
    let levels = (precincts.len() as u8).saturating_sub(1);
    let [high, low] = layers.to_be_bytes();
    [&[1, 0, high, low, 0, levels, block, block, 0, 1], precincts].concat()
}

/// A picture whose pixels are looked at, with this stream.
fn ultrasound(syntax: &str, side: u16, mut stream: Vec<u8>) -> Vec<u8> {
    stream.resize(stream.len().next_multiple_of(2), 0);
    let pixels = Content::Fragments(vec![Vec::new(), stream]);
    let mut file = ct("P", 1)
        .with_all([
            text(0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.6.1"),
            text(0x0008_0060, "CS", "US"),
            number(0x0028_0010, side),
            number(0x0028_0011, side),
            number(0x0028_0100, 8),
            number(0x0028_0101, 8),
            number(0x0028_0102, 7),
            text(0x0028_0004, "CS", "MONOCHROME2"),
        ])
        .with(Node { tag: 0x7FE0_0010, vr: "OB".into(), content: pixels });
    file.meta.push(text(0x0002_0010, "UI", syntax));
    file.bytes()
}

/// Runs with so many kilobytes of data.
fn within(lab: &Lab, kilobytes: u32, args: &[&str]) -> Done {
    let args = [&lab::IN_TO_OUT, args].concat();
    finish(lab.tool().within(kilobytes, args).spawn().unwrap())
}

#[test]
fn a_small_stream_that_asks_for_gigabytes_costs_its_row() {
    let large = codestream(4096, 4096, &coding(1, 4, &[0x11; 6]));
    let signature = b"\0\0\0\x0CjP  \r\n\x87\n".as_slice();
    let decoy = codestream(64, 64, &coding(1, 4, &[0x88; 6]));
    let file = [signature, &jp2_box(b"free", &decoy), &jp2_box(b"jp2c", &large)].concat();
    for (what, syntax, side, stream) in [
        ("precincts", "1.2.840.10008.1.2.4.90", 4096, large),
        ("decoy", "1.2.840.10008.1.2.4.90", 64, file),
        ("tiles", "1.2.840.10008.1.2.4.91", 4096, codestream(4096, 1, &coding(1, 4, &[0xFF; 6]))),
        (
            "layers",
            "1.2.840.10008.1.2.4.201",
            4096,
            codestream(4096, 64, &coding(65535, 4, &[0xFF; 6])),
        ),
        (
            "runs",
            "1.2.840.10008.1.2.5",
            65535,
            [&1u32.to_le_bytes(), &64u32.to_le_bytes(), [0x81; 9000].as_slice()].concat(),
        ),
    ] {
        let lab = new_lab();
        lab.put("in/a", ultrasound(syntax, side, stream));
        let begun = Instant::now();
        let done = within(&lab, 1 << 20, &["--level", "high", "-j1"]).expect(1);
        let verdicts = done.rows().verdicts("scrub");
        assert!(begun.elapsed() < Duration::from_secs(2), "{what}: {:?}", begun.elapsed());
        assert!(
            verdicts[0].starts_with("flag") || verdicts[0].starts_with("fail"),
            "{what}: {verdicts:?}"
        );
        assert!(!verdicts[0].contains("E_INTERNAL"), "{what}: {verdicts:?}");
    }
}

#[test]
fn a_policy_table_without_bounds_ends_the_run_before_anything_is_written() {
    let lab = new_lab();
    lab.put("in/a", ct("P", 1).bytes());
    lab.put("long.csv", b"00100010,remove,remove\n".repeat(1 << 20));
    lab.put("none.xlsx", b"PK\x03\x04 no workbook");
    for table in ["long.csv", "none.xlsx", "/dev/zero"] {
        let done = within(&lab, 1 << 20, &["--level", "low", "--policy", table, "-j1"]).expect(2);
        assert!(done.stderr.contains("policy"), "{table}: {}", done.stderr);
        assert!(!lab.path("out").exists());
    }
}

#[test]
fn a_key_that_is_none_is_refused_and_nothing_secret_lies_in_the_output() {
    let lab = new_lab();
    lab.put("in/a", ct("P", 1).bytes());
    for bytes in [vec![0; 32], vec![0xFF; 32], b"aaaaaaaaaaaaaaaaaaaaaaaa".to_vec()] {
        lab.secret("plain", &bytes);
        let done =
            lab.run(["--input", "in", "--output", "out", "--key-file", "plain", "--level", "low"]);
        assert!(done.expect(2).stderr.contains("not random"));
    }
    lab.put("out/x/none", b"");
    fs::remove_file(lab.path("out/x/none")).unwrap();
    std::os::unix::fs::symlink("out", lab.path("name")).unwrap();
    for link in ["out/link.csv", "out/x/link.csv", "./out/../out/l", "name/l"] {
        let done = lab.work(&["--level", "low", "--link", link]).expect(2);
        assert!(done.stderr.contains("--link"), "{link}: {}", done.stderr);
    }
    lab.secret("out/key", b"a key for tests only, 32 bytes..");
    let args = ["--input", "in", "--output", "out", "--key-file", "out/key", "--level", "low"];
    assert!(lab.run(args).expect(2).stderr.contains("--key-file"));
}

#[test]
fn a_process_with_a_key_leaves_no_core_dump() {
    let lab = new_lab();
    lab.put("in/a", ct("P", 1).bytes());
    // A manifest on a pipe that stays open: the tool waits for its end.
    let args = ["--output", "out", "--key-file", "key", "--level", "low"];
    let mut command = lab.tool().shell("ulimit -c unlimited; exec \"$@\"", args);
    let mut child = command.stdin(std::process::Stdio::piped()).spawn().unwrap();
    let proc = format!("/proc/{}", child.id());
    let is_forbidden = || {
        let limits = fs::read_to_string(format!("{proc}/limits")).unwrap();
        let core = limits.lines().find(|line| line.starts_with("Max core")).unwrap();
        let filter = fs::read_to_string(format!("{proc}/coredump_filter")).unwrap();
        core.split_whitespace().nth(4) == Some("0")
            && u32::from_str_radix(filter.trim(), 16) == Ok(0)
    };
    // The process is a shell at first.
    let patience = Instant::now() + Duration::from_secs(20);
    while !is_forbidden() && Instant::now() < patience {
        std::thread::sleep(Duration::from_millis(10));
    }
    let forbidden = is_forbidden();
    child.stdin.take().unwrap().write_all(b"").unwrap();
    finish(child).expect(2);
    assert!(forbidden);
}

#[test]
fn a_run_over_nothing_is_no_success() {
    let lab = new_lab();
    let done = lab.work(&["--level", "low"]).expect(1);
    assert!(done.stderr.contains("no files"), "{}", done.stderr);
    let done = lab.tool().run_with(
        ["--output", "out", "--key-file", "key", "--level", "low"],
        b"schema,source,path\n",
    );
    done.expect(1);
}

#[test]
fn a_manifest_is_believed_cell_by_cell() {
    let lab = new_lab();
    let path = lab.put("in/a", ct("P", 1).bytes());
    let bytes = fs::metadata(&path).unwrap().len().to_string();
    let run = |header: &str, row: &str| {
        let _ = fs::remove_dir_all(lab.path("out"));
        let text = format!("schema,source,path,{header}\n1,A,{},{row}\n", path.display());
        let args = ["--output", "out", "--key-file", "key", "--level", "low"];
        lab.tool().run_with(args, text.as_bytes())
    };
    run("bytes,mine", &format!("{bytes},x")).expect(0);
    for (header, row) in [
        ("bytes", "99999999999999999999"),
        ("bytes, deface", &format!("{bytes},fail")),
        ("bytes,deface,deface_code", &format!("{bytes},ok,E_TRUNCATED")),
        ("bytes,deface,deface_code", &format!("{bytes},,E_TRUNCATED")),
        ("bytes,deface_code", &format!("{bytes},E_TRUNCATED")),
    ] {
        run(header, row).expect(2);
        assert!(!lab.path("out").exists(), "{header} {row}");
    }
    assert_eq!(run("bytes", "").expect(1).rows().verdicts("scrub"), ["fail E_CHANGED"]);
}
