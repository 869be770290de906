//! What persons decide about flagged series, and how a page takes it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::Command;

use testkit::{Dicom, text};

use crate::common::{Bench, Head, Ran, paths};

const HEADER: &str = "series,decision,eyes,by,date,reason,code";

/// The series of the first row with this verdict, as the manifest names it.
fn series(ran: &Ran, verdict: &str) -> String {
    let at = ran.verdicts().iter().position(|one| one == verdict).unwrap();
    ran.rows().rows[at]["series"].clone()
}

/// Runs with a table of these lines: series, decision and eyes.
fn decide(bench: &Bench, lines: &[(&str, &str, &str)]) -> Ran {
    table(bench, lines);
    bench.work(&["--decisions", &bench.at("decisions.csv")])
}

fn table(bench: &Bench, lines: &[(&str, &str, &str)]) {
    let line = |(series, decision, eyes): &(&str, &str, &str)| {
        format!("{series},{decision},{eyes},A. Nobody,2026-11-29,looked at it,\n")
    };
    let lines: String = lines.iter().map(line).collect();
    bench.lab.put("decisions.csv", format!("{HEADER}\n{lines}"));
}

fn cells(ran: &Ran, column: &str) -> Vec<String> {
    let rows = ran.rows();
    let mut cells: Vec<String> = rows.column(column).into_iter().map(str::to_owned).collect();
    cells.dedup();
    cells
}

/// A head in doubt, in a frame of reference of its own, beside one whose face is found.
fn doubtful(most: i32) -> Bench {
    let other = Head { most, frame_of_reference: "1.2.3.98", ..Head::new("P", 2) };
    Bench::with(&[Head::new("P", 1), other])
}

#[test]
fn a_flagged_series_that_a_person_lets_pass_is_handed_on_as_it_is_and_says_who_decided() {
    let bench = doubtful(800);
    let manifest = {
        let files = [
            Head::new("P", 1).files(),
            Head { most: 800, frame_of_reference: "1.2.3.98", ..Head::new("P", 2) }.files(),
        ]
        .concat();
        let names: Vec<String> = (0..files.len()).map(|at| format!("f{at:02}")).collect();
        let rows: Vec<(&str, &Dicom)> = names.iter().map(String::as_str).zip(&files).collect();
        bench.manifest(&rows)
    };
    let ran = bench.work(&[]).expect(1);
    let flagged = series(&ran, "flag F_FACE_DOUBT");
    table(&bench, &[(&flagged, "pass", "")]);
    let ran =
        bench.pipe(&manifest, &["--decisions", &bench.at("decisions.csv"), "--force"]).expect(0);
    assert_eq!(ran.verdicts(), ["ok"; 10]);
    let rows = ran.rows();
    let last = &rows.rows[9];
    assert!(last["path"].contains("scrubbed/f09") && last["undefaced"].is_empty(), "{last:?}");
    let by =
        ["decision", "decision_by", "decision_date", "decision_reason"].map(|c| last[c].as_str());
    assert_eq!(by, ["pass", "A. Nobody", "2026-11-29", "looked at it"]);
    assert!(rows.rows[0]["decision"].is_empty());
    // Without the table the same manifest is flagged again, and says so.
    let again = bench.pipe(&ran.stdout, &[]).expect(1);
    assert_eq!(again.verdicts()[9], "flag F_FACE_DOUBT");
    assert!(again.rows().rows[9]["decision"].is_empty());
}

#[test]
fn a_second_run_writes_only_what_was_decided() {
    let bench = doubtful(700);
    let first = bench.work(&[]).expect(1);
    let flagged = series(&first, "flag F_FACE_DOUBT");
    let written: Vec<_> = paths(&first.rows(), "path");
    let inodes = |paths: &[std::path::PathBuf]| -> Vec<u64> {
        paths.iter().map(|path| fs::metadata(path).unwrap().ino()).collect()
    };
    let before = inodes(&written);
    let second = decide(&bench, &[(&flagged, "deep", "")]).expect(0);
    assert_eq!(second.result.as_ref().unwrap().unchanged, 5);
    assert_eq!(inodes(&written), before);
    assert_eq!(paths(&second.rows(), "path").len(), 10);
    let configs = cells(&second, "deface_config");
    assert_eq!(configs, cells(&first, "deface_config"));
}

#[test]
fn a_person_can_have_a_series_cut_at_eyes_leave_it_out_or_ask_for_what_cannot_be_done() {
    let bench = doubtful(800);
    let flagged = series(&bench.work(&[]).expect(1), "flag F_FACE_DOUBT");
    let left = decide(&bench, &[(&flagged, "leave-out", "")]).expect(0);
    assert_eq!(left.verdicts()[5..], ["skip S_DECIDED"; 5]);
    assert!(left.rows().rows[5..].iter().all(|row| row["path"].is_empty()));
    assert_eq!(left.rows().rows[5]["decision"], "leave-out");
    let nothing = decide(&bench, &[(&flagged, "deep", "")]).expect(1);
    assert_eq!(nothing.verdicts()[5..], ["flag F_DECISION"; 5]);
    let elsewhere = decide(&bench, &[(&flagged, "eyes", "-30 -60 900 30 -60 900")]).expect(1);
    assert_eq!(elsewhere.verdicts()[5..], ["flag F_DECISION"; 5]);
    let eyes = decide(&bench, &[(&flagged, "eyes", "30 -60 20 -30 -60 20")]).expect(0);
    assert_eq!(eyes.verdicts(), ["ok"; 10]);
    let rows = eyes.rows();
    assert_eq!(rows.rows[5]["decision"], "eyes");
    let mask = bench.mask(&rows.rows[5]["mask"]);
    // Rows run from y = -75 to 75 mm: eyes, nose and mouth go, the back of the head stays.
    let slice = &mask[2 * 256..3 * 256];
    assert!(slice[..16].contains(&0) && slice[128..].iter().all(|kept| *kept == 1));
}

#[test]
fn eyes_that_a_person_points_at_serve_other_flagged_series_of_the_frame_of_reference() {
    let other =
        |series, most| Head { most, frame_of_reference: "1.2.3.98", ..Head::new("P", series) };
    let bench = Bench::with(&[other(1, 800), other(2, 800), other(3, 900)]);
    let flagged = series(&bench.work(&[]).expect(1), "flag F_FACE_DOUBT");
    let ran = decide(&bench, &[(&flagged, "eyes", "-30 -60 20 30 -60 20")]).expect(0);
    let verdicts = ran.verdicts();
    assert_eq!(verdicts[..10], ["ok"; 10]);
    assert_eq!(verdicts[10..], ["skip S_NOT_HEAD"; 5]);
}

#[test]
fn no_decision_lets_a_face_pass_that_is_found() {
    let bench = doubtful(800);
    let first = bench.work(&[]).expect(1);
    let flagged = series(&first, "flag F_FACE_DOUBT");
    // The first series was flagged in no run; by its own UID before the cut.
    let own = {
        let bench = Bench::with(&[Head { most: 800, ..Head::new("P", 1) }]);
        series(&bench.work(&[]).expect(1), "flag F_FACE_DOUBT")
    };
    assert_ne!(own, flagged);
    let ran = decide(&bench, &[(&flagged, "leave-out", ""), (&own, "pass", "")]).expect(1);
    assert_eq!(ran.verdicts()[..5], ["flag F_DECISION"; 5]);
    assert!(ran.rows().rows[..5].iter().all(|row| row["path"].is_empty()));
    // A decision about a code of another tool is none about the face.
    let line =
        format!("{own},pass,,A,2026-11-29,so,F_FINDINGS\n{flagged},leave-out,,A,2026-11-29,so,\n");
    bench.lab.put("decisions.csv", format!("{HEADER}\n{line}"));
    let ran = bench.work(&["--decisions", &bench.at("decisions.csv")]).expect(0);
    assert_eq!(ran.verdicts()[..5], ["ok"; 5]);
}

#[test]
fn a_table_that_does_not_go_with_the_run_ends_it_before_anything_is_written() {
    let bench = doubtful(800);
    let flagged = series(&bench.work(&["--dry-run"]).expect(1), "flag F_FACE_DOUBT");
    let good = format!("{flagged},pass,,A,2026-11-29,so,");
    for (lines, why) in [
        (format!("{good}\n1.2.3,pass,,A,2026-11-29,so,"), "line 3"),
        (format!("{good}\n{good}"), "line 3"),
        (format!("{good}\n{}", good.replace(",pass,", ",leave-out,")), "line 3"),
        (good.replace(",A,", ",,"), "filled in"),
        (good.replace("2026-11-29", ""), "filled in"),
        (good.replace("2026-11-29", "29/11/26"), "date"),
        (good.replace("pass,", "eyes,1 2 3"), "six numbers"),
        (good.replace("pass", "share"), "none of pass"),
        (good.replace(&flagged, ""), "filled in"),
    ] {
        bench.lab.put("decisions.csv", format!("{HEADER}\n{lines}\n"));
        let ran = bench.work(&["--decisions", &bench.at("decisions.csv")]).expect(2);
        let said = ran.result.unwrap_err().to_string();
        assert!(said.contains(why), "{why}: {said}");
        assert!(!said.contains("Nobody") && bench.lab.tree("out").is_empty());
    }
    bench.work(&["--decisions", &bench.at("none.csv")]).expect(2);
}

#[test]
fn what_cannot_be_cut_waits_for_one_decision() {
    let bench = Bench::new();
    let pet = Head::new("P", 1).slice(0).with_all([
        text(0x0008_0060, "CS", "PT"),
        text(0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.128"),
    ]);
    let mosaic = Head::new("P", 2).slice(0).with_all([
        text(0x0008_0060, "CS", "MR"),
        text(0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.4"),
        text(0x0008_0008, "CS", r"ORIGINAL\PRIMARY\M\MOSAIC"),
    ]);
    let unplaced = Head::new("P", 3).slice(0).without(0x0020_0032);
    let cut_short = Head::new("P", 4).slice(0);
    for (name, file) in [("a", &pet), ("b", &mosaic), ("c", &unplaced)] {
        bench.put(name, std::slice::from_ref(file));
    }
    let bytes = cut_short.bytes();
    bench.lab.put("in/d/000", &bytes[..bytes.len() - 100]);
    let ran = bench.work(&["--report", &bench.at("report"), "--lang", "ko"]).expect(1);
    let verdicts = ["flag F_MODALITY", "flag F_MOSAIC", "fail E_GEOMETRY"];
    assert_eq!(ran.verdicts()[..3], verdicts);
    let page = fs::read_to_string(bench.lab.path("report/index.html")).unwrap();
    let names: Vec<String> = verdicts.map(|verdict| series(&ran, verdict)).into();
    for name in &names {
        assert!(page.contains(&format!("data-series=\"{name}\"")), "{name}");
    }
    // The page is in Korean as a whole: only names, codes and what a script calls things are not.
    let words =
        ["의료영상 얼굴 제거 결과", "</i> 확인 필요", "모자이크 영상", "그대로 전달", "파일 수"];
    for word in words {
        assert!(page.contains(word), "{word}");
    }
    let english =
        ["Defacing", "Look at", "files", "flagged", " flag ", "No series", "Save ", "undo"];
    for word in english {
        assert!(!page.contains(word), "{word}");
    }
    let lines: Vec<_> = names.iter().map(|name| (name.as_str(), "pass", "")).collect();
    let ran = decide(&bench, &lines).expect(1);
    assert_eq!(ran.verdicts()[..3], ["ok"; 3]);
    // A broken file is no matter of decision.
    assert!(ran.verdicts()[3].starts_with("fail E_"), "{:?}", ran.verdicts());
}

#[test]
fn a_file_that_failed_is_named_in_every_row_of_its_series() {
    let bench = Bench::new();
    let files = Head::new("P", 1).files();
    bench.put("a", &files[1..]);
    bench.put("b", &Head::new("P", 2).files());
    // A reader of headers sees nothing of this: the pixels are no longer what they are said to be.
    bench.put("a9", &[files[0].clone().with(text(0x0020_0037, "DS", "1\\0\\0\\1\\0\\0"))]);
    let ran = bench.work(&[]).expect(1);
    let rows = ran.rows();
    let failed = ran.verdicts().iter().position(|verdict| verdict == "fail E_GEOMETRY").unwrap();
    let expected = format!("E_GEOMETRY:{}", rows.rows[failed]["source"]);
    let own = &rows.rows[failed]["series"];
    let defaced = cells(&ran, "series_failed");
    assert_eq!(defaced, [expected.clone(), String::new()], "{own}");
    // As it is where an earlier tool says so.
    let mut names = vec!["x0".to_owned()];
    names.extend((1..5).map(|at| format!("x{at}")));
    let all: Vec<(&str, &Dicom)> = names.iter().map(String::as_str).zip(&files).collect();
    let manifest = String::from_utf8(bench.manifest(&all)).unwrap();
    let uid = own.as_str();
    let manifest: String = manifest
        .lines()
        .enumerate()
        .map(|(at, line)| match at {
            0 => format!("{line},series\n"),
            1 => {
                let line = line.replace(",ok,,", ",fail,E_MALFORMED,");
                let path = line.split(',').nth(2).unwrap().to_owned();
                format!("{},{uid}\n", line.replace(&path, ""))
            }
            _ => format!("{line},{uid}\n"),
        })
        .collect();
    fs::remove_dir_all(bench.lab.path("out")).unwrap();
    let ran = bench.pipe(manifest.as_bytes(), &[]);
    assert_eq!(cells(&ran, "series_failed"), ["E_MALFORMED:SOURCE000"]);
}

/// A page, after what a person does on it, as Chromium shows it; none without Chromium.
fn shown(page: &Path, actions: &str) -> Option<String> {
    let browsers = ["chromium", "chromium-browser", "google-chrome"];
    let browser = browsers.into_iter().find(|name| {
        Command::new(name).arg("--version").output().is_ok_and(|run| run.status.success())
    })?;
    let text = fs::read_to_string(page).unwrap();
    let copy = page.with_file_name("driven.html");
    let driver = format!("<script>window.onload = () => {{ {actions} }};</script></body>");
    fs::write(&copy, text.replace("</body>", &driver)).unwrap();
    let profile = page.with_file_name("profile");
    let run = Command::new(browser)
        .args(["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run"])
        .arg(format!("--user-data-dir={}", profile.display()))
        .args(["--virtual-time-budget=3000", "--dump-dom"])
        .arg(format!("file://{}", copy.display()))
        .output()
        .unwrap();
    let dom = String::from_utf8_lossy(&run.stdout).into_owned();
    assert!(dom.contains("</html>"), "{}", String::from_utf8_lossy(&run.stderr));
    Some(dom)
}

/// The table that a page shows once it was saved.
fn saved(dom: &str) -> String {
    let from = dom.split_once("id=\"decide-csv\"").unwrap().1;
    let text = from.split_once('>').unwrap().1.split_once("</pre>").unwrap().0;
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[test]
fn the_page_takes_decisions_by_key_without_a_network_and_its_table_is_understood() {
    let other = |series, most| {
        let frames = ["", "1.2.3.98", "1.2.3.97", "1.2.3.96", "1.2.3.95"];
        Head { most, frame_of_reference: frames[series], ..Head::new("P", series) }
    };
    let bench = Bench::with(&[Head::new("Q", 5), other(1, 800), other(2, 800), other(3, 700)]);
    let report = bench.at("report");
    bench.work(&["--report", &report]).expect(1);
    let page = bench.lab.path("report/index.html");
    let key = |key: &str| {
        format!(
            "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {{key: '{key}', bubbles: true}}));"
        )
    };
    let write = |text: &str| {
        format!(
            "{{ const at = document.activeElement; at.value = '{text}'; at.dispatchEvent(new Event('input')); }}"
        )
    };
    let actions = [
        "document.getElementById('decide-by').value = 'A. \"B\" Nobody, MD';".to_owned(),
        "document.getElementById('decide-date').value = '2026-11-29';".to_owned(),
        key("j"),
        key("p"),
        write("looked, at it"),
        key("Escape"),
        key("j"),
        key("e"),
        write("-30 -60 20 30 -60 20"),
        key("Escape"),
        key("r"),
        write("eyes are there"),
        key("Escape"),
        key("j"),
        key("l"),
        key("Escape"),
        key("u"),
        key("d"),
        write("deep"),
        key("Escape"),
        key("s"),
    ]
    .concat();
    let Some(dom) = shown(&page, &actions) else {
        println!("SKIPPED: no chromium on this machine, so nobody took decisions on the page");
        return;
    };
    let csv = saved(&dom);
    assert_eq!(csv.lines().count(), 4, "{csv}");
    bench.lab.put("decisions.csv", &csv);
    let decisions = bench.at("decisions.csv");
    let korean = ["--decisions", &decisions, "--report", &report, "--lang", "ko"];
    let ran = bench.work(&korean).expect(0);
    let mut said = cells(&ran, "decision");
    said.sort();
    assert_eq!(said, ["", "deep", "eyes", "pass"]);
    assert!(cells(&ran, "decision_by").iter().any(|by| by == "A. \"B\" Nobody, MD"));
    // The page of the second run knows them, in another language: saved again, the table is the same.
    let text = fs::read_to_string(&page).unwrap();
    for word in [
        "<html lang=\"ko\">",
        "담당자의 결정",
        "더 넓게 제거 (A. &quot;B&quot; Nobody, MD, 2026-11-29): deep",
    ] {
        assert!(text.contains(word), "{word}");
    }
    let actions =
        ["document.getElementById('decide-by').value = 'Other';".to_owned(), key("s")].concat();
    let again = saved(&shown(&page, &actions).unwrap());
    let sorted = |text: &str| {
        let mut lines: Vec<_> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(sorted(&again), sorted(&csv));
    // Without a name nothing is saved.
    let dom = shown(&page, &key("s")).unwrap();
    assert!(saved(&dom).is_empty() && dom.contains("결정자의 이름을 입력하십시오."));
}
