//! What gets into the folder to share.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::time::Duration;

use testkit::Rows;
use testkit::tool::finish;

use crate::common::{FILES, Work, row_of};

#[test]
fn what_every_stage_accepted_is_shared_and_nothing_else() {
    let work = Work::new();
    let done = work.release(&[]).expect(0);
    let before = work.rows();
    let rows = done.rows();
    assert_eq!(rows.len(), FILES);
    assert_eq!(rows.column("source"), before.column("source"));
    assert_eq!(rows.column("mine"), ["x y"; FILES], "columns of others pass");
    assert_eq!(rows.verdicts("release"), ["ok"; FILES]);
    let mut paths: Vec<_> = rows.column("path").iter().map(|p| p.replace("share/", "")).collect();
    paths.sort();
    assert_eq!(work.shared(), paths);
    assert!(work.lab.tree("share").leftovers().is_empty() || work.shared().len() == FILES);
    for row in &rows.rows {
        assert_eq!(fs::read(work.lab.path(&row["path"])).unwrap().len().to_string(), row["bytes"]);
        assert_eq!(row["sha256"].len(), 64);
    }
    assert_eq!(fs::read(work.lab.path("evidence/manifest.csv")).unwrap(), done.stdout);
    let sums = fs::read_to_string(work.lab.path("share/SHA256SUMS")).unwrap();
    assert_eq!(sums.lines().count(), FILES + 1);
    let check = work.lab.tool().shell("cd share && sha256sum -c --quiet SHA256SUMS", [""]);
    finish({ check }.spawn().unwrap()).expect(0);
}

#[test]
fn the_public_manifest_has_nothing_of_the_givers_work() {
    let work = Work::new();
    work.release(&[]).expect(0);
    let text = fs::read_to_string(work.lab.path("share/manifest.csv")).unwrap();
    let rows = Rows::parse(text.as_bytes());
    for hidden in
        ["undefaced", "mask", "mine", "scrub_config", "hdrcheck_config", "facecheck_score"]
    {
        assert!(!rows.columns.iter().any(|name| name == hidden), "{hidden}");
    }
    for path in rows.column("path") {
        assert!(
            work.lab.path("share").join(path).is_file() && !path.starts_with("share"),
            "{path}"
        );
    }
    assert!(!text.contains(work.lab.path("").to_str().unwrap()));
}

#[test]
fn a_series_with_a_flag_a_failure_and_a_skip_balance_to_the_last_row() {
    let mut work = Work::new();
    // ONE: one of three files is flagged. TWO: one of two failed. THREE: one is a duplicate, by rule.
    work.set(row_of("ONE"), &[("hdrcheck", "flag"), ("hdrcheck_code", "F_FINDINGS")]);
    let gone = [("path", ""), ("bytes", ""), ("sha256", ""), ("deface", "skip")];
    let failed = [("scrub", "fail"), ("scrub_code", "E_TRUNCATED"), ("deface_code", "S_UPSTREAM")];
    work.set(row_of("TWO"), &[&gone[..], &failed].concat());
    let same = [("scrub", "skip"), ("scrub_code", "S_SAME_OBJECT"), ("deface_code", "S_UPSTREAM")];
    work.set(row_of("THREE"), &[&gone[..], &same].concat());
    let done = work.release(&[]).expect(1);
    let verdicts = done.rows().verdicts("release");
    let mut counted: BTreeMap<String, usize> = BTreeMap::new();
    verdicts.into_iter().for_each(|verdict| *counted.entry(verdict).or_default() += 1);
    let expected = [("ok", 2), ("skip S_SERIES_HELD", 3), ("skip S_UPSTREAM", 3)];
    assert_eq!(counted, expected.map(|(name, n)| (name.to_owned(), n)).into());
    assert_eq!(work.shared().len(), 2);
    let counts = work.statement()["counts"].clone();
    assert_eq!((counts["inputs"].as_u64(), counts["held_back"].as_u64()), (Some(8), Some(6)));
    assert_eq!(counts["released"]["files"], 2);
    let reasons = counts["reasons"].as_array().unwrap().iter().map(|reason| {
        let text = |name: &str| reason[name].as_str().unwrap_or("-").to_owned();
        format!("{} {} {}", text("tool"), text("code"), reason["files"])
    });
    let reasons: Vec<String> = reasons.collect();
    assert_eq!(
        reasons,
        [
            "dcm-release S_SERIES_HELD 3",
            "dcm-hdrcheck F_FINDINGS 1",
            "dcm-scrub E_TRUNCATED 1",
            "dcm-scrub S_SAME_OBJECT 1"
        ]
    );
    assert!(done.stderr.contains("6 of 8 files are held back"));
    work.verify(&[]).expect(0);
}

#[test]
fn a_series_can_be_released_in_part_and_the_statement_says_so() {
    let mut work = Work::new();
    work.set(row_of("ONE"), &[("hdrcheck", "flag"), ("hdrcheck_code", "F_FINDINGS")]);
    work.release(&["--partial"]).expect(1);
    assert_eq!(work.shared().len(), FILES - 1);
    let notes = work.statement()["not_checked"].to_string();
    assert!(notes.contains("--partial"), "{notes}");
}

#[test]
fn files_of_a_series_that_could_not_be_defaced_hold_back_those_that_were() {
    let mut work = Work::new();
    // dcm-deface gave the others a new series; the one that it could not treat kept the old one.
    let rows = work.rows();
    let first = row_of("ONE");
    for row in [first, first + 1] {
        let path = rows.rows[row]["path"].clone();
        let new = path.replace(&rows.rows[row]["series"], "2.25.77").replace("clean", "defaced");
        work.lab.put(&new, fs::read(work.lab.path(&path)).unwrap());
        let new = work.lab.path(&new).to_str().unwrap().to_owned();
        let cells =
            [("undefaced", path.as_str()), ("path", &new), ("series", "2.25.77"), ("deface", "ok")];
        let mut all = work.rows();
        if !all.columns.iter().any(|name| name == "undefaced") {
            all.columns.push("undefaced".into());
            all.rows.iter_mut().for_each(|row| drop(row.insert("undefaced".into(), String::new())));
            work.put(&all);
        }
        work.set(row, &cells);
        work.set(row, &[("deface_code", ""), ("facecheck", "ok"), ("facecheck_code", "")]);
    }
    work.set(
        first + 2,
        &[
            ("deface", "fail"),
            ("deface_code", "E_GEOMETRY"),
            ("path", ""),
            ("bytes", ""),
            ("sha256", ""),
        ],
    );
    let done = work.release(&[]).expect(1);
    let verdicts = done.rows().verdicts("release").join(",");
    assert_eq!(verdicts.matches("S_SERIES_HELD").count(), 2, "{verdicts}");
    assert_eq!(work.shared().len(), FILES - 3);
}

#[test]
fn a_file_that_is_not_the_one_of_its_row_holds_back_its_series() {
    let work = Work::new();
    let path = work.rows().rows[row_of("ONE")]["path"].clone();
    let mut bytes = fs::read(work.lab.path(&path)).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(work.lab.path(&path), bytes).unwrap();
    let done = work.release(&[]).expect(1);
    let verdicts = done.rows().verdicts("release").join(",");
    assert_eq!(verdicts.matches("fail E_CHANGED").count(), 1);
    assert_eq!(verdicts.matches("skip S_SERIES_HELD").count(), 2);
    assert_eq!(work.shared().len(), FILES - 3);
    let again =
        work.lab.tool().run_with(["--output", "share", "--evidence", "evidence"], &done.stdout);
    assert_eq!(again.expect(1).rows().verdicts("release").join(","), verdicts, "twice is once");
}

#[test]
fn a_link_in_the_place_of_a_file_is_not_followed() {
    let work = Work::new();
    let path = work.lab.path(&work.rows().rows[row_of("FOUR")]["path"]);
    fs::rename(&path, work.lab.path("elsewhere")).unwrap();
    std::os::unix::fs::symlink(work.lab.path("elsewhere"), &path).unwrap();
    for transfer in ["clone", "link"] {
        let done = work.release(&["--transfer", transfer]).expect(1);
        assert_eq!(done.rows().verdicts("release")[row_of("FOUR")], "fail E_CHANGED", "{transfer}");
    }
}

#[test]
fn a_stage_without_a_word_on_a_file_has_not_accepted_it() {
    for (status, code) in [("", ""), ("plan", "")] {
        let mut work = Work::new();
        work.set(row_of("FOUR"), &[("facecheck", status), ("facecheck_code", code)]);
        let done = work.release(&[]).expect(1);
        assert_eq!(done.rows().verdicts("release")[row_of("FOUR")], "flag F_NOT_CHECKED");
        assert_eq!(work.shared().len(), FILES - 1);
    }
}

#[test]
fn the_same_run_twice_changes_nothing_and_writes_the_same_bytes() {
    let work = Work::new();
    let first = work.release(&["--jobs", "1"]).expect(0);
    let (share, evidence) = (work.lab.tree("share"), work.lab.tree("evidence"));
    let second = work.release(&["--jobs", "4"]).expect(0);
    assert_eq!(first.stdout, second.stdout);
    assert_eq!(share.content(), work.lab.tree("share").content());
    assert_eq!(evidence.content(), work.lab.tree("evidence").content());
    for (name, entry) in work.lab.tree("share").entries() {
        if name.ends_with(b".dcm") {
            assert_eq!(entry.identity, share.entries()[name].identity, "it was there already");
        }
    }
    let third =
        work.lab.tool().run_with(["--output", "share", "--evidence", "evidence"], &second.stdout);
    assert_eq!(third.expect(0).stdout, first.stdout, "from its own manifest");
}

#[test]
fn a_run_that_was_killed_leaves_whole_files_and_the_next_one_completes_it() {
    let work = Work::new();
    let usual = ["--output", "share", "--evidence", "evidence", "--input", "final.csv"];
    work.lab.put("final.csv", &work.manifest);
    let whole = work.lab.tree("clean");
    for wait in [1, 3, 6, 10, 15, 25] {
        let mut child = work.lab.tool().command(usual).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        child.kill().unwrap();
        finish(child);
        for (name, entry) in work.lab.tree("share").entries() {
            if name.ends_with(b".dcm") && !name.starts_with(b".dcm-staging") {
                assert_eq!(entry.bytes, whole.entries()[name].bytes);
            }
        }
    }
    // One that was killed between the files, and left its staging folder.
    let some = work.shared();
    if let Some(name) = some.iter().find(|name| name.ends_with(".dcm")) {
        fs::remove_file(work.lab.path("share").join(name)).unwrap();
    }
    work.lab.put("share/.dcm-staging/run-dead/n0/0", b"half");
    work.lab.put("share/.dcm-staging/run-dead/lock", b"");
    let _ = fs::remove_file(work.lab.path("share/SHA256SUMS"));
    work.lab.run(usual).expect(0);
    work.verify(&[]).expect(0);
    assert_eq!(work.shared().len(), FILES);
}

#[test]
fn copies_are_files_of_their_own_and_links_are_separated_again() {
    let work = Work::new();
    let inode = |path: &str| fs::metadata(work.lab.path(path)).unwrap().ino();
    let rows = work.rows();
    let source = rows.rows[0]["path"].clone();
    let link = work.release(&["--transfer", "link"]).expect(0);
    assert_eq!(inode(&link.rows().rows[0]["path"]), inode(&source));
    for transfer in ["clone", "copy"] {
        let copy = work.release(&["--transfer", transfer]).expect(0);
        assert_ne!(inode(&copy.rows().rows[0]["path"]), inode(&source), "{transfer}");
        assert_eq!(copy.stdout, link.stdout);
        work.verify(&[]).expect(0);
    }
}

#[test]
fn the_manifest_is_a_file_that_appears_last() {
    let work = Work::new();
    let done = work.release(&["--manifest", "released.csv"]).expect(0);
    assert!(done.stdout.is_empty());
    let text = fs::read(work.lab.path("released.csv")).unwrap();
    assert_eq!(text, fs::read(work.lab.path("evidence/manifest.csv")).unwrap());
}

#[test]
fn the_exit_code_is_zero_only_where_nothing_is_held_back_but_by_rule_or_decision() {
    let mut work = Work::new();
    let of_file = |work: &Work| {
        work.lab.put("in.csv", &work.manifest);
        work.lab.run(["in.csv", "--output", "share", "--evidence", "evidence"])
    };
    of_file(&work).expect(0);
    let gone = [("path", ""), ("bytes", ""), ("sha256", ""), ("scrub", "skip")];
    let by_rule =
        [("scrub_code", "S_SAME_OBJECT"), ("deface", "skip"), ("deface_code", "S_UPSTREAM")];
    let mut other = Work::new();
    other.set(row_of("FOUR"), &[&gone[..], &by_rule].concat());
    of_file(&other).expect(0);
    for (column, code) in [("hdrcheck", "F_FINDINGS"), ("facecheck", "F_FACE_LEFT")] {
        let mut other = Work::new();
        let code_column = format!("{column}_code");
        other.set(row_of("FOUR"), &[(column, "flag"), (&code_column, code)]);
        other.release(&[]).expect(1);
    }
    for row in 0..work.rows().rows.len() {
        work.set(row, &[("hdrcheck", "flag"), ("hdrcheck_code", "F_FINDINGS")]);
    }
    let fresh = ["--output", "none", "--evidence", "proof"];
    let nothing = work.lab.tool().run_with(fresh, work.manifest.as_bytes());
    assert!(nothing.expect(1).stderr.contains("8 of 8 files are held back"));
}
