//! What ends a run before anything is shared.

use std::fs;

use crate::common::{FILES, Work, rare, row_of};

fn nothing_is_there(work: &Work) {
    assert!(!work.lab.path("share").exists(), "{:?}", work.shared());
    assert!(!work.lab.path("evidence").exists());
}

#[test]
fn a_stage_that_did_not_run_is_named_and_can_be_left_out_knowingly() {
    let mut work = Work::new();
    work.without("facecheck");
    let done = work.release(&[]).expect(2);
    assert!(done.stderr.contains("dcm-facecheck") && done.stderr.contains("--without facecheck"));
    nothing_is_there(&work);
    work.release(&["--without", "facecheck"]).expect(0);
    let statement = work.statement();
    assert_eq!(statement["rules"]["without"][0], "dcm-facecheck");
    assert!(statement["not_checked"].to_string().contains("Nobody checked that faces are gone"));
    work.release(&["--without", "hdrcheck,facecheck"]).expect(2);
    work.without("scrub");
    assert!(work.release(&["--without", "facecheck"]).expect(2).stderr.contains("dcm-scrub"));
}

#[test]
fn folders_that_are_not_apart_are_refused() {
    let work = Work::new();
    let manifest = work.manifest.as_bytes();
    for (share, evidence) in [
        ("clean", "evidence"),
        ("clean/share", "evidence"),
        (".", "evidence"),
        ("share", "share/evidence"),
        ("share", "share"),
        ("share/inner", "share"),
        ("share", "clean/evidence"),
        ("=share", "evidence"),
    ] {
        let args = ["--output", share, "--evidence", evidence];
        let done = work.lab.tool().run_with(args, manifest).expect(2);
        assert!(done.stdout.is_empty(), "{share} {evidence}");
    }
    assert_eq!(work.lab.tree("clean").len(), FILES);
    nothing_is_there(&work);
}

#[test]
fn links_in_the_evidence_lead_nothing_out() {
    let work = Work::new();
    let victim = work.lab.put("victim", b"precious");
    fs::create_dir(work.lab.path("evidence")).unwrap();
    let plant = |name: &str| std::os::unix::fs::symlink(&victim, work.lab.path(name)).unwrap();
    let names = ["statement.json", "statement.html", "manifest.csv"];
    for name in names {
        let hidden = format!("evidence/.{name}.partial");
        plant(&hidden);
        work.release(&[]).expect(2);
        fs::remove_file(work.lab.path(hidden)).unwrap();
    }
    // In the place of what is written it is replaced, as is what an earlier run has left.
    for name in names {
        let _ = fs::remove_file(work.lab.path("evidence").join(name));
        plant(&format!("evidence/{name}"));
    }
    work.release(&[]).expect(0);
    assert!(names.iter().all(|name| {
        fs::symlink_metadata(work.lab.path("evidence").join(name)).unwrap().is_file()
    }));
    assert_eq!(fs::read(victim).unwrap(), b"precious");
}

#[test]
fn what_is_in_the_folder_to_share_and_not_released_ends_the_run() {
    let work = Work::new();
    work.release(&[]).expect(0);
    let sums = fs::read(work.lab.path("share/SHA256SUMS")).unwrap();
    for name in ["ERIKA_MUSTERMANN.dcm", "notes.txt", ".hidden", "2.25.5/2.25.6.dcm"] {
        work.lab.put(format!("share/{name}"), b"x");
        let done = work.release(&[]).expect(2);
        assert!(done.stderr.contains("--output holds"), "{}", done.stderr);
        assert!(!done.stderr.contains("MUSTERMANN"), "a foreign name may tell who the patient is");
        fs::remove_file(work.lab.path(format!("share/{name}"))).unwrap();
    }
    fs::remove_dir(work.lab.path("share/2.25.5")).unwrap();
    std::os::unix::fs::symlink("manifest.csv", work.lab.path("share/link")).unwrap();
    work.release(&[]).expect(2);
    fs::remove_file(work.lab.path("share/link")).unwrap();
    fs::create_dir(work.lab.path("share/empty")).unwrap();
    work.release(&[]).expect(2);
    fs::remove_dir(work.lab.path("share/empty")).unwrap();
    work.release(&[]).expect(0);
    assert_eq!(fs::read(work.lab.path("share/SHA256SUMS")).unwrap(), sums);
}

#[test]
fn a_file_that_was_released_and_is_held_back_now_ends_the_run() {
    let mut work = Work::new();
    work.release(&[]).expect(0);
    work.set(row_of("FOUR"), &[("hdrcheck", "flag"), ("hdrcheck_code", "F_FINDINGS")]);
    assert!(work.release(&[]).expect(2).stderr.contains("does not release"));
}

#[test]
fn a_shared_file_that_was_changed_is_no_file_of_this_release() {
    let work = Work::new();
    let done = work.release(&[]).expect(0);
    let path = work.lab.path(&done.rows().rows[0]["path"]);
    fs::write(&path, b"other").unwrap();
    let done = work.release(&[]);
    assert!(done.code == Some(1) || done.code == Some(2));
    assert!(work.verify(&[]).code != Some(0));
}

#[test]
fn two_runs_in_one_manifest_are_refused() {
    let mut work = Work::new();
    let doubled = work.manifest.lines().skip(1).map(|line| format!("{line}\n")).collect::<String>();
    work.manifest += &doubled;
    assert!(work.release(&[]).expect(2).stderr.contains("of two runs"));
    nothing_is_there(&work);
}

#[test]
fn a_combination_that_too_few_people_share_is_named_and_nothing_is_shared() {
    let work = Work::with(|person, file| if person == "TWO" { rare(file) } else { file });
    let done = work.release(&["--k", "2"]).expect(2);
    for part in
        ["age 017Y", "sex F", "modality CT", "model Scanner 7", ": 1", "1 of 2 combinations"]
    {
        assert!(done.stderr.contains(part), "{part}: {}", done.stderr);
    }
    assert!(!done.stderr.contains("055Y"), "three people share the other one");
    nothing_is_there(&work);
    let done = work.release(&["--k", "1"]).expect(0);
    assert_eq!(done.rows().len(), FILES);
    let risk = work.statement()["risk"].clone();
    assert_eq!((&risk["people"], &risk["combinations"]), (&4.into(), &2.into()));
    assert_eq!(
        (&risk["smallest"][0]["people"], &risk["smallest"][1]["people"]),
        (&1.into(), &3.into())
    );
}

#[test]
fn people_are_counted_once_and_those_who_are_held_back_not_at_all() {
    let mut work = Work::with(|person, file| match person {
        "ONE" | "TWO" => rare(file),
        _ => file,
    });
    work.release(&["--k", "2"]).expect(0);
    fs::remove_dir_all(work.lab.path("share")).unwrap();
    fs::remove_dir_all(work.lab.path("evidence")).unwrap();
    // ONE has three files, but is one person.
    work.set(row_of("TWO"), &[("hdrcheck", "flag"), ("hdrcheck_code", "F_FINDINGS")]);
    assert!(work.release(&["--k", "2"]).expect(2).stderr.contains("Scanner 7"));
    nothing_is_there(&work);
}

#[test]
fn persons_decide_by_name_day_and_reason_about_what_checks_flagged() {
    let mut work = Work::new();
    work.set(row_of("FOUR"), &[("facecheck", "flag"), ("facecheck_code", "F_NOT_JUDGED")]);
    let series = |work: &Work, person| work.rows().rows[row_of(person)]["series"].clone();
    let (four, two) = (series(&work, "FOUR"), series(&work, "TWO"));
    let table = format!(
        "series,code,decision,by,date,reason\n{four},F_NOT_JUDGED,release,A. Nobody,2026-11-29,looked at it\n\
         {two},,hold,B. Nobody,2026-11-29,withdrew\n"
    );
    work.lab.put("decisions.csv", &table);
    let done = work.release(&["--decisions", "decisions.csv"]).expect(0);
    let rows = done.rows();
    assert_eq!(rows.verdicts("release")[row_of("FOUR")], "ok");
    assert_eq!(rows.verdicts("release")[row_of("TWO")], "skip S_DECIDED");
    let decisions = work.statement()["decisions"].clone();
    assert_eq!((&decisions[0]["by"], &decisions[0]["files"]), (&"A. Nobody".into(), &1.into()));
    assert_eq!((&decisions[1]["reason"], &decisions[1]["files"]), (&"withdrew".into(), &2.into()));
    for (wrong, why) in [
        (table.replace("F_NOT_JUDGED", "F_FACE_LEFT"), "no file"),
        (table.replace("looked at it", " "), "filled in"),
        (table.replace("release", "maybe"), "none of pass"),
        (table.replace("code,", "codes,"), "expected the columns"),
        (table.replace(&two, &four), "the same series"),
        (table.replace("2026-11-29,withdrew", "soon,withdrew"), "date"),
        (table.replace("F_NOT_JUDGED,release", ",deep"), "no file"),
        (table.replace("F_NOT_JUDGED", ""), "needs the code"),
    ] {
        work.lab.put("decisions.csv", wrong);
        let done = work.release(&["--decisions", "decisions.csv"]).expect(2);
        assert!(done.stderr.contains(why), "{why}: {}", done.stderr);
    }
}

#[test]
fn what_persons_decided_before_comes_with_the_rows_into_the_statement() {
    let mut work = Work::new();
    let four = work.rows().rows[row_of("FOUR")]["series"].clone();
    let two = work.rows().rows[row_of("TWO")]["series"].clone();
    work.add(&["decision", "decision_by", "decision_date", "decision_reason"]);
    let decided = |what| {
        [
            ("decision", what),
            ("decision_by", "A. Nobody"),
            ("decision_date", "2026-11-29"),
            ("decision_reason", "looked at it"),
        ]
    };
    work.set(row_of("FOUR"), &decided("pass"));
    let of_two = |row: &usize| work.rows().rows[*row]["series"] == two;
    let of_two: Vec<usize> = (0..work.rows().rows.len()).filter(of_two).collect();
    for row in of_two {
        work.set(row, &decided("leave-out"));
        work.set(row, &[("path", ""), ("deface", "skip"), ("deface_code", "S_DECIDED")]);
        work.set(row, &[("hdrcheck", "skip"), ("hdrcheck_code", "S_UPSTREAM")]);
        work.set(row, &[("facecheck", "skip"), ("facecheck_code", "S_UPSTREAM")]);
    }
    let table = format!(
        "reason,series,decision,by,date\nlooked at it,{four},pass,A. Nobody,2026-11-29\n\
         looked at it,{two},leave-out,A. Nobody,2026-11-29\n"
    );
    work.lab.put("decisions.csv", &table);
    // With the table and without it.
    for args in [&[][..], &["--decisions", "decisions.csv"]] {
        let done = work.release(args).expect(0);
        assert_eq!(done.rows().verdicts("release")[row_of("FOUR")], "ok");
        let decisions = work.statement()["decisions"].clone();
        let mut said: Vec<_> = decisions.as_array().unwrap().iter().collect();
        said.sort_by_key(|one| one["decision"].as_str().unwrap().to_owned());
        assert_eq!(said.len(), 2, "{decisions}");
        assert_eq!(
            (&said[0]["decision"], &said[0]["series"]),
            (&"leave-out".into(), &two.clone().into())
        );
        assert_eq!(
            (&said[1]["decision"], &said[1]["series"]),
            (&"pass".into(), &four.clone().into())
        );
        assert_eq!((&said[1]["by"], &said[1]["files"]), (&"A. Nobody".into(), &1.into()));
        fs::remove_dir_all(work.lab.path("share")).unwrap();
        fs::remove_dir_all(work.lab.path("evidence")).unwrap();
    }
    work.lab.put("decisions.csv", table.replace(&four, &format!("{four}1")));
    work.release(&["--decisions", "decisions.csv"]).expect(2);
}

#[test]
fn no_decision_lets_a_file_pass_that_a_stage_could_not_treat() {
    let mut work = Work::new();
    work.set(row_of("FOUR"), &[("deface", "flag"), ("deface_code", "F_NO_FACE")]);
    let four = work.rows().rows[row_of("FOUR")]["series"].clone();
    work.lab.put(
        "decisions.csv",
        format!("series,code,decision,by,date,reason\n{four},F_NO_FACE,release,A,2026-11-29,so\n"),
    );
    work.release(&["--decisions", "decisions.csv"]).expect(2);
    nothing_is_there(&work);
}

#[test]
fn flags_that_say_nonsense_are_refused() {
    let work = Work::new();
    work.lab.put("a/report.xlsx", b"1");
    work.lab.put("b/report.xlsx", b"2");
    work.lab.put("statement.json", b"2");
    work.lab.put("open.pem", b"x");
    for args in [
        &["--date", "29.11.2026"][..],
        &["--by", ""],
        &["--by", "two\nlines"],
        &["--k", "0"],
        &["--evidence-file", "none.xlsx"],
        &["--evidence-file", "a/report.xlsx", "--evidence-file", "b/report.xlsx"],
        &["--evidence-file", "statement.json"],
        &["--sign-key", "open.pem"],
        &["--sign-key", "key"],
        &["--run-record", "a/report.xlsx"],
        &["--decisions", "none.csv"],
    ] {
        work.release(args).expect(2);
        nothing_is_there(&work);
    }
}
