//! Only below the output folder, never over an input or another file, and no success without room.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::{FileTypeExt, MetadataExt, symlink};

use testkit::samples::ct;
use testkit::tool::finish;
use testkit::{Lab, lab};

fn lab_with(files: usize) -> Lab {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    for at in 0..files {
        lab.put(format!("in/sub/{at:04}"), ct("P", at).bytes());
    }
    lab
}

#[test]
fn an_output_that_touches_an_input_is_refused() {
    let lab = lab_with(3);
    symlink(lab.path("in"), lab.path("link")).unwrap();
    symlink("in/sub", lab.path("deep")).unwrap();
    fs::create_dir(lab.path("empty")).unwrap();
    let before = lab.tree("in");
    let places = [
        ("in", "in"),
        ("in", "in/out"),
        ("in/sub", "in"),
        ("in", "link"),
        ("in", "link/new"),
        ("link", "in"),
        ("in", "deep"),
        ("in", "empty/../in"),
        ("in", "./in/."),
        ("in/sub/0001", "in"),
        ("in", "."),
        ("in", "in/none/../../in/x"),
    ];
    for (input, output) in places {
        let args = ["--input", input, "--output", output, "--key-file", "key", "--level", "low"];
        let done = lab.run([&args[..], &["--force"]].concat()).expect(2);
        let says = ["apart", "resolved"].iter().any(|word| done.stderr.contains(word));
        assert!(says, "{input} to {output}: {}", done.stderr);
        assert_eq!(lab.tree("in"), before, "{input} to {output}");
    }
    assert!(!lab.path("out").exists());
    testkit::figure(
        "apart",
        format!("{} places refused with exit 2, inputs unchanged", places.len()),
    );
}

#[test]
fn an_input_of_a_list_that_lies_in_the_output_fails_and_stays() {
    let lab = lab_with(1);
    lab.put("out/mine.dcm", ct("Q", 1).bytes());
    let list = b"in/sub/0000\0out/mine.dcm\0";
    let args = ["--files0-from", "-", "--output", "out", "--key-file", "key", "--level", "low"];
    let rows = lab.tool().run_with(args, list).expect(1).rows();
    assert_eq!(rows.verdicts("scrub"), ["ok", "fail E_INSIDE_OUTPUT"]);
    assert_eq!(fs::read(lab.path("out/mine.dcm")).unwrap(), ct("Q", 1).bytes());
}

/// The path of the only output.
fn only_path(lab: &Lab) -> String {
    lab.work(&["--level", "low"]).expect(0).rows().rows[0]["path"].clone()
}

#[test]
fn another_file_under_the_outputs_name_stays_without_force() {
    let lab = lab_with(1);
    let path = only_path(&lab);
    let good = fs::read(lab.path(&path)).unwrap();
    for other in [b"something else".to_vec(), [good.as_slice(), b"x"].concat(), Vec::new()] {
        fs::write(lab.path(&path), &other).unwrap();
        let rows = lab.work(&["--level", "low"]).expect(1).rows();
        assert_eq!(rows.verdicts("scrub"), ["fail E_EXISTS"]);
        assert_eq!(fs::read(lab.path(&path)).unwrap(), other);
        lab.work(&["--level", "low", "--force"]).expect(0);
        assert_eq!(fs::read(lab.path(&path)).unwrap(), good);
    }
}

#[test]
fn a_file_of_the_same_length_but_another_header_is_not_taken_for_done() {
    let lab = lab_with(1);
    let path = only_path(&lab);
    let mut bytes = fs::read(lab.path(&path)).unwrap();
    bytes[700] ^= 0xFF;
    fs::write(lab.path(&path), &bytes).unwrap();
    let rows = lab.work(&["--level", "low"]).expect(1).rows();
    assert_eq!(rows.verdicts("scrub"), ["fail E_EXISTS"]);
}

#[test]
fn a_hard_link_or_symbolic_link_to_an_input_is_replaced_and_not_written_through() {
    let lab = lab_with(1);
    let path = only_path(&lab);
    let before = lab.tree("in");
    type Link = fn(&std::path::Path, &std::path::Path) -> std::io::Result<()>;
    let links: [Link; 2] = [|a, b| fs::hard_link(a, b), |a, b| symlink(a, b)];
    for link in links {
        fs::remove_file(lab.path(&path)).unwrap();
        link(&lab.path("in/sub/0000"), &lab.path(&path)).unwrap();
        assert_eq!(
            lab.work(&["--level", "low"]).expect(1).rows().verdicts("scrub"),
            ["fail E_EXISTS"]
        );
        assert_eq!(lab.tree("in"), before);
        lab.work(&["--level", "low", "--force"]).expect(0);
        assert_eq!(lab.tree("in"), before);
        let output = fs::symlink_metadata(lab.path(&path)).unwrap();
        assert!(output.is_file() && output.nlink() == 1);
    }
}

#[test]
fn a_closed_pipe_ends_the_run_quietly() {
    let lab = lab_with(2_000);
    let args = [&lab::IN_TO_OUT, ["--level", "low", "-j1"].as_slice()].concat();
    let mut child = lab.tool().command(args).spawn().unwrap();
    let mut first = String::new();
    BufReader::with_capacity(1, child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let done = finish(child).expect(141);
    assert!(first.starts_with("schema,"));
    assert_eq!(done.stderr, "");
    assert_eq!(lab.tree("out").leftovers(), [""; 0]);
    testkit::figure("pipe", "dcm-scrub: exit 141, no message, nothing left over");
}

#[test]
fn a_full_device_is_never_success() {
    let lab = lab_with(5);
    let args = [&lab::IN_TO_OUT, ["--level", "low", "-q"].as_slice()].concat();
    // Standard output on a full device.
    let child = lab.tool().shell("exec \"$@\" > /dev/full", &args).spawn().unwrap();
    let done = finish(child).expect(2);
    assert!(done.stderr.contains("manifest"), "{}", done.stderr);
    assert_eq!(lab.tree("out").leftovers(), [""; 0]);
    fs::remove_dir_all(lab.path("out")).unwrap();
    // A limit on the size of files does what a full disk does, without needing one.
    let script = "trap '' XFSZ; ulimit -f 1; exec \"$@\"";
    let large = testkit::text(0x7FE0_0010, "OW", vec![0; 4096]);
    lab.put("in/large", ct("P", 9).with(large).bytes());
    let done = finish(lab.tool().shell(script, &args).spawn().unwrap()).expect(1);
    let rows = done.rows();
    assert!(
        rows.verdicts("scrub").contains(&"fail E_UNWRITABLE".into()),
        "{:?}",
        rows.verdicts("scrub")
    );
    assert_eq!(lab.tree("out").leftovers(), [""; 0]);
    let with_manifest = [args.as_slice(), &["--manifest", "m.csv"]].concat();
    finish(lab.tool().shell(script, with_manifest).spawn().unwrap()).expect(2);
    assert!(!lab.path("m.csv").exists());
    testkit::figure(
        "full",
        "dcm-scrub: /dev/full exit 2, limit on files E_UNWRITABLE and exit 1 or 2",
    );
}

#[test]
fn an_output_folder_that_cannot_be_made_or_written_stops_the_run() {
    let lab = lab_with(1);
    lab.put("file", b"");
    let args = ["--input", "in", "--key-file", "key", "--level", "low", "--output"];
    let done = lab.run([&args[..], &["file/out"]].concat()).expect(2);
    assert!(done.stderr.contains("--output"), "{}", done.stderr);
    lab.run([&args[..], &["/proc/none"]].concat()).expect(2);
    testkit::figure("full", "an output that cannot be made: exit 2");
    assert!(done.stdout.is_empty());
}

#[test]
fn a_manifest_never_replaces_a_pipe_or_device() {
    let lab = lab_with(1);
    let made = std::process::Command::new("mkfifo").arg(lab.path("pipe")).status();
    assert!(made.unwrap().success());
    // A reader that is there, as of `> >(…)`.
    let reader = fs::File::options().read(true).write(true).open(lab.path("pipe")).unwrap();
    let done = lab.work(&["--level", "low", "--manifest", "pipe"]);
    let kind = fs::symlink_metadata(lab.path("pipe")).unwrap().file_type();
    assert!(kind.is_fifo(), "the pipe was replaced by a file; exit {:?}", done.code);
    drop(reader);
}
