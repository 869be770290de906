//! Links that somebody has planted where the tool writes: nothing behind them is written or removed.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::time::Duration;

use testkit::samples::ct;
use testkit::tool::finish;
use testkit::{Lab, Tree, lab};

/// A few inputs, and a folder of somebody else's beside them.
fn lab() -> (Lab, Tree) {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    for at in 0..3 {
        lab.put(format!("in/{at}"), ct("P", at).bytes());
    }
    for name in ["thesis/chapter", "run-thesis/7", "run-thesis/0/1", "table.csv"] {
        lab.put(format!("victim/{name}"), b"precious");
    }
    let victim = lab.tree("victim");
    (lab, victim)
}

/// Where the first file is written.
fn target(lab: &Lab) -> PathBuf {
    let done = lab.work(&["--level", "high", "--dry-run", "--manifest", "plan.csv"]);
    done.expect(0);
    let done = lab.work(&["--level", "high"]).expect(0);
    let path = done.rows().rows[0]["path"].clone();
    fs::remove_dir_all(lab.path("out")).unwrap();
    PathBuf::from(path)
}

#[test]
fn a_link_in_the_place_of_the_staging_folder_ends_the_run() {
    let (lab, victim) = lab();
    for to in ["victim", "victim/run-thesis", "nowhere"] {
        let _ = fs::remove_dir_all(lab.path("out"));
        fs::create_dir(lab.path("out")).unwrap();
        symlink(lab.path(to), lab.path("out/.dcm-staging")).unwrap();
        lab.work(&["--level", "high"]).expect(2);
        assert_eq!(lab.tree("victim"), victim, "{to}");
        assert!(!lab.path("nowhere").exists());
        assert!(lab.path("out/.dcm-staging").is_symlink(), "it is not the tool's to remove");
    }
}

#[test]
fn foreign_things_in_the_staging_folder_stay() {
    let (lab, victim) = lab();
    let staging = lab.path("out/.dcm-staging");
    fs::create_dir_all(staging.join("run-dead/0")).unwrap();
    fs::create_dir_all(staging.join("mine")).unwrap();
    lab.put("out/.dcm-staging/mine/7", b"precious");
    lab.put("out/.dcm-staging/run-dead/lock", b"");
    lab.put("out/.dcm-staging/run-dead/0/3", b"partial");
    lab.put("out/.dcm-staging/run-dead/0/letter", b"precious");
    symlink(lab.path("victim/run-thesis"), staging.join("run-dead/1")).unwrap();
    symlink(lab.path("victim/run-thesis"), staging.join("run-link")).unwrap();
    symlink(lab.path("victim/table.csv"), staging.join("run-dead/0/4")).unwrap();
    lab.work(&["--level", "high"]).expect(0);
    assert_eq!(lab.tree("victim"), victim);
    assert!(!staging.join("run-dead/0/3").exists());
    for kept in ["mine/7", "run-dead/0/letter"] {
        assert_eq!(fs::read(staging.join(kept)).unwrap(), b"precious", "{kept}");
    }
}

#[test]
fn a_link_on_the_way_to_an_output_costs_its_row() {
    let (lab, victim) = lab();
    let target = target(&lab);
    let folders: Vec<&Path> = target.ancestors().skip(1).take(3).collect();
    for folder in folders {
        for flag in [&[][..], &["--force"]] {
            let _ = fs::remove_dir_all(lab.path("out"));
            fs::create_dir_all(lab.path(folder).parent().unwrap()).unwrap();
            symlink(lab.path("victim"), lab.path(folder)).unwrap();
            let done = lab.work(&[&["--level", "high"], flag].concat()).expect(1);
            let verdicts = done.rows().verdicts("scrub");
            assert!(verdicts.contains(&"fail E_LINK".to_owned()), "{folder:?}: {verdicts:?}");
            assert_eq!(lab.tree("victim"), victim, "{folder:?}");
        }
    }
    // In the place of the file itself.
    fs::remove_dir_all(lab.path("out")).unwrap();
    fs::create_dir_all(lab.path(&target).parent().unwrap()).unwrap();
    symlink(lab.path("victim/table.csv"), lab.path(&target)).unwrap();
    let verdicts = lab.work(&["--level", "high"]).expect(1).rows().verdicts("scrub");
    assert!(verdicts.contains(&"fail E_EXISTS".to_owned()));
    lab.work(&["--level", "high", "--force"]).expect(0);
    assert_eq!(lab.tree("victim"), victim);
    assert!(!lab.path(&target).is_symlink());
}

#[test]
fn a_link_in_the_place_of_a_file_of_results_in_the_making_ends_the_run() {
    let (lab, victim) = lab();
    for (flag, name) in [("--manifest", "m.csv"), ("--link", "l.csv"), ("--record", "r.json")] {
        let hidden = lab.path(format!(".{name}.partial"));
        type Plant = fn(&Path, &Path) -> std::io::Result<()>;
        let plants: [Plant; 4] = [
            |victim, at| symlink(victim.join("table.csv"), at),
            |victim, at| symlink(victim.join("new"), at),
            |victim, at| fs::hard_link(victim.join("table.csv"), at),
            |_, at| fs::create_dir(at),
        ];
        for plant in plants {
            plant(&lab.path("victim"), &hidden).unwrap();
            lab.work(&["--level", "high", flag, name]).expect(2);
            assert!(hidden.symlink_metadata().is_ok(), "{flag}: it is not the tool's to remove");
            assert!(!lab.path(name).exists());
            let _ = fs::remove_file(&hidden).or_else(|_| fs::remove_dir(&hidden));
            assert_eq!(lab.tree("victim"), victim, "{flag}");
        }
    }
}

#[test]
fn a_file_of_results_is_never_open_to_others_and_nobody_reads_along() {
    let (lab, _) = lab();
    // A file that somebody made beforehand, to read what a run writes into it.
    lab.put(".l.csv.partial", b"");
    fs::set_permissions(lab.path(".l.csv.partial"), PermissionsExt::from_mode(0o666)).unwrap();
    let spy = fs::File::open(lab.path(".l.csv.partial")).unwrap();
    let args = [&lab::IN_TO_OUT[..], &["--level", "high", "--link", "l.csv"]].concat();
    let trace = lab.tool().shell("umask 0; exec \"$@\"", args).spawn().unwrap();
    finish(trace).expect(0);
    assert_eq!(spy.metadata().unwrap().len(), 0, "the link file is another one");
    let mode = fs::metadata(lab.path("l.csv")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn folders_that_become_links_while_the_tool_runs_lead_nothing_out() {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    for at in 0..400 {
        lab.put(format!("in/{at:03}"), ct(&format!("P{}", at % 40), at).bytes());
    }
    lab.put("victim/chapter", b"precious");
    let victim = lab.tree("victim");
    let args =
        [&lab::IN_TO_OUT[..], &["--level", "low", "-j2", "-q", "--manifest", "m.csv"]].concat();
    for moment in 0..5 {
        let _ = fs::remove_dir_all(lab.path("out"));
        let mut child = lab.tool().command(&args).spawn().unwrap();
        let mut swapped = 0;
        while child.try_wait().unwrap().is_none() {
            let names = fs::read_dir(lab.path("out")).into_iter().flatten().flatten();
            for entry in names.filter(|e| e.file_type().is_ok_and(|t| t.is_dir())) {
                let name = entry.file_name();
                if name.as_encoded_bytes().starts_with(b".") {
                    continue;
                }
                // The folder goes aside and a link takes its place.
                let aside = lab.path("out").join(format!("aside{swapped}"));
                if fs::rename(entry.path(), aside).is_ok() {
                    // The tool may have made it anew by then.
                    let _ = symlink(lab.path("victim"), entry.path());
                    swapped += 1;
                    break;
                }
            }
            std::thread::sleep(Duration::from_micros(300));
        }
        finish(child);
        assert_eq!(lab.tree("victim"), victim, "moment {moment}");
    }
}
