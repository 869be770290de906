//! Runs that are stopped: nothing partial under a final name, and the next run completes them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use std::fs;
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::{Duration, Instant};

use testkit::samples::ct;
use testkit::tool::finish;
use testkit::{Lab, Rng, Syntax, Tree, samples};

/// More than one chunk of files, some with pixels of a megabyte.
fn lab() -> Lab {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    for at in 0..600 {
        let mut file = ct(if at % 3 == 0 { "ONE" } else { "TWO" }, at);
        if at % 100 == 0 {
            let side = [testkit::number(0x0028_0010, 512), testkit::number(0x0028_0011, 512)];
            let pixels = testkit::text(0x7FE0_0010, "OW", vec![at as u8; 512 * 512 * 2]);
            file = file.with_all(side).with(pixels);
        }
        lab.put(format!("in/{at:04}"), file.bytes());
    }
    lab.put("in/broken", b"no DICOM");
    lab
}

const RUN: [&str; 5] = ["--level", "low", "--manifest", "scrub.csv", "-j2"];

fn start(lab: &Lab) -> Command {
    let args = [&testkit::lab::IN_TO_OUT, RUN.as_slice()].concat();
    lab.tool().command(args)
}

fn begin_anew(lab: &Lab) {
    let _ = fs::remove_dir_all(lab.path("out"));
    let _ = fs::remove_file(lab.path("scrub.csv"));
}

/// Every file under a final name is one of the undisturbed run.
fn assert_only_whole_files(now: &Tree, whole: &Tree, moment: &str) {
    for (name, entry) in now.entries() {
        if name.starts_with(b".") {
            continue;
        }
        let good = whole.entries().get(name).is_some_and(|e| e.bytes == entry.bytes);
        assert!(good, "{moment}: {} is partial", String::from_utf8_lossy(name));
    }
}

fn killed_runs_are_completed(moments: usize) {
    let lab = lab();
    let undisturbed = finish(start(&lab).spawn().unwrap()).expect(1);
    let (whole, manifest) = (lab.tree("out"), fs::read(lab.path("scrub.csv")).unwrap());
    assert_eq!(whole.len(), 600);
    let mut rng = Rng::new(9);
    let mut interrupted = 0;
    for at in 0..moments {
        begin_anew(&lab);
        let mut child = start(&lab).spawn().unwrap();
        sleep(undisturbed.took.mul_f64(rng.below(1000) as f64 / 1000.0));
        child.kill().unwrap();
        let killed = finish(child);
        interrupted += usize::from(killed.signal.is_some());
        let moment = format!("moment {at}");
        assert_only_whole_files(&lab.tree("out"), &whole, &moment);
        if let Ok(early) = fs::read(lab.path("scrub.csv")) {
            assert_eq!(early, manifest, "{moment}: the manifest is partial");
        }
        finish(start(&lab).spawn().unwrap()).expect(1);
        assert!(lab.tree("out").content() == whole.content(), "{moment}: another tree");
        assert_eq!(fs::read(lab.path("scrub.csv")).unwrap(), manifest, "{moment}");
    }
    testkit::figure(
        "kill",
        format!("{moments} moments, {interrupted} runs killed, all completed alike"),
    );
    assert!(interrupted > moments / 4, "only {interrupted} of {moments} runs were interrupted");
}

#[test]
fn a_killed_run_leaves_no_partial_file_and_the_next_one_completes_it() {
    killed_runs_are_completed(20);
}

#[test]
#[ignore = "ten seconds"]
fn fifty_killed_runs_are_completed() {
    killed_runs_are_completed(50);
}

/// Sends a signal as soon as the run is at work.
fn signalled(lab: &Lab, signal: rustix::process::Signal) -> testkit::Done {
    let child: Child = start(lab).spawn().unwrap();
    let staging = lab.path("out/.dcm-staging");
    let patience = Instant::now() + Duration::from_secs(10);
    while !staging.exists() && Instant::now() < patience {
        sleep(Duration::from_micros(200));
    }
    sleep(Duration::from_millis(5));
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, signal).unwrap();
    finish(child)
}

#[test]
fn a_signal_ends_the_run_with_its_code_and_leaves_nothing_behind() {
    use rustix::process::Signal;
    let lab = lab();
    // Under nohup the tool does not listen to it either.
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:")).unwrap();
    let no_hangup = u64::from_str_radix(ignored.trim(), 16).unwrap() & 1 == 1;
    for (signal, code) in [(Signal::TERM, 143), (Signal::INT, 130), (Signal::HUP, 129)] {
        if signal == Signal::HUP && no_hangup {
            continue;
        }
        begin_anew(&lab);
        let done = signalled(&lab, signal).expect(code);
        assert!(done.stderr.contains("signal"), "{}", done.stderr);
        assert_eq!(lab.tree("out").leftovers(), [""; 0]);
        assert!(!lab.path("scrub.csv").exists(), "no manifest of an incomplete run");
        let rest = fs::read_dir(lab.path("")).unwrap().flatten();
        let hidden = rest.filter(|e| e.file_name().to_string_lossy().starts_with('.'));
        assert_eq!(hidden.count(), 0, "no temporary manifest");
        finish(start(&lab).spawn().unwrap()).expect(1);
        assert_eq!(lab.tree("out").len(), 600);
    }
}

#[test]
fn what_a_killed_run_staged_is_removed_by_the_next() {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    lab.put("in/a", samples::slice(Syntax::Explicit, "P", 1).bytes());
    lab.put("out/.dcm-staging/run-dead/lock", b"");
    lab.put("out/.dcm-staging/run-dead/7", b"partial");
    lab.work(&["--level", "low"]).expect(0);
    assert_eq!(lab.tree("out").leftovers(), [""; 0]);
}

#[test]
fn a_staging_folder_that_was_killed_before_its_lock_is_removed_too() {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    lab.put("in/a", samples::slice(Syntax::Explicit, "P", 1).bytes());
    fs::create_dir_all(lab.path("out/.dcm-staging/run-dead")).unwrap();
    lab.work(&["--level", "low"]).expect(0);
    assert!(!lab.path("out/.dcm-staging").exists());
}

#[test]
fn a_killed_run_leaves_no_temporary_manifest_for_ever() {
    let lab = lab();
    let mut child = start(&lab).spawn().unwrap();
    while !lab.path("out/.dcm-staging").exists() {
        sleep(Duration::from_micros(200));
    }
    child.kill().unwrap();
    finish(child);
    finish(start(&lab).spawn().unwrap()).expect(1);
    let names = fs::read_dir(lab.path("")).unwrap().flatten();
    let left: Vec<_> = names
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with(".manifest"))
        .collect();
    assert_eq!(left, [""; 0]);
}

#[test]
fn a_terminal_that_goes_away_does_not_end_a_run_under_nohup() {
    let lab = lab();
    let args = [&testkit::lab::IN_TO_OUT, RUN.as_slice()].concat();
    let child = lab.tool().shell("trap '' HUP; exec \"$@\"", args).spawn().unwrap();
    while !lab.path("out/.dcm-staging").exists() {
        sleep(Duration::from_micros(200));
    }
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::HUP).unwrap();
    finish(child).expect(1);
    assert_eq!(lab.tree("out").len(), 600);
}

#[test]
fn a_file_beyond_the_users_limit_fails_its_row_and_leaves_nothing() {
    let lab = lab();
    let args = [&testkit::lab::IN_TO_OUT, RUN.as_slice()].concat();
    // Without a trap the signal would end the run.
    let script = "ulimit -f 800; exec \"$@\"";
    finish(lab.tool().shell(script, args).spawn().unwrap()).expect(1);
    let rows = testkit::Rows::parse(&fs::read(lab.path("scrub.csv")).unwrap());
    let failed = rows.verdicts("scrub").iter().filter(|v| *v == "fail E_UNWRITABLE").count();
    assert_eq!(failed, 6, "those with pixels of a megabyte");
    assert_eq!(lab.tree("out").leftovers(), [""; 0]);
}
