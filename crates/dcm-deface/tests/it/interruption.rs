//! The binary as a pipeline sees it: killed, stopped, its outputs closed or full.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use demo_data::{Phantom, Settings, write_phantom};
use testkit::tool::finish;
use testkit::{Lab, Rng, Rows, Tree, lab};

/// A head of many thin slices, so that there is something to be stopped.
fn head() -> Lab {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-deface"));
    let settings = Settings { matrix: 96, slices: Some(96), ..Settings::default() };
    write_phantom(&lab.path("in"), Phantom::HeadCt, &settings).unwrap();
    lab.put("in/broken", b"no DICOM");
    lab
}

fn start(lab: &Lab) -> Command {
    let args = [&lab::IN_TO_OUT, ["--manifest", "deface.csv", "-j2", "-q"].as_slice()].concat();
    lab.tool().command(args)
}

fn begin_anew(lab: &Lab) {
    let _ = fs::remove_dir_all(lab.path("out"));
    let _ = fs::remove_file(lab.path("deface.csv"));
}

/// Files that are neither images nor masks, and hidden folders.
fn leftovers(tree: &Tree) -> Vec<String> {
    tree.leftovers().into_iter().filter(|name| !name.ends_with("/defaced_mask.nii.gz")).collect()
}

#[test]
fn a_killed_run_leaves_no_partial_file_and_the_next_one_completes_it() {
    let lab = head();
    let undisturbed = finish(start(&lab).spawn().unwrap()).expect(1);
    let (whole, manifest) = (lab.tree("out"), fs::read(lab.path("deface.csv")).unwrap());
    assert_eq!(whole.len(), 96 + 1);
    let staging = |lab: &Lab| lab.path("out").is_dir();
    let mut rng = Rng::new(5);
    let (mut interrupted, mut within) = (0, 0);
    for at in 0..6 {
        begin_anew(&lab);
        let mut child = start(&lab).spawn().unwrap();
        // Most of the time goes into finding the face; the last part of it writes.
        let share = if at % 2 == 0 { rng.below(1000) } else { 700 + rng.below(300) };
        sleep(undisturbed.took.mul_f64(share as f64 / 1000.0));
        child.kill().unwrap();
        interrupted += usize::from(finish(child).signal.is_some());
        within += usize::from(staging(&lab));
        for (name, entry) in lab.tree("out").entries() {
            let hidden = name.starts_with(b".");
            let good = whole.entries().get(name).is_some_and(|e| e.bytes == entry.bytes);
            assert!(hidden || good, "moment {at}: {} is partial", String::from_utf8_lossy(name));
        }
        finish(start(&lab).spawn().unwrap()).expect(1);
        assert!(lab.tree("out").content() == whole.content(), "moment {at}: another tree");
        assert_eq!(fs::read(lab.path("deface.csv")).unwrap(), manifest, "moment {at}");
    }
    assert!(interrupted > 1 && within > 1, "{interrupted} runs were interrupted");
}

#[test]
fn a_signal_ends_the_run_with_its_code_and_leaves_nothing_behind() {
    use rustix::process::{Pid, Signal, kill_process};
    let lab = head();
    for (signal, code) in [(Signal::TERM, 143), (Signal::INT, 130)] {
        begin_anew(&lab);
        let child = start(&lab).spawn().unwrap();
        let patience = Instant::now() + Duration::from_secs(10);
        while !lab.path("out/.dcm-staging").exists() && Instant::now() < patience {
            sleep(Duration::from_micros(200));
        }
        sleep(Duration::from_millis(20));
        kill_process(Pid::from_child(&child), signal).unwrap();
        let done = finish(child).expect(code);
        assert!(done.stderr.contains("signal"), "{}", done.stderr);
        assert_eq!(leftovers(&lab.tree("out")), [""; 0]);
        assert!(!lab.path("deface.csv").exists(), "no manifest of an incomplete run");
    }
}

#[test]
fn a_closed_pipe_ends_the_run_quietly_and_a_full_device_is_never_success() {
    let lab = head();
    let args = [&lab::IN_TO_OUT, ["-q"].as_slice()].concat();
    let mut child = lab.tool().command(&args).spawn().unwrap();
    let mut first = String::new();
    BufReader::with_capacity(1, child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let done = finish(child).expect(141);
    assert!(first.starts_with("schema,"));
    assert_eq!((done.stderr.as_str(), leftovers(&lab.tree("out"))), ("", Vec::new()));
    begin_anew(&lab);
    let child = lab.tool().shell("exec \"$@\" > /dev/full", &args).spawn().unwrap();
    assert!(finish(child).expect(2).stderr.contains("manifest"));
    begin_anew(&lab);
    // A limit on the size of files does what a full disk does, without needing one.
    let child = lab.tool().shell("trap '' XFSZ; ulimit -f 8; exec \"$@\"", &args).spawn().unwrap();
    let rows = finish(child).expect(1).rows();
    let unwritable = |v: &String| v == "fail E_UNWRITABLE" || v == "fail E_NOT_DICOM";
    assert!(rows.verdicts("deface").iter().all(unwritable), "{:?}", rows.verdicts("deface"));
    testkit::figure("full", format!("dcm-deface: limit on files, {} rows, none ok", rows.len()));
    assert_eq!(leftovers(&lab.tree("out")), [""; 0]);
}

#[test]
fn a_report_has_a_picture_for_its_owner_alone_and_stays_away_from_the_output() {
    use std::os::unix::fs::PermissionsExt;
    let lab = head();
    let done = lab.work(&["--report", "report", "-q"]).expect(1);
    let series = done.rows().rows[1]["series"].clone();
    let page = fs::read_to_string(lab.path("report/index.html")).unwrap();
    assert!(page.contains(&format!("./{series}.png")));
    for name in [format!("{series}.png"), "index.html".into()] {
        let mode = fs::metadata(lab.path("report").join(Path::new(&name))).unwrap().permissions();
        assert_eq!(mode.mode() & 0o777, 0o600);
    }
    for place in ["out/report", "in/report"] {
        lab.work(&["--report", place]).expect(2);
        assert!(!lab.path(place).exists());
    }
    let rows: Rows = done.rows();
    assert_eq!(rows.verdicts("deface")[0], "ok");
}

/// Rows of files that are not there, with long names.
fn absent(rows: usize) -> Vec<u8> {
    let row = |at| format!("1,S{at},/nowhere/{}/{at}.dcm,,P,1,ok,\n", "long".repeat(60));
    let rows: String = (0..rows).map(row).collect();
    format!("schema,source,path,bytes,subject,study,scrub,scrub_code\n{rows}").into_bytes()
}

/// Has the tool stand before a reader that reads nothing, then stops it; gives the most memory that it took,
/// in kB.
fn stalled(rows: usize) -> u64 {
    use rustix::process::{Pid, Signal, kill_process};
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-deface"));
    lab.put("rows.csv", absent(rows));
    let args = ["--output", "out", "--key-file", "key", "-q"];
    let mut command = lab.tool().shell("exec \"$@\" < rows.csv 2>/dev/null", args);
    let mut child = command.spawn().unwrap();
    let pipe = child.stdout.take().unwrap();
    // A pipe holds 64 KiB.
    let patience = Instant::now() + Duration::from_secs(30);
    while rustix::io::ioctl_fionread(&pipe).unwrap() < 60_000 && Instant::now() < patience {
        sleep(Duration::from_millis(5));
    }
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    kill_process(Pid::from_child(&child), Signal::TERM).unwrap();
    let told = Instant::now();
    while child.try_wait().unwrap().is_none() {
        assert!(told.elapsed() < Duration::from_secs(5), "it waits for its reader");
        sleep(Duration::from_millis(5));
    }
    assert_eq!(child.wait().unwrap().code(), Some(143));
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    most.trim().strip_suffix(" kB").unwrap().parse().unwrap()
}

#[test]
fn a_tool_whose_reader_reads_nothing_is_stopped_and_has_few_bytes_for_a_row() {
    // Both more than the 8 MB beyond which rows wait in a file.
    let (few, many) = (stalled(32_000), stalled(64_000));
    let each = many.saturating_sub(few) * 1024 / 32_000;
    testkit::figure(
        "pipe",
        format!(
            "dcm-deface before a reader that reads nothing: SIGTERM, exit 143; {each} bytes for each row"
        ),
    );
    // 150 MB for a million rows.
    assert!(each < 130, "{each} bytes for each row");
}
